"""What a content rule looks at, and what it is: one small function from that to its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workshop.errors import Problem
from workshop.loading.places import Places
from workshop.loading.responses import RESPONSES_FILE
from workshop.loading.sentences import SENTENCES_FILE
from workshop.loading.yamltree import Tree, dotted
from workshop.model.exercise import Exercise
from workshop.model.responses import ResponseSet
from workshop.model.sentences import CriterionSentences


@dataclass(frozen=True)
class Checked:
    """What a rule looks at: an exercise that could be loaded, its file, and where fields stand."""

    exercise: Exercise
    responses: ResponseSet | None
    folder: Path
    shown: str
    tree: Tree
    places: Places | None
    responses_tree: Tree = field(default_factory=Tree)
    sentences: tuple[CriterionSentences, ...] = ()
    sentences_tree: Tree = field(default_factory=Tree)

    def problem(self, path: tuple[str | int, ...], what: str, mend: str) -> Problem:
        """A problem at a field of ``exercise.yaml``."""
        return Problem(f"{self.shown}/exercise.yaml", self.tree.line(path), dotted(path),
                       what, mend)

    def in_responses(self, path: tuple[str | int, ...], what: str, mend: str) -> Problem:
        """A problem at a field of ``responses.yaml``."""
        return Problem(f"{self.shown}/{RESPONSES_FILE}", self.responses_tree.line(path),
                       dotted(path), what, mend)

    def in_sentences(self, path: tuple[str | int, ...], what: str, mend: str) -> Problem:
        """A problem at a field of ``sentences.yaml``."""
        return Problem(f"{self.shown}/{SENTENCES_FILE}", self.sentences_tree.line(path),
                       dotted(path), what, mend)


Rule = Callable[[Checked], Iterator[Problem]]
