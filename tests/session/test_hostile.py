"""What no player of ours sends: refused in words, or taken as it is, and nothing is lost."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workshop.session import EventError, Session
from workshop.store import AttemptLog

PLACED = {"a": "left", "b": "right", "c": "right", "d": "left"}
IDS = ["sorting", "pick", "tick", "chat", "write"]
NASTY = ["__proto__", "constructor", "toString", "form", "name", "", "\x00", "\ud800",
         "../../etc/passwd", "=1+1", "<img src=x onerror=alert(1)>", "\u202e", "a" * 300]


def nested(depth):
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


NOT_EVENTS = [
    None, 0, True, "check", [], ["check"], {}, {"type": None}, {"type": "explode"},
    {"type": "CHECK", "item": "pick"}, {"type": ["check"], "item": "pick"},
    {"type": {"type": "check"}, "item": "pick"}, {"type": "check"},
    {"type": "check", "item": None}, {"type": "check", "item": 0}, {"type": "check", "item": []},
    {"type": "check", "item": {"id": "pick"}}, {"type": "goto", "item": "nowhere"},
    {"type": "check", "item": ["pick"]}, {"type": nested(50_000), "item": "pick"},
    {"type": "check", "item": nested(50_000)}, {"__proto__": {"type": "check", "item": "pick"}},
    *({"type": "check", "item": name, "response": ["good"]} for name in NASTY),
]
NOT_PLAIN = [
    nested(50_000), nested(9), {"a": nested(500)}, float("nan"), {"a": float("inf")}, b"bytes",
    {1: "one"}, {"a": {1, 2}}, ("a", "b"), 2**80, object(),
]


@pytest.fixture
def learner(walk, cards):
    """Somebody in the middle of a walk."""
    learner = walk(cards)
    learner.send("hint")
    learner.send("check", response={**PLACED, "a": "right"})
    learner.send("answer", response=PLACED)
    return learner


@pytest.mark.parametrize("event", NOT_EVENTS, ids=range(len(NOT_EVENTS)))
def test_what_is_no_event_is_refused_and_changes_nothing(learner, log, event):
    before, written = copy.deepcopy(learner.view), log.path.read_bytes()
    with pytest.raises(EventError, match="^This event .*[.]$"):
        learner.session.apply(event)
    assert learner.session.view() == before
    assert log.path.read_bytes() == written


@pytest.mark.parametrize("type", ["answer", "check"])
@pytest.mark.parametrize("response", NOT_PLAIN, ids=range(len(NOT_PLAIN)))
def test_a_response_that_is_not_plain_data_is_refused_and_changes_nothing(
    learner, log, type, response
):
    before, written = copy.deepcopy(learner.view), log.path.read_bytes()
    with pytest.raises(EventError, match="not plain data"):
        learner.session.apply({"type": type, "item": "sorting", "response": response})
    assert learner.session.view() == before
    assert log.path.read_bytes() == written


@pytest.mark.parametrize("more", [
    {"type": "confidence", "value": ["guessing"]}, {"type": "confidence", "value": {}},
    {"type": "confidence", "value": "very"}, {"type": "confidence"},
    {"type": "mark", "criterion": ["career"], "mark": "met"},
    {"type": "mark", "criterion": "career", "mark": ["met"]},
    {"type": "mark", "criterion": "__proto__", "mark": "met"}, {"type": "mark"},
    {"type": "retry", "from": -5}, {"type": "retry", "from": "two"}, {"type": "retry", "from": []},
    {"type": "retry", "from": 10**9}, {"type": "hint", "response": "?"},
    {"type": "goto", "seq": []}, {"type": "skip", "seq": {"a": 1}}, {"type": "answer"},
], ids=str)
@pytest.mark.parametrize("item", ["sorting", "chat", "write"])
def test_odd_details_of_an_event_are_passed_over(walk, cards, talk, item, more):
    exercise = cards if item == "sorting" else talk
    learner = walk(exercise)
    learner.send("goto", item)
    learner.send_oddly({**more, "item": item})
    again = walk(exercise)
    again.send("goto", item)


def test_a_megabyte_of_text_comes_through(walk, talk):
    learner = walk(talk)
    learner.send("goto", "write")
    text = "career wörter " * 75_000
    learner.send("check", response={"susan": text, "george": ""})
    assert learner.item["response"]["susan"] == text
    assert walk(talk).item["result"]["criteria"][0]["finding"] == "found"


@pytest.mark.parametrize("text", [
    "\x00", "\ud800", "\u2028career", "\u202ecareer", "career" + "\u0301" * 10_000, "😀" * 500,
    "<script>alert(1)</script> career", "career ${7*7} {{7*7}} %s", "career\r\n\tmates",
], ids=ascii)
def test_odd_characters_are_kept_as_they_are(walk, talk, text):
    learner = walk(talk)
    learner.send("goto", "write")
    learner.send("check", response={"susan": text, "george": text})
    assert walk(talk).item["response"] == {"susan": text, "george": text}
    assert walk(talk).item == learner.item


@pytest.mark.parametrize("item", IDS)
@pytest.mark.parametrize("name", NASTY)
def test_nasty_names_inside_a_response_are_plain_strings(walk, cards, talk, item, name):
    exercise = cards if item in IDS[:3] else talk
    learner = walk(exercise)
    learner.send("goto", item)
    for response in (name, [name], {name: "left"}, {"a": name}, {"susan": name}):
        for type in ("answer", "check"):
            learner.send(type, response=response)
    assert walk(exercise).item["response"] == {"susan": name}


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    | st.sampled_from([*NASTY, *IDS, *"abcd", "left", "good", "ask", "stay", "susan", "career"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from([*"abcd", "susan", "george", "__proto__"]) | st.text(),
                      inner, max_size=4),
    max_leaves=8,
)
LIKELY = st.sampled_from([
    PLACED, {"a": "left"}, ["good"], "bad", ["one", "two"], ["ask"], ["ask", "stay"],
    ["tell", "so"], {"susan": "career", "george": "mates?"}, {"susan": "..."}, None, [], {},
])
EVENTS = st.fixed_dictionaries(
    {"type": st.sampled_from(["answer", "check", "hint", "reveal", "retry", "skip", "reset",
                              "confidence", "goto", "mark"]) | JSONS,
     "item": st.sampled_from(IDS) | JSONS},
    optional={"response": LIKELY | JSONS, "seq": st.integers(0, 99) | JSONS, "from": JSONS,
              "value": st.sampled_from(["guessing", "certain"]) | JSONS,
              "criterion": st.sampled_from(["career", "mates"]) | JSONS,
              "mark": st.sampled_from(["met", "not_yet"]) | JSONS},
)


@settings(deadline=None, max_examples=80,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(events=st.lists(EVENTS | JSONS, max_size=12))
def test_whatever_is_sent_only_event_errors_come_back_and_a_restart_shows_the_same(
    events, cards, talk, check_view, tmp_path_factory
):
    for exercise in (cards, talk):
        log = AttemptLog(tmp_path_factory.mktemp("hostile"))
        session = Session(exercise, log, lambda: "2026-05-12T10:00:00+00:00")
        tries = dict.fromkeys(IDS, 0)
        for event in events:
            try:
                view = session.apply(event)
            except EventError:
                view = session.view()
            check_view(view)
            assert json.loads(json.dumps(view, allow_nan=False)) == view
            item = view["item"]
            assert item["attempts"] >= tries[item["id"]], "an attempt is never lost"
            tries[item["id"]] = item["attempts"]
            assert item["model"] is None or item["attempts"], "nothing is shown before a try"
        again = Session(exercise, log, lambda: "2026-05-12T10:00:00+00:00")
        assert log.skipped == []
        for item in exercise.items:
            goto = {"type": "goto", "item": item.id}
            assert again.apply(goto)["item"] == session.apply(goto)["item"]


@settings(deadline=None, max_examples=40,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(response=JSONS, item=st.sampled_from(IDS))
def test_a_wrong_response_costs_nothing_and_the_right_one_is_still_taken(
    response, item, cards, talk, tmp_path_factory
):
    right = {"sorting": PLACED, "pick": ["good"], "tick": ["one", "two"], "chat": ["ask", "stay"],
             "write": {"susan": "career", "george": "mates"}}[item]
    log = AttemptLog(tmp_path_factory.mktemp("wrong"))
    session = Session(cards if item in IDS[:3] else talk, log, lambda: "")
    session.apply({"type": "goto", "item": item})
    try:
        view = session.apply({"type": "check", "item": item, "response": response})
        assert (view["item"]["result"] is None) == (view["item"]["attempts"] == 0)
    except EventError:
        view = session.view()
    tried = view["item"]["attempts"]
    view = session.apply({"type": "check", "item": item, "response": right})
    assert view["item"]["attempts"] == tried + 1
    assert view["item"]["state"] == "met"
