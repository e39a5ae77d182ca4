"""What the heads of a criterion learn from: units with a level, and how much each weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshop.judging.features import Names, tally
from workshop.judging.normal import normalise
from workshop.judging.scoring import Reading, names_for
from workshop.judging.units import PartText, Unit, split_part
from workshop.model.exercise import Text
from workshop.model.labelled import LabelledResponse
from workshop.model.rubric import Criterion

OTHER_CRITERION_WEIGHT = 0.3
"""Another criterion's good example is a negative, but it may meet this one too."""
SILENT_UNIT_WEIGHT = 0.3
"""A unit of a response in which the criterion was not found; the best-scoring ones weigh 1."""
WHOLE = "whole"
TONE = "tone"
"""The key of the samples that all criteria share."""


@dataclass
class Sample:
    """One run of words with a level for one criterion.

    ``source`` is "exemplar", "near-miss", "other", "evidence", "silent", "rest" or "whole";
    ``response`` is the position of the labelled response it comes from, or -1. ``is_against``
    marks what speaks against a criterion although it sounds like it.
    """

    counts: dict[str, float]
    level: int
    weight: float
    source: str
    response: int = -1
    is_against: bool = False
    tones: frozenset[str] = frozenset()


TONE_OF = {
    "irony": "irony", "ironic": "irony", "threat": "threat", "decides": "decides",
    "denial": "denial", "negated": "denial", "vague": "empty", "bare": "empty",
    "waffle": "empty", "off-topic": "empty", "hostile": "empty",
}  # fmt: skip
"""Which tone a kind of near miss, or a sort of response, teaches."""


def tone_samples(
    item: Text, labelled: Sequence[LabelledResponse], readings: Sequence[Reading]
) -> list[Sample]:
    """What the tones learn from: all examples of the rubric, and sentences of the responses."""
    samples = []
    for criterion in item.rubric:
        names = names_for(item, criterion.part or None)
        samples += [Sample(_counts(text, names), 2, 1.0, "exemplar") for text in criterion.met]
        samples += [
            Sample(_counts(miss.text, names), miss.level, 1.0, "near-miss",
                   tones=frozenset({TONE_OF[miss.why]} if miss.why in TONE_OF else ()))
            for miss in criterion.near_misses
        ]  # fmt: skip
    for at, (response, reading) in enumerate(zip(labelled, readings, strict=True)):
        tone = frozenset({TONE_OF[response.sort]} if response.sort in TONE_OF else ())
        for part in reading.parts:
            shown = [quoted(part, quote) for quote in response.evidence.values() if quote]
            for unit in part.units:
                if unit.size == "pair" or any(_overlap(unit, s) > 0.2 for s in shown) and tone:
                    continue
                counts = tally(unit.words, unit.ask, reading.names[part.part])
                samples.append(Sample(counts, 0, 0.5, "response", at, tones=tone))
    return samples


def samples_for(
    item: Text, criterion: Criterion, labelled: Sequence[LabelledResponse],
    readings: Sequence[Reading],
) -> list[Sample]:
    """Every sample of one criterion, in a fixed order."""
    return [
        *_from_rubric(item, criterion),
        *(
            sample
            for at, (response, reading) in enumerate(zip(labelled, readings, strict=True))
            for sample in _from_response(criterion, response, reading, at)
        ),
    ]


def _from_rubric(item: Text, criterion: Criterion) -> list[Sample]:
    names = names_for(item, criterion.part or None)
    samples = [
        Sample(_counts(text, names), 2, 1.0, "exemplar") for text in criterion.met
    ] + [
        Sample(_counts(miss.text, names), miss.level, 1.0, "near-miss",
               is_against=miss.level == 0)
        for miss in criterion.near_misses
    ]  # fmt: skip
    if criterion.looks_for == "absence":
        return samples
    for other in item.rubric:
        if other.id != criterion.id and other.looks_for != "absence":
            samples += [
                Sample(_counts(text, names), 0, OTHER_CRITERION_WEIGHT, "other")
                for text in other.met
            ]
    return samples


def _counts(text: str, names: Names) -> dict[str, float]:
    part = split_part(text, None)
    return tally(part.words, any(unit.ask for unit in part.units), names) if part.words else {}


def _from_response(
    criterion: Criterion, response: LabelledResponse, reading: Reading, at: int
) -> list[Sample]:
    level = response.levels.get(criterion.id)
    if level is None:
        return []
    quote = response.evidence.get(criterion.id, {}) or {}
    is_absence = criterion.looks_for == "absence"
    samples = []
    for part in reading.parts_for(criterion):
        names = reading.names[part.part]
        shown = quoted(part, quote)
        for unit in part.units:
            counts = tally(unit.words, unit.ask, names)
            overlap = _overlap(unit, shown)
            if overlap > 0.5:
                samples.append(Sample(counts, level, 1.0, "evidence", at, level == 0))
            elif level == 0 and not is_absence:
                samples.append(Sample(counts, 0, SILENT_UNIT_WEIGHT, "silent", at))
            elif is_absence and (level == 2 or shown):
                samples.append(Sample(counts, 2, SILENT_UNIT_WEIGHT, "rest", at))
        if shown and level:
            words = split_part(part.normal.text[slice(*shown)], None).words
            if words:
                samples.append(Sample(tally(words, False, names), level, 1.0, "evidence", at))
        if part.words:
            samples.append(Sample(tally(part.words, False, names), level, 1.0, WHOLE, at))
    return samples


def quoted(part: PartText, quote: object) -> tuple[int, int] | None:
    """Where a rater's quote stands in the normalised text of a part, if it is there."""
    if not isinstance(quote, Mapping) or quote.get("part") != part.part:
        return None
    words = normalise(str(quote.get("quote") or "")).text.strip()
    start = part.normal.text.find(words) if words else -1
    return (start, start + len(words)) if start >= 0 else None


def _overlap(unit: Unit, shown: tuple[int, int] | None) -> float:
    """The share that unit and quote have in common, of both together (Jaccard); 0 to 1."""
    if shown is None:
        return 0.0
    common = min(unit.end, shown[1]) - max(unit.start, shown[0])
    return max(0.0, common / (max(unit.end, shown[1]) - min(unit.start, shown[0])))
