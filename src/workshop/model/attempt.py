"""One line of the attempts log: something a learner did, with all that is needed to regrade it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

LOG_SCHEMA = 1
"""The number of the log's format; a line with a higher number was written by a newer version."""

EventType = Literal[
    "answer", "check", "hint", "reveal", "retry", "skip", "reset", "confidence", "why", "goto",
    "mark",
]


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One event. ``response`` is raw, as the learner gave it; ``revision`` fingerprints the item.

    ``time`` is UTC in ISO 8601. Order in the log is the order of the lines, not of the clocks.
    """

    time: str
    learner: str
    exercise: str
    item: str
    revision: str
    event: EventType
    response: Any = None
    result: dict[str, Any] | None = None
    hints: int = 0
    confidence: str | None = None
    schema: int = LOG_SCHEMA
    extra: dict[str, Any] = field(default_factory=dict)
