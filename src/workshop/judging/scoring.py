"""A response read once, and what the heads of a compiled judge say of a run of its words.

Used while judging and while compiling alike; all of it is plain arithmetic on the compiled dict.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from struct import pack, unpack
from typing import Any

from workshop.judging.features import Names, scales, tally
from workshop.judging.guards import ALWAYS, GUARDS, Scene, runs
from workshop.judging.units import PartText, Unit, split_response
from workshop.model.exercise import Text
from workshop.model.rubric import Criterion

HEADS = ("some", "met", "against", "limits", "whole-some", "whole-met")
"""The linear models of a criterion: a unit earns 1 or 2; earns 2; is a near miss that earns 0;
is one that earns 1; and the first two again for a part as a whole."""

TONES = ("irony", "threat", "decides", "denial", "empty")
"""Models that all criteria share: how a sentence is meant, whatever it is about."""
LOCAL_TONES = TONES[1:]
"""Those looked for in the parts of a criterion; irony is taken over the whole response."""

FLOOR = -6.0
"""The score (a log-odds) where there is no unit to score."""

SHORTEST_ANSWER = 4
"""Words below which a part holds no answer of its own."""


class Reading:
    """A response, read once: parts, units, and for each sentence the guards that strike it."""

    def __init__(self, item: Text, response: Any, prompt: Collection[tuple[str, ...]]):
        self.item = item
        self.parts = split_response(response, tuple(part.id for part in item.parts))
        self.names = {part.part: names_for(item, part.part) for part in self.parts}
        self.struck: dict[Unit, frozenset[str]] = {}
        for part in self.parts:
            self._strike(part, prompt)

    def _strike(self, part: PartText, prompt: Collection[tuple[str, ...]]) -> None:
        names = self.names[part.part]
        sentences: list[tuple[Unit, frozenset[str]]] = []
        for unit in part.units:
            if unit.size == "sentence":
                scene = Scene(unit.words, prompt, names.own, names.other)
                struck = frozenset(n for n, (guard, _) in GUARDS.items() if guard(scene))
                sentences.append((unit, struck))
                self.struck[unit] = struck
            elif unit.size == "clause":  # clauses follow their sentence
                self.struck[unit] = sentences[-1][1]
        pairs = [unit for unit in part.units if unit.size == "pair"]
        for pair, (_, one), (_, two) in zip(pairs, sentences, sentences[1:], strict=False):
            self.struck[pair] = one | two

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written: no character but space in any part."""
        return not any(part.normal.raw.strip() for part in self.parts)

    @property
    def is_whole(self) -> bool:
        """Whether all of it was read (see ``LONGEST``)."""
        return all(part.normal.is_whole for part in self.parts)

    def parts_for(self, criterion: Criterion) -> tuple[PartText, ...]:
        """The parts in which the criterion may be met."""
        if not criterion.part:
            return self.parts
        first = self.item.parts[0].id if self.item.parts else ""
        return tuple(
            part
            for part in self.parts
            if (part.part if part.part is not None else first) == criterion.part
        )

    def words_that_count(self, part: PartText, allowed: Collection[str] = ()) -> tuple[str, ...]:
        """The words of the sentences that no guard strikes."""
        guards = ALWAYS | frozenset(allowed)
        return tuple(
            word
            for unit in part.units
            if unit.size == "sentence" and not self.struck[unit] & guards
            for word in unit.words
        )

    @cached_property
    def answered(self) -> dict[str | None, frozenset[str]]:
        """For each part that holds an answer of its own, its set of words."""
        real: dict[str | None, frozenset[str]] = {}
        for part in self.parts:
            words = self.words_that_count(part)
            if len(words) < SHORTEST_ANSWER:
                continue
            names = self.names[part.part]
            bag = frozenset(w for w in words if w not in names.own and w not in names.other)
            if not any(_is_alike(bag, other) for other in real.values()):
                real[part.part] = bag
        return real


def names_for(item: Text, part: str | None) -> Names:
    """Whom a part of the item speaks to, and the people of its other parts."""
    own = [name for each in item.parts if each.id == part for name in each.addressee]
    return Names(own, [name for each in item.parts for name in each.addressee])


def _is_alike(one: frozenset[str], two: frozenset[str]) -> bool:
    """Nearly the same words: the shared ones are over 70 % of all (Jaccard)."""
    return len(one & two) > 0.7 * len(one | two)


def prompt_runs(compiled: Mapping[str, Any]) -> frozenset[tuple[str, ...]]:
    """The word runs of the task's own text, by which copying is known."""
    return _runs_of(tuple(compiled.get("prompt", ())))


@lru_cache(maxsize=32)
def _runs_of(texts: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(run for text in texts for run in runs(text.split()))


ZERO = 80
"""The character (``chr(80)``) that stands for a weight of 0 in a compiled row."""


def raw_scores(
    words: Sequence[str], ask: bool, names: Names, compiled: Mapping[str, Any]
) -> list[float]:
    """The score (log-odds) of each head for one run of words, in the order of ``heads``.

    A row of ``features`` is text: pairs of characters, a head (its column plus 35) and a weight
    (less ``ZERO``, in units of the head). Heads that a row does not name have weight 0 there.
    """
    values = tally(words, ask, names) if words else {}
    table, width = compiled["features"], len(compiled["bias"])
    # Features of one group that count the same are added up as whole numbers, all heads at once.
    sums: dict[tuple[str, float], int] = {}
    counts: dict[tuple[str, float], int] = {}
    packed_rows = _packed_rows(table, width)
    for name in table.keys() & values.keys():
        kind = (name[0], values[name])
        if kind in sums:
            sums[kind] += packed_rows[name]
            counts[kind] += 1
        else:
            sums[kind], counts[kind] = packed_rows[name], 1
    if not any(group in "wk" for group, _ in sums):  # not one known word: nothing can be said
        return [FLOOR] * width
    scale = scales(values)
    totals = [0.0] * width
    for (group, value), packed in sums.items():
        lanes = unpack(f"<{width}I", packed.to_bytes(4 * width, "little"))
        factor, offset = value * scale[group], ZERO * counts[group, value]
        totals = [total + factor * (lane - offset)
                  for total, lane in zip(totals, lanes, strict=True)]  # fmt: skip
    return [
        bias + unit * total
        for bias, unit, total in zip(compiled["bias"], compiled["units"], totals, strict=True)
    ]


class _PackedRows(dict[str, int]):
    """The rows of one compiled table, each made a number the first time that it is asked for."""

    def __init__(self, table: Mapping[str, str], width: int):
        self.table = table
        self.width = width

    def __missing__(self, name: str) -> int:
        self[name] = packed = _packed(self.table[name], self.width)
        return packed


_PACKED: dict[int, _PackedRows] = {}
MOST_TABLES = 16
"""Compiled judges whose rows are kept as numbers; some 5 MB each when every row was asked for."""


def _packed_rows(table: Mapping[str, str], width: int) -> _PackedRows:
    """The rows of a table as numbers, kept as long as the table is in use.

    Known by the table's own identity: as long as it is kept here, no other can have it.
    """
    found = _PACKED.get(id(table))
    if found is None or found.table is not table or found.width != width:
        while len(_PACKED) >= MOST_TABLES:
            _PACKED.pop(next(iter(_PACKED)), None)
        found = _PACKED[id(table)] = _PackedRows(table, width)
    return found


def _packed(row: str, width: int) -> int:
    """A compiled row as one number: for each head 32 bits that hold its weight plus ``ZERO``."""
    lanes = [ZERO] * width
    codes = row.encode("ascii")
    for column, weight in zip(codes[::2], codes[1::2], strict=True):
        lanes[column - 35] = weight
    return int.from_bytes(pack(f"<{width}I", *lanes), "little")
