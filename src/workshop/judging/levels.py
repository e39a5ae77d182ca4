"""From figures to a level: calibrated chances, thresholds, and the rules for absence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Any

from workshop.judging.scoring import Reading
from workshop.model.result import Level
from workshop.model.rubric import Criterion


@dataclass(frozen=True)
class Chances:
    """The chance that a criterion is met at least partly, and that it is fully met; 0 to 1."""

    some: float
    met: float


def chances(figures: Sequence[float], model: Mapping[str, Any]) -> Chances:
    """The final model's logistic regressions over the figures; ``met`` never exceeds ``some``."""
    some = _logistic(figures, model["some"])
    return Chances(some, min(some, _logistic(figures, model["met"])))


def _logistic(figures: Sequence[float], weights: Sequence[float]) -> float:
    total = weights[0] + sum(f * w for f, w in zip(figures, weights[1:], strict=True))
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def level_of(chance: Chances, cut: Mapping[str, float]) -> Level | None:
    """The level that costs least to be wrong about, or ``None`` where it can't be told.

    Being wrong costs the squared distance of levels; a "met" by mistake costs ``caution`` more.
    Where the middle wins although hardly anything speaks for it (a chance below ``unsure``), it
    is only the way out between two others.
    """
    none, partly, met = 1 - chance.some, chance.some - chance.met, chance.met
    costs = (
        partly + 4 * met,
        none + met,
        4 * none + partly + cut["caution"] * (none + partly),
    )
    if costs[2] < min(costs[:2]):
        return 2
    if costs[0] <= costs[1]:
        return 0
    return 1 if partly >= cut["unsure"] else None


def cap_for_absence(reading: Reading, criterion: Criterion) -> Level:
    """The most that a criterion can earn which asks that nothing wrong be found.

    Silence breaks no rule and still is no answer: without any answer nothing is earned, and
    all only if each part in ``answered`` holds an answer of its own.
    """
    answered = reading.answered
    wanted = criterion.answered
    if not answered:
        return 0
    if wanted and not isinstance(next(iter(answered)), str):
        return 1  # one text where several were asked for
    if wanted and not any(part in answered for part in wanted):
        return 1 if answered else 0
    return 2 if all(part in answered for part in wanted) else 1
