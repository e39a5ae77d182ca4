"""A reader's own labelled answers: each bad line is told, with its number and what to do."""

import json
from pathlib import Path

import pytest

from workshop.loading import find_places, load_exercise
from workshop.loading.answers import read_answers
from workshop.loading.responses import load_responses

FOLDER = find_places(Path(__file__)).exercise("redirecting-technical-decisions")
EXERCISE = load_exercise(FOLDER)
CRITERIA = [criterion.id for criterion in EXERCISE.item("reply").rubric]
GOOD = {"id": "mine-1", "item": "reply", "response": "Lena runs it, so Lena decides by Friday.",
        "levels": dict.fromkeys(CRITERIA, 1)}  # fmt: skip


def line(**changes):
    data = {**GOOD, **changes}
    return json.dumps({key: value for key, value in data.items() if value != "left out"}).encode()


def test_a_good_line_becomes_a_held_out_response():
    more = {"evidence": {"decider": {"part": None, "quote": "Lena decides"}}, "sort": "terse",
            "voice": "mine"}  # fmt: skip
    answers, problems = read_answers([b"\xef\xbb\xbf" + line(**more), b"  \n"], EXERCISE)
    (answer,) = answers
    assert problems == []
    assert (answer.split, answer.sort, answer.voice) == ("held-out", "terse", "mine")


@pytest.mark.parametrize(("bad", "what"), [
    (b'{"id": 1', "This line is not JSON"),
    (b"\xff", "not UTF-8"),
    (b"[" * 100_000, "nested too deeply"),
    (b"[1]", "not an object"),
    (line(levels={"decider": float("nan")}), "NaN is no number"),
    (line(response="left out"), 'The field "response" is missing.'),
    (line(level={}), "not known"),
    (line(id=None), '"id" is not'),
    (line(id=True), '"id" is not'),
    (line(item="replies"), "no such text item"),
    (line(item=["reply"]), "no such text item"),
    (line(response=7), '"response" is not a text'),
    (line(response={"team": "x"}), "has a part"),
    (line(response="   "), "holds no answer"),
    (line(levels=[2]), "something else than levels"),
    (line(levels=dict.fromkeys(CRITERIA, True)), "something else than levels"),
    (line(levels=dict.fromkeys(CRITERIA, [1])), "something else than levels"),
    (line(levels=dict.fromkeys(CRITERIA, 3)), "something else than levels"),
    (line(levels=dict.fromkeys(CRITERIA[1:], 2)), "has no level for"),
    (line(levels=dict.fromkeys([*CRITERIA, "tone"], 2)), 'names a criterion "tone"'),
    (line(evidence={"decider": "Lena"}), '"evidence" does not quote'),
    (line(evidence={"decider": {"part": None, "quote": "Tom"}}), "does not hold the words"),
    (line(sort=3), '"sort" is not a text'),
])  # fmt: skip
def test_a_bad_line_is_told_and_the_others_are_used(bad, what):
    lines = [line(), bad, line(id="mine-2")]
    answers, problems = read_answers(lines, EXERCISE, file="mine.jsonl")
    assert [answer.id for answer in answers] == ["mine-1", "mine-2"]
    assert {problem.where for problem in problems} == {"mine.jsonl:2"}
    assert any(what in problem.what for problem in problems)
    assert all(problem.mend for problem in problems)


def test_an_id_stands_for_one_answer():
    answers, (problem,) = read_answers([line(), line()], EXERCISE)
    assert (len(answers), problem.line) == (1, 2)
    assert "used twice" in problem.what


def test_an_answer_that_the_judge_has_learnt_from_proves_nothing():
    learnt = load_responses(FOLDER, EXERCISE).learnt_from
    answers, (problem,) = read_answers([line(response=learnt[0].response)], EXERCISE, learnt)
    assert answers == []
    assert learnt[0].id in problem.what
