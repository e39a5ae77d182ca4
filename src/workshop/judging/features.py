"""What a head sees of a unit: words, pairs of words, pieces of words, classes, and context.

The same function serves training and judging, so the two cannot drift apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from math import log, sqrt

from workshop.judging.lexicon import CLASSES_OF, FUNCTION_WORDS, stem

GROUP_WEIGHT = {"w": 1.0, "c": 1.0, "k": 0.7, "x": 0.5}
"""How much each group of features counts: words, characters, word classes, context.

Each group is scaled to this length on its own, so that many small pieces of words do not
drown the few classes. Chosen by cross-validation on the training voices.
"""
SMALL_WORD = 0.7
"""How much a word counts that only holds sentences together; any other counts 1."""
_SMALL = frozenset({"^", *(stem(word) for word in FUNCTION_WORDS)})


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
    """Raw features of a unit and how much each counts (often: log-scaled; all above 0).

    Keys carry their group first: ``w`` words and pairs, ``c`` characters, ``k`` classes in
    the order in which they are met, ``x`` context.
    """
    roles = [names.role(word) for word in words]
    keys = ["^", *map(_key, roles)]
    plain = ["w" + key for key in keys[1:]]
    plain += [f"w{one} {two}" for one, two in zip(keys, keys[1:], strict=False)]
    rest = [piece for word in roles for piece in _pieces(word)]
    rest += _class_features(roles)
    rest += _context(roles, ask)
    values = dict.fromkeys(rest, 1.0)
    values.update({feature: _value(feature) for feature in plain})
    if len(values) < len(plain) + len(rest):
        for feature, count in Counter(plain + rest).items():
            if count > 1:
                values[feature] *= 1.0 + log(count)
    return values


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    """What words are compared by: the stem, and one key for all numbers."""
    return "#" if word[0].isdigit() else stem(word)


@lru_cache(maxsize=50_000)
def _value(feature: str) -> float:
    """What a feature counts: words, and pairs of them, that only hold sentences together less."""
    one, _, two = feature[1:].partition(" ")
    is_small = feature[0] == "w" and one in _SMALL and (not two or two in _SMALL)
    return SMALL_WORD if is_small else 1.0


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    """Runs of 3 to 5 characters, so that typos and endings do not hide a word."""
    if word in FUNCTION_WORDS or word[0] == "_":
        return ()
    word = f"<{word[:24]}>"
    return tuple(
        "c" + word[at : at + size]
        for size in (3, 4, 5)
        for at in range(len(word) - size + 1)
    )


def _class_features(roles: Sequence[str]) -> list[str]:
    """Classes, and which class follows which among the words that have one."""
    features: list[str] = []
    before: tuple[str, ...] = ()
    for word in roles:
        classes = _classes(word)
        if classes:
            features += _meetings(before, classes)
            before = classes
    return features


@lru_cache(maxsize=20_000)
def _meetings(before: tuple[str, ...], classes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        feature
        for name in classes
        for feature in ("k" + name, *(f"k{earlier}>{name}" for earlier in before))
    )


@lru_cache(maxsize=20_000)
def _classes(word: str) -> tuple[str, ...]:
    if word[0] == "_":
        return (word,)
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


def scales(values: Mapping[str, float]) -> dict[str, float]:
    """For each group what its values are multiplied by.

    All features count, unknown ones too: a unit full of words that were never seen says little,
    whatever else is in it. Nothing here depends on what was learned.
    """
    squares = dict.fromkeys(GROUP_WEIGHT, 0.0)
    for name, value in values.items():
        squares[name[0]] += value * value
    return {
        group: GROUP_WEIGHT[group] / sqrt(square) if square else 0.0
        for group, square in squares.items()
    }


def vector(words: Sequence[str], ask: bool, names: Names) -> dict[str, float]:
    """The scaled features of a unit, as heads learn from them."""
    values = tally(words, ask, names)
    scale = scales(values)
    return {name: value * scale[name[0]] for name, value in values.items()}
