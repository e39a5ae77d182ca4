"""A log in a fresh folder, attempts to write, and child processes that may be killed."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workshop.model.attempt import Attempt
from workshop.store import AttemptLog

IN_A_CHILD = """
import json, os, sys
from pathlib import Path
from workshop.model.attempt import Attempt
from workshop.store import AttemptLog, StoreError

def attempt(response=None, **given):
    return Attempt(**{"time": "2026-05-12T10:00:00+00:00", "learner": "child", "exercise": "ex",
                      "item": "one", "revision": "r", "event": "check",
                      "response": response} | given)

log = AttemptLog(Path(sys.argv[1]))
"""


@pytest.fixture
def log(tmp_path: Path) -> AttemptLog:
    return AttemptLog(tmp_path / "home")


@pytest.fixture(scope="session")
def attempt() -> Callable[..., Attempt]:
    """Makes an attempt; what is not given is filled in."""

    def make(response: Any = None, **given: Any) -> Attempt:
        filled: dict[str, Any] = {
            "time": "2026-05-12T10:00:00+00:00", "learner": "l", "exercise": "ex", "item": "one",
            "revision": "r", "event": "check", "response": response,
        }
        return Attempt(**filled | given)

    return make


@pytest.fixture
def child() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a Python program that has `log`, `attempt()` and `sys.argv[2:]`; ends it at last."""
    started: list[subprocess.Popen[str]] = []

    def start(program: str, folder: Path, *more: Any) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", IN_A_CHILD + program, str(folder), *map(str, more)],
            stdout=subprocess.PIPE, text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
