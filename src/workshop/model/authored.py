"""The mark of dataclasses that authors fill in by writing a file."""

from __future__ import annotations

from typing import Any, ClassVar


class Authored:
    """Base of every dataclass that is part of a file format.

    The setting is plain data, read by whoever validates files: unknown fields are mistakes,
    and a number is never taken for a text.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "strict": True}
