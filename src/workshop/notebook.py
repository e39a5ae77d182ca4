"""For notebook cells: ``exercise("...")`` shows a scenario, ``worked_example`` an answered one."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workshop.display.plain import worked_text
from workshop.loading import find_places, load_exercise
from workshop.loading.places import data_folder
from workshop.model.exercise import Exercise
from workshop.session import Session
from workshop.store import AttemptLog

if TYPE_CHECKING:
    from workshop.display.player import Player

__all__ = ["WorkedExample", "exercise", "worked_example"]


def exercise(slug: str) -> Player:
    """The exercise of that name, to be answered; earlier answers are there again.

    Raises ``WorkshopError`` that lists the exercises there are, or says what is wrong with it.
    """
    from workshop.display.player import Player  # anywidget, only where a widget is wanted

    return Player(Session(_load(slug), AttemptLog(data_folder()), _now,
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


def _load(slug: str) -> Exercise:
    return load_exercise(find_places().exercise(slug))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
