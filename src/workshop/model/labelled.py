"""A response with the levels that raters gave it: a judge is trained and measured on such."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workshop.model.authored import Authored
from workshop.model.result import Level

Split = Literal["train", "held-out"]

HONEST = frozenset(
    ("good", "partial", "terse", "long", "typos", "non-native", "other-words", "empty")
)
"""Sorts of responses that mean what they say, well or badly."""
ADVERSARIAL = frozenset(
    ("stuffed", "pasted", "waffle", "negated", "ironic", "wrong-person", "threat", "decides",
     "off-topic", "hostile", "injection")
)  # fmt: skip
"""Sorts of responses that may sound right and are not."""


@dataclass(frozen=True, kw_only=True)
class LabelledResponse(Authored):
    """One response to a written item, and what each criterion earned.

    ``levels`` maps a criterion's id to 0, 1, 2 or ``None`` (the rater could not tell);
    ``evidence`` maps it to ``{"part": id or None, "quote": words of the response}``.
    ``voice`` names the writer, ``sort`` the kind of response, one of ``HONEST`` or ``ADVERSARIAL``.
    ``second`` holds the levels of a second rater who did not see the first one's; only those
    marked ``train`` are ever learnt from.
    """

    id: str
    item: str
    response: str | Mapping[str, str]
    levels: Mapping[str, Level | None]
    evidence: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    voice: str = ""
    sort: str = ""
    split: Split = "train"
    second: Mapping[str, Level | None] = field(default_factory=dict)
    note: str = ""
