"""Match: find for each row the choice that fits it, in one column or in several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workshop.kinds.base import (
    Fault,
    Shown,
    listed,
    one_of,
    quoted,
    reasons_later,
    repeated_ids,
    shuffled,
    unknown_ids,
)
from workshop.model.exercise import Cell, Column, Match, Row
from workshop.model.result import Feedback, Note, Result, Score, Status, Unreadable

Model = Match

Matched = dict[tuple[str, str], str]
"""The chosen id by row and column."""

MOST_NAMED = 3


def read(item: Match, raw: Any) -> Matched | Unreadable:
    """The choice in every cell."""
    if not isinstance(raw, dict):
        return Unreadable("Choose a match first.")
    rows = {row.id for row in item.rows}
    if any(name not in rows or not isinstance(cells, dict) for name, cells in raw.items()):
        return Unreadable("These matches are not of these rows.")
    places = [(row.id, column) for row in item.rows for column in item.columns]
    chosen = {(row, column.id): raw.get(row, {}).get(column.id) for row, column in places}
    columns = {column.id for column in item.columns}
    if any(name not in columns for cells in raw.values() for name in cells) or any(
        value is not None and value not in _ids(column)
        for (row, column) in places for value in [chosen[row, column.id]]
    ):
        return Unreadable("These matches are not of these rows.")
    left = [place for place, value in chosen.items() if value is None]
    if left:
        field = "/".join(left[0])
        if len(left) == len(chosen):
            return Unreadable("Choose a match first.", field)
        return Unreadable(f"Choose a match everywhere first: {len(left)} to go.", field)
    return chosen


def _ids(column: Column) -> list[str]:
    return [choice.id for choice in column.choices]


def grade(item: Match, response: Matched) -> Result:
    """A point for each cell with a choice that fits; "partly" from half of the cells on."""
    cells = [(row, cell) for row in item.rows for cell in row.cells]
    fits = [(row, cell) for row, cell in cells if response[row.id, cell.column] in cell.fits]
    status: Status = "not_yet"
    if len(fits) == len(cells):
        status = "met"
    elif 2 * len(fits) >= len(cells):
        status = "partly"
    notes = tuple(_note(item, row, cell, response) for row, cell in cells)
    return Result(status=status, score=Score(len(fits), len(cells)), notes=notes,
                  feedback=_sum_up(item, len(fits), notes))


def _sum_up(item: Match, fits: int, notes: tuple[Note, ...]) -> Feedback:
    noun = "matches are what this view gives" if item.lens != "panel" else "matches fit"
    text = f"{fits} of {len(notes)} {noun}."
    again = [quoted(note.label) for note in notes if note.status != "met"]
    if not again:
        move = "Read why, one by one."
    elif len(again) > MOST_NAMED:
        move = f"Look again at the {len(again)} that are marked."
    else:
        move = f"Look again at {listed(again)}."
    return Feedback(text=text, next=move, link=item.link)


def _note(item: Match, row: Row, cell: Cell, response: Matched) -> Note:
    """Why the match fits; for another one first what was chosen, and then what to do."""
    label = row.text.strip()
    if len(item.columns) > 1:
        title = next(column.title for column in item.columns if column.id == cell.column)
        label = f"{label}: {title}"
    about, chosen = f"{row.id}/{cell.column}", response[row.id, cell.column]
    if chosen in cell.fits:
        return Note(about, label, "met", cell.feedback.text)
    text = f'You chose "{_text(item, cell.column, chosen)}". {cell.feedback.text}'
    return Note(about, label, "not_yet", f"{text} {cell.feedback.next}".strip())


def _text(item: Match, column: str, name: str) -> str:
    choices = next(one.choices for one in item.columns if one.id == column)
    return next(choice.text.strip() for choice in choices if choice.id == name)


def view(item: Match, shown: Shown) -> dict[str, Any]:
    """The rows in the author's order, and each column's choices shuffled."""
    return {
        "rows": [{"id": row.id, "text": row.text} for row in item.rows],
        "columns": [
            {"id": column.id, "title": column.title, "once": column.once,
             "choices": [{"id": choice.id, "text": choice.text} for choice in
                         shuffled(column.choices, shown.seed and shown.seed + column.id)]}
            for column in item.columns
        ],
    }


def disclose(item: Match, result: Result, attempts: int) -> Result:
    """After the first check what does not fit is marked, from the second on the reason is told."""
    return reasons_later(result, attempts)


def is_finished(item: Match, raw: Any) -> bool:
    """Never: the learner presses Check."""
    return False


def model_response(item: Match) -> Any:
    """The first choice that fits, in every cell."""
    return {row.id: {cell.column: cell.fits[0] for cell in row.cells if cell.fits}
            for row in item.rows}


def in_words(item: Match, raw: Any) -> list[tuple[str, str]]:
    """Each row with what it was matched to, as (row, choices) pairs."""
    given = raw if isinstance(raw, dict) else {}
    pairs = []
    for row in item.rows:
        cells = given.get(row.id)
        chosen = [
            _text(item, column.id, cells[column.id]) for column in item.columns
            if isinstance(cells, dict) and cells.get(column.id) in _ids(column)
        ]
        pairs += [(row.text, "; ".join(chosen))] if chosen else []
    return pairs


def feedbacks(item: Match) -> Iterator[tuple[tuple[str | int, ...], Feedback]]:
    """What is said about each cell."""
    for at, row in enumerate(item.rows):
        for number, cell in enumerate(row.cells):
            yield ("rows", at, "cells", number, "feedback"), cell.feedback


def faults(item: Match) -> Iterator[Fault]:
    """Repeated ids, cells of columns or with choices that do not exist, rows that lack a cell."""
    yield from repeated_ids(item.columns, "columns")
    yield from repeated_ids(item.rows, "rows")
    columns = {column.id: column for column in item.columns}
    for number, column in enumerate(item.columns):
        for fault in repeated_ids(column.choices, "choices"):
            yield replace(fault, path=("columns", number, *fault.path))
        if len(column.choices) < 2:
            yield Fault(("columns", number, "choices"), "A column needs at least two choices.",
                        "Write one more.")
    for at, row in enumerate(item.rows):
        yield from _row_faults(at, row, columns)
    if len(item.rows) < 2:
        yield Fault(("rows",), "A match needs at least two rows.", "Write one more.")
    if not item.columns:
        yield Fault(("columns",), "There is no column to match with.", "Write one.")


def _row_faults(at: int, row: Row, columns: dict[str, Column]) -> Iterator[Fault]:
    for number, cell in enumerate(row.cells):
        path = ("rows", at, "cells", number)
        if cell.column not in columns:
            yield Fault((*path, "column"), f'There is no column "{cell.column}".',
                        one_of(list(columns)))
            continue
        known = _ids(columns[cell.column])
        yield from unknown_ids(cell.fits, known, (*path, "fits"), "choice")
        if not cell.fits:
            yield Fault((*path, "fits"), "No choice fits here.", one_of(known))
    named = [cell.column for cell in row.cells]
    if sorted(named) != sorted(columns):
        yield Fault(("rows", at, "cells"), f'The row "{row.id}" needs one cell for each column.',
                    f"Write cells for {listed(list(columns))}.")


def samples(item: Match) -> dict[str, list[Any]]:
    """Responses of each sort, made from the item itself."""
    right = model_response(item)
    by_column = {column.id: _ids(column) for column in item.columns}
    other = {
        row.id: {cell.column: next((c for c in by_column[cell.column] if c not in cell.fits),
                                   cell.fits[0]) for cell in row.cells}
        for row in item.rows
    }
    first = item.rows[0].id
    column = item.columns[0].id
    return {
        "right": [right],
        "partly": [{**right, first: other[first]}] if len(item.rows) > 1 else [],
        "wrong": [other],
        "unreadable": [None, {}, {first: right[first]}, {**right, first: {column: "no such"}},
                       {**right, "no such row": {}}, [], "", {first: 3},
                       {**right, first: {**right[first], "no such column": "x"}},
                       {**right, first: {column: ["a list"]}}],
    }
