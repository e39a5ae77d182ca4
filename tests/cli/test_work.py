"""`workshop work`: answers are taken along, loaded elsewhere, deleted, and found."""

import zipfile

import pytest

from workshop.model.attempt import Attempt
from workshop.store import AttemptLog


@pytest.fixture
def log(workshop_home):
    return AttemptLog(workshop_home)


@pytest.fixture
def answered(log):
    log.append(Attempt(time="2026-05-12T10:00:00+00:00", learner="l", exercise="gone", item="one",
                       revision="r", event="check", response="my words", result={}))
    return log.path.read_bytes()


def test_export_and_import_bring_all_to_another_home(run, log, answered, tmp_path, monkeypatch):
    packed = tmp_path / "my-work.zip"
    assert run("work", "export", packed).output == f"Your work is in {packed}\n"
    monkeypatch.setenv("WORKSHOP_HOME", str(tmp_path / "other"))
    assert run("work", "import", packed).output == "1 entry was loaded.\n"
    assert (tmp_path / "other" / "attempts.jsonl").read_bytes() == answered
    assert "1 was here already." in run("work", "import", packed).output


def test_an_export_does_not_write_over_an_earlier_one(run, answered, tmp_path, process, log):
    named = tmp_path / "my-work.zip"
    run("work", "export", named)
    before = named.read_bytes()
    done = process("work", "export", named, WORKSHOP_HOME=str(log.folder))
    assert done.returncode == 1 and b"is there already" in done.stderr
    assert named.read_bytes() == before
    for _ in range(2):
        process("work", "export", cwd=tmp_path, WORKSHOP_HOME=str(log.folder))
    assert len(list(tmp_path.glob("my-work-*.zip"))) == 2


def test_with_nothing_to_export_no_file_is_written(process, tmp_path):
    done = process("work", "export", tmp_path / "a.zip", WORKSHOP_HOME=str(tmp_path / "home"))
    assert done.returncode == 1 and b"There is no work yet" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_ours_is_refused_in_words(process, log, answered, tmp_path):
    (tmp_path / "diary.txt").write_text("Dear diary")
    done = process("work", "import", tmp_path / "diary.txt", WORKSHOP_HOME=str(log.folder))
    assert done.returncode == 1
    assert done.stderr.startswith(b"There is nothing of the workshop in this file.")
    assert log.path.read_bytes() == answered


def test_delete_offers_a_copy_and_asks_for_the_word(run, log, answered, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = run("work", "delete", input="y\nno\n")
    monkeypatch.chdir(tmp_path)
    assert asked.exit_code == 1 and "Nothing was deleted." in asked.output
    assert log.path.read_bytes() == answered
    (copy,) = tmp_path.glob("my-work-*.zip")
    with zipfile.ZipFile(copy) as archive:
        assert archive.read("attempts.jsonl") == answered
    done = run("work", "delete", input="n\ndelete\n")
    assert done.exit_code == 0 and "Everything was deleted" in done.output
    assert not log.path.exists()


@pytest.mark.parametrize(("word", "status"), [("delete", 0), ("yes", 1)])
def test_the_word_can_be_given_at_once(run, log, answered, word, status):
    assert run("work", "delete", "--word", word).exit_code == status
    assert log.path.exists() == bool(status)


def test_where_is_one_line(run, log):
    assert run("work", "where").output == (
        f"Your answers are kept on this computer alone, in {log.path}\n")


@pytest.mark.parametrize("name", ["export", "import", "delete", "where"])
def test_each_has_help_with_an_example(run, name):
    done = run("work", name, "-h")
    assert done.exit_code == 0 and f"Example: workshop work {name}" in done.output
