"""When saving fails, and when the log is not what was written."""

import json
from dataclasses import asdict

import pytest

from workshop.session import Session

PLACED = {"a": "left", "b": "right", "c": "right", "d": "left"}
FULL = ("Not saved. Cannot save to attempts.jsonl: No space left on device. "
        "Your text is still on this page: copy it before you leave.")


def edit(log, change):
    """Change every record of the log by hand."""
    records = [json.loads(line) for line in log.path.read_bytes().splitlines()]
    lines = [json.dumps(change(record) or record) for record in records]
    log.path.write_text("\n".join(lines) + "\n")


def test_what_cannot_be_saved_stays_in_view_and_is_told_once_as_an_alert(walk, talk, log):
    learner = walk(talk)
    learner.send("goto", "write")
    log.is_full = True
    learner.send("answer", response={"susan": "My text", "george": ""})
    assert learner.item["response"] == {"susan": "My text", "george": ""}
    assert learner.view["saved"] == {"state": "failed", "text": FULL}
    said = learner.view["say"]
    assert (said["text"], said["role"]) == (FULL, "alert")
    learner.send("answer", response={"susan": "My text goes on", "george": ""})
    assert learner.view["say"] == said, "once is enough"
    assert learner.view["saved"]["state"] == "failed"


@pytest.mark.parametrize(("event", "more", "also_said"), [
    ("check", {"response": PLACED}, "Met. 4 of 4 cards are where this view puts them."),
    ("check", {"response": {}}, "Place the cards first."),
    ("hint", {}, "Hint 1 of 2: SECRET hint 1 of sorting."),
])
def test_the_alert_is_not_lost_behind_what_else_is_said(
    walk, cards, log, event, more, also_said
):
    learner = walk(cards)
    log.is_full = True
    learner.send(event, **more)
    assert learner.view["say"]["role"] == "alert"
    assert learner.view["say"]["text"].startswith(f"{FULL} {also_said}")


def test_once_there_is_space_again_everything_is_saved_in_order(walk, cards, log):
    learner = walk(cards)
    learner.send("answer", response={"a": "left"})
    log.is_full = True
    learner.send("check", response=PLACED)
    learner.send("hint")
    log.is_full = False
    learner.send("confidence", value="fairly")
    assert learner.view["saved"] == {"state": "saved", "text": "Saved on this computer."}
    assert [a.event for a in log.read()] == ["answer", "check", "hint", "confidence"]
    assert walk(cards).item == learner.item, "nothing is missing after a restart"


def test_the_same_draft_sent_again_is_saved_when_it_was_not_before(walk, cards, log):
    learner = walk(cards)
    log.is_full = True
    learner.send("answer", response={"a": "left"})
    log.is_full = False
    learner.send("answer", response={"a": "left"})
    assert learner.view["saved"]["state"] == "saved"
    assert [a.response for a in log.read()] == [{"a": "left"}]


def test_a_second_failure_after_a_success_is_told_again(walk, cards, log):
    learner = walk(cards)
    numbers = []
    for card in "ab":
        log.is_full = True
        learner.send("answer", response={card: "left"})
        assert learner.view["say"]["role"] == "alert"
        numbers.append(learner.view["say"]["n"])
        log.is_full = False
        learner.send("hint")
    assert numbers[0] < numbers[1]


def test_a_log_that_cannot_be_read_is_told_and_the_walk_goes_on(walk, cards, log):
    log.path.mkdir()
    learner = walk(cards)
    assert learner.view["saved"] == {
        "state": "failed",
        "text": f"Your earlier answers are not shown. Cannot read {log.path}: Is a directory."}
    learner.send("check", response=PLACED)
    assert learner.item["result"]["status"] == "met"
    assert learner.view["say"]["role"] == "alert", "that nothing is saved is said aloud"


def test_the_score_is_made_anew_from_the_response(walk, cards, log):
    learner = walk(cards)
    learner.send("check", response=dict.fromkeys("abcd", "right"))
    honest = learner.item["result"]

    def cheat(record):
        record["result"] = {"status": "met", "score": 1000, "max": 4, "criteria": [],
                            "feedback": {"text": "Perfect", "next": "", "link": ""}}
        record["hints"] = -5

    edit(log, cheat)
    again = walk(cards)
    assert again.item["result"] == honest
    assert "Perfect" not in again.everything


@pytest.mark.parametrize("oddity", [
    {"event": "explode"}, {"event": "__class__"}, {"item": "long gone"}, {"item": "__proto__"},
    {"response": "something else"}, {"response": 7}, {"response": ["a", None, {}]},
    {"response": {"__proto__": "left"}}, {"response": {"a": ["left"]}},
    {"confidence": "constructor"}, {"confidence": ["guessing"]}, {"extra": {"from": -3}},
    {"extra": {"from": "two"}}, {"extra": []}, {"time": "yesterday"}, {"time": ""},
    {"revision": "000000000000"}, {"learner": "somebody else"}, {"result": "met"},
    {"event": "confidence", "confidence": None}, {"event": "retry", "extra": {"from": 1e300}},
    {"event": "confidence", "confidence": "constructor"},
    {"event": "confidence", "confidence": ["guessing"]}, {"event": "retry", "extra": []},
    {"event": "retry", "extra": {"from": "two"}}, {"event": "retry", "extra": {"from": -3}},
    {"event": "mark", "response": {"career": ["met"], "mates": "great"}},
    {"event": "mark", "response": [1]}, {"response": [[[[[[[[[[[["deep"]]]]]]]]]]]]},
], ids=str)
def test_no_edited_line_keeps_a_walk_from_starting(walk, cards, talk, log, oddity):
    walk(cards).send("check", response=PLACED)
    for response in (["ask"], ["ask", "stay"]):
        walk(talk).send("answer", response=response)
    learner = walk(talk)
    learner.send("goto", "write")
    learner.send("check", response={"susan": "career", "george": "mates"})
    learner.send("reveal")
    edit(log, lambda record: {**record, **oddity})
    for exercise in (cards, talk):
        learner = walk(exercise)
        for item in exercise.items:
            learner.send("goto", item.id)
        learner.send("hint")
        learner.send("reveal")


def test_replies_that_the_dialogue_no_longer_has_are_left_off(walk, talk, log):
    walk(talk).send("answer", response=["ask", "stay"])
    edit(log, lambda record: {**record, "response": ["ask", "an old reply", "stay"]})
    learner = walk(talk)
    assert learner.item["fields"]["path"] == ["ask"]
    assert learner.item["fields"]["now"]["id"] == "second"
    assert learner.item["result"] is None
    learner.send("answer", response=["ask", "stay"])
    assert learner.item["state"] == "met"


def test_a_clock_that_was_set_back_changes_no_order(cards, log, check_view):
    times = iter(["2026-05-12T10:00:00+00:00", "2026-05-11T10:00:00+00:00",
                  "2020-01-01T00:00:00+00:00"])
    session = Session(cards, log, lambda: next(times))
    for bins in ("left", "right"):
        session.apply({"type": "check", "item": "sorting",
                       "response": dict.fromkeys("abcd", bins)})
    session.apply({"type": "answer", "item": "sorting", "response": {"a": "left"}})
    again = Session(cards, log, lambda: "")
    view = again.view()
    check_view(view)
    assert view["item"]["response"] == {"a": "left"}
    assert view["item"]["result"]["checked"] == dict.fromkeys("abcd", "right")


def test_a_line_of_an_unknown_item_is_kept_in_the_log(walk, cards, log):
    learner = walk(cards)
    learner.send("check", response=PLACED)
    edit(log, lambda record: {**record, "item": "renamed since"})
    again = walk(cards)
    again.send("answer", response={"a": "left"})
    assert [a.item for a in log.read()] == ["renamed since", "sorting"]


def test_the_revision_changes_with_what_is_asked_and_with_nothing_else(cards, talk):
    from dataclasses import replace

    from workshop.session.revisions import revision

    item = cards.items[0]
    assert revision(cards, item) == revision(replace(cards, title="Other", minutes=9), item)
    assert revision(cards, item) != revision(replace(cards, situation="Other"), item)
    assert revision(cards, item) != revision(cards, replace(item, stem="Other"))
    assert asdict(item)["stem"] == "Stem of sorting?"
