"""An exercise: a situation and the items that learners respond to.

The dataclasses of this module and of those that it gathers are the single source of the file
format: ``loading`` checks files against them and makes the JSON Schema from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workshop.model.authored import Authored
from workshop.model.closed import (
    Action,
    Bin,
    Card,
    Cell,
    Choice,
    Column,
    Match,
    Option,
    Order,
    OrderCard,
    PanelRating,
    Rate,
    Row,
    Sort,
)
from workshop.model.item import Item, KeySource, KeyStatus, Lens
from workshop.model.talk import Dialogue, Ending, PathCriterion, Reply, Step
from workshop.model.written import (
    Nudge,
    Part,
    Plan,
    Prompt,
    PromptGroup,
    Reflect,
    Text,
    WorkedAnswer,
)

__all__ = [
    "Action", "AnyItem", "Bin", "Card", "Cell", "Choice", "Column", "Dialogue", "Ending",
    "Exercise", "Form", "Item", "KeySource", "KeyStatus", "Lens", "Match", "Nudge", "Option",
    "Order", "OrderCard", "PanelRating", "Part", "PathCriterion", "Plan", "Prompt",
    "PromptGroup", "Rate", "Reflect", "Reply", "Row", "Sort", "Step", "Text", "WorkedAnswer",
]

AnyItem = Choice | Sort | Order | Match | Rate | Dialogue | Text | Reflect

Form = Literal["", "before", "after", "later"]
"""What an exercise is for, beside learning: a check before the workshop, straight after it, or
weeks later. A form tells nothing about single answers while it is being filled in."""


@dataclass(frozen=True, kw_only=True)
class Exercise(Authored):
    """One scenario with its items: a folder in ``exercises/``, named like its ``id``."""

    schema: Literal[1]
    id: str
    title: str
    chapter: int
    minutes: int
    objective: str
    claims: tuple[str, ...]
    situation: str
    items: tuple[AnyItem, ...]
    form: Form = ""
    closing: str = ""

    def item(self, item_id: str) -> AnyItem:
        """The item with that id. Raises ``KeyError`` when there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)
