"""Events in, views out: what a learner may count on in every kind of item."""

import re

import pytest

from workshop.session import EventError, Session, days

PLACED = {"a": "left", "b": "right", "c": "right", "d": "left"}
TWO_OFF = {**PLACED, "a": "right", "b": "left"}


def logged(log, event):
    return [a for a in log.read() if a.event == event]


def test_the_first_view_shows_the_exercise_and_its_first_item_untouched(walk, cards, log):
    view = walk(cards).view
    assert view["exercise"]["title"] == "Title of cards"
    assert view["position"]["index"] == 0
    assert [i["state"] for i in view["position"]["items"]] == ["unanswered"] * 3
    assert view["item"]["id"] == "sorting"
    assert view["item"]["lens"] == "In Chapter 3's view"
    assert view["welcome"] == ""
    assert view["saved"] == {"state": "none", "text": ""}
    assert not log.path.exists(), "nothing is written before the learner does something"


def test_an_answer_is_a_draft_that_is_kept_and_not_graded(walk, cards, log):
    learner = walk(cards)
    learner.send("answer", response={"a": "left"})
    assert learner.item["state"] == "drafted"
    assert learner.item["response"] == {"a": "left"}
    assert learner.item["result"] is None
    assert learner.item["attempts"] == 0
    assert learner.view["position"]["items"][0]["badge"] == "Started"
    assert learner.view["saved"] == {"state": "saved", "text": "Saved on this computer."}
    assert learner.view["say"]["text"] == "", "no chatter while somebody writes"
    assert [(a.event, a.response) for a in log.read()] == [("answer", {"a": "left"})]


def test_the_same_draft_twice_is_written_once(walk, cards, log):
    learner = walk(cards)
    learner.send("answer", response={"a": "left"})
    learner.send("answer", response={"a": "left"})
    assert len(list(log.read())) == 1


def test_check_records_an_attempt_with_its_result(walk, cards, log):
    learner = walk(cards)
    learner.send("check", response=TWO_OFF)
    (attempt,) = log.read()
    assert (attempt.event, attempt.exercise, attempt.item) == ("check", "cards", "sorting")
    assert attempt.learner == "0123456789abcdef"
    assert attempt.response == TWO_OFF
    assert (attempt.result["status"], attempt.result["score"], attempt.result["max"]) == (
        "partly", 2, 4)
    assert re.fullmatch("[0-9a-f]{8}[.][0-9a-f]{8}", attempt.revision)
    assert learner.item["attempts"] == 1
    assert learner.item["result"]["badge"] == "Partly"


@pytest.mark.parametrize(("item", "response", "said", "focus"), [
    ("sorting", {"a": "left", "c": "left"}, "Place every card first: 2 to go.", "field:b"),
    ("sorting", None, "Place the cards first.", "field"),
    ("pick", [], "Choose an option first.", "field"),
    ("pick", ["good", "bad"], "Choose one option only.", "field"),
    ("tick", None, "Choose an option first.", "field"),
])
def test_an_unreadable_response_costs_no_attempt_and_focuses_the_field(
    walk, cards, log, item, response, said, focus
):
    learner = walk(cards)
    learner.send("goto", item)
    before = learner.view["focus"]["n"]
    learner.send("check", response=response)
    assert learner.view["say"]["text"] == said
    assert learner.view["say"]["role"] == "status"
    assert learner.view["focus"] == {"n": before + 1, "to": focus}
    assert learner.item["attempts"] == 0
    assert learner.item["result"] is None
    assert learner.item["can"]["reveal"] is False
    assert logged(log, "check")[0].result is None, "kept, and no score"


@pytest.mark.parametrize(("response", "focus"), [
    ({}, "field:susan"), ({"susan": " ", "george": "\n"}, "field:susan"), (None, "field:susan"),
])
def test_an_empty_text_is_not_judged_and_the_first_part_gets_the_focus(
    walk, talk, response, focus
):
    learner = walk(talk)
    learner.send("goto", "write")
    learner.send("check", response=response)
    assert learner.view["say"]["text"] == "Write something first."
    assert learner.view["focus"]["to"] == focus
    assert learner.item["attempts"] == 0


def test_hints_come_one_by_one_and_end(walk, cards, log):
    learner = walk(cards)
    for number in (1, 2):
        assert learner.item["can"]["hint"]
        learner.send("hint")
        assert learner.item["hints"] == {
            "shown": [f"SECRET hint {n} of sorting." for n in range(1, number + 1)], "total": 2}
        assert learner.view["say"]["text"] == (
            f"Hint {number} of 2: SECRET hint {number} of sorting.")
    assert not learner.item["can"]["hint"]
    learner.send("hint")
    assert len(learner.item["hints"]["shown"]) == 2
    learner.send("check", response=PLACED)
    assert logged(log, "check")[0].hints == 2, "the attempt tells how many hints came before"


def test_an_item_without_hints_has_none_to_give(walk, cards):
    learner = walk(cards)
    learner.send("goto", "tick")
    assert learner.item["can"]["hint"] is False
    learner.send("hint")
    assert learner.item["hints"] == {"shown": [], "total": 0}


def test_the_first_check_of_a_sort_names_the_cards_but_not_the_rule(walk, cards):
    learner = walk(cards)
    learner.send("check", response=TWO_OFF)
    result = learner.item["result"]
    assert result["next"] == 'Look again at "Card a" and "Card b".'
    notes = {note["about"]: note for note in result["notes"]}
    assert [notes[n]["badge"] for n in "abcd"] == ["Not yet", "Not yet", "Met", "Met"]
    for off in "ab":
        assert f"SECRET feedback on {off}" not in learner.everything
        assert notes[off]["text"] == ""
    learner.send("check", response=TWO_OFF)
    assert "SECRET feedback on a" in learner.everything, "the second check names the rule"


def test_a_choice_tells_about_the_chosen_option_only(walk, cards):
    learner = walk(cards, book="http://localhost:8000/book")
    learner.send("goto", "pick")
    learner.send("check", response=["bad"])
    result = learner.item["result"]
    assert (result["status"], result["text"]) == ("not_yet", "SECRET feedback on bad.")
    assert result["link"] == {"label": "Chapter 3, A place",
                              "href": "http://localhost:8000/book/chapters/3.html#a-place"}
    assert "SECRET feedback on good" not in learner.everything
    assert learner.view["say"]["text"] == (
        "Not yet. SECRET feedback on bad. SECRET move after bad.")


def test_an_option_of_another_lens_depends_and_has_no_score(walk, cards, log):
    learner = walk(cards)
    learner.send("goto", "pick")
    learner.send("check", response=["other"])
    assert learner.item["result"]["badge"] == "Depends"
    assert logged(log, "check")[0].result["score"] is None, "not scored is not zero"


def test_trying_again_clears_the_verdict_of_a_choice_and_keeps_what_was_chosen(walk, cards):
    learner = walk(cards)
    learner.send("goto", "tick")
    learner.send("check", response=["one", "three"])
    learner.send("retry")
    assert learner.item["result"] is None
    assert learner.item["state"] == "drafted"
    assert learner.item["response"] == ["one", "three"]
    assert learner.item["attempts"] == 1
    assert learner.item["can"]["reveal"], "one attempt was made"
    assert learner.view["focus"]["to"] == "field"


def test_revising_a_text_keeps_the_words_and_what_was_found(walk, talk):
    learner = walk(talk)
    learner.send("goto", "write")
    learner.send("check", response={"susan": "Your career", "george": ""})
    learner.send("retry")
    assert learner.item["response"] == {"susan": "Your career", "george": ""}
    assert learner.item["result"]["criteria"][0]["quotes"] == ["career"]


def test_editing_a_checked_answer_marks_its_result_as_stale(walk, cards):
    learner = walk(cards)
    learner.send("check", response=TWO_OFF)
    assert learner.item["result"]["stale"] is False
    learner.send("answer", response=PLACED)
    assert learner.item["result"]["stale"] is True
    assert learner.item["result"]["checked"] == TWO_OFF
    learner.send("answer", response=TWO_OFF)
    assert learner.item["result"]["stale"] is False


def test_the_model_answer_comes_after_an_attempt_and_stands_beside_the_first_one(
    walk, cards, log
):
    learner = walk(cards)
    learner.send("goto", "pick")
    learner.send("reveal")
    assert learner.item["model"] is None, "no attempt yet"
    learner.send("check", response=["bad"])
    learner.send("reveal")
    assert learner.item["state"] == "revealed"
    assert learner.item["model"] == {
        "title": "Model answer", "text": "SECRET model answer of pick.",
        "parts": [{"label": "", "text": "Option good"}],
        "own": [{"label": "", "text": "Option bad"}],
    }
    assert learner.view["say"]["text"] == "Model answer shown below."
    assert learner.view["focus"]["to"] == "model"
    assert learner.item["can"]["reveal"] is False


def test_after_the_model_answer_the_first_score_stays(walk, cards, log):
    learner = walk(cards)
    learner.send("goto", "pick")
    learner.send("check", response=["bad"])
    learner.send("reveal")
    learner.send("check", response=["good"])
    first, later = logged(log, "check")
    assert (first.result["score"], first.extra) == (0, {})
    assert (later.result["score"], later.extra) == (1, {"after_model": True})
    assert learner.item["state"] == "revealed"
    assert learner.item["model"]["own"] == [{"label": "", "text": "Option bad"}]
    learner.send("reset")
    learner.send("check", response=["good"])
    assert learner.item["model"]["own"] == [{"label": "", "text": "Option bad"}]


def test_clearing_an_item_empties_it_and_what_was_tried_still_counts(walk, cards):
    learner = walk(cards)
    learner.send("confidence", value="certain")
    learner.send("check", response=PLACED)
    learner.send("reset")
    item = learner.item
    assert (item["response"], item["result"], item["state"]) == (None, None, "unanswered")
    assert item["confidence"]["value"] is None
    assert item["attempts"] == 1
    assert item["can"]["reset"] is False


def test_confidence_goes_with_the_attempt(walk, cards, log):
    learner = walk(cards)
    assert learner.item["confidence"]["asked"]
    learner.send("confidence", value="fairly")
    assert learner.item["confidence"]["value"] == "fairly"
    learner.send("check", response=PLACED)
    assert logged(log, "check")[0].confidence == "fairly"


def test_confidence_is_not_asked_where_there_is_no_one_answer(walk, talk):
    learner = walk(talk)
    assert not learner.item["confidence"]["asked"]
    learner.send("goto", "write")
    assert not learner.item["confidence"]["asked"]


def test_skipping_goes_on_to_the_next_item_and_stops_at_the_last(walk, cards):
    learner = walk(cards)
    for place, name in ((1, "pick"), (2, "tick")):
        learner.send("skip")
        assert learner.view["position"]["index"] == place
        assert learner.item["id"] == name
        assert learner.view["focus"]["to"] == "item"
    assert learner.item["can"]["skip"] is False
    learner.send("skip")
    assert learner.item["id"] == "tick"


def test_going_to_an_item_keeps_what_was_drafted_elsewhere(walk, cards):
    learner = walk(cards)
    learner.send("answer", response={"a": "left"})
    learner.send("goto", "tick")
    learner.send("goto", "sorting")
    assert learner.item["response"] == {"a": "left"}


def test_acknowledged_is_the_highest_number_that_came(walk, cards):
    learner = walk(cards)
    event = {"type": "answer", "item": "pick"}
    for seq, ack in ((5, 5), (3, 5), (9, 9), (-1, 9), ("12", 9), (True, 9)):
        assert learner.send_oddly({**event, "response": [str(seq)], "seq": seq})["ack"] == ack
    assert learner.send_oddly({**event, "response": None})["ack"] == 9, "it need not be numbered"


def test_the_same_press_sent_twice_is_one_attempt(walk, cards, log):
    learner = walk(cards)
    check = {"type": "check", "item": "sorting", "response": TWO_OFF, "seq": 4}
    first = learner.send_oddly(check)
    assert learner.send_oddly(dict(check)) == first
    assert learner.item["attempts"] == 1
    assert len(list(log.read())) == 1
    learner.send_oddly({**check, "seq": 5})
    assert learner.item["attempts"] == 2, "pressed twice is meant twice"


def test_every_announcement_and_every_move_of_the_focus_has_a_new_number(walk, cards):
    learner = walk(cards)
    learner.send("check", response=TWO_OFF)
    said = learner.view["say"]
    learner.send("check", response=TWO_OFF)
    assert learner.view["say"]["n"] > said["n"], "the same words are heard a second time"
    said = learner.view["say"]
    learner.send("answer", response=PLACED)
    assert learner.view["say"] == said, "nothing new, nothing said"


def test_an_announcement_is_one_line_however_the_author_broke_the_text(walk, cards):
    from dataclasses import replace

    from workshop.model.result import Feedback

    pick = cards.item("pick")
    broken = Feedback(text="One\nline.\n", next="A move.\n")
    options = tuple(replace(option, feedback=broken) for option in pick.options)
    learner = walk(replace(cards, items=(replace(pick, options=options),)))
    learner.send("check", response=["bad"])
    assert learner.view["say"]["text"] == "Not yet. One line. A move."


# Dialogue


def test_a_dialogue_goes_from_reply_to_reply_and_is_graded_at_its_ending(walk, talk, log):
    learner = walk(talk)
    fields = learner.item["fields"]
    assert (fields["now"]["speaker"], fields["number"], fields["of"]) == ("Ann", 1, 3)
    assert {r["id"] for r in fields["now"]["replies"]} == {"ask", "tell"}
    learner.send("answer", response=["ask"])
    fields = learner.item["fields"]
    assert fields["transcript"] == [{"speaker": "Ann", "line": "Hello?", "reply": "Reply ask",
                                     "consequence": "SECRET consequence of first ask."}]
    assert (fields["now"]["id"], fields["number"], fields["path"]) == ("second", 2, ["ask"])
    assert learner.view["focus"]["to"] == "line"
    assert learner.item["result"] is None, "no verdict on the way"
    learner.send("answer", response=["ask", "stay"])
    item = learner.item
    assert item["fields"]["now"] is None
    assert item["fields"]["ending"] == {"title": "SECRET good ending",
                                        "text": "SECRET it went well."}
    assert (item["state"], item["attempts"], item["can"]["check"]) == ("met", 1, False)
    assert [(c["badge"], c["text"]) for c in item["result"]["criteria"]] == [
        ("Met", "Met at step 1."), ("Met", "Met at step 2.")]
    last = list(log.read())[-1]
    assert (last.event, last.result["score"], last.result["max"]) == ("answer", 2, 2)


def test_the_step_that_mattered_most_is_named_at_the_ending(walk, talk):
    learner = walk(talk)
    learner.send("answer", response=["tell", "so"])
    notes = learner.item["result"]["notes"]
    assert [n["label"] for n in notes] == ["Step 1: Reply tell", "Step 2: Reply so"]
    assert [n["text"].startswith("This step mattered most.") for n in notes] == [False, True]


def test_one_step_back_is_a_shorter_path(walk, talk):
    learner = walk(talk)
    learner.send("answer", response=["tell", "sorry"])
    learner.send("answer", response=["tell"])
    assert learner.item["fields"]["now"]["id"] == "repair"
    learner.send("answer", response=[])
    assert learner.item["fields"]["now"]["id"] == "first"
    assert learner.item["state"] == "unanswered"


def test_trying_again_from_a_step_keeps_the_replies_before_it(walk, talk):
    learner = walk(talk)
    learner.send("answer", response=["tell", "sorry", "go"])
    assert learner.item["state"] == "not_yet"
    learner.send("retry", **{"from": 2})
    assert learner.item["fields"]["path"] == ["tell", "sorry"]
    assert learner.item["result"] is None
    assert learner.view["focus"]["to"] == "line"
    learner.send("answer", response=["tell", "sorry", "stay"])
    assert (learner.item["attempts"], learner.item["state"]) == (2, "partly")
    learner.send("retry", **{"from": 0})
    assert learner.item["fields"]["path"] == []


def test_an_ending_that_is_sent_again_is_not_a_second_attempt(walk, talk, log):
    learner = walk(talk)
    learner.send("answer", response=["ask", "stay"])
    learner.send("answer", response=["ask", "stay"])
    assert learner.item["attempts"] == 1
    learner.send("retry")
    learner.send("answer", response=["ask", "stay"])
    assert learner.item["attempts"] == 2
    assert walk(talk).item["attempts"] == 2, "and the log says the same"
    assert walk(talk).item["state"] == "met"


def test_a_dialogue_that_is_not_over_is_not_graded(walk, talk):
    learner = walk(talk)
    learner.send("check", response=["ask"])
    assert learner.view["say"]["text"] == "The talk is not over yet. Choose the next reply."
    assert learner.item["attempts"] == 0


# Text


def test_a_text_is_looked_at_and_what_was_found_is_quoted(walk, talk):
    learner = walk(talk)
    learner.send("goto", "write")
    learner.send("check", response={"susan": "About your career?", "george": "Hello."})
    result = learner.item["result"]
    assert learner.view["position"]["items"][1]["badge"] == "Looked at"
    found, missing = result["criteria"]
    assert (found["finding"], found["quotes"]) == ("partly", ["career"])
    assert (found["text"], found["next"]) == (
        "SECRET because of career.", "SECRET next for career.")
    assert (missing["finding"], missing["badge"], missing["text"]) == (
        "not_found", "Could not find", "SECRET question about mates?")
    assert result["evidence"] == [{"criterion": "career", "title": "names career",
                                   "part": "susan", "start": 11, "end": 17}]


def test_what_cannot_be_told_is_no_score(walk, talk, log):
    learner = walk(talk)
    learner.send("goto", "write")
    learner.send("check", response={"susan": "...", "george": "..."})
    assert learner.item["result"]["status"] == "unscored"
    assert [c["finding"] for c in learner.item["result"]["criteria"]] == ["cant_tell"] * 2
    assert list(log.read())[-1].result["score"] is None


def test_the_learner_marks_the_text_and_a_difference_is_told_and_kept(walk, talk, log):
    learner = walk(talk)
    learner.send("goto", "write")
    learner.send("check", response={"susan": "career", "george": "well"})
    assert learner.item["marks"] is None, "not before the model answer"
    learner.send("reveal")
    assert [c["mark"] for c in learner.item["marks"]["criteria"]] == [None, None]
    learner.send("mark", criterion="career", mark="met")
    learner.send("mark", criterion="mates", mark="met")
    career, mates = learner.item["marks"]["criteria"]
    assert (career["mark"], career["differs"]) == ("met", "")
    assert mates["differs"].startswith('The tool read this differently: "could not find".')
    assert [a.response for a in logged(log, "mark")] == [{"career": "met"}, {"mates": "met"}]


# Shuffles


def order(learner):
    fields = learner.item["fields"]
    return [thing["id"] for thing in fields.get("cards") or fields.get("options")]


def test_an_order_is_the_same_after_a_reload_and_differs_between_learners(walk, cards, tmp_path):
    from workshop.store import AttemptLog

    learner = walk(cards)
    mine = order(learner)
    learner.send("answer", response={"a": "left"})
    assert order(learner) == order(walk(cards)) == mine
    others = [order(walk(cards, AttemptLog(tmp_path / str(n)))) for n in range(12)]
    assert any(other != mine for other in others)
    assert all(sorted(other) == sorted(mine) for other in others)


# Coming back


@pytest.mark.parametrize(("item", "response"), [
    ("sorting", {"a": "left", "b": None}), ("pick", ["bad"]), ("tick", ["one", "four"]),
])
def test_a_draft_is_there_again_after_a_restart(walk, cards, item, response):
    learner = walk(cards)
    learner.send("goto", item)
    learner.send("answer", response=response)
    again = walk(cards)
    assert again.item["id"] == item
    assert again.item["response"] == response
    assert again.view["welcome"] == "Welcome back. Your draft of 12 May is here."
    assert again.view["ack"] == 0


def test_somebody_who_comes_back_is_told_the_day_of_the_clock_at_hand(walk, cards, time_zone):
    learner = walk(cards)
    learner.send("answer", response={"a": "left", "b": None})
    for zone, day in (("EAST-14", "13 May"), ("UTC", "12 May"), ("WEST+11", "11 May")):
        time_zone(zone)
        assert walk(cards).view["welcome"] == f"Welcome back. Your draft of {day} is here."


@pytest.mark.parametrize(("time", "day"), [
    ("2026-05-12", "12 May"), ("2026-05-12T23:59:00", "12 May"), ("yesterday", "an earlier day"),
    ("0001-01-01T00:00:00+14:00", "1 January"), ("9999-12-31T23:59:00-12:00", "31 December"),
])
def test_a_day_without_a_zone_or_at_the_edge_of_time_is_told_as_it_is(time_zone, time, day):
    time_zone("EAST-14")
    assert days.day(time) == day


def test_a_dialogue_and_a_text_go_on_where_they_stopped(walk, talk):
    learner = walk(talk)
    learner.send("answer", response=["tell"])
    assert walk(talk).item["fields"]["now"]["id"] == "repair"
    learner.send("goto", "write")
    learner.send("answer", response={"susan": "half a sent", "george": ""})
    assert walk(talk).item["response"] == {"susan": "half a sent", "george": ""}


def test_a_checked_answer_is_there_again_with_its_result(walk, cards):
    learner = walk(cards)
    learner.send("hint")
    learner.send("check", response=TWO_OFF)
    again = walk(cards)
    assert again.view["welcome"] == "Welcome back. You answered this on 12 May."
    assert again.item == learner.item
    assert again.view["saved"]["state"] == "saved"


def test_somebody_who_only_looked_around_is_not_told_of_a_draft(walk, cards):
    learner = walk(cards)
    learner.send("hint")
    learner.send("goto", "tick")
    again = walk(cards)
    assert again.view["welcome"] == ""
    assert again.item["id"] == "tick"


def test_two_tabs_keep_both_attempts(walk, cards, log):
    one, two = walk(cards), walk(cards)
    one.send("check", response=TWO_OFF)
    two.send("check", response=PLACED)
    again = walk(cards)
    assert again.item["attempts"] == 2
    assert again.item["response"] == PLACED, "the newest is in view"
    assert [a.response for a in logged(log, "check")] == [TWO_OFF, PLACED]


def test_the_exercise_of_another_log_line_is_not_mixed_in(walk, cards, talk):
    walk(cards).send("check", response=PLACED)
    assert walk(talk).view["welcome"] == ""


def test_a_session_can_be_asked_for_the_result_of_an_item(log, cards, clock):
    session = Session(cards, log, clock)
    assert session.result("pick") is None
    session.apply({"type": "check", "item": "pick", "response": "good"})
    assert session.result("pick").status == "met"
    with pytest.raises(EventError):
        session.apply({"type": "check", "item": "nothing"})


def test_a_line_on_why_is_kept_with_the_answer_and_back_after_a_restart(walk, cards, log):
    learner = walk(cards)
    learner.send("goto", item="pick")
    learner.send("why", value="It asks before it tells.")
    learner.send("check", response=["good"])
    assert list(log.read())[-1].extra["why"] == "It asks before it tells."
    again = walk(cards)
    again.send("goto", item="pick")
    assert again.item["why"] == {"asked": True, "value": "It asks before it tells."}
    again.send("reset")
    assert again.item["why"]["value"] == ""


def test_two_paths_of_a_dialogue_stand_side_by_side_from_where_they_part(walk, talk):
    learner = walk(talk)
    learner.send("answer", response=["ask", "go"])
    assert learner.item["other"] is None
    learner.send("retry", **{"from": 1})
    learner.send("answer", response=["ask", "stay"])
    before, now = learner.item["other"]["sides"]
    assert [part["text"] for part in before["parts"]] == ["Reply go", "SECRET it went badly."]
    assert [part["text"] for part in now["parts"]] == ["Reply stay", "SECRET it went well."]


def test_first_and_latest_version_of_a_text_stand_side_by_side(walk, talk):
    learner = walk(talk)
    learner.send("goto", item="write")
    learner.send("check", response={"susan": "career", "george": ""})
    assert learner.item["other"] is None
    learner.send("check", response={"susan": "career", "george": "mates"})
    first, latest = learner.item["other"]["sides"]
    assert len(first["parts"]) == 1 and len(latest["parts"]) == 2
