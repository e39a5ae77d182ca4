"""Fingerprints of what was asked: one of its meaning, one of every word (decision 11).

An exercise is corrected while people are in the middle of it. What they answered is kept in any
case; only where the meaning has changed are they told.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from workshop.kinds import kind_of
from workshop.model.attempt import Attempt
from workshop.model.exercise import AnyItem, Exercise

MEANING = frozenset((
    "id", "kind", "lens", "key", "many", "options", "bins", "cards", "before", "discard",
    "columns", "column", "choices", "once", "rows", "cells", "fits", "actions", "contested",
    "start", "steps", "replies", "goto", "meets", "misses", "endings", "good", "criteria",
    "parts", "part", "rubric", "looks_for", "answered", "groups", "prompts", "answer",
))
"""The fields of an item that say what an answer means: ids, keys, and how they hang together.
All others are words, and what can be mended without asking anything else."""

CHANGED = "This exercise has changed since you answered; your answer is kept below."
CHANGED_MUCH = ("This exercise has changed since you answered. What still fits is kept below; "
                'all of it is in the file that "Download my work" makes.')


def revision(exercise: Exercise, item: AnyItem) -> str:
    """Fingerprints of the meaning and of all that was asked and how it is judged: two times
    eight hexadecimal digits with a point between."""
    return f"{_hash(_meaning(asdict(item)))}.{_hash([exercise.situation, asdict(item)])}"


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:8]


def _meaning(value: Any, name: str = "") -> Any:
    """``value`` without its wording. Pieces that have an id may be moved about in a file."""
    if isinstance(value, dict):
        return {field: _meaning(inner, field) for field, inner in value.items()
                if field in MEANING}
    if isinstance(value, list | tuple):
        inner = [_meaning(one, name) for one in value]
        has_ids = bool(inner) and all(isinstance(one, dict) for one in inner)
        return sorted(inner, key=json.dumps) if has_ids else inner
    return value


def has_new_meaning(then: str, now: str) -> bool:
    """Whether an entry of the log was made when the item asked something else.

    Entries from before there were two fingerprints do not tell.

    >>> has_new_meaning("aa.11", "aa.22"), has_new_meaning("aa.11", "bb.22")
    (False, True)
    """
    return "." in then and then.partition(".")[0] != now.partition(".")[0]


def told_of_changes(answers: Iterable[tuple[AnyItem, Attempt, str]]) -> str:
    """What somebody who comes back is told; empty where no meaning has changed.

    ``answers`` holds items with the latest answer to each and their revision as of now.
    """
    changed = [(item, answer) for item, answer, now in answers
               if has_new_meaning(answer.revision, now)]
    if not changed:
        return ""
    all_fit = all(_fits(item, answer.response) for item, answer in changed)
    return CHANGED if all_fit else CHANGED_MUCH


def _fits(item: AnyItem, response: Any) -> bool:
    """Whether all of an answer can still be shown where it was given."""
    shown: list[tuple[str, str]] = []
    with contextlib.suppress(ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        shown = kind_of(item).in_words(item, response)
    if isinstance(response, dict):
        return len(shown) >= sum(bool(piece) for piece in response.values())
    return len(shown) >= (len(response) if isinstance(response, list) else 1)
