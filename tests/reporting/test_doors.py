"""`workshop report` and `report()`: the real exercises, a learner's folder, files that open."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workshop import notebook
from workshop.cli import app
from workshop.loading import find_places, load_exercise
from workshop.session import Session
from workshop.store import AttemptLog

ROOT = Path(__file__).parents[2]
SLUG = "motivating-susan-and-george"


@pytest.fixture
def run(monkeypatch):
    monkeypatch.chdir(ROOT)
    return lambda *arguments: CliRunner().invoke(app, ["report", *map(str, arguments)])


@pytest.fixture
def answered(workshop_home):
    """A learner who has sorted the cards of one exercise of the repository."""
    exercise = load_exercise(find_places(ROOT).exercise(SLUG))
    session = Session(exercise, AttemptLog(workshop_home), lambda: "2026-05-12T10:00:00+00:00")
    item = exercise.items[0]
    response = {card.id: card.bins[0] for card in item.cards}
    session.apply({"type": "check", "item": item.id, "response": response})
    return workshop_home


def test_html_goes_into_the_learners_folder_and_its_path_is_printed(run, answered):
    done = run()
    assert done.exit_code == 0, done.output
    path = answered / "report.html"
    assert done.stdout == f"Your report is in {path}\n"
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert str(answered / "attempts.jsonl") in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0 or os.name == "nt"


def test_markdown_and_json_are_printed(run, answered, check_schema):
    assert run("--format", "md").stdout.startswith("# My report\n")
    data = json.loads(run("--format", "json").stdout)
    check_schema(data)
    assert [row["exercise"] for row in data["rows"]] == [SLUG]
    assert data["groups"][0]["title"].startswith("Chapter 3: ")
    assert not (answered / "report.html").exists()


@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_each_form_goes_where_it_is_told(run, answered, tmp_path, form):
    path = tmp_path / f"mine.{form}"
    assert run("--format", form, "-o", path).stdout == f"Your report is in {path}\n"
    assert path.stat().st_size > 300
    assert not (answered / "report.html").exists()


def test_a_learner_who_has_done_nothing_gets_a_report_too(run, workshop_home):
    done = run()
    assert done.exit_code == 0
    assert "You have not answered anything yet." in (workshop_home / "report.html").read_text()


def test_another_format_is_wrong_use(run, workshop_home):
    done = run("--format", "pdf")
    assert done.exit_code == 2
    assert "write html, md or json" in done.output


def test_the_answers_are_never_written_over(run, answered):
    before = (answered / "attempts.jsonl").read_bytes()
    done = run("-o", answered / "attempts.jsonl")
    assert done.exit_code == 1
    assert "is the file that is read" in str(done.exception)
    assert (answered / "attempts.jsonl").read_bytes() == before


def test_a_place_that_cannot_be_written_is_told_in_a_line(answered, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "workshop", "report", "-o", str(tmp_path / "no" / "r.html")],
        capture_output=True, text=True, cwd=ROOT, env={**os.environ}, timeout=120)
    assert done.returncode == 1
    assert f"Cannot write to {tmp_path / 'no' / 'r.html'}" in done.stderr
    assert "Traceback" not in done.stderr


def test_one_token_alone_can_be_counted(run, answered):
    token = next(AttemptLog(answered).read()).learner
    assert json.loads(run("--format", "json", "--learner", token).stdout)["answered"] == 1


@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_a_token_that_nobody_has_is_told_and_leaves_the_report_as_it_was(run, answered, form):
    token = next(AttemptLog(answered).read()).learner
    run()
    before = (answered / "report.html").read_bytes()
    done = run("--format", form, "--learner", "typo")
    assert done.exit_code == 1 and done.stdout == ""
    assert str(done.exception) == (
        f'There are no answers under the token "typo". There are: {token}.')
    assert (answered / "report.html").read_bytes() == before


def test_a_token_where_nothing_was_answered_is_told(run, workshop_home):
    assert str(run("--learner", "typo").exception).endswith('"typo". There are: none.')
    assert not (workshop_home / "report.html").exists()


def test_an_exercise_that_cannot_be_read_costs_its_own_lines_alone(
    answered, tmp_path, monkeypatch
):
    root = tmp_path / "root"
    (root / "exercises" / SLUG).mkdir(parents=True)
    (root / "exercises" / SLUG / "exercise.yaml").write_text("schema: 1\nid: [")
    (root / "book").mkdir()
    (root / "_config.yml").write_text("")
    monkeypatch.setenv("WORKSHOP_ROOT", str(root))
    made = notebook.report().data
    assert [one.exercise for one in made.earlier] == [SLUG]
    assert made.rows == ()


def test_a_notebook_shows_html_and_keeps_markdown_for_the_rest(answered, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("WORKSHOP_BOOK_URL", "/workshop")
    shown = notebook.report()
    bundle = shown._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/plain"] == repr(shown)
    assert repr(shown).startswith("# My report")
    assert 'class="lm-report"' in bundle["text/html"]
    assert "<script" not in bundle["text/html"]
    links = re.findall(r'href="([^"]+)"', bundle["text/html"])
    assert all(link.startswith("/workshop/") for link in links)
