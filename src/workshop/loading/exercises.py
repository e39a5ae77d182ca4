"""Reads an exercise folder: ``exercise.yaml``, the compiled judge, and the sample responses."""

from __future__ import annotations

import difflib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from workshop.errors import Problem, ProblemsFound
from workshop.kinds import KINDS
from workshop.loading.places import Places
from workshop.loading.validate import shown, validate
from workshop.loading.yamltree import Tree, dotted, read_yaml
from workshop.model.exercise import AnyItem, Exercise, Text

JUDGE_FILE = "judge.json"
JUDGE_SCHEMA = 2


def load_exercise(folder: Path) -> Exercise:
    """The exercise in ``folder``. Raises ``ProblemsFound`` with every mistake of the file."""
    exercise, problems = try_exercise(folder)
    if exercise is None or problems:
        raise ProblemsFound(problems)
    return exercise


def load_all(places: Places) -> list[Exercise]:
    """Every exercise of a workshop, by chapter and title. Raises ``ProblemsFound``."""
    found, problems = [], []
    for slug in places.slugs():
        exercise, faults = try_exercise(places.exercises / slug, shown=f"exercises/{slug}")
        problems += faults
        if exercise:
            found.append(exercise)
    if problems:
        raise ProblemsFound(problems)
    return sorted(found, key=lambda exercise: (exercise.chapter, exercise.title))


def try_exercise(folder: Path, shown: str = "") -> tuple[Exercise | None, list[Problem]]:
    """The exercise if it can be made, and all problems; ``shown`` is the folder's name in them."""
    file = f"{shown or folder}/exercise.yaml"
    try:
        tree = read_yaml((folder / "exercise.yaml").read_bytes(), file)
    except OSError as error:
        return None, [Problem(file, 0, "", f"Cannot be read: {error.strerror}.",
                              "Check that the file exists and may be read.")]
    if tree.data is None:
        if not tree.problems:
            tree.problems.append(Problem(file, 0, "", "The file is empty.",
                                         "Start it with `schema: 1` and `id:`."))
        return None, tree.problems
    exercise = _exercise(tree, file)
    if exercise and exercise.id != folder.resolve().name:
        tree.problems.append(Problem(
            file, tree.line(("id",)), "id",
            f'The id is "{exercise.id}" but the folder is "{folder.resolve().name}".',
            "Give both the same name."))
    if exercise:
        exercise = _with_judges(exercise, folder, tree, file)
    return exercise, tree.problems


def _exercise(tree: Tree, file: str) -> Exercise | None:
    data = tree.data
    if not isinstance(data, dict):
        tree.problems.append(Problem(file, 1, "",
                                     "The file has to be a map of fields, not a list or a text.",
                                     "Start it with `schema: 1` and `id:`."))
        return None
    raw_items = data.get("items")
    header = validate(Exercise, {**data, **({"items": []} if "items" in data else {})}, tree, file)
    items = _items(raw_items, tree, file) if "items" in data else []
    if header is None or None in items:
        return None
    return replace(header, items=tuple(item for item in items if item is not None))


def _items(raw: Any, tree: Tree, file: str) -> list[AnyItem | None]:
    if not isinstance(raw, list) or not raw:
        tree.problems.append(Problem(
            file, tree.line(("items",)), "items", '"items" has to be a list of at least one item.',
            "Start each item with `- kind: choice` (or another kind)."))
        return [None]
    items = [_item(entry, index, tree, file) for index, entry in enumerate(raw)]
    _tell_repeated_ids(items, tree, file)
    return items


def _item(raw: Any, index: int, tree: Tree, file: str) -> AnyItem | None:
    base = ("items", index)
    name = raw.get("kind") if isinstance(raw, dict) else None
    if not isinstance(name, str) or name not in KINDS:
        known = sorted(KINDS)
        what, mend = "An item needs a `kind` and the fields of that kind.", ""
        if name:
            near = difflib.get_close_matches(str(name), known, n=1)
            what = f"The kind {shown(name)} is not known."
            mend = f'Did you mean "{near[0]}"?' if near else ""
        mend = mend or f"Write one of {', '.join(known)}."
        line = tree.line((*base, "kind")) if name else tree.line(base)
        tree.problems.append(Problem(file, line, dotted((*base, "kind")), what, mend))
        return None
    if "judge" in raw:
        tree.problems.append(Problem(
            file, tree.line((*base, "judge")), dotted((*base, "judge")),
            'The field "judge" is filled in by `workshop train`.', "Take it out."))
        return None
    item = validate(KINDS[name].Model, raw, tree, file, base)
    if item is None:
        return None
    for fault in KINDS[name].faults(item):
        place = (*base, *fault.path)
        tree.problems.append(Problem(file, tree.line(place), dotted(place),
                                     fault.what, fault.mend))
    return item


def _tell_repeated_ids(items: list[AnyItem | None], tree: Tree, file: str) -> None:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item is None:
            continue
        if item.id in seen:
            place = ("items", index, "id")
            tree.problems.append(Problem(
                file, tree.line(place), dotted(place),
                f'The id "{item.id}" is used by an earlier item.', "Give this item its own id."))
        seen.add(item.id)


def _with_judges(exercise: Exercise, folder: Path, tree: Tree, file: str) -> Exercise:
    """The exercise with the compiled judge of each text item, where there is one."""
    path = folder / JUDGE_FILE
    if not path.is_file():
        return exercise
    try:
        compiled = json.loads(path.read_text(encoding="utf-8"))
        items = tuple(
            replace(item, judge=_fitting(compiled.get(item.id), item))
            if isinstance(item, Text) else item
            for item in exercise.items
        )
    except (OSError, ValueError, AttributeError):
        tree.problems.append(Problem(
            file.replace("exercise.yaml", JUDGE_FILE), 0, "", "The compiled judge is not readable.",
            f"Make it anew: workshop train {exercise.id}"))
        return exercise
    return replace(exercise, items=items)


def _fitting(compiled: Any, item: Text) -> dict[str, Any]:
    """The compiled judge if it is one of this rubric, else none: then nothing can be told."""
    if not isinstance(compiled, dict) or compiled.get("schema") != JUDGE_SCHEMA:
        return {}
    criteria = compiled.get("criteria")
    known = {criterion.id for criterion in item.rubric}
    return compiled if isinstance(criteria, dict) and set(criteria) == known else {}
