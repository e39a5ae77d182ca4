"""The log of one item, folded: which responses were tried, with what result under today's key."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from workshop.kinds import kind_of
from workshop.model.attempt import Attempt
from workshop.model.exercise import AnyItem, Text
from workshop.model.result import Result, Unreadable
from workshop.reporting.report import Tally
from workshop.session.events import is_plain
from workshop.session.state import CONFIDENCE, MARKS

MOST_TEXTS = 10
"""Of a text that was checked more often, the first version and the latest nine are judged again:
judging takes time, and what was written in between lives on in what came after."""

FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a mistake of ours in a kind or a judge can raise; one answer must not cost the report."""


@dataclass(frozen=True)
class Try:
    """One response that was graded when it was sent; ``number`` counts the tries from 1."""

    raw: Any
    response: Any
    number: int
    confidence: str | None
    after_model: bool


@dataclass
class History:
    """All that happened at one item. ``checked`` is the latest try, till the item was emptied.

    ``outdated`` counts what was graded once and fits the item no longer.
    """

    item: AnyItem
    tries: list[Try] = field(default_factory=list)
    checked: Try | None = None
    draft: Any = None
    marks: dict[str, str] = field(default_factory=dict)
    outdated: int = 0
    _confidence: str | None = None
    _is_revealed: bool = False
    _results: dict[str, Result | None] = field(default_factory=dict)

    def take(self, attempt: Attempt) -> None:
        """Bring the history up to date with one event; it follows ``session.state.apply_to``.

        The same ending of a talk, sent twice, is two tries here; that moves neither first nor best.
        """
        if not is_plain(attempt.response):
            return
        event, said = attempt.event, attempt.confidence
        if event == "answer":
            self.draft = attempt.response
            if kind_of(self.item).is_finished(self.item, attempt.response):
                self._check(attempt)
        elif event == "check":
            self.draft = attempt.response
            self._check(attempt)
        elif event == "reveal" and self.tries:
            self._is_revealed = True
        elif event == "reset":
            self.draft = self.checked = self._confidence = None
            self.marks = {}
        elif event == "confidence" and said in CONFIDENCE:
            self._confidence = said
        elif event == "mark" and isinstance(attempt.response, dict):
            self.marks |= {a: m for a, m in attempt.response.items() if m in MARKS}

    def _check(self, attempt: Attempt) -> None:
        response = kind_of(self.item).read(self.item, attempt.response)
        if isinstance(response, Unreadable):
            self.outdated += attempt.result is not None
            return
        said = attempt.confidence if attempt.confidence in CONFIDENCE else self._confidence
        self.checked = Try(attempt.response, response, len(self.tries) + 1, said,
                           self._is_revealed)
        self.tries.append(self.checked)

    @property
    def is_draft(self) -> bool:
        """Whether something was begun here and never checked."""
        return bool(self.draft) and not self.tries

    def result(self, one: Try) -> Result | None:
        """What today's key and judge say to it; ``None`` where they fail."""
        name = json.dumps(one.raw, sort_keys=True)
        if name not in self._results:
            try:
                self._results[name] = kind_of(self.item).grade(self.item, one.response)
            except FAULTS:
                self._results[name] = None
        return self._results[name]

    def scored(self) -> list[tuple[Try, Result, Tally]]:
        """The tries that earned a score, in order. What came after the model answer is practice
        and left out, and so is a choice that is a matter of lens."""
        counted = [one for one in self.tries if not one.after_model]
        if isinstance(self.item, Text) and len(counted) > MOST_TEXTS:
            counted = [counted[0], *counted[1 - MOST_TEXTS :]]
        with_results = [(one, self.result(one)) for one in counted]
        return [(one, result, tally_of(self.item, result))
                for one, result in with_results if result and result.score]


def tally_of(item: AnyItem, result: Result) -> Tally:
    """The score in points; the two points of a text's criterion count as one."""
    assert result.score is not None
    unit = 2 if isinstance(item, Text) else 1
    return Tally(_whole(result.score.raw / unit), _whole(result.score.max / unit))


def _whole(number: float) -> float:
    return int(number) if number == int(number) else number
