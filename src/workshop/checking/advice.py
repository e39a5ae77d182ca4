"""Warnings to authors: nothing is broken, and judge or learner would do better with what they ask.

The rules have the form of those in ``checks.py``; what they find fails no check.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from workshop.checking.checked import Checked, Rule
from workshop.checking.items import stems_are_short
from workshop.checking.talks import steps_offer_three_replies
from workshop.errors import Problem
from workshop.model.exercise import Text
from workshop.model.labelled import LabelledResponse
from workshop.model.rubric import Criterion
from workshop.nearness import cosine, grams, rarity, tfidf

ENOUGH = 16
"""Examples a side from which more of them help less: agreement with raters (QWK a criterion) was
0.56 with 8 examples a side, 0.63 with 16 and 0.67 with 32."""
FEWEST = 8
"""With fewer the check fails, and a warning would say it twice."""
FEWEST_LABELLED = 30
OVERLAP = 0.55
"""Sentences shuffled between two criteria come to 0.5. The nearest pairs of the first two exercises
stand at 0.51 and 0.48, and their judges tell them apart; above this, sentences have twins."""
LONGEST_CHANCE = 4
"""Up to so many words ("I trust you.") two people write the same without having read each other."""


def _criteria(checked: Checked) -> Iterator[tuple[tuple[str | int, ...], Text, Criterion]]:
    for index, item in enumerate(checked.exercise.items):
        for number, criterion in enumerate(item.rubric if isinstance(item, Text) else ()):
            assert isinstance(item, Text)
            yield ("items", index, "rubric", number), item, criterion


def _labelled(checked: Checked, item: Text) -> list[LabelledResponse]:
    every = checked.responses.labelled if checked.responses else ()
    return [response for response in every if response.item == item.id]


def examples_are_plenty(checked: Checked) -> Iterator[Problem]:
    """Each criterion has sixteen sentences that meet it and sixteen near misses."""
    for path, _, criterion in _criteria(checked):
        for name in ("met", "near_misses"):
            count = len(getattr(criterion, name))
            if FEWEST <= count < ENOUGH:
                yield checked.problem(
                    (*path, name), f'"{criterion.id}" has {count} of these examples.',
                    f"Write {ENOUGH}: from 8 to 16, agreement with raters rose from 0.56 to 0.63.")


def criteria_differ(checked: Checked) -> Iterator[Problem]:
    """Two criteria of one part are not met by nearly the same sentences."""
    every = list(_criteria(checked))
    for (_, one_item, one), (path, two_item, two) in combinations(every, 2):
        alike = one_item is two_item and one.part == two.part
        if not alike or "absence" in (one.looks_for, two.looks_for):
            continue
        share = overlap(one.met, two.met)
        if share > OVERLAP:
            yield checked.problem(
                (*path, "met"), f'"{two.id}" and "{one.id}" sound alike: {100 * share:.0f} % of '
                "their examples are nearest, word by word, to one of the other.",
                "Write examples that only one of them meets, or make the two one criterion.")


def overlap(one: Sequence[str], two: Sequence[str]) -> float:
    """The share of sentences whose nearest other sentence stands on the other side.

    >>> overlap(["We ship on Monday.", "We ship on Friday."], ["Who decides?", "Lena decides."])
    0.0
    """
    sides = [True] * len(one) + [False] * len(two)
    texts = [grams(text) for text in (*one, *two)]
    idf = rarity(texts)
    vectors = [tfidf(text, idf) for text in texts]
    across = 0
    for at, vector in enumerate(vectors):
        near = [(cosine(vector, other), -place) for place, other in enumerate(vectors)
                if place != at]
        across += bool(near) and sides[-max(near)[1]] != sides[at]
    return across / len(texts) if texts else 0.0


def examples_stand_alone(checked: Checked) -> Iterator[Problem]:
    """No example stands letter by letter in a labelled response."""
    texts: dict[str, list[tuple[str, str]]] = {}
    for path, item, criterion in _criteria(checked):
        texts[item.id] = [(r.id, _whole(r)) for r in _labelled(checked, item)]
        examples = [("met", at, text) for at, text in enumerate(criterion.met)]
        examples += [("near_misses", at, miss.text)
                     for at, miss in enumerate(criterion.near_misses)]
        for name, at, text in examples:
            if twin := _twin(text, texts[item.id]):
                yield checked.problem((*path, name, at), _STANDS.format(twin), _APART)
    for index, one in enumerate(checked.sentences):
        for name in ("met", "partly", "not_found"):
            for at, text in enumerate(getattr(one, name)):
                if twin := _twin(text, texts.get(one.item, [])):
                    yield checked.in_sentences(("sentences", index, name, at),
                                               _STANDS.format(twin), _APART)


_STANDS = 'This example stands letter by letter in the labelled response "{}".'
_APART = "Change one of the two; else the judge is measured on what it has learnt."


def _twin(text: str, labelled: Sequence[tuple[str, str]]) -> str | None:
    """The name of a response that holds the words of an example, unless they are few."""
    words = text.strip().rstrip(".!?")
    if len(words.split()) <= LONGEST_CHANCE:
        return None
    return next((name for name, whole in labelled if words in whole), None)


def _whole(response: LabelledResponse) -> str:
    text = response.response
    return text if isinstance(text, str) else "\n".join(text.values())


def hints_are_shown(checked: Checked) -> Iterator[Problem]:
    """For each criterion some labelled response has level 1."""
    for _, item, criterion in _criteria(checked):
        labelled = _labelled(checked, item)
        seen = any(response.levels.get(criterion.id) == 1 for response in labelled)
        if len(labelled) >= FEWEST_LABELLED and not seen:
            yield checked.in_responses(
                ("labelled",),
                f'No labelled response to "{item.id}" has level 1 for "{criterion.id}".',
                "Write some that only hint at it; else the judge can't know a hint.")


WARNINGS: list[Rule] = [
    examples_are_plenty,
    criteria_differ,
    examples_stand_alone,
    hints_are_shown,
    stems_are_short,
    steps_offer_three_replies,
]
