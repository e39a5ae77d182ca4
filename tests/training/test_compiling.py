"""A rubric is compiled into a small file that is the same each time and judges as promised."""

import json
from dataclasses import replace

import pytest

from workshop.judging import fingerprint, judge
from workshop.model.exercise import Exercise, Part, Text
from workshop.model.labelled import LabelledResponse
from workshop.model.rubric import Criterion, Levels, NearMiss

pytest.importorskip("sklearn")

from workshop.training import compile_item

WHO = ("customers", "clients", "users", "patients", "hospitals", "shops", "schools", "buyers")
WANT = ("are waiting for this release", "lose money each day without it", "asked us for it")
DULL = ("the plan hangs on the wall", "we meet on Monday", "it is an important project")
PEOPLE = ("four colleagues", "Priya and Dan", "the testers", "your teammates")
NEED = ("depend on your import", "wait for your part", "can't start without you")


def criterion(name, met, near, part="", **more):
    levels = Levels(met="There.", partly="A hint.", not_found="Not there.")
    return Criterion(
        id=name, title=name, question="?", because="", next="", levels=levels,
        met=tuple(met), near_misses=tuple(near), part=part, **more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def exercise():
    why = criterion(
        "why", [f"Our {who} {want}." for who in WHO for want in WANT],
        [NearMiss(text=f"{dull}, {who}.".capitalize(), why="bare")
         for dull in DULL for who in ("folks", "team", "friends", "all", "people", "guys", "both")],
        "team",
    )  # fmt: skip
    depend = criterion(
        "depend", [f"{who} {need}." for who in PEOPLE for need in NEED] * 2,
        [NearMiss(text=f"You will regret it if {who} wait.", why="threat") for who in PEOPLE]
        + [NearMiss(text=f"You are part of {who}, more or less.", why="vague", level=1)
           for who in PEOPLE]
        + [NearMiss(text=text, why="other") for text in (
            "How is your week, George?", "Thank you, George.", "Are you well?",
            "I like working with you.", "Have you seen the plan, George?", "How was your holiday?",
            "You look tired today.", "What did you do on Sunday?")],
        "george",
    )  # fmt: skip
    item = Text(
        id="messages", title="Messages", stem="Write to the team and to George.", lens="E3",
        parts=(Part(id="team", label="Team"),
               Part(id="george", label="George", addressee=("George",))),
        rubric=(why, depend),
    )  # fmt: skip
    return Exercise(
        schema=1, id="small", title="Small", chapter=3, minutes=5, objective="Try.", claims=(),
        situation="A release is due in five weeks, and nobody has told the team why.",
        items=(item,),
    )  # fmt: skip


def labelled():
    found = []
    for voice in ("a", "b"):
        for at, (who, people) in enumerate(zip(WHO, PEOPLE * 2, strict=True)):
            good = at % 2 == 0
            team = f"The {who} {WANT[at % 3]}." if good else f"{DULL[at % 3]}."
            george = f"{people} {NEED[at % 3]}." if good else "Nice weather, George."
            found.append(
                LabelledResponse(
                    id=f"{voice}{at}", item="messages", voice=voice,
                    response={"team": team, "george": george},
                    levels={"why": 2 if good else 0, "depend": 2 if good else 0},
                    evidence={"why": {"part": "team", "quote": team[:-1]}} if good else {},
                )
            )  # fmt: skip
    return found


@pytest.fixture(scope="module")
def compiled(exercise):
    return compile_item(exercise, exercise.items[0], labelled())


def as_text(compiled):
    return json.dumps(compiled, sort_keys=True, ensure_ascii=False, indent=1)


def test_the_same_input_in_any_order_gives_the_same_bytes(exercise, compiled):
    again = compile_item(exercise, exercise.items[0], labelled()[::-1])
    assert as_text(again) == as_text(compiled)


def test_a_compiled_judge_survives_json_and_is_small(exercise, compiled):
    text = as_text(compiled)
    assert len(text.encode("utf-8")) < 300_000
    response = {"team": "The clinics are waiting for this release.", "george": ""}
    item = exercise.items[0]
    assert judge(replace(item, judge=json.loads(text)), response) == judge(
        replace(item, judge=compiled), response
    )


def test_it_carries_the_fingerprint_of_what_it_was_made_from(exercise, compiled):
    item = exercise.items[0]
    assert compiled["fingerprint"] == fingerprint(exercise, item, labelled())
    assert compiled["fingerprint"] == fingerprint(exercise, item, labelled()[::-1])


@pytest.mark.parametrize(
    "change",
    [
        lambda e, i, r: (replace(e, situation="Another."), i, r),
        lambda e, i, r: (e, replace(i, stem="Another."), r),
        lambda e, i, r: (e, replace(i, rubric=i.rubric[:1]), r),
        lambda e, i, r: (e, i, r[1:]),
        lambda e, i, r: (e, i, [replace(r[0], levels={"why": 1}), *r[1:]]),
    ],
    ids=["situation", "stem", "rubric", "one response less", "another label"],
)
def test_any_change_of_what_it_is_made_from_changes_the_fingerprint(exercise, compiled, change):
    changed = change(exercise, exercise.items[0], labelled())
    assert fingerprint(*changed) != compiled["fingerprint"]


def test_responses_of_another_item_do_not_change_the_fingerprint(exercise, compiled):
    other = replace(labelled()[0], id="z", item="another")
    found = fingerprint(exercise, exercise.items[0], [*labelled(), other])
    assert found == compiled["fingerprint"]


@pytest.mark.parametrize("responses", [[], labelled()], ids=["rubric alone", "with responses"])
def test_what_was_learned_is_found_in_sentences_that_were_not_seen(exercise, responses):
    item = exercise.items[0]
    item = replace(item, judge=compile_item(exercise, item, responses))
    good = {
        "team": "Two hospitals are waiting for this release.",
        "george": "Three testers depend on your import.",
    }
    poor = {"team": "We meet on Tuesday, folks.", "george": "How are you, George?"}
    assert [found.level for found in judge(item, good)] == [2, 2]
    assert [found.level for found in judge(item, poor)] == [0, 0]


def test_the_task_pasted_back_earns_nothing(exercise, compiled):
    item = replace(exercise.items[0], judge=compiled)
    pasted = {"team": exercise.situation, "george": exercise.situation}
    assert [found.level for found in judge(item, pasted)] == [0, 0]
