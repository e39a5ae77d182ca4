"""Answers that reach the log from elsewhere while an exercise is open: from a second tab, say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from workshop.errors import WorkshopError
from workshop.model.attempt import Attempt

ELSEWHERE = ("You have answered this in another tab or window as well. Both answers are kept; "
             "the one that is changed last is shown when you come back.")


class ReadLog(Protocol):
    """What is needed of a store here."""

    path: Path

    def read(self, exercise: str = "") -> Iterable[Attempt]: ...


class Elsewhere:
    """Looks for entries of one exercise that are not this session's own.

    The log is read only when it is longer than this session left it.
    """

    def __init__(self, log: ReadLog, exercise: str):
        self._log = log
        self._exercise = exercise
        self._size = self._length()
        self.seen = 0  # the entries that are known, which whoever reads the log first counts

    def has_answered(self, attempt: Attempt) -> bool:
        """Whether somebody else has, since the last look, answered the same item otherwise.

        To be asked before ``attempt`` is saved.
        """
        size = self._length()
        if size == self._size:
            return False
        entries = self._entries()
        new, self.seen, self._size = entries[self.seen:], len(entries), size
        answers = [one.response for one in new
                   if one.item == attempt.item and one.event in ("answer", "check")]
        return bool(answers) and answers[-1] != attempt.response

    def pass_over_own(self) -> None:
        """An entry of this session has been saved."""
        self.seen += 1
        self._size = self._length()

    def _entries(self) -> list[Attempt]:
        try:
            return list(self._log.read(self._exercise))
        except WorkshopError:  # told elsewhere; the learner goes on
            return []

    def _length(self) -> int:
        try:
            return self._log.path.stat().st_size
        except OSError:
            return 0
