"""Two tabs on one exercise: both answers are kept, and the one that goes on is told."""

from workshop.session.elsewhere import ELSEWHERE


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
