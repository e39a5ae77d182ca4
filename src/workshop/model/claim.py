"""A claim: one thing that an essay says, in our own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workshop.model.authored import Authored


@dataclass(frozen=True, kw_only=True)
class Claim(Authored):
    """``id`` is the essay and a number, such as E3-05; ``practise`` asks for an exercise too."""

    id: str
    claim: str
    practise: bool = True

    @property
    def essay(self) -> str:
        """The essay that says it.

        >>> Claim(id="E3-05", claim="Managing is fitted to the person.").essay
        'E3'
        """
        return self.id.split("-")[0]


@dataclass(frozen=True, kw_only=True)
class Claims(Authored):
    """The file ``claims.yaml`` of the book."""

    schema: Literal[1]
    claims: tuple[Claim, ...]
