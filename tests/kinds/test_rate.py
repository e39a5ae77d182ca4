"""Rate: each action is told by its side of the middle; the method and the key are named."""

from dataclasses import replace

import pytest

from workshop.bulk import grade
from workshop.kinds import rate
from workshop.model.exercise import PanelRating
from workshop.model.result import Unreadable

KEY = {"a0": 5, "a1": 4, "a2": 2, "a3": 1}


@pytest.mark.parametrize(("change", "score", "status"), [
    ({}, 4, "met"), ({"a0": 4, "a3": 2}, 4, "met"), ({"a0": 3}, 3.5, "partly"),
    ({"a0": 1}, 3, "partly"), ({"a0": 1, "a1": 2, "a2": 5}, 1, "not_yet"),
])
def test_the_side_of_the_middle_decides_and_the_middle_is_half(make, change, score, status):
    result = grade(make.rate(), {**KEY, **change})
    assert (result.score.raw, result.score.max, result.status) == (score, 4, status)


def test_a_contested_action_is_told_and_not_scored(make):
    result = grade(make.rate(contested=[1]), {**KEY, "a1": 1})
    note = next(note for note in result.notes if note.about == "a1")
    assert (result.score.raw, result.score.max, result.status) == (3, 3, "met")
    assert note.status == "unscored"
    assert "People disagree here" in note.text


def test_the_widest_difference_is_told_first(make):
    result = grade(make.rate(), {**KEY, "a2": 5, "a1": 3})
    assert [note.about for note in result.notes] == ["a2", "a1", "a0", "a3"]


def test_a_draft_key_is_called_a_draft_and_the_method_is_named(make):
    result = grade(make.rate(), KEY)
    assert "dichotomous consensus" in result.feedback.text
    assert "The key is a draft" in result.feedback.text
    assert result.notes[0].text.startswith("You: 5. Draft key: 5. The same.")


def test_a_panels_mean_takes_the_place_of_the_authors_key(make):
    item = make.rate()
    panel = PanelRating(n=12, mean=1.8, sd=0.7, low=1, high=3)
    rated = tuple(replace(a, panel=panel) if a.id == "a0" else a for a in item.actions)
    result = grade(replace(item, actions=rated, key_status="panel"), KEY)
    note = next(note for note in result.notes if note.about == "a0")
    assert note.status == "not_yet"
    assert "Panel of 12: 1.8, from 1 to 3. The other side." in note.text
    assert "draft" not in result.feedback.text


@pytest.mark.parametrize(("raw", "message"), [
    (None, "Rate the responses first."), ({"a0": 4}, "Rate every response first: 3 to go."),
    ({**KEY, "a0": 6}, "Rate each response from 1 to 5."),
    ({**KEY, "a0": True}, "Rate each response from 1 to 5."),
])
def test_what_is_no_rating_of_every_action_is_unreadable(make, raw, message):
    read = rate.read(make.rate(), raw)
    assert isinstance(read, Unreadable) and read.message == message


def test_keys_on_one_side_or_in_the_middle_are_told(make):
    assert [f.path for f in rate.faults(make.rate((5, 4, 4)))] == [("actions",)]
    assert [f.path for f in rate.faults(make.rate((5, 3, 1)))] == [("actions", 1, "key")]
    assert list(rate.faults(make.rate((5, 3, 1), contested=[1]))) == []


def test_a_panel_key_without_figures_is_told(make):
    item = replace(make.rate(), key_status="panel")
    assert len(list(rate.faults(item))) == len(item.actions)
