"""Grading many responses: JSON lines in, JSON lines out, one bad line never stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from workshop.jsonlines import value_of
from workshop.kinds import kind_of
from workshop.kinds.text import result_of
from workshop.model.exercise import AnyItem, Exercise, Text
from workshop.model.result import Feedback, Judgement, Result, Unreadable

Refine = Callable[[Text, Any, tuple[Judgement, ...]], tuple[Judgement, ...]]
"""A second look at a readable free text: item, response and judgements in, judgements out."""


def grade_lines(
    exercise: Exercise, lines: Iterable[str | bytes], refine: Refine | None = None
) -> Iterator[dict[str, Any]]:
    """Grade one JSON object a line (``{"id", "item", "response"}``); blank lines are left out.

    Yields, in the same order, a result in the form of the command line's contract, or
    ``{"id", "line", "error"}`` for a line that could not be used (``line`` counts from 1).
    """
    for number, line in enumerate(lines, 1):
        result = grade_line(exercise, line, number, refine)
        if result is not None:
            yield result


def grade_line(
    exercise: Exercise, line: str | bytes, number: int, refine: Refine | None = None
) -> dict[str, Any] | None:
    """What ``grade_lines`` yields for one line; ``None`` for a blank one."""
    if not line.strip():
        return None
    request, fault = _parse(line)
    if fault:
        return {"id": _id_of(request), "line": number, "error": fault}
    return _graded(exercise, request, number, refine)


def error_line(line: str | bytes, number: int, error: str) -> dict[str, Any]:
    """What stands for a line that was lost, with its id if it has one that can be read."""
    return {"id": _id_of(_parse(line)[0]), "line": number, "error": error}


def _parse(line: str | bytes) -> tuple[Any, str]:
    request, fault = value_of(line)
    if fault:
        return None, fault
    if not isinstance(request, dict):
        return request, 'This line is not an object with "id", "item" and "response".'
    missing = [f'"{name}"' for name in ("id", "item", "response") if name not in request]
    if missing:
        return request, f"This line has no {' and no '.join(missing)}."
    if isinstance(request["id"], dict | list):
        return None, 'The "id" has to be a text or a number.'
    return request, ""


def _id_of(request: Any) -> Any:
    name = request.get("id") if isinstance(request, dict) else None
    return None if isinstance(name, dict | list) else name


def _graded(
    exercise: Exercise, request: dict[str, Any], number: int, refine: Refine | None
) -> dict[str, Any]:
    name = request["item"]
    item = next((item for item in exercise.items if item.id == name), None)
    if item is None:
        known = ", ".join(item.id for item in exercise.items)
        return {"id": request["id"], "line": number,
                "error": f'There is no item "{str(name)[:80]}"; {exercise.id} has {known}.'}
    try:
        result = grade(item, request["response"], refine)
    # A fault of ours in one response must not cost the others their results.
    except Exception as error:
        return {"id": request["id"], "line": number,
                "error": f"Not graded, by a fault of the workshop: {type(error).__name__}: {error}"}
    return {"id": request["id"], "item": name, **result.as_dict()}


def grade(item: AnyItem, raw: Any, refine: Refine | None = None) -> Result:
    """The result of a raw response; an unreadable one is "unscored" and never zero points."""
    response = kind_of(item).read(item, raw)
    if not isinstance(response, Unreadable):
        result = kind_of(item).grade(item, response)
        if refine and isinstance(item, Text):
            return result_of(item, response, refine(item, response, result.judgements))
        return result
    judgements = tuple(
        Judgement(criterion.id, None, (), "no answer") for criterion in item.rubric
    ) if isinstance(item, Text) else ()
    return Result(status="unscored", score=None, judgements=judgements,
                  feedback=Feedback(text=response.message, link=item.link))
