"""How far a learner is, counted from the log alone."""

import pytest

from workshop.model.attempt import Attempt
from workshop.model.exercise import Exercise, Reflect
from workshop.model.result import Feedback
from workshop.reporting.progress import Standing, Tally, duration, next_step, standings, tally


def exercise(name, *items, minutes=10):
    return Exercise(
        schema=1, id=name, title=name, chapter=1, minutes=minutes, objective="", claims=(),
        situation="", items=tuple(
            Reflect(id=item, title="", stem="", lens="E1", groups=(), closing=Feedback(text=""))
            for item in items))


def did(exercise, item="one", event="check", result=True):
    return Attempt(time=f"at {exercise}", learner="l", exercise=exercise, item=item, revision="r",
                   event=event, result={"status": "not_yet"} if result else None)


TWO = exercise("two", "one", "other")
ONE = exercise("single", "one", minutes=7)


def test_a_part_is_done_once_it_was_checked_however_it_turned_out():
    log = [did("two"), did("two"), did("two", event="reset", result=False)]
    standing = standings([TWO], log)["two"]
    assert (standing.done, standing.items, standing.state) == (1, 2, "begun")
    assert standings([TWO], [*log, did("two", "other")])["two"].state == "finished"


@pytest.mark.parametrize(("attempt", "state"), [
    (did("two", event="answer", result=False), "begun"),
    (did("two", event="check", result=False), "begun"),
    (did("two", event="hint", result=False), "begun"),
    (did("two", event="goto", result=False), "untouched"),
    (did("two", item="long gone"), "untouched"),
    (did("long gone"), "untouched"),
])
def test_what_counts_as_begun(attempt, state):
    assert standings([TWO], [attempt])["two"].state == state


@pytest.mark.parametrize(("log", "words"), [
    ([], "Not begun"),
    ([did("two", event="answer", result=False)], "Begun"),
    ([did("two")], "1 of 2 parts done"),
    ([did("two"), did("two", "other")], "Finished"),
])
def test_a_standing_in_words(log, words):
    assert standings([TWO], log)["two"].words == words


def test_minutes_left_are_those_of_exercises_that_are_not_finished():
    found = standings([TWO, ONE], [did("two"), did("single")])
    assert tally(found.values()) == Tally(1, 2, 10)
    assert tally(found.values()).words == "1 of 2, about 10 minutes left"
    assert tally([found["single"]]).words == "1 of 1, nothing left"
    assert tally([]) == Tally(0, 0, 0)


def test_one_goes_on_with_what_was_begun_last_even_before_what_comes_first_in_the_book():
    first, second, third = (exercise(name, "one", "other") for name in "abc")
    found = standings([first, second, third], [did("b"), did("c"), did("b", event="goto",
                                                                       result=False)])
    assert next_step([found[name] for name in "abc"]).exercise == "c"


def test_with_nothing_begun_one_goes_on_with_the_first_untouched():
    found = standings([TWO, ONE, exercise("last", "one")], [did("two"), did("two", "other")])
    assert next_step([found[name] for name in ("two", "single", "last")]).exercise == "single"
    assert next_step([found["two"]]) is None
    assert next_step([]) is None


@pytest.mark.parametrize(("minutes", "words"), [
    (1, "about 1 minute"), (19, "about 19 minutes"), (22, "about 20 minutes"),
    (118, "about 120 minutes"), (120, "about 2 hours"), (150, "about 2½ hours"),
])
def test_a_guess_is_said_as_exactly_as_it_can_be(minutes, words):
    assert duration(minutes) == words


def test_an_exercise_without_items_is_never_finished():
    assert Standing("empty", 5, items=0).state == "untouched"
