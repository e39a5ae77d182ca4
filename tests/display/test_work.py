"""All answers in words: nothing left out, nothing run, nothing told that is still to be found."""

from pathlib import Path

from workshop.display.work import work_page
from workshop.kinds import kind_of
from workshop.loading import find_places, load_all
from workshop.model.attempt import Attempt

EXERCISES = load_all(find_places(Path(__file__)))
SUSAN = next(one for one in EXERCISES if one.id == "motivating-susan-and-george")


def did(item, response, event="check", exercise=SUSAN.id, day=12, **more):
    return Attempt(time=f"2026-05-{day}T10:00:00+00:00", learner="l", exercise=exercise, item=item,
                   revision="r", event=event, response=response,
                   result={"status": "met"} if event == "check" else None, **more)


def page(*attempts):
    return work_page(EXERCISES, attempts, "2026-06-01T10:00:00+00:00")


def test_an_answer_of_every_kind_is_told_in_words():
    for exercise in EXERCISES:
        for item in exercise.items:
            kind = kind_of(item)
            response = kind.model_response(item) or kind.samples(item)["right"][0]
            told = page(did(item.id, response, exercise=exercise.id))
            assert exercise.title.split("'")[0] in told
            assert "Answer of 12 May 2026" in told and "As it was saved" not in told, item.id


def test_each_version_that_was_checked_is_there_once_and_the_draft_as_it_stands():
    text = SUSAN.items[1]
    first, second, draft = ({part.id: f"{words} {part.id}" for part in text.parts}
                            for words in ("First", "Second", "Draft"))
    told = page(did(text.id, first, day=10), did(text.id, first, day=11),
                did(text.id, second, day=12), did(text.id, draft, "answer", day=13))
    assert [told.count(f"{words} {text.parts[0].id}") for words in ("First", "Second", "Draft")] \
        == [1, 1, 1]
    assert told.index("Answer of 10 May") < told.index("Answer of 12 May") < told.index("Draft of")
    assert "Answer of 11 May" not in told


def test_days_are_those_of_the_clock_at_hand(time_zone):
    time_zone("EAST-14")
    told = work_page(EXERCISES, [did("gone", "Words", day=31)], "2026-12-31T23:00:00+00:00")
    assert "Answer of 1 June 2026" in told and "1 January 2027" in told


def test_a_draft_that_was_cleared_is_not_told():
    item = SUSAN.items[1].id
    assert "Secret" not in page(did(item, "Secret", "answer"), did(item, None, "reset"))


def test_how_sure_somebody_was_and_the_own_marks_are_told():
    text = SUSAN.items[1]
    criterion = text.rubric[0]
    told = page(did(text.id, {part.id: "Words" for part in text.parts}, confidence="fairly"),
                did(text.id, {criterion.id: "partly", "long gone": "met"}, "mark"))
    assert "Answer of 12 May 2026, fairly sure" in told
    assert "How I marked it myself" in told and criterion.title in told


def test_own_marks_are_not_told_of_an_answer_that_came_after_they_were_cleared():
    text = SUSAN.items[1]
    first, second = ({part.id: words for part in text.parts} for words in ("Old", "New"))
    marks = {text.rubric[0].id: "partly"}, {text.rubric[1].id: "met"}
    cleared = (did(text.id, first), did(text.id, marks[0], "mark"), did(text.id, None, "reset"),
               did(text.id, second))
    assert "How I marked it myself" not in page(*cleared)
    told = page(*cleared, did(text.id, marks[1], "mark"))
    assert text.rubric[1].title in told and text.rubric[0].title not in told


def test_no_key_no_feedback_and_no_model_answer_is_told():
    sort = SUSAN.items[0]
    told = page(did(sort.id, {sort.cards[0].id: sort.bins[-1].id}))
    assert sort.cards[0].text in told.replace("&#39;", "'") and "met" not in told.split("<body>")[1]
    assert all(card.feedback.text[:30] not in told for card in sort.cards)


def test_answers_to_what_is_gone_or_has_changed_are_told_as_they_were_saved():
    told = page(did("long-gone", {"susan": "My words"}), did("one", ["a", 3], exercise="gone"),
                did(SUSAN.items[2].id, ["no such option"]))
    assert "Answers to what is no longer in the workshop" in told
    assert "susan: My words" in told and "[&#34;a&#34;, 3]" in told
    assert "[&#34;no such option&#34;]" in told


def test_what_a_learner_wrote_is_text_and_nothing_else():
    item = SUSAN.items[1]
    told = page(did(item.id, {item.parts[0].id: "<script>alert(1)</script>",
                              item.parts[1].id: "**not bold**\n{{ 7 * 7 }}"}))
    assert "<script" not in told and "&lt;script&gt;" in told
    assert "**not bold**\n{{ 7 * 7 }}" in told


def test_without_answers_that_is_said():
    assert "There are no answers yet." in page()
    assert "There are no answers yet." not in page(did("x", "y", exercise="gone"))
