"""Further example sentences: a judge learns from them, and every slip in their file is told."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from workshop.errors import ProblemsFound
from workshop.judging import fingerprint
from workshop.loading import find_places, load_exercise
from workshop.loading.sentences import SENTENCES_FILE, load_taught, try_sentences
from workshop.model.exercise import Text
from workshop.model.sentences import CriterionSentences, with_sentences

PLACES = find_places(Path(__file__))
EXERCISE = load_exercise(PLACES.exercise("redirecting-technical-decisions"))
HEAD = "schema: 1\nexercise: redirecting-technical-decisions\norigin: For this test.\nsentences:\n"
GOOD = HEAD + "- {item: reply, criterion: decider, met: [Lena decides.], partly: [You two.]}\n"


def told(tmp_path, text):
    (tmp_path / SENTENCES_FILE).write_text(text, encoding="utf-8")
    found, problems, _ = try_sentences(tmp_path, EXERCISE, "here")
    return found, [(problem.line, problem.what) for problem in problems]


def test_a_file_of_sentences_is_read_and_none_is_needed(tmp_path):
    assert try_sentences(tmp_path, EXERCISE)[:2] == ((), [])
    found, problems = told(tmp_path, GOOD)
    assert problems == []
    assert found == (CriterionSentences(item="reply", criterion="decider", met=("Lena decides.",),
                                        partly=("You two.",)),)


@pytest.mark.parametrize(("text", "line", "what"), [
    ("", 0, "The file is empty."),
    (GOOD.replace("schema: 1", "schema: 2"), 1, None),
    (GOOD.replace("exercise: redirecting-technical-decisions", "exercise: another"), 2,
     'These are sentences for "another", beside the exercise "redirecting-technical-decisions".'),
    (HEAD + "- item: replies\n  criterion: decider\n", 5, 'There is no text item "replies".'),
    (HEAD + "- item: reply\n  criterion: desider\n", 6, 'There is no criterion "desider".'),
    (HEAD + "- item: reply\n  criterion: decider\n  met:\n  - ' '\n", 8,
     "This sentence is empty."),
    (HEAD + "- item: reply\n  criterion: decider\n  met:\n  - You two.\n  partly:\n  - you  two.\n",
     10, 'This sentence stands under "met" already.'),
    (HEAD + "- item: reply\n  criterion: decider\n  mett: []\n", 7, None),
])  # fmt: skip
def test_a_slip_is_told_with_its_line(tmp_path, text, line, what):
    _, problems = told(tmp_path, text)
    assert problems, "told"
    assert problems[0][0] == line
    assert what in (None, problems[0][1])


def test_a_slip_keeps_a_judge_from_being_made(tmp_path):
    folder = shutil.copytree(PLACES.exercise(EXERCISE.id), tmp_path / EXERCISE.id)
    (folder / SENTENCES_FILE).unlink(missing_ok=True)
    assert load_taught(folder)[0] == load_exercise(folder)
    (folder / SENTENCES_FILE).write_text(GOOD, encoding="utf-8")
    assert load_taught(folder)[0] != load_exercise(folder)
    (folder / SENTENCES_FILE).write_text(GOOD.replace("decider", "desider"), encoding="utf-8")
    with pytest.raises(ProblemsFound, match="desider"):
        load_taught(folder)


def test_sentences_lengthen_their_own_criterion_and_make_its_judge_old():
    more = CriterionSentences(item="reply", criterion="decider", met=("Lena decides.",),
                              partly=("You two.",), not_found=("I decide.",))
    longer = with_sentences(EXERCISE, [more])
    for item, before in zip(longer.items, EXERCISE.items, strict=True):
        if not isinstance(item, Text):
            assert item == before
            continue
        assert fingerprint(longer, item, ()) != fingerprint(EXERCISE, before, ())
        for criterion, was in zip(item.rubric, before.rubric, strict=True):
            mine = criterion.id == "decider"
            assert criterion.met == was.met + (more.met if mine else ())
            added = criterion.near_misses[len(was.near_misses):]
            assert [(m.text, m.level) for m in added] == (
                [("You two.", 1), ("I decide.", 0)] if mine else [])
            assert replace(criterion, met=was.met, near_misses=was.near_misses) == was


def test_the_sentences_of_the_exercises_hold_all_levels():
    folders = [path.parent for path in PLACES.exercises.glob(f"*/{SENTENCES_FILE}")]
    assert folders
    for folder in folders:
        found, problems, _ = try_sentences(folder, load_exercise(folder))
        assert problems == []
        for one in found:
            assert one.met and one.partly and one.not_found, (folder.name, one.criterion)
