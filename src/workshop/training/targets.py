"""What the project asks of a judge, and how far a bench is from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workshop.training.bench import Bench


@dataclass(frozen=True)
class Aim:
    """One target: a figure that has to be at least (or, if it counts harm, at most) ``wanted``."""

    name: str
    wanted: float
    find: Callable[[Bench], float | None]
    at_most: bool = False
    is_share: bool = True


@dataclass(frozen=True)
class Standing:
    """Where a bench stands: ``gap`` is 0 where the target is reached; ``None``: not counted."""

    name: str
    wanted: float
    found: float | None
    gap: float | None
    at_most: bool
    is_share: bool

    @property
    def is_reached(self) -> bool:
        """Whether the target is reached."""
        return self.gap == 0


def _lowest(found: Bench) -> float | None:
    return min((f.qwk for f in found.criteria.values() if f.qwk is not None), default=None)


AIMS = (
    Aim("QWK, criteria pooled", 0.80, lambda b: b.pooled.qwk, is_share=False),
    Aim("QWK, weakest criterion", 0.65, _lowest, is_share=False),
    Aim("QWK, total score", 0.88, lambda b: b.total_qwk, is_share=False),
    Aim('precision of "met"', 0.95, lambda b: b.pooled.precision),
    Aim("can't tell", 0.15, lambda b: b.pooled.unsure, at_most=True),
    Aim("adversarial passes", 0.03, lambda b: b.pooled.wrong_passes, at_most=True),
    Aim("evidence overlap", 0.95, lambda b: b.pooled.evidence),
)
"""The project's targets. They are goals for those who build, not promises to those who learn."""


def standings(found: Bench) -> tuple[Standing, ...]:
    """Each target with what was found."""
    return tuple(_standing(aim, aim.find(found)) for aim in AIMS)


def _standing(aim: Aim, value: float | None) -> Standing:
    gap = None
    if value is not None:
        gap = max(0.0, value - aim.wanted if aim.at_most else aim.wanted - value)
    return Standing(aim.name, aim.wanted, value, gap, aim.at_most, aim.is_share)
