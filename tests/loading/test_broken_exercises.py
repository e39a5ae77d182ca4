"""Broken exercises: every mistake is told at once, at its line, in the words of the golden files.

In `tests/broken/` each line that holds a mistake ends in the comment `# mistake`. To see the
messages as an author does, run `workshop check tests/broken`.
"""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workshop.checking.checks import check_folder
from workshop.cli import app
from workshop.loading.yamltree import MAX_BYTES

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "tests" / "broken"
SLUGS = sorted(path.parent.name for path in BROKEN.glob("*/exercise.yaml"))

# Mistakes that have no line of their own: a file that is not there, or is empty.
WHOLE_FILE = {
    ("empty-file", "exercise.yaml"), ("text-criterion", "judge.json"),
    ("sample-responses", "judge.json"), ("text-criterion", "responses.yaml"),
    ("near-misses", "judge.json"),
}

CLEAN = """\
schema: 1
id: clean
title: A late delivery
chapter: 3
minutes: 5
objective: Choose a first reply that repairs trust.
claims: [E3-05]
situation: A parcel is a week late.
items:
  - kind: choice
    id: first-reply
    title: The first reply
    lens: E3
    key_source: essay
    key_status: draft
    hints: [Whose trust is at stake?, Say first what went badly.]
    model_answer: An apology comes before the facts, or the facts sound like an excuse.
    stem: What do you send first?
    options:
      - id: facts
        text: The tracking facts.
        misconception: delivery-decides
        feedback:
          text: You answer what was asked, and the buyer knows more than before.
          next: Say what you will do about it now.
          link: "[Chapter 3, Susan and George](chapters/3-team-and-individual#c3-susan-and-george)"
      - id: sorry
        text: An apology, then the facts.
        feedback:
          text: You say first what went badly, and then what you know about it.
          next: Say what you will do about it now.
          link: "[Chapter 3, Susan and George](chapters/3-team-and-individual#c3-susan-and-george)"
      - id: later
        text: A promise to write on Monday.
        misconception: waits-for-certainty
        feedback:
          text: You wait until you know more, and the buyer waits along with you.
          next: Say what you will do about it now.
          link: "[Chapter 3, Susan and George](chapters/3-team-and-individual#c3-susan-and-george)"
    key: [sorry]
"""
RESPONSES = """\
schema: 1
exercise: clean
origin: Written for this test.
examples:
  - {item: first-reply, response: sorry, status: met, score: 1}
  - {item: first-reply, response: [facts], status: not_yet}
"""


@pytest.fixture
def check(monkeypatch):
    """Runs `workshop check` in the folder of the repository, or in another one."""

    def run(*arguments, folder=ROOT):
        monkeypatch.chdir(folder)
        return CliRunner().invoke(app, ["check", *map(str, arguments)])

    return run


@pytest.fixture
def clean(tmp_path):
    folder = tmp_path / "clean"
    folder.mkdir()
    (folder / "exercise.yaml").write_text(CLEAN, encoding="utf-8")
    (folder / "responses.yaml").write_text(RESPONSES, encoding="utf-8")
    (folder / "facilitate.md").write_text("# Run it in a room\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("slug", SLUGS)
def test_broken_exercise_is_told_in_these_words(slug, check, golden):
    done = check(f"tests/broken/{slug}")
    assert done.exit_code == 1
    golden(f"loading/{slug}.txt", done.output)


def marked_lines():
    for slug in SLUGS:
        for path in sorted((BROKEN / slug).glob("*.yaml")):
            for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
                if line.endswith(b"# mistake"):
                    yield slug, path.name, number


def test_check_names_every_mistake_with_its_line_and_exits_1(check):
    done = check("tests/broken")
    assert done.exit_code == 1
    told = {(slug, file, int(line or 0)) for slug, file, line in
            re.findall(r"^tests/broken/([^/]+)/([^:\s]+)(?::(\d+))?(?:  |$)", done.output, re.M)}
    whole = {place for place in told if place[:2] in WHOLE_FILE}
    assert told - whole == set(marked_lines())
    assert {place[:2] for place in whole} == WHOLE_FILE


def test_json_report_holds_every_problem_of_the_text_report(check):
    text = check("tests/broken").output
    done = check("tests/broken", "--format", "json")
    assert done.exit_code == 1
    report = json.loads(done.output)
    assert report["exercises"] == report["with_problems"] == len(SLUGS)
    assert {tuple(problem) for problem in report["problems"]} == {
        ("file", "line", "field", "what", "mend")}
    for problem in report["problems"]:
        place = problem["file"] + (f":{problem['line']}" if problem["line"] else "")
        assert f"{place}  {problem['field']}".rstrip() + (
            f"\n  {problem['what']} {problem['mend']}\n") in text
    told = f"{len(report['problems'])} problems in {len(SLUGS)} of {len(SLUGS)} exercises.\n"
    assert told in text
    assert text.partition(told)[2].count("Warning: ") == len(report["warnings"])


def test_every_problem_says_what_is_wrong_and_how_to_mend_it(check):
    for problem in json.loads(check("tests/broken", "--format", "json").output)["problems"]:
        for sentence in (problem["what"], problem["mend"]):
            assert re.fullmatch(r"[^a-z\s].*[.?`]|Run: workshop train [a-z-]+", sentence)
            assert not re.search(r"NoneType|\b(dict|tuple|str|int|None|pydantic)\b", sentence)


def test_clean_exercise_has_no_problems(check, clean):
    done = check(clean)
    assert (done.output, done.exit_code) == ("No problems in 1 exercise.\n", 0)
    done = check(clean.parent, "--format", "json")
    assert done.exit_code == 0
    assert json.loads(done.output) == {
        "exercises": 1, "with_problems": 0, "problems": [], "warnings": []}


@pytest.mark.parametrize("name", ["exercise.yaml", "responses.yaml"])
@pytest.mark.parametrize("content", [b"", b"# only a comment\n", b"[]", b"just words", b"5",
                                     b"null", b"\xff\xfe", b"a: [", b"a: \x00", b"{}"])
def test_file_that_holds_no_exercise_is_a_problem_and_never_a_traceback(clean, name, content):
    (clean / name).write_bytes(content)
    assert any(problem.file.endswith(name) for problem in check_folder(clean))


@pytest.mark.parametrize("name", ["responses.yaml", "facilitate.md"])
def test_missing_file_is_told(clean, name):
    (clean / name).unlink()
    (problem,) = check_folder(clean)
    assert problem.file.endswith(f"clean/{name}")


def test_byte_order_mark_and_windows_line_ends_change_nothing(clean):
    for file in clean.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert check_folder(clean) == []


def test_unreadable_judge_file_is_told(clean):
    (clean / "judge.json").write_text("{", encoding="utf-8")
    (problem,) = check_folder(clean)
    assert "workshop train clean" in problem.mend


def test_file_of_more_than_a_megabyte_is_refused_by_its_size(tmp_path, check, golden):
    folder = tmp_path / "too-large"
    folder.mkdir()
    (folder / "exercise.yaml").write_text("# " + "x" * MAX_BYTES, encoding="utf-8")
    golden("loading/generated/too-large.txt", check("too-large", folder=tmp_path).output)


def test_file_of_a_hundred_thousand_levels_is_refused_by_its_depth(tmp_path, check, golden):
    folder = tmp_path / "too-deep"
    folder.mkdir()
    (folder / "exercise.yaml").write_text("items:\n  " + "[" * 100_000, encoding="utf-8")
    golden("loading/generated/too-deep.txt", check("too-deep", folder=tmp_path).output)


def test_control_character_is_refused_by_its_number(tmp_path, check, golden):
    folder = tmp_path / "control-character"
    folder.mkdir()
    (folder / "exercise.yaml").write_bytes(b"schema: 1\nid: control\x00character\n")
    golden("loading/generated/control-character.txt",
           check("control-character", folder=tmp_path).output)


def test_folder_without_an_exercise_is_told_and_not_passed(check, tmp_path):
    done = check(tmp_path)
    assert done.exit_code == 1
    assert "No exercise.yaml in" in str(done.exception)


def test_links_are_checked_wherever_the_folder_lies_in_a_workshop(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "page.md").write_text("(a-label)=\n## A heading\n", encoding="utf-8")
    (tmp_path / "exercises").mkdir()
    (tmp_path / "_config.yml").touch()
    shutil.copytree(BROKEN / "missing-heading", tmp_path / "drafts" / "missing-heading")
    told = [problem.what for problem in check_folder(tmp_path / "drafts" / "missing-heading")]
    assert sum("The book has no" in what for what in told) == 3


def test_real_exercises_have_no_problem_but_a_judge_that_is_still_to_be_trained(check):
    report = json.loads(check("--format", "json").output)
    assert report["exercises"] >= 2
    assert [p for p in report["problems"] if not p["file"].endswith("/judge.json")] == []
