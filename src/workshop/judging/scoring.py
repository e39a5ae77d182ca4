"""From units to a few figures a criterion: what the heads of a compiled judge say of a response.

Used while judging and while compiling alike; all of it is plain arithmetic on the compiled dict.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Any

from workshop.judging.features import Names, tally, vector
from workshop.judging.guards import ALWAYS, GUARDS, Scene, runs
from workshop.judging.units import PartText, Unit, split_response
from workshop.model.exercise import Text
from workshop.model.rubric import Criterion

HEADS = ("some", "met", "against", "limits", "whole-some", "whole-met")
"""The linear models of a criterion: a unit earns 1 or 2; earns 2; is a near miss that earns 0;
is one that earns 1; and the first two again for a part as a whole."""

TONES = ("irony", "threat", "decides", "denial", "empty")
"""Models that all criteria share: how a sentence is meant, whatever it is about."""
LOCAL_TONES = TONES[1:]
"""Those looked for in the parts of a criterion; irony is taken over the whole response."""

FLOOR = -6.0
"""The score (a log-odds) where there is no unit to score."""

SHORTEST_ANSWER = 4
"""Words below which a part holds no answer of its own."""


@dataclass(frozen=True)
class Sentence:
    """A sentence with the units in it and the guards it falls to."""

    unit: Unit
    struck: frozenset[str]


class Reading:
    """A response, read once: parts, units, and for each sentence the guards that strike it."""

    def __init__(self, item: Text, response: Any, prompt: Collection[tuple[str, ...]]):
        self.item = item
        self.parts = split_response(response, tuple(part.id for part in item.parts))
        self.names = {part.part: names_for(item, part.part) for part in self.parts}
        self.struck: dict[Unit, frozenset[str]] = {}
        for part in self.parts:
            self._strike(part, prompt)

    def _strike(self, part: PartText, prompt: Collection[tuple[str, ...]]) -> None:
        names = self.names[part.part]
        sentences: list[tuple[Unit, frozenset[str]]] = []
        for unit in part.units:
            if unit.size == "sentence":
                scene = Scene(unit.words, prompt, names.own, names.other)
                struck = frozenset(n for n, (guard, _) in GUARDS.items() if guard(scene))
                sentences.append((unit, struck))
                self.struck[unit] = struck
            elif unit.size == "clause":  # clauses follow their sentence
                self.struck[unit] = sentences[-1][1]
        pairs = [unit for unit in part.units if unit.size == "pair"]
        for pair, (_, one), (_, two) in zip(pairs, sentences, sentences[1:], strict=False):
            self.struck[pair] = one | two

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written: no character but space in any part."""
        return not any(part.normal.raw.strip() for part in self.parts)

    @property
    def is_whole(self) -> bool:
        """Whether all of it was read (see ``LONGEST``)."""
        return all(part.normal.is_whole for part in self.parts)

    def parts_for(self, criterion: Criterion) -> tuple[PartText, ...]:
        """The parts in which the criterion may be met."""
        if not criterion.part:
            return self.parts
        first = self.item.parts[0].id if self.item.parts else ""
        return tuple(
            part
            for part in self.parts
            if (part.part if part.part is not None else first) == criterion.part
        )

    def words_that_count(self, part: PartText, allowed: Collection[str] = ()) -> tuple[str, ...]:
        """The words of the sentences that no guard strikes."""
        guards = ALWAYS | frozenset(allowed)
        return tuple(
            word
            for unit in part.units
            if unit.size == "sentence" and not self.struck[unit] & guards
            for word in unit.words
        )

    @cached_property
    def answered(self) -> dict[str | None, frozenset[str]]:
        """For each part that holds an answer of its own, its set of words."""
        real: dict[str | None, frozenset[str]] = {}
        for part in self.parts:
            words = self.words_that_count(part)
            if len(words) < SHORTEST_ANSWER:
                continue
            names = self.names[part.part]
            bag = frozenset(w for w in words if w not in names.own and w not in names.other)
            if not any(_is_alike(bag, other) for other in real.values()):
                real[part.part] = bag
        return real


def names_for(item: Text, part: str | None) -> Names:
    """Whom a part of the item speaks to, and the people of its other parts."""
    own = [name for each in item.parts if each.id == part for name in each.addressee]
    return Names(own, [name for each in item.parts for name in each.addressee])


def _is_alike(one: frozenset[str], two: frozenset[str]) -> bool:
    """Nearly the same words: the shared ones are over 70 % of all (Jaccard)."""
    return len(one & two) > 0.7 * len(one | two)


def prompt_runs(compiled: Mapping[str, Any]) -> set[tuple[str, ...]]:
    """The word runs of the task's own text, by which copying is known."""
    return {run for text in compiled.get("prompt", ()) for run in runs(text.split())}


ZERO = 80
"""The character (``chr(80)``) that stands for a weight of 0 in a compiled row."""


def raw_scores(
    words: Sequence[str], ask: bool, names: Names, compiled: Mapping[str, Any]
) -> list[float]:
    """The score (log-odds) of each head for one run of words, in the order of ``heads``.

    A row of ``features`` is text: first the idf (the character's code less 35, in tenths), then
    pairs of characters, a head (its column plus 35) and a weight (less ``ZERO``, in units of
    the head). Heads that a row does not name have weight 0 there.
    """
    table = compiled["features"]
    counts = tally(words, ask, names) if words else {}
    rows = {name: table[name].encode("ascii") for name in counts if name in table}
    if not any(name[0] in "wk" for name in rows):  # not one known word: nothing can be said
        return [FLOOR] * len(compiled["bias"])
    totals = [0.0] * 128
    for name, value in vector(counts, {key: (row[0] - 35) / 10 for key, row in rows.items()}):
        row = rows[name]
        for at in range(1, len(row), 2):
            totals[row[at]] += value * (row[at + 1] - ZERO)
    return [
        bias + unit * total
        for bias, unit, total in zip(compiled["bias"], compiled["units"], totals[35:], strict=False)
    ]


class Scores:
    """What the heads say of every unit and part of a reading; computed once for all criteria."""

    def __init__(self, reading: Reading, compiled: Mapping[str, Any]):
        self.reading = reading
        self._column = {head: at for at, head in enumerate(compiled["heads"])}
        self._compiled = compiled
        self._known: dict[tuple[object, ...], list[float]] = {}

    def of(self, unit: Unit, criterion: Criterion, head: str) -> float:
        """The log-odds of one head for one unit."""
        return self._row(unit)[self._column[f"{criterion.id}:{head}"]]

    def tone(self, unit: Unit, tone: str) -> float:
        """The log-odds that a unit is meant in this tone."""
        return self._row(unit)[self._column[f"tone:{tone}"]]

    def _row(self, unit: Unit) -> list[float]:
        # Equal words score alike, so a sentence that is repeated is scored once.
        key = (unit.part, unit.words, unit.ask)
        row = self._known.get(key)
        if row is None:
            names = self.reading.names[unit.part]
            row = raw_scores(unit.words, unit.ask, names, self._compiled)
            self._known[key] = row
        return row

    @cached_property
    def irony(self) -> float:
        """The mean log-odds of irony over all sentences: a mood of the whole response, since
        people who mock in one part seldom mean the next one."""
        found = [
            self.tone(unit, "irony")
            for part in self.reading.parts
            for unit in part.units
            if unit.size == "sentence"
        ]
        return sum(found) / len(found) if found else FLOOR

    @cached_property
    def tops(self) -> dict[str, float]:
        """For each criterion with something to find its best "met" score, from -3 to 3."""
        found = {}
        for criterion in self.reading.item.rubric:
            if criterion.looks_for != "absence":
                units = [u for part in self.reading.parts_for(criterion) for u in part.units
                         if not self.reading.struck[u] & ALWAYS]  # fmt: skip
                best = max((self.of(u, criterion, "met") for u in units), default=FLOOR)
                found[criterion.id] = max(-3.0, min(3.0, best))
        return found

    def company(self, criterion: Criterion) -> float:
        """The mean top score of the other criteria: people who write well do so throughout."""
        others = [top for key, top in self.tops.items() if key != criterion.id]
        return sum(others) / len(others) if others else 0.0

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

    ``figures`` is the input of the criterion's final model. ``best`` is the unit that earns
    most, ``against`` the one that speaks most against it, ``struck`` the best unit among those
    that a guard took out, with the guard's name.
    """

    figures: tuple[float, ...]
    best: Unit | None
    against: Unit | None
    struck: tuple[Unit, str] | None


def summarise(scores: Scores, criterion: Criterion, allowed: Collection[str]) -> Summary:
    """The figures of one criterion: best and second-best scores, whole parts, guards, length."""
    reading = scores.reading
    guards = ALWAYS | frozenset(allowed)
    units = [unit for part in reading.parts_for(criterion) for unit in part.units]
    counted = [unit for unit in units if not reading.struck[unit] & guards]
    lost = [unit for unit in units if reading.struck[unit] & guards and unit.size != "pair"]

    def top(head: str) -> tuple[float, Unit | None]:
        scored = [(scores.of(unit, criterion, head), -len(unit.words), unit) for unit in counted]
        if not scored:
            return (FLOOR, None)
        best = max(scored, key=lambda entry: entry[:2])
        return (best[0], best[2])

    some, _ = top("some")
    met, best = top("met")
    against, culprit = top("against")
    # What else is known of the unit that earns most: is it itself like a near miss?
    doubt = scores.of(best, criterion, "against") if best else FLOOR
    size = sum(len(unit.words) for unit in counted if unit.size == "sentence")
    threats = sum("threat" in reading.struck[unit] for unit in units if unit.size == "sentence")
    sentences = [unit for unit in counted if unit.size == "sentence"]
    tones = (max((scores.tone(u, tone) for u in sentences), default=FLOOR) for tone in LOCAL_TONES)
    limits, _ = top("limits")
    figures = (
        some,
        met,
        against,
        doubt,
        scores.whole(criterion, allowed, "whole-some"),
        scores.whole(criterion, allowed, "whole-met"),
        log(1 + size),
        float(bool(threats)),
        limits,
        scores.company(criterion),
        scores.irony,
        *tones,
    )
    return Summary(figures, best, culprit, _best_struck(scores, criterion, lost, guards))


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
