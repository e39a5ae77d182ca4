"""A new exercise: a folder that loads, in which every place to fill says TODO."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workshop.checking.links import targets
from workshop.errors import WorkshopError
from workshop.kinds import KINDS
from workshop.loading.misconceptions import try_misconceptions
from workshop.loading.places import Places

LONGEST_NAME = 60
RESERVED = frozenset({
    "index", "misconceptions", "con", "prn", "aux", "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
})
"""Names that pages and files of ours have, and those that Windows cannot give to a folder."""

ITEM = "first-item"

_TEMPLATES = Path(__file__).with_name("scaffolds")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_CHAPTER = re.compile(r"chapters/((\d+)-[^#]+)#")

_MIXED = {"left": {"first": "left", "second": "left", "third": "left", "fourth": "right"},
          "other": {"first": "right", "second": "left", "third": "right", "fourth": "left"},
          "right": {"first": "left", "second": "right", "third": "left", "fourth": "right"}}

EXAMPLES: Mapping[str, tuple[tuple[Any, str, float | None], ...]] = {
    "choice": (("second", "met", 1), ("first", "not_yet", 0), ("third", "not_yet", 0)),
    "sort": ((_MIXED["right"], "met", 4), (_MIXED["left"], "partly", 3),
             (_MIXED["other"], "not_yet", 0)),
    "order": (({"order": ["first", "second", "third"], "aside": ["stray"]}, "met", 4),
              ({"order": ["first", "second", "third", "stray"], "aside": []}, "partly", 3),
              ({"order": ["stray", "third", "second", "first"], "aside": []}, "not_yet", 1)),
    "match": (({"first": {"fit": "one"}, "second": {"fit": "two"}}, "met", 2),
              ({"first": {"fit": "one"}, "second": {"fit": "three"}}, "partly", 1),
              ({"first": {"fit": "two"}, "second": {"fit": "one"}}, "not_yet", 0)),
    "rate": (({"first": 4, "second": 2, "third": 1, "fourth": 5}, "met", 4),
             ({"first": 4, "second": 4, "third": 1, "fourth": 3}, "partly", 2.5),
             ({"first": 2, "second": 4, "third": 5, "fourth": 1}, "not_yet", 0)),
    "dialogue": ((["ask", "back"], "met", 2), (["tell", "mend"], "partly", 1),
                 (["avoid", "leave"], "not_yet", 0)),
    "reflect": (({"level": "2", "evidence": "On Monday.", "change": "I ask first."},
                 "unscored", None),
                ({"evidence": "On Monday."}, "unscored", None)),
    "text": (),
}
"""For each kind responses to its template, with the status and the score that they earn."""


def fault_of_name(slug: str) -> str:
    """Why an exercise cannot have that name; empty where it can.

    >>> fault_of_name("first-reply"), fault_of_name("nul")
    ('', '"nul" is a reserved name. Choose another one.')
    """
    if not _NAME.fullmatch(slug) or len(slug) > LONGEST_NAME:
        return (f'"{slug}" is not a plain word with hyphens, such as `late-delivery`: small '
                f"letters, digits and single hyphens, {LONGEST_NAME} characters at most.")
    if slug in RESERVED:
        return f'"{slug}" is a reserved name. Choose another one.'
    return ""


def chapters(places: Places) -> dict[int, str]:
    """For each chapter by number a link to the first place in it that has a label."""
    found: dict[int, str] = {}
    for place, heading in targets(places.book).items():
        chapter = _CHAPTER.match(place)
        if chapter:
            number = int(chapter[2])
            found.setdefault(number, f"[Chapter {number}, {heading}]({place})")
    return found


def write_scaffold(places: Places, slug: str, kind: str, chapter: int | None) -> list[Path]:
    """Write a new exercise folder, whole or not at all; the files, in the order to fill them.

    Raises ``WorkshopError`` where the folder is there already, or the name or the chapter is no
    good.
    """
    folder = places.exercises / slug
    fault = fault_of_name(slug)
    if fault:
        raise WorkshopError(fault)
    if folder.exists() or folder.is_symlink():
        raise WorkshopError(f"{folder} is there already. Nothing was written; choose another name.")
    files = scaffold(places, slug, kind, chapter)
    try:
        with tempfile.TemporaryDirectory(dir=places.exercises, prefix=".new-") as aside:
            made = Path(aside) / slug
            made.mkdir()
            for name, text in files.items():
                (made / name).write_text(text, encoding="utf-8", newline="\n")
            os.rename(made, folder)
    except OSError as error:
        raise WorkshopError(
            f"Cannot write {folder}: {error.strerror or error}. Nothing was written.") from error
    return [folder / name for name in files]


def scaffold(places: Places, slug: str, kind: str, chapter: int | None) -> dict[str, str]:
    """The texts of a new exercise's files by name. Raises ``WorkshopError``."""
    if kind not in KINDS:
        raise WorkshopError(f'There is no kind "{kind}". There are: {", ".join(KINDS)}.')
    known = chapters(places)
    if chapter is not None and chapter not in known:
        raise WorkshopError(f"There is no chapter {chapter} with a label to link to. "
                            f"There are: {', '.join(map(str, sorted(known)))}.")
    number = chapter if chapter is not None else min(known, default=1)
    lens = f"E{number}" if 1 <= number <= 5 else "panel"
    tags, _, _ = try_misconceptions(places)
    filled = {
        "slug": slug, "kind": kind, "item": ITEM, "chapter": number,
        "is_given": chapter is not None, "lens": lens,
        "source": "panel" if lens == "panel" else "essay",
        "in_view": "" if lens == "panel" else f", in Chapter {number}'s view",
        "link": known.get(number, "[Chapter 1, Heading](chapters/page#label)"),
        "tag": next(iter(tags), "a-tag"),
        "examples": [{"response": response, "status": status, "score": score}
                     for response, status, score in EXAMPLES[kind]],
    }
    names = ["exercise.yaml", "responses.yaml", "facilitate.md"]
    names += ["labelling.md"] if kind == "text" else []
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, autoescape=False,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    return {name: environment.get_template(f"{name}.j2").render(filled).strip() + "\n"
            for name in names}
