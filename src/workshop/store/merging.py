"""Two logs into one: nothing lost, nothing twice, each in the order in which it was written."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Key = tuple[str, int]
_NEVER = float("-inf")


@dataclass(frozen=True)
class Line:
    """One line of a log. Lines with the same ``key`` are the same entry.

    ``key`` holds the content and which of its occurrences this is, since two entries of one
    second can be alike; ``None`` stands for a line that cannot be read.
    """

    raw: bytes
    key: Key | None
    clock: float


def lines(records: Iterable[tuple[bytes, dict[str, Any] | None]]) -> list[Line]:
    """The lines of one log, from each line as it stands and the record in it, if any."""
    seen: Counter[str] = Counter()
    made = []
    for raw, record in records:
        key, clock = None, _NEVER
        if record is not None:
            content = json.dumps(record, sort_keys=True)
            key = (content, seen[content])
            seen[content] += 1
            clock = _seconds(record.get("time"))
        made.append(Line(raw, key, clock))
    return made


def _seconds(time: Any) -> float:
    """A time as a number; what is no time comes before all that is."""
    try:
        moment = datetime.fromisoformat(time)
        return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    except (TypeError, ValueError, OverflowError):
        return _NEVER


def merge(here: Sequence[Line], there: Sequence[Line]) -> list[Line]:
    """Every line of ``here``, with those of ``there`` that are new sorted in by their times.

    Both keep their order, also where a clock was set back. Entries that both have are fixed
    points: what came before one of them there comes before it here.
    """
    known = {line.key for line in here if line.key}
    at = {line.key: place for place, line in enumerate(there) if line.key}
    shared = [(place, at[line.key]) for place, line in enumerate(here) if line.key in at]
    merged: list[Line] = []
    mine = theirs = 0
    for one, other in [*_rising(shared), (len(here), len(there))]:
        new = [line for line in there[theirs:other] if line.key not in known]
        merged += _by_time(here[mine:one], new)
        merged += here[one : one + 1]
        mine, theirs = one + 1, other + 1
    return merged


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs in which the second numbers rise as the first ones do."""
    ends: list[int] = []
    best: list[int] = []
    before: list[int] = []
    for number, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(best[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        best[length : length + 1] = [number]
    found = []
    number = best[-1] if best else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _by_time(mine: Sequence[Line], theirs: Sequence[Line]) -> list[Line]:
    merged: list[Line] = []
    left = list(theirs[::-1])
    for line in mine:
        while left and left[-1].clock < line.clock:
            merged.append(left.pop())
        merged.append(line)
    return merged + left[::-1]
