"""The judge of free text: one judgement per criterion, with the learner's words as evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workshop.judging.figures import Scores, Summary, summarise
from workshop.judging.guards import GUARDS
from workshop.judging.levels import cap_for_absence, chances, level_of
from workshop.judging.scoring import Reading, prompt_runs
from workshop.judging.units import Unit
from workshop.model.exercise import Text
from workshop.model.result import Evidence, Judgement, Level
from workshop.model.rubric import Criterion

NOT_COMPILED = "this exercise has no compiled judge yet"
NO_ANSWER = "no answer"
UNSURE = "it comes close, and it could be read either way"
TOO_LONG = "the answer is too long to be read to its end"


def judge(item: Text, response: str | Mapping[str, str]) -> tuple[Judgement, ...]:
    """Judges a response by each criterion of the item's rubric, in the rubric's order.

    Levels are 2 (met), 1 (partly), 0 (not found) or ``None`` (can't tell); evidence spans count
    code points of the raw response. An empty response earns ``None`` everywhere. Never raises
    for what a learner may write; time is linear in the length, and what lies beyond
    ``LONGEST`` code points of a part is not read. Where the item has parts and ``response`` is
    one string, it counts as the first part.
    """
    if not item.judge:
        return tuple(Judgement(c.id, None, (), NOT_COMPILED) for c in item.rubric)
    reading = Reading(item, response, prompt_runs(item.judge))
    if reading.is_empty:
        return tuple(Judgement(c.id, None, (), NO_ANSWER) for c in item.rubric)
    scores = Scores(reading, item.judge)
    return tuple(_judge_one(scores, c, item.judge["criteria"][c.id]) for c in item.rubric)


def _judge_one(scores: Scores, criterion: Criterion, model: Mapping[str, Any]) -> Judgement:
    summary = summarise(scores, criterion, model["guards"])
    level = level_of(chances(summary.figures, model), model["cut"])
    if criterion.looks_for == "absence":
        return _judge_absence(scores.reading, criterion, summary, level)
    if summary.shown is None:
        level = 0
    if level == 0:
        return Judgement(criterion.id, 0, *_reason_for_nothing(scores.reading, criterion, summary))
    words = _spans(scores.reading, summary.shown if level == 2 else summary.hint)
    return Judgement(criterion.id, level, words, _seen(criterion, level) if level else UNSURE)


def _judge_absence(
    reading: Reading, criterion: Criterion, summary: Summary, level: Level | None
) -> Judgement:
    """Nothing wrong was asked for: the evidence is what was found against it, if anything."""
    cap = cap_for_absence(reading, criterion)
    if level == 2 and not reading.is_whole:
        return Judgement(criterion.id, None, (), TOO_LONG)
    if level == 0 or cap == 0:
        found = _spans(reading, summary.against) if cap else ()
        return Judgement(criterion.id, 0, found, _seen(criterion, 0))
    if level is None:
        return Judgement(criterion.id, None, _spans(reading, summary.against), UNSURE)
    if min(level, cap) == 2:
        return Judgement(criterion.id, 2, (), _seen(criterion, 2))
    return Judgement(criterion.id, 1, (), _seen(criterion, 1))


def _reason_for_nothing(
    reading: Reading, criterion: Criterion, summary: Summary
) -> tuple[tuple[Evidence, ...], str]:
    """Why a level is 0: a guard's reason with its words, else what the level itself says."""
    if summary.struck:
        unit, guard = summary.struck
        return (_spans(reading, unit), GUARDS[guard][1])
    return ((), _seen(criterion, 0))


def _seen(criterion: Criterion, level: Level) -> str:
    """What a level stands for, as a fragment: the title, or the first sentence of the level."""
    if level == 2:
        return criterion.title
    text = criterion.levels.partly if level else criterion.levels.not_found
    first = " ".join(text.split()).partition(". ")[0].rstrip(".")
    return first[:1].lower() + first[1:]


def _spans(reading: Reading, unit: Unit | None) -> tuple[Evidence, ...]:
    """The raw words of a unit, as evidence."""
    if unit is None:
        return ()
    part = next(part for part in reading.parts if part.part == unit.part)
    start, end = part.normal.raw_span(unit.start, unit.end)
    return (Evidence(unit.part, start, end),)
