"""What a player may send: an event is plain data about an item of the exercise."""

from __future__ import annotations

import math
from typing import Any, get_args

from workshop.errors import WorkshopError
from workshop.model.attempt import EventType
from workshop.model.exercise import AnyItem, Exercise

EVENT_TYPES = get_args(EventType)
DEEPEST = 8
"""Nesting beyond this is no response of any kind, and would be a danger to whatever reads it."""

_GREATEST = 2**53 - 1  # a whole number that a browser can count to


class EventError(WorkshopError):
    """An event that no player of ours sends; the text says what is odd about it."""


def checked_event(event: Any, exercise: Exercise) -> AnyItem:
    """The item that an event is about. Raises ``EventError``."""
    if not isinstance(event, dict) or event.get("type") not in EVENT_TYPES:
        raise EventError("This event is of no type that the workshop knows.")
    if not is_plain(event):
        raise EventError("This event holds something that is not plain data.")
    try:
        return exercise.item(event.get("item", ""))
    except KeyError:
        raise EventError("This event is about an item that is not in the exercise.") from None


def is_plain(value: Any, deepest: int = DEEPEST) -> bool:
    """Whether ``value`` is JSON of a sensible depth, with finite numbers.

    >>> is_plain({"susan": ["text", 1.5, None]}), is_plain(float("nan")), is_plain({1: "text"})
    (True, False, False)
    """
    if isinstance(value, dict):
        return deepest > 0 and all(
            isinstance(name, str) and is_plain(inner, deepest - 1) for name, inner in value.items()
        )
    if isinstance(value, list):
        return deepest > 0 and all(is_plain(inner, deepest - 1) for inner in value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return abs(value) <= _GREATEST
    return value is None or isinstance(value, str)


def number(value: Any) -> int:
    """``value`` if it is a whole number from 0 on, else 0."""
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole and 0 <= value <= _GREATEST else 0
