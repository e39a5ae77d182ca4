"""Scripts and styles as they are sent: written for readers, squeezed for the wire."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

_HERE = Path(__file__).parent


@cache
def script() -> str:
    """``player.js`` without its comments and most of its white space."""
    return str(jsmin((_HERE / "player.js").read_text(encoding="utf-8")))


@cache
def style(name: str = "player.css") -> str:
    """A style sheet of this folder, likewise."""
    return str(cssmin((_HERE / name).read_text(encoding="utf-8")))
