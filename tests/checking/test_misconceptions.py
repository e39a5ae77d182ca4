"""Rules over misconceptions: what has to name one, what need not, and what the list may hold."""

import shutil

import pytest

from workshop.checking import misconceptions
from workshop.checking.checks import check_workshop, look
from workshop.loading import Places

LIST = {"even-shares": "Spreads everything evenly"}


def named(told, *items):
    return [what.split('"')[1] for what in told(misconceptions.distractors_reveal, *items)]


def test_key_and_what_another_lens_would_choose_reveal_nothing(item, thing, told):
    options = [thing("key"), thing("lens", lens="E4"), thing("slip"),
               thing("tagged", misconception="even-shares")]
    assert named(told, item("choice", options=options, key=["key"])) == ["slip"]


def test_card_that_is_right_in_every_bin_reveals_nothing(item, thing, told):
    bins = [{"id": "one", "text": "One"}, {"id": "two", "text": "Two"}]
    cards = [thing("here", bins=["one"]), thing("anywhere", bins=["two", "one"])]
    assert named(told, item("sort", bins=bins, cards=cards)) == ["here"]


def test_each_card_of_an_order_can_be_misplaced(item, thing, told):
    cards = [thing("a"), thing("b", misconception="even-shares"), thing("c")]
    assert named(told, item("order", cards=cards, before=[["a", "b"]])) == ["a", "c"]


def test_cell_where_every_choice_fits_reveals_nothing(item, thing, told):
    column = {"id": "need", "title": "Needs", "choices": [
        {"id": "one", "text": "One"}, {"id": "two", "text": "Two"}]}
    feedback = thing("x")["feedback"]
    rows = [{"id": name, "text": name, "cells": [
        {"column": "need", "fits": fits, "feedback": feedback}]}
        for name, fits in (("open", ["one", "two"]), ("narrow", ["two"]))]
    assert named(told, item("match", columns=[column], rows=rows)) == ["narrow/need"]


def test_action_reveals_something_on_the_ineffective_side_unless_people_disagree(
    item, thing, told
):
    actions = [thing("best", key=5), thing("poor", key=2), thing("argued", key=2, contested=True),
               thing("panel", key=4, panel={"n": 9, "mean": 2.1, "sd": 1.0, "low": 1, "high": 4})]
    assert named(told, item("rate", actions=actions)) == ["poor", "panel"]


def test_reply_reveals_something_where_it_misses_a_criterion(talk, told):
    one = talk({"open": ["well", "better", "well"]}, ("well", "better"))
    one["steps"][0]["replies"][1] |= {"misses": ["listens"]}
    assert named(told, one) == ["open-1"]


def test_tag_that_is_not_listed_is_told_with_the_nearest_one(choice, whole):
    one = choice()
    one["options"][1]["misconception"] = "evenshares"
    (checked,) = whole([one], tags=LIST).exercises
    (problem,) = misconceptions.tags_are_listed(checked)
    assert problem.what == 'There is no misconception "evenshares".'
    assert problem.mend == 'Did you mean "even-shares"?'
    assert problem.field == "items[0].options[1].misconception"


def test_exercise_that_stands_alone_is_not_held_to_a_list(choice, written, tmp_path_factory):
    places = written([choice()], tags={"other": "Another one"})
    alone = tmp_path_factory.mktemp("alone") / "exercise-1"
    shutil.copytree(places.exercise("exercise-1"), alone)
    assert len(list(misconceptions.tags_are_listed(look(places.exercise("exercise-1")).checked))
               ) == 2
    assert list(misconceptions.tags_are_listed(look(alone).checked)) == []


@pytest.mark.parametrize("words, fits", [
    ("one two three four five six", True), ("one two three four five six seven", False),
    ("one", True), (" ", False)])
def test_words_for_the_board_are_one_to_six(whole, words, fits):
    found = list(misconceptions.tags_are_short(whole(tags={"first": "Fine", "second": words})))
    assert [(problem.line, problem.field) for problem in found] == (
        [] if fits else [(5, "misconceptions.second")])


def test_each_tag_is_named_twice_over_the_whole_workshop(choice, whole):
    one, two = choice("Now.", "Soon."), choice("Now.", "Soon.")
    three = choice("Now.", "Soon.")
    three["options"][1]["misconception"] = "named-once"
    tags = {**LIST, "named-once": "Once", "never-named": "Never"}
    found = list(misconceptions.tags_are_used(whole([one], [two, three | {"id": "b"}], tags=tags)))
    assert [problem.what for problem in found] == [
        '"named-once" is named once.', 'Nothing names "never-named".']


def test_uses_are_not_counted_while_an_exercise_cannot_be_read(choice, whole):
    looked_at = whole([choice()], "items: [", tags={**LIST, "never-named": "Never"})
    assert list(misconceptions.tags_are_used(looked_at)) == []


def test_missing_list_is_told_once_a_misconception_is_named(choice, whole):
    (problem,) = misconceptions.the_list_can_be_read(whole([choice()]))
    assert problem.what == "The list of misconceptions is missing."


def test_workshop_that_names_none_needs_no_list(item, thing, whole):
    plain = item("choice", options=[thing("a"), thing("b"), thing("c")], key=["a"])
    assert list(misconceptions.the_list_can_be_read(whole([plain]))) == []


@pytest.mark.parametrize("text, line, what", [
    ("schema: 1\nmisconceptions:\n  even-shares: 7\n", 3,
     '"even-shares" has to be text (here it is 7).'),
    ("schema: 1\nmisconceptions: {}\nmore: 1\n", 3, 'Unknown field "more".'),
    ("schema: 1\nmisconceptions:\n  a: b\n  a: c\n", 4,
     'The key "a" stands here a second time (first in line 3).'),
    ("# nothing\n", 0, "The file is empty."),
])
def test_mistake_in_the_list_is_told_at_its_line(choice, whole, text, line, what):
    (problem,) = misconceptions.the_list_can_be_read(whole([choice()], tags=text))
    assert (problem.file, problem.line, problem.what) == (
        "exercises/misconceptions.yaml", line, what)


def test_check_of_a_workshop_looks_at_its_list(choice, written):
    found = check_workshop(Places(written([choice()], tags={**LIST, "b": "Never"}).root))
    assert 'Nothing names "b".' in {problem.what for problem in found.problems}
