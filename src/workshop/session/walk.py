"""The session: it keeps the state, writes each event to the log, and answers with a view."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from workshop.errors import WorkshopError
from workshop.kinds import kind_of
from workshop.model.attempt import Attempt
from workshop.model.exercise import AnyItem, Exercise, Text
from workshop.model.result import Result, Unreadable
from workshop.session.days import day
from workshop.session.elsewhere import ELSEWHERE, Elsewhere
from workshop.session.events import checked_event, is_plain, number
from workshop.session.results import verdict
from workshop.session.revisions import revision, told_of_changes
from workshop.session.state import CONFIDENCE, MARKS, ItemState, apply_to
from workshop.session.views import exercise_view, is_quiet, item_view, position_view

SAVED = "Saved on this computer."
UNGRADED = ("This answer could not be checked, by a fault of the workshop and not of yours. "
            "It is kept. Please tell whoever maintains this exercise.")
KEPT_WORDS = "Your answer is kept. You can go on, or come back and change it."
FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a mistake of ours in a kind or a judge can raise."""


class Log(Protocol):
    """What a session needs of a store."""

    path: Path
    skipped: Sequence[object]

    def append(self, attempt: Attempt) -> None: ...
    def read(self, exercise: str = "") -> Iterable[Attempt]: ...
    def learner(self) -> str: ...


class Session:
    """One learner's walk through one exercise.

    ``now`` returns the UTC time in ISO 8601; ``book`` is the address at which the built book
    stands, if any. What the log already holds is taken up, so that a walk goes on where it
    stopped.
    """

    def __init__(self, exercise: Exercise, log: Log, now: Callable[[], str], book: str = ""):
        self.exercise = exercise
        self.log = log
        self.now = now
        self.book = book
        self.index = 0
        self.ack = 0
        self._states = {item.id: ItemState() for item in exercise.items}
        self._revisions = {item.id: revision(exercise, item) for item in exercise.items}
        self._learner = log.learner()
        self._said = {"n": 0, "text": "", "role": "status"}
        self._focus = {"n": 0, "to": ""}
        self._saved = {"state": "none", "text": ""}
        self._unsaved: list[Attempt] = []
        self._alert = ""
        self._has_told = False
        self._last: Any = None
        self._elsewhere = Elsewhere(log, exercise.id)
        self.welcome = self._take_up()

    @property
    def item(self) -> AnyItem:
        """The item that is in view."""
        return self.exercise.items[self.index]

    def apply(self, event: Any) -> dict[str, Any]:
        """Take one event of the player and return the view after it. Raises ``EventError``."""
        item = checked_event(event, self.exercise)
        if number(event.get("seq")) and event == self._last:
            return self.view()  # the same press, sent twice
        self._last, self._alert = event, ""
        self.ack = max(self.ack, number(event.get("seq")))
        if event["type"] == "goto":
            self._go(item)
        else:
            self._do(event, item)
        return self.view()

    def refuse(self, event: Any, error: WorkshopError) -> dict[str, Any]:
        """The view after an event that could not be taken: it is answered, and told once."""
        if isinstance(event, dict):
            self.ack = max(self.ack, number(event.get("seq")))
        self._alert = str(error)
        self._say("")
        return self.view()

    def view(self) -> dict[str, Any]:
        """All that is to be shown now, as JSON-able data."""
        item = self.item
        return {
            "schema": 1,
            "ack": self.ack,
            "exercise": exercise_view(self.exercise),
            "position": position_view(self.exercise, self._states, self.index),
            "welcome": self.welcome,
            "item": item_view(
                item, self._states[item.id], seed=f"{self._learner}/{item.id}", book=self.book,
                is_last=self.index == len(self.exercise.items) - 1,
                quiet=is_quiet(self.exercise, self._states),
            ),
            "say": dict(self._said),
            "focus": dict(self._focus),
            "saved": dict(self._saved),
        }

    def result(self, item_id: str) -> Result | None:
        """The latest result of an item, if it has been checked."""
        return self._states[item_id].result

    def _take_up(self) -> str:
        """Fold the log into the states; the greeting of somebody who comes back."""
        last = ""
        answers: dict[str, Attempt] = {}
        try:
            for attempt in self.log.read(self.exercise.id):
                self._elsewhere.note(attempt)
                self._replay(attempt)
                last = attempt.time
                if attempt.event == "reset":
                    answers.pop(attempt.item, None)
                elif attempt.event in ("answer", "check") and attempt.response:
                    answers[attempt.item] = attempt
        except WorkshopError as error:
            text = f"Your earlier answers are not shown. {error}"
            self._saved = {"state": "failed", "text": text}
            return ""
        also = f"{self._changes(answers)} {_not_read(len(self.log.skipped))}".strip()
        if not last:
            return also
        self._saved = {"state": "saved", "text": SAVED}
        states = self._states.values()
        checked = [state.checked_on for state in states if state.checked_on]
        if checked:
            return f"Welcome back. You answered this on {day(max(checked))}. {also}".strip()
        if any(state.response for state in states):
            return f"Welcome back. Your draft of {day(last)} is here. {also}".strip()
        return also

    def _changes(self, answers: Mapping[str, Attempt]) -> str:
        """What is told of items that ask something else than when they were answered."""
        return told_of_changes((item, answers[item.id], self._revisions[item.id])
                               for item in self.exercise.items if item.id in answers)

    def _replay(self, attempt: Attempt) -> None:
        if not is_plain(attempt.response):
            return
        for index, item in enumerate(self.exercise.items):
            if item.id == attempt.item:
                self.index = index
                if attempt.event == "skip" and index + 1 < len(self.exercise.items):
                    self.index = index + 1
                # What cannot be graded any more must not keep the rest from being shown.
                with contextlib.suppress(*FAULTS):
                    apply_to(self._states[item.id], item, attempt)

    def _go(self, item: AnyItem) -> None:
        self.index = self.exercise.items.index(item)
        self._record(self._attempt({"type": "goto"}, item))
        self._aim("item")

    def _do(self, event: dict[str, Any], item: AnyItem) -> None:
        state = self._states[item.id]
        attempt = self._attempt(event, item)
        tries, before = state.attempts, state.response
        try:
            apply_to(state, item, attempt)
        except FAULTS:
            self._alert = UNGRADED
            self._record(attempt)
            self._say("")
            return
        graded = state.attempts > tries
        if graded and state.result is not None:
            attempt = replace(attempt, result=state.result.as_dict())
        is_news = graded or attempt.event != "answer" or attempt.response != before
        if is_news and self._elsewhere.has_answered(attempt):
            self._alert = ELSEWHERE
            self._say("")
        self._record(*[attempt] if is_news else [])
        self._react(attempt, item, state, graded)

    def _attempt(self, event: dict[str, Any], item: AnyItem) -> Attempt:
        state = self._states[item.id]
        response = event.get("response")
        if event["type"] == "mark":
            response = _marks(event, item)
        if event["type"] == "why":
            response = event.get("value")
        extra = {"from": number(event["from"])} if "from" in event else {}
        if state.revealed and event["type"] in ("answer", "check"):
            extra["after_model"] = True
        if state.why and event["type"] == "check":
            extra["why"] = state.why
        return Attempt(
            time=self.now(), learner=self._learner, exercise=self.exercise.id, item=item.id,
            revision=self._revisions[item.id], event=event["type"], response=response,
            hints=state.hints, confidence=_confidence(event, state), extra=extra,
        )

    def _record(self, *attempts: Attempt) -> None:
        """Save, or say once that it was not saved; what the learner did stays in view either way.

        What could not be saved waits its turn and goes before the next.
        """
        self._unsaved += attempts
        if not self._unsaved:
            return
        try:
            while self._unsaved:
                self.log.append(self._unsaved[0])
                self._elsewhere.pass_over_own(self._unsaved.pop(0))
        except WorkshopError as error:
            text = f"Not saved. {error} Your text is still on this page: copy it before you leave."
            if not self._has_told:
                self._alert = f"{text} {self._alert}".strip()
                self._say("")
            self._has_told = True
            self._saved = {"state": "failed", "text": text}
        else:
            self._has_told = False
            self._saved = {"state": "saved", "text": SAVED}

    def _react(self, attempt: Attempt, item: AnyItem, state: ItemState, graded: bool) -> None:
        """What is announced, and where the focus goes."""
        if graded and is_quiet(self.exercise, self._states):
            self._say(KEPT_WORDS)
        elif graded and state.result is not None:
            self._say(_spoken(item, state))
            if attempt.event == "answer":
                self._aim("line")
        elif attempt.event == "check":
            refused = kind_of(item).read(item, attempt.response)
            if isinstance(refused, Unreadable):
                self._say(refused.message)
                self._aim(f"field:{refused.field}" if refused.field else "field")
        elif attempt.event == "answer" and item.kind == "dialogue":
            self._aim("line")
        elif attempt.event == "hint" and item.hints:
            self._say(f"Hint {state.hints} of {len(item.hints)}: {item.hints[state.hints - 1]}")
        elif attempt.event == "reveal" and state.revealed:
            self._say("Model answer shown below.")
            self._aim("model")
        elif attempt.event in ("retry", "reset"):
            self._aim("line" if item.kind == "dialogue" else "field")
        elif attempt.event == "skip" and self.index + 1 < len(self.exercise.items):
            self.index += 1
            self._aim("item")

    def _say(self, text: str) -> None:
        """Announce; an alert of the same event comes first, so that neither is lost."""
        self._said = {"n": self._said["n"] + 1, "text": f"{self._alert} {text}".strip(),
                      "role": "alert" if self._alert else "status"}

    def _aim(self, to: str) -> None:
        self._focus = {"n": self._focus["n"] + 1, "to": to}


def _spoken(item: AnyItem, state: ItemState) -> str:
    """The verdict as one announcement."""
    assert state.result is not None
    feedback = state.result.feedback
    lead = "" if isinstance(item, Text) else f"{verdict(item, state.result)}."
    return " ".join(f"{lead} {feedback.text} {feedback.next}".split())


def _not_read(count: int) -> str:
    """A word about lines of the log that could not be used, for the one whose lines they are."""
    if not count:
        return ""
    entries = "One earlier entry" if count == 1 else f"{count} earlier entries"
    return f"{entries} could not be read; nothing was deleted from the file."


def _confidence(event: dict[str, Any], state: ItemState) -> str | None:
    value = event.get("value") if event["type"] == "confidence" else state.confidence
    return value if isinstance(value, str) and value in CONFIDENCE else None


def _marks(event: dict[str, Any], item: AnyItem) -> dict[str, str]:
    known = {criterion.id for criterion in item.rubric} if isinstance(item, Text) else set()
    about, mark = event.get("criterion"), event.get("mark")
    return {about: mark} if isinstance(about, str) and about in known and mark in MARKS else {}
