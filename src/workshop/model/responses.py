"""Sample responses of an exercise: the exercise carries its own proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from workshop.model.authored import Authored
from workshop.model.labelled import LabelledResponse
from workshop.model.result import Status


@dataclass(frozen=True, kw_only=True)
class Example(Authored):
    """A response to a keyed item, and the status (and score) that it must earn."""

    item: str
    response: Any
    status: Status
    score: float | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ResponseSet(Authored):
    """The file ``responses.yaml``: ``origin`` says honestly how the responses came to be.

    ``examples`` must earn exactly what they promise; ``labelled`` are texts with the levels that
    a rater gave, which a judge comes near to.
    """

    schema: Literal[1]
    exercise: str
    origin: str
    examples: tuple[Example, ...] = ()
    labelled: tuple[LabelledResponse, ...] = ()

    @property
    def learnt_from(self) -> tuple[LabelledResponse, ...]:
        """The labelled responses that a judge may learn from; the others are held out."""
        return tuple(response for response in self.labelled if response.split == "train")
