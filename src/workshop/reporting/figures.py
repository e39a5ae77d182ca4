"""Counts over histories: exercises and chapters, lenses, forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from workshop.kinds.reflect import prompts
from workshop.model.exercise import Choice, Exercise, Reflect
from workshop.reporting.report import FEWEST, FormCount, Group, Leaning, Row, Tally
from workshop.reporting.tries import History

_CHAPTER = re.compile(r"\bChapter ([1-5])\b")
LENSES = (1, 2, 3, 4, 5)

Walked = tuple[Exercise, Mapping[str, History]]
"""An exercise, and the histories of those of its items that the log knows."""


def rows_of(walked: Iterable[Walked]) -> list[Row]:
    """A row for each exercise in which something was scored."""
    rows = []
    for exercise, histories in walked:
        first, best = Tally(), Tally()
        for history in histories.values():
            scored = [tally for _, _, tally in history.scored()]
            if scored:
                first, best = first + scored[0], best + best_of(scored)
        if best.of:
            rows.append(Row(exercise.id, exercise.title, exercise.chapter, first, best))
    return rows


def best_of(tallies: Sequence[Tally]) -> Tally:
    """The tally with most points; of equals the one in which more could be told."""
    return max(tallies, key=lambda tally: (tally.points, tally.of))


def groups_of(rows: Sequence[Row], chapters: Mapping[int, str]) -> list[Group]:
    """The rows of each chapter together."""
    groups = []
    for chapter in sorted({row.chapter for row in rows}):
        own = [row for row in rows if row.chapter == chapter]
        first = sum((row.first for row in own), Tally())
        best = sum((row.best for row in own), Tally())
        title = chapters.get(chapter, f"Chapter {chapter}")
        groups.append(Group(chapter, title, len(own), first, best, best.of < FEWEST))
    return groups


def leanings_of(walked: Iterable[Walked]) -> list[Leaning]:
    """For each of the five chapters how often its side was taken, unasked."""
    chosen: Counter[int] = Counter()
    picked: Counter[int] = Counter()
    for _, histories in walked:
        for history in histories.values():
            chosen.update(_chosen(history))
            picked.update(_picked(history))
    if not chosen and not picked:
        return []
    return [Leaning(chapter, chosen[chapter], picked[chapter]) for chapter in LENSES]


def _chosen(history: History) -> Iterable[int]:
    """The lens of each option that another chapter would choose, once for every option."""
    item = history.item
    if not isinstance(item, Choice):
        return []
    names = {name for one in history.tries for name in one.response} - set(item.key)
    return [int(option.lens[1]) for option in item.options
            if option.id in names and option.lens in {f"E{chapter}" for chapter in LENSES}]


def _picked(history: History) -> Iterable[int]:
    """The chapters that the learner's own picks name."""
    item = history.item
    if not isinstance(item, Reflect) or history.checked is None:
        return []
    notes = history.checked.response
    picks = [notes[p.id] for p in prompts(item) if p.answer == "pick" and p.by == "self"]
    return [int(match[1]) for pick in picks if (match := _CHAPTER.search(pick))]


def forms_of(walked: Sequence[Walked]) -> list[FormCount]:
    """The forms in the order in which they are filled in.

    A form that comes before the workshop keeps still until a later one is complete: its count
    would be feedback on questions that are to be asked again in other words.
    """
    forms = [(exercise, histories) for exercise, histories in walked if exercise.form]
    is_after = any(e.form != "before" and _is_complete(e, h) for e, h in forms)
    found = []
    for exercise, histories in forms:
        is_told = _is_complete(exercise, histories) and (exercise.form != "before" or is_after)
        found.append(FormCount(
            exercise.form, exercise.id, exercise.title,
            sum(bool(history.tries) for history in histories.values()), len(exercise.items),
            sum(map(_is_on_key_side, histories.values())) if is_told else None))
    order = ("before", "after", "later")
    return sorted(found, key=lambda form: (order.index(form.form), form.exercise))


def _is_complete(exercise: Exercise, histories: Mapping[str, History]) -> bool:
    return all(item.id in histories and histories[item.id].tries for item in exercise.items)


def _is_on_key_side(history: History) -> bool:
    """Whether the first answer earned more than half of its points."""
    first = history.result(history.tries[0])
    return bool(first and first.score and 2 * first.score.raw > first.score.max)
