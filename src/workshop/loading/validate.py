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
        for fault in error.errors(include_url=False, include_input=False):
            tree.problems.append(_problem(cls, fault, tree, file, base))
        return None


def _problem(cls: type, fault: Any, tree: Tree, file: str, base: Path) -> Problem:
    place = _real_place(fault["loc"], tree, base)
    kind, name = fault["type"], dotted(place)
    line = tree.line(place)
    leaf = str(place[-1]) if place else ""
    if kind == "unexpected_keyword_argument":
        known = _fields_at(cls, fault["loc"][:-1])
        return Problem(file, line, name, f'Unknown field "{leaf}".', _suggest(leaf, known))
    if kind in ("missing", "missing_argument", "missing_keyword_only_argument"):
        line = tree.line(place[:-1])
        return Problem(file, line, name, f'The field "{leaf}" is missing.',
                       f"Add `{leaf}:` here.")
    if kind == "literal_error":
        return Problem(file, line, name, f'"{leaf}" has a value that is not known.',
                       f"Write one of {fault['ctx']['expected'].replace(' or ', ', ')}.")
    what = _SHOULD_BE.get(kind, f"is not right ({fault['msg']})")
    return Problem(file, line, name, f'"{leaf}" {what}.', _MEND.get(kind, "Look at the schema."))


def _real_place(loc: tuple[int | str, ...], tree: Tree, base: Path) -> Path:
    """Where the fault stands in the file: unions add steps to ``loc`` that no file has."""
    place = base
    for index, step in enumerate(loc):
        last = index == len(loc) - 1
        if (*place, step) in tree.lines or last:
            place = (*place, step)
    return place


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
