"""From attempts to the report. Raw responses are graded anew, with the key of today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from workshop.errors import WorkshopError
from workshop.kinds import kind_of
from workshop.kinds.takeaway import sentence
from workshop.model.attempt import Attempt
from workshop.model.exercise import Choice, Exercise, Reflect, Text
from workshop.model.link import Link, parse_link
from workshop.model.result import Result
from workshop.reporting import words
from workshop.reporting.figures import (
    Walked,
    best_of,
    forms_of,
    groups_of,
    leanings_of,
    rows_of,
)
from workshop.reporting.report import (
    Certain,
    Earlier,
    Learner,
    Look,
    Mark,
    Marked,
    Named,
    PlanNoted,
    Report,
)
from workshop.reporting.tries import History, Try
from workshop.session.results import BADGES, FINDINGS
from workshop.session.views import lens_words

_LEVEL_OF_MARK = {"met": 2, "partly": 1, "not_yet": 0}
CANT_TELL = "the tool could not tell; mark it yourself, beside the model answer"
NOT_CHECKED = "begun, and not checked yet"


def make_report(
    attempts: Iterable[Attempt], exercises: Iterable[Exercise], *, made: str, folder: str,
    chapters: Mapping[int, str] | None = None, known: int = 0, lost: int = 0, learner: str = "",
) -> Report:
    """The report of one learner.

    ``exercises`` are those that the attempts may be about, ``known`` is how many there are in
    all; ``chapters`` are titles by number; ``lost`` lines of the log could not be read. With
    ``learner`` only the events of that token count, else all of them. Raises ``WorkshopError``
    that lists the tokens there are when nothing was answered under that one.
    """
    attempts = list(attempts)
    if learner and not any(attempt.learner == learner for attempt in attempts):
        raise WorkshopError(_no_such(learner, attempts))
    taken = [attempt for attempt in attempts if learner in ("", attempt.learner)]
    walked, earlier = _walked(taken, exercises)
    lessons = [(exercise, histories) for exercise, histories in walked if not exercise.form]
    rows, certain = rows_of(lessons), _certain(lessons)
    look = _look(lessons, {(one.exercise, one.item) for one in certain})
    return Report(
        made=made, folder=folder, answered=_answered(walked),
        sentences=_sentences(taken, walked, known, (
            words.change_sentence(rows), words.look_sentence(certain, look))),
        certain=tuple(certain), look=tuple(look), groups=tuple(groups_of(rows, chapters or {})),
        rows=tuple(rows), noted=tuple(_noted(lessons)), leanings=tuple(leanings_of(lessons)),
        plans=tuple(_plans(lessons)), forms=tuple(forms_of(walked)), marks=tuple(_marks(lessons)),
        earlier=earlier, lost=lost,
        learners=tuple(Learner(*pair) for pair in Counter(a.learner for a in taken).items()),
    )


def _no_such(learner: str, attempts: Iterable[Attempt]) -> str:
    """That a token has no answers, and which have: a slip of a finger is not an empty report."""
    known = dict.fromkeys(words.cleaned(attempt.learner)[:40] for attempt in attempts)
    return (f'There are no answers under the token "{words.cleaned(learner)[:40]}". '
            f"There are: {', '.join(filter(None, known)) or 'none'}.")


def _walked(
    attempts: Iterable[Attempt], exercises: Iterable[Exercise]
) -> tuple[list[Walked], tuple[Earlier, ...]]:
    """The histories by exercise, in the order of the book, and what fits no exercise of today."""
    by_id = {exercise.id: exercise for exercise in exercises}
    items = {(e.id, item.id): item for e in by_id.values() for item in e.items}
    histories: dict[tuple[str, str], History] = {}
    strangers: Counter[tuple[str, str]] = Counter()
    for attempt in attempts:
        place = (attempt.exercise, attempt.item)
        if place not in items:
            strangers[place] += 1
            continue
        histories.setdefault(place, History(items[place])).take(attempt)
    strangers.update({place: h.outdated for place, h in histories.items() if h.outdated})
    walked = [
        (exercise, {item.id: histories[exercise.id, item.id] for item in exercise.items
                    if (exercise.id, item.id) in histories})
        for exercise in sorted(by_id.values(), key=lambda e: (e.chapter, e.title))
    ]
    return ([(exercise, found) for exercise, found in walked if found],
            tuple(Earlier(*place, count) for place, count in strangers.items()))


def _answered(walked: Iterable[Walked]) -> int:
    return sum(bool(h.tries) for _, histories in walked for h in histories.values())


def _sentences(
    attempts: Sequence[Attempt], walked: Sequence[Walked], known: int, more: tuple[str, str]
) -> tuple[str, str, str]:
    parts = _answered(walked)
    if not parts:
        return words.EMPTY
    tried = sum(any(h.tries for h in histories.values()) for _, histories in walked)
    times = [attempt.time for attempt in attempts]
    return (words.done_sentence(parts, tried, known, times[0], times[-1]), *more)


def _certain(walked: Iterable[Walked]) -> list[Certain]:
    """The first certain answer to each item that differs from the key; unmended ones first."""
    found = []
    for exercise, histories in walked:
        for history in histories.values():
            scored = history.scored()
            for one, result, tally in scored:
                if one.confidence == "certain" and not tally.is_full:
                    is_mended = any(
                        t.is_full for later, _, t in scored if later.number > one.number)
                    found.append(_certain_one(exercise, history, one, result, is_mended))
                    break
    return sorted(found, key=lambda certain: certain.is_mended)


def _certain_one(
    exercise: Exercise, history: History, one: Try, result: Result, is_mended: bool
) -> Certain:
    item = history.item
    answer = ""  # of several cards or ratings the count is told, and says enough
    if isinstance(item, Choice) and not item.many:
        answer = "".join(text for _, text in kind_of(item).in_words(item, one.raw))
    told = kind_of(item).disclose(item, result, one.number).feedback
    return Certain(exercise.id, exercise.title, item.id, item.title, lens_words(item.lens),
                   answer, told.text, _link(told.link or item.link), is_mended)


def _look(walked: Iterable[Walked], without: set[tuple[str, str]]) -> list[Look]:
    return [
        look for exercise, histories in walked for name, history in histories.items()
        if (exercise.id, name) not in without and (look := _look_at(exercise, history))
    ]


def _look_at(exercise: Exercise, history: History) -> Look | None:
    """Why this part is worth another look; ``None`` where it is not."""
    item = history.item
    why, move, link = _reason(history) or ("", "", "")
    return Look(exercise.id, exercise.title, item.id, item.title, why, move,
                _link(link or item.link)) if why else None


def _reason(history: History) -> tuple[str, str, str] | None:
    """Why, what to do next, and where to read."""
    item, scored = history.item, history.scored()
    if isinstance(item, Text) and all(c.id in history.marks for c in item.rubric):
        return _own_reason(item, history.marks)
    if scored:
        best = best_of([tally for _, _, tally in scored])
        one, result, _ = next(each for each in reversed(scored) if each[2] == best)
        told = kind_of(item).disclose(item, result, one.number).feedback
        return None if best.is_full else (words.tally_words(best), told.next, told.link)
    if history.is_draft:
        return NOT_CHECKED, "", ""
    return (CANT_TELL, "", "") if isinstance(item, Text) and history.tries else None


def _own_reason(item: Text, marks: Mapping[str, str]) -> tuple[str, str, str] | None:
    """A text as the learner marked it: that counts for the learner, before what the tool found."""
    left = [criterion for criterion in item.rubric if marks[criterion.id] != "met"]
    if not left:
        return None
    met, first = len(item.rubric) - len(left), left[0]
    move = first.next if marks[first.id] == "partly" else first.question
    return f"{met} of {len(item.rubric)} met by your own marks", move, first.link


def _link(text: str) -> Link | None:
    return parse_link(text) if text else None


def _noted(walked: Iterable[Walked]) -> list[Named]:
    """Exercises with reflections that were kept; nobody scores them."""
    return [Named(exercise.id, exercise.title) for exercise, histories in walked
            if any(isinstance(h.item, Reflect) and h.checked for h in histories.values())]


def _plans(walked: Iterable[Walked]) -> list[PlanNoted]:
    found = []
    for exercise, histories in walked:
        for history in histories.values():
            item, latest = history.item, history.checked
            if isinstance(item, Reflect) and item.plan and latest:
                plan, notes = item.plan, latest.response
                sign, partner, date = (
                    notes.get(name, "").strip() for name in (plan.sign, plan.partner, plan.date))
                found.append(PlanNoted(exercise.id, exercise.title, sentence(plan, notes), sign,
                                       partner, date))
    return found


def _marks(walked: Iterable[Walked]) -> list[Marked]:
    """Each text that the learner marked, beside what the tool finds in its latest version."""
    found = []
    for exercise, histories in walked:
        for history in histories.values():
            item = history.item
            if not isinstance(item, Text) or not history.marks or not history.checked:
                continue
            result = history.result(history.checked)
            levels = {j.criterion: j.level for j in result.judgements} if result else {}
            criteria = tuple(
                _mark(criterion.title, levels.get(criterion.id), history.marks.get(criterion.id))
                for criterion in item.rubric)
            found.append(Marked(exercise.id, exercise.title, item.id, item.title, criteria))
    return found


def _mark(title: str, level: int | None, mark: str | None) -> Mark:
    differs = level is not None and mark is not None and _LEVEL_OF_MARK[mark] != level
    return Mark(title, FINDINGS[level][1], BADGES[mark] if mark else "", differs)
