"""A view holds nothing that is not yet to be seen. The whole JSON is searched, keys and all."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from workshop.loading import load_exercise

EXERCISES = Path(__file__).parents[2] / "exercises"
SLUGS = sorted(path.parent.name for path in EXERCISES.glob("*/exercise.yaml"))
TELLING_NAMES = {
    "key", "feedback", "misconception", "meets", "misses", "goto", "good", "model_path",
    "model_answer", "model_response", "worked", "rubric", "judge", "near_misses", "levels",
    "claims", "objective",
}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)


def names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names(inner)


def secrets_in(view: dict) -> set[str]:
    return set(re.findall(r"SECRET[^\"]*", json.dumps(view)))


def test_before_any_attempt_no_secret_of_any_kind_is_in_the_view(walk, cards, talk):
    for exercise in (cards, talk):
        learner = walk(exercise)
        for item in exercise.items:
            learner.send("goto", item.id)
            learner.send("reveal")
            learner.send("retry")
            learner.send("check", response=None)
            if item.kind != "dialogue":
                learner.send("confidence", value="certain")
            assert secrets_in(learner.view) == set()
            assert not TELLING_NAMES & set(names(learner.view))
            learner.send("skip")


@pytest.mark.parametrize("response", [
    {"a": "right", "b": "left", "c": "left"}, {"a": "left"}, {},
])
def test_placing_cards_tells_nothing(walk, cards, response):
    learner = walk(cards)
    learner.send("answer", response=response)
    assert secrets_in(learner.view) == set()


def test_a_checked_choice_discloses_the_chosen_option_alone(walk, cards):
    learner = walk(cards)
    learner.send("goto", "tick")
    learner.send("check", response=["one", "three"])
    assert secrets_in(learner.view) == {
        "SECRET feedback on one. SECRET move after one.",
        "SECRET feedback on three. SECRET move after three."}
    learner.send("retry")
    assert secrets_in(learner.view) == set()


def test_a_sort_discloses_the_cards_that_fit_then_all_cards(walk, cards):
    learner = walk(cards)
    off = {"a": "right", "b": "left", "c": "left", "d": "left"}
    learner.send("check", response=off)
    assert secrets_in(learner.view) == {f"SECRET feedback on {n}." for n in "cd"}
    learner.send("check", response=off)
    told = " ".join(secrets_in(learner.view))
    for n in "abcd":
        assert f"SECRET feedback on {n}." in told
    for n in "ab":
        assert f"SECRET move after {n}." in told, "a misplaced card comes with something to do"


def test_a_dialogue_discloses_consequences_on_the_way_and_feedback_at_the_ending(walk, talk):
    learner = walk(talk)
    learner.send("answer", response=["tell"])
    assert secrets_in(learner.view) == {
        "SECRET consequence of first tell.", "SECRET Ann", "SECRET repair line"}
    learner.send("answer", response=["tell", "so"])
    told = learner.everything
    assert "SECRET feedback on repair so." in told
    assert "SECRET it went badly." in told
    for unseen in ("second", "SECRET good ending", "first ask", "repair sorry", "went well",
                   "model answer"):
        assert unseen not in told


def test_a_text_discloses_findings_and_never_its_examples(walk, talk):
    learner = walk(talk)
    learner.send("goto", "write")
    learner.send("check", response={"susan": "career", "george": ""})
    assert secrets_in(learner.view) == {
        "SECRET because of career.", "SECRET question about mates?"}
    learner.send("reveal")
    told = learner.everything
    assert "SECRET model career" in told
    for unseen in ("SECRET example", "SECRET miss", "SECRET next for mates"):
        assert unseen not in told


def test_clearing_an_item_hides_its_feedback_again(walk, cards):
    learner = walk(cards)
    learner.send("goto", "pick")
    learner.send("check", response=["bad"])
    learner.send("reset")
    learner.send("goto", "tick")
    assert "SECRET" not in json.dumps(learner.item)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_real_exercise_shows_anything_before_its_time(walk, slug):
    exercise = load_exercise(EXERCISES / slug)
    learner = walk(exercise)
    for item in exercise.items:
        learner.send("goto", item.id)
        learner.send("reveal")
        shown = list(strings(learner.item["fields"])) + [item.stem, item.title, item.kind]
        shown += [exercise.id, exercise.title, exercise.situation, *(i.id for i in exercise.items)]
        shown += [i.title for i in exercise.items]
        hidden = {
            text for text in strings({**asdict(item), "judge": {}})
            if len(text) > 12 and not any(text in open_text for open_text in shown)
        }
        assert len(hidden) > 8, "there is something to hide"
        page = "\n".join(strings(learner.view))
        assert [text for text in hidden if text in page] == []
        assert not TELLING_NAMES & set(names(learner.view))
