"""From scores to a few figures a criterion: all that its final model sees of a response."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Any

from workshop.judging.guards import ALWAYS, GUARDS
from workshop.judging.lexicon import FUNCTION_WORDS, words_of
from workshop.judging.scoring import (
    FLOOR,
    LOCAL_TONES,
    SHORTEST_ANSWER,
    Reading,
    raw_scores,
)
from workshop.judging.units import PartText, Unit
from workshop.model.rubric import Criterion

CAP = 3.0
"""How far, up or down, the other criteria's scores may move a criterion."""
FAR = 3.0
"""How far from 0 a sentence's score may count towards the relevance of a whole response."""
SURE = 4.0
"""How far from 0 a tone may be: beyond, it only says how unlike its examples the words are."""
CLOSE_ENOUGH = 0.3
"""A shorter unit inside the best one is shown in its place if it scores hardly less."""
NO_ABSENCE = (0.0,) * 7
_YOU = words_of("you your yours you're you'll you've you'd yourself")

Key = tuple[str | None, tuple[str, ...], bool]
"""What a score depends on: the part, the words, and whether they ask."""


class Scores:
    """What the heads say of every unit and part of a reading; computed once for all criteria.

    ``known`` holds scores that were computed before (when compiling, for many at once).
    """

    def __init__(
        self,
        reading: Reading,
        compiled: Mapping[str, Any],
        known: dict[Key, list[float]] | None = None,
    ):
        self.reading = reading
        self._column = {head: at for at, head in enumerate(compiled["heads"])}
        self._compiled = compiled
        self._known: dict[Key, list[float]] = {} if known is None else known
        self._seen: dict[Unit, list[float]] = {}

    def column(self, criterion: Criterion, head: str) -> int:
        """Where a row holds a criterion's head."""
        return self._column[f"{criterion.id}:{head}"]

    def of(self, unit: Unit, criterion: Criterion, head: str) -> float:
        """The log-odds of one head for one unit."""
        return self.row(unit)[self.column(criterion, head)]

    def tone(self, unit: Unit, tone: str) -> float:
        """The log-odds that a unit is meant in this tone, from -SURE to SURE."""
        return max(-SURE, min(SURE, self.row(unit)[self._column[f"tone:{tone}"]]))

    def row(self, unit: Unit) -> list[float]:
        """The log-odds of all heads. Equal words score alike, so a sentence that is repeated is
        scored once."""
        row = self._seen.get(unit)  # by identity: quicker than by words
        if row is None:
            key = (unit.part, unit.words, unit.ask)
            row = self._known.get(key)
            if row is None:
                names = self.reading.names[unit.part]
                row = self._known[key] = raw_scores(unit.words, unit.ask, names, self._compiled)
            self._seen[unit] = row
        return row

    @cached_property
    def irony(self) -> float:
        """The mean log-odds of irony over all sentences: a mood of the whole response, since
        people who mock in one part seldom mean the next one."""
        found = [
            self.tone(unit, "irony") for part in self.reading.parts for unit in part.sentences
        ]
        return sum(found) / len(found) if found else FLOOR

    @cached_property
    def tops(self) -> dict[str, float]:
        """For each criterion with something to find its best "met" score, from -CAP to CAP."""
        found = {}
        for criterion in self.reading.item.rubric:
            if criterion.looks_for != "absence":
                units = [u for part in self.reading.parts_for(criterion) for u in part.units
                         if not self.reading.struck[u] & ALWAYS]  # fmt: skip
                best = max((self.of(u, criterion, "met") for u in units), default=FLOOR)
                found[criterion.id] = max(-CAP, min(CAP, best))
        return found

    def company(self, criterion: Criterion) -> float:
        """The mean top score of the other criteria: people who write well do so throughout."""
        others = [top for key, top in self.tops.items() if key != criterion.id]
        return sum(others) / len(others) if others else 0.0

    def relevance(self, criterion: Criterion) -> float:
        """How much of the response is about the task at all: the mean, over its sentences, of
        the best that each earns under any criterion; from -FAR to FAR."""
        rubric = [c for c in self.reading.item.rubric if c.looks_for != "absence"]
        found = []
        for part in self.reading.parts_for(criterion):
            wanted = [c for c in rubric if not c.part or c.part == part.part] or rubric
            for unit in part.sentences:
                best = max((self.of(unit, c, "some") for c in wanted), default=-FAR)
                is_struck = bool(self.reading.struck[unit] & ALWAYS)
                found.append(-FAR if is_struck else max(-FAR, min(FAR, best)))
        return sum(found) / len(found) if found else -FAR

    def whole(self, criterion: Criterion, allowed: Collection[str], head: str) -> float:
        """The best log-odds of one whole-part head over the parts that count."""
        scores = []
        for part in self.reading.parts_for(criterion):
            if part.part in criterion.answered or criterion.looks_for != "absence":
                words = self.reading.words_that_count(part, allowed)
                scores.append(self.of(Unit(part.part, "pair", words, 0, 0), criterion, head))
        choose = min if criterion.looks_for == "absence" else max
        return choose(scores, default=FLOOR)


@dataclass(frozen=True)
class Summary:
    """What is known of one criterion in one response, and the units that stand for it.

    ``figures`` is the input of the criterion's final model. ``shown`` and ``hint`` are the
    shortest units that earn about the most as "met" and as "partly"; ``against`` is the one that
    speaks most against it, ``struck`` the best unit among those that a guard took out, with the
    guard's name.
    """

    figures: tuple[float, ...]
    shown: Unit | None
    hint: Unit | None
    against: Unit | None
    struck: tuple[Unit, str] | None


def summarise(scores: Scores, criterion: Criterion, allowed: Collection[str]) -> Summary:
    """The figures of one criterion: best scores, whole parts, guards, length, context."""
    reading = scores.reading
    guards = ALWAYS | frozenset(allowed)
    units = [unit for part in reading.parts_for(criterion) for unit in part.units]
    counted = [unit for unit in units if not reading.struck[unit] & guards]
    sentences = [unit for unit in counted if unit.size == "sentence"]

    def top(head: str) -> tuple[float, Unit | None]:
        column = scores.column(criterion, head)
        found = [(scores.row(unit)[column], unit) for unit in counted]
        return max(found, key=lambda e: (e[0], -len(e[1].words)), default=(FLOOR, None))

    met, best = top("met")
    against, culprit = top("against")
    threats = [unit for unit in units if unit.size == "sentence"
               and "threat" in reading.struck[unit]]  # fmt: skip
    figures = (
        top("some")[0],
        met,
        against,
        # What else is known of the unit that earns most: is it itself like a near miss?
        scores.of(best, criterion, "against") if best else FLOOR,
        scores.whole(criterion, allowed, "whole-some"),
        scores.whole(criterion, allowed, "whole-met"),
        log(1 + sum(len(unit.words) for unit in sentences)),
        float(bool(threats)),
        top("limits")[0],
        scores.company(criterion),
        scores.relevance(criterion),
        scores.irony,
        *(max((scores.tone(u, tone) for u in sentences), default=FLOOR) for tone in LOCAL_TONES),
        *_about_answers(scores, criterion),
    )
    lost = [unit for unit in units if reading.struck[unit] & guards and unit.size != "pair"]
    return Summary(
        figures,
        _shown(scores, criterion, counted, "met", "some"),
        _shown(scores, criterion, counted, "some", "met"),
        culprit,
        _best_struck(scores, criterion, lost, guards),
    )


def _shown(
    scores: Scores, criterion: Criterion, counted: Sequence[Unit], head: str, second: str
) -> Unit | None:
    """The unit to show as evidence: the best one, or the shortest inside it that is about as
    good and holds a word of content."""
    earned = [
        (scores.of(unit, criterion, head) + scores.of(unit, criterion, second) / 2, unit)
        for unit in counted
    ]
    if not earned:
        return None
    most, best = max(earned, key=lambda entry: (entry[0], -len(entry[1].words)))
    inside = [
        (len(unit.words), unit.start, unit)
        for score, unit in earned
        if score >= most - CLOSE_ENOUGH
        and unit.part == best.part
        and best.start <= unit.start
        and unit.end <= best.end
        and not FUNCTION_WORDS.issuperset(unit.words)
    ]
    return min(inside, key=lambda entry: entry[:2])[2] if inside else best


def _about_answers(scores: Scores, criterion: Criterion) -> tuple[float, ...]:
    """What matters where nothing wrong may be found: are there answers, each to its own person,
    each with a reason of its own? Shares from 0 to 1, likeness from 0 to 1, and scores."""
    if criterion.looks_for != "absence":
        return NO_ABSENCE
    reading = scores.reading
    parts = [p for p in reading.parts if p.part in criterion.answered] or list(reading.parts)
    bags = [frozenset(reading.words_that_count(part)) for part in parts]
    names = [reading.names[part.part] for part in parts]
    content = [bag - FUNCTION_WORDS - who.own - who.other
               for bag, who in zip(bags, names, strict=True)]  # fmt: skip
    alike = max((_likeness(one, two) for at, one in enumerate(content)
                 for two in content[at + 1 :]), default=0.0)  # fmt: skip
    reasons = [_best_reason(scores, part) for part in parts]
    return (
        sum(len(bag) >= SHORTEST_ANSWER for bag in bags) / len(bags),
        sum(bool(b & _YOU or b & n.own) for b, n in zip(bags, names, strict=True)) / len(bags),
        alike,
        float(alike > 0.5),
        min(reasons),
        max(reasons),
        min(log(1 + len(bag)) for bag in bags),
    )


def _likeness(one: frozenset[str], two: frozenset[str]) -> float:
    """The share of words that two bags have in common (Jaccard)."""
    return len(one & two) / (len(one | two) or 1)


def _best_reason(scores: Scores, part: PartText) -> float:
    """The best top score among the criteria that are looked for in this very part."""
    found = [scores.tops[c.id] for c in scores.reading.item.rubric
             if c.id in scores.tops and c.part == part.part]  # fmt: skip
    return max(found, default=0.0)


def _best_struck(
    scores: Scores, criterion: Criterion, lost: Sequence[Unit], guards: frozenset[str]
) -> tuple[Unit, str] | None:
    """The struck unit that would have earned most, if it would have earned anything."""
    if not lost:
        return None
    best = max(lost, key=lambda unit: scores.of(unit, criterion, "some"))
    name = next(n for n in GUARDS if n in guards and n in scores.reading.struck[best])
    if scores.of(best, criterion, "some") < 0 and name not in ALWAYS:
        return None
    return (best, name)
