"""Items that learners write: judged texts, and reflections that nobody scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from workshop.model.authored import Authored
from workshop.model.item import Item
from workshop.model.result import Feedback
from workshop.model.rubric import Criterion


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
class WorkedAnswer(Authored):
    """A response to learn from: ``name`` such as "weak" or "strong", and what to notice in it.

    The name is plain words, once an item: notebooks make an id and a call of it.
    """

    name: str
    response: str | dict[str, str]
    notice: str


@dataclass(frozen=True, kw_only=True)
class Text(Item):
    """Write: one text, or one text for each of the ``parts``; judged by the rubric's criteria.

    ``starter`` is a draft that stands in the field at the start, to be rewritten.
    ``judge`` is the compiled form of the rubric; it is not written by authors but attached
    when an exercise is loaded, and empty where none has been compiled.
    """

    kind: Literal["text"] = "text"
    parts: tuple[Part, ...] = ()
    starter: str = ""
    rubric: tuple[Criterion, ...]
    model_response: str | dict[str, str] = ""
    worked: tuple[WorkedAnswer, ...] = ()
    judge: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Prompt(Authored):
    """One thing to note down in a reflection.

    ``answer`` says how: a ``text`` of several lines, one ``line``, a ``date``, one point of a
    ``scale`` or one ``pick``; the last two name their ``choices``, a scale from low to high.
    ``by`` tells whose words they are: the learner's, or a partner's who looks on.
    """

    id: str
    label: str
    hint: str = ""
    answer: Literal["text", "line", "date", "scale", "pick"] = "text"
    choices: tuple[str, ...] = ()
    by: Literal["self", "partner"] = "self"
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class PromptGroup(Authored):
    """Prompts that belong together, such as one of five skills; shown under one heading."""

    id: str
    title: str
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, kw_only=True)
class Nudge(Authored):
    """A question back, where a reflection leaves something out.

    It comes up when what ``when`` says holds for the prompts named in ``of``: ``fewer-than``
    means that fewer than ``count`` of them are filled in, ``none-at-most`` that no scale among
    them stands at ``count`` or lower, ``all-at-least`` that every scale that was answered stands
    at ``count`` or higher (points count from 1).
    """

    id: str
    when: Literal["fewer-than", "none-at-most", "all-at-least"]
    of: tuple[str, ...]
    count: int
    feedback: Feedback


@dataclass(frozen=True, kw_only=True)
class Plan(Authored):
    """Which prompts of a reflection make up an if-then plan that can be taken home.

    ``moment`` and ``action`` are the two halves, ``sign`` how the learner will know, ``partner``
    who asks, ``date`` when. The calendar file holds no names: ``partner`` stays out of it.
    """

    moment: str
    action: str
    sign: str
    partner: str
    date: str


@dataclass(frozen=True, kw_only=True)
class Reflect(Item):
    """Look at one's own practice and note the evidence. Nothing is scored."""

    kind: Literal["reflect"] = "reflect"
    groups: tuple[PromptGroup, ...]
    nudges: tuple[Nudge, ...] = ()
    closing: Feedback
    plan: Plan | None = None
    sample: dict[str, str] = field(default_factory=dict)
