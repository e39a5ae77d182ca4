"""Dialogue: criteria are met or missed along the way, and the ending counts too."""

import time
from dataclasses import replace

import pytest

from workshop.bulk import grade
from workshop.kinds import dialogue
from workshop.kinds.base import Shown
from workshop.model.result import Unreadable


def levels(item, raw):
    return {judgement.criterion: judgement.level for judgement in grade(item, raw).judgements}


@pytest.mark.parametrize(("raw", "asks", "backs", "waits", "status", "score"), [
    (["ask", "back"], 2, 2, 2, "met", 3),
    (["ask", "praise"], 2, 2, 2, "met", 3),
    (["both", "back"], 2, 1, None, "partly", 1.5),
    (["both", "blame"], 2, 0, None, "not_yet", 1),
    (["ask", "blame"], 2, 0, 2, "partly", 2),
    (["tell", "back"], 0, 2, None, "partly", 1),
    (["tell", "blame"], 0, 0, None, "not_yet", 0),
])
def test_path_is_judged_by_what_was_met_and_missed_on_it(
    make, raw, asks, backs, waits, status, score
):
    item = make.dialogue()
    result = grade(item, raw)
    assert levels(item, raw) == {"asks": asks, "backs": backs, "waits": waits}
    assert (result.status, result.score.raw, result.score.max) == (status, score, 3)


def test_criterion_that_the_path_never_touched_has_no_level_and_says_so(make):
    judgements = {j.criterion: j for j in grade(make.dialogue(), ["tell", "back"]).judgements}
    assert judgements["waits"].level is None
    assert judgements["waits"].because == "your path did not come to it"
    assert judgements["asks"].because == "missed at step 1"
    both = {j.criterion: j for j in grade(make.dialogue(), ["both", "back"]).judgements}
    assert both["backs"].because == "met at step 2 and missed at step 1"


def test_feedback_is_that_of_the_ending_and_one_step_mattered_most(make):
    result = grade(make.dialogue(), ["ask", "blame"])
    assert result.feedback.text == "You said so."
    assert [note.text.startswith("This step mattered most.") for note in result.notes] == [
        False, True]
    assert [note.status for note in result.notes] == ["met", "not_yet"]


@pytest.mark.parametrize(("raw", "message"), [
    (None, "Choose a reply first."), ([], "Choose a reply first."),
    ("ask", "Choose a reply first."), ({"ask": 1}, "Choose a reply first."),
    (["ask"], "The talk is not over yet. Choose the next reply."),
    (["back"], "This path does not fit the dialogue. Start it over."),
    (["ask", "back", "back"], "This path does not fit the dialogue. Start it over."),
    ([["ask"], None], "This path does not fit the dialogue. Start it over."),
])
def test_path_without_an_ending_is_unreadable(make, raw, message):
    assert dialogue.read(make.dialogue(), raw) == Unreadable(message)


def test_view_shows_what_was_said_and_what_can_be_said_now(make):
    view = dialogue.view(make.dialogue(), Shown(["ask"]))
    assert [turn["reply"] for turn in view["transcript"]] == ["Ask"]
    assert [reply["id"] for reply in view["now"]["replies"]] == ["back", "praise", "blame"]
    assert (view["number"], view["of"], view["ending"]) == (2, 2, None)


def faults(item):
    return {fault.what for fault in dialogue.faults(item)}


def test_faults_of_a_graph_are_found(make):
    item = make.dialogue()
    one, two = item.steps
    back = replace(two.replies[0], goto="one")
    assert 'Replies lead from the step "two" back to it.' in faults(
        replace(item, steps=(one, replace(two, replies=(back,)))))
    assert 'There is no step "three".' in faults(replace(item, start="three"))
    assert "The model path does not come to an ending." in faults(
        replace(item, model_path=("ask",)))
    bad = tuple(replace(ending, good=ending.id == "good") for ending in item.endings)
    assert faults(replace(item, endings=bad)) == {"There are fewer than two good endings."}


def test_long_dialogue_in_which_every_path_branches_is_shown_at_once(make):
    item = make.dialogue()
    one, two = item.steps
    line = tuple(
        replace(one, id=f"s{n}", replies=tuple(
            replace(reply, goto=f"s{n + 1}" if n < 24 else "two") for reply in one.replies))
        for n in range(25))
    item = replace(item, start="s0", steps=(*line, two), model_path=("ask",) * 25 + ("back",))
    start = time.perf_counter()
    assert list(dialogue.faults(item)) == []
    assert dialogue.samples(item)["right"] == [list(item.model_path)]
    assert dialogue.view(item, Shown())["of"] == 26
    assert time.perf_counter() - start < 1
