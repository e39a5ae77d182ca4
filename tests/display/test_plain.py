"""Plain text: lines of readable width that say what was answered and what was found."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.bulk import grade
from workshop.display.plain import exercise_line, response_lines, result_lines, wrapped
from workshop.kinds import kind_of
from workshop.loading import find_places, load_all
from workshop.model.exercise import Reflect, Text
from workshop.model.result import Evidence, Feedback, Judgement, Result, Score

EXERCISES = load_all(find_places(Path(__file__)))
ITEMS = {f"{e.id}/{item.id}": item for e in EXERCISES for item in e.items}


@pytest.fixture(params=ITEMS)
def item(request):
    return ITEMS[request.param]


def text_item():
    return next(item for item in ITEMS.values() if isinstance(item, Text) and item.parts)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_exercise_is_one_line_that_names_it(exercise):
    line = exercise_line(exercise)
    assert "\n" not in line
    assert line.startswith(f'Exercise "{exercise.title}" (chapter {exercise.chapter}): ')
    assert line.endswith("Run this cell in Jupyter to answer it.")


def test_samples_of_every_sort_are_told_in_lines_that_fit(item):
    for raws in kind_of(item).samples(item).values():
        for raw in raws:
            result = grade(item, raw)
            lines = response_lines(item, raw) + result_lines(item, raw, result)
            assert all(len(line) <= 88 and "\n" not in line for line in lines)
            assert all(line.strip() or line == "" for line in lines)
            assert not lines[-1].endswith("Next:")


def test_right_answer_is_told_in_words_and_not_in_ids(item):
    raw = kind_of(item).samples(item)["right"][0]
    text = "\n".join(response_lines(item, raw))
    assert text
    if isinstance(item, Reflect):
        assert result_lines(item, raw, grade(item, raw))[0] == "Not scored."
    elif not isinstance(item, Text):
        assert result_lines(item, raw, grade(item, raw))[0] == "Met."


def test_each_finding_of_a_text_stands_with_the_learners_words():
    item = text_item()
    part = item.parts[0].id
    levels = [2, 1, 0, None] + [0] * (len(item.rubric) - 4)
    result = Result(
        status="partly", score=Score(3, 6), feedback=Feedback(text="x", next="Go on."),
        judgements=tuple(Judgement(criterion.id, level, (Evidence(part, 0, 5),))
                         for criterion, level in zip(item.rubric, levels, strict=True)))
    lines = result_lines(item, {part: "Hello there"}, result)
    told = [line for line in lines if not line.startswith("    ")]
    assert [line.split(":")[0] for line in told[:4]] == [
        "Found", "Partly found", "Could not find", "Can't tell"]
    assert lines.count('    "Hello"') == 2
    assert lines[-1] == "Next: Go on."


def test_unreadable_answer_is_told_without_an_empty_next_step():
    item = next(item for item in ITEMS.values() if item.kind == "sort")
    assert result_lines(item, None, grade(item, None)) == ["Not scored.", "Place the cards first."]


@given(st.text(), st.sampled_from(["", "  ", "    "]))
def test_wrapping_loses_no_word_and_keeps_the_width(text, indent):
    lines = wrapped(text, indent)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) <= 88 for line in lines)
