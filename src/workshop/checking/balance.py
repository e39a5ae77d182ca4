"""Rules over all single choices together: nothing but the situation gives the key away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workshop.checking.items import length
from workshop.checking.whole import Whole, WholeRule
from workshop.errors import Problem
from workshop.model.exercise import Choice

MOST_PERCENT = 40
FEWEST_CHOICES = 5
"""With fewer choices a share says nothing: of four, two keys in one place are half."""


@dataclass(frozen=True)
class Single:
    """A choice of one option: its name, where its key stands (from 0), whether that is longest."""

    name: str
    position: int
    is_longest: bool


def singles(whole: Whole) -> list[Single]:
    """Every choice of one option, forms included, in the order of the exercises."""
    return [
        _single(f"{checked.exercise.id}/{item.id}", item)
        for checked in whole.exercises for item in checked.exercise.items
        if isinstance(item, Choice) and not item.many
        and any(option.id in item.key for option in item.options)
    ]


def _single(name: str, item: Choice) -> Single:
    at = next(at for at, option in enumerate(item.options) if option.id in item.key)
    lengths = [length(option.text) for option in item.options]
    others = lengths[:at] + lengths[at + 1 :]
    return Single(name, at, lengths[at] > max(others, default=0))


def keys_are_spread(whole: Whole) -> Iterator[Problem]:
    """In the author's order no place holds more than forty per cent of the keys."""
    every = singles(whole)
    for position in sorted({one.position for one in every}):
        there = [one.name for one in every if one.position == position]
        yield from _too_many(there, len(every), f"the key stands in place {position + 1}",
                             "Move the key")


def keys_are_not_the_longest(whole: Whole) -> Iterator[Problem]:
    """In at most forty per cent of the choices the key is longer than every other option."""
    every = singles(whole)
    yield from _too_many([one.name for one in every if one.is_longest], len(every),
                         "the key is the longest option", "Shorten it, or lengthen another option,")


def _too_many(names: Sequence[str], of: int, what: str, mend: str) -> Iterator[Problem]:
    allowed = MOST_PERCENT * of // 100
    if of >= FEWEST_CHOICES and len(names) > allowed:
        yield Problem("exercises", 0, "",
                      f"In {len(names)} of {of} single choices {what}; {allowed} may.",
                      f"{mend} in {len(names) - allowed} of these: {', '.join(names)}.")


WHOLE_RULES: list[WholeRule] = [
    keys_are_spread,
    keys_are_not_the_longest,
]
