"""Reflect: nothing is scored; what is left out is asked back; a plan can be taken home."""

from datetime import date

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workshop.bulk import grade
from workshop.kinds import reflect
from workshop.kinds.base import Shown
from workshop.kinds.takeaway import as_calendar
from workshop.model.result import Unreadable

NOTES = {"level": "2", "seen": "On Monday.", "moment": "stand-up", "action": "ask Li first",
         "sign": "Li decides", "partner": "Wanjiru", "day": "2026-12-01"}


def asked(make, **change):
    return [note.about for note in grade(make.reflect(), {**NOTES, **change}).notes]


def test_nothing_is_scored(make):
    result = grade(make.reflect(), NOTES)
    assert (result.status, result.score) == ("unscored", None)


@pytest.mark.parametrize(("change", "questions"), [
    ({}, []), ({"seen": "  "}, ["evidence"]), ({"level": "3"}, ["too-high", "all-high"]),
    ({"level": ""}, []),
])
def test_a_question_comes_back_where_something_is_left_out(make, change, questions):
    assert asked(make, **change) == questions


@pytest.mark.parametrize(("raw", "message", "field"), [
    (None, "Write something first.", ""), ({"seen": " "}, "Write something first.", "level"),
    ({"seen": "Monday"}, 'Fill in "I will" first.', "action"),
    ({**NOTES, "day": "soon"}, 'Give a day for "On", such as 2026-12-01.', "day"),
    ({**NOTES, "level": "9"}, 'Choose a point for "Where am I?".', "level"),
    ({**NOTES, "moment": "lunch"}, 'Choose one for "If".', "moment"),
    ({**NOTES, "other": "x"}, "These notes are not of this page.", ""),
    ({**NOTES, "seen": "x" * 100_001}, "These notes are longer than 100,000 characters.", ""),
])
def test_what_cannot_be_kept_says_what_to_fill_in(make, raw, message, field):
    assert reflect.read(make.reflect(), raw) == Unreadable(message, field)


def files(make, **change):
    item = make.reflect()
    shown = reflect.view(item, Shown({**NOTES, **change}))["files"]
    return {file["name"]: file["text"] for file in shown}


def test_notes_can_be_saved_as_text_and_a_plan_with_a_day_as_a_calendar_file(make):
    assert set(files(make)) == {"look.md", "look.ics"}
    assert set(files(make, day="")) == {"look.md"}
    assert files(make, action="") == {}
    assert "**If stand-up, then I will ask Li first.**" in files(make)["look.md"]


def test_calendar_file_opens_as_one_event_on_the_day_and_names_no_partner(make):
    text = files(make)["look.ics"]
    [event] = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert event.decoded("dtstart") == date(2026, 12, 1)
    assert str(event["summary"]) == "Did I do it? If stand-up, then I will ask Li first."
    assert "Wanjiru" not in text
    assert "Wanjiru" in files(make)["look.md"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(action=st.text(min_size=1, max_size=200).filter(str.strip))
def test_any_words_make_a_calendar_file_that_opens(make, action):
    plan = make.reflect().plan
    text = as_calendar(plan, {**NOTES, "action": action}, date(2026, 12, 1))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    [event] = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(event["summary"]).startswith("Did I do it? If stand-up, then I will ")


def test_the_same_plan_gives_the_same_file(make):
    assert files(make)["look.ics"] == files(make)["look.ics"]
