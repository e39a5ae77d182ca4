"""From state to view: a JSON document of all that is shown, and nothing that is not yet to be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workshop.kinds import kind_of
from workshop.kinds.base import Shown
from workshop.kinds.text import quote
from workshop.model.exercise import AnyItem, Dialogue, Exercise, Text
from workshop.model.link import parse_link
from workshop.model.result import Judgement, Result
from workshop.session.state import CONFIDENCE, ItemState

BADGES = {"met": "Met", "partly": "Partly", "not_yet": "Not yet", "unscored": "Depends"}
FINDINGS = {2: ("found", "Found"), 1: ("partly", "Partly found"),
            0: ("not_found", "Could not find"), None: ("cant_tell", "Can't tell")}
PATH_BADGES = {2: "Met", 1: "Partly", 0: "Not yet", None: "Not tried"}
_MARK_OF_LEVEL = {2: "met", 1: "partly", 0: "not_yet"}


def exercise_view(exercise: Exercise) -> dict[str, Any]:
    """The head of the page."""
    return {"id": exercise.id, "title": exercise.title, "chapter": exercise.chapter,
            "minutes": exercise.minutes, "situation": exercise.situation}


def position_view(
    exercise: Exercise, states: dict[str, ItemState], index: int
) -> dict[str, Any]:
    """Where the learner is among the items."""
    return {
        "index": index,
        "count": len(exercise.items),
        "items": [
            {"id": item.id, "title": item.title, "state": states[item.id].name,
             "badge": badge(item, states[item.id])}
            for item in exercise.items
        ],
    }


def badge(item: AnyItem, state: ItemState) -> str:
    """Where the learner is with an item, in a word or two."""
    if state.revealed:
        return "Model seen"
    if state.result is None:
        return "Started" if state.response else ""
    return verdict(item, state.result)


def verdict(item: AnyItem, result: Result) -> str:
    """The result in a word. A text is looked at; it never gets a verdict."""
    return "Looked at" if isinstance(item, Text) else BADGES[result.status]


def item_view(
    item: AnyItem, state: ItemState, *, seed: str, book: str, is_last: bool
) -> dict[str, Any]:
    """One item as it stands."""
    kind = kind_of(item)
    is_text = isinstance(item, Text)
    return {
        "id": item.id,
        "kind": item.kind,
        "title": item.title,
        "stem": item.stem,
        "lens": _lens_beside(item),
        "state": state.name,
        "response": state.response,
        "attempts": state.attempts,
        "hints": {"shown": list(item.hints[: state.hints]), "total": len(item.hints)},
        "confidence": {
            "asked": not is_text and not isinstance(item, Dialogue),
            "value": state.confidence,
            "choices": [{"id": key, "text": text} for key, text in CONFIDENCE.items()],
        },
        "fields": kind.view(item, Shown(state.response, seed)),
        "result": _result_view(item, state, book),
        "model": _model_view(item, state) if state.revealed else None,
        "marks": _marks_view(item, state) if is_text and state.revealed else None,
        "can": {
            "check": not isinstance(item, Dialogue),
            "hint": state.hints < len(item.hints),
            "reveal": bool(state.attempts) and not state.revealed,
            "retry": state.result is not None,
            "skip": not is_last,
            "reset": bool(state.response),
        },
        "labels": {
            "check": "Check my text" if is_text else "Check my answer",
            "retry": "Revise" if is_text else "Try again",
            "skip": "Go on to the next part" if state.attempts else "Skip for now",
        },
    }


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


def link_view(text: str, book: str) -> dict[str, Any] | None:
    """A link as label and address; without a book at hand the address is ``None``."""
    link = parse_link(text)
    return link and {"label": link.label, "href": link.href(book) if book else None}


def _result_view(item: AnyItem, state: ItemState, book: str) -> dict[str, Any] | None:
    if state.result is None:
        return None
    result = kind_of(item).disclose(item, state.result, state.attempts)
    return {
        "status": result.status,
        "badge": verdict(item, result),
        "title": _title(item, result),
        # A text's findings stand one by one below, each with its quote.
        "text": "" if isinstance(item, Text) else result.feedback.text,
        "next": result.feedback.next,
        "link": link_view(result.feedback.link, book),
        "stale": state.is_stale,
        "notes": [
            {"about": note.about, "label": note.label, "status": note.status,
             "badge": BADGES[note.status], "text": note.text}
            for note in result.notes
        ],
        "criteria": _criteria_view(item, state, result, book),
        "checked": state.checked,
        "evidence": _evidence_view(item, result),
    }


def _title(item: AnyItem, result: Result) -> str:
    if isinstance(item, Text):
        return "What I found in your text"
    if isinstance(item, Dialogue):
        return "How it went"
    return item.title


def _criteria_view(
    item: AnyItem, state: ItemState, result: Result, book: str
) -> list[dict[str, Any]]:
    if isinstance(item, Text):
        return [
            _finding_view(criterion, judgement, state.checked, book)
            for criterion, judgement in zip(item.rubric, result.judgements, strict=True)
        ]
    if isinstance(item, Dialogue):
        return [
            {"id": criterion.id, "title": criterion.title,
             "finding": FINDINGS[judgement.level][0],
             "badge": PATH_BADGES[judgement.level], "quotes": [],
             "text": _sentence(judgement.because), "next": "",
             "link": link_view(criterion.link, book)}
            for criterion, judgement in zip(item.criteria, result.judgements, strict=True)
        ]
    return []


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _finding_view(
    criterion: Any, judgement: Judgement, checked: Any, book: str
) -> dict[str, Any]:
    """One criterion of a text: what was found, in the learner's words, or one question."""
    finding, word = FINDINGS[judgement.level]
    found = judgement.level in (1, 2)
    words = quote(checked, judgement)
    return {
        "id": criterion.id,
        "title": criterion.title,
        "finding": finding,
        "badge": word,
        "quotes": [words] if words and found else [],
        "text": criterion.because if found else criterion.question,
        "next": criterion.next if judgement.level == 1 else "",
        "link": link_view(criterion.link, book),
    }


def _evidence_view(item: AnyItem, result: Result) -> list[dict[str, Any]]:
    if not isinstance(item, Text):
        return []
    titles = {criterion.id: criterion.title for criterion in item.rubric}
    return [
        {"criterion": j.criterion, "title": titles[j.criterion],
         "part": span.part, "start": span.start, "end": span.end}
        for j in result.judgements if j.level
        for span in j.evidence
    ]


def _model_view(item: AnyItem, state: ItemState) -> dict[str, Any]:
    """The model answer beside the learner's first one."""
    kind = kind_of(item)
    pairs = kind.in_words(item, kind.model_response(item))
    own = kind.in_words(item, state.checked if isinstance(item, Text) else state.first)
    return {
        "title": "Model path" if isinstance(item, Dialogue) else "Model answer",
        "text": item.model_answer,
        "parts": [{"label": label, "text": text} for label, text in pairs],
        "own": [{"label": label, "text": text} for label, text in own],
    }


def _marks_view(item: Text, state: ItemState) -> dict[str, Any]:
    """The learner marks the text; where the tool read it otherwise, that is told and kept."""
    levels = {j.criterion: j for j in state.result.judgements} if state.result else {}
    return {"criteria": [
        {"id": c.id, "title": c.title, "mark": state.marks.get(c.id),
         "differs": _differs(state.marks.get(c.id), levels.get(c.id))}
        for c in item.rubric
    ]}


def _differs(mark: str | None, judgement: Judgement | None) -> str:
    if mark is None or judgement is None or judgement.level is None:
        return ""
    if _MARK_OF_LEVEL[judgement.level] == mark:
        return ""
    word = FINDINGS[judgement.level][1].lower()
    return f'The tool read this differently: "{word}". Both are kept, and yours counts for you.'


def day(time: str) -> str:
    """A date as people say it.

    >>> day("2026-05-12T10:00:00+00:00")
    '12 May'
    """
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return "an earlier day"
    return f"{moment.day} {_MONTHS[moment.month - 1]}"


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December")
