"""Labelled answers of a reader's own, as JSON lines: every bad line is told, the rest is used."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from workshop.errors import Problem
from workshop.jsonlines import value_of
from workshop.kinds import kind_of
from workshop.loading.responses import label_faults
from workshop.loading.yamltree import dotted
from workshop.model.exercise import Exercise, Text
from workshop.model.labelled import LabelledResponse
from workshop.model.result import Unreadable

NEEDED = ("id", "item", "response", "levels")
KNOWN = (*NEEDED, "evidence", "sort", "voice")
SHAPE = 'Write {"id": ..., "item": ..., "response": ..., "levels": {...}} on one line.'


def read_answers(
    lines: Iterable[str | bytes], exercise: Exercise, learnt: Sequence[LabelledResponse] = (),
    file: str = "-",
) -> tuple[list[LabelledResponse], list[Problem]]:  # fmt: skip
    """The answers of all good lines, and a problem or more for each bad one.

    An answer that stands letter by letter among ``learnt`` is a bad line too: the judge has
    learnt from it, so it would prove nothing.
    """
    known = {json.dumps(_plain(r.response), sort_keys=True): r.id for r in learnt}
    found: dict[str, LabelledResponse] = {}
    problems = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        answer, faults = _answer(line, exercise)
        if answer and answer.id in found:
            faults = [("id", f'The id "{answer.id}" is used twice.', "Give each its own.")]
        if answer and (twin := known.get(json.dumps(_plain(answer.response), sort_keys=True))):
            faults = [("response", f'The judge has learnt from this very answer ("{twin}").',
                       "Take the line out; it would prove nothing.")]  # fmt: skip
        if answer and not faults:
            found[answer.id] = answer
        problems += [Problem(file, number, *fault) for fault in faults]
    return list(found.values()), problems


Fault = tuple[str, str, str]


def _answer(line: str | bytes, exercise: Exercise) -> tuple[LabelledResponse | None, list[Fault]]:
    data, fault = value_of(line)
    if not fault and not isinstance(data, dict):
        fault = "This line is not an object."
    if fault:
        return None, [("", fault, SHAPE)]
    faults = list(_shape_faults(data, exercise))
    if faults:
        return None, faults
    answer = LabelledResponse(
        id=str(data["id"]), item=data["item"], response=data["response"], levels=data["levels"],
        evidence=data.get("evidence") or {}, sort=data.get("sort") or "",
        voice=data.get("voice") or "", split="held-out",
    )  # fmt: skip
    item = exercise.item(answer.item)
    assert isinstance(item, Text)
    faults = [(dotted(path[2:]), what, mend)
              for path, what, mend in label_faults(answer, item, ("labelled", 0))]  # fmt: skip
    read = kind_of(item).read(item, answer.response)
    if not faults and isinstance(read, Unreadable):
        faults = [("response", "This response holds no answer.", read.message)]
    return (None if faults else answer), faults


def _shape_faults(data: dict[str, Any], exercise: Exercise) -> Iterable[Fault]:
    """What keeps a line from being a labelled answer at all."""
    for name in NEEDED:
        if name not in data:
            yield name, f'The field "{name}" is missing.', SHAPE
    for name in data:
        if name not in KNOWN:
            yield name[:40], "This field is not known.", f"Known here are {', '.join(KNOWN)}."
    if isinstance(data.get("id", ""), bool) or not isinstance(data.get("id", ""), str | int):
        yield "id", '"id" is not a text or a number.', "Give each answer a short name."
    texts = [item.id for item in exercise.items if isinstance(item, Text)]
    if "item" in data and data["item"] not in texts:
        yield "item", "There is no such text item.", f"Write {' or '.join(texts)}."
    if not _is_text(data.get("response", "")):
        yield ("response", '"response" is not a text.',
               "Write a text, or an object with a text for each part.")  # fmt: skip
    levels = data.get("levels", {})
    right = (0, 1, 2, None)
    if not isinstance(levels, dict) or any(
        isinstance(level, bool | float) or level not in right for level in levels.values()
    ):
        yield "levels", '"levels" holds something else than levels.', "Give 2, 1, 0 or null."
    evidence = data.get("evidence") or {}
    if not isinstance(evidence, dict) or not all(
        isinstance(place, dict) and _is_place(place) for place in evidence.values()
    ):
        yield ("evidence", '"evidence" does not quote.',
               'Write {"criterion": {"part": ..., "quote": "words of the response"}}.')
    for name in ("sort", "voice"):
        if not isinstance(data.get(name) or "", str):
            yield name, f'"{name}" is not a text.', "Write a word, or leave it out."


def _is_text(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(text, str) for text in value.values())
    return isinstance(value, str)


def _is_place(place: dict[str, Any]) -> bool:
    return all(value is None or isinstance(value, str) for value in place.values())


def _plain(response: Any) -> Any:
    return response if isinstance(response, str) else dict(response)
