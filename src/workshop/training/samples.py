"""What the heads of a criterion learn from: units with a level, and how much each weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshop.judging.features import Names, vector
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
HOLDING_WEIGHT = 0.5
"""A clause or sentence that holds the quoted words and more."""
BESIDE_WEIGHT = 0.15
"""A unit beside the quoted words: the rater could have quoted it and did not."""
BESIDE = "beside"
WHOLE = "whole"
TONE = "tone"
"""The key of the samples that all criteria share."""


class Vectors:
    """The features of runs of words, each run weighed once."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], dict[str, float]] = {}

    def of(self, words: tuple[str, ...], ask: bool, names: Names) -> dict[str, float]:
        """The features of a run of words; the same object for the same words."""
        key = (words, ask, names.own, names.other)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = vector(words, ask, names) if words else {}
        return found


@dataclass
class Sample:
    """One run of words with a level for one criterion.

    ``source`` is "exemplar", "near-miss", "other", "evidence", "silent", "rest", "beside" or
    "whole"; ``response`` is the position of the labelled response it comes from, or -1.
    ``is_against`` marks what speaks against a criterion although it sounds like it.
    """

    values: dict[str, float]
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
    item: Text,
    labelled: Sequence[LabelledResponse],
    readings: Sequence[Reading],
    vectors: Vectors,
) -> list[Sample]:
    """What the tones learn from: all examples of the rubric, and sentences of the responses."""
    samples = []
    for criterion in item.rubric:
        names = names_for(item, criterion.part or None)
        samples += [
            Sample(_values(text, names, vectors), 2, 1.0, "exemplar") for text in criterion.met
        ]
        samples += [
            Sample(_values(miss.text, names, vectors), miss.level, 1.0, "near-miss",
                   tones=frozenset({TONE_OF[miss.why]} if miss.why in TONE_OF else ()))
            for miss in criterion.near_misses if miss.why != "unsorted"
        ]  # fmt: skip
    for at, (response, reading) in enumerate(zip(labelled, readings, strict=True)):
        tone = frozenset({TONE_OF[response.sort]} if response.sort in TONE_OF else ())
        for part in reading.parts:
            shown = [quoted(part, quote) for quote in response.evidence.values() if quote]
            for unit in part.units:
                if unit.size == "pair" or any(_overlap(unit, s) > 0.2 for s in shown) and tone:
                    continue
                values = vectors.of(unit.words, unit.ask, reading.names[part.part])
                samples.append(Sample(values, 0, 0.5, "response", at, tones=tone))
    return samples


def samples_for(
    item: Text, criterion: Criterion, labelled: Sequence[LabelledResponse],
    readings: Sequence[Reading], vectors: Vectors,
) -> list[Sample]:
    """Every sample of one criterion, in a fixed order."""
    return [
        *_from_rubric(item, criterion, vectors),
        *(
            sample
            for at, (response, reading) in enumerate(zip(labelled, readings, strict=True))
            for sample in _from_response(criterion, response, reading, at, vectors)
        ),
    ]


def _from_rubric(item: Text, criterion: Criterion, vectors: Vectors) -> list[Sample]:
    names = names_for(item, criterion.part or None)
    samples = [
        Sample(_values(text, names, vectors), 2, 1.0, "exemplar") for text in criterion.met
    ] + [
        Sample(_values(miss.text, names, vectors), miss.level, 1.0, "near-miss",
               is_against=miss.level == 0)
        for miss in criterion.near_misses
    ]  # fmt: skip
    if criterion.looks_for == "absence":
        return samples
    for other in item.rubric:
        if other.id != criterion.id and other.looks_for != "absence":
            samples += [
                Sample(_values(text, names, vectors), 0, OTHER_CRITERION_WEIGHT, "other")
                for text in other.met
            ]
    return samples


def _values(text: str, names: Names, vectors: Vectors) -> dict[str, float]:
    part = split_part(text, None)
    return vectors.of(part.words, any(unit.ask for unit in part.units), names)


def _from_response(
    criterion: Criterion, response: LabelledResponse, reading: Reading, at: int, vectors: Vectors
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
            source, target, weight = _lesson(unit, shown, level, is_absence)
            if source:
                values = vectors.of(unit.words, unit.ask, names)
                is_against = source == "evidence" and level == 0
                samples.append(Sample(values, target, weight, source, at, is_against))
        if shown and level:
            words = split_part(part.normal.text[slice(*shown)], None).words
            if words:
                values = vectors.of(words, False, names)
                samples.append(Sample(values, level, 1.0, "evidence", at))
        if part.words:
            values = vectors.of(part.words, False, names)
            samples.append(Sample(values, level, 1.0, WHOLE, at))
    return samples


def _lesson(
    unit: Unit, shown: tuple[int, int] | None, level: int, is_absence: bool
) -> tuple[str, int, float]:
    """What a unit teaches: source, level and weight; an empty source if nothing."""
    overlap = _overlap(unit, shown)
    if overlap > 0.5:
        return ("evidence", level, 1.0)
    if level == 0 and not is_absence:
        return ("silent", 0, SILENT_UNIT_WEIGHT)
    if is_absence and (level == 2 or shown):
        return ("rest", 2, SILENT_UNIT_WEIGHT)
    if shown and unit.size != "pair":
        if unit.start <= shown[0] and shown[1] <= unit.end:
            return ("evidence", level, HOLDING_WEIGHT)
        if overlap == 0:
            return (BESIDE, 0, BESIDE_WEIGHT)
    return ("", 0, 0.0)


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
