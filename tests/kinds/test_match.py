"""Match: a point for each cell that fits, in one column or in several."""

from dataclasses import replace

import pytest

from workshop.bulk import grade
from workshop.kinds import match
from workshop.model.result import Unreadable

RIGHT = {"r0": {"place": "x", "time": "x"}, "r1": {"place": "y", "time": "y"}}


def but(row, column, choice):
    return {**RIGHT, row: {**RIGHT[row], column: choice}}


@pytest.mark.parametrize(("raw", "score", "status"), [
    (RIGHT, 4, "met"), (but("r0", "place", "z"), 3, "partly"),
    ({"r0": {"place": "z", "time": "z"}, "r1": {"place": "z", "time": "y"}}, 1, "not_yet"),
])
def test_a_point_for_each_cell_that_fits(make, raw, score, status):
    result = grade(make.match(), raw)
    assert (result.score.raw, result.score.max, result.status) == (score, 4, status)


def test_a_note_is_about_its_cell_and_names_row_and_column(make):
    result = grade(make.match(), but("r1", "time", "z"))
    note = next(note for note in result.notes if note.status != "met")
    assert (note.about, note.label) == ("r1/time", "Row 1: Time")
    assert note.text == 'You chose "The z". You said so. Say more.'


def test_with_one_column_the_row_alone_is_the_label(make):
    result = grade(make.match(["place"]), {"r0": {"place": "x"}, "r1": {"place": "x"}})
    assert [note.label for note in result.notes] == ["Row 0", "Row 1"]


def test_first_check_marks_and_the_second_says_why(make):
    item = make.match()
    result = grade(item, but("r0", "place", "z"))
    first, second = (match.disclose(item, result, attempts).notes[0] for attempts in (1, 2))
    assert (first.text, second.text) == ("", 'You chose "The z". You said so. Say more.')


@pytest.mark.parametrize(("raw", "message", "field"), [
    (None, "Choose a match first.", ""), ({}, "Choose a match first.", "r0/place"),
    ({"r0": {"place": "x"}}, "Choose a match everywhere first: 3 to go.", "r0/time"),
    (but("r0", "place", "no"), "These matches are not of these rows.", ""),
    ({"r9": {}}, "These matches are not of these rows.", ""),
    ({"r0": "x"}, "These matches are not of these rows.", ""),
])
def test_what_is_not_matched_everywhere_is_unreadable(make, raw, message, field):
    assert match.read(make.match(), raw) == Unreadable(message, field)


def test_a_row_without_a_cell_for_every_column_is_told(make):
    item = make.match()
    short = replace(item.rows[0], cells=item.rows[0].cells[:1])
    faults = list(match.faults(replace(item, rows=(short, item.rows[1]))))
    assert [fault.path for fault in faults] == [("rows", 0, "cells")]
    assert faults[0].mend == "Write cells for place and time."


def test_a_cell_of_an_unknown_column_or_choice_is_told(make):
    item = make.match(["place"])
    stray = replace(item.rows[0].cells[0], column="nowhere")
    odd = replace(item.rows[1].cells[0], fits=("q",))
    rows = (replace(item.rows[0], cells=(stray,)), replace(item.rows[1], cells=(odd,)))
    paths = [fault.path for fault in match.faults(replace(item, rows=rows))]
    assert ("rows", 0, "cells", 0, "column") in paths
    assert ("rows", 1, "cells", 0, "fits", 0) in paths
