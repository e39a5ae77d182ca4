"""Rules over all single choices: where keys stand and how long they are."""

import pytest

from workshop.checking import balance
from workshop.checking.checks import check_workshop

LONG, SHORT = "Say sorry first.", "Say it."


def at_positions(choice, *positions):
    """Choices of four equal options whose keys stand in these places."""
    return [choice(*[SHORT] * 4, key=at, name=f"item-{number}")
            for number, at in enumerate(positions, 1)]


def test_four_keys_of_ten_in_one_place_are_let_pass(choice, whole):
    looked_at = whole(at_positions(choice, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3))
    assert list(balance.keys_are_spread(looked_at)) == []


def test_five_keys_of_ten_in_one_place_are_told_with_the_items_to_change(choice, whole):
    every = at_positions(choice, 2, 2, 0, 2, 1, 1, 2, 2, 0, 3)
    (problem,) = balance.keys_are_spread(whole(every[:4], every[4:]))
    assert problem.what == "In 5 of 10 single choices the key stands in place 3; 4 may."
    assert problem.mend == (
        "Move the key in 1 of these: exercise-1/item-1, exercise-1/item-2, exercise-1/item-4, "
        "exercise-2/item-7, exercise-2/item-8.")


def longest(choice, *are_longest):
    return [choice(LONG if yes else SHORT, SHORT, SHORT, name=f"item-{number}")
            for number, yes in enumerate(are_longest, 1)]


def test_two_keys_of_five_may_be_the_longest_option(choice, whole):
    looked_at = whole(longest(choice, True, True, False, False, False))
    assert list(balance.keys_are_not_the_longest(looked_at)) == []


def test_three_longest_keys_of_five_are_told_with_the_items_to_change(choice, whole):
    (problem,) = balance.keys_are_not_the_longest(
        whole(longest(choice, True, False, True, False, True)))
    assert problem.what == "In 3 of 5 single choices the key is the longest option; 2 may."
    assert problem.mend.endswith(
        "in 1 of these: exercise-1/item-1, exercise-1/item-3, exercise-1/item-5.")


def test_key_as_long_as_another_option_is_not_the_longest(choice, whole):
    every = [choice(LONG, LONG, SHORT, name=f"item-{number}") for number in range(5)]
    assert list(balance.keys_are_not_the_longest(whole(every))) == []


def test_forms_count(choice, whole):
    (problem,) = balance.keys_are_spread(whole(at_positions(choice, 0, 0, 0, 1, 2), form="before"))
    assert problem.what.startswith("In 3 of 5 ")


def test_choices_of_many_and_keys_that_name_nothing_do_not_count(choice, whole):
    every = at_positions(choice, 0, 0, 0, 1, 2)
    every[0]["many"] = True
    every[1]["key"] = ["nothing"]
    every[2]["key"] = []
    assert [one.position for one in balance.singles(whole(every))] == [1, 2]


@pytest.mark.parametrize("count, told", [(4, 0), (5, 1)])
def test_fewer_than_five_choices_say_nothing(choice, whole, count, told):
    assert len(list(balance.keys_are_spread(whole(at_positions(choice, *[0] * count))))) == told


def test_check_of_a_workshop_looks_at_all_choices_together(choice, written):
    found = check_workshop(written(at_positions(choice, 0, 0, 0, 0, 0)))
    assert "In 5 of 5 single choices the key stands in place 1; 2 may." in {
        problem.what for problem in found.problems}
