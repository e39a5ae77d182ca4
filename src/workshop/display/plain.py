"""Plain text for terminals, tests and notebooks that show nothing else."""

from __future__ import annotations

import textwrap

from workshop.bulk import grade
from workshop.errors import WorkshopError
from workshop.kinds import kind_of
from workshop.kinds.text import quote
from workshop.model.exercise import AnyItem, Exercise, Text
from workshop.model.result import Result

FINDINGS = {2: "Found", 1: "Partly found", 0: "Could not find", None: "Can't tell"}
STATUS = {"met": "Met", "partly": "Partly", "not_yet": "Not yet", "unscored": "Not scored"}
_WIDTH = 88


def exercise_line(exercise: Exercise) -> str:
    """The exercise in one line that never changes between two runs."""
    parts = f"{len(exercise.items)} parts" if len(exercise.items) != 1 else "1 part"
    return (f'Exercise "{exercise.title}" (chapter {exercise.chapter}): {parts}, '
            f"about {exercise.minutes} minutes. Run this cell in Jupyter to answer it.")


def response_lines(item: AnyItem, raw: object) -> list[str]:
    """A response as indented lines, each piece under its label."""
    lines: list[str] = []
    for label, text in kind_of(item).in_words(item, raw):
        if label:
            lines += wrapped(f"{label.strip()}:")
        lines += wrapped(text, "  " if label else "")
    return lines


def result_lines(item: AnyItem, raw: object, result: Result) -> list[str]:
    """A result as lines: one a criterion with the learner's own words, then the next step."""
    if not isinstance(item, Text):
        return [f"{STATUS[result.status]}.", *wrapped(result.feedback.text), *_next(result)]
    lines: list[str] = []
    for criterion, judgement in zip(item.rubric, result.judgements, strict=True):
        words = quote(raw, judgement) if isinstance(raw, str | dict) else ""
        said = f'"{words}"' if words else criterion.because
        if not judgement.level:
            said = criterion.question
        lines += wrapped(f"{FINDINGS[judgement.level]}: {criterion.title}.")
        lines += wrapped(said, "    ")
    return [*lines, *_next(result)]


def _next(result: Result) -> list[str]:
    return wrapped(f"Next: {result.feedback.next}") if result.feedback.next else []


def worked_text(exercise: Exercise, name: str, item_id: str = "") -> str:
    """An answer that the exercise brings, graded here and now, as a page of text.

    ``item_id`` is needed only where several items bring one of that name. Raises
    ``WorkshopError`` when there is no answer of that name.
    """
    for item in exercise.items:
        if not isinstance(item, Text) or item_id not in ("", item.id):
            continue
        for worked in item.worked:
            if worked.name == name:
                result = grade(item, worked.response)
                return "\n".join([
                    f"A {name} answer", "", *response_lines(item, worked.response), "",
                    "What the judge finds in it", "",
                    *result_lines(item, worked.response, result), "",
                    *wrapped(f"Notice: {worked.notice}"),
                ])
    raise WorkshopError(f'"{exercise.id}" has no worked example "{name}".')


def wrapped(text: str, indent: str = "") -> list[str]:
    """Text as lines of readable width; paragraphs stay apart."""
    lines: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        lines += textwrap.wrap(" ".join(paragraph.split()), _WIDTH, initial_indent=indent,
                               subsequent_indent=indent)
        lines.append("")
    return lines[:-1]
