"""What the report says of a learner, from the log and today's exercises."""

from dataclasses import replace

import pytest

from workshop.model.attempt import Attempt
from workshop.model.result import Feedback
from workshop.reporting import make_report
from workshop.reporting.report import Leaning, Learner, Tally

RIGHT = {"a": "left", "b": "right", "c": "left", "d": "right"}


def check(item, response, sure=""):
    said = [{"type": "confidence", "item": item, "value": sure}] if sure else []
    return [*said, {"type": "check", "item": item, "response": response}]


def row(report, name):
    return next(one for one in report.rows if one.exercise == name)


def test_first_and_best_attempts_are_added_up_by_exercise_and_by_chapter(played, report):
    made = report()
    # sorting 2 then 3 of 4, choosing 0 of 1, rating 1.5 then 3 of 3
    assert row(made, "cards").first == Tally(3.5, 8)
    assert row(made, "cards").best == Tally(6, 8)
    # talking 0 then 2 of 2, writing half of 2 told then 2 of 3
    assert row(made, "talks").first == Tally(0.5, 4)
    assert row(made, "talks").best == Tally(4, 5)
    assert [(one.chapter, one.title, one.exercises) for one in made.groups] == [
        (1, "Chapter 1: One", 1), (3, "Chapter 3: The team", 1)]
    assert [one.best for one in made.groups] == [Tally(4, 5), Tally(6, 8)]
    assert [one.exercise for one in made.noted] == ["notes"]


def test_what_is_tried_after_the_model_answer_is_practice(play, report):
    play("cards", *check("choosing", ["bad"]), {"type": "reveal", "item": "choosing"},
         {"type": "retry", "item": "choosing"}, *check("choosing", ["good"]))
    assert row(report(), "cards").best == Tally(0, 1)
    assert [one.item for one in report().look] == ["choosing"]


def test_a_few_points_are_called_few(play, report):
    play("cards", *check("sorting", RIGHT))
    assert report().groups[0].is_few
    play("cards", *check("choosing", ["good"]))
    assert not report().groups[0].is_few


def test_a_choice_that_is_a_matter_of_lens_earns_and_costs_nothing(play, report):
    play("cards", *check("choosing", ["other"], "certain"))
    made = report()
    assert (made.rows, made.certain, made.look) == ((), (), ())
    assert made.leanings[3] == Leaning(4, 1, 0)


def test_certain_and_different_stands_first_and_says_what_was_told(played, report):
    made = report()
    assert [(one.item, one.is_mended) for one in made.certain] == [
        ("choosing", False), ("rating", True)]
    first = made.certain[0]
    assert (first.answer, first.told, first.lens) == (
        "I would bad", "What is said of bad.", "In Chapter 3's view")
    assert first.link.page == "chapters/3-place"
    assert made.certain[1].answer == ""
    assert made.sentences[2].startswith("One answer that you were certain of differs")


def test_what_was_mended_since_stands_after_what_was_not(play, report):
    play("cards", *check("sorting", {**RIGHT, "a": "right"}, "certain"),
         {"type": "retry", "item": "sorting"}, *check("sorting", RIGHT),
         *check("choosing", ["bad"], "certain"))
    assert [(one.item, one.is_mended) for one in report().certain] == [
        ("choosing", False), ("sorting", True)]


def test_who_was_certain_and_right_or_unsure_and_not_is_not_listed_as_certain(play, report):
    play("cards", *check("sorting", RIGHT, "certain"), *check("choosing", ["bad"], "fairly"))
    assert report().certain == ()


def test_only_what_may_be_seen_after_so_many_tries_is_told(play, report, monkeypatch):
    def disclose(item, result, attempts):
        return replace(result, feedback=Feedback(text=f"After {attempts}.", next="Think."))

    monkeypatch.setattr("workshop.kinds.sort.disclose", disclose)
    part = {**RIGHT, "a": "right"}
    play("cards", *check("sorting", part))
    assert report().look[0].next == "Think."
    play("cards", *check("sorting", part, "certain"))
    assert report().certain[0].told == "After 2."


def test_the_key_of_a_first_check_is_not_given_away(play, report):
    play("cards", *check("sorting", {**RIGHT, "a": "right"}, "certain"))
    told = report().certain[0].told
    assert told == "3 of 4 cards are where this view puts them."


def test_worth_another_look_has_a_reason_a_step_and_a_place(played, report):
    looks = {one.item: one for one in report().look}
    assert set(looks) == {"writing", "sorting"}
    assert looks["sorting"].why == "3 of 4"
    assert looks["sorting"].next == 'Look again at "Card a".'
    assert looks["sorting"].link.anchor == "a-place"


def test_the_learners_own_marks_count_before_what_the_tool_found(play, report):
    def mark(*marks):
        play("talks", *({"type": "mark", "item": "writing", "criterion": name, "mark": mark}
                        for name, mark in zip(("aim", "limit", "day"), marks, strict=False)))

    play("talks", *check("writing", "aim"), {"type": "reveal", "item": "writing"})
    assert [one.why for one in report().look] == ["1 of 3"]
    mark("met", "partly")
    assert [one.why for one in report().look] == ["1 of 3"], "while a mark is missing"
    mark("met", "partly", "met")
    look = report().look[0]
    assert (look.why, look.next) == ("2 of 3 met by your own marks", "Say more of limit.")
    mark("met", "met", "met")
    assert report().look == ()


def test_own_marks_stand_beside_the_tools(played, report):
    marked = report().marks[0]
    assert [(one.criterion, one.tool, one.own, one.differs) for one in marked.criteria] == [
        ("names aim", "Found", "Met", False), ("names limit", "Found", "Partly", True),
        ("names day", "Found", "Met", False)]


def test_marks_go_with_the_text_that_they_were_given_to(played, play, report):
    play("talks", {"type": "reset", "item": "writing"})
    assert report().marks == ()
    play("talks", *check("writing", "aim again"))
    assert report().marks == ()


def test_a_text_that_cannot_be_told_is_for_the_learner_to_mark(play, report):
    play("talks", *check("writing", "aim... limit... day..."))
    assert "mark it yourself" in report().look[0].why
    assert report().rows == ()


def test_a_draft_is_worth_another_look_until_it_is_checked(play, report):
    play("talks", {"type": "answer", "item": "writing", "response": "aim"})
    assert [one.why for one in report().look] == ["begun, and not checked yet"]
    play("talks", *check("writing", "aim limit day"))
    assert report().look == ()


def test_leanings_count_each_option_once_and_the_lines_that_were_picked(play, report):
    again = [{"type": "retry", "item": "choosing"}, *check("choosing", ["other"])]
    play("cards", *check("choosing", ["other"]), *again, *again)
    play("notes", *check("planning", {"line": "Chapter 5, why or how", "moment": "now"}))
    assert report().leanings == (Leaning(1, 0, 0), Leaning(2, 0, 0), Leaning(3, 0, 0),
                                 Leaning(4, 1, 0), Leaning(5, 0, 1))


def test_the_key_of_another_view_is_no_leaning_where_it_was_asked_for(play, report):
    play("cards", *check("choosing", ["good"]))
    play("notes", *check("planning", {"line": "none of them", "moment": "Chapter 2 comes up"}))
    assert report().leanings == ()


def test_the_plan_is_the_one_that_was_noted_last(played, play, report):
    plan = report().plans[0]
    assert plan.sentence == "If a review stalls, then I will ask who decides."
    assert (plan.partner, plan.date) == ("נועה | *Noa* 👩‍👩‍👧", "2026-06-05")
    play("notes", *check("planning", {"moment": "it rains", "action": "wait"}))
    assert [one.sentence for one in report().plans] == ["If it rains, then I will wait."]
    play("notes", {"type": "reset", "item": "planning"})
    assert report().plans == ()


def test_forms_count_first_answers_and_are_in_no_other_list(play, report):
    play("before", *check("one", ["bad"], "certain"), *check("two", RIGHT))
    play("after", *check("one", ["good"]),
         *check("two", {**RIGHT, "a": "right", "b": "left"}), {"type": "retry", "item": "two"},
         *check("two", RIGHT))
    made = report()
    assert [(one.form, one.on_key_side, one.of) for one in made.forms] == [
        ("before", 1, 2), ("after", 1, 2)]
    assert (made.certain, made.look, made.rows, made.groups) == ((), (), (), ())


def test_the_form_before_keeps_still_until_the_one_after_is_complete(play, report):
    play("before", *check("one", ["good"]), *check("two", RIGHT))
    assert [one.on_key_side for one in report().forms] == [None]
    play("after", *check("one", ["good"]))
    assert [one.on_key_side for one in report().forms] == [None, None]
    assert [one.answered for one in report().forms] == [2, 1]
    play("after", *check("two", RIGHT))
    assert [one.on_key_side for one in report().forms] == [2, 2]


def test_three_sentences_say_what_was_done_what_moved_and_where_to_look(played, report):
    assert report().sentences == (
        "You have answered ten parts in 5 of 9 exercises, between 12 May and 16 May 2026.",
        'You moved furthest in "The exercise talks", from ½ of 4 to 4 of 5.',
        "One answer that you were certain of differs from the key; look there first.")


@pytest.mark.parametrize(("responses", "said"), [
    (["good"], "What you tried so far you met at the first attempt."),
    (["bad"], "Your first attempts are your best so far; a second attempt costs nothing."),
    (["other"], "Nothing of it is counted: notes, forms and matters of lens earn no points."),
])
def test_the_second_sentence_fits_what_moved(play, report, responses, said):
    play("cards", *check("choosing", responses))
    assert report().sentences[1] == said


def test_results_are_made_anew_and_a_stored_one_is_not_believed(exercises):
    stored = {"status": "met", "score": 1, "max": 1}
    lie = Attempt(time="", learner="x", exercise="cards", item="choosing", revision="old",
                  event="check", response=["bad"], result=stored)
    made = make_report([lie], exercises, made="", folder="")
    assert row(made, "cards").best == Tally(0, 1)


def test_what_fits_no_exercise_of_today_is_listed_and_not_counted(exercises):
    def gone(exercise, item, response):
        return Attempt(time="", learner="x", exercise=exercise, item=item, revision="old",
                       event="check", response=response, result={"status": "met"})

    made = make_report([
        gone("no-such", "one", ["good"]), gone("no-such", "one", ["good"]),
        gone("cards", "no-such", 1), gone("cards", "choosing", ["an option of old"]),
    ], exercises, made="", folder="")
    assert [(one.exercise, one.item, one.events) for one in made.earlier] == [
        ("no-such", "one", 2), ("cards", "no-such", 1), ("cards", "choosing", 1)]
    assert made.answered == 0


def test_two_tokens_are_counted_together_and_told_or_one_alone(exercises):
    def by(learner, response):
        return Attempt(time="2026-05-12", learner=learner, exercise="cards", item="choosing",
                       revision="", event="check", response=response)

    attempts = [by("ann", ["bad"]), by("ben", ["good"])]
    both = make_report(attempts, exercises, made="", folder="")
    assert both.learners == (Learner("ann", 1), Learner("ben", 1))
    assert row(both, "cards").best == Tally(1, 1)
    ann = make_report(attempts, exercises, made="", folder="", learner="ann")
    assert ann.learners == (Learner("ann", 1),)
    assert row(ann, "cards").best == Tally(0, 1)


def test_of_a_text_checked_often_the_first_and_the_latest_versions_are_judged(
    play, report, judge
):
    play("talks", *(each for n in range(40) for each in check("writing", f"limit {n}")),
         *check("writing", "aim, limit and day"))
    judge.clear()
    assert row(report(), "talks").best == Tally(3, 3)
    assert judge == ["limit 0", *(f"limit {n}" for n in range(32, 40)), "aim, limit and day"]


def test_a_fault_of_ours_in_one_answer_does_not_cost_the_report(play, report, monkeypatch):
    play("cards", *check("choosing", ["bad"]), *check("sorting", RIGHT))

    def fail(item, response):
        raise LookupError("ours")

    monkeypatch.setattr("workshop.kinds.choice.grade", fail)
    assert row(report(), "cards").best == Tally(4, 4)
