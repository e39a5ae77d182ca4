"""The last step of a judge: from a criterion's figures to chances, and from chances to levels.

Everything here is fitted on figures that come from heads which never saw the response, and
the thresholds on chances which never saw it either (leave one voice out).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshop.judging.levels import Chances, chances, level_of
from workshop.model.result import Level

PRECISION = 0.95
"""How often "met" has to be right on held-out folds, where that can be reached."""
LEAST_RECALL = 0.25
"""Below this recall a threshold would never say "met"; then the best F0.5 is taken."""
C_FINAL = 0.3
OWN = 0.5
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


def choose_cuts(found: Sequence[Chances], levels: Sequence[Level]) -> dict[str, float]:
    """Thresholds for ``level_of``, from held-out chances and the raters' levels."""
    met = _met_cut([c.met for c in found], [level == 2 for level in levels])
    some, unsure = _lower_cuts(found, levels, met)
    return {"met": met, "some": some, "unsure": unsure}


def _met_cut(scores: Sequence[float], is_met: Sequence[bool]) -> float:
    """The lowest threshold with the wanted precision; else the one with the best F0.5."""
    total = sum(is_met)
    if not total:
        return 0.95
    best, best_f, reached = 0.9, -1.0, None
    for cut in [at / 50 for at in range(15, 49)]:
        chosen = [m for s, m in zip(scores, is_met, strict=True) if s >= cut]
        if not chosen:
            break
        precision, recall = sum(chosen) / len(chosen), sum(chosen) / total
        if precision >= PRECISION and recall >= LEAST_RECALL and reached is None:
            reached = cut
        f = 1.25 * precision * recall / (0.25 * precision + recall) if sum(chosen) else 0.0
        if f > best_f:
            best, best_f = cut, f
    return reached if reached is not None else best


def _lower_cuts(
    found: Sequence[Chances], levels: Sequence[Level], met: float
) -> tuple[float, float]:
    """The thresholds for "partly" and "can't tell" that cost least.

    The cost is the squared distance of levels (what weighted kappa counts); a "can't tell"
    costs as much as half a level.
    """
    best = (float("inf"), 0.5, 0.4)
    for some in [at / 20 for at in range(6, 20)]:
        for unsure in (some, some - 0.1, some - 0.2):
            cost = 0.0
            for chance, level in zip(found, levels, strict=True):
                given = level_of(chance, {"met": met, "some": some, "unsure": unsure})
                cost += UNSURE_COST if given is None else (given - level) ** 2
            best = min(best, (cost, some, round(unsure, 2)))
    return best[1], best[2]


UNSURE_COST = 0.8
