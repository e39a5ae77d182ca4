"""A learner's answers in words, folded out of the log: what was said, when, how sure."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from workshop.display.home import work_html
from workshop.kinds import kind_of
from workshop.model.attempt import Attempt
from workshop.model.exercise import AnyItem, Exercise, Text
from workshop.session.days import day
from workshop.session.state import CONFIDENCE, MARKS

_MARK_WORDS = dict(zip(MARKS, ("met", "partly", "not yet"), strict=True))
_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
"""What a response that no longer fits its item can raise in a kind."""


def work_page(exercises: Sequence[Exercise], attempts: Iterable[Attempt], made: str) -> str:
    """Every answer that was checked, and drafts as they stand; ``made`` is a time.

    Answers to items that are no longer there are shown as they were saved.
    """
    log: dict[tuple[str, str], list[Attempt]] = {}
    for attempt in attempts:
        log.setdefault((attempt.exercise, attempt.item), []).append(attempt)
    parts = []
    for exercise in exercises:
        entries = [_entry(item, log.pop((exercise.id, item.id), [])) for item in exercise.items]
        if told := [entry for entry in entries if entry["answers"]]:
            parts.append({"title": exercise.title, "entries": told})
    left = [{"title": f"{name}, {item}", "answers": _answers(None, tries)}
            for (name, item), tries in log.items()]
    return work_html(parts, [entry for entry in left if entry["answers"]], day(made, in_full=True))


def _entry(item: AnyItem, attempts: Sequence[Attempt]) -> dict[str, Any]:
    answers = _answers(item, attempts)
    marks: dict[str, Any] = {}
    for attempt in attempts:
        if attempt.event == "reset":
            marks = {}  # they were about an answer that is cleared
        elif attempt.event == "mark" and isinstance(attempt.response, dict):
            marks |= attempt.response
    if isinstance(item, Text) and marks:
        own = [(c.title, _MARK_WORDS[marks[c.id]]) for c in item.rubric
               if marks.get(c.id) in MARKS]
        answers.append({"label": "How I marked it myself", "pairs": own})
    return {"title": item.title, "stem": item.stem, "answers": answers}


def _answers(item: AnyItem | None, attempts: Sequence[Attempt]) -> list[dict[str, Any]]:
    """What was checked, each answer once, and the latest draft where it says something else."""
    kept: dict[str, tuple[str, Attempt]] = {}
    draft = None
    for attempt in attempts:
        if attempt.event == "reset":
            draft = None
        if attempt.event not in ("answer", "check") or not attempt.response:
            continue
        if attempt.result is None:
            draft = attempt
            continue
        kept.setdefault(_fingerprint(attempt), ("Answer", attempt))
        draft = None
    if draft is not None:
        kept.setdefault(_fingerprint(draft), ("Draft", draft))
    return [{"label": _label(name, attempt), "pairs": _pairs(item, attempt.response)}
            for name, attempt in kept.values()]


def _fingerprint(attempt: Attempt) -> str:
    return json.dumps(attempt.response, sort_keys=True)


def _label(name: str, attempt: Attempt) -> str:
    sure = CONFIDENCE.get(attempt.confidence or "", "")
    return f"{name} of {day(attempt.time, in_full=True)}{f', {sure}' if sure else ''}"


def _pairs(item: AnyItem | None, response: Any) -> list[tuple[str, str]]:
    if item is not None:
        with contextlib.suppress(*_FAULTS):
            if found := kind_of(item).in_words(item, response):
                return found
    return [("As it was saved", _plain(response))]


def _plain(response: Any) -> str:
    """A response that no item explains: its words, with the names of their places."""
    if isinstance(response, str):
        return response
    if isinstance(response, dict) and all(isinstance(value, str) for value in response.values()):
        return "\n".join(f"{name}: {value}" for name, value in response.items())
    return json.dumps(response, ensure_ascii=False)
