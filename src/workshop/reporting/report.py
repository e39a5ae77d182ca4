"""The learner's report as data: plain values, no clock, no file, no layout.

``report.schema.json`` describes the same for those who read the JSON.
"""

from __future__ import annotations

from dataclasses import dataclass

from workshop.model.link import Link

SCHEMA = 1
"""The number of the report's format; it goes up when a field changes its meaning or goes away."""

FEWEST = 5
"""Under so many points a chapter's dots would say more about chance than about the learner."""


@dataclass(frozen=True)
class Tally:
    """Points met, of those that could be told: one a criterion, card, match, rating or choice.

    A half stands for what is partly there.
    """

    points: float = 0
    of: float = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.points + other.points, self.of + other.of)

    @property
    def is_full(self) -> bool:
        """Whether everything was met."""
        return self.points >= self.of


@dataclass(frozen=True)
class Row:
    """One exercise: the first attempts at its parts together, and the best ones together."""

    exercise: str
    title: str
    chapter: int
    first: Tally
    best: Tally


@dataclass(frozen=True)
class Group:
    """The exercises of one chapter together; ``exercises`` of them were tried."""

    chapter: int
    title: str
    exercises: int
    first: Tally
    best: Tally
    is_few: bool


@dataclass(frozen=True)
class Certain:
    """An answer that the learner was certain of, and that differs from the key.

    ``lens`` says under whose view the key holds (empty: people's), ``answer`` the option that was
    chosen (empty where there were several things to place), ``told`` what was said about it.
    ``is_mended``: a later attempt is the key's.
    """

    exercise: str
    title: str
    item: str
    item_title: str
    lens: str
    answer: str
    told: str
    link: Link | None
    is_mended: bool


@dataclass(frozen=True)
class Look:
    """A part that is worth another look: how far it is, what to do next, where to read."""

    exercise: str
    title: str
    item: str
    item_title: str
    why: str
    next: str
    link: Link | None


@dataclass(frozen=True)
class Leaning:
    """How often the learner took the side of one chapter where another one was asked about.

    ``chosen`` counts options that this chapter would choose, ``picked`` the reflections in which
    its line was picked.
    """

    chapter: int
    chosen: int
    picked: int


@dataclass(frozen=True)
class PlanNoted:
    """An if-then plan as it was last noted down; what was left out is empty."""

    exercise: str
    title: str
    sentence: str
    sign: str
    partner: str
    date: str


@dataclass(frozen=True)
class FormCount:
    """A form: how many of its questions were answered on the key's side, at first.

    ``on_key_side`` is ``None`` while it has to stay unseen, or is not known yet.
    """

    form: str
    exercise: str
    title: str
    answered: int
    of: int
    on_key_side: int | None


@dataclass(frozen=True)
class Mark:
    """One criterion of a text: what the tool found, and how the learner marked it."""

    criterion: str
    tool: str
    own: str
    differs: bool


@dataclass(frozen=True)
class Marked:
    """A text that the learner marked."""

    exercise: str
    title: str
    item: str
    item_title: str
    criteria: tuple[Mark, ...]


@dataclass(frozen=True)
class Named:
    """An exercise by id and title."""

    exercise: str
    title: str


@dataclass(frozen=True)
class Earlier:
    """What the log holds about an item that is not, or no longer, in the workshop."""

    exercise: str
    item: str
    events: int


@dataclass(frozen=True)
class Learner:
    """A token under which events were written."""

    token: str
    events: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that a learner's log adds up to. ``folder`` is where the log lies, ``lost`` counts lines
    of it that could not be read; ``shared`` is empty because nothing is ever sent."""

    schema: int = SCHEMA
    made: str
    folder: str
    answered: int
    sentences: tuple[str, str, str]
    certain: tuple[Certain, ...]
    look: tuple[Look, ...]
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    noted: tuple[Named, ...]
    leanings: tuple[Leaning, ...]
    plans: tuple[PlanNoted, ...]
    forms: tuple[FormCount, ...]
    marks: tuple[Marked, ...]
    shared: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...]
    learners: tuple[Learner, ...]
    lost: int
