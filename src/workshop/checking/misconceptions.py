"""Rules over misconceptions: what can be got wrong names one, and each name is worth a list."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from workshop.checking.checked import Checked, Rule
from workshop.checking.whole import Whole, WholeRule
from workshop.errors import Problem
from workshop.kinds.rate import key_of
from workshop.kinds.rating import MIDDLE
from workshop.loading.misconceptions import MISCONCEPTIONS_FILE, try_misconceptions
from workshop.model.exercise import AnyItem, Choice, Dialogue, Match, Order, Rate, Sort

MOST_WORDS = 6
FEWEST_USES = 2

Place = tuple[str | int, ...]


def distractors_reveal(checked: Checked) -> Iterator[Problem]:
    """Whatever can be got wrong says which misconception it reveals."""
    for index, item in enumerate(checked.exercise.items):
        for place, noun, name, tag in distractors(item):
            if not tag:
                yield checked.problem(
                    ("items", index, *place), f'The {noun} "{name}" names no misconception.',
                    f"Add `misconception:` with a tag of exercises/{MISCONCEPTIONS_FILE}.")


def distractors(item: AnyItem) -> Iterator[tuple[Place, str, str, str]]:
    """The place, the noun, the id and the tag of all that can be got wrong.

    Exempt are the key, what another lens would choose, actions that are effective or contested,
    and cards and cells where everything fits.
    """
    match item:
        case Choice():
            for number, option in enumerate(item.options):
                if option.id not in item.key and not option.lens:
                    yield ("options", number), "option", option.id, option.misconception
        case Sort():
            every = {one.id for one in item.bins}
            for number, card in enumerate(item.cards):
                if every - set(card.bins):
                    yield ("cards", number), "card", card.id, card.misconception
        case Order():
            for number, place in enumerate(item.cards):
                yield ("cards", number), "card", place.id, place.misconception
        case Match():
            yield from _cells(item)
        case Rate():
            for number, action in enumerate(item.actions):
                if key_of(action) < MIDDLE and not action.contested:
                    yield ("actions", number), "action", action.id, action.misconception
        case Dialogue():
            for at, step in enumerate(item.steps):
                for number, reply in enumerate(step.replies):
                    if reply.misses:
                        yield (("steps", at, "replies", number), "reply", reply.id,
                               reply.misconception)


def _cells(item: Match) -> Iterator[tuple[Place, str, str, str]]:
    every = {column.id: {choice.id for choice in column.choices} for column in item.columns}
    for at, row in enumerate(item.rows):
        for number, cell in enumerate(row.cells):
            if every.get(cell.column, set()) - set(cell.fits):
                yield (("rows", at, "cells", number), "cell", f"{row.id}/{cell.column}",
                       cell.misconception)


def tags(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every misconception that a document names, with its place.

    >>> list(tags({"items": [{"misconception": "even-shares"}]}))
    [(('items', 0, 'misconception'), 'even-shares')]
    """
    pairs = enumerate(data) if isinstance(data, list) else ()
    for step, value in data.items() if isinstance(data, dict) else pairs:
        if step == "misconception" and isinstance(value, str):
            if value:
                yield (*place, step), value
        else:
            yield from tags(value, (*place, step))


def tags_are_listed(checked: Checked) -> Iterator[Problem]:
    """Each misconception that an exercise names stands in the list."""
    known, _, _ = try_misconceptions(checked.places) if checked.places else ({}, [], None)
    if not known:
        return  # an exercise that stands alone; a list that is missing or broken is told once
    for place, tag in tags(checked.tree.data):
        if tag not in known:
            near = difflib.get_close_matches(tag, known, n=1)
            yield checked.problem(
                place, f'There is no misconception "{tag}".',
                f'Did you mean "{near[0]}"?' if near
                else f"Name a tag of exercises/{MISCONCEPTIONS_FILE}, or add a line there.")


def the_list_can_be_read(whole: Whole) -> Iterator[Problem]:
    """The list of misconceptions is there as soon as an exercise names one, and has no mistake."""
    _, problems, tree = try_misconceptions(whole.places)
    if tree.data is not None or any(_uses(whole)):
        yield from problems


def tags_are_short(whole: Whole) -> Iterator[Problem]:
    """Each misconception has words for the board, at most six."""
    known, _, tree = try_misconceptions(whole.places)
    for tag, text in known.items():
        words = len(text.split())
        if not 1 <= words <= MOST_WORDS:
            yield Problem(f"exercises/{MISCONCEPTIONS_FILE}", tree.line(("misconceptions", tag)),
                          f"misconceptions.{tag}", f"The board would show {words} words.",
                          f"Write 1 to {MOST_WORDS}.")


def tags_are_used(whole: Whole) -> Iterator[Problem]:
    """Each misconception of the list is named twice or more: once shows no pattern."""
    if len(whole.exercises) < len(whole.places.slugs()):
        return  # an exercise that cannot be read hides what it names
    known, _, tree = try_misconceptions(whole.places)
    uses = Counter(_uses(whole))
    for tag in known:
        if uses[tag] < FEWEST_USES:
            what = f'"{tag}" is named once.' if uses[tag] else f'Nothing names "{tag}".'
            yield Problem(f"exercises/{MISCONCEPTIONS_FILE}", tree.line(("misconceptions", tag)),
                          f"misconceptions.{tag}", what,
                          "Name it where a choice reveals it, or join it with another tag.")


def _uses(whole: Whole) -> Iterator[str]:
    for checked in whole.exercises:
        for _, tag in tags(checked.tree.data):
            yield tag


RULES: list[Rule] = [
    distractors_reveal,
    tags_are_listed,
]

WHOLE_RULES: list[WholeRule] = [
    the_list_can_be_read,
    tags_are_short,
    tags_are_used,
]
