"""The attempts log: ``attempts.jsonl``, one JSON object a line, appended and synced.

What ``append`` has returned from is on the disk. A line that a crash tore is skipped and told
when the log is read, and the next append starts on a line of its own. Several processes may
append at once.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import secrets
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from workshop.errors import WorkshopError
from workshop.model.attempt import LOG_SCHEMA, Attempt
from workshop.store.locking import locked

FILE = "attempts.jsonl"
TOKEN_FILE = "learner.json"

_FIELDS = {field.name for field in fields(Attempt)}
_NEEDED = ("time", "exercise", "item", "event")
_TYPES: dict[str, Any] = {"learner": str, "revision": str, "hints": int, "extra": dict,
                          "result": dict | None, "confidence": str | None}
_NEWER = "written by a newer version"


class StoreError(WorkshopError):
    """An attempt could not be saved or read; the text tells a learner what to do."""


@dataclass(frozen=True)
class Skipped:
    """A line of the log that could not be used; ``line`` counts from 1."""

    line: int
    why: str


class AttemptLog:
    """The attempts of one learner in one folder. Nothing is made before it is needed."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self.path = self.folder / FILE
        self.skipped: list[Skipped] = []

    def append(self, attempt: Attempt) -> None:
        """Write one attempt and sync it to the disk. Raises ``StoreError``; then nothing of it
        stays in the file."""
        line = _encode(attempt)
        try:
            with self.held() as fd:
                append_whole(fd, line)
        except OSError as error:
            raise StoreError(f"Cannot save to {self.path}: {plain(error)}.") from error

    @contextlib.contextmanager
    def held(self) -> Iterator[int]:
        """The log, made if need be, open and locked. Raises ``OSError``.

        Whoever waits for the lock may get a file that was replaced or deleted meanwhile; what
        is written there is lost, so the one that bears the name now is opened instead.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        while True:
            fd = os.open(self.path, flags, 0o600)
            try:
                with locked(fd):
                    if _bears(self.path, fd):
                        new = not os.fstat(fd).st_size
                        yield fd
                        if new:
                            sync_folder(self.folder)
                        return
            finally:
                os.close(fd)

    def read(self, exercise: str = "") -> Iterator[Attempt]:
        """All attempts (of one exercise, if named) in the order in which they were written.

        Lines that cannot be used are left out and listed in ``skipped``. Raises ``StoreError``
        when the file is there and cannot be read at all.
        """
        self.skipped = []
        try:
            with self.path.open("rb") as file:
                for number, raw in enumerate(file, 1):
                    attempt = self._decode(number, raw)
                    if attempt and (not exercise or attempt.exercise == exercise):
                        yield attempt
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError(f"Cannot read {self.path}: {plain(error)}.") from error

    def learner(self) -> str:
        """The random token of this learner, made here on first use; it names nobody.

        Without a writable folder the token lasts as long as the process does.
        """
        path = self.folder / TOKEN_FILE
        for _ in range(2):
            is_broken = False
            try:
                return _token(json.loads(path.read_text(encoding="utf-8"))["token"])
            except FileNotFoundError:
                pass
            except OSError:
                break
            except (ValueError, KeyError, TypeError, RecursionError):
                is_broken = True  # by an editor or a power cut: of no more use, so made anew
            with contextlib.suppress(OSError):
                self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                _create(path, json.dumps({"token": secrets.token_hex(8)}) + "\n", is_broken)
        return _PROCESS_TOKEN

    def _decode(self, number: int, raw: bytes) -> Attempt | None:
        record, why = record_of(raw)
        if why:
            self.skipped.append(Skipped(number, why))
        if record is None or why:
            return None
        return Attempt(**{"learner": "", "revision": ""} | _known(record))


_PROCESS_TOKEN = secrets.token_hex(8)


def _token(value: Any) -> str:
    """Raises ``ValueError`` for what was never made here."""
    if not isinstance(value, str) or not value.isascii() or not value.isalnum():
        raise ValueError("not a token")
    return value


def _finite(text: str) -> float:
    """NaN and infinities are no JSON, and would break every page that shows them."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def _encode(attempt: Attempt) -> bytes:
    try:
        return _as_line(asdict(attempt))
    except (TypeError, ValueError, RecursionError) as error:
        raise StoreError(f"Cannot save this answer: it is not plain data ({error}).") from error


def _as_line(record: dict[str, Any]) -> bytes:
    try:
        return (json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair: kept, as an escape
        return (json.dumps(record, allow_nan=False) + "\n").encode("ascii")


def record_of(raw: bytes) -> tuple[dict[str, Any] | None, str]:
    """The record of one line, and why it cannot be used; an empty line is neither.

    A record of a newer version comes with both: it is not ours to read, and not ours to lose.
    """
    if not raw.strip():
        return None, ""
    try:
        record = json.loads(raw.decode("utf-8"), parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError):
        torn = "" if raw.endswith(b"\n") else " (the last write was cut off)"
        return None, f"not a whole record{torn}"
    why = _unusable(record)
    return (record if not why or why.startswith(_NEWER) else None), why


def _unusable(record: Any) -> str:
    if not isinstance(record, dict):
        return "not a record"
    schema = record.get("schema")
    if not isinstance(schema, int) or schema < 1:
        return "no schema number"
    if schema > LOG_SCHEMA:
        return f"{_NEWER} (schema {schema})"
    missing = [name for name in _NEEDED if not isinstance(record.get(name), str)]
    if missing:
        return f"without {', '.join(missing)}"
    odd = [name for name, kind in _TYPES.items()
           if name in record and not isinstance(record[name], kind)]
    return f"odd {', '.join(odd)}" if odd else ""


def _known(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name in _FIELDS}


def _bears(path: Path, fd: int) -> bool:
    """Whether the open file is the one that has this name now."""
    try:
        return os.path.samestat(os.fstat(fd), os.stat(path))
    except FileNotFoundError:
        return False


def append_whole(fd: int, line: bytes) -> None:
    """Append all of ``line`` or nothing; the lock is held."""
    size = os.fstat(fd).st_size
    if size and not _ends_a_line(fd, size):
        line = b"\n" + line  # what a crash tore stays alone on its line
    try:
        left = memoryview(line)
        while left:
            left = left[os.write(fd, left) :]
        sync(fd)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(fd, size)
        raise


def sync(fd: int) -> None:
    """Force what was written onto the disk; on macOS a plain fsync leaves it in the drive."""
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
            return
    os.fsync(fd)


def _ends_a_line(fd: int, size: int) -> bool:
    os.lseek(fd, size - 1, os.SEEK_SET)
    return os.read(fd, 1) == b"\n"


def sync_folder(folder: Path) -> None:
    """Make the new file's name last as well; not every system can sync a folder."""
    with contextlib.suppress(OSError):
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def _create(path: Path, text: str, replace: bool = False) -> None:
    """Make ``path`` with ``text``, whole from the start; ``FileExistsError`` if another was
    first.

    The text is written beside and linked into place, so that nobody reads half of it.
    ``replace`` a file that was no good when it was read.
    """
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fd, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            os.replace(beside, path)
            return
        try:
            os.link(beside, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if not path.exists():
                os.replace(beside, path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def plain(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
