"""Lines in and lines out for the command line: a file or the standard streams, whole or not at all.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

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
def writing(path: Path | None, source: Path | None = None) -> Iterator[Callable[[str], None]]:
    """A function that writes text to ``path`` (standard output without one).

    The file appears when all is written; a run that is cut off leaves an older file as it was.
    Raises ``WorkshopError`` for a file that cannot be written, or that is the ``source`` which
    is being read.
    """
    if path is None:
        yield _print
        sys.stdout.flush()
        return
    if source is not None and path.exists() and source.exists() and path.samefile(source):
        raise WorkshopError(f"{path} is the file that is read. Write to another one.")
    if path.exists() and not path.is_file():  # a device, a pipe; a folder is refused here
        with _told(path):
            file = path.open("wb")
        with file:
            yield lambda text: _put_told(path, file, text)
        return
    with _replacing(path.resolve()) as file:
        yield lambda text: _put_told(path, file, text)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """A fault of the disk inside becomes a sentence about ``path``."""
    try:
        yield
    except OSError as error:
        raise WorkshopError(f"Cannot write to {path}: {error.strerror}.") from error


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file beside ``path`` that takes its place when all went well.

    Results quote what learners wrote, so a new file is for its owner alone; an older one keeps
    the rights that it had.
    """
    with _told(path):
        rights = path.stat().st_mode & 0o777 if path.exists() else 0o600
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            with _told(path):
                file.flush()
                os.fsync(file.fileno())
        with _told(path):
            os.chmod(name, rights)
            os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _put_told(path: Path, file: IO[bytes], text: str) -> None:
    with _told(path):
        _put(file.write, text)


def _print(text: str) -> None:
    _put(sys.stdout.buffer.write, text)


def _put(write: Callable[[bytes], object], text: str) -> None:
    # Half of a surrogate pair has no UTF-8; written out as \udXXX it is what JSON calls it.
    write(text.encode("utf-8", errors="backslashreplace"))
