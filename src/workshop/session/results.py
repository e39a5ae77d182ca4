"""What a view tells after a check: result, findings, model answer, the learner's own marks."""

from __future__ import annotations

from typing import Any

from workshop.kinds import kind_of
from workshop.kinds.dialogue import walk
from workshop.kinds.text import quote
from workshop.model.exercise import AnyItem, Dialogue, Rate, Reflect, Text
from workshop.model.link import parse_link
from workshop.model.result import Judgement, Note, Result
from workshop.session.state import ItemState

BADGES = {"met": "Met", "partly": "Partly", "not_yet": "Not yet", "unscored": "Depends"}
FINDINGS = {2: ("found", "Found"), 1: ("partly", "Partly found"),
            0: ("not_found", "Could not find"), None: ("cant_tell", "Can't tell")}
PATH_BADGES = {2: "Met", 1: "Partly", 0: "Not yet", None: "Not tried"}
_MARK_OF_LEVEL = {2: "met", 1: "partly", 0: "not_yet"}


def verdict(item: AnyItem, result: Result) -> str:
    """The result in a word. A text is looked at, a reflection noted; neither gets a verdict."""
    if isinstance(item, Text):
        return "Looked at"
    return "Noted" if isinstance(item, Reflect) else BADGES[result.status]


def link_view(text: str, book: str) -> dict[str, Any] | None:
    """A link as label and address; without a book at hand the address is ``None``."""
    link = parse_link(text)
    return link and {"label": link.label, "href": link.href(book) if book else None}


def result_view(item: AnyItem, state: ItemState, book: str) -> dict[str, Any] | None:
    """What is told of the latest check, with only what may be seen after so many attempts."""
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
             "badge": _note_badge(item, note), "text": note.text}
            for note in result.notes
        ],
        "criteria": _criteria_view(item, state, result, book),
        "checked": state.checked,
        "evidence": _evidence_view(item, result),
    }


def _note_badge(item: AnyItem, note: Note) -> str:
    if isinstance(item, Reflect):
        return "A question"
    contested = isinstance(item, Rate) and note.status == "unscored"
    return "Contested" if contested else BADGES[note.status]


def _title(item: AnyItem, result: Result) -> str:
    if isinstance(item, Text):
        return "What I found in your text"
    if isinstance(item, Dialogue):
        return "How it went"
    if isinstance(item, Reflect):
        return "What your notes hold"
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


def model_view(item: AnyItem, state: ItemState) -> dict[str, Any]:
    """The model answer beside the learner's first one."""
    kind = kind_of(item)
    pairs = kind.in_words(item, kind.model_response(item))
    own = kind.in_words(item, state.checked if isinstance(item, Text) else state.first)
    return {
        "title": _model_title(item),
        "text": item.model_answer,
        "parts": [{"label": label, "text": text} for label, text in pairs],
        "own": [{"label": label, "text": text} for label, text in own],
    }


def other_view(item: AnyItem, state: ItemState) -> dict[str, Any] | None:
    """Two of the learner's own answers side by side: the branch taken before and this one, or
    the first version of a text and the latest."""
    if isinstance(item, Dialogue) and state.result and state.previous:
        sides = {"The path before": state.previous, "This path": state.checked}
        return _sides("Two of your paths", item, sides)
    if isinstance(item, Text) and state.attempts > 1 and state.first != state.checked:
        sides = {"Your first version": state.first, "Your latest version": state.checked}
        return _sides("How your text has changed", item, sides)
    return None


def _sides(title: str, item: AnyItem, responses: dict[str, Any]) -> dict[str, Any]:
    """What the two have in common from the start on is left out of a dialogue."""
    words = [kind_of(item).in_words(item, raw) for raw in responses.values()]
    if isinstance(item, Dialogue):
        for pairs, raw in zip(words, responses.values(), strict=True):
            ending = walk(item, raw).ending
            pairs += [(ending.title, ending.text)] if ending else []
        same = next((n for n, (one, two) in enumerate(zip(*words, strict=False)) if one != two), 0)
        words = [pairs[same:] for pairs in words]
    return {"title": title, "sides": [
        {"title": name, "parts": [{"label": label, "text": text} for label, text in pairs]}
        for name, pairs in zip(responses, words, strict=True)
    ]}


def _model_title(item: AnyItem) -> str:
    if isinstance(item, Dialogue):
        return "Model path"
    return "A page filled in" if isinstance(item, Reflect) else "Model answer"


def marks_view(item: Text, state: ItemState) -> dict[str, Any]:
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
