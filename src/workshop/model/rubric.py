"""How free text is judged: criteria, their levels, and the sentences that show what is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workshop.model.authored import Authored

MET, PARTLY, NOT_FOUND = 2, 1, 0
"""The levels of a criterion. ``None`` stands for "can't tell"."""

NearMissKind = Literal[
    "wrong-person", "threat", "irony", "denial", "bare", "decides", "vague", "inside", "other",
    "unsorted",
]


@dataclass(frozen=True, kw_only=True)
class NearMiss(Authored):
    """A sentence that sounds as if it met the criterion and does not.

    ``level`` is what the sentence earns (0 or 1), ``why`` names the kind of miss: ``other`` is none
    of those with a name, ``unsorted`` may be any.
    """

    text: str
    why: NearMissKind
    level: Literal[0, 1] = 0


@dataclass(frozen=True, kw_only=True)
class Levels(Authored):
    """What each level means, in words that an author and a rater share."""

    met: str
    partly: str
    not_found: str


@dataclass(frozen=True, kw_only=True)
class Criterion(Authored):
    """One thing that a good response does.

    ``part`` names the part of the response where it has to stand (empty: anywhere).
    ``looks_for`` says whether the words that meet it have to be found, or whether nothing
    must be found that breaks it (``absence``; then every part in ``answered`` has to hold a
    real answer of its own for the level to be "met").
    ``met`` and ``near_misses`` are example sentences; the judge learns from them.
    """

    id: str
    title: str
    question: str
    because: str
    next: str
    levels: Levels
    met: tuple[str, ...]
    near_misses: tuple[NearMiss, ...]
    part: str = ""
    looks_for: Literal["words", "absence"] = "words"
    answered: tuple[str, ...] = ()
    link: str = ""
