"""The player without a browser: a widget that takes events and can always be shown somehow."""

import json
import re
from pathlib import Path

import pytest

from workshop.display import assets
from workshop.display.player import Player, sendable
from workshop.errors import WorkshopError
from workshop.notebook import exercise, worked_example

SLUG = "motivating-susan-and-george"


def test_an_exercise_cell_shows_a_stable_line_where_nothing_else_can_be_shown():
    first, second = exercise(SLUG), exercise(SLUG)
    assert repr(first) == repr(second)
    assert repr(first).startswith('Exercise "Motivating Susan and George" (chapter 3): 3 parts')


def test_the_bundle_carries_the_widget_a_static_page_and_a_line():
    data, _ = exercise(SLUG)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "Think first" in data["text/html"]
    assert data["text/plain"].startswith("Exercise")


def test_the_static_page_in_the_bundle_is_the_same_after_answering():
    player = exercise(SLUG)
    before = player._repr_mimebundle_()[0]["text/html"]
    player.take({"type": "answer", "item": "whose-label", "response": ["mentoring"], "seq": 1})
    assert player._repr_mimebundle_()[0]["text/html"] == before
    assert exercise(SLUG)._repr_mimebundle_()[0]["text/html"] == before


def test_a_message_from_the_browser_is_graded_and_acknowledged():
    player = exercise(SLUG)
    player._on_message(player, {"type": "goto", "item": "whose-label", "seq": 1}, [])
    player._on_message(
        player, {"type": "check", "item": "whose-label", "response": ["mentoring"], "seq": 2}, []
    )
    assert player.view["ack"] == 2
    assert player.view["item"]["result"]["status"] == "met"


def test_a_refused_event_is_answered_and_the_next_announcement_is_heard():
    player = exercise(SLUG)
    refused = player.take({"type": "dance", "item": "whose-label", "seq": 5})
    assert refused["ack"] == 5
    assert refused["say"]["role"] == "alert"
    player.take({"type": "goto", "item": "whose-label", "seq": 6})
    spoken = player.take({"type": "check", "item": "whose-label", "response": [], "seq": 7})
    assert spoken["say"]["n"] > refused["say"]["n"]
    assert spoken["say"]["text"] == "Choose an option first."


def test_no_key_and_no_model_answer_is_in_what_the_browser_gets_before_an_attempt():
    view = json.dumps(exercise(SLUG).view)
    assert "rivals of people" not in view, "feedback of a card"
    assert "The line is not sharp everywhere" not in view, "the model answer"


def test_half_a_surrogate_pair_reaches_the_browser_as_a_replacement():
    view = sendable({"text": "broken \ud83d here", "whole": "😀"})
    json.dumps(view, ensure_ascii=False).encode("utf-8")
    assert view["whole"] == "😀"


def test_an_unknown_exercise_names_those_there_are():
    with pytest.raises(WorkshopError, match="There are: .*redirecting-technical-decisions"):
        exercise("no-such-exercise")


def test_an_unknown_worked_example_is_told():
    with pytest.raises(WorkshopError, match='no worked example "best"'):
        worked_example(SLUG, "best")


def test_the_front_end_is_small_and_asks_no_other_host():
    text = assets.script() + assets.style()
    assert len(text.encode()) < 60_000
    hosts = set(re.findall(r"https?://([\w.-]+)", text))
    assert hosts <= {"www.w3.org"}, "the name of the SVG vocabulary, which nobody asks for"


def test_the_player_is_a_jupyter_widget():
    import ipywidgets

    assert issubclass(Player, ipywidgets.DOMWidget)


def test_a_judge_that_does_not_fit_the_rubric_costs_no_answer(monkeypatch):
    player = exercise(SLUG)
    monkeypatch.setattr("workshop.kinds.text.judge", lambda *_: {}["no such criterion"])
    text = {"team": "one", "susan": "two", "george": "three"}
    view = player.take({"type": "check", "item": "messages", "response": text, "seq": 1})
    assert view["ack"] == 1
    assert "by a fault of the workshop" in view["say"]["text"]
    again = exercise(SLUG)
    view = again.take({"type": "goto", "item": "messages", "seq": 1})
    assert view["item"]["response"] == text or view["item"]["response"] is None
    assert "messages" in log_text()


def log_text():
    import os

    return Path(os.environ["WORKSHOP_HOME"], "attempts.jsonl").read_text("utf-8")


def test_lines_that_cannot_be_read_are_told_to_the_learner():
    import os

    folder = Path(os.environ["WORKSHOP_HOME"])
    exercise(SLUG).take(
        {"type": "check", "item": "whose-label", "response": ["mentoring"], "seq": 1}
    )
    with (folder / "attempts.jsonl").open("a", encoding="utf-8") as log:
        log.write('{"schema": 1, "torn')
    assert "One earlier entry could not be read" in exercise(SLUG).view["welcome"]
