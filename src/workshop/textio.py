"""Lines in and lines out for the command line: a file or the standard streams, whole or not at all.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from workshop.errors import WorkshopError


def read_lines(path: Path | None) -> Iterator[bytes]:
    """The lines of a file, or of standard input. Raises ``WorkshopError`` for a bad file."""
    if path is None:
        yield from sys.stdin.buffer
        return
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise WorkshopError(f"Cannot read {path}: {error.strerror}.") from error


@contextlib.contextmanager
def writing(path: Path | None) -> Iterator[Callable[[str], None]]:
    """A function that writes text to ``path`` (standard output without one).

    The file appears when all is written; a run that is cut off leaves an older file as it was.
    """
    if path is None:
        yield _print
        sys.stdout.flush()
        return
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise WorkshopError(f"Cannot write to {path}: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield lambda text: _put(file.write, text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _print(text: str) -> None:
    sys.stdout.buffer.write(_encoded(text))


def _put(write: Callable[[str], int], text: str) -> None:
    write(_encoded(text).decode("utf-8"))


def _encoded(text: str) -> bytes:
    """UTF-8; half of a surrogate pair, which has no UTF-8, becomes a question mark."""
    return text.encode("utf-8", errors="replace")
