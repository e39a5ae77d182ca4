"""Safe YAML with line numbers: plain maps, lists and scalars, and nothing else.

The file is read as a stream of events and never as objects, so that a tag cannot run code, an
alias bomb cannot grow, and a deep nest stops at a named depth. Scalars follow the YAML 1.2 core
schema: ``no``, ``on`` and ``012`` stay text, as an author expects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from workshop.errors import Problem
from workshop.loading.yamlwords import explain

try:  # libyaml is some ten times faster; the pure parser yields the same events.
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - depends on how PyYAML was built
    from yaml import SafeLoader as _Loader

MAX_BYTES = 1_000_000
MAX_DEPTH = 20

Path = tuple[str | int, ...]

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*")
_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}


@dataclass
class Tree:
    """A document as plain data, with the line (from 1) on which each value stands."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of ``path``, or of the nearest ancestor that has one."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Stop(Exception):
    """Reading cannot go on; the problem has been noted."""


@dataclass
class _Open:
    """A map or list that is being read."""

    value: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None


def read_yaml(text: str | bytes, file: str) -> Tree:
    """Read one YAML document; never raises for a bad file, but notes every problem found."""
    tree = Tree()
    whole = ""
    try:
        whole = _decode(text, file, tree)
        _read(whole, file, tree)
    except _Stop:
        tree.data = None
    except yaml.YAMLError as error:
        tree.problems.append(Problem(file, *explain(error, whole)))
        tree.data = None
    return tree


def _problem(file: str, line: int, path: str, what: str, mend: str) -> Problem:
    return Problem(file, line, path, what, mend)


def _decode(text: str | bytes, file: str, tree: Tree) -> str:
    size = len(text)
    if size > MAX_BYTES:
        tree.problems.append(_problem(
            file, 0, "", f"The file has {size:,} bytes; at most {MAX_BYTES:,} are read.",
            "Split it, or take out what does not belong here."))
        raise _Stop
    if isinstance(text, str):
        text = text.encode("utf-8", errors="surrogatepass")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        tree.problems.append(_problem(
            file, line, "", "This is not UTF-8 text.", "Save the file as UTF-8."))
        raise _Stop from None


def _read(text: str, file: str, tree: Tree) -> None:
    stack: list[_Open] = []
    documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                _refuse(tree, file, line, "A second document starts here.",
                        "Keep one document in a file; take out the `---`.")
        elif isinstance(event, yaml.AliasEvent):
            _refuse(tree, file, line, f"The alias `*{event.anchor}` is not allowed.",
                    "Write the text out; files are read without anchors and aliases.")
        elif isinstance(event, yaml.NodeEvent):
            _check_node(event, file, line, tree, stack)
            _take(event, file, line, tree, stack)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            stack.pop()


def _refuse(tree: Tree, file: str, line: int, what: str, mend: str) -> None:
    tree.problems.append(_problem(file, line, "", what, mend))
    raise _Stop


def _check_node(event: Any, file: str, line: int, tree: Tree, stack: list[_Open]) -> None:
    if event.anchor is not None:
        _refuse(tree, file, line, f"The anchor `&{event.anchor}` is not allowed.",
                "Write the text out; files are read without anchors and aliases.")
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        _refuse(tree, file, line, f"The tag `{tag}` is not allowed.",
                "Take it out; only plain maps, lists, text and numbers are read.")
    if len(stack) >= MAX_DEPTH:
        _refuse(tree, file, line, f"This is nested more than {MAX_DEPTH} levels deep.",
                "Flatten it; an exercise needs no more than eight levels.")


def _take(event: Any, file: str, line: int, tree: Tree, stack: list[_Open]) -> None:
    """Put the value that ``event`` starts into its place."""
    if stack and isinstance(stack[-1].value, dict) and stack[-1].key is None:
        _take_key(event, file, line, tree, stack[-1])
        return
    if isinstance(event, yaml.ScalarEvent):
        _place(_scalar(event, file, line, tree, stack), line, tree, stack)
    else:
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = _place(value, line, tree, stack)
        stack.append(_Open(value, path))


def _take_key(event: Any, file: str, line: int, tree: Tree, parent: _Open) -> None:
    if not isinstance(event, yaml.ScalarEvent):
        _refuse(tree, file, line, "A key has to be a word, not a map or a list.",
                "Give the key a name; quote it if it starts with a bracket.")
    key = str(event.value)
    if key in parent.value:
        first = tree.lines.get((*parent.path, key), 0)
        tree.problems.append(_problem(
            file, line, dotted((*parent.path, key)),
            f'The key "{key}" stands here a second time (first in line {first}).',
            "Keep one of the two."))
    parent.key = key
    tree.lines.setdefault((*parent.path, key), line)


def _place(value: Any, line: int, tree: Tree, stack: list[_Open]) -> Path:
    if not stack:
        tree.data = value
        tree.lines[()] = line
        return ()
    parent, path = stack[-1], _next_path(stack)
    if isinstance(parent.value, list):
        parent.value.append(value)
    else:
        parent.value[parent.key or ""] = value
        parent.key = None
    tree.lines.setdefault(path, line)
    return path


def _next_path(stack: list[_Open]) -> Path:
    """Where the next value of the map or list that is being read will stand."""
    if not stack:
        return ()
    parent = stack[-1]
    if isinstance(parent.value, list):
        return (*parent.path, len(parent.value))
    return (*parent.path, parent.key or "")


def _scalar(event: Any, file: str, line: int, tree: Tree, stack: list[_Open]) -> Any:
    text = str(event.value)
    if event.style:  # quoted, or a block, whose last line break is not part of the prose
        return text.rstrip("\n") if event.style in "|>" else text
    if text.lower() in _WORDS and text in (text.lower(), text.capitalize(), text.upper()):
        return _WORDS[text.lower()]
    if _INT.fullmatch(text):
        return int(text) if len(text) < 16 else text
    if _FLOAT.fullmatch(text) and len(text) < 16:
        return float(text)
    if _DATE.fullmatch(text):
        path = _next_path(stack)
        tree.problems.append(_problem(
            file, line, dotted(path), f"`{text}` looks like a date.",
            f'Put quotes around it: "{text}".'))
    return text


def dotted(path: Path) -> str:
    """A path as people write it.

    >>> dotted(("items", 0, "options", 2, "text"))
    'items[0].options[2].text'
    """
    out = ""
    for step in path:
        out += f"[{step}]" if isinstance(step, int) else (f".{step}" if out else step)
    return out
