"""The command line as a function, and as a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workshop.cli import app

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(monkeypatch):
    """`run("check", "--format", "json")`, in this process; has `.output` and `.exit_code`."""
    monkeypatch.chdir(ROOT)
    return lambda *arguments, **more: CliRunner().invoke(app, [*map(str, arguments)], **more)


@pytest.fixture
def process():
    """Like `run`, but a real process: `.stdout` and `.stderr` are bytes."""

    def start(*arguments, stdin=b"", cwd=ROOT, **environment):
        return subprocess.run(
            [sys.executable, "-m", "workshop", *map(str, arguments)], input=stdin, cwd=cwd,
            env={**os.environ, **environment}, capture_output=True, timeout=120)

    return start


@pytest.fixture
def checkout(tmp_path):
    """A copy of what commands read and write, to be changed at will."""
    copy = tmp_path / "checkout"
    for name in ("book", "exercises"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("_build"))
    shutil.copy(ROOT / "_config.yml", copy)
    return copy
