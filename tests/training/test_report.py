"""A bench says what it rests on, and its figures mean what they say."""

import json
from dataclasses import replace

import pytest

from workshop.errors import WorkshopError
from workshop.judging import fingerprint
from workshop.model.exercise import Exercise, Text
from workshop.model.labelled import LabelledResponse
from workshop.model.result import Evidence, Judgement
from workshop.model.rubric import Criterion, Levels, NearMiss
from workshop.training import compiling, report
from workshop.training.bench import quadratic_weighted_kappa
from workshop.training.report import answers_report, cross_validated_report, held_out_report
from workshop.training.showing import blocks_of
from workshop.training.tables import plain

LEVELS = {"met": 2, "hint": 1, "none": 0}


def criterion(name):
    return Criterion(
        id=name, title=name, question="?", because="", next="",
        levels=Levels(met="There.", partly="A hint.", not_found="Not there."),
        met=("Lena decides since she runs it",),
        near_misses=(NearMiss(text="I decide about it", why="decides"),),
    )  # fmt: skip


ITEM = Text(id="reply", title="Reply", stem="Write.", lens="E4",
            rubric=(criterion("who"), criterion("how")))  # fmt: skip
EXERCISE = Exercise(schema=1, id="small", title="Small", chapter=3, minutes=5, objective="Try.",
                    claims=(), situation="A choice.", items=(ITEM,))  # fmt: skip


def response(number, voice, who, how, **more):
    """A response whose text tells the stub below which levels to give."""
    text = f"number {number} of voice {voice} says {who} and {how}"
    return LabelledResponse(
        id=f"{voice}{number}", item="reply", voice=voice, response=text,
        levels={"who": LEVELS[who], "how": LEVELS[how]},
        evidence={"who": {"part": None, "quote": who}} if who != "none" else {}, **more,
    )  # fmt: skip


def three(voice, **more):
    return [response(1, voice, "met", "none", **more), response(2, voice, "hint", "met", **more),
            response(3, voice, "none", "hint", **more)]  # fmt: skip


LABELLED = [*three("a"), *three("b"), *three("c", split="held-out", sort="ironic")]


def perfect(item, text):
    """Reads the levels off the text, and marks the very word."""
    who, how = text.split(" says ")[1].split(" and ")
    start = text.index(f"says {who}") + 5
    return (Judgement("who", LEVELS[who], (Evidence(None, start, start + len(who)),)),
            Judgement("how", LEVELS[how]))  # fmt: skip


def silent(item, text):
    return Judgement("who", None), Judgement("how", None)


def lenient(item, text):
    return Judgement("who", 2, (Evidence(None, 0, 6),)), Judgement("how", 2)


@pytest.fixture
def item():
    learnt = [r for r in LABELLED if r.split == "train"]
    return replace(ITEM, judge={"fingerprint": fingerprint(EXERCISE, ITEM, learnt)})


@pytest.fixture
def held_out(monkeypatch, item):
    def run(judge, labelled=LABELLED, item=item):
        monkeypatch.setattr(report, "judge", judge)
        return held_out_report(EXERCISE, item, labelled, "Written for\nthis test.")

    return run


def test_a_perfect_judge_gets_one_everywhere_and_reaches_every_target(held_out):
    found = held_out(perfect)
    assert found.judge.pooled.qwk == found.judge.total_qwk == found.judge.pooled.exact == 1
    assert found.judge.pooled.precision == found.judge.pooled.recall == 1
    assert found.judge.pooled.evidence == 1
    assert all(target.is_reached for target in found.targets)
    assert (found.worst, found.warnings, found.proved) == ((), (), True)


def test_a_judge_that_never_can_tell_has_chance_agreement_and_no_precision(held_out):
    found = held_out(silent)
    assert found.judge.pooled.unsure == 1
    assert found.judge.pooled.qwk == pytest.approx(0)
    assert (found.judge.pooled.precision, found.judge.pooled.recall) == (None, 0)
    standing = {target.name: target for target in found.targets}
    assert standing["can't tell"].gap == pytest.approx(0.85)
    assert standing['precision of "met"'].gap is None
    assert not standing['precision of "met"'].is_reached


@pytest.mark.parametrize(("pairs", "by_hand"), [
    ([(0, 0), (0, 2), (2, 2), (2, 2)], 0.5),  # 1 - 4 * 4 / (2 * 3 * 4 + 2 * 1 * 4)
    ([(0, 1), (1, 2), (2, 2)], 0.5),  # 1 - 2 * 3 / 12
    ([(0, 2), (2, 0)], -1.0),
])  # fmt: skip
def test_kappa_equals_what_was_worked_out_by_hand_and_by_scikit_learn(pairs, by_hand):
    assert quadratic_weighted_kappa(pairs) == pytest.approx(by_hand)
    metrics = pytest.importorskip("sklearn.metrics")
    expected = metrics.cohen_kappa_score(
        *zip(*pairs, strict=True), weights="quadratic", labels=[0, 1, 2])
    assert quadratic_weighted_kappa(pairs) == pytest.approx(expected)


def test_what_was_trained_on_and_what_was_held_out_are_told_apart(held_out):
    found = held_out(perfect)
    assert (found.trained.responses, found.trained.voices) == (6, ("a", "b"))
    assert (found.tested.responses, found.tested.voices) == (3, ("c",))
    assert found.judge.criteria["who"].n == 3
    text = plain(list(blocks_of(found)))
    assert "Trained on: 6 responses (voices a, b); its fingerprint proves it." in text
    assert "Held out: 3 responses (voice c)" in text
    assert "How the responses came to be: Written for this test." in text


def test_a_judge_that_may_have_seen_a_held_out_response_is_not_believed(held_out):
    every = fingerprint(EXERCISE, ITEM, LABELLED)
    for judge in ({"fingerprint": every}, {}):
        found = held_out(perfect, item=replace(ITEM, judge=judge))
        assert not found.proved
        assert "Run: workshop train small" in found.warnings[0]


def test_a_held_out_response_with_the_words_or_the_voice_of_a_training_one_is_named(held_out):
    twin = replace(LABELLED[0], id="twin", split="held-out", voice="d")
    same_voice = response(9, "a", "met", "met", split="held-out")
    warnings = held_out(perfect, [*LABELLED, twin, same_voice]).warnings
    assert warnings[0].startswith('"twin" is held out and has the same words as "a1"')
    assert warnings[1].startswith("The voice a is trained on and held out")


def test_nothing_held_out_is_told_with_what_to_do(held_out):
    with pytest.raises(WorkshopError, match="split: held-out"):
        held_out(perfect, LABELLED[:6])


def test_the_ceiling_is_the_second_rater_where_there_is_one(held_out):
    assert held_out(perfect).raters is None
    second = [replace(r, second={"who": r.levels["who"], "how": 0}) for r in LABELLED[:3]]
    raters = held_out(perfect, [*second, *LABELLED[3:]]).raters
    assert (raters.criteria["who"].n, raters.criteria["who"].qwk) == (3, 1)
    assert raters.criteria["how"].exact == pytest.approx(1 / 3)


def test_the_worst_come_first_and_among_equals_what_was_met_by_mistake(held_out):
    worst = held_out(lenient).worst
    assert [(m.criterion, m.distance) for m in worst] == [
        ("how", 2), ("who", 2), ("how", 1), ("who", 1)]
    assert all(miss.is_false_pass for miss in worst)
    strict = held_out(lambda i, t: (Judgement("who", 0), Judgement("how", 2))).worst
    assert [(m.criterion, m.given) for m in strict[:2]] == [("how", 2), ("who", 0)]


def test_a_miss_shows_the_words_of_whoever_saw_more(held_out):
    by_id = {miss.id: miss for miss in held_out(lenient).worst if miss.criterion == "who"}
    assert (by_id["c3"].words, by_id["c3"].marked_by) == ("number", "the judge")
    (miss,) = [m for m in held_out(silent).worst if m.id == "c1" and m.criterion == "who"]
    assert (miss.words, miss.marked_by) == ("met", "the rater")


def test_words_of_a_learner_cannot_steer_a_terminal(held_out):
    bad = "\x1b[31mred\u202e \ud800 and so on says none and none"
    labelled = replace(LABELLED[8], response=bad, sort="\x1b[2J", id="\x9b1")
    found = held_out(lenient, [*LABELLED[:8], labelled])
    text = plain(list(blocks_of(found)))
    assert all(c.isprintable() or c == "\n" for c in text)
    text.encode("utf-8")


def test_no_judge_of_cross_validation_saw_the_voice_or_anything_held_out(monkeypatch):
    seen = []

    def compile_item(exercise, item, labelled):
        seen.append({r.voice for r in labelled})
        assert all(r.split == "train" for r in labelled)
        return {"stub": True}

    monkeypatch.setattr(compiling, "compile_item", compile_item)
    monkeypatch.setattr(report, "judge", perfect)
    told = []
    found = cross_validated_report(EXERCISE, ITEM, LABELLED, "Here.", told.append)
    assert seen == [{"b"}, {"a"}]
    assert (found.tested.voices, found.judge.pooled.n, len(told)) == (("a", "b"), 12, 2)
    assert "Held out: not touched." in plain(list(blocks_of(found)))


def test_one_voice_cannot_be_left_out_of_itself():
    with pytest.raises(WorkshopError, match="two voices"):
        cross_validated_report(EXERCISE, ITEM, three("a"), "Here.")


def test_own_answers_need_no_voice_and_no_sort(monkeypatch, item):
    monkeypatch.setattr(report, "judge", perfect)
    mine = [replace(r, voice="", sort="") for r in three("z")]
    found = answers_report(EXERCISE, item, LABELLED, mine, "Mine.")
    assert (found.mode, found.tested.responses, found.judge.pooled.qwk) == ("own answers", 3, 1)
    assert "none could pass by mistake" in plain(list(blocks_of(found)))


def test_a_report_is_plain_data(held_out):
    data = json.loads(json.dumps(held_out(lenient).as_dict()))
    assert {"judge", "keywords", "nearest", "raters", "targets", "weakest", "worst"} <= set(data)
    assert data["judge"]["criteria"]["who"]["interval"][0] <= data["judge"]["pooled"]["qwk"] + 1
    assert data["weakest"]["criterion"] in ("who", "how")
