"""A new exercise loads at once, says TODO wherever something is to be written, and nothing else."""

import json
import re
import shutil
from pathlib import Path

import pytest

from workshop.checking.advice import ENOUGH
from workshop.checking.basics import FEWEST_LABELLED
from workshop.checking.checks import check_folder
from workshop.checking.prose import authored
from workshop.errors import WorkshopError
from workshop.judging import fingerprint
from workshop.kinds import KINDS
from workshop.loading import Places, load_exercise
from workshop.loading.exercises import JUDGE_SCHEMA
from workshop.loading.responses import load_responses
from workshop.loading.yamltree import read_yaml
from workshop.publishing import scaffolds
from workshop.publishing.scaffolds import ITEM, chapters, fault_of_name, write_scaffold

ROOT = Path(__file__).parents[2]
SENTENCE = ("We ask Ana what she needs before we decide how the team can help her with the move "
            "today and who tells the others about it when she is away for a week in May")
FILLER = SENTENCE.split()
SCHEMA = "# yaml-language-server: $schema=../../src/workshop/loading/exercise.schema.json"
MISSING = r"has only [01] of these|has 0 of these|has 0 labelled|compiled judge of .* is missing"


@pytest.fixture
def places(tmp_path):
    """A workshop with the real book and misconceptions, and no exercise yet."""
    (tmp_path / "book").mkdir()
    (tmp_path / "exercises").mkdir()
    shutil.copy(ROOT / "_config.yml", tmp_path)
    shutil.copytree(ROOT / "book" / "chapters", tmp_path / "book" / "chapters")
    shutil.copy(ROOT / "book" / "words.txt", tmp_path / "book")
    shutil.copy(ROOT / "exercises" / "misconceptions.yaml", tmp_path / "exercises")
    return Places(tmp_path)


def folder_of(places, kind, chapter=3):
    write_scaffold(places, f"new-{kind}", kind, chapter)
    return places.exercises / f"new-{kind}"


def problems(folder):
    """What a check finds, parted into TODOs and all else."""
    found = check_folder(folder)
    left = [problem for problem in found if problem.what == "This still says TODO."]
    return left, [problem for problem in found if problem not in left]


def fill_in(folder):
    """Do what an author does: write every text, and take the marks out."""
    for path in folder.iterdir():
        text = re.sub(r" *# TODO:.*", "", path.read_text(encoding="utf-8"))
        path.write_text(re.sub(r'TODO: ([^"|\n]*)', written, text), encoding="utf-8")


def written(todo):
    words = (FILLER * 2)[: max(len(todo[1].split()), 3)]
    return f"{' '.join(words)}{todo[1].strip()[-1] if todo[1].strip()[-1] in '.?' else ''}"


def add_what_a_judge_needs(folder):
    """Examples, labelled responses, and a stub of a judge with the right fingerprint."""
    path = folder / "exercise.yaml"
    sentences = [f"The {FILLER[n]} number {n} is here." for n in range(ENOUGH)]
    met = "met: [" + ", ".join(map(json.dumps, sentences)) + "]"
    misses = [{"why": "denial", "text": f"Not {sentence}"} for sentence in sentences]
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"( +)met:\s*(\[\]|\n +- .*)(?=\n)", rf"\1{met}", text)
    text = re.sub(r"( +)near_misses:(.*\[\]|.*\n +- why.*\n +text.*)",
                  lambda match: f"{match[1]}near_misses: {json.dumps(misses)}", text)
    path.write_text(text, encoding="utf-8")
    labelled = [{"id": f"p1-{n}", "item": ITEM, "response": f"Response {n}.",
                 "levels": {"first": n % 3, "second": 1, "third": 0}}
                for n in range(FEWEST_LABELLED)]
    path = folder / "responses.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(
        "labelled: []", f"labelled: {json.dumps(labelled)}"), encoding="utf-8")
    exercise = load_exercise(folder)
    learnt = load_responses(folder, exercise).learnt_from
    (folder / "judge.json").write_text(json.dumps({
        ITEM: {"schema": JUDGE_SCHEMA, "criteria": dict.fromkeys(("first", "second", "third"), {}),
               "fingerprint": fingerprint(exercise, exercise.items[0], learnt)}}))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("chapter", [None, 3, 7])
def test_a_new_exercise_loads_and_has_nothing_to_mend_but_its_todos(places, kind, chapter):
    folder = folder_of(places, kind, chapter)
    exercise = load_exercise(folder)
    assert [item.kind for item in exercise.items] == [kind]
    assert exercise.chapter == (chapter or 1)
    assert load_responses(folder, exercise).exercise == exercise.id
    left, others = problems(folder)
    assert len(left) > 30
    if kind == "text":
        assert all(re.search(MISSING, problem.what) for problem in others)
        assert len(others) == 8
    else:
        assert others == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_todo_is_listed_with_its_line(places, kind):
    folder = folder_of(places, kind)
    left, _ = problems(folder)
    marked = [(path.name, number, line.count("TODO:"))
              for path in folder.iterdir()
              for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
              if "TODO:" in line]
    told = [(Path(problem.file).name, problem.line) for problem in left]
    assert {(name, number) for name, number, _ in marked} == set(told)
    assert len(told) == sum(count for _, _, count in marked)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_exercise_that_was_filled_in_is_clean(places, kind):
    folder = folder_of(places, kind)
    fill_in(folder)
    if kind == "text":
        add_what_a_judge_needs(folder)
    assert check_folder(folder) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_that_an_author_has_to_write_says_todo(places, kind):
    path = folder_of(places, kind) / "exercise.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"{SCHEMA}\n")
    given = [place for place, words in authored(read_yaml(text, "").data)
             if not words.startswith("TODO: ")]
    assert {place[-1] for place in given} <= {"level", "name"}  # a point; weak and strong
    assert re.search(r"^minutes: \d+  # TODO: ", text, re.M)
    links = re.findall(r"^ *link: .*", text, re.M)
    assert links
    assert all("# TODO: " in line for line in links)


def test_files_are_named_in_the_order_in_which_they_are_filled(places):
    names = ["exercise.yaml", "responses.yaml", "facilitate.md"]
    assert [p.name for p in write_scaffold(places, "one", "choice", 2)] == names
    assert [p.name for p in write_scaffold(places, "two", "text", 2)] == [*names, "labelling.md"]
    assert sorted(p.name for p in places.exercises.iterdir()) == [
        "misconceptions.yaml", "one", "two"]


@pytest.mark.parametrize("name", [
    "", "Late", "late_delivery", "late delivery", "-late", "late-", "late--delivery", "2-late",
    "späte", "../late", "late/delivery", ".late", "late\n", "x" * 61, "con", "com1", "nul", "index",
    "misconceptions",
])
def test_a_name_that_would_make_trouble_is_refused(places, name):
    assert fault_of_name(name)
    with pytest.raises(WorkshopError):
        write_scaffold(places, name, "choice", 3)
    assert [path.name for path in places.exercises.iterdir()] == ["misconceptions.yaml"]


@pytest.mark.parametrize("name", ["late-delivery", "a", "x" * 60, "vp-2-and-3", "console"])
def test_a_plain_word_with_hyphens_is_a_name(name):
    assert fault_of_name(name) == ""


@pytest.mark.parametrize("make", [
    lambda path: path.mkdir(), lambda path: path.write_text("mine"),
    lambda path: path.symlink_to("nowhere"),
])
def test_nothing_that_is_there_is_overwritten(places, make):
    make(places.exercises / "mine")
    before = sorted(places.exercises.rglob("*"))
    with pytest.raises(WorkshopError, match="mine is there already. Nothing was written"):
        write_scaffold(places, "mine", "choice", 3)
    assert sorted(places.exercises.rglob("*")) == before


def test_all_files_are_written_or_none(places, monkeypatch):
    write = Path.write_text

    def fails_at_the_last(path, *arguments, **more):
        if path.name == "facilitate.md":
            raise OSError(28, "No space left on device")
        return write(path, *arguments, **more)

    monkeypatch.setattr(Path, "write_text", fails_at_the_last)
    with pytest.raises(WorkshopError, match="No space left on device. Nothing was written"):
        write_scaffold(places, "late-delivery", "choice", 3)
    assert [path.name for path in places.exercises.iterdir()] == ["misconceptions.yaml"]


def test_an_exercise_of_no_such_kind_or_chapter_is_refused_with_those_there_are(places):
    with pytest.raises(WorkshopError, match='There is no kind "quiz". There are: choice, sort'):
        write_scaffold(places, "late", "quiz", 3)
    with pytest.raises(WorkshopError, match="no chapter 9 .* There are: 1, 2, 3, 4, 5, 6, 7"):
        write_scaffold(places, "late", "choice", 9)


def test_a_workshop_without_chapters_or_misconceptions_can_have_a_first_exercise(tmp_path):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "_config.yml").touch()
    write_scaffold(Places(tmp_path), "first", "choice", None)
    assert load_exercise(tmp_path / "exercises" / "first").chapter == 1


def test_links_of_a_chapter_are_those_that_a_check_accepts(places):
    assert chapters(places)[3].startswith("[Chapter 3, ")
    assert scaffolds.EXAMPLES.keys() == KINDS.keys()
