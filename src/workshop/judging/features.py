"""What a head sees of a unit: words, pairs of words, pieces of words, classes, and context.

The same function serves training and judging, so the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import log, sqrt

from workshop.judging.lexicon import CLASSES_OF, FUNCTION_WORDS, stem

GROUP_WEIGHT = {"w": 1.0, "c": 0.8, "k": 0.9, "x": 0.5}
"""How much each group of features counts: words, characters, word classes, context.

Each group is scaled to this length on its own, so that many small pieces of words do not
drown the few classes. Chosen by cross-validation on the training voices.
"""


class Names:
    """Who a part speaks to, and who else could be meant.

    ``own`` and ``other`` are lower-case names; in features both stand as roles, so that what
    is learned about "another person" holds for each name.
    """

    def __init__(self, own: Collection[str] = (), other: Collection[str] = ()):
        self.own = frozenset(name.lower() for name in own)
        self.other = frozenset(name.lower() for name in other) - self.own

    def role(self, word: str) -> str:
        """The word itself, or its role if it is a name."""
        bare = word.removesuffix("'s")
        return "_own_" if bare in self.own else "_other_" if bare in self.other else word


def tally(words: Sequence[str], ask: bool, names: Names) -> dict[str, float]:
    """Raw features of a unit and how often each occurs (log-scaled, all above 0).

    Keys carry their group first: ``w`` words and pairs, ``c`` characters, ``k`` classes in
    the order in which they are met, ``x`` context.
    """
    roles = [names.role(word) for word in words]
    counts: dict[str, int] = {}
    previous = "^"
    for word in roles:
        key = "#" if word[0].isdigit() else stem(word)
        for feature in ("w" + key, "w" + previous + " " + key):
            counts[feature] = counts.get(feature, 0) + 1
        previous = key
        if word not in FUNCTION_WORDS and word[0] != "_":
            for feature in _pieces(word):
                counts[feature] = counts.get(feature, 0) + 1
    for feature in _class_features(roles):
        counts[feature] = counts.get(feature, 0) + 1
    for feature in _context(roles, ask):
        counts[feature] = 1
    return {feature: 1.0 + log(count) for feature, count in counts.items()}


def _pieces(word: str) -> list[str]:
    """Runs of 3 to 5 characters, so that typos and endings do not hide a word."""
    word = f"<{word[:24]}>"
    return [
        "c" + word[at : at + size]
        for size in (3, 4, 5)
        for at in range(len(word) - size + 1)
    ]


def _class_features(roles: Sequence[str]) -> list[str]:
    """Classes, and which class follows which among the words that have one."""
    features: list[str] = []
    before: tuple[str, ...] = ()
    for word in roles:
        classes = (word,) if word[0] == "_" else _classes(word)
        if not classes:
            continue
        for name in classes:
            features.append("k" + name)
            features.extend(f"k{earlier}>{name}" for earlier in before)
        before = classes
    return features


def _classes(word: str) -> tuple[str, ...]:
    found = CLASSES_OF.get(stem(word), ())
    return ("NUMBER", *found) if word[0].isdigit() else found


def _context(roles: Sequence[str], ask: bool) -> list[str]:
    size = len(roles)
    found = [f"xsize{0 if size < 4 else 1 if size < 8 else 2 if size < 16 else 3}"]
    if ask:
        found.append("xask")
    if roles[0] in ("_own_", "_other_"):
        found.append("xcalls" + roles[0])
    return found


def vector(counts: Mapping[str, float], idf: Mapping[str, float]) -> list[tuple[str, float]]:
    """TF-IDF weights of the features that ``idf`` knows, with their names.

    Each group is scaled to ``GROUP_WEIGHT`` (Salton and Buckley 1988: log tf, idf, cosine).
    """
    found = [(name, tf * idf[name]) for name, tf in counts.items() if name in idf]
    squares = dict.fromkeys(GROUP_WEIGHT, 0.0)
    for name, value in found:
        squares[name[0]] += value * value
    scale = {
        group: GROUP_WEIGHT[group] / sqrt(total) if total else 0.0
        for group, total in squares.items()
    }
    return [(name, value * scale[name[0]]) for name, value in found]
