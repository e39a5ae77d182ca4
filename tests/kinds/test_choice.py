"""Choice: one point for the key; of several, a point for each hit less one for each miss."""

import pytest

from workshop.bulk import grade
from workshop.kinds import choice
from workshop.model.result import Unreadable


@pytest.mark.parametrize(("raw", "status", "score"), [
    (["a", "b"], "met", 2),
    (["b", "a"], "met", 2),
    (["b", "a", "b"], "met", 2),
    (["a"], "partly", 1),
    (["a", "b", "c"], "partly", 1),
    (["a", "c"], "not_yet", 0),
    (["c", "d"], "not_yet", 0),
    (["a", "b", "c", "d"], "not_yet", 0),
])
def test_of_several_each_hit_counts_and_each_miss_takes_one_away(make, raw, status, score):
    result = grade(make.choice(["a", "b"], many=True), raw)
    assert (result.status, result.score.raw, result.score.max) == (status, score, 2)
    assert {note.about for note in result.notes} == set(raw)


@pytest.mark.parametrize(("raw", "text", "step"), [
    (["a", "b"], "You ticked 2 of the 2 that fit.", "Read the notes, then go on."),
    (["a"], "You ticked 1 of the 2 that fit.", "Look at what you left out."),
    (["a", "b", "c"], "You ticked 2 of the 2 that fit and 1 that this view would leave out.",
     "Read the notes and look again."),
])
def test_several_are_summed_up_with_one_next_step(make, raw, text, step):
    feedback = grade(make.choice(["a", "b"], many=True), raw).feedback
    assert (feedback.text, feedback.next, feedback.link) == (text, step, "[Item](index#item)")


@pytest.mark.parametrize("raw", ["b", ["b"], ("b",), ["b", "b"]])
def test_key_earns_the_point_in_any_form(make, raw):
    result = grade(make.choice(), raw)
    assert (result.status, result.score.raw, result.score.max) == ("met", 1, 1)


def test_either_of_two_ids_in_the_key_is_right_where_one_is_asked(make):
    assert {grade(make.choice(["a", "b"]), name).status for name in "ab"} == {"met"}


def test_option_of_another_lens_is_unscored_and_gets_its_feedback(make):
    item = make.choice(lens="E4")
    result = grade(item, "d")
    assert (result.status, result.score) == ("unscored", None)
    assert result.feedback == item.options[3].feedback


@pytest.mark.parametrize(("raw", "message"), [
    (None, "Choose an option first."), ([], "Choose an option first."),
    ("", "Choose an option first."), (0, "Choose an option first."),
    (["a", "b"], "Choose one option only."), ("z", "This choice is not one of the options."),
    (True, "This choice is not one of the options."),
    ({"a": True}, "This choice is not one of the options."),
    ([["a"]], "This choice is not one of the options."),
])
def test_what_is_no_choice_is_unreadable(make, raw, message):
    assert choice.read(make.choice(), raw) == Unreadable(message)
