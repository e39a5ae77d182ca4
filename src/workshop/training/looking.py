"""Where to look in a bench: the weakest criterion and why, and the worst single judgements."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workshop.model.exercise import Text
from workshop.model.labelled import LabelledResponse
from workshop.model.result import Judgement, Level
from workshop.model.rubric import Criterion
from workshop.training.bench import Bench, Judged
from workshop.training.tables import printable

WORST = 20
LONGEST_QUOTE = 160
NAMES: dict[Level | None, str] = {
    2: "met", 1: "partly", 0: "not found", None: "can't tell",
}  # fmt: skip


@dataclass(frozen=True)
class Miss:
    """A judgement that differs from the rater's; ``words`` are the learner's.

    ``marked_by`` says whose choice the words are: the judge's, the rater's, or nobody's (then
    they are the beginning of the part that the criterion reads).
    """

    id: str
    sort: str
    criterion: str
    label: Level
    given: Level | None
    words: str
    marked_by: str

    @property
    def distance(self) -> int:
        """How many levels apart; "can't tell" stands for the middle."""
        return abs(self.label - (1 if self.given is None else self.given))

    @property
    def is_false_pass(self) -> bool:
        """Whether a criterion was met by mistake: what harms a learner's trust most."""
        return self.given == 2


@dataclass(frozen=True)
class Weakest:
    """The criterion with the lowest agreement, what goes amiss there, and what to write."""

    criterion: str
    qwk: float
    why: tuple[str, ...]
    next: str


def misses(item: Text, judged: Sequence[Judged]) -> list[Miss]:
    """Every judgement that differs from its label, the worst first."""
    rubric = {criterion.id: criterion for criterion in item.rubric}
    found = [
        _miss(response, judgement, rubric[judgement.criterion])
        for response, judgements in judged
        for judgement in judgements
        if response.levels.get(judgement.criterion) not in (None, judgement.level)
    ]
    return sorted(
        found,
        key=lambda m: (-m.distance, not m.is_false_pass, m.given is None, m.criterion, m.id),
    )


def _miss(response: LabelledResponse, judgement: Judgement, criterion: Criterion) -> Miss:
    label = response.levels[criterion.id]
    assert label is not None
    words, marked_by = _words(response, judgement, criterion, label)
    return Miss(shortened(response.id), shortened(response.sort), criterion.id, label,
                judgement.level, shortened(words), marked_by)  # fmt: skip


def _words(
    response: LabelledResponse, judgement: Judgement, criterion: Criterion, label: Level
) -> tuple[str, str]:
    """The words that explain a miss best: whoever saw more shows where."""
    quote = str(response.evidence.get(criterion.id, {}).get("quote") or "")
    spans = [span.words(response.response) for span in judgement.evidence]
    if spans and ((judgement.level or 0) > label or not quote):
        return " ... ".join(spans), "the judge"
    if quote:
        return quote, "the rater"
    text = response.response
    if isinstance(text, str):
        return text, ""
    return text.get(criterion.part) or " / ".join(text.values()), ""


def shortened(words: str) -> str:
    """Words on one line, fit to be printed: nothing in them can steer a terminal."""
    return textwrap.shorten(printable(words), LONGEST_QUOTE, placeholder=" ...")


def weakest(item: Text, found: Bench, raters: Bench | None, all_misses: Sequence[Miss]
            ) -> Weakest | None:  # fmt: skip
    """The weakest criterion; ``None`` where there is none to speak of."""
    rated = [(f.qwk, name) for name, f in found.criteria.items() if f.qwk is not None]
    if not rated:
        return None
    qwk, name = min(rated)
    criterion = next(c for c in item.rubric if c.id == name)
    mine = [miss for miss in all_misses if miss.criterion == name]
    confusions = Counter((miss.label, miss.given) for miss in mine)
    why = [f"It differs from the rater in {len(mine)} of {found.criteria[name].n} judgements."]
    if mine:
        most = ", ".join(f'"{NAMES[given]}" for "{NAMES[label]}" ({n})'
                         for (label, given), n in confusions.most_common(3))  # fmt: skip
        sorts = Counter(miss.sort or "no sort" for miss in mine).most_common(3)
        why += [f"Most often: {most}.",
                "Sorts: " + ", ".join(f"{sort} ({n})" for sort, n in sorts) + "."]  # fmt: skip
    ceiling = raters.criteria[name].qwk if raters else None
    if ceiling is not None:
        why.append(f"Two raters agree on it at {ceiling:.2f}.")
    why.append(f"It has {len(criterion.met)} sentences that meet it and "
               f"{len(criterion.near_misses)} near misses.")  # fmt: skip
    return Weakest(name, qwk, tuple(why), _next_step(mine, criterion))


ADVICE = {
    "passed": "near misses of the kind that was met by mistake, and say what each would need.",
    "unsure": "labelled responses of the sorts above; the judge has seen too few like them to make "
              "up its mind.",
    "missed": "sentences that meet it in the words that people used and the judge passed over.",
    "hint": "near misses and labelled responses that earn nothing, close to those that were taken "
            "for a hint.",
}  # fmt: skip
ADVICE_ON_ABSENCE = {
    **ADVICE,
    "passed": "near misses that break it in the way that was overlooked.",
    "missed": "labelled responses that break nothing, close to those in which the judge saw a "
              "fault; single sentences can't show that something is absent.",
    "hint": "near misses and labelled responses that break it, close to those that were only half "
            "seen.",
}  # fmt: skip


def _next_step(mine: Sequence[Miss], criterion: Criterion) -> str:
    """What to write next, by the kind of miss that weighs most."""
    weights = Counter[str]()
    for miss in mine:
        if miss.is_false_pass:
            weights["passed"] += 2 * miss.distance
        elif miss.given is None:
            weights["unsure"] += 1
        elif miss.given < miss.label:
            weights["missed"] += miss.distance
        else:
            weights["hint"] += 1
    if not weights:
        return "nothing; it agrees throughout."
    advice = ADVICE_ON_ABSENCE if criterion.looks_for == "absence" else ADVICE
    return advice[weights.most_common(1)[0][0]]
