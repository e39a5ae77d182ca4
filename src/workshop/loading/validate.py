"""Plain data to dataclasses, every mistake told in an author's words."""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from workshop.errors import Problem
from workshop.loading.yamltree import Path, Tree, dotted

T = TypeVar("T")

_SHOULD_BE = {
    "string_type": "has to be text",
    "int_type": "has to be a whole number",
    "float_type": "has to be a number",
    "bool_type": "has to be true or false",
    "tuple_type": "has to be a list",
    "dict_type": "has to be a map of names to values",
    "dataclass_type": "has to be a map of names to values",
}
_MEND = {
    "string_type": "Put quotes around it, or write the text in a `|` block.",
    "int_type": "Write digits without quotes.",
    "float_type": "Write digits without quotes.",
    "bool_type": "Write true or false without quotes.",
    "tuple_type": "Start each entry on a line of its own with `- `, or write `[one, two]`.",
    "dict_type": "Indent its fields below it.",
    "dataclass_type": "Indent its fields below it, such as `text: ...`.",
}


@functools.cache
def adapter(cls: type[T]) -> TypeAdapter[T]:
    """The validator of one dataclass; making it is slow, so it is made once."""
    return TypeAdapter(cls)


def validate(cls: type[T], data: Any, tree: Tree, file: str, base: Path = ()) -> T | None:
    """``data`` as an instance of ``cls``, or ``None`` with the mistakes added to the tree.

    ``base`` is the place of ``data`` in the document, for the line numbers.
    """
    try:
        # Through JSON, because there strictness takes lists for tuples but no number for a text.
        return adapter(cls).validate_json(json.dumps(data))
    except ValidationError as error:
        faults = error.errors(include_url=False)
        places = [_real_place(fault, tree, base) for fault in faults]
        for fault, place in _told_once(faults, places):
            tree.problems.append(_problem(cls, fault, place, tree, file))
        return None


def _problem(cls: type, fault: Any, place: Path, tree: Tree, file: str) -> Problem:
    kind, name = fault["type"], dotted(place)
    line = tree.line(place)
    leaf = str(place[-1]) if place else ""
    if kind == "unexpected_keyword_argument":
        known = _fields_at(cls, fault["loc"][:-1])
        return Problem(file, line, name, f'Unknown field "{leaf}".', _suggest(leaf, known))
    if kind in _MISSING:
        line = tree.line(place[:-1])
        return Problem(file, line, name, f'The field "{leaf}" is missing.',
                       f"Add `{leaf}:` here.")
    if kind == "literal_error":
        expected = fault["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
        return Problem(file, line, name, f"{_named(leaf, place)} is {shown(fault['input'])}.",
                       f"Write {'one of ' if ', ' in expected else ''}{expected}.")
    what = _SHOULD_BE.get(kind, f"is not right ({fault['msg']})")
    if not isinstance(fault["input"], dict | list):
        what += f" (here it is {shown(fault['input'])})"
    return Problem(file, line, name, f"{_named(leaf, place)} {what}.",
                   _MEND.get(kind, "Look at the schema."))


def _named(leaf: str, place: Path) -> str:
    """How a sentence calls the value at ``place``.

    >>> _named("1", ("claims", 1)), _named("id", ("id",))
    ('Entry 2 of "claims"', '"id"')
    """
    if place and isinstance(place[-1], int):
        return f'Entry {place[-1] + 1} of "{place[-2]}"' if len(place) > 1 else "This entry"
    return f'"{leaf}"'


def shown(value: Any) -> str:
    """A value as a message quotes it.

    >>> shown(True), shown("facts")
    ('true', '"facts"')
    """
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:39]}…"


_MISSING = ("missing", "missing_argument", "missing_keyword_only_argument")


def _real_place(fault: Any, tree: Tree, base: Path) -> Path:
    """Where the fault stands in the file: unions add steps to ``loc`` that no file has."""
    place = base
    for index, step in enumerate(fault["loc"]):
        is_missing = fault["type"] in _MISSING and index == len(fault["loc"]) - 1
        if (*place, step) in tree.lines or is_missing:
            place = (*place, step)
    return place


def _told_once(faults: list[Any], places: list[Path]) -> Iterator[tuple[Any, Path]]:
    """Each fault with its place; what the branches of a union say about one value comes once,
    from the branch that came furthest."""
    told: set[Path] = set()
    for fault, place in zip(faults, places, strict=True):
        is_deepest = not any(len(p) > len(place) and p[: len(place)] == place for p in places)
        if fault["type"] in _MISSING or (is_deepest and place not in told):
            told.add(place)
            yield fault, place


def _fields_at(cls: type, loc: tuple[int | str, ...]) -> list[str]:
    """The names that are known at the place ``loc`` below ``cls``."""
    current: Any = cls
    for step in loc:
        if isinstance(step, str) and is_dataclass(current):
            current = get_type_hints(current).get(step)
        inner = next(_dataclasses_in(current), None)
        current = inner or current
    return [f.name for f in fields(current)] if is_dataclass(current) else []


def _dataclasses_in(hint: Any) -> Iterator[Any]:
    if is_dataclass(hint):
        yield hint
    for arg in get_args(hint):
        yield from _dataclasses_in(arg)


def _suggest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f'Did you mean "{near[0]}"?'
    return f"Take it out; known here are {', '.join(sorted(known))}." if known else "Take it out."
