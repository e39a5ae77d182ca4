"""Heads fitted by scikit-learn: sparse logistic regression over the judge's own features."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshop.judging.scoring import HEADS, TONES
from workshop.training.samples import BESIDE, TONE, WHOLE, Sample

C_UNIT = 20.0
C_WHOLE = 5.0
"""Inverse strength of the L2 penalty, for units and for whole parts."""
RATIO = 0.8
SMOOTHING = 0.3
"""How far a feature is scaled by how differently the two sides use it, and the count that is
added to each side (Wang and Manning 2012, "Baselines and bigrams": naive Bayes features)."""
STEPS = 45
"""Weights are whole numbers from -45 to 45 times a unit of their head: each fits one printable
character, files stay small, and the last digits of a computer's arithmetic make no difference."""
FEWEST_STEPS = 2
"""Lighter weights become 0: half the file for hardly any agreement."""
FEWEST_TEXTS = 3
"""Runs of words in which a feature has to stand to be learned from."""
BESIDE_QUOTE = 0.3
"""How much a unit beside a rater's quote counts as an example of what limits nothing."""
PASSES = 2
"""How often the heaviest silent units are chosen anew (multiple-instance learning)."""
MOST_BALANCE = 5.0
"""The rarer side of a head is raised to the weight of the other, by this much at most."""


@dataclass
class Fitted:
    """The heads of an item. ``steps`` is an array of features (in the order of ``names``) by
    heads, of whole numbers; times the ``units`` of the heads they are weights."""

    heads: list[str]
    bias: list[float]
    units: list[float]
    names: list[str]
    steps: Any


class Table:
    """Every sample of an item as a row of numbers, made once and shared by all fits."""

    def __init__(self, samples: Mapping[str, Sequence[Sample]]):
        self.samples = samples
        self.names = _names(samples)
        self._order = {name: at for at, name in enumerate(self.names)}
        self._matrices = {
            key: self.rows([sample.values for sample in group]) for key, group in samples.items()
        }

    def rows(self, vectors: Sequence[Mapping[str, float]]) -> Any:
        """A sparse matrix with a row for each vector and a column for each of ``names``."""
        from scipy.sparse import csr_matrix

        data: list[float] = []
        columns: list[int] = []
        starts = [0]
        for vector in vectors:
            for name, value in vector.items():
                if name in self._order:
                    columns.append(self._order[name])
                    data.append(value)
            starts.append(len(data))
        return csr_matrix((data, columns, starts), shape=(len(vectors), len(self.names)))

    def fit(self, is_used: Callable[[Sample], bool] = lambda sample: True) -> Fitted:
        """Every head of every criterion, from the samples that are used."""
        import numpy as np

        heads, bias, columns = [], [], []
        for criterion, group in self.samples.items():
            kept = [at for at, sample in enumerate(group) if is_used(sample)]
            chosen, matrix = [group[at] for at in kept], self._matrices[criterion][kept]
            for head in TONES if criterion == TONE else HEADS:
                intercept, weights = _fit_head(head, chosen, matrix)
                heads.append(f"{criterion}:{head}")
                bias.append(intercept)
                columns.append(weights)
        steps, units = _in_steps(np.array(columns).T)
        return Fitted(heads, [round(value, 3) for value in bias], units, self.names, steps)


def _names(samples: Mapping[str, Sequence[Sample]]) -> list[str]:
    """The features that stand in enough runs of words, in order."""
    seen: dict[str, int] = {}
    vectors = {id(s.values): s.values for group in samples.values() for s in group}
    for vector in vectors.values():
        for name in vector:
            seen[name] = seen.get(name, 0) + 1
    return sorted(name for name, count in seen.items() if count >= FEWEST_TEXTS)


def _in_steps(weights: Any) -> tuple[Any, list[float]]:
    """Weights as whole numbers of steps, and the size of a step for each head. The lightest
    become 0."""
    import numpy as np

    units = np.maximum(abs(weights).max(axis=0), 0.01).round(5) / STEPS
    units = np.maximum(units.round(6), 1e-6)
    steps = np.clip(np.rint(weights / units), -STEPS, STEPS).astype(int)
    steps[abs(steps) < FEWEST_STEPS] = 0
    return steps, [float(unit) for unit in units]


def _targets(head: str, sample: Sample) -> tuple[int, float] | None:
    """What a head is to say of a sample and how much that weighs; ``None`` leaves it out."""
    if head in TONES and sample.source != "silent":
        return (int(head in sample.tones), sample.weight)
    if head == "limits":
        # Compared with what is met and what stands beside it, not with other texts.
        if sample.source in ("silent", WHOLE, "other") or sample.is_against:
            return None
        return (int(sample.level == 1), BESIDE_QUOTE if sample.source == BESIDE else sample.weight)
    if head.startswith("whole") != (sample.source == WHOLE):
        return None
    if head == "against":
        if sample.is_against:
            return (1, 1.0)
        if sample.source == BESIDE:
            return (0, BESIDE_QUOTE)
        # A silent unit may hold the violation or not: it teaches this head nothing.
        return None if sample.source == "silent" else (0, sample.weight)
    wanted = 1 if head.endswith("some") else 2
    return (int(sample.level >= wanted), sample.weight)


def _fit_head(head: str, group: Sequence[Sample], matrix: Any) -> tuple[float, Any]:
    """The bias and one weight a feature; all zero where there is only one side to learn."""
    import numpy as np
    from scipy.sparse import diags
    from sklearn.linear_model import LogisticRegression

    chosen = [(at, *t) for at, s in enumerate(group) if (t := _targets(head, s)) is not None]
    sides = {target for _, target, _ in chosen}
    if len(sides) < 2:
        return (-2.0 if sides == {0} or not sides else 2.0, np.zeros(matrix.shape[1]))
    rows = [at for at, _, _ in chosen]
    y = np.array([target for _, target, _ in chosen])
    weights = np.array([weight for _, _, weight in chosen])
    ratio = _ratio(matrix[rows], y, weights)
    x = matrix[rows] @ diags(ratio)
    size = C_WHOLE if head.startswith("whole") else C_UNIT
    model = LogisticRegression(C=size, solver="liblinear", random_state=0, max_iter=1000)
    units = [group[at] for at in rows]
    for _ in range(PASSES if any(unit.source == "silent" for unit in units) else 1):
        balance = weights[y == 0].sum() / max(weights[y == 1].sum(), 1e-9)
        model.fit(
            x, y, sample_weight=np.where(y == 1, weights * min(balance, MOST_BALANCE), weights)
        )
        weights = _hardest_first(units, weights, model.decision_function(x))
    return (float(model.intercept_[0]), model.coef_[0] * ratio)


def _ratio(x: Any, y: Any, weights: Any) -> Any:
    """For each feature how differently the two sides use it (log of the ratio of shares)."""
    import numpy as np

    up = SMOOTHING + np.asarray(x.T @ (weights * (y == 1))).ravel()
    down = SMOOTHING + np.asarray(x.T @ (weights * (y == 0))).ravel()
    return 1 - RATIO + RATIO * abs(np.log((up / up.sum()) / (down / down.sum())))


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
