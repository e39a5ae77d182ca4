"""Two simple judges that a better one has to beat: keywords, and the nearest example.

Both are made from the rubric alone, without labelled responses, as most tools would.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from workshop.judging.lexicon import FUNCTION_WORDS, stem
from workshop.judging.scoring import Reading
from workshop.judging.units import Unit, split_part
from workshop.model.exercise import Text
from workshop.model.result import Evidence, Judgement, Level
from workshop.model.rubric import Criterion
from workshop.nearness import cosine, grams, rarity, tfidf

KEYWORDS = 25
Judge = Callable[[Text, Any], tuple[Judgement, ...]]


def keyword_judge(item: Text) -> Judge:
    """Met with two different keywords in the right part, partly with one.

    Keywords are the content words of the criterion's title and levels, and the most frequent
    ones of its good examples. A criterion of absence is broken by two words that only its bad
    examples have, and met otherwise.
    """
    keywords = {criterion.id: _keywords(criterion) for criterion in item.rubric}
    return partial(_judge_by_keywords, keywords)


def _content(text: str) -> list[str]:
    return [
        stem(word)
        for unit in split_part(text, None).units
        if unit.size == "sentence"
        for word in unit.words
        if word not in FUNCTION_WORDS and len(word) > 2
    ]


def _keywords(criterion: Criterion) -> frozenset[str]:
    good = Counter(w for text in criterion.met for w in set(_content(text)))
    bad = Counter(w for miss in criterion.near_misses if miss.level == 0
                  for w in set(_content(miss.text)))  # fmt: skip
    if criterion.looks_for == "absence":
        only = [word for word, _ in sorted(bad.items(), key=lambda e: (-e[1], e[0]))
                if word not in good]  # fmt: skip
        return frozenset(only[:KEYWORDS])
    title = _content(criterion.title + ". " + criterion.levels.met)
    common = [word for word, _ in sorted(good.items(), key=lambda e: (-e[1], e[0]))]
    return frozenset(title + common[:KEYWORDS])


def _judge_by_keywords(
    keywords: Mapping[str, frozenset[str]], item: Text, response: Any
) -> tuple[Judgement, ...]:
    reading = Reading(item, response, frozenset())
    judgements = []
    for criterion in item.rubric:
        found: set[str] = set()
        evidence: list[Evidence] = []
        for part in reading.parts_for(criterion):
            for unit in part.units:
                hits = {stem(word) for word in unit.words} & keywords[criterion.id]
                if unit.size == "sentence" and hits:
                    evidence.append(_evidence(reading, unit))
                    found |= hits
        level: Level = 2 if len(found) > 1 else 1 if found else 0
        if criterion.looks_for == "absence":
            level = 0 if level == 2 else 2
        judgements.append(Judgement(criterion.id, level, tuple(evidence)))
    return tuple(judgements)


def nearest_exemplar_judge(item: Text) -> Judge:
    """The level of the most similar example of the criterion, by TF-IDF cosine of words."""
    texts = [t for c in item.rubric for t in (*c.met, *(m.text for m in c.near_misses))]
    idf = rarity([grams(text) for text in texts])
    examples: dict[str, list[tuple[dict[str, float], Level]]] = {
        c.id: [(tfidf(grams(text), idf), 2) for text in c.met]
        + [(tfidf(grams(miss.text), idf), miss.level) for miss in c.near_misses]
        for c in item.rubric
    }
    return partial(_judge_by_nearest, examples, idf)


def _judge_by_nearest(
    examples: Mapping[str, list[tuple[dict[str, float], Level]]],
    idf: Mapping[str, float],
    item: Text,
    response: Any,
) -> tuple[Judgement, ...]:
    reading = Reading(item, response, frozenset())
    judgements = []
    for criterion in item.rubric:
        wants_best = criterion.looks_for != "absence"
        best: tuple[Level, float, Unit | None] = (0 if wants_best else 2, 0.0, None)
        for part in reading.parts_for(criterion):
            for unit in part.units:
                vector = tfidf(grams(" ".join(unit.words)), idf)
                near, level = _nearest(vector, examples[criterion.id])
                if near < 0.15:
                    continue
                is_better = level > best[0] if wants_best else level < best[0]
                if is_better or (level == best[0] and near > best[1]):
                    best = (level, near, unit)
        shown = (_evidence(reading, best[2]),) if best[2] and best[0] else ()
        judgements.append(Judgement(criterion.id, best[0], shown))
    return tuple(judgements)


def _nearest(
    vector: Mapping[str, float], examples: Sequence[tuple[dict[str, float], Level]]
) -> tuple[float, Level]:
    """The highest cosine and the level of its example."""
    scored = [
        (cosine(vector, example), level) for example, level in examples
    ]
    return max(scored, default=(0.0, 0))


def _evidence(reading: Reading, unit: Unit) -> Evidence:
    part = next(part for part in reading.parts if part.part == unit.part)
    return Evidence(unit.part, *part.normal.raw_span(unit.start, unit.end))
