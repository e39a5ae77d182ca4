"""Running the program that builds the book or the slides, and what it warns of."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from workshop.errors import WorkshopError

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def warnings_of(command: Sequence[str], root: Path, failed: str) -> list[str]:
    """Run ``command`` in ``root`` and return the lines that warn.

    Raises ``WorkshopError`` when it fails: ``failed``, and below it those lines, or the last ones
    where there are none.
    """
    done = subprocess.run(command, cwd=root, text=True, encoding="utf-8", errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={**os.environ, "PYTHONUTF8": "1"})
    lines = _COLOUR.sub("", done.stdout).strip().splitlines()
    told = [line for line in lines if "WARNING" in line or "ERROR" in line]
    if done.returncode:
        raise WorkshopError("\n".join([failed, *(told or lines[-25:])]))
    return told
