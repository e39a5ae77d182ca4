"""Sort: a point for each card that fits; "partly" from half of the cards on."""

import pytest

from workshop.bulk import grade
from workshop.kinds import sort
from workshop.model.result import Unreadable


@pytest.mark.parametrize(("cards", "right", "status"), [
    (4, 4, "met"), (4, 3, "partly"), (4, 2, "partly"), (4, 1, "not_yet"), (4, 0, "not_yet"),
    (5, 3, "partly"), (5, 2, "not_yet"), (1, 1, "met"), (1, 0, "not_yet"),
])
def test_half_of_the_cards_is_partly_and_all_of_them_is_met(make, cards, right, status):
    raw = {f"c{n}": "left" if n < right else "none" for n in range(cards)}
    result = grade(make.sort(cards), raw)
    assert (result.status, result.score.raw, result.score.max) == (status, right, cards)


def test_card_with_two_bins_is_right_in_either(make):
    both = [grade(make.sort(1), {"c0": name}).status for name in ("left", "right", "none")]
    assert both == ["met", "met", "not_yet"]


def test_next_step_names_the_cards_to_look_at_again(make):
    raw = {"c0": "left", "c1": "none", "c2": "none", "c3": "left"}
    feedback = grade(make.sort(), raw).feedback
    assert feedback.text == "2 of 4 cards are where this view puts them."
    assert feedback.next == 'Look again at "Card 1" and "Card 2".'


def test_first_check_marks_a_misplaced_card_and_the_second_says_why(make):
    item = make.sort()
    result = grade(item, {"c0": "left", "c1": "none", "c2": "left", "c3": "left"})
    first, second = (sort.disclose(item, result, attempts).notes[1] for attempts in (1, 2))
    assert (first.status, first.text) == ("not_yet", "")
    assert second.text.startswith('You put it in "')
    assert second.text.endswith("You said so. Say more.")
    assert sort.disclose(item, result, 1).notes[0] == result.notes[0]


@pytest.mark.parametrize(("raw", "message", "field"), [
    (None, "Place the cards first.", ""), ({}, "Place the cards first.", "c0"),
    ({"c0": "left"}, "Place every card first: 3 to go.", "c1"),
    ({"c0": None, "c1": "left", "c2": "left", "c3": "left"}, "Place every card first: 1 to go.",
     "c0"),
    ({"c9": "left"}, "This sorting is not of these cards.", ""),
    ({"c0": ["left"]}, "This sorting is not of these cards.", ""),
    ([["c0", "left"]], "Place the cards first.", ""),
])
def test_cards_that_are_not_all_placed_are_unreadable(make, raw, message, field):
    assert sort.read(make.sort(), raw) == Unreadable(message, field)
