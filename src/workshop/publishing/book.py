"""Building the static book, and knowing whether that is needed."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from workshop.loading.places import Places
from workshop.publishing.building import warnings_of

_SOURCES = ("_config.yml", "book/**/*", "exercises/**/*")
_PACKAGE = Path(__file__).resolve().parent.parent
_STAMP = ".sources"


def is_stale(places: Places) -> bool:
    """Whether the built book is missing or older than what it is made from."""
    stamp = places.built / _STAMP
    if not (places.built / "index.html").is_file() or not stamp.is_file():
        return True
    return stamp.read_text(encoding="ascii") != _fingerprint(places)


def build(places: Places, *, strict: bool = False) -> list[str]:
    """Build the book into ``_build/html`` and return the warnings.

    ``strict`` makes every warning an error. Raises ``WorkshopError`` with the builder's last
    lines when it fails.
    """
    # The builder has no module to run with -m, and its script need not be on the path.
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build"]
    command += ["book", "--path-output", ".", "--config", "_config.yml", "--all"]
    if strict:
        command += ["-W", "-n", "--keep-going"]
    made_from = _fingerprint(places)  # before the build: what changes meanwhile is not in it
    told = warnings_of(command, places.root, "The book could not be built:")
    (places.built / _STAMP).write_text(made_from, encoding="ascii")
    return told


def _fingerprint(places: Places) -> str:
    """A hash over the content of every source, and of the package that renders them."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(places.root.glob(pattern)):
            _add(digest, path, places.root)
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix in (".py", ".j2", ".css", ".js"):
            _add(digest, path, _PACKAGE)
    return digest.hexdigest()


def _add(digest: hashlib._Hash, path: Path, root: Path) -> None:
    if path.is_file():
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
