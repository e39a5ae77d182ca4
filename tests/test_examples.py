"""The examples in docstrings are true."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import workshop

PACKAGE = Path(workshop.__file__).parent
SHOWN = sorted(
    ".".join(("workshop", *path.relative_to(PACKAGE).with_suffix("").parts))
    .removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if ">>>" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_docstring_shows_is_what_happens(name):
    done = doctest.testmod(import_module(name))
    assert done.attempted and not done.failed
