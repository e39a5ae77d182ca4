"""Links into the book, written in Markdown: ``[Chapter 3, Susan and George](chapters/x#place)``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINK = re.compile(r"\[([^\]]+)\]\(([^)#\s]+)#([^)\s]+)\)")


@dataclass(frozen=True)
class Link:
    """A place in the book: what it is called, the page (without ending), the label on it."""

    label: str
    page: str
    anchor: str

    def href(self, book: str) -> str:
        """The address in a book that stands at ``book``.

        >>> parse_link("[Home](index#start)").href("/workshop")
        '/workshop/index.html#start'
        """
        return f"{book.rstrip('/')}/{self.page}.html#{self.anchor}"


def parse_link(text: str) -> Link | None:
    """The link that ``text`` is, or ``None`` when it is not of that form.

    >>> parse_link("[Home](index#start)").label
    'Home'
    """
    match = _LINK.fullmatch(text.strip())
    return Link(*match.groups()) if match else None
