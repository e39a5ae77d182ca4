"""What still says TODO is told: every mark once, at its line, with what it asks for."""

import json

import pytest

from workshop.checking.checks import RULES, look
from workshop.checking.todos import nothing_is_left_to_do

HEAD = "schema: 1\nexercise: exercise-1\n"


@pytest.fixture
def left(written, choice):
    """`left({"facilitate.md": "..."})`: what the rule says of an exercise with these files."""

    def look_at(files=None, **head):
        folder = written([choice()], **head).exercises / "exercise-1"
        for name, text in (files or {}).items():
            (folder / name).write_text(text, encoding="utf-8")
        return [(p.file.rpartition("/")[2], p.line, p.field, p.mend)
                for p in nothing_is_left_to_do(look(folder).checked)]

    return look_at


def test_the_rule_is_one_of_those_that_look_at_every_exercise():
    assert nothing_is_left_to_do in RULES


def test_finished_exercise_has_nothing_left(left):
    assert left({"facilitate.md": "# Run it\n\nKeep a TODO list on the wall.\n"}) == []


def test_todo_of_an_exercise_is_told_with_its_line_and_field(left):
    told = left(situation="TODO: who works where.")
    assert told == [("exercise.yaml", 9, "situation", "To do: who works where.")]


def test_several_todos_of_one_line_are_told_one_by_one(left):
    told = left({"facilitate.md": "# Run it\n\n| TODO: what | TODO: how long? |\n"})
    assert told == [("facilitate.md", 3, "", "To do: what."),
                    ("facilitate.md", 3, "", "To do: how long.")]


def test_todo_in_a_comment_counts(left):
    told = left({"responses.yaml": f"{HEAD}origin: x  # TODO: say who\n"})
    assert told == [("responses.yaml", 3, "origin", "To do: say who.")]


def test_todo_in_a_block_is_told_at_its_own_line(left):
    told = left({"responses.yaml": f"{HEAD}origin: |\n  Mine.\n  TODO: and whose?\n"})
    assert told == [("responses.yaml", 5, "origin", "To do: and whose.")]


def test_todo_among_the_sentences_is_told_with_its_field(left):
    told = left({"sentences.yaml": f"{HEAD}origin: |\n  TODO: who wrote them?\nsentences: []\n"})
    assert told == [("sentences.yaml", 4, "origin", "To do: who wrote them.")]


def test_todo_on_the_guide_for_labels_counts_even_where_it_asks_nothing(left):
    told = left({"labelling.md": "TODO:\n"})
    assert told == [("labelling.md", 1, "", "Write what is missing, and take the mark out.")]


def test_words_of_a_learner_are_the_learners_own(left):
    text = json.dumps({
        "schema": 1, "exercise": "exercise-1", "origin": "Mine.", "labelled": [
            {"id": "p1", "item": "first-reply", "levels": {}, "response": "// TODO: ask Ana"}]},
        indent=1)
    assert left({"responses.yaml": text}) == []
