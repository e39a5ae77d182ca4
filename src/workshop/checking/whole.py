"""Rules about the workshop as a whole: what no exercise and no page can show by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from workshop.checking.checked import Checked
from workshop.checking.pages import Page, pages
from workshop.errors import Problem
from workshop.loading.claims import try_claims
from workshop.loading.places import Places
from workshop.loading.yamltree import Tree
from workshop.model.claim import Claim


@dataclass(frozen=True)
class Whole:
    """What a rule looks at: every exercise that could be loaded, every page, every claim."""

    places: Places
    exercises: Sequence[Checked]
    pages: Sequence[Page]
    claims: Sequence[Claim]
    claims_tree: Tree = field(default_factory=Tree)
    problems: Sequence[Problem] = ()

    @property
    def chapters(self) -> list[Page]:
        """The pages that are chapters."""
        return [page for page in self.pages if page.shown.startswith("book/chapters/")]


WholeRule = Callable[[Whole], Iterator[Problem]]


def look_at_whole(places: Places, exercises: Sequence[Checked]) -> Whole:
    """Read what the rules need beside the exercises; what cannot be read is in ``problems``."""
    claims, problems, tree = try_claims(places)
    return Whole(places, exercises, pages(places), claims, tree, problems)


def whole_problems(whole: Whole, rules: Sequence[WholeRule]) -> list[Problem]:
    """What the rules find, and what could not be read."""
    return sorted({*whole.problems, *(found for rule in rules for found in rule(whole))})


def whole_warnings(whole: Whole) -> list[Problem]:
    """What fails no check and is worth knowing; rules add to it as they come."""
    return []
