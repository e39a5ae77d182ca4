"""Items with a key: choice, sort, order, match and rate. Prose fields hold Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workshop.model.authored import Authored
from workshop.model.item import Item, Lens
from workshop.model.result import Feedback


@dataclass(frozen=True, kw_only=True)
class Option(Authored):
    """One choice that a learner may take. A distractor names the misconception it reveals.

    ``lens`` is set where another essay would make this option its key: choosing it is then a
    matter of lens, and not scored.
    """

    id: str
    text: str
    feedback: Feedback
    misconception: str = ""
    lens: Lens | Literal[""] = ""


@dataclass(frozen=True, kw_only=True)
class Bin(Authored):
    """A place where cards are put."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Card(Authored):
    """One card of a sort item: its text, the bins that fit, and what to say about it.

    ``bins`` usually holds one id; a card with several is right in any of them.
    """

    id: str
    text: str
    bins: tuple[str, ...]
    feedback: Feedback
    misconception: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice(Item):
    """Pick one option, or every option that fits (``many``)."""

    kind: Literal["choice"] = "choice"
    options: tuple[Option, ...]
    key: tuple[str, ...]
    many: bool = False


@dataclass(frozen=True, kw_only=True)
class Sort(Item):
    """Put every card into a bin."""

    kind: Literal["sort"] = "sort"
    bins: tuple[Bin, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True)
class OrderCard(Authored):
    """One card of an order item; ``feedback`` is what to say when it is misplaced."""

    id: str
    text: str
    feedback: Feedback
    misconception: str = ""


@dataclass(frozen=True, kw_only=True)
class Order(Item):
    """Put cards into a workable order, and set aside those that do not belong.

    The cards are written in one right order. ``before`` holds the pairs that have to keep it
    (first, second); all else is free, so that several orders are right. ``discard`` names the
    cards to set aside.
    """

    kind: Literal["order"] = "order"
    cards: tuple[OrderCard, ...]
    before: tuple[tuple[str, str], ...]
    discard: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Column(Authored):
    """What the rows of a match item are matched to. ``once``: each of its choices fits one row."""

    id: str
    title: str
    choices: tuple[Bin, ...]
    once: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell(Authored):
    """Where a row and a column meet: the choices that fit there, and what to say about them."""

    column: str
    fits: tuple[str, ...]
    feedback: Feedback
    misconception: str = ""


@dataclass(frozen=True, kw_only=True)
class Row(Authored):
    """One thing to match; it has a cell for every column."""

    id: str
    text: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Match(Item):
    """Match each row with a choice in every column; with several columns it is a matrix."""

    kind: Literal["match"] = "match"
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class PanelRating(Authored):
    """How ``n`` people rated an action: mean, standard deviation, lowest and highest point."""

    n: int
    mean: float
    sd: float
    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Action(Authored):
    """Something that could be done in the situation. ``key`` is how effective it is, 1 to 5.

    A ``contested`` action is shown and discussed, and earns no score: the lenses, or the people
    who rated it, disagree. ``panel`` is there once people have rated it; till then ``key`` is
    the author's own and the item's ``key_status`` says ``draft``.
    """

    id: str
    text: str
    key: Literal[1, 2, 3, 4, 5]
    feedback: Feedback
    misconception: str = ""
    contested: bool = False
    panel: PanelRating | None = None


@dataclass(frozen=True, kw_only=True)
class Rate(Item):
    """Rate how effective each action would be, from 1 to 5."""

    kind: Literal["rate"] = "rate"
    actions: tuple[Action, ...]
