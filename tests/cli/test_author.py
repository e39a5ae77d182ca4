"""`workshop new` and `workshop try`: what an author types, and what comes of it."""

import os
import signal
import subprocess
import sys
import time

import pytest

SLUG = "after-the-applause"


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """A workshop of one chapter and no exercise, as the working folder."""
    (tmp_path / "_config.yml").touch()
    (tmp_path / "exercises").mkdir()
    chapters = tmp_path / "book" / "chapters"
    chapters.mkdir(parents=True)
    (chapters / "3-a-page.md").write_text("(a-label)=\n## A heading\n", encoding="utf-8")
    monkeypatch.setenv("WORKSHOP_ROOT", str(tmp_path))
    return tmp_path


def test_new_says_what_was_written_and_what_comes_next(run, empty, golden):
    done = run("new", "late-delivery", "--kind", "text", "--chapter", "3")
    assert done.exit_code == 0
    golden("cli/new.txt", done.output)
    assert len(list((empty / "exercises" / "late-delivery").iterdir())) == 4


def test_new_without_a_chapter_says_so_in_its_steps(run, empty):
    done = run("new", "late-delivery", "--kind", "choice")
    assert "1. Write `late-delivery` into the `exercise-list` of its chapter" in done.output


@pytest.mark.parametrize("arguments", [
    ["Late"], ["late", "--kind", "quiz"], ["late", "--chapter", "4"], ["con"], ["../late"],
    ["late", "--chapter", "x"],
])
def test_new_refuses_wrong_use_with_2_and_writes_nothing(run, empty, arguments):
    options = [] if "--kind" in arguments else ["--kind", "choice"]
    assert run("new", *arguments, *options).exit_code == 2
    assert list((empty / "exercises").iterdir()) == []


def test_new_needs_a_kind(run, empty):
    assert run("new", "late").exit_code == 2


def test_new_leaves_a_folder_that_is_there_as_it_is(process, empty):
    folder = empty / "exercises" / "late"
    folder.mkdir()
    done = process("new", "late", "--kind", "choice")
    assert done.returncode == 1
    assert b"is there already. Nothing was written" in done.stderr
    assert list(folder.iterdir()) == []


def test_new_exercise_can_be_tried_and_checked_at_once(run, empty):
    run("new", "late", "--kind", "choice", "--chapter", "3")
    done = run("try", "late", input="1\n2\n")
    assert done.exit_code == 0
    assert "TODO: an option that tempts" in done.output
    assert run("check", empty / "exercises" / "late").exit_code == 1


def test_try_plays_what_is_typed_and_keeps_nothing(process, workshop_home):
    done = process("try", SLUG, stdin=b"?\n1\nm\n2\ns\n")
    page = done.stdout.decode("utf-8")
    assert (done.returncode, done.stderr) == (0, b"")
    assert page.startswith("After the applause (chapter 5")
    assert "nothing that you answer is saved" in page
    assert "Your choice, 1 to 5: ?\n" in page
    assert page.endswith("That was all. Nothing was saved.\n")
    assert list(workshop_home.iterdir()) == []
    assert "\x1b" not in page


def test_try_takes_a_folder_as_well_and_one_item_alone(run):
    done = run("try", f"exercises/{SLUG}", "--item", "manager-type", input="q\n")
    assert done.exit_code == 0
    assert "Part 2 of 2" in done.output
    assert "Part 1 of 2" not in done.output


@pytest.mark.parametrize("typed", ["", "1", "1\n", "q\n", "\xff\n", "x" * 100_000])
def test_try_ends_politely_with_its_input(process, typed):
    done = process("try", SLUG, stdin=typed.encode("latin-1"), PYTHONIOENCODING="utf-8:strict")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.endswith(b"You have left. Nothing was saved.\n")


def test_try_tells_an_unknown_exercise_and_an_unknown_item(process):
    for arguments in (["no-such"], [SLUG, "--item", "no-such"]):
        done = process("try", *arguments)
        assert done.returncode == 1
        assert b'"no-such"' in done.stderr
        assert b"There are: " in done.stderr
        assert b"Traceback" not in done.stderr


def test_try_tells_an_author_every_mistake_of_a_broken_file(process):
    done = process("try", "tests/broken/many-at-once")
    assert done.returncode == 1
    assert done.stderr.count(b"many-at-once/exercise.yaml:") > 1


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl+C otherwise")
def test_ctrl_c_leaves_try_politely():
    started = subprocess.Popen(
        [sys.executable, "-m", "workshop", "try", SLUG], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    page = b""
    while b"Your choice" not in page:
        page += os.read(started.stdout.fileno(), 10_000) or b"Your choice"
    time.sleep(0.2)  # till it waits for its input
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=60)
    assert (started.returncode, err) == (0, b"")
    assert out.endswith(b"You have left. Nothing was saved.\n")
