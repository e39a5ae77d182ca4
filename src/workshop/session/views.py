"""From state to view: a JSON document of all that is shown, and nothing that is not yet to be."""

from __future__ import annotations

from typing import Any

from workshop.kinds import kind_of
from workshop.kinds.base import Shown
from workshop.model.exercise import AnyItem, Dialogue, Exercise, Reflect, Text
from workshop.session.results import (
    marks_view,
    model_view,
    other_view,
    result_view,
    verdict,
)
from workshop.session.state import CONFIDENCE, ItemState

KEPT = "Kept"


def exercise_view(exercise: Exercise) -> dict[str, Any]:
    """The head of the page."""
    return {"id": exercise.id, "title": exercise.title, "chapter": exercise.chapter,
            "minutes": exercise.minutes, "situation": exercise.situation}


def is_quiet(exercise: Exercise, states: dict[str, ItemState]) -> bool:
    """Whether results are kept back: a form is silent until its last item has been answered,
    and one that comes before the workshop stays so."""
    if not exercise.form:
        return False
    return exercise.form == "before" or not is_done(states)


def is_done(states: dict[str, ItemState]) -> bool:
    """Whether every item has been answered at least once."""
    return all(state.attempts for state in states.values())


def position_view(
    exercise: Exercise, states: dict[str, ItemState], index: int
) -> dict[str, Any]:
    """Where the learner is among the items, and what is said after the last one."""
    quiet = is_quiet(exercise, states)
    return {
        "index": index,
        "count": len(exercise.items),
        "items": [
            {"id": item.id, "title": item.title, "state": _state_shown(states[item.id], quiet),
             "badge": badge(item, states[item.id], quiet)}
            for item in exercise.items
        ],
        "closing": exercise.closing if is_done(states) else "",
    }


def _state_shown(state: ItemState, quiet: bool) -> str:
    return "kept" if quiet and state.result is not None else state.name


def badge(item: AnyItem, state: ItemState, quiet: bool = False) -> str:
    """Where the learner is with an item, in a word or two."""
    if quiet and state.result is not None:
        return KEPT
    if state.revealed:
        return "Model seen"
    if state.result is None:
        return "Started" if state.response else ""
    return verdict(item, state.result)


def item_view(
    item: AnyItem, state: ItemState, *, seed: str, book: str, is_last: bool, quiet: bool = False
) -> dict[str, Any]:
    """One item as it stands; ``quiet`` keeps back whatever tells how good the answer is."""
    kind = kind_of(item)
    is_text = isinstance(item, Text)
    check, retry = _labels(item, quiet)
    asked = not isinstance(item, Text | Dialogue | Reflect)
    return {
        "id": item.id,
        "kind": item.kind,
        "title": item.title,
        "stem": item.stem,
        "lens": _lens_beside(item),
        "state": _state_shown(state, quiet),
        "response": state.response,
        "attempts": state.attempts,
        "hints": {"shown": list(item.hints[: state.hints]), "total": len(item.hints)},
        "confidence": {
            "asked": asked,
            "value": state.confidence,
            "choices": [{"id": key, "text": text} for key, text in CONFIDENCE.items()],
        },
        "why": {"asked": asked, "value": state.why},
        "fields": kind.view(item, Shown(state.response, seed)),
        "result": None if quiet else result_view(item, state, book),
        "model": model_view(item, state) if state.revealed and not quiet else None,
        "other": None if quiet else other_view(item, state),
        "marks": marks_view(item, state) if is_text and state.revealed and not quiet else None,
        "can": {
            "check": not isinstance(item, Dialogue),
            "hint": state.hints < len(item.hints) and not quiet,
            "reveal": bool(state.attempts) and not state.revealed and not quiet,
            "retry": state.result is not None and not quiet,
            "skip": not is_last,
            "reset": bool(state.response),
        },
        "labels": {
            "check": check,
            "retry": retry,
            "skip": "Go on to the next part" if state.attempts else "Skip for now",
        },
    }


def _labels(item: AnyItem, quiet: bool) -> tuple[str, str]:
    """What the buttons for checking and for trying again say."""
    if quiet:
        return "Keep my answer", "Change my answer"
    if isinstance(item, Text):
        return "Check my text", "Revise"
    if isinstance(item, Reflect):
        return "Keep my notes", "Revise"
    return "Check my answer", "Try again"


def lens_words(lens: str) -> str:
    """Under whose view the item is meant; essays E1 to E5 are chapters 1 to 5.

    >>> lens_words("E3")
    "In Chapter 3's view"
    """
    return "" if lens == "panel" else f"In Chapter {lens[1]}'s view"


def _lens_beside(item: AnyItem) -> str:
    """The lens, unless the stem has named it in the same words."""
    words = lens_words(item.lens)
    return "" if words.lower() in item.stem.lower() else words
