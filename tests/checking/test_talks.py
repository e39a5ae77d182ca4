"""Rules over dialogues: how far they let a talk go, and that they add nothing to a broken one."""

import pytest

from workshop.checking import talks

GOOD = ("well", "better")
RULES = [*talks.RULES, talks.steps_offer_three_replies]


def chain(count, last=("well", "better", "well")):
    """Steps that follow one another; every step but the last offers a way out as well."""
    ways = {f"s{n}": [f"s{n + 1}", "well", "better"] for n in range(1, count)}
    return {**ways, f"s{count}": list(last)}


def test_dialogue_within_its_bounds_is_let_pass(talk, told):
    for_all = talk(chain(5), GOOD)
    assert told(lambda checked: [p for rule in RULES for p in rule(checked)], for_all) == []


def test_sixth_decision_is_one_too_many_and_the_path_is_named(talk, told):
    (what,) = told(talks.talks_are_short, talk(chain(6), GOOD))
    assert what == "The longest path has 6 decisions: s1-0, s2-0, s3-0, s4-0, s5-0, s6-0."


@pytest.mark.parametrize("steps, fits", [(12, True), (13, False)])
def test_steps_and_endings_are_fourteen_at_most(talk, told, steps, fits):
    ways = {"open": [f"s{n}" for n in range(1, 4)]}
    for row in range(1, steps, 3):  # rows of three steps, so that no path is long
        after = "well" if row > 9 else f"s{row + 3}"
        ways |= {f"s{n}": [after, "well", "better"] for n in range(row, min(row + 3, steps))}
    found = told(talks.talks_are_short, talk(ways, GOOD))
    assert found == ([] if fits else ["The dialogue has 15 steps and endings."])


@pytest.mark.parametrize("count, broken, warned", [
    (0, False, False), (1, True, False), (2, False, True), (3, False, False)])
def test_one_reply_is_refused_two_are_warned_of_and_none_is_told_by_the_kind(
    talk, whole, count, broken, warned
):
    (checked,) = whole([talk({"open": ["well", "better", "well"][:count]}, GOOD)]).exercises
    assert bool(list(talks.steps_offer_a_choice(checked))) is broken
    assert bool(list(talks.steps_offer_three_replies(checked))) is warned


@pytest.mark.parametrize("longest, fits", [(80, True), (81, False)])
def test_replies_of_one_step_differ_in_length_by_no_more_than_six_tenths(
    talk, told, longest, fits
):
    texts = ["x" * 50, "y" * longest, "z" * 60]
    assert bool(told(talks.replies_are_alike, talk(chain(1), GOOD, texts=texts))) is not fits


def test_dead_end_of_two_replies_is_let_pass_and_a_longer_one_is_not(talk, told):
    short = {"open": ["well", "better", "cold"], "cold": ["colder"] * 3, "colder": ["bad"] * 3}
    assert told(talks.nobody_gets_stuck, talk(short, GOOD, ("bad",))) == []


def test_dead_end_of_three_replies_is_told_where_it_begins(talk, told):
    long = {"open": ["well", "better", "cold"], "cold": ["colder", "colder", "bad"],
            "colder": ["coldest"] * 3, "coldest": ["bad"] * 3}
    (what,) = told(talks.nobody_gets_stuck, talk(long, GOOD, ("bad",)))
    assert what == 'From the step "cold" no path ends well, and one goes on for 3 replies.'


def test_one_late_way_back_is_enough(talk, told):
    ways = {"open": ["well", "better", "cold"], "cold": ["colder"] * 3,
            "colder": ["coldest"] * 3, "coldest": ["bad", "bad", "well"]}
    assert told(talks.nobody_gets_stuck, talk(ways, GOOD, ("bad",))) == []


@pytest.mark.parametrize("ways", [
    {"open": ["open"] * 3}, {"open": ["next"] * 3, "next": ["open", "well", "better"]},
    {"open": ["nowhere"] * 3}, {"open": []},
])
def test_talk_that_its_kind_refuses_is_not_refused_again(talk, told, ways):
    found = told(lambda checked: [p for rule in RULES for p in rule(checked)], talk(ways, GOOD))
    assert found == []
