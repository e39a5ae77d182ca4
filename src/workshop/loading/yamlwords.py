"""What the YAML parser complains of, in an author's words."""

from __future__ import annotations

from typing import Any

import yaml

_LOOK = ("Look at this line and the one above for a missing quote, colon or indent; "
         "put prose into a `|` block.")
_QUOTE = "Put quotes around the text, or write it in a `|` block."

_KNOWN = {
    "mapping values are not allowed in this context": (
        "This line has a colon too many, or is indented too far.", _QUOTE),
    "could not find expected ':'": (
        "This line, or the one above, is neither a field nor a part of one.",
        "Write `name: value`, or indent it below the `|` block that it belongs to."),
    "did not find expected key": (
        "This line does not fit the one above: a wrong indent, or text after a closing quote.",
        "Give all fields of one map the same indent; put prose into a `|` block."),
    "did not find expected '-' indicator": (
        "This line does not fit the list above.",
        "Indent it to belong to the entry above, or start it with `- `."),
    "did not find expected <document start>": (
        "This line does not fit the fields above.", "Give all fields of one map the same indent."),
}
_UNCLOSED = {
    "found unexpected end of stream": ("A quote is opened here and not closed.",
                                       "Close it, or write the text in a `|` block."),
    "did not find expected ',' or ']'": ("A bracket `[` is opened here and not closed.",
                                         "Close it with `]`, or put quotes around the text."),
    "did not find expected ',' or '}'": ("A brace `{` is opened here and not closed.",
                                         "Close it with `}`, or put quotes around the text."),
}


def explain(error: yaml.YAMLError, text: str) -> tuple[int, str, str, str]:
    """Line (from 1), field (none), what is wrong and how to mend it."""
    if isinstance(error, yaml.reader.ReaderError):
        return (0, "", f"The file holds a character that is not text (number {error.character}).",
                "Take it out; it may have come in with copied text.")
    problem = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    if problem in _UNCLOSED:
        start = getattr(error, "context_mark", None) or mark
        return (start.line + 1 if start else line, "", *_UNCLOSED[problem])
    if problem == "found character that cannot start any token":
        return (line, "", *_bad_start(text, mark))
    return (line, "", *_KNOWN.get(problem, (f"This is not YAML: {problem}.", _LOOK)))


def _bad_start(text: str, mark: Any) -> tuple[str, str]:
    """What to say of a character at which no value can begin."""
    lines = text.split("\n")
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    sign = line[mark.column : mark.column + 1] if mark else ""
    if sign == "\t" or "\t" in line[: len(line) - len(line.lstrip())]:
        return "This line is indented with a tab.", "Indent with spaces."
    return f"A text cannot start with `{sign}` here.", _QUOTE
