"""Practice notebooks, one an exercise, with the outputs that a run must show again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workshop.display.page import notebook_html
from workshop.display.plain import exercise_line, worked_text
from workshop.model.exercise import Exercise, Text

MARK = "leading-and-managing-workshop"
"""Stands in the metadata of every notebook written here; no other is ever removed."""

METADATA = {
    MARK: {"generated": True},
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_HIDDEN_CODE = {"jupyter": {"source_hidden": True}, "tags": ["remove-input"]}
_NOT_IN_BOOK = {"tags": ["remove-cell"]}
_HIDDEN_CELL = {"jupyter": {"source_hidden": True, "outputs_hidden": True},
                "tags": ["remove-input", "hide-output"]}


def notebook_text(exercise: Exercise) -> str:
    """The notebook of one exercise as the text of an ``.ipynb`` file.

    The same exercise always gives the same text: ids are the names of the cells.
    """
    cells = [
        _markdown("title", f"# {exercise.title}\n\n*{_meta(exercise)}*"),
        _markdown("how", _HOW, _NOT_IN_BOOK),
        _code("exercise", _call("exercise", exercise.id), 1, _exercise_output(exercise),
              _HIDDEN_CODE),
    ]
    written = [item for item in exercise.items if isinstance(item, Text) and item.worked]
    if written:
        cells.append(_markdown("afterwards", _AFTERWARDS))
    for number, item in enumerate(written, 1):
        which = [item.id] if len(written) > 1 else []
        for worked in item.worked:
            text = worked_text(exercise, worked.name, *which)
            # The number, not the item's id: an id of a cell has 64 characters at most.
            name = "-".join([*([str(number)] if which else []), *worked.name.split()])
            count = sum(cell["cell_type"] == "code" for cell in cells) + 1
            cells += [
                _markdown(f"title-{name}", f"### A {worked.name} answer"),
                _code(f"worked-{name}", _call("worked_example", exercise.id, worked.name, *which),
                      count, {"text/plain": text}, _HIDDEN_CELL),
            ]
    book = new_notebook(cells=cells, metadata=METADATA)
    nbformat.validate(book)
    return str(nbformat.writes(book)) + "\n"


_HOW = (
    "In Jupyter, choose **Run ▸ Run All Cells** in the menu to start. What you write is kept on "
    "this computer, so you can close the page at any time and find your answers again."
)
_AFTERWARDS = (
    "## Afterwards: other people's answers\n\n"
    "When you have written your own, open the outputs below. They show what the judge finds in an "
    "answer that sounds good, and in one that does the work."
)


def _meta(exercise: Exercise) -> str:
    objective = exercise.objective.strip()
    return f"Chapter {exercise.chapter}, about {exercise.minutes} minutes. {objective}"


def _call(function: str, *arguments: str) -> str:
    """A cell that stands on its own: the import, and the call."""
    listed = ", ".join(json.dumps(argument, ensure_ascii=False) for argument in arguments)
    return f"from workshop.notebook import {function}\n\n{function}({listed})"


def _exercise_output(exercise: Exercise) -> dict[str, str]:
    return {"text/html": notebook_html(exercise), "text/plain": exercise_line(exercise)}


def _markdown(name: str, text: str, metadata: dict[str, Any] | None = None) -> Any:
    return new_markdown_cell(text, id=name, metadata=metadata or {})


def _code(
    name: str, source: str, count: int, data: dict[str, str], metadata: dict[str, Any]
) -> Any:
    outputs = [new_output("execute_result", data, execution_count=count)]
    return new_code_cell(source, id=name, execution_count=count, outputs=outputs,
                         metadata=metadata)


def write_notebooks(exercises: list[Exercise], folder: Path) -> list[Path]:
    """Write every notebook that differs from what stands, remove those of exercises that are
    gone, and return the paths that changed."""
    changed = []
    for path, text in _expected(exercises, folder).items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    for path in _left_over(exercises, folder):
        path.unlink()
        changed.append(path)
    return changed


def outdated_notebooks(exercises: list[Exercise], folder: Path) -> list[Path]:
    """The notebooks that ``write_notebooks`` would change."""
    differing = [
        path for path, text in _expected(exercises, folder).items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    return differing + _left_over(exercises, folder)


def _expected(exercises: list[Exercise], folder: Path) -> dict[Path, str]:
    return {folder / f"{e.id}.ipynb": notebook_text(e) for e in exercises}


def _left_over(exercises: list[Exercise], folder: Path) -> list[Path]:
    names = {exercise.id for exercise in exercises}
    return sorted(
        path for path in folder.glob("*.ipynb") if path.stem not in names and _is_ours(path)
    )


def _is_ours(path: Path) -> bool:
    try:
        return MARK in json.loads(path.read_text(encoding="utf-8"))["metadata"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
