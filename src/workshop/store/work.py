"""A learner's work as one file: packed to be taken along, merged in elsewhere, deleted here."""

from __future__ import annotations

import contextlib
import io
import os
import re
import secrets
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop.store.log import (
    FILE,
    TOKEN_FILE,
    AttemptLog,
    StoreError,
    append_whole,
    plain,
    record_of,
    sync,
    sync_folder,
)
from workshop.store.merging import Line, lines, merge

READABLE = "my-work.html"
MOST_BYTES = 50_000_000
"""For the log in a file that is loaded; a year of daily work has about one million."""

REPLACES = sys.platform != "win32"
"""Whether a file that is open can be replaced or removed. Where not, what is loaded is appended
instead of sorted in, and a deleted log may stay as an empty file."""

_LEFTOVER = re.compile(rf"{re.escape(FILE)}\.[0-9a-f]{{8}}")
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError,
            ValueError, OSError)
"""What ``zipfile`` raises for a file that is broken, encrypted, or packed in another way."""


@dataclass(frozen=True)
class Loaded:
    """What became of the entries of a file that was loaded."""

    new: int
    known: int
    skipped: int

    @property
    def words(self) -> str:
        """All of it in a sentence or two.

        >>> Loaded(2, 1, 0).words
        '2 entries were loaded. 1 was here already.'
        """
        entries = "entry was" if self.new == 1 else "entries were"
        said = [f"{self.new or 'No new'} {entries} loaded."]
        if self.known:
            said.append(f"{self.known} {'was' if self.known == 1 else 'were'} here already.")
        if self.skipped:
            lines_were = "line was" if self.skipped == 1 else "lines were"
            said.append(f"{self.skipped} {lines_were} no entry and left out.")
        return " ".join(said)


def pack(log: AttemptLog, readable: str) -> bytes:
    """One zip with the log as it stands and ``readable``, a page that says the same in words."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((READABLE, readable.encode("utf-8", errors="replace")),
                              (FILE, _content(log))):
            info = zipfile.ZipInfo(name, time.localtime()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)
    return packed.getvalue()


def write_new(path: Path, content: bytes) -> None:
    """A new file with ``content``, whole or not at all. Raises ``StoreError``, also when there
    is a file of that name: it may be the only copy of something."""
    if path.exists():
        raise StoreError(f"{path} is there already. Name another file, or move that one away.")
    try:
        beside = _beside(path, content)
        try:
            os.replace(beside, path)
            sync_folder(path.parent)
        finally:
            _remove(beside)
    except OSError as error:
        raise StoreError(f"Cannot write {path}: {plain(error)}.") from error


def load(log: AttemptLog, content: bytes) -> Loaded:
    """Merge a file that ``pack`` made, or the log out of one, into ``log``.

    Raises ``StoreError`` in words; then ``log`` is as it was, as it is after a crash in the
    middle. Loading the same file again changes nothing.
    """
    there, skipped = _entries(_log_in(content))
    try:
        with log.held() as fd:
            _sweep(log.folder)
            here = lines((raw, record_of(raw)[0]) for raw in _split(_content(log)))
            known = {line.key for line in here}
            new = [line for line in there if line.key not in known]
            if new and REPLACES:
                _put_in_place(log.path, b"".join(line.raw + b"\n" for line in merge(here, there)))
            elif new:
                append_whole(fd, b"".join(line.raw + b"\n" for line in new))
    except OSError as error:
        raise StoreError(f"Cannot load into {log.path}: {plain(error)}. "
                         "Your answers here are as they were.") from error
    return Loaded(len(new), len(there) - len(new), skipped)


def delete(log: AttemptLog) -> None:
    """Remove the log and the learner's token. Raises ``StoreError``.

    A program that is about to append waits, and then starts a new log.
    """
    try:
        if log.path.exists():
            with log.held() as fd:
                _sweep(log.folder)
                os.ftruncate(fd, 0)
                sync(fd)
                if REPLACES:
                    log.path.unlink()
            if not REPLACES:
                _remove(log.path)
        (log.folder / TOKEN_FILE).unlink(missing_ok=True)
        sync_folder(log.folder)
    except OSError as error:
        raise StoreError(f"Cannot delete {log.path}: {plain(error)}.") from error


def _content(log: AttemptLog) -> bytes:
    try:
        return log.path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise StoreError(f"Cannot read {log.path}: {plain(error)}.") from error


def _log_in(content: bytes) -> bytes:
    """The log in what somebody chose to load: a zip of ours, or the log itself.

    A zip's one member of that name is read; nothing is unpacked, so no name in it is a path.
    """
    if not content.startswith(b"PK"):
        return _small_enough(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = [info for info in archive.infolist()
                     if info.filename.replace("\\", "/").rsplit("/", 1)[-1] == FILE]
            if len(found) != 1:
                raise StoreError(f'This zip holds no {FILE}. Choose the one that '
                                 '"Download my work" made. Nothing was loaded.')
            with archive.open(found[0]) as member:  # it may hold far more than it says
                return _small_enough(member.read(MOST_BYTES + 1))
    except _BAD_ZIP as error:
        raise StoreError("This zip cannot be read; it may have been cut off on its way. "
                         "Nothing was loaded.") from error


def _small_enough(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise StoreError(f"This file is larger than {MOST_BYTES // 1_000_000} MB, more than the "
                         "workshop writes in years. Nothing was loaded.")
    return content.removeprefix(b"\xef\xbb\xbf")  # some editors put that in front


def _entries(content: bytes) -> tuple[list[Line], int]:
    """The entries of a log, and how many lines are none. Raises ``StoreError`` without any."""
    found: list[tuple[bytes, dict[str, Any] | None]] = []
    skipped = 0
    for raw in (line.rstrip(b"\r") for line in _split(content)):
        record, _ = record_of(raw)
        if record is None:
            skipped += 1
        else:
            found.append((raw, record))
    if not found:
        raise StoreError("There is nothing of the workshop in this file. Choose the zip that "
                         f'"Download my work" made, or the {FILE} in it. Nothing was loaded.')
    return lines(found), skipped


def _split(content: bytes) -> Sequence[bytes]:
    return [line for line in content.split(b"\n") if line.strip()]


def _put_in_place(path: Path, content: bytes) -> None:
    beside = _beside(path, content)
    try:
        os.replace(beside, path)
    finally:
        _remove(beside)
    sync_folder(path.parent)


def _beside(path: Path, content: bytes) -> Path:
    """``content`` on the disk, in a file beside ``path`` for its owner alone."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0),
                     0o600)
        with _closing(fd):
            left = memoryview(content)
            while left:
                left = left[os.write(fd, left) :]
            sync(fd)
    except OSError:
        _remove(beside)
        raise
    return beside


@contextlib.contextmanager
def _closing(fd: int) -> Iterator[None]:
    try:
        yield
    finally:
        os.close(fd)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _sweep(folder: Path) -> None:
    """Remove what a load that was killed left beside the log; the lock is held."""
    for path in folder.iterdir():
        if _LEFTOVER.fullmatch(path.name):
            _remove(path)
