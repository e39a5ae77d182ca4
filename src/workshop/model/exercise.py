"""An exercise: a situation and the items that learners respond to.

These dataclasses are the single source of the file format: ``loading`` checks files against
them and makes the JSON Schema from them. Prose fields hold Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from workshop.model.authored import Authored
from workshop.model.result import Feedback
from workshop.model.rubric import Criterion

Lens = Literal["E1", "E2", "E3", "E4", "E5", "panel"]
KeySource = Literal["essay", "panel"]
KeyStatus = Literal["draft", "panel"]


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
class Reply(Authored):
    """What the learner may say at a step of a dialogue, and what happens then.

    ``goto`` is the id of a step or of an ending; ``meets`` and ``misses`` name criteria.
    """

    id: str
    text: str
    consequence: str
    goto: str
    feedback: Feedback
    meets: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    misconception: str = ""


@dataclass(frozen=True, kw_only=True)
class Step(Authored):
    """A moment of a dialogue: somebody speaks, the learner replies."""

    id: str
    speaker: str
    line: str
    replies: tuple[Reply, ...]


@dataclass(frozen=True, kw_only=True)
class Ending(Authored):
    """How a dialogue ends. ``good`` endings are those that the key accepts."""

    id: str
    title: str
    text: str
    good: bool
    feedback: Feedback


@dataclass(frozen=True, kw_only=True)
class PathCriterion(Authored):
    """A criterion of a dialogue, met or missed by the replies along the learner's path."""

    id: str
    title: str
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Part(Authored):
    """One field of a written response, such as the message to one person.

    ``addressee`` lists names by which the hearer is called in a text.
    """

    id: str
    label: str
    hint: str = ""
    addressee: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Item(Authored):
    """What every item has: an id, a stem, hints given one by one, and a model answer.

    ``lens`` names the essay under which a key holds (``panel``: people who rated it);
    ``key_source`` and ``key_status`` say where the key comes from and how far it is proven.
    """

    id: str
    title: str
    stem: str
    lens: Lens
    key_source: KeySource = "essay"
    key_status: KeyStatus = "draft"
    claims: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    model_answer: str = ""
    link: str = ""


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
class Dialogue(Item):
    """Talk with somebody; every reply has a consequence, every path an ending."""

    kind: Literal["dialogue"] = "dialogue"
    criteria: tuple[PathCriterion, ...]
    start: str
    steps: tuple[Step, ...]
    endings: tuple[Ending, ...]
    model_path: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WorkedAnswer(Authored):
    """A response to learn from: ``name`` such as "weak" or "strong", and what to notice in it."""

    name: str
    response: str | dict[str, str]
    notice: str


@dataclass(frozen=True, kw_only=True)
class Text(Item):
    """Write: one text, or one text for each of the ``parts``; judged by the rubric's criteria.

    ``judge`` is the compiled form of the rubric; it is not written by authors but attached
    when an exercise is loaded, and empty where none has been compiled.
    """

    kind: Literal["text"] = "text"
    parts: tuple[Part, ...] = ()
    rubric: tuple[Criterion, ...]
    model_response: str | dict[str, str] = ""
    worked: tuple[WorkedAnswer, ...] = ()
    judge: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


AnyItem = Choice | Sort | Dialogue | Text


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

    def item(self, item_id: str) -> AnyItem:
        """The item with that id. Raises ``KeyError`` when there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)
