"""What the rules look at, told from their own docstrings, so that the book need not retype it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from workshop.checking.advice import WARNINGS
from workshop.checking.checks import RULES, WHOLE_RULES

_GROUPS: tuple[tuple[str, Sequence[Callable[..., Any]]], ...] = (
    ("An exercise", RULES), ("The workshop as a whole", WHOLE_RULES), ("Warnings", WARNINGS))


def listing() -> str:
    """Every rule as a list in Markdown, in the order in which they look."""
    return "\n".join(f"**{title}**\n\n{_entries(rules)}\n" for title, rules in _GROUPS)


def _entries(rules: Sequence[Callable[..., Any]]) -> str:
    return "\n".join(f"- {_first(rule.__doc__ or rule.__name__)}" for rule in rules)


def _first(doc: str) -> str:
    """The first paragraph of a docstring in one line.

    >>> _first("Each id is one\\n    plain word.\\n\\n    More.")
    'Each id is one plain word.'
    """
    return " ".join(doc.split("\n\n")[0].split())
