"""The practice notebooks are what the generator writes, and nbval has something to compare."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from workshop.loading import find_places, load_all
from workshop.model.exercise import Text
from workshop.publishing.notebooks import _call, notebook_text, outdated_notebooks, write_notebooks

PLACES = find_places(Path(__file__))
EXERCISES = load_all(PLACES)


def cells(exercise):
    return json.loads((PLACES.practice / f"{exercise.id}.ipynb").read_text("utf-8"))["cells"]


def code_cells(exercise):
    return [cell for cell in cells(exercise) if cell["cell_type"] == "code"]


def text_of(cell):
    return "".join(cell["outputs"][0]["data"]["text/plain"])


def test_committed_notebooks_are_the_generated_ones():
    assert outdated_notebooks(EXERCISES, PLACES.practice) == []


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_the_same_exercise_gives_the_same_notebook(exercise):
    assert notebook_text(exercise) == notebook_text(exercise)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_every_code_cell_has_an_output_that_nbval_compares(exercise):
    for cell in code_cells(exercise):
        assert cell["execution_count"], "nbval compares nothing in a cell that was never run"
        assert text_of(cell)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_kernel_is_named_so_that_no_dialog_asks_for_one(exercise):
    path = PLACES.practice / f"{exercise.id}.ipynb"
    metadata = json.loads(path.read_text("utf-8"))["metadata"]
    assert metadata["kernelspec"]["name"] == "python3"
    assert metadata["language_info"]["name"] == "python"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_worked_answers_show_what_the_judge_finds_in_words(exercise):
    shown = {cell["id"].removeprefix("worked-"): text_of(cell) for cell in code_cells(exercise)[1:]}
    if not any(isinstance(item, Text) for item in exercise.items):
        assert shown == {}
        return
    assert "Could not find:" in shown["weak"]
    assert shown["strong"].count("Found:") > shown["weak"].count("Found:")
    assert all("Notice:" in text for text in shown.values())


def test_worked_answers_of_several_texts_have_ids_of_their_own_that_stay():
    exercise = next(e for e in EXERCISES if any(isinstance(i, Text) for i in e.items))
    item = next(i for i in exercise.items if isinstance(i, Text))
    strong = replace(item.worked[0], name="very strong")
    worked = (strong, replace(strong, name="y" * 40))
    first, second = (replace(item, id=name, worked=worked) for name in ("a", "a" * 80))
    two = replace(exercise, items=(first, second))
    assert notebook_text(two) == notebook_text(two)
    made = json.loads(notebook_text(two))["cells"]
    ids = [cell["id"] for cell in made if cell["id"].startswith("worked-")]
    assert ids == [f"worked-{number}-{name}" for number in (1, 2)
                   for name in ("very-strong", "y" * 40)]
    assert f'worked_example("{exercise.id}", "very strong", "{second.id}")' in "".join(
        "".join(cell["source"]) for cell in made)


def test_a_name_that_nobody_has_checked_is_an_argument_and_never_code():
    assert _call("worked_example", "x", 'a", exit("b') == (
        'from workshop.notebook import worked_example\n\n'
        'worked_example("x", "a\\", exit(\\"b")')


def test_a_notebook_of_an_exercise_that_is_gone_is_removed(tmp_path):
    left_over, own = tmp_path / "long-gone.ipynb", tmp_path / "my-own-notes.ipynb"
    left_over.write_text(notebook_text(EXERCISES[0]), "utf-8")
    own.write_text('{"metadata": {}}', "utf-8")
    changed = write_notebooks(EXERCISES, tmp_path)
    assert left_over in changed and not left_over.exists()
    assert own.exists(), "only what was generated is removed"
    assert write_notebooks(EXERCISES, tmp_path) == []
