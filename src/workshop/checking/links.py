"""Links into the book, checked without building it: labels and the headings that follow them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path

from workshop.model.link import parse_link

_LABEL = re.compile(r"^\(([^)]+)\)=\s*$")
_HEADING = re.compile(r"^#+\s+(.+?)\s*$")
_FORM = '`"[Chapter 3, Heading](chapters/page#label)"`'


def targets(book: Path) -> dict[str, str]:
    """The heading under each ``page#label`` of the book."""
    found: dict[str, str] = {}
    for path in sorted(book.rglob("*.md")):
        page = path.relative_to(book).with_suffix("").as_posix()
        waiting: list[str] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            label, heading = _LABEL.match(line), _HEADING.match(line)
            if label:
                waiting.append(label[1])
            elif heading:
                found |= {f"{page}#{name}": heading[1] for name in waiting}
                waiting = []
            elif line.strip():
                waiting = []
    return found


def fault(text: str, known: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with a link and how to mend it, or ``None``."""
    if not text.strip():
        return "There is no link into the book.", f"Add {_FORM}."
    link = parse_link(text)
    if link is None:
        return ("This is not a link into the book.",
                f"Write it as {_FORM}.")
    place = f"{link.page}#{link.anchor}"
    if place not in known:
        near = [name for name in known if name.startswith(place)]
        near += difflib.get_close_matches(place, known, n=1)
        return (f'The book has no "{place}".',
                f'Did you mean "{near[0]}"?' if near else "Name a label that stands in book/.")
    if not link.label.endswith(known[place]):
        return (f'The link says "{link.label}", but the heading there is "{known[place]}".',
                "Let the link end with the words of the heading.")
    return None
