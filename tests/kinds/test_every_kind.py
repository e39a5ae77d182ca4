"""What every kind promises: samples, reading that never raises, grading that is pure."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workshop.bulk import grade
from workshop.kinds import KINDS, kind_of
from workshop.kinds.base import Kind, Shown, one_of
from workshop.loading import find_places, load_all
from workshop.model.exercise import Choice, Dialogue, Match, Rate, Reflect, Sort, Text
from workshop.model.result import Unreadable

REAL = {f"{exercise.id}/{item.id}": item
        for exercise in load_all(find_places(Path(__file__))) for item in exercise.items}
OWN = ["choice", "choice-many", "choice-lens", "sort", "order", "match", "match-one", "rate",
       "rate-contested", "dialogue", "text", "text-parts", "reflect"]
PROMISED = {"right": "met", "partly": "partly", "wrong": "not_yet"}


@pytest.fixture(params=[*REAL, *OWN])
def item(request, make):
    own = {
        "choice": make.choice(), "choice-many": make.choice(["a", "b"], many=True),
        "choice-lens": make.choice(lens="E4"), "sort": make.sort(), "dialogue": make.dialogue(),
        "order": make.order(), "match": make.match(), "match-one": make.match(["place"]),
        "rate": make.rate(), "rate-contested": make.rate(contested=[1]),
        "reflect": make.reflect(),
        "text": make.text(()), "text-parts": make.text(),
    }
    return REAL.get(request.param) or own[request.param]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner,
                                                                max_size=4), max_leaves=12)


def pieces(item):
    """Ids and texts that an item knows, so that guesses come near to real responses."""
    names = [word for word in json.dumps(kind_of(item).samples(item)).split('"') if word.strip()]
    return st.sampled_from(names or ["x"])


def test_there_is_a_real_item_of_every_kind():
    assert {item.kind for item in REAL.values()} == set(KINDS)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_kind_has_every_verb_of_the_contract(name):
    verbs = {verb for verb in vars(Kind) if not verb.startswith("_")}
    assert all(callable(getattr(KINDS[name], verb)) for verb in verbs)


def test_item_has_no_faults(item):
    assert list(kind_of(item).faults(item)) == []


def test_every_sample_earns_what_it_is_a_sample_of(item):
    kind = kind_of(item)
    for sort, status in PROMISED.items():
        for raw in kind.samples(item)[sort]:
            result = kind.grade(item, kind.read(item, raw))
            if isinstance(item, Text) and not item.judge:
                assert (result.status, result.score) == ("unscored", None)
            elif isinstance(item, Text):
                # A judge may be unsure of one criterion of a good text, and see half of a weak one.
                assert result.status in (status, "partly")
                sure = [j.level for j in result.judgements if j.level == 2]
                assert len(sure) >= len(result.judgements) - 1 if sort == "right" else not sure
            elif isinstance(item, Reflect):
                assert (result.status, result.score) == ("unscored", None)
            else:
                assert result.status == status


def test_every_unreadable_sample_is_unreadable_and_says_what_to_do(item):
    kind = kind_of(item)
    for raw in kind.samples(item)["unreadable"]:
        read = kind.read(item, raw)
        assert isinstance(read, Unreadable), raw
        assert read.message.endswith(".")
        assert kind.in_words(item, raw) == [] or isinstance(
            item, Sort | Match | Rate | Dialogue | Reflect)


def test_unreadable_response_is_unscored_and_never_zero(item):
    for raw in kind_of(item).samples(item)["unreadable"]:
        result = grade(item, raw)
        assert (result.status, result.score) == ("unscored", None)
        assert all(judgement.level is None for judgement in result.judgements)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None,
          max_examples=40)
@given(st.data())
def test_reading_never_raises_and_what_it_reads_can_be_graded(item, data):
    near = st.lists(pieces(item), max_size=6) | st.dictionaries(pieces(item), pieces(item))
    raw = data.draw(anything | near | pieces(item))
    kind = kind_of(item)
    read = kind.read(item, raw)
    kind.in_words(item, raw)
    kind.is_finished(item, raw)
    json.dumps(kind.view(item, Shown(raw, "seed")))
    if not isinstance(read, Unreadable):
        result = kind.grade(item, read)
        assert result == kind.grade(item, read)
        assert result.score is None or 0 <= result.score.raw <= result.score.max
        json.dumps(kind.disclose(item, result, 1).as_dict())


def test_grading_changes_neither_item_nor_response(item):
    kind = kind_of(item)
    for raw in kind.samples(item)["right"]:
        read = kind.read(item, raw)
        before = repr((item, read))
        kind.grade(item, read)
        assert repr((item, read)) == before


def test_result_is_plain_json_in_the_form_of_the_contract(item):
    for raw in kind_of(item).samples(item)["right"]:
        result = json.loads(json.dumps(grade(item, raw).as_dict()))
        assert list(result) == ["status", "score", "max", "criteria", "feedback"]
        assert list(result["feedback"]) == ["text", "next", "link"]
        for entry in result["criteria"]:
            assert list(entry) == ["id", "level", "evidence", "because"]


def test_view_holds_no_key_no_feedback_and_no_model_answer(item):
    view = json.dumps(kind_of(item).view(item, Shown()), ensure_ascii=False)
    secrets = [item.model_answer]
    if isinstance(item, Choice):
        secrets += [option.feedback.text for option in item.options]
    elif isinstance(item, Sort):
        secrets += [card.feedback.text for card in item.cards]
    elif isinstance(item, Dialogue):
        secrets += [ending.text for ending in item.endings if len(ending.text) > 9]
    elif isinstance(item, Text):
        secrets += [answer.notice for answer in item.worked if len(answer.notice) > 9]
    for secret in filter(None, (text.strip() for text in secrets)):
        assert json.dumps(secret, ensure_ascii=False)[1:-1] not in view
    assert '"key"' not in view and "misconception" not in view


def test_order_on_the_screen_depends_on_the_seed_alone(item):
    kind = kind_of(item)
    views = [kind.view(item, Shown(seed=f"seed {n}")) for n in range(20)]
    assert views == [kind.view(item, Shown(seed=f"seed {n}")) for n in range(20)]
    if not isinstance(item, Text | Reflect):
        assert any(view != views[0] for view in views)


@pytest.mark.parametrize("name", ["__proto__", "constructor", "form", "toString"])
def test_strange_ids_are_names_like_any_other(make, name):
    item = make.choice()
    item = replace(item, key=(name,), options=(*item.options, replace(item.options[0], id=name)))
    assert grade(item, name).status == "met"
    assert grade(item, ["a"]).status == "not_yet"


@example(["a", "b"])
@given(st.lists(st.text(min_size=1), min_size=1))
def test_a_remedy_names_each_choice_once(names):
    assert one_of(names + names) == one_of(list(dict.fromkeys(names)))
