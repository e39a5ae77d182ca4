"""Answers that reach the log from elsewhere while an exercise is open: from a second tab, say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from workshop.errors import WorkshopError
from workshop.model.attempt import Attempt
from workshop.session.events import is_plain

ELSEWHERE = ("You have answered this in another tab or window as well. Both answers are kept; "
             "the one that is changed last is shown when you come back.")


class ReadLog(Protocol):
    """What is needed of a store here."""

    path: Path

    def read(self, exercise: str = "") -> Iterable[Attempt]: ...


_Key = tuple[str, str, str, str, str]


class Elsewhere:
    """Looks for answers to one exercise that are not this session's own.

    The log is read only when its length is not the one that this session left. Known are the
    answers themselves and not how many there are: work that is loaded is sorted in between.
    """

    def __init__(self, log: ReadLog, exercise: str):
        self._log = log
        self._exercise = exercise
        self._size = self._length()
        self._known: Counter[_Key] = Counter()

    def has_answered(self, attempt: Attempt) -> bool:
        """Whether somebody else has, since the last look, answered the same item otherwise.

        To be asked before ``attempt`` is saved. What stands in the log before an answer that was
        known is older than it, and no news.
        """
        size = self._length()
        if size == self._size:
            return False
        try:
            entries = list(self._log.read(self._exercise))
        except WorkshopError:  # told elsewhere; the learner goes on
            return False
        known, self._known, self._size = self._known, Counter(), size
        news = None
        for one in entries:
            if key := self.note(one):
                known[key] -= 1
                if one.item == attempt.item:
                    news = one if known[key] < 0 else None
        return news is not None and news.response != attempt.response

    def note(self, attempt: Attempt) -> _Key | None:
        """Keep in mind what is in the log. The key of an answer; nothing else can be news."""
        if attempt.event not in ("answer", "check") or not is_plain(attempt.response):
            return None
        key = (attempt.time, attempt.learner, attempt.item, attempt.event,
               json.dumps(attempt.response, sort_keys=True))
        self._known[key] += 1
        return key

    def pass_over_own(self, attempt: Attempt) -> None:
        """``attempt``, of this session, has been saved."""
        self.note(attempt)
        self._size = self._length()

    def _length(self) -> int:
        try:
            return self._log.path.stat().st_size
        except OSError:
            return 0
