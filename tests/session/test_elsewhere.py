"""Two tabs on one exercise: both answers are kept, and the one that goes on is told."""

from datetime import UTC, datetime, timedelta

import pytest

from workshop import store
from workshop.model.attempt import Attempt
from workshop.session.elsewhere import ELSEWHERE
from workshop.store import AttemptLog, StoreError
from workshop.store.work import REPLACES

START = datetime(2026, 5, 12, 10, tzinfo=UTC)  # when the clock of these tests starts


def said(learner):
    return learner.view["say"]["text"], learner.view["say"]["role"]


def test_an_answer_from_another_tab_is_told_once_and_both_are_kept(walk, cards, log):
    first, second = walk(cards), walk(cards)
    first.send("answer", response={"a": "left"})
    second.send("answer", response={"a": "right"})
    assert said(second) == (ELSEWHERE, "alert")
    second.send("answer", response={"a": "right", "b": "left"})
    assert said(second)[0] == ELSEWHERE and second.view["say"]["n"] == 1, "once is enough"
    assert [a.response for a in log.read()] == [
        {"a": "left"}, {"a": "right"}, {"a": "right", "b": "left"}]
    first.send("answer", response={"a": "left", "b": "left"})
    assert said(first) == (ELSEWHERE, "alert")
    assert first.item["response"] == {"a": "left", "b": "left"}


def test_the_same_answer_from_a_player_that_was_drawn_anew_is_no_news(walk, cards):
    first, second = walk(cards), walk(cards)
    first.send("answer", response={"a": "left"})
    second.send("answer", response={"a": "left"})
    assert said(second)[0] == ""


def test_other_exercises_and_hints_from_elsewhere_are_no_news(walk, cards, talk):
    first, second = walk(cards), walk(cards)
    walk(talk).send("goto", "write")
    first.send("hint")
    second.send("answer", response={"a": "left"})
    assert said(second)[0] == ""
    second.send("answer", response={"a": "right"})
    assert said(second)[0] == "", "nor is what one has written oneself"


def load_an_answer(log, folder, hours):
    """Load work of another machine: one answer, so many hours after the start here."""
    other = AttemptLog(folder)
    other.append(Attempt(
        time=(START + timedelta(hours=hours)).isoformat(), learner="other", exercise="cards",
        item="sorting", revision="r", event="answer", response={"c": "left"}))
    store.load(log, store.pack(other, ""))


@pytest.mark.skipif(not REPLACES, reason="here what is loaded is appended, not sorted in")
def test_older_work_that_is_loaded_makes_no_answer_of_this_page_one_of_another_tab(
    walk, cards, log, tmp_path
):
    learner = walk(cards)
    learner.send("answer", response={"a": "left"})
    learner.send("answer", response={"a": "left", "b": "left"})
    load_an_answer(log, tmp_path / "older", -9)
    assert next(log.read()).learner == "other", "it was sorted in before"
    learner.send("answer", response={"a": "left", "b": "right"})
    assert said(learner)[0] == ""
    learner.send("answer", response={"a": "right", "b": "right"})
    assert said(learner)[0] == ""


def test_later_work_that_is_loaded_is_told(walk, cards, log, tmp_path):
    learner = walk(cards)
    learner.send("answer", response={"a": "left"})
    load_an_answer(log, tmp_path / "later", 9)
    learner.send("answer", response={"a": "right"})
    assert said(learner) == (ELSEWHERE, "alert")


def test_a_log_that_could_not_be_read_for_a_while_makes_no_answer_one_of_another_tab(
    walk, cards, log, monkeypatch
):
    learner, other = walk(cards), walk(cards)
    learner.send("answer", response={"a": "left"})
    other.send("hint")

    def refuses(*_):
        raise StoreError("Cannot read it.")

    with monkeypatch.context() as patched:
        patched.setattr(log, "read", refuses)
        learner.send("hint")
    other.send("hint")
    learner.send("answer", response={"a": "right"})
    assert ELSEWHERE not in said(learner)[0]
