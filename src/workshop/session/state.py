"""What a learner has done with one item, folded out of the attempts log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workshop.kinds import kind_of
from workshop.model.attempt import Attempt
from workshop.model.exercise import AnyItem, Reflect, Text
from workshop.model.result import Result, Unreadable

CONFIDENCE = {"guessing": "guessing", "fairly": "fairly sure", "certain": "certain"}
LONGEST_WHY = 2000
MARKS = ("met", "partly", "not_yet")


@dataclass
class ItemState:
    """The state of one item.

    ``response`` is the draft, ``checked`` the response that ``result`` speaks of; ``first`` the
    first one that was checked, ``previous`` the one before ``checked`` that differs from it.
    ``attempts`` counts graded responses, and an unreadable one is none. ``why`` is a line of the
    learner's own.
    """

    response: Any = None
    checked: Any = None
    result: Result | None = None
    first: Any = None
    attempts: int = 0
    hints: int = 0
    revealed: bool = False
    skipped: bool = False
    confidence: str | None = None
    why: str = ""
    previous: Any = None
    marks: dict[str, str] = field(default_factory=dict)
    checked_on: str = ""

    @property
    def is_stale(self) -> bool:
        """Whether the learner has changed the response since it was checked."""
        return self.result is not None and self.response != self.checked

    @property
    def name(self) -> str:
        """The state as a word of the state machine."""
        if self.revealed:
            return "revealed"
        if self.result is not None:
            return self.result.status
        return "drafted" if self.response else "unanswered"


def apply_to(state: ItemState, item: AnyItem, attempt: Attempt) -> None:
    """Bring ``state`` up to date with one event. The same events always give the same state."""
    event = attempt.event
    if event == "answer":
        state.response = attempt.response
        is_told = state.result is not None and attempt.response == state.checked
        if not is_told and kind_of(item).is_finished(item, attempt.response):
            _check(state, item, attempt)
    elif event == "check":
        state.response = attempt.response
        _check(state, item, attempt)
    elif event == "hint":
        state.hints = min(state.hints + 1, len(item.hints))
    elif event == "reveal" and state.attempts:
        state.revealed = True
    elif event == "retry":
        _retry(state, item, attempt)
    elif event == "skip":
        state.skipped = True
    elif event == "reset":
        _reset(state)
    elif event == "confidence" and attempt.confidence and attempt.confidence in CONFIDENCE:
        state.confidence = attempt.confidence
    elif event == "why" and isinstance(attempt.response, str):
        state.why = attempt.response[:LONGEST_WHY]
    elif event == "mark" and isinstance(attempt.response, dict):
        state.marks |= {about: m for about, m in attempt.response.items() if m in MARKS}


def _check(state: ItemState, item: AnyItem, attempt: Attempt) -> None:
    kind = kind_of(item)
    response = kind.read(item, attempt.response)
    if isinstance(response, Unreadable):
        return
    state.result = kind.grade(item, response)
    if state.checked is not None and state.checked != attempt.response:
        state.previous = state.checked
    state.checked = attempt.response
    state.checked_on = attempt.time
    state.attempts += 1
    if state.attempts == 1:
        state.first = attempt.response


def _retry(state: ItemState, item: AnyItem, attempt: Attempt) -> None:
    """Away with the verdict; a dialogue is cut back to the first ``from`` replies.

    What was found in a text, or asked about notes, stays in sight while they are revised.
    """
    if not isinstance(item, Text | Reflect):
        state.result = None
    kept = attempt.extra.get("from")
    if isinstance(state.response, list) and isinstance(kept, int):
        state.response = state.response[: max(kept, 0)]


def _reset(state: ItemState) -> None:
    """An empty item; what was tried before still counts as tried."""
    state.response = state.checked = state.result = None
    state.confidence = None
    state.why = ""
    state.marks = {}
