"""What every kind can do, and the small things that kinds share."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from workshop.model.result import Feedback, Result, Unreadable

T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    """A mistake inside an item that single fields cannot show; ``path`` starts at the item."""

    path: tuple[str | int, ...]
    what: str
    mend: str


@dataclass(frozen=True)
class Shown:
    """What a view depends on: the learner's raw response so far, and the seed of shuffles."""

    response: Any = None
    seed: str = ""


class Kind(Protocol):
    """The contract of a kind: pure functions; no clock, file, network, chance or widget."""

    Model: type

    def read(self, item: Any, raw: Any) -> Any | Unreadable:
        """The response, or why it cannot be graded yet; never raises for what a learner sent."""

    def grade(self, item: Any, response: Any) -> Result:
        """The result of a response that ``read`` returned."""

    def view(self, item: Any, shown: Shown) -> dict[str, Any]:
        """The fields to draw; holds no key and no feedback."""

    def disclose(self, item: Any, result: Result, attempts: int) -> Result:
        """The result with only what may be seen after that many attempts."""

    def is_finished(self, item: Any, raw: Any) -> bool:
        """Whether the response completes the item by itself, with no press of Check."""

    def model_response(self, item: Any) -> Any:
        """The raw response that the author holds for good, or ``None``."""

    def in_words(self, item: Any, raw: Any) -> list[tuple[str, str]]:
        """A raw response as (label, text) pairs that a person can read; empty if unreadable."""

    def feedbacks(self, item: Any) -> Iterator[tuple[tuple[str | int, ...], Feedback]]:
        """Every feedback that the item can give, with its place in the item."""

    def faults(self, item: Any) -> Iterator[Fault]:
        """Mistakes that an author should mend."""

    def samples(self, item: Any) -> dict[str, list[Any]]:
        """Raw responses under ``right``, ``partly``, ``wrong`` and ``unreadable``."""


def shuffled(things: Sequence[T], seed: str) -> list[T]:
    """The things in an order that depends on ``seed`` alone; no seed keeps the author's order."""
    order = list(things)
    if seed:
        random.Random(seed).shuffle(order)  # an order on a screen, not a secret
    return order


def reasons_later(result: Result, attempts: int) -> Result:
    """After the first check what does not fit is only marked; from the second on it says why."""
    if attempts > 1:
        return result
    notes = (note if note.status == "met" else replace(note, text="") for note in result.notes)
    return replace(result, notes=tuple(notes))


def repeated_ids(things: Iterable[Any], field: str) -> Iterator[Fault]:
    """A fault for every id that an earlier thing in the same list has."""
    seen: set[str] = set()
    for index, thing in enumerate(things):
        if thing.id in seen:
            yield Fault((field, index, "id"), f'The id "{thing.id}" is used twice.',
                        "Give each its own id.")
        seen.add(thing.id)


def unknown_ids(
    ids: Sequence[str], known: Iterable[str], path: tuple[str | int, ...], noun: str
) -> Iterator[Fault]:
    """A fault for every id that names nothing."""
    names = list(known)
    for index, name in enumerate(ids):
        if name not in names:
            yield Fault((*path, index), f'There is no {noun} "{name}".', one_of(names))


def one_of(names: Sequence[str]) -> str:
    """How to mend a name that names nothing.

    >>> one_of(["facts", "sorry"]), one_of(["facts"]), one_of([])
    ('Write one of facts, sorry.', 'Write facts.', 'Take it out; there are none to name.')
    """
    unique = list(dict.fromkeys(names))
    if not unique:
        return "Take it out; there are none to name."
    return f"Write {'one of ' if len(unique) > 1 else ''}{', '.join(unique)}."


def quoted(text: str) -> str:
    """A piece of an item inside a sentence that goes on.

    >>> quoted("We ship on Monday.")
    '"We ship on Monday"'
    """
    return f'"{text.strip().rstrip(".")}"'


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them.

    >>> listed(["2", "4", "7"])
    '2, 4 and 7'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
