"""Dialogues: steps, replies, and endings. Prose fields hold Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workshop.model.authored import Authored
from workshop.model.item import Item
from workshop.model.result import Feedback


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
class Dialogue(Item):
    """Talk with somebody; every reply has a consequence, every path an ending."""

    kind: Literal["dialogue"] = "dialogue"
    criteria: tuple[PathCriterion, ...]
    start: str
    steps: tuple[Step, ...]
    endings: tuple[Ending, ...]
    model_path: tuple[str, ...]
