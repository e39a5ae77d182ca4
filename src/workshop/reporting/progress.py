"""How far a learner is: pure figures over the attempts log.

An item is done when it has been checked once, which the log tells by its result; whether the
result was good is of no account here. An exercise is finished when all its items are done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from workshop.model.attempt import Attempt
from workshop.model.exercise import Exercise

State = Literal["untouched", "begun", "finished"]


@dataclass(frozen=True)
class Standing:
    """Where a learner is with one exercise.

    ``last`` is the place in the log of the last thing that was done with it, ``time`` says when;
    -1 and empty where nothing was.
    """

    exercise: str
    minutes: int
    items: int
    done: int = 0
    last: int = -1
    time: str = ""

    @property
    def state(self) -> State:
        """Untouched, begun or finished."""
        if self.items and self.done == self.items:
            return "finished"
        return "untouched" if self.last < 0 else "begun"

    @property
    def words(self) -> str:
        """The state as people say it.

        >>> Standing("ex", 10, items=3, done=1, last=4).words
        '1 of 3 parts done'
        """
        if self.state == "begun":
            return f"{self.done} of {self.items} parts done" if self.done else "Begun"
        return "Finished" if self.state == "finished" else "Not begun"


@dataclass(frozen=True)
class Tally:
    """How many of some exercises are finished, and the minutes that the others take."""

    done: int
    total: int
    minutes_left: int

    @property
    def words(self) -> str:
        """What a progress bar says.

        >>> Tally(9, 34, 62).words, Tally(2, 2, 0).words
        ('9 of 34, about 60 minutes left', '2 of 2, nothing left')
        """
        left = f"{duration(self.minutes_left)} left" if self.minutes_left else "nothing left"
        return f"{self.done} of {self.total}, {left}"


def standings(exercises: Iterable[Exercise], attempts: Iterable[Attempt]) -> dict[str, Standing]:
    """The standing of each exercise, by its id; attempts at anything else count for nothing."""
    exercises = list(exercises)
    asked = {exercise.id: {item.id for item in exercise.items} for exercise in exercises}
    done: dict[str, set[str]] = {name: set() for name in asked}
    last: dict[str, tuple[int, str]] = {}
    for place, attempt in enumerate(attempts):
        if attempt.item not in asked.get(attempt.exercise, ()):
            continue
        if attempt.result is not None:
            done[attempt.exercise].add(attempt.item)
        if attempt.event != "goto":  # looking at a part is not yet doing something with it
            last[attempt.exercise] = (place, attempt.time)
    return {
        exercise.id: Standing(exercise.id, exercise.minutes, len(asked[exercise.id]),
                              len(done[exercise.id]), *last.get(exercise.id, ()))
        for exercise in exercises
    }


def tally(some: Iterable[Standing]) -> Tally:
    """The figures of several exercises together."""
    some = list(some)
    left = [standing.minutes for standing in some if standing.state != "finished"]
    return Tally(len(some) - len(left), len(some), sum(left))


def next_step(in_order: Sequence[Standing]) -> Standing | None:
    """What to do next: the last exercise that was begun and is not finished, else the first
    untouched one; ``None`` when all are finished."""
    begun = [standing for standing in in_order if standing.state == "begun"]
    if begun:
        return max(begun, key=lambda standing: standing.last)
    return next((standing for standing in in_order if standing.state == "untouched"), None)


def duration(minutes: int) -> str:
    """About how long, as exact as such a guess may be.

    >>> duration(1), duration(13), duration(62), duration(343)
    ('about 1 minute', 'about 13 minutes', 'about 60 minutes', 'about 5½ hours')
    """
    if minutes < 20:
        return f"about {minutes} minute{'s' if minutes != 1 else ''}"
    if minutes < 120:
        return f"about {5 * round(minutes / 5)} minutes"
    whole, half = divmod(round(minutes / 30), 2)
    return f"about {whole}{'½' if half else ''} hours"
