"""For all tests: a home and a clock of their own, and golden files.

* every test has WORKSHOP_HOME in a temporary folder
* dates are told by a clock in UTC, also in processes that a test starts; `time_zone("EAST-14")`
  sets another one
* `golden(name, text)` compares with tests/golden/<name>; `pytest --update-golden` rewrites it
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def set_time_zone(name: str) -> None:
    os.environ["TZ"] = name
    if hasattr(time, "tzset"):  # Windows has none, and keeps the zone that it is set to
        time.tzset()


set_time_zone("UTC")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true",
                     help="rewrite the files in tests/golden/ instead of comparing with them")


@pytest.fixture(autouse=True)
def workshop_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The folder in which the workshop keeps what learners do; empty at the start of a test."""
    home = tmp_path_factory.mktemp("workshop-home")
    monkeypatch.setenv("WORKSHOP_HOME", str(home))
    return home


@pytest.fixture
def time_zone() -> Iterator[Callable[[str], None]]:
    """Sets the zone: `EAST-14` is fourteen hours ahead of UTC, `WEST+11` eleven hours behind it."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of this system cannot be set from here")
    yield set_time_zone
    set_time_zone("UTC")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the golden file of that name (a path under tests/golden/)."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        assert path.is_file(), f"tests/golden/{name} is missing; make it: pytest --update-golden"
        assert text == path.read_text(encoding="utf-8"), f"tests/golden/{name} differs"

    return compare
