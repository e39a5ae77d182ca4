"""Misconceptions: what a choice that does not fit reveals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workshop.model.authored import Authored


@dataclass(frozen=True, kw_only=True)
class Misconceptions(Authored):
    """The file ``misconceptions.yaml``: under each tag the few words that a board shows."""

    schema: Literal[1]
    misconceptions: Mapping[str, str]
