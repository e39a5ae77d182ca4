"""The reading level is told on request, is no problem, and ranks texts as people would."""

import json

import pytest
from typer.testing import CliRunner

from workshop.checking.reading import blocks, level, levels, of_exercise, syllables
from workshop.cli import app

EASY = ["You ask her. She says no. You wait. Then she asks you."]
HARD = ["Organisational communication necessitates institutionalised accountability mechanisms, "
        "notwithstanding considerable individual dissatisfaction with bureaucratic regulations."]


@pytest.mark.parametrize(("word", "count"), [
    ("a", 1), ("team", 1), ("leader", 2), ("manager", 3), ("motive", 2), ("decided", 3),
    ("asked", 1), ("table", 2), ("boxes", 2), ("names", 1), ("responsibility", 6), ("the", 1),
])
def test_syllables_are_counted_about_right(word, count):
    assert syllables(word) == count


def test_easy_text_has_more_ease_and_a_lower_grade_than_a_hard_one():
    easy, hard = level("easy", EASY), level("hard", HARD)
    assert easy.ease > 90 > 10 > hard.ease
    assert easy.grade < 4 < 16 < hard.grade


def test_headings_and_tables_are_no_sentences_and_list_entries_are():
    lines = "# A head\n\nOne line\ngoes on.\n- First\n- Second\n\n| a | b |\n".splitlines()
    assert list(blocks(enumerate(lines))) == ["One line goes on.", "First", "Second"]


def test_level_leaves_out_what_learners_do_not_read(written, choice):
    places = written([choice()])
    (places.book / "chapters").mkdir()
    (places.book / "chapters" / "1-x.md").write_text(
        "---\ntitle: X\n---\n# X\n\nYou ask. `code here` <!-- a comment -->\n", encoding="utf-8")
    chapter, exercise = levels(places)
    assert (chapter.name, chapter.words, chapter.sentences) == ("1-x", 2, 1)
    assert exercise.name == "exercise-1" and exercise.words > 50


def test_what_the_levels_of_a_rubric_mean_is_for_raters(tmp_path):
    path = tmp_path / "exercise.yaml"
    path.write_text("situation: Two words\nitems:\n  - rubric:\n      - levels:\n"
                    "          met: Five more words for raters\n", encoding="utf-8")
    assert of_exercise(path).words == 2


def test_check_tells_the_level_last_and_fails_nothing_by_it(written, choice, monkeypatch):
    monkeypatch.chdir(written([choice()]).root)
    plain = CliRunner().invoke(app, ["check", "exercises"])
    told = CliRunner().invoke(app, ["check", "exercises", "--reading"])
    assert told.exit_code == plain.exit_code
    assert told.output.startswith(plain.output)
    (line,) = told.output.removeprefix(plain.output).splitlines()
    assert line.startswith("Reading: ease ") and line.endswith(" words  exercise-1")
    data = json.loads(CliRunner().invoke(
        app, ["check", "exercises", "--reading", "--format", "json"]).output)
    assert set(data["reading"][0]) == {"name", "words", "sentences", "ease", "grade"}
