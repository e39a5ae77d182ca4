"""What `workshop try` prints: views as lines of plain text that fit 80 columns.

There are no colours, no boxes and nothing that moves, so that a screen reader can read it in order.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

WIDTH = 78
MARGIN = 60
"""A line longer than this ends where the page does, a shorter one where a thought does."""

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_MARKS = re.compile(r"(?<![\w*])(\*{1,3}|`+)(?=\S)(.+?)(?<=\S)\1(?![\w*])", re.DOTALL)
_ENTRY = re.compile(r"\s*(?:[-*+]|\d{1,2}[.)])\s+|\s*>\s?")
_RULE = re.compile(r"\s*\|?[\s:|-]+\|?\s*")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

View = dict[str, Any]


def plain(text: str) -> str:
    """Markdown without its marks, and without characters that would steer a terminal.

    >>> plain("Say **why**, see [the line](chapters/3#line).")
    'Say why, see the line.'
    """
    return printable(_MARKS.sub(r"\2", _LINK.sub(r"\1", text)))


def printable(text: str) -> str:
    """The text without characters that steer a terminal or turn the direction of reading.

    >>> printable("a\\x1b[31mb")
    'a[31mb'
    """
    return _UNSEEN.sub("", text)


def wrapped(text: str, lead: str = "", indent: str = "") -> list[str]:
    """Markdown as lines of plain text; ``lead`` stands before the first, ``indent`` before others.

    Paragraphs stay apart, and entries of lists and rows of tables keep lines of their own.
    """
    lines: list[str] = []
    for block in _blocks(text):
        first = lead if not lines else indent
        mark = _ENTRY.match(block)
        hang = indent + " " * len(mark[0]) if mark else indent
        lines += textwrap.wrap(block, WIDTH, initial_indent=first, subsequent_indent=hang,
                               break_on_hyphens=False) or [first.rstrip()]
    return lines or ([lead.rstrip()] if lead.strip() else [])


def _blocks(text: str) -> Iterator[str]:
    """Each paragraph, entry or row as one line; an empty line where paragraphs part."""
    waiting: list[str] = []
    for line in plain(text).strip().splitlines():
        bare = line.strip()
        if (not bare or bare.startswith("|") or _ENTRY.match(line)) and waiting:
            yield " ".join(waiting)
            waiting = []
        if bare.startswith("|"):
            if not _RULE.fullmatch(line):
                yield ", ".join(cell.strip() or "-" for cell in bare.strip("|").split("|"))
        elif bare:
            waiting.append(bare)
        else:
            yield ""
    if waiting:
        yield " ".join(waiting)


def numbered(texts: Sequence[str]) -> list[str]:
    """Things to choose from, each with its number.

    >>> numbered(["Leading", "Managing"])
    ['1. Leading', '2. Managing']
    """
    return [line for number, text in enumerate(texts, 1)
            for line in wrapped(text, f"{number}. ", " " * len(f"{number}. "))]


def texts_of(things: Sequence[View]) -> list[str]:
    """The words of options, cards, choices."""
    return [thing["text"] for thing in things]


def opening_lines(view: View) -> list[str]:
    """The head of an exercise and its situation."""
    exercise, count = view["exercise"], view["position"]["count"]
    parts = "1 part" if count == 1 else f"{count} parts"
    return [*wrapped(f"{exercise['title']} (chapter {exercise['chapter']}, {parts}, about "
                     f"{exercise['minutes']} minutes)"),
            "", *wrapped(exercise["situation"])]


def item_lines(view: View) -> list[str]:
    """An item's title, its lens and its stem, and for a text what will be looked for."""
    item, position = view["item"], view["position"]
    lines = ["", *wrapped(f"Part {position['index'] + 1} of {position['count']}: {item['title']}")]
    lines += wrapped(f"{item['lens']}.") if item["lens"] else []
    lines += ["", *wrapped(item["stem"])]
    criteria = item["fields"].get("criteria", ())
    if criteria:
        lines += ["", "What will be looked for:"]
        lines += [line for one in criteria for line in wrapped(one["title"], "- ", "  ")]
    if item["fields"].get("starter"):
        lines += ["", "The draft to rewrite:", *wrapped(item["fields"]["starter"], "  ", "  ")]
    return lines


def result_lines(item: View) -> list[str]:
    """What is told after a check."""
    result = item["result"]
    lines = ["", *wrapped(f"{result['badge']}. {result['text']}")]
    for note in result["notes"]:
        badge = "" if note["label"].startswith(note["badge"]) else f"{note['badge']}: "
        lines += wrapped(f"{badge}{note['label']}", "- ", "  ")
        lines += wrapped(note["text"], "  ", "  ")
    if result["notes"] and result["criteria"]:
        lines += ["", "Over the whole path:"]
    for finding in result["criteria"]:
        lines += wrapped(f"{finding['badge']}: {finding['title']}.", "- ", "  ")
        said = [f'"{quote}"' for quote in finding["quotes"]]
        for words in (*said, finding["text"], finding["next"]):
            lines += wrapped(words, "  ", "  ")
    if result["next"]:
        lines += wrapped(f"Next: {result['next']}")
    if result["link"]:
        lines += wrapped(f"In the book: {result['link']['label']}.")
    return [*lines, *_other_lines(item["other"]), *_file_lines(item["fields"])]


def _other_lines(other: View | None) -> list[str]:
    """Two of the learner's own answers, one after the other."""
    if not other:
        return []
    lines = ["", f"{other['title']}"]
    for side in other["sides"]:
        lines += [f"{side['title']}:", *_pair_lines(side["parts"])]
    return lines


def _file_lines(fields: View) -> list[str]:
    """The page to take home, as text to copy: nothing is written to a file."""
    pages = [file for file in fields.get("files", ()) if file["id"] == "markdown"]
    return [line for page in pages for line in
            ["", "Your page, to copy:", "", *wrapped(page["text"].replace("#", "").strip())]]


def model_lines(model: View) -> list[str]:
    """The model answer beside the learner's own first one."""
    lines = ["", f"{model['title']}", *wrapped(model["text"])]
    for lead, pairs in (("The model:", model["parts"]), ("Yours:", model["own"])):
        if pairs:
            lines += ["", lead, *_pair_lines(pairs)]
    return lines


def _pair_lines(pairs: Sequence[View]) -> list[str]:
    lines: list[str] = []
    for pair in pairs:
        lines += wrapped(pair["label"].strip(), "- ", "  ") if pair["label"] else []
        lines += [line for words in as_written(pair["text"]) for line in wrapped(words, "  ", "  ")]
    return lines


def as_written(text: str) -> list[str]:
    """A text in the lines that its writer made; after a long line the break is only a margin.

    >>> as_written("Mon 07:00 briefing\\nTue 16:00 interview")
    ['Mon 07:00 briefing', 'Tue 16:00 interview']
    """
    lines: list[str] = []
    before = ""
    for line in text.splitlines():
        if line.strip() and len(before) >= MARGIN:
            lines[-1] += f" {line.strip()}"
        elif line.strip():
            lines.append(line)
        before = line
    return lines


def step_lines(fields: View) -> list[str]:
    """Where a dialogue stands: what came of the last reply, and what is said now."""
    lines: list[str] = []
    if fields["transcript"]:
        lines += ["", *wrapped(fields["transcript"][-1]["consequence"])]
    now, ending = fields["now"], fields["ending"]
    if now:
        lines += ["", *wrapped(f"Step {fields['number']} of at most {fields['of']}. "
                               f"{now['speaker']}:"),
                  *wrapped(now["line"], "  ", "  "), "", *numbered(texts_of(now["replies"]))]
    if ending:
        lines += ["", *wrapped(f"The end: {ending['title']}"), *wrapped(ending["text"])]
    return lines
