"""Rules over run sheets: their minutes add up, and the exercises that they name exist.

A run sheet is a table with a column headed "minutes" or "min", in the notes of an exercise or on
a page for facilitators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workshop.checking.checked import Checked, Rule
from workshop.checking.pages import Page
from workshop.checking.whole import Whole, WholeRule
from workshop.checking.written import no_exercise
from workshop.errors import Problem

MINUTES = ("minutes", "min")
FOLDER = "book/facilitate/"
_CLOCK = re.compile(r"\d{1,2}:[0-5]\d")
_HEADING = re.compile(r"#+ (\d{1,2}:[0-5]\d)\b.*\((\d+) minutes?\)\s*")
_SLUG = re.compile(r"(?<!`)`([a-z0-9]+(?:-[a-z0-9]+)+)`(?!`)")


@dataclass(frozen=True)
class Row:
    """A row of a run sheet: its line, the minute at which it starts, and how long it takes.

    What is missing or cannot be read as a number is ``None``; a sum is set in bold.
    """

    line: int
    start: int | None
    minutes: int | None
    is_sum: bool
    text: str


def sheets(lines: Sequence[tuple[int, str]]) -> Iterator[list[Row]]:
    """Every run sheet among numbered lines."""
    table: list[tuple[int, list[str]]] = []
    for number, line in [*lines, (0, "")]:
        if line.lstrip().startswith("|"):
            table.append((number, [cell.strip() for cell in line.strip().strip("|").split("|")]))
            continue
        heads = [head.strip("*").lower() for head in table[0][1]] if table else []
        at = next((heads.index(name) for name in MINUTES if name in heads), None)
        if at is not None:
            clock = heads.index("clock") if "clock" in heads else None
            yield [_row(number, cells, at, clock) for number, cells in table[2:]]
        table = []


def _row(line: int, cells: list[str], at: int, clock: int | None) -> Row:
    minutes = cells[at] if at < len(cells) else ""
    time = cells[clock] if clock is not None and clock < len(cells) else ""
    bare = minutes.strip("*")
    return Row(line, _minute(time) if _CLOCK.fullmatch(time) else None,
               int(bare) if bare.isdecimal() else None, minutes.startswith("**"),
               " | ".join(cells))


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def faults(rows: Sequence[Row]) -> Iterator[tuple[int, str, str]]:
    """Where a run sheet does not add up: the line, what is so, how to mend it.

    >>> rows = [Row(3, 0, 5, False, ""), Row(4, 6, 5, False, ""), Row(5, None, 10, True, "")]
    >>> [line for line, _, _ in faults(rows)]
    [4]
    """
    due, total, part = None, 0, 0
    for row in rows:
        if row.minutes is None:
            if row.start is not None:
                yield row.line, "This row does not say how many minutes it takes.", (
                    "Write one number.")
            due = None
        elif row.is_sum:
            if row.minutes not in (total, part):
                yield (row.line, f"The sum says {row.minutes} minutes; the rows come to {total}.",
                       "Mend the sum or a row.")
            part = 0
        else:
            if None not in (due, row.start) and due != row.start:
                yield (row.line, f"The clock says {_shown(row.start)}; by the minutes above it is "
                       f"{_shown(due)}.", "Mend the clock, or the minutes of the row above.")
            total, part = total + row.minutes, part + row.minutes
            due = None if row.start is None else row.start + row.minutes


def _shown(minute: int | None) -> str:
    return f"{(minute or 0) // 60}:{(minute or 0) % 60:02}"


def notes_add_up(checked: Checked) -> Iterator[Problem]:
    """In an exercise's notes the clock, the bold sum and the headings fit the minutes."""
    notes = checked.folder / "facilitate.md"
    if not notes.is_file():
        return
    page = Page(f"{checked.shown}/facilitate.md", notes.read_text(encoding="utf-8"))
    every = list(sheets(list(page.prose())))
    for rows in every:
        for fault in faults(rows):
            yield page.problem(*fault)
    planned = {(row.start, row.minutes) for rows in every for row in rows}
    for number, line in page.prose():
        head = _HEADING.fullmatch(line)
        if head and every and (_minute(head[1]), int(head[2])) not in planned:
            yield page.problem(number, f"The table has no {head[2]} minutes at {head[1]}.",
                               "Make heading and table agree.")


def run_sheets_add_up(whole: Whole) -> Iterator[Problem]:
    """On the pages for facilitators the clock and the bold sum fit the minutes."""
    for page in _pages(whole):
        for rows in sheets(list(page.prose())):
            for fault in faults(rows):
                yield page.problem(*fault)


def run_sheets_name_exercises(whole: Whole) -> Iterator[Problem]:
    """What a run sheet names in code, such as `time-to-follow`, is an exercise."""
    for page in _pages(whole):
        rows = [row for sheet in sheets(list(page.prose())) for row in sheet]
        for line, name in dict.fromkeys((row.line, name) for row in rows
                                        for name in _SLUG.findall(row.text)):
            if name not in whole.places.slugs():
                yield page.problem(line, *no_exercise(name, whole.places))


def _pages(whole: Whole) -> Iterator[Page]:
    for page in whole.pages:
        if page.shown.startswith(FOLDER):
            yield page


RULES: list[Rule] = [notes_add_up]

WHOLE_RULES: list[WholeRule] = [run_sheets_add_up, run_sheets_name_exercises]
