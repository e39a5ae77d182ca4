"""The figures mean what they say."""

import pytest

from workshop.model.exercise import Text
from workshop.model.labelled import LabelledResponse
from workshop.model.result import Evidence, Judgement
from workshop.model.rubric import Criterion, Levels, NearMiss
from workshop.training import bench, keyword_judge, nearest_exemplar_judge
from workshop.training.bench import quadratic_weighted_kappa


@pytest.fixture
def item():
    return Text(
        id="reply", title="Reply", stem="Write.", lens="E4",
        rubric=(
            Criterion(
                id="who", title="names who decides", question="?", because="", next="",
                levels=Levels(met="Names Lena.", partly="Both.", not_found="Nobody."),
                met=("Lena decides since she runs it",),
                near_misses=(NearMiss(text="I decide about it", why="decides"),),
            ),
        ),
    )  # fmt: skip


def labelled(*levels, sort="good"):
    return [
        LabelledResponse(
            id=str(at), item="reply", response=f"answer {at}", levels={"who": level}, sort=sort,
            evidence={"who": {"part": None, "quote": "answer"}} if level else {},
        )
        for at, level in enumerate(levels)
    ]  # fmt: skip


def says(*levels):
    """A judge that gives these levels in turn, with the first six letters as evidence."""
    order = iter(levels)
    return lambda item, response: (Judgement("who", next(order), (Evidence(None, 0, 6),)),)


def test_kappa_is_one_for_agreement_and_zero_for_a_judge_that_never_varies():
    assert quadratic_weighted_kappa([(0, 0), (1, 1), (2, 2)]) == 1
    assert quadratic_weighted_kappa([(0, 2), (2, 2)]) == 0
    assert quadratic_weighted_kappa([]) is None


def test_kappa_weighs_a_far_miss_more_than_a_near_one():
    near = quadratic_weighted_kappa([(0, 1), (2, 2), (0, 0)])
    far = quadratic_weighted_kappa([(0, 2), (2, 2), (0, 0)])
    assert near > far


def test_kappa_equals_what_scikit_learn_says():
    metrics = pytest.importorskip("sklearn.metrics")
    pairs = [(0, 0), (0, 1), (1, 2), (2, 2), (2, 0), (1, 1), (2, 2), (0, 2)]
    expected = metrics.cohen_kappa_score(*zip(*pairs, strict=True), weights="quadratic")
    assert quadratic_weighted_kappa(pairs) == pytest.approx(expected)


def test_precision_and_recall_are_of_met(item):
    found = bench(item, labelled(2, 2, 0, 1), says(2, 0, 2, 1)).pooled
    assert (found.n, found.precision, found.recall, found.exact) == (4, 0.5, 0.5, 0.5)


def test_cant_tell_counts_as_the_middle_and_is_left_out_of_the_decided(item):
    found = bench(item, labelled(2, 0, 2), says(2, 0, None)).pooled
    assert found.unsure == pytest.approx(1 / 3)
    assert found.qwk_decided == 1
    assert found.qwk < 1


def test_a_label_of_cant_tell_is_left_out(item):
    assert bench(item, labelled(2, None), says(2, 0)).pooled.n == 1


def test_a_pass_by_mistake_is_counted_for_adversarial_sorts_alone(item):
    assert bench(item, labelled(0, 0, 2, sort="ironic"), says(2, 0, 2)).pooled.wrong_pass_count == (
        1,
        2,
    )
    assert bench(item, labelled(0, 0), says(2, 0)).pooled.wrong_passes is None


def test_evidence_overlaps_where_both_say_met(item):
    assert bench(item, labelled(2, 0), says(2, 0)).pooled.evidence == 1


def test_intervals_are_the_same_each_time_and_hold_the_figure(item):
    judged = [2, 0, 2, 1, 0, 2]
    one = bench(item, labelled(2, 0, 1, 1, 0, 2), says(*judged))
    assert one == bench(item, labelled(2, 0, 1, 1, 0, 2), says(*judged))
    low, high = one.pooled_interval
    assert low <= one.pooled.qwk <= high


@pytest.mark.parametrize("make", [keyword_judge, nearest_exemplar_judge])
def test_a_floor_knows_the_rubrics_own_examples(item, make):
    floor = make(item)
    assert floor(item, "Lena decides since she runs it.")[0].level == 2
    assert floor(item, "Good morning to you.")[0].level == 0
