"""The last step of a judge: from a criterion's figures to chances, and from chances to levels.

Everything here is fitted on figures that come from heads which never saw the response. A few
writers tell little of how far to trust a score, so each exercise starts from a prior: what the
figures meant in all exercises that came before it (``prior.json``), bent by its own cases.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from workshop.model.result import Level

CUT = {"caution": 0.25, "unsure": 0.2}
"""The settings of ``level_of``, the same for each exercise: with them "met" was right 96.0 times in
100 on left-out writers of eight exercises together (``benchmarks/carry_over.py --writers``).
Settings of one exercise would follow the few cases at its edge."""
C_OWN = 0.1
"""How far an exercise may bend the prior: inverse strength of the penalty."""
C_POOL = 0.5
"""The same where there is no prior, and for the prior itself."""
OWN = 1.0
"""How far a group (a criterion, or in the prior an exercise) may differ from its family."""
CONSTANT = 3.0
"""The bias as a large constant figure, so that the penalty hardly touches it."""
SMALLEST_SPREAD = 0.2
"""A figure that hardly ever differs from its mean is not blown up where it once does."""
LEAST: dict[str, Level] = {"some": 1, "met": 2}
"""The two final models of a criterion, and the level from which each says yes."""


@dataclass(frozen=True)
class Case:
    """One response seen by one criterion: its figures, the raters' level, its writer."""

    figures: tuple[float, ...]
    level: Level
    voice: str
    weight: float = 1.0


Cases = Mapping[str, Sequence[Case]]
Models = dict[str, dict[str, list[float]]]


@dataclass(frozen=True)
class Prior:
    """What figures are worth before an exercise has cases of its own.

    ``middle`` and ``spread`` scale each figure; ``some`` and ``met`` hold a bias and a weight for
    each scaled figure.
    """

    middle: tuple[float, ...]
    spread: tuple[float, ...]
    some: tuple[float, ...]
    met: tuple[float, ...]


@lru_cache(maxsize=1)
def shipped_prior() -> Prior:
    """The prior in the package, made by ``benchmarks/carry_over.py --write-prior``."""
    text = files("workshop.training").joinpath("prior.json").read_text(encoding="utf-8")
    return Prior(**{key: tuple(value) for key, value in json.loads(text)["words"].items()})


def prior_as_text(prior: Prior, compiler: int, made_from: Mapping[str, int]) -> str:
    """The file that ``shipped_prior`` reads; ``made_from`` counts the cases of each exercise."""
    plain: dict[str, Any] = {"compiler": compiler, "made_from": dict(made_from),
                             "words": asdict(prior)}  # fmt: skip
    return json.dumps(plain, indent=1) + "\n"


def fit_prior(pool: Cases) -> Prior:
    """What the cases of many exercises (by exercise) have in common."""
    blank = _blank([case for key in sorted(pool) for case in pool[key]])
    found = {name: _fit(pool, blank, name, C_POOL)[0] for name in LEAST}
    rounded = {name: tuple(round(float(w), 4) for w in found[name]) for name in LEAST}
    return Prior(blank.middle, blank.spread, **rounded)


def fit_finals(cases: Cases, prior: Prior | None = None) -> Models:
    """The final models, ``some`` and ``met``, of each criterion: a bias and one weight a figure.

    They are drawn to the prior, and learn together: each row stands twice, once for all criteria
    and once, scaled by ``OWN``, for its own (Daume 2007, "Frustratingly easy domain adaptation").
    Without a prior they are drawn to nothing.
    """
    models: Models = {key: {} for key in cases}
    flat = [case for key in sorted(cases) for case in cases[key]]
    if not flat and prior is None:
        return {key: {name: [-2.0] for name in LEAST} for key in cases}
    start = prior or _blank(flat)
    for name in LEAST:
        _, found = _fit(cases, start, name, C_OWN if prior else C_POOL)
        for key, weights in found.items():
            models[key][name] = _unscaled(weights, start)
    return models


def _blank(cases: Sequence[Case]) -> Prior:
    """A prior that knows the scale of the figures and nothing else."""
    import numpy as np

    x = np.array([case.figures for case in cases], dtype=float)
    nothing = (0.0,) * (x.shape[1] + 1)
    spread = np.maximum(x.std(axis=0), SMALLEST_SPREAD)
    return Prior(tuple(round(float(m), 4) for m in x.mean(axis=0)),
                 tuple(round(float(s), 4) for s in spread), nothing, nothing)  # fmt: skip


def _fit(cases: Cases, prior: Prior, name: str, c: float) -> tuple[Any, dict[str, Any]]:
    """The weights that all groups share, and those of each group, over scaled figures."""
    import numpy as np

    keys = sorted(cases)
    start = np.array(getattr(prior, name))
    flat = [(at, case) for at, key in enumerate(keys) for case in cases[key]]
    if not flat:
        return start, dict.fromkeys(keys, start)
    x = np.array([case.figures for _, case in flat], dtype=float)
    x = np.hstack([np.full((len(x), 1), CONSTANT), (x - prior.middle) / prior.spread])
    size = x.shape[1]
    rows = np.zeros((len(x), size * (len(keys) + 1)))
    rows[:, :size] = x
    for row, (at, _) in enumerate(flat):
        rows[row, size * (at + 1) : size * (at + 2)] = OWN * x[row]
    wanted = np.array([float(case.level >= LEAST[name]) for _, case in flat])
    weights = np.array([case.weight for _, case in flat])
    bend = _logistic(rows, wanted, weights, x @ start, 1 / c)
    shared = start + bend[:size]
    return shared, {
        key: shared + OWN * bend[size * (at + 1) : size * (at + 2)] for at, key in enumerate(keys)
    }


def _logistic(x: Any, y: Any, weights: Any, offset: Any, penalty: float) -> Any:
    """Logistic regression with an offset (which scikit-learn does not have), by Newton's method;
    steps are halved until they help, so it always comes to the one minimum there is."""
    import numpy as np

    def cost(b: Any) -> float:
        z = x @ b + offset
        return float((weights * (np.logaddexp(0, z) - y * z)).sum() + penalty * (b @ b) / 2)

    found = np.zeros(x.shape[1])
    now = cost(found)
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(x @ found + offset, -35, 35)))
        slope = x.T @ (weights * (chance - y)) + penalty * found
        bend = (x * (weights * chance * (1 - chance))[:, None]).T @ x
        step = np.linalg.solve(bend + penalty * np.eye(len(found)), slope)
        while cost(found - step) > now and abs(step).max() > 1e-9:
            step = step / 2
        found = found - step
        before, now = now, cost(found)
        if before - now <= 1e-10 * abs(before):
            break
    return found


def _unscaled(weights: Any, prior: Prior) -> list[float]:
    """The same model over figures as they are, as a compiled judge holds it."""
    slopes = [float(w) / s for w, s in zip(weights[1:], prior.spread, strict=True)]
    bias = float(weights[0]) * CONSTANT
    bias -= sum(s * m for s, m in zip(slopes, prior.middle, strict=True))
    return [round(bias, 3), *(round(slope, 3) for slope in slopes)]
