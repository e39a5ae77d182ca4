"""Text: write one message or several; the judge looks for each criterion in the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from workshop.judging import judge
from workshop.kinds.base import Fault, Shown, listed, repeated_ids, unknown_ids
from workshop.model.exercise import Text
from workshop.model.result import Feedback, Judgement, Result, Score, Status, Unreadable
from workshop.model.rubric import MET, Criterion

Model = Text

_PLAIN_NAME = re.compile(r"(?=.{1,40}\Z)[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")

MOST_CHARACTERS = 2_000_000
"""A longer text is not judged; a response of a workshop has a few hundred characters."""


def read(item: Text, raw: Any) -> str | dict[str, str] | Unreadable:
    """The text, or the text of each part (parts that were left out are empty)."""
    if not item.parts:
        return _read_one(item, raw)
    first = item.parts[0].id
    if not isinstance(raw, Mapping):
        return Unreadable("Write something first.", first)
    known = [part.id for part in item.parts]
    stray = [name for name in raw if name not in known]
    if stray:
        return Unreadable(f'There is no part "{stray[0]}"; the parts are {listed(known)}.', first)
    texts = {name: raw.get(name, "") for name in known}
    if any(not isinstance(text, str) for text in texts.values()):
        return Unreadable("Every part has to be a text.", first)
    if sum(map(len, texts.values())) > MOST_CHARACTERS:
        return _too_long(first)
    if not any(text.strip() for text in texts.values()):
        return Unreadable("Write something first.", first)
    return texts


def _read_one(item: Text, raw: Any) -> str | Unreadable:
    if not isinstance(raw, str) or not raw.strip():
        return Unreadable("Write something first.")
    if item.starter and raw.split() == item.starter.split():
        return Unreadable("This is still the draft. Rewrite it first.")
    return _too_long("") if len(raw) > MOST_CHARACTERS else raw


def _too_long(field: str) -> Unreadable:
    return Unreadable(f"This text is longer than {MOST_CHARACTERS:,} characters. Shorten it.",
                      field)


def grade(item: Text, response: str | dict[str, str]) -> Result:
    """What the built-in judge finds."""
    return result_of(item, response, judge(item, response))


def result_of(
    item: Text, response: str | dict[str, str], judgements: tuple[Judgement, ...]
) -> Result:
    """Two points for a criterion met, one for partly; what cannot be told is left out of both."""
    decided = [j.level for j in judgements if j.level is not None]
    status: Status = "not_yet"
    if not decided:
        status = "unscored"
    elif len(decided) == len(judgements) and min(decided) == MET:
        status = "met"
    elif any(decided):
        status = "partly"
    score = Score(sum(decided), MET * len(decided)) if decided else None
    return Result(status=status, score=score, judgements=judgements,
                  feedback=_feedback(item, response, judgements))


def _feedback(
    item: Text, response: str | dict[str, str], judgements: tuple[Judgement, ...]
) -> Feedback:
    """What was found, in the learner's own words, then what was not; one next step."""
    by_level: dict[int | None, list[Criterion]] = {2: [], 1: [], 0: [], None: []}
    for criterion, judgement in zip(item.rubric, judgements, strict=True):
        by_level[judgement.level].append(criterion)
    quotes = {j.criterion: quote(response, j) for j in judgements}
    said = [
        _sentence("Found", by_level[2], quotes),
        _sentence("Partly found", by_level[1], quotes),
        _sentence("Could not find", by_level[0], {}),
        _sentence("Can't tell", by_level[None], {}),
    ]
    text = " ".join(sentence for sentence in said if sentence)
    for level in (0, 1, None):
        for criterion in by_level[level]:
            move = criterion.next if level == 1 else criterion.question
            return Feedback(text=text, next=move, link=criterion.link or item.link)
    return Feedback(text=text, next="Read the model answer and mark your own text.",
                    link=item.link)


def _sentence(lead: str, criteria: list[Criterion], quotes: dict[str, str]) -> str:
    named = [
        f'{criterion.title} ("{quotes[criterion.id]}")' if quotes.get(criterion.id)
        else criterion.title
        for criterion in criteria
    ]
    return f"{lead}: {'; '.join(named)}." if named else ""


def quote(response: str | Mapping[str, str], judgement: Judgement, most: int = 120) -> str:
    """The learner's words that the first evidence span marks, on one line, cut at ``most``."""
    if not judgement.evidence:
        return ""
    words = " ".join(judgement.evidence[0].words(response).split())
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"


def view(item: Text, shown: Shown) -> dict[str, Any]:
    """The fields to write in, and the criteria, which are seen before writing."""
    parts = [{"id": p.id, "label": p.label, "hint": p.hint} for p in item.parts]
    return {
        "parts": parts or [{"id": "", "label": "Your answer", "hint": ""}],
        "starter": item.starter,
        "criteria": [{"id": c.id, "title": c.title} for c in item.rubric],
    }


def disclose(item: Text, result: Result, attempts: int) -> Result:
    """All of it: the findings speak of the learner's own words."""
    return result


def is_finished(item: Text, raw: Any) -> bool:
    """Never: the learner presses Check."""
    return False


def feedbacks(item: Text) -> Iterator[tuple[tuple[str | int, ...], Feedback]]:
    """What is said about each criterion that was found."""
    for number, criterion in enumerate(item.rubric):
        yield (("rubric", number, "because"),
               Feedback(text=criterion.because, next=criterion.next, link=criterion.link))


def faults(item: Text) -> Iterator[Fault]:
    """Repeated ids and names, criteria of parts that do not exist, a missing rubric."""
    yield from repeated_ids(item.parts, "parts")
    yield from repeated_ids(item.rubric, "rubric")
    parts = [part.id for part in item.parts]
    for index, criterion in enumerate(item.rubric):
        if criterion.part and criterion.part not in parts:
            yield Fault(("rubric", index, "part"), f'There is no part "{criterion.part}".',
                        f"Write one of {', '.join(parts)}." if parts else "Take the line out.")
        yield from unknown_ids(criterion.answered, parts, ("rubric", index, "answered"), "part")
    if item.starter and parts:
        yield Fault(("starter",), "A draft to rewrite has no parts.", "Take one of the two out.")
    if not item.rubric:
        yield Fault(("rubric",), "There are no criteria.", "Write at least one.")
    yield from _names(item)
    answers = [(("model_response",), item.model_response)]
    answers += [(("worked", i, "response"), w.response) for i, w in enumerate(item.worked)]
    for path, answer in answers:
        if answer and isinstance(read(item, answer), Unreadable):
            yield Fault(path, "This response does not fit the parts of the item.",
                        f"Give a text for {listed(parts)}." if parts else "Write one text.")


def _names(item: Text) -> Iterator[Fault]:
    """Names of worked answers that could not be ids in a notebook, each on its own."""
    seen: set[str] = set()
    for index, worked in enumerate(item.worked):
        path, name = ("worked", index, "name"), "-".join(worked.name.split())
        if not _PLAIN_NAME.fullmatch(worked.name):
            yield Fault(path, f'The name "{" ".join(worked.name.split())}" is not plain words.',
                        "Use letters from a to z, digits, single hyphens and blanks, 40 at most, "
                        "such as `strong`.")
        elif name in seen:
            yield Fault(path, f'The name "{worked.name}" is used twice.', "Give each its own name.")
        seen.add(name)


def model_response(item: Text) -> Any:
    """The author's own text; ``None`` where there is none."""
    return item.model_response or None


def in_words(item: Text, raw: Any) -> list[tuple[str, str]]:
    """The texts with the labels of their parts; parts that were left empty are left out."""
    text = read(item, raw)
    if isinstance(text, Unreadable):
        return []
    if isinstance(text, str):
        return [("", text)]
    return [(part.label, text[part.id]) for part in item.parts if text[part.id].strip()]



def samples(item: Text) -> dict[str, list[Any]]:
    """Responses that the item itself brings: its model response, its weak answers, no answers."""
    empty: Any = {part.id: "  " for part in item.parts} if item.parts else " \n "
    stray: Any = {"no such part": "x"} if item.parts else ["x"]
    return {
        "right": [item.model_response] if item.model_response else [],
        "partly": [],
        "wrong": [w.response for w in item.worked if w.name == "weak"],
        "unreadable": [None, empty, stray, 7, {part.id: 5 for part in item.parts} or {}],
    }
