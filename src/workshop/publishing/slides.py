"""Building the slides of the ninety minutes: a folder that opens by a double click."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from workshop.errors import WorkshopError
from workshop.loading.places import Places
from workshop.publishing.building import warnings_of

_UNUSED = ("plugin/highlight", "plugin/markdown", "plugin/math", "plugin/search", "plugin/zoom",
           "css", "dist/theme/fonts/league-gothic", "dist/*.map", "dist/*.esm.js")
"""Parts of reveal.js that the deck never asks for; some would ask other hosts."""


def folder_of(places: Places) -> Path:
    """Where the built slides stand."""
    return places.root / "_build" / "slides"


def build(places: Places, *, strict: bool = False) -> list[str]:
    """Build the deck into ``_build/slides`` and return the warnings.

    ``strict`` makes every warning an error. Raises ``WorkshopError`` with the builder's last
    lines when it fails.
    """
    sources, built = places.root / "slides", folder_of(places)
    if not (sources / "conf.py").is_file():
        raise WorkshopError(f"There are no slides: {sources / 'conf.py'} is missing.")
    command = [sys.executable, "-m", "sphinx", "-b", "revealjs", "-q", "-a", "-E",
               "-d", str(built.with_name(".slides")), str(sources), str(built)]
    if strict:
        command += ["-W", "-n", "--keep-going"]
    shutil.rmtree(built, ignore_errors=True)  # nothing of an older deck stays
    try:
        return warnings_of(command, places.root, "The slides could not be built:")
    finally:
        _tidy(built / "_static" / "revealjs")


def _tidy(reveal: Path) -> None:
    """Takes out what the deck never shows, so that nothing in the folder names another host."""
    for pattern in _UNUSED:
        for path in reveal.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in (reveal / "dist" / "theme").glob("*.css"):
        if path.name != "white.css":
            path.unlink()
