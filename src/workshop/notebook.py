"""For notebook cells: ``exercise("...")`` shows a scenario, ``worked_example`` an answered one, and
``report()`` what the learner's answers add up to."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workshop.display.plain import worked_text
from workshop.errors import WorkshopError
from workshop.loading import Places, find_places, load_exercise, try_exercise
from workshop.loading.places import data_folder
from workshop.model.exercise import Exercise
from workshop.reporting import Report, make_report
from workshop.reporting.markdown import as_markdown
from workshop.session import Session
from workshop.store import AttemptLog

if TYPE_CHECKING:
    from workshop.display.player import Player

__all__ = ["OwnReport", "WorkedExample", "exercise", "report", "worked_example"]

_NOT_SHOWN = (
    'The exercise "{slug}" cannot be shown now. Your answers are kept, and will be here again when '
    "it can. Please tell whoever maintains this workshop:\n\n{error}"
)
_TITLE = re.compile(r"^# (Chapter (\d+): .+)$", re.MULTILINE)


def exercise(slug: str) -> Player:
    """The exercise of that name, to be answered; earlier answers are there again.

    Raises ``WorkshopError`` that lists the exercises there are, or says what is wrong with it.
    """
    from workshop.display.player import Player  # anywidget, only where a widget is wanted

    try:
        found = _load(slug)
    except WorkshopError as error:
        raise WorkshopError(_NOT_SHOWN.format(slug=slug, error=error)) from error
    return Player(Session(found, AttemptLog(data_folder()), _now,
                          os.environ.get("WORKSHOP_BOOK_URL", "")))


class WorkedExample:
    """An answer with what the judge finds in it; prints as text."""

    def __init__(self, text: str):
        self._text = text

    def __repr__(self) -> str:
        return self._text


def worked_example(slug: str, name: str, item: str = "") -> WorkedExample:
    """An answer that the exercise brings (such as ``"weak"`` or ``"strong"``), graded here and now.

    Raises ``WorkshopError`` when there is no answer of that name.
    """
    return WorkedExample(worked_text(_load(slug), name, item))


class OwnReport:
    """The learner's report in a notebook: a static page, with Markdown for what shows no HTML."""

    def __init__(self, data: Report, book: str = ""):
        self.data = data
        self._book = book

    def __repr__(self) -> str:
        return as_markdown(self.data, self._book)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        from workshop.display.report import report_html

        return {"text/plain": repr(self), "text/html": report_html(self.data, self._book)}


def report() -> OwnReport:
    """What your answers on this computer add up to. It is for you, and nothing of it is sent."""
    return OwnReport(report_of(find_places(), data_folder()),
                     os.environ.get("WORKSHOP_BOOK_URL", ""))


def report_of(places: Places, folder: Path, learner: str = "") -> Report:
    """The report on the log in ``folder``; ``learner`` counts the events of one token alone.

    An exercise that cannot be read now is passed over; its answers are told as left out.
    """
    log = AttemptLog(folder)
    attempts = list(log.read())
    slugs = places.slugs()
    named = {attempt.exercise for attempt in attempts}.intersection(slugs)
    tried = [try_exercise(places.exercise(slug)) for slug in sorted(named)]
    return make_report(
        attempts, [exercise for exercise, problems in tried if exercise and not problems],
        made=_now(), folder=str(log.path), chapters=_chapters(places), known=len(slugs),
        lost=len(log.skipped), learner=learner)


def _chapters(places: Places) -> dict[int, str]:
    """The titles of the chapters by number, from their first lines."""
    texts = (path.read_text(encoding="utf-8", errors="replace")
             for path in sorted((places.book / "chapters").glob("*.md")))
    return {int(title[2]): title[1] for text in texts if (title := _TITLE.search(text))}


def _load(slug: str) -> Exercise:
    return load_exercise(find_places().exercise(slug))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
