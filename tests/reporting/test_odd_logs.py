"""Whatever the log holds there is a report, soon, and it agrees with what the player shows."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workshop.display.report import report_page
from workshop.model.attempt import Attempt
from workshop.reporting import make_report, words
from workshop.reporting.as_json import as_json
from workshop.reporting.markdown import as_markdown
from workshop.session import EventError, Session
from workshop.store import AttemptLog

RIGHT = {"a": "left", "b": "right", "c": "left", "d": "right"}
ITEMS = {"cards": ["sorting", "choosing", "rating"], "talks": ["talking", "writing"],
         "notes": ["planning"], "before": ["one", "two"], "after": ["one", "two"]}
NASTY = ["", "\x00", "\ud800", "\u202e", "<img src=x>", "__proto__", "../../x", "a" * 500, "∞"]
HUGE = 10_000


def rendered(report):
    """All three forms, as they would be written."""
    assert json.loads(as_json(report))["schema"] == 1
    report_page(report).encode("utf-8")
    as_markdown(report).encode("utf-8")


def test_an_empty_log_says_how_to_begin(report):
    made = report()
    assert made.sentences == words.EMPTY
    for text in (report_page(made), as_markdown(made)):
        assert "You have not answered anything yet." in text
        assert "another look" not in text
        assert "/home/you/attempts.jsonl" in text


def test_torn_lines_are_counted_and_the_rest_is_there(play, report, log):
    play("cards", {"type": "check", "item": "choosing", "response": ["good"]})
    with log.path.open("ab") as file:
        file.write(b'{"schema": 1, "time": "2026"\n\xff\xfe\n{"schema": 99}\n{"sche')
    made = report()
    assert report().lost == 4
    assert made.rows[0].best.points == 1
    assert "could not be read" in report_page(report())


@pytest.mark.parametrize("named", ["choosing", "writing"])
def test_ten_thousand_events_take_no_longer_than_a_sip_of_tea(exercises, named):
    where = "talks" if named == "writing" else "cards"
    attempts = [
        Attempt(time=f"2026-05-12T10:00:{n % 60:02}+00:00", learner="x", exercise=where,
                item=named, revision="", event="check",
                response=f"aim {n}" if named == "writing" else [["good"], ["bad"]][n % 2])
        for n in range(HUGE)
    ]
    start = time.perf_counter()
    made = make_report(attempts, exercises, made="", folder="")
    rendered(made)
    assert time.perf_counter() - start < 5
    assert made.answered == 1


def test_ten_thousand_texts_are_not_all_judged(exercises, judge):
    make_report([
        Attempt(time="", learner="x", exercise="talks", item="writing", revision="",
                event="check", response=f"aim {n}") for n in range(HUGE)
    ], exercises, made="", folder="")
    assert len(judge) <= 10


def test_what_is_nested_too_deeply_for_a_player_is_passed_over(exercises):
    deep = "aim"
    for _ in range(50):
        deep = [deep]
    made = make_report([
        Attempt(time="", learner="x", exercise="talks", item="writing", revision="",
                event="answer", response=deep)], exercises, made="", folder="")
    assert made.look == ()


RESPONSES = st.sampled_from([
    RIGHT, {**RIGHT, "a": "right"}, {"a": "left"}, ["good"], ["bad"], ["other"], "good",
    {"a": 5, "b": 1, "c": 4}, {"a": 1, "b": 5, "c": 3}, ["tell", "go"], ["ask", "stay"], ["ask"],
    "aim", "aim? limit...", "aim limit day", "aim... limit... day...",
    {"moment": "now", "line": "Chapter 3, one or all"}, {"moment": "\u202e", "day": "no day"},
    {"aim": "met"}, {"aim": "met", "limit": "partly", "day": "not_yet"}, None, [], {}, "",
])
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
    | st.sampled_from(NASTY),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*"abcd", "moment"]) | st.text(), inner, max_size=3),
    max_leaves=6,
)
EVENTS = ["answer", "check", "hint", "reveal", "retry", "skip", "reset", "confidence", "goto",
          "mark"]
PLACES = st.sampled_from([(name, item) for name, items in ITEMS.items() for item in items])
ATTEMPTS = st.builds(
    lambda place, **rest: Attempt(exercise=place[0], item=place[1], **rest),
    place=PLACES | st.tuples(st.text() | st.sampled_from(NASTY), st.text()),
    time=st.sampled_from(["2026-05-12T10:00:00+00:00", "yesterday", ""]) | st.text(),
    learner=st.sampled_from(["x", "y"]) | st.text(), revision=st.text(max_size=3),
    event=st.sampled_from(EVENTS) | st.text(), response=RESPONSES | JSONS,
    result=st.none() | st.just({"status": "met"}), hints=st.integers(),
    confidence=st.none() | st.sampled_from(["certain", "guessing"]) | st.text(),
    extra=st.just({}) | st.just({"from": 0}) | st.just({"from": "x"}),
)
PLAYED = st.fixed_dictionaries(
    {"type": st.sampled_from(EVENTS), "place": PLACES},
    optional={"response": RESPONSES, "value": st.sampled_from(["certain", "fairly"]),
              "criterion": st.sampled_from(["aim", "limit", "day"]), "from": st.just(0),
              "mark": st.sampled_from(["met", "partly", "not_yet"])})
RELAXED = settings(deadline=None, max_examples=80, suppress_health_check=[
    HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@RELAXED
@given(attempts=st.lists(ATTEMPTS, max_size=20))
def test_any_events_give_a_report(attempts, exercises, check_schema):
    made = make_report(attempts, exercises, made="2026-06-01T08:00:00+00:00", folder="/x")
    check_schema(json.loads(as_json(made)))
    rendered(made)
    for row in (*made.rows, *made.groups):
        assert 0 <= row.first.points <= row.best.points <= row.best.of
    assert not {(one.exercise, one.item) for one in made.certain} & {
        (one.exercise, one.item) for one in made.look}
    assert sum(one.events for one in made.learners) == len(attempts)


@RELAXED
@given(events=st.lists(PLAYED, max_size=25))
def test_the_report_counts_what_the_player_counted(events, exercises, tmp_path_factory):
    log = AttemptLog(tmp_path_factory.mktemp("played"))
    sessions = {one.id: Session(one, log, lambda: "2026-05-12T10:00:00+00:00")
                for one in exercises}
    for event in events:
        name, item = event["place"]
        try:
            sessions[name].apply({**event, "item": item})
        except EventError:
            continue
    made = make_report(list(log.read()), exercises, made="", folder="")
    answered, plans = 0, []
    for session in sessions.values():
        for item in session.exercise.items:
            view = session.apply({"type": "goto", "item": item.id})["item"]
            answered += bool(view["attempts"])
            if item.id == "planning" and view["result"]:
                plans.append(view["attempts"])
            if item.id == "writing" and view["marks"]:
                shown = [one["mark"] for one in view["marks"]["criteria"]]
                told = [mark.own for one in made.marks for mark in one.criteria]
                own = {"met": "Met", "partly": "Partly", "not_yet": "Not yet", None: ""}
                assert told == [own[mark] for mark in shown] or not any(shown)
    assert made.answered == answered
    assert len(made.plans) == len(plans)
