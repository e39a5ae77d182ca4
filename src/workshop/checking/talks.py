"""Rules over dialogues: how long and how wide they are, and that nobody gets stuck in one.

What makes a dialogue unplayable (loops, steps that nobody reaches, replies that lead nowhere) is
told by its kind when the file is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from workshop.checking.checked import Checked, Rule
from workshop.checking.items import telling_length
from workshop.errors import Problem
from workshop.model.exercise import Dialogue, Step

MOST_DECISIONS = 5
MOST_PLACES = 14
FEWEST_REPLIES, ADVISED_REPLIES = 2, 3
LONGEST_TO_SHORTEST = 1.6
LONGEST_DEAD_END = 2
"""Replies after which a talk that can no longer end well has to end."""

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Ahead:
    """What lies ahead of a step: the replies of the longest path, and whether it may end well."""

    replies: tuple[str, ...]
    may_end_well: bool


def ahead(item: Dialogue) -> Mapping[str, Ahead]:
    """What lies ahead of each step; nothing for a dialogue with a loop, which has no longest path.
    """
    steps = {step.id: step for step in item.steps}
    good = {ending.id for ending in item.endings if ending.good}
    onward = {name: {reply.goto for reply in step.replies if reply.goto in steps}
              for name, step in steps.items()}
    found: dict[str, Ahead] = {}
    try:
        for name in TopologicalSorter(onward).static_order():  # what comes later comes first
            found[name] = _from(steps[name], found, good)
    except CycleError:
        return {}
    return found


def _from(step: Step, later: Mapping[str, Ahead], good: set[str]) -> Ahead:
    ways = [(reply, later.get(reply.goto)) for reply in step.replies]
    paths = [(reply.id, *(way.replies if way else ())) for reply, way in ways]
    well = any(way.may_end_well if way else reply.goto in good for reply, way in ways)
    return Ahead(max(paths, key=len, default=()), well)


def _dialogues(checked: Checked) -> Iterator[tuple[Place, Dialogue]]:
    for index, item in enumerate(checked.exercise.items):
        if isinstance(item, Dialogue):
            yield ("items", index), item


def _steps(checked: Checked) -> Iterator[tuple[Place, Step]]:
    for place, item in _dialogues(checked):
        for number, step in enumerate(item.steps):
            yield (*place, "steps", number), step


def talks_are_short(checked: Checked) -> Iterator[Problem]:
    """No path has more than five decisions, no dialogue more than fourteen steps and endings."""
    for place, item in _dialogues(checked):
        start = ahead(item).get(item.start)
        if start and len(start.replies) > MOST_DECISIONS:
            yield checked.problem(
                (*place, "steps"), f"The longest path has {len(start.replies)} decisions: "
                f"{', '.join(start.replies)}.",
                f"Let every path end after {MOST_DECISIONS} at most.")
        places = len(item.steps) + len(item.endings)
        if places > MOST_PLACES:
            yield checked.problem(
                (*place, "steps"), f"The dialogue has {places} steps and endings.",
                f"Keep to {MOST_PLACES}; let several replies lead to one step.")


def steps_offer_a_choice(checked: Checked) -> Iterator[Problem]:
    """Each step has two replies at least; one without any is told by the kind."""
    for place, step in _steps(checked):
        if 0 < len(step.replies) < FEWEST_REPLIES:
            yield checked.problem((*place, "replies"), f'The step "{step.id}" has one reply.',
                                  f"Write {ADVISED_REPLIES}; with one there is no choice.")


def steps_offer_three_replies(checked: Checked) -> Iterator[Problem]:
    """Each step has three replies: advice only, for two may be all that a moment holds."""
    for place, step in _steps(checked):
        if FEWEST_REPLIES <= len(step.replies) < ADVISED_REPLIES:
            yield checked.problem((*place, "replies"),
                                  f'The step "{step.id}" has {len(step.replies)} replies.',
                                  "Add one that tempts; of two the better is soon guessed.")


def replies_are_alike(checked: Checked) -> Iterator[Problem]:
    """No reply of a step stands out by its length."""
    for place, step in _steps(checked):
        found = telling_length(step.replies, LONGEST_TO_SHORTEST)
        if found:
            at, *words = found
            yield checked.problem((*place, "replies", at, "text"), *words)


def nobody_gets_stuck(checked: Checked) -> Iterator[Problem]:
    """From each step a good ending can be reached, or the talk is over within two replies."""
    for place, item in _dialogues(checked):
        known = ahead(item)
        for number, step in enumerate(item.steps):
            way = known.get(step.id)
            if way and not way.may_end_well and len(way.replies) > LONGEST_DEAD_END:
                yield checked.problem(
                    (*place, "steps", number),
                    f'From the step "{step.id}" no path ends well, and one goes on for '
                    f"{len(way.replies)} replies.",
                    "Let one reply lead back to the good ways, or end the talk within "
                    f"{LONGEST_DEAD_END}.")


RULES: list[Rule] = [
    talks_are_short,
    steps_offer_a_choice,
    replies_are_alike,
    nobody_gets_stuck,
]
