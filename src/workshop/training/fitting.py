"""Heads fitted by scikit-learn: sparse logistic regression over the judge's own features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from workshop.judging.features import vector
from workshop.judging.scoring import HEADS, TONES
from workshop.training.samples import TONE, WHOLE, Sample

C_UNIT = 10.0
C_WHOLE = 1.0
"""Inverse strength of the L2 penalty, for units and for whole parts."""
MOST_FEATURES = 3000
"""Features kept for all heads of an item together; the rest weigh too little to matter."""
PASSES = 2
"""How often the heaviest silent units are chosen anew (multiple-instance learning)."""


@dataclass
class Fitted:
    """The heads of an item. ``weights`` is an array of features (in the order of ``idf``) by
    heads."""

    heads: list[str]
    bias: list[float]
    idf: dict[str, float]
    weights: Any


def fit_heads(samples: dict[str, list[Sample]]) -> Fitted:
    """Fits every head of every criterion; ``samples`` are those of each criterion's id."""
    idf = _idf(samples)
    first = _fit_all(samples, idf, passes=1)
    kept = _heaviest(first, MOST_FEATURES)
    return _fit_all(samples, {name: idf[name] for name in sorted(kept)}, passes=PASSES)


def _idf(samples: dict[str, list[Sample]]) -> dict[str, float]:
    """Smoothed inverse document frequency of each feature that stands in two samples or more."""
    seen: dict[str, int] = {}
    texts = 0
    for group in samples.values():
        for sample in group:
            if sample.source == WHOLE or sample.source == "other" or sample.tones:
                continue
            texts += 1
            for name in sample.counts:
                seen[name] = seen.get(name, 0) + 1
    return {
        name: min(9.0, round(1.0 + log((1 + texts) / (1 + count)), 1))
        for name, count in sorted(seen.items())
        if count >= 2
    }


def _fit_all(samples: dict[str, list[Sample]], idf: dict[str, float], passes: int) -> Fitted:
    import numpy as np

    order = {name: at for at, name in enumerate(idf)}
    heads, bias, columns = [], [], []
    for criterion, group in samples.items():
        matrix = _matrix([vector(s.counts, idf) for s in group], order)
        for head in TONES if criterion == TONE else HEADS:
            intercept, weights = _fit_head(head, group, matrix, passes)
            heads.append(f"{criterion}:{head}")
            bias.append(intercept)
            columns.append(weights)
    return Fitted(heads, bias, idf, np.array(columns).T)


def _matrix(rows: Sequence[Sequence[tuple[str, float]]], order: dict[str, int]) -> Any:
    from scipy.sparse import csr_matrix

    data, columns, starts = [], [], [0]
    for row in rows:
        for name, value in row:
            columns.append(order[name])
            data.append(value)
        starts.append(len(data))
    return csr_matrix((data, columns, starts), shape=(len(rows), len(order)))


def _targets(head: str, sample: Sample) -> tuple[int, float] | None:
    """What a head is to say of a sample and how much that weighs; ``None`` leaves it out."""
    if head in TONES and sample.source != "silent":
        return (int(head in sample.tones), sample.weight)
    if head == "limits":
        # Compared with what is met, not with everything: "leaning" against "leaving it".
        if sample.source in ("silent", WHOLE, "other") or sample.is_against:
            return None
        return (int(sample.level == 1), sample.weight)
    if head.startswith("whole") != (sample.source == WHOLE):
        return None
    if head == "against":
        if sample.is_against:
            return (1, 1.0)
        # A silent unit may hold the violation or not: it teaches this head nothing.
        return None if sample.source == "silent" else (0, sample.weight)
    wanted = 1 if head.endswith("some") else 2
    return (int(sample.level >= wanted), sample.weight)


def _fit_head(
    head: str, group: Sequence[Sample], matrix: Any, passes: int
) -> tuple[float, list[float]]:
    """The bias and one weight a feature; all zero where there is only one side to learn."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    chosen = [(at, *t) for at, s in enumerate(group) if (t := _targets(head, s)) is not None]
    sides = {target for _, target, _ in chosen}
    if len(sides) < 2:
        return (-2.0 if sides == {0} or not sides else 2.0, [0.0] * matrix.shape[1])
    rows = [at for at, _, _ in chosen]
    x = matrix[rows]
    y = np.array([target for _, target, _ in chosen])
    weights = np.array([weight for _, _, weight in chosen])
    size = C_WHOLE if head.startswith("whole") else C_UNIT
    model = LogisticRegression(C=size, solver="liblinear", random_state=0, max_iter=1000)
    for _ in range(passes):
        balance = weights[y == 0].sum() / max(weights[y == 1].sum(), 1e-9)
        model.fit(x, y, sample_weight=np.where(y == 1, weights * min(balance, 5.0), weights))
        weights = _hardest_first([group[at] for at in rows], weights, model.decision_function(x))
    return (float(model.intercept_[0]), [float(w) for w in model.coef_[0]])


def _hardest_first(group: Sequence[Sample], weights: Any, scores: Any) -> Any:
    """In each response where nothing was found, the best-scoring unit weighs as much as an
    exemplar: whatever it is, it does not meet the criterion."""
    best: dict[int, int] = {}
    for at, sample in enumerate(group):
        if sample.source == "silent":
            held = best.get(sample.response)
            if held is None or scores[at] > scores[held]:
                best[sample.response] = at
    raised = weights.copy()
    for at in best.values():
        raised[at] = 1.0
    return raised


def _heaviest(fitted: Fitted, most: int) -> set[str]:
    """The features that move some head most."""
    reach = abs(fitted.weights).max(axis=1)
    ranked = sorted(
        ((-round(float(r) * value, 9), name)
         for r, (name, value) in zip(reach, fitted.idf.items(), strict=True))
    )  # fmt: skip
    return {name for _, name in ranked[:most]}
