"""The pages of the book, as the rules read them: their head, their prose, and line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from workshop.checking.prose import readable, uncoded
from workshop.errors import Problem
from workshop.loading.places import Places
from workshop.loading.yamltree import Tree, read_yaml

_TEACHES = re.compile(r"<!--\s*teaches:([^>]*?)-->")
_CLAIM = re.compile(r"\S+")
_LABEL = re.compile(r"\s*(?:\((\S+)\)=|:name:\s*(\S+))\s*")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]*)\)")
_DIRECTIVE = re.compile(r"\s*(`{3,}|:{3,})\{([\w-]+)\}\s*(.*?)\s*")
_OPTION = re.compile(r"\s*:([\w-]+):\s*(.*?)\s*")


@dataclass(frozen=True)
class Directive:
    """One directive of a page: where it starts, its name, its argument, options and lines."""

    line: int
    name: str
    argument: str
    options: dict[str, str]
    body: list[tuple[int, str]]


@dataclass(frozen=True)
class Page:
    """One Markdown page; ``shown`` is its path as an author knows it."""

    shown: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file; the first has number 1 in a ``Problem``."""
        return self.text.splitlines()

    @cached_property
    def head(self) -> Tree:
        """The front matter; a page without any has an empty one."""
        if not self.text.startswith("---\n"):
            return Tree()
        end = self.text.find("\n---", 4)
        return read_yaml(self.text[4 : max(end, 4)], self.shown)

    @property
    def front(self) -> dict[str, Any]:
        """The front matter as plain data."""
        return self.head.data if isinstance(self.head.data, dict) else {}

    @cached_property
    def prose_from(self) -> int:
        """The number of lines that the front matter takes up, its two rules included."""
        if not self.text.startswith("---\n"):
            return 0
        closing = (n for n, line in enumerate(self.lines[1:], 2) if line.rstrip() == "---")
        return next(closing, 0)

    def prose(self) -> Iterator[tuple[int, str]]:
        """The numbered lines below the front matter."""
        yield from enumerate(self.lines[self.prose_from :], self.prose_from + 1)

    def teaches(self) -> Iterator[tuple[int, str]]:
        """The line and the id of every claim that the page marks as taught there."""
        for number, line in self.prose():
            for mark in _TEACHES.finditer(line):
                for claim in _CLAIM.findall(mark[1]):
                    yield number, claim

    def readable(self) -> Iterator[tuple[int, str]]:
        """The numbered lines as a reader sees them: without code, comments and addresses."""
        return readable(self.prose())

    @cached_property
    def labels(self) -> frozenset[str]:
        """The names under which links find places of this page."""
        marks = [_LABEL.fullmatch(line) for _, line in uncoded(self.prose())]
        return frozenset(mark[1] or mark[2] for mark in marks if mark)

    @cached_property
    def links(self) -> list[tuple[int, str]]:
        """The line and the address of every link; pictures aside."""
        return [(number, link[3]) for number, line in uncoded(self.prose())
                for link in _LINK.finditer(line) if not link[1]]

    @cached_property
    def directives(self) -> list[Directive]:
        """Every directive that is no code."""
        found: list[Directive] = []
        open_ = ""
        for number, line in uncoded(self.prose()):
            start, option = _DIRECTIVE.fullmatch(line), _OPTION.fullmatch(line)
            if start:
                found.append(Directive(number, start[2], start[3], {}, []))
                open_ = start[1]
            elif line.strip() == open_:
                open_ = ""
            elif open_ and option:
                found[-1].options[option[1]] = option[2]
            elif open_:
                found[-1].body.append((number, line))
        return found

    @property
    def pictures(self) -> list[tuple[int, str, str]]:
        """The line, the address and the alternative text of every picture."""
        drawn = [(number, link[3], link[2]) for number, line in uncoded(self.prose())
                 for link in _LINK.finditer(line) if link[1]]
        return drawn + [(one.line, one.argument, one.options.get("alt", ""))
                        for one in self.directives if one.name in ("figure", "image")]

    def problem(self, line: int, what: str, mend: str) -> Problem:
        """A problem at a line of the page."""
        return Problem(self.shown, line, "", what, mend)


def pages(places: Places) -> list[Page]:
    """Every page of the book that is written by hand, in the order of their paths."""
    return [
        Page(path.relative_to(places.root).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(places.book.rglob("*.md"))
        if "_build" not in path.relative_to(places.book).parts
    ]


def page_at(places: Places, path: Path) -> Page:
    """One page. Raises ``OSError`` where it cannot be read."""
    return Page(path.relative_to(places.root).as_posix(), path.read_text(encoding="utf-8"))
