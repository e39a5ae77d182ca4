"""The last step of a judge: from a criterion's figures to chances, and from chances to levels.

Everything here is fitted on figures that come from heads which never saw the response, and
the thresholds on chances which never saw it either (leave one voice out).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshop.judging.levels import Chances, chances, level_of
from workshop.model.result import Level

PRECISION = 0.955
"""How often "met" has to be right on held-out folds, where that can be reached."""
MOST_CAUTION = 12.0
MOST_UNSURE = 0.1
"""The share of "can't tell" on held-out folds, at most."""
C_FINAL = 0.5
OWN = 0.7
CONSTANT = 3.0
"""The bias as a large constant figure, so that the penalty hardly touches it."""


@dataclass(frozen=True)
class Case:
    """One response seen by one criterion: its figures, the raters' level, its writer."""

    figures: tuple[float, ...]
    level: Level
    voice: str
    weight: float = 1.0


Cases = Mapping[str, Sequence[Case]]


def fit_finals(cases: Cases) -> dict[str, dict[str, list[float]]]:
    """The final models, ``some`` and ``met``, of each criterion: a bias and one weight a figure.

    Criteria learn together and differ where their own cases insist: each row stands twice, once
    for all criteria and once, scaled by ``OWN``, for its own (Daume 2007, "Frustratingly easy
    domain adaptation"). Criteria of absence are their own family.
    """
    models: dict[str, dict[str, list[float]]] = {key: {} for key in cases}
    for wanted, least in (("some", 1), ("met", 2)):
        for key, weights in _fit_family(cases, least).items():
            models[key][wanted] = weights
    return models


def _fit_family(cases: Cases, least: int) -> dict[str, list[float]]:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    keys = sorted(cases)
    flat = [(at, case) for at, key in enumerate(keys) for case in cases[key]]
    width = len(flat[0][1].figures) if flat else 0
    wanted = np.array([int(case.level >= least) for _, case in flat])
    if len(set(wanted.tolist())) < 2:
        bias = 2.0 if flat and wanted[0] else -2.0
        return {key: [bias] + [0.0] * width for key in keys}
    x = np.array([case.figures for _, case in flat], dtype=float)
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    plain = np.hstack([np.ones((len(x), 1)) * CONSTANT, (x - middle) / spread])
    size = width + 1
    rows = np.zeros((len(x), size * (len(keys) + 1)))
    rows[:, :size] = plain
    for row, (at, _) in enumerate(flat):
        rows[row, size * (at + 1) : size * (at + 2)] = OWN * plain[row]
    model = LogisticRegression(
        C=C_FINAL, solver="lbfgs", fit_intercept=False, max_iter=2000, tol=1e-8
    )
    model.fit(rows, wanted, sample_weight=[case.weight for _, case in flat])
    found = {}
    for at, key in enumerate(keys):
        own = model.coef_[0][:size] + OWN * model.coef_[0][size * (at + 1) : size * (at + 2)]
        slope = own[1:] / spread
        bias = float(own[0] * CONSTANT - (slope * middle).sum())
        found[key] = [round(bias, 3)] + [round(float(w), 3) for w in slope]
    return found


def held_out_chances(cases: Cases) -> dict[str, list[Chances]]:
    """For each case its chances under final models fitted on the other voices."""
    models = {}
    for voice in sorted({case.voice for group in cases.values() for case in group}):
        others = {k: [c for c in group if c.voice != voice] for k, group in cases.items()}
        models[voice] = fit_finals(others if any(others.values()) else cases)
    return {
        key: [chances(case.figures, models[case.voice][key]) for case in group]
        for key, group in cases.items()
    }


def choose_cuts(
    found: Sequence[Chances], levels: Sequence[Level], weights: Sequence[float]
) -> dict[str, float]:
    """The settings of ``level_of``, from held-out chances and the raters' levels: as little
    caution as gives the wanted precision, and doubt shown where it is greatest."""
    caution = 0.0
    while caution < MOST_CAUTION and _precision(found, levels, weights, caution) < PRECISION:
        caution += 0.25
    middle = sorted(
        chance.some - chance.met
        for chance in found
        if level_of(chance, {"caution": caution, "unsure": 0.0}) == 1
    )
    most = int(MOST_UNSURE * len(found))
    unsure = middle[most] if most < len(middle) else UNSURE
    return {"caution": caution, "unsure": round(min(UNSURE, unsure), 3)}


UNSURE = 0.3
"""The chance of "partly" above which it is told as such."""


def _precision(
    found: Sequence[Chances], levels: Sequence[Level], weights: Sequence[float], caution: float
) -> float:
    """The share of "met" that is right; 1 where nothing is met."""
    cut = {"caution": caution, "unsure": 0.0}
    given = [(level == 2, weight) for chance, level, weight in
             zip(found, levels, weights, strict=True) if level_of(chance, cut) == 2]  # fmt: skip
    total = sum(weight for _, weight in given)
    return sum(weight for is_met, weight in given if is_met) / total if total else 1.0
