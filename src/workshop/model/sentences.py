"""Further example sentences of an exercise: breadth for the judge, too many for the rubric."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from workshop.model.authored import Authored
from workshop.model.exercise import Exercise, Text
from workshop.model.rubric import Criterion, NearMiss


@dataclass(frozen=True, kw_only=True)
class CriterionSentences(Authored):
    """Sentences by what they earn under one criterion of one item."""

    item: str
    criterion: str
    met: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every sentence, the best first."""
        return self.met + self.partly + self.not_found

    @property
    def near_misses(self) -> tuple[NearMiss, ...]:
        """Those that do not meet the criterion, in the rubric's own form."""
        return tuple(
            NearMiss(text=text, why="unsorted", level=level)
            for level, texts in ((1, self.partly), (0, self.not_found)) for text in texts
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SentenceSet(Authored):
    """The file ``sentences.yaml``: ``origin`` says honestly how the sentences came to be.

    Training reads them; no learner ever sees one.
    """

    schema: Literal[1]
    exercise: str
    origin: str
    sentences: tuple[CriterionSentences, ...]


def with_sentences(exercise: Exercise, more: Sequence[CriterionSentences]) -> Exercise:
    """The exercise with further examples in its rubrics: what a judge is made from."""
    wanted: dict[tuple[str, str], list[CriterionSentences]] = defaultdict(list)
    for one in more:
        wanted[one.item, one.criterion].append(one)

    def longer(item: Text, criterion: Criterion) -> Criterion:
        found = wanted[item.id, criterion.id]
        return replace(
            criterion,
            met=criterion.met + tuple(text for one in found for text in one.met),
            near_misses=criterion.near_misses + tuple(m for one in found for m in one.near_misses),
        )

    return replace(exercise, items=tuple(
        replace(item, rubric=tuple(longer(item, c) for c in item.rubric))
        if isinstance(item, Text) else item
        for item in exercise.items
    ))  # fmt: skip
