"""Run sheets: clock, minutes, sums and headings agree, and exercises that are named exist."""

import pytest

from workshop.checking import minutes
from workshop.checking.checks import look
from workshop.checking.pages import pages
from workshop.checking.whole import Whole

SHEET = """\
# Run it

| clock | minutes | what |
| --- | --- | --- |
| 0:00 | 2 | You read |
| 0:02 | 58 | They play |
| 1:00 | 5 | Debrief |
| | **65** | |

## 0:02 They play (58 minutes)
"""


def told(text):
    lines = list(enumerate(text.splitlines(), 1))
    return [fault[:2] for rows in minutes.sheets(lines) for fault in minutes.faults(rows)]


def test_sheet_that_adds_up_has_nothing_to_mend():
    assert told(SHEET) == []


@pytest.mark.parametrize(("old", "new", "fault"), [
    ("| 1:00 |", "| 1:01 |", (7, "The clock says 1:01; by the minutes above it is 1:00.")),
    ("| 58 |", "| 57 |", (7, "The clock says 1:00; by the minutes above it is 0:59.")),
    ("**65**", "**66**", (8, "The sum says 66 minutes; the rows come to 65.")),
    ("| 58 |", "| some |", (6, "This row does not say how many minutes it takes.")),
])
def test_sheet_that_does_not_add_up_is_told_at_its_line(old, new, fault):
    assert old in SHEET
    assert fault in told(SHEET.replace(old, new))


def test_column_may_be_called_min_and_parts_may_have_their_own_sums():
    sheet = ("| what | Min |\n|---|---|\n| A | 5 |\n| B | 5 |\n| | **10** |\n| C | 3 |\n"
             "| | **3** |\n| | **13** |\n")
    assert told(sheet) == []
    assert told(sheet.replace("**13**", "**14**")) == [
        (8, "The sum says 14 minutes; the rows come to 13.")]


def test_other_tables_are_no_run_sheets():
    assert told("| exercise | minutes in a room |\n|---|---|\n| A | some |\n") == []


@pytest.fixture
def notes(written, choice):
    """The faults of an exercise's notes."""

    def faults(text):
        folder = written([choice()]).exercise("exercise-1")
        (folder / "facilitate.md").write_text(text, encoding="utf-8")
        return [(problem.file.rpartition("/")[2], problem.line, problem.what)
                for problem in minutes.notes_add_up(look(folder).checked)]

    return faults


def test_notes_of_an_exercise_are_added_up(notes):
    assert notes(SHEET.replace("**65**", "**60**")) == [
        ("facilitate.md", 8, "The sum says 60 minutes; the rows come to 65.")]


def test_heading_that_says_other_minutes_than_the_table_is_told(notes):
    assert notes(SHEET.replace("They play (58", "They play (5")) == [
        ("facilitate.md", 10, "The table has no 5 minutes at 0:02.")]


def test_pages_for_facilitators_add_up_and_name_exercises(written, choice):
    places = written([choice()])
    (places.book / "facilitate").mkdir()
    sheet = ("Not `a-sheet`.\n\n| clock | min | block |\n|---|---|---|\n"
             "| 0:00 | 5 | `exercise-1` |\n| 0:06 | 5 | `exercise-2` |\n")
    for name in ("facilitate/day.md", "other.md"):
        (places.book / name).write_text(sheet, encoding="utf-8")
    whole = Whole(places, [], pages(places), [])
    found = [problem for rule in minutes.WHOLE_RULES for problem in rule(whole)]
    assert [(p.file, p.line, p.what) for p in found] == [
        ("book/facilitate/day.md", 6, "The clock says 0:06; by the minutes above it is 0:05."),
        ("book/facilitate/day.md", 6, 'There is no exercise "exercise-2".')]
