"""Reads ``responses.yaml``, and checks that it speaks of the exercise that it lies beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from workshop.errors import Problem, ProblemsFound
from workshop.loading.validate import validate
from workshop.loading.yamltree import Path as TreePath
from workshop.loading.yamltree import dotted, read_yaml
from workshop.model.exercise import Exercise, Text
from workshop.model.labelled import LabelledResponse
from workshop.model.responses import ResponseSet

RESPONSES_FILE = "responses.yaml"


def load_responses(folder: Path, exercise: Exercise) -> ResponseSet:
    """The sample responses of an exercise. Raises ``ProblemsFound`` with every mistake."""
    found, problems = try_responses(folder, exercise)
    if found is None or problems:
        raise ProblemsFound(problems)
    return found


def try_responses(
    folder: Path, exercise: Exercise, shown: str = ""
) -> tuple[ResponseSet | None, list[Problem]]:
    """The responses if they can be made, and all problems."""
    file = f"{shown or folder}/{RESPONSES_FILE}"
    try:
        tree = read_yaml((folder / RESPONSES_FILE).read_bytes(), file)
    except OSError as error:
        return None, [Problem(file, 0, "", f"Cannot be read: {error.strerror}.",
                              "Write sample responses of all sorts, at least 40 for a text.")]
    if tree.data is None:
        if not tree.problems:
            tree.problems.append(Problem(file, 0, "", "The file is empty.",
                                         "Start it with `schema: 1` and `exercise:`."))
        return None, tree.problems
    found = validate(ResponseSet, tree.data, tree, file)
    if found is not None:
        for path, what, mend in _faults(found, exercise):
            tree.problems.append(Problem(file, tree.line(path), dotted(path), what, mend))
    return found, tree.problems


Fault = tuple[TreePath, str, str]


def _faults(found: ResponseSet, exercise: Exercise) -> Iterator[Fault]:
    if found.exercise != exercise.id:
        yield (("exercise",), f'These are responses to "{found.exercise}", beside the exercise '
               f'"{exercise.id}".', "Give both the same name.")
    items = {item.id: item for item in exercise.items}
    for index, example in enumerate(found.examples):
        if example.item not in items:
            yield (("examples", index, "item"), f'There is no item "{example.item}".',
                   f"Write one of {', '.join(items)}.")
    seen: set[str] = set()
    for index, response in enumerate(found.labelled):
        base: TreePath = ("labelled", index)
        if response.id in seen:
            yield ((*base, "id"), f'The id "{response.id}" is used twice.', "Give each its own.")
        seen.add(response.id)
        item = items.get(response.item)
        if isinstance(item, Text):
            yield from label_faults(response, item, base)
        else:
            yield ((*base, "item"), f'There is no text item "{response.item}".',
                   "Name an item of the kind text.")


def label_faults(response: LabelledResponse, item: Text, base: TreePath) -> Iterator[Fault]:
    """What the levels, the parts and the evidence of a labelled response say amiss."""
    criteria = [criterion.id for criterion in item.rubric]
    for name in criteria:
        if name not in response.levels:
            yield ((*base, "levels"), f'"{response.id}" has no level for "{name}".',
                   "Give 2, 1, 0 or null.")
    for field, names in (("levels", response.levels), ("evidence", response.evidence),
                         ("second", response.second)):
        for name in names:
            if name not in criteria:
                yield ((*base, field, name), f'"{response.id}" names a criterion "{name}".',
                       f"The criteria are {', '.join(criteria)}.")
    yield from _part_faults(response, item, base)
    for name, place in response.evidence.items():
        yield from _quote_faults(response, place, (*base, "evidence", name))


def _part_faults(response: LabelledResponse, item: Text, base: TreePath) -> Iterator[Fault]:
    parts = [part.id for part in item.parts]
    if isinstance(response.response, str):
        if parts:
            yield ((*base, "response"), f'"{response.id}" is one text, but the item has parts.',
                   f"Give a text for each of {', '.join(parts)}.")
        return
    for name in response.response:
        if name not in parts:
            yield ((*base, "response", name), f'"{response.id}" has a part "{name}".',
                   f"The parts are {', '.join(parts)}." if parts else "Write one text.")


def _quote_faults(
    response: LabelledResponse, place: Mapping[str, str | None], path: TreePath
) -> Iterator[Fault]:
    for name in place:
        if name not in ("part", "quote"):
            yield ((*path, name), f'Unknown field "{name}".', "Write `part:` and `quote:` only.")
    quote, part, text = place.get("quote"), place.get("part"), response.response
    if not quote:
        yield (path, f'"{response.id}" gives evidence with no words.',
               "Add `quote:` with words of the response.")
        return
    if not isinstance(text, str):
        text = text.get(part or "", "")
    if quote not in text:
        where = f' in its part "{part}"' if part else ""
        yield (path, f'"{response.id}" does not hold the words quoted{where}.',
               "Quote the response letter by letter, and name its `part`.")
