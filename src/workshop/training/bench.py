"""How well a judge agrees with labelled responses; pure Python, the same figures every time.

A "can't tell" of the judge counts in two ways: ``qwk`` takes it as level 1, the neutral middle
(so that a judge can't gain by keeping silent on hard cases), ``qwk_decided`` leaves it out.
Responses whose label is "can't tell" are left out everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from random import Random
from typing import Any

from workshop.model.exercise import Text
from workshop.model.labelled import ADVERSARIAL, LabelledResponse
from workshop.model.result import Evidence, Judgement, Level

Judge = Callable[[Text, Any], Sequence[Judgement]]
Judged = tuple[LabelledResponse, Sequence[Judgement]]

RESAMPLES, SEED = 400, 20240501


@dataclass(frozen=True)
class Call:
    """One criterion of one response: the label, the judge's level, and whether evidence fits."""

    response: str
    sort: str
    criterion: str
    label: Level
    given: Level | None
    overlaps: bool | None


@dataclass(frozen=True)
class Figures:
    """Agreement over a set of calls. Rates are 0 to 1, and ``None`` where there is nothing to
    count; kappas are at most 1, and ``interval`` is that of ``qwk``."""

    n: int
    qwk: float | None
    qwk_decided: float | None
    exact: float | None
    precision: float | None
    recall: float | None
    unsure: float | None
    wrong_passes: float | None
    wrong_pass_count: tuple[int, int]
    evidence: float | None
    passes_by_sort: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class Bench:
    """The figures of one judge on one item: for each criterion, pooled, and for total scores."""

    criteria: Mapping[str, Figures]
    pooled: Figures
    total_qwk: float | None
    pooled_interval: tuple[float, float] | None
    total_interval: tuple[float, float] | None

    def as_dict(self) -> dict[str, Any]:
        """The figures, ready for JSON."""
        return asdict(self)


def bench(item: Text, labelled: Iterable[LabelledResponse], judge: Judge) -> Bench:
    """Judges every labelled response of the item and compares.

    ``judge`` is any callable with the signature of ``workshop.judging.judge``. Intervals hold
    95 % of 400 bootstrap samples over responses, drawn with a fixed seed.
    """
    return measure(item, [(r, judge(item, r.response)) for r in labelled if r.item == item.id])


def measure(item: Text, judged: Iterable[Judged]) -> Bench:
    """The figures of judgements that were made already."""
    calls = [call for response, judgements in judged for call in calls_of(response, judgements)]
    by_response: dict[str, list[Call]] = {}
    for call in calls:
        by_response.setdefault(call.response, []).append(call)
    groups = [by_response[key] for key in sorted(by_response)]
    pooled = _interval(groups, lambda some: _qwk_of([c for g in some for c in g]))
    return Bench(
        criteria={c.id: _of_criterion(c.id, groups) for c in item.rubric},
        pooled=replace(figures(calls), interval=pooled),
        total_qwk=_total_qwk(groups),
        pooled_interval=pooled,
        total_interval=_interval(groups, _total_qwk),
    )


def _of_criterion(name: str, groups: Sequence[Sequence[Call]]) -> Figures:
    calls = [call for group in groups for call in group if call.criterion == name]
    return replace(figures(calls), interval=_interval(calls, _qwk_of))


def calls_of(response: LabelledResponse, judgements: Sequence[Judgement]) -> list[Call]:
    """The calls of one response: those criteria that its raters decided."""
    calls = []
    for judgement in judgements:
        label = response.levels.get(judgement.criterion)
        if label is None:
            continue
        calls.append(
            Call(response.id, response.sort, judgement.criterion, label, judgement.level,
                 _overlaps(response, judgement))
        )  # fmt: skip
    return calls


def _overlaps(response: LabelledResponse, judgement: Judgement) -> bool | None:
    """Whether the judge's words and the rater's share some, where both say "met"."""
    quote = response.evidence.get(judgement.criterion)
    if judgement.level != 2 or response.levels[judgement.criterion] != 2 or not quote:
        return None
    part, words = quote.get("part"), str(quote.get("quote") or "")
    text = response.response
    whole = text if isinstance(text, str) else text.get(part or "", "")
    start = whole.find(words) if words else -1
    if start < 0:
        return None
    rated = Evidence(part, start, start + len(words))
    return any(
        span.part == rated.part and span.start < rated.end and rated.start < span.end
        for span in judgement.evidence
    )


def figures(calls: Sequence[Call]) -> Figures:
    """The figures of any set of calls."""
    given_met = [call for call in calls if call.given == 2]
    label_met = [call for call in calls if call.label == 2]
    right = sum(call.label == 2 for call in given_met)
    seen = [call.overlaps for call in calls if call.overlaps is not None]
    nothing = [call for call in calls if call.sort in ADVERSARIAL and call.label == 0]
    passed = [call for call in nothing if call.given == 2]
    return Figures(
        n=len(calls),
        qwk=_qwk_of(calls),
        qwk_decided=_qwk_of([call for call in calls if call.given is not None]),
        exact=_share(sum(call.given == call.label for call in calls), len(calls)),
        precision=_share(right, len(given_met)),
        recall=_share(right, len(label_met)),
        unsure=_share(sum(call.given is None for call in calls), len(calls)),
        wrong_passes=_share(len(passed), len(nothing)),
        wrong_pass_count=(len(passed), len(nothing)),
        evidence=_share(sum(seen), len(seen)),
        passes_by_sort={
            sort: (sum(c.sort == sort for c in passed), sum(c.sort == sort for c in nothing))
            for sort in sorted({call.sort for call in nothing})
        },
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def quadratic_weighted_kappa(pairs: Sequence[tuple[int, int]], most: int = 2) -> float | None:
    """Cohen's (1968) kappa with weights that grow with the squared distance of two levels.

    ``pairs`` hold whole numbers from 0 to ``most``. 1 is perfect, 0 is chance; ``None`` without
    pairs, or where neither side ever varies.

    >>> quadratic_weighted_kappa([(0, 0), (2, 2), (1, 1)])
    1.0
    """
    n = len(pairs)
    if not n:
        return None
    left, right = [0] * (most + 1), [0] * (most + 1)
    observed = 0
    for one, two in pairs:
        left[one] += 1
        right[two] += 1
        observed += (one - two) ** 2
    expected = sum(
        left[a] * right[b] * (a - b) ** 2 for a in range(most + 1) for b in range(most + 1)
    )
    return 1 - observed * n / expected if expected else None


def _level(given: Level | None) -> int:
    return 1 if given is None else given


def _qwk_of(calls: Sequence[Call]) -> float | None:
    return quadratic_weighted_kappa([(call.label, _level(call.given)) for call in calls])


def _total_qwk(groups: Sequence[Sequence[Call]]) -> float | None:
    """Kappa of the sum of levels; only responses with the most labelled criteria count."""
    width = max((len(group) for group in groups), default=0)
    return quadratic_weighted_kappa(
        [
            (sum(c.label for c in group), sum(_level(c.given) for c in group))
            for group in groups
            if len(group) == width
        ],
        most=2 * width,
    )


def _interval(
    groups: Sequence[Any], measure: Callable[[Sequence[Any]], float | None]
) -> tuple[float, float] | None:
    """The middle 95 % of a measure over bootstrap samples of responses."""
    random = Random(SEED)
    values = []
    for _ in range(RESAMPLES if groups else 0):
        value = measure(random.choices(groups, k=len(groups)))
        if value is not None:
            values.append(value)
    if not values:
        return None
    values.sort()
    return values[int(0.025 * len(values))], values[min(len(values) - 1, int(0.975 * len(values)))]
