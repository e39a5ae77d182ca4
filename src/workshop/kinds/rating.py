"""How ratings are compared with a key: the field's standard methods.

Notation: a learner rates J actions x_1 .. x_J from 1 to K; k_j is the key, the mean of what people
rated; mid = (K + 1) / 2. In every method more is better. They give different orders of the same
people, which is one more reason to rank nobody. Sources: McDaniel et al. 2011 (standardised
consensus), Weng et al. 2018 (comparison of methods), Legree et al. 2010 and Cronbach and Gleser
1953 (profile shape).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

LOWEST, HIGHEST = 1, 5
MIDDLE = (LOWEST + HIGHEST) / 2

FEWEST_STANDARDISED = 8
"""With fewer ratings a person's own mean and spread are too unsure to divide by."""


def side_points(rating: float, key: float) -> float:
    """Dichotomous consensus for one action: 1 on the same side of the middle, half on it, else 0.

    The half at the middle is ours.

    >>> side_points(5, 4), side_points(3, 4), side_points(2, 4)
    (1.0, 0.5, 0.0)
    """
    product = (rating - MIDDLE) * (key - MIDDLE)
    return 0.5 if product == 0 else float(product > 0)


def raw_consensus(ratings: Sequence[float], keys: Sequence[float]) -> float:
    """Minus the mean distance from the key; it rewards whoever avoids the ends of the scale.

    >>> raw_consensus([5, 1], [4, 1])
    -0.5
    """
    return -fmean(abs(x - k) for x, k in zip(ratings, keys, strict=True))


def standardised_consensus(ratings: Sequence[float], keys: Sequence[float]) -> float | None:
    """Minus the mean distance once both are brought to mean 0 and spread 1.

    ``None`` with fewer than eight ratings, or where either side rated everything alike.
    """
    own, theirs = _standardised(ratings), _standardised(keys)
    if len(ratings) < FEWEST_STANDARDISED or own is None or theirs is None:
        return None
    return raw_consensus(own, theirs)


def _standardised(values: Sequence[float]) -> list[float] | None:
    mean, spread = fmean(values), _spread(values)
    return [(value - mean) / spread for value in values] if spread else None


def _spread(values: Sequence[float]) -> float:
    """The standard deviation over the values themselves (divided by their number)."""
    mean = fmean(values)
    return sqrt(fmean((value - mean) ** 2 for value in values))


@dataclass(frozen=True)
class Profile:
    """The parts of the squared distance D²/J: how high, how widely, and in what shape one rates.

    ``shape`` is the correlation with the key (-1 to 1), ``None`` where either has no spread.
    """

    elevation: float
    dispersion: float
    shape: float | None
    shape_distance: float

    @property
    def squared_distance(self) -> float:
        """D²/J, the sum of the three parts."""
        return self.elevation + self.dispersion + self.shape_distance


def profile(ratings: Sequence[float], keys: Sequence[float]) -> Profile:
    """D²/J = (x̄ - k̄)² + (s_x - s_k)² + 2 s_x s_k (1 - r)."""
    x_mean, k_mean, x_spread, k_spread = (
        fmean(ratings), fmean(keys), _spread(ratings), _spread(keys)
    )
    product = x_spread * k_spread
    shared = fmean((x - x_mean) * (k - k_mean) for x, k in zip(ratings, keys, strict=True))
    r = shared / product if product else None
    return Profile((x_mean - k_mean) ** 2, (x_spread - k_spread) ** 2, r,
                   2 * (product - shared) if product else 0.0)
