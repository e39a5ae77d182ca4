"""Copies from an essay are found wherever they stand, by hashes that tell nothing of it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from workshop.checking import borrowed
from workshop.checking.checks import check_workshop

ROOT = Path(__file__).parents[2]
ESSAY = ("The heron that lives behind our office doesn't plan; it waits for long-legged "
         "hours, and nobody calls that leading or managing.")


@pytest.fixture
def essay(monkeypatch):
    """Lets the rule take ESSAY for the only essay there is."""
    runs = frozenset(borrowed.runs_of([word for _, word in borrowed.words_of(ESSAY)]))
    monkeypatch.setattr(borrowed, "essay_runs", lambda: runs)


def copies(text):
    runs = frozenset(borrowed.runs_of([word for _, word in borrowed.words_of(ESSAY)]))
    return [(line, count) for line, count, _ in borrowed.copied(text, runs)]


def test_eight_words_are_a_copy_and_seven_are_a_quotation():
    words = ESSAY.split()
    assert copies(" ".join(words[:7])) == []
    assert copies(" ".join(words[:8])) == [(1, 8)]


def test_copy_is_found_through_case_marks_line_breaks_and_tags():
    assert copies("So:\n> THE *heron* that <b>lives</b>\n> [behind](x.md#y) our “office”\n"
                  "doesn’t <!-- teaches: E1-01 --> plan") == [(2, 9)]


def test_two_copies_are_told_apart_and_a_long_one_is_told_whole():
    words = ESSAY.split()
    text = " ".join([*words[:9], *["and so on"] * 9, "\n", *words[10:20]])
    assert copies(text) == [(1, 9), (2, 11)]  # "long-legged" is two words


@pytest.mark.parametrize("name", [
    "book/chapters/x.md", "book/claims.yaml", "book/_static/x.svg", "exercises/x/responses.yaml",
    "exercises/x/facilitate.md", "docs/decisions/x.md", "README.md", "book/practice/x.ipynb",
])
def test_copy_is_told_wherever_it_stands(name, written, essay):
    places = written()
    path = places.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    words = ESSAY.split()
    is_data = path.suffix == ".ipynb"
    lines = ["It is said:\n", " ".join(words[:4]) + "\n", " ".join(words[4:9]) + "\n"]
    path.write_text(json.dumps(lines, indent=1) if is_data else "".join(lines), encoding="utf-8")
    (problem,) = [p for p in check_workshop(places).problems if "an essay" in p.what]
    assert (problem.file, problem.line) == (name, 0 if is_data else 2)
    assert problem.what == ('These 9 words stand in an essay: "the heron that lives behind our '
                            'office doesnt plan".')


def test_list_holds_the_essays_as_hashes_and_nothing_else():
    lines = borrowed.RUNS_FILE.read_text(encoding="ascii").splitlines()
    assert len(lines) > 4000
    assert lines == sorted(set(lines))
    assert all(re.fullmatch(f"[0-9a-f]{{{2 * borrowed.HASH_BYTES}}}", line) for line in lines)


def test_list_was_made_from_the_essays_for_it_knows_their_titles():
    listed = {bytes.fromhex(line) for line in
              borrowed.RUNS_FILE.read_text(encoding="ascii").split()}
    for title in borrowed.TITLES[:2]:
        assert set(borrowed.runs_of([word for _, word in borrowed.words_of(title)])) <= listed


@pytest.mark.parametrize("title", borrowed.TITLES)
def test_essay_may_be_called_by_its_title(title):
    assert list(borrowed.copied(f"See *{title}*.", borrowed.essay_runs())) == []


def test_list_is_made_by_its_script(tmp_path):
    (tmp_path / "one.txt").write_text(ESSAY, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "essay_runs.py", tmp_path, "--check"],
        capture_output=True, text=True)
    words = len(borrowed.words_of(ESSAY))
    assert (done.returncode, done.stdout) == (
        1, f"{words - 7} runs, not those that are listed\n")
