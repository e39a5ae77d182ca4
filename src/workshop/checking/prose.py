"""What people read of a file: its prose, line by line, without marks, addresses and code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

Place = tuple[str | int, ...]
Line = tuple[int, str]

_FENCE = re.compile(r"\s*(`{3,}|~{3,}|:{3,})\s*(?:\{([^}]*)\})?(.*)")
_LITERAL = ("", "code", "code-block", "code-cell", "math")
_ALT = re.compile(r"\s*:alt:\s*(.*)")
_OPTION = re.compile(r"\s*:[\w-]+:")
_LABEL = re.compile(r"\s*\([^)\s]+\)=\s*")
_ID = re.compile(r"\s*[a-z0-9]+(?:-[a-z0-9]+)+\s*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"(?:\{[\w:-]+\})?(`+)(?!`).+?(?<!`)\1(?!`)")
_UNREAD = re.compile(r"</?[A-Za-z][^<>]*>|\w+://\S+|&#?\w+;")  # tags, bare addresses, entities
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_DETAILS = re.compile(r"<details.*?</details>", re.DOTALL)

NOT_PROSE = frozenset({
    "schema", "id", "kind", "lens", "key", "key_source", "key_status", "misconception",
    "goto", "meets", "misses", "bins", "before", "discard", "start", "model_path", "column",
    "fits", "once", "when", "of", "link", "answer", "by", "part", "answered", "looks_for",
    "addressee", "why", "level", "form", "plan",
})
"""Fields of an exercise that hold ids, names of ours, or links, whose words are a heading's."""

_EXAMPLES = ("met", "near_misses")
_BY_ID = ("response", "model_response", "sample")


def uncoded(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines of a Markdown text without code and comments; directives stay as they are.

    >>> list(uncoded([(1, "A `b` c <!-- d"), (2, "e --> f"), (3, "```"), (4, "g"), (5, "```")]))
    [(1, 'A   c '), (2, ' f')]
    """
    directives: list[str] = []
    literal, comment = "", False
    for number, line in lines:
        if comment:
            _, end, line = line.partition("-->")
            comment = not end
            if comment:
                continue
        mark, bare = _FENCE.fullmatch(line), line.strip()
        if literal:
            literal = "" if bare == literal else literal
        elif bare in directives:
            del directives[directives.index(bare) :]
            yield number, line
        elif mark and (mark[2] or "") in _LITERAL:
            literal = mark[1]
        elif mark:
            directives.append(mark[1])
            yield number, line
        else:
            line, start, _ = _COMMENT.sub(" ", line).partition("<!--")
            comment = bool(start)
            yield number, _CODE.sub(" ", line)


def readable(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines of a Markdown text as a reader sees them.

    Of a picture its alternative text is left, of a link its words; code is left out.

    >>> list(readable([(7, "See [the sheet](x.md#y) and `workshop`.")]))
    [(7, 'See the sheet and  .')]
    """
    for number, line in uncoded(lines):
        mark, alt = _FENCE.fullmatch(line), _ALT.fullmatch(line)
        if mark:
            line = mark[3] if mark[1][0] == ":" else ""  # of a card, its title
        elif alt:
            line = alt[1]
        elif _OPTION.match(line) or _LABEL.fullmatch(line) or _ID.fullmatch(line):
            continue
        yield number, _UNREAD.sub(" ", _LINK.sub(r"\1", line))


def counted(body: str) -> int:
    """The words of a page that count for its length, in a way that an author can redo.

    A word is what stands between two spaces and holds a letter or a digit. Comments, folded
    details, fenced blocks and labels do not count.

    >>> counted("## A heading\\n<!-- teaches: E1-01 -->\\n\\nTwo words - and two more.")
    7
    """
    shown = _COMMENT.sub("", _DETAILS.sub("", body))
    words, fenced = 0, False
    for line in shown.splitlines():
        if line.lstrip().startswith(("```", "~~~", ":::")):
            fenced ^= not line.lstrip().startswith(":::")
        elif not fenced and not _LABEL.fullmatch(line):
            words += sum(any(c.isalnum() for c in word) for word in line.split())
    return words


def authored(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """The prose of an exercise's document, with the place of each text.

    Example sentences of a rubric are left out: they are to sound like learners, slips included.

    >>> list(authored({"id": "x", "hints": ["Look up."], "met": ["Thx!"], "levels": {"met": "A"}}))
    [(('hints', 0), 'Look up.'), (('levels', 'met'), 'A')]
    """
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from authored(value, (*place, number))
    elif isinstance(data, dict):
        by_id = place[-1:] and place[-1] in _BY_ID
        for name, value in data.items():
            if by_id or _is_prose(name, value):
                yield from authored(value, (*place, name))


def _is_prose(name: str, value: Any) -> bool:
    if name == "claims":  # ids in an exercise; sentences in the list of claims
        return isinstance(value, list) and not all(isinstance(one, str) for one in value)
    return name not in NOT_PROSE and not (name in _EXAMPLES and isinstance(value, list))
