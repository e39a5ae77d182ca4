"""Every command: help with an example, and an exit status that means something."""

import json
import sys

import pytest
import typer

from workshop import __version__, cli
from workshop.errors import WorkshopError
from workshop.loading.schema import schema_text

COMMANDS = sorted(typer.main.get_command(cli.app).commands)


def test_help_names_every_command(run):
    done = run("--help")
    assert done.exit_code == 0
    assert all(f"  {name} " in done.output for name in COMMANDS)
    assert {"open", "book", "check", "notebooks", "grade", "train", "schema"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_help_with_an_example(run, name):
    for flag in ("--help", "-h"):
        done = run(name, flag)
        assert done.exit_code == 0
        assert f"Example: workshop {name}" in " ".join(done.output.split())


@pytest.mark.parametrize("arguments", [
    ["fly"], ["check", "--fast"], ["check", "--format", "xml"], ["grade"], ["open", "--port", "x"],
    ["schema", "more"], [],
])
def test_wrong_use_exits_2(run, arguments):
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.output.startswith("Usage: workshop")


def test_version_is_printed(run):
    assert run("--version").output == f"{__version__}\n"


def test_schema_is_printed_letter_by_letter(process):
    done = process("schema")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == schema_text()


def test_error_for_people_is_one_line_without_a_traceback_and_exits_1(monkeypatch, capsys):
    def fail():
        raise WorkshopError("The [red]kettle[/red] is empty: fill it.")

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 1
    assert capsys.readouterr().err == "The [red]kettle[/red] is empty: fill it.\n"


def test_process_exits_with_0_1_or_2(process, tmp_path):
    assert process("check", "tests/broken/empty-file").returncode == 1
    assert process("check", tmp_path).returncode == 1
    done = process("fly")
    assert done.returncode == 2
    assert b"No such command" in done.stderr
    assert b"Traceback" not in done.stderr


def test_no_workshop_is_told_with_what_to_do(process, tmp_path):
    done = process("check", WORKSHOP_ROOT=str(tmp_path))
    assert done.returncode == 1
    assert b"No workshop found" in done.stderr
    assert b"Traceback" not in done.stderr


def test_notebooks_differ_after_a_change_and_are_written_again(run, checkout, monkeypatch):
    monkeypatch.chdir(checkout)
    run("notebooks")
    assert run("notebooks", "--check").exit_code == 0
    path = checkout / "book" / "practice" / "motivating-susan-and-george.ipynb"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"Susan", b"Sue"))
    (path.parent / "left-over.ipynb").write_bytes(before)
    done = run("notebooks", "--check")
    assert done.exit_code == 1
    assert "differs: book/practice/motivating-susan-and-george.ipynb" in done.output
    assert "differs: book/practice/left-over.ipynb" in done.output
    assert path.read_bytes() != before
    assert run("notebooks").exit_code == 0
    assert path.read_bytes() == before
    assert not (path.parent / "left-over.ipynb").exists()
    assert run("notebooks", "--check").exit_code == 0


def test_notebooks_of_a_broken_exercise_are_not_written(process, checkout):
    path = checkout / "exercises" / "motivating-susan-and-george" / "exercise.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\nmore: 1\n", encoding="utf-8")
    done = process("notebooks", cwd=checkout, WORKSHOP_ROOT=str(checkout))
    assert done.returncode == 1
    assert b'Unknown field "more".' in done.stderr
    assert b"Traceback" not in done.stderr


def test_check_looks_at_the_workshop_around_the_working_folder(process, checkout):
    (checkout / "exercises" / "redirecting-technical-decisions" / "facilitate.md").unlink()
    done = process("check", "--format", "json", cwd=checkout)
    assert done.returncode == 1
    files = [problem["file"] for problem in json.loads(done.stdout)["problems"]]
    assert "exercises/redirecting-technical-decisions/facilitate.md" in files


def test_train_says_what_to_install_where_scikit_learn_is_missing(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    done = run("train", "motivating-susan-and-george")
    assert done.exit_code == 1
    assert "scikit-learn" in str(done.exception)


def test_train_check_writes_nothing_and_names_what_is_late(run, checkout, monkeypatch):
    monkeypatch.chdir(checkout)
    for judge in checkout.glob("exercises/*/judge.json"):
        judge.unlink()
    done = run("train", "--check")
    assert done.exit_code == 1
    assert "Run: workshop train motivating-susan-and-george" in done.output
    assert not list(checkout.glob("exercises/*/judge.json"))
