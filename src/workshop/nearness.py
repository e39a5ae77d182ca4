"""How near two sentences are by their words: TF-IDF cosine, which knows letters and no meaning.

A floor for the judge to beat, and a way to tell authors which criteria look alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt

from workshop.judging.units import split_part

Vector = Mapping[str, float]


def grams(text: str) -> list[str]:
    """Words, pairs of words, and runs of four characters."""
    words = [w for u in split_part(text, None).units if u.size == "sentence" for w in u.words]
    pairs = [f"{one} {two}" for one, two in zip(words, words[1:], strict=False)]
    joined = " ".join(words)
    return words + pairs + ["#" + joined[at : at + 4] for at in range(len(joined) - 3)]


def rarity(texts: Sequence[Sequence[str]]) -> dict[str, float]:
    """How much each gram says: the more, the fewer texts have it."""
    seen = Counter(gram for text in texts for gram in set(text))
    return {gram: 1 + log((1 + len(texts)) / (1 + count)) for gram, count in seen.items()}


def tfidf(text: Sequence[str], idf: Mapping[str, float]) -> dict[str, float]:
    """The weights of the grams that ``idf`` knows, as a vector of length 1."""
    vector = {g: (1 + log(n)) * idf[g] for g, n in Counter(text).items() if g in idf}
    length = sqrt(sum(value * value for value in vector.values())) or 1.0
    return {gram: value / length for gram, value in vector.items()}


def cosine(one: Vector, two: Vector) -> float:
    """1 for equal directions, 0 for nothing in common."""
    return sum(value * two.get(gram, 0.0) for gram, value in one.items())
