"""Rule over what is not written yet: a new exercise says TODO in every place to fill."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop.checking.checked import Checked, Rule
from workshop.errors import Problem
from workshop.loading.responses import RESPONSES_FILE
from workshop.loading.sentences import SENTENCES_FILE
from workshop.loading.yamltree import Path, Tree, dotted

FILES = ("exercise.yaml", RESPONSES_FILE, SENTENCES_FILE, "facilitate.md", "labelling.md")

_TODO = re.compile(r"\bTODO:\s*([^\"|#\n]*)")


def nothing_is_left_to_do(checked: Checked) -> Iterator[Problem]:
    """No file of an exercise still says TODO with a colon, as a new one does."""
    trees = {"exercise.yaml": checked.tree, RESPONSES_FILE: checked.responses_tree,
             SENTENCES_FILE: checked.sentences_tree}
    for name in FILES:
        path = checked.folder / name
        text = path.read_text("utf-8-sig", errors="replace") if path.is_file() else ""
        tree = trees.get(name, Tree())
        for number, line in enumerate(text.splitlines(), 1):
            place = _place(tree, number) if "TODO:" in line else ()
            if place[:1] + place[2:3] == ("labelled", "response"):
                continue  # the words of a learner
            for asked in _TODO.findall(line):
                yield Problem(f"{checked.shown}/{name}", number, dotted(place),
                              "This still says TODO.", _mend(asked))


def _place(tree: Tree, number: int) -> Path:
    """The field that a line belongs to: the last and innermost that starts on it or before."""
    before = [(line, len(path), path) for path, line in tree.lines.items() if line <= number]
    return max(before, key=lambda one: one[:2])[2] if before else ()


def _mend(asked: str) -> str:
    """How to mend it, in the words of the mark itself.

    >>> _mend("who speaks"), _mend("")
    ('To do: who speaks.', 'Write what is missing, and take the mark out.')
    """
    words = asked.strip().rstrip(".?")
    return f"To do: {words}." if words else "Write what is missing, and take the mark out."


RULES: list[Rule] = [nothing_is_left_to_do]
