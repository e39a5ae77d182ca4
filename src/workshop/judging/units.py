"""An answer cut into units: sentences, their clauses, and sentences two by two.

A unit is what a criterion is looked for in, and what is shown as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from workshop.judging.lexicon import respell, words_of
from workshop.judging.normal import Normalised, normalise

# A word: letters or digits, with one apostrophe inside ("don't"). No nested repetition: linear.
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_BULLET = re.compile(r"[-*\u2022+>]+(?=\s)|\(?\d{1,2}[.)](?=\s)|\(?[a-h]\)(?=\s)")
_CONJUNCTIONS = words_of("and but so because which while although though if or since")
LONGEST_SENTENCE = 45
"""Words after which a sentence without an end is cut, so that one run-on text has units too."""
SHORTEST_CLAUSE, SHORTEST_ASIDE = 3, 2
"""Words that a clause has at least: after a conjunction, and between commas ("by Friday")."""

Size = Literal["clause", "sentence", "pair"]


@dataclass(frozen=True)
class Word:
    """A word in plain form and where it stands in the normalised text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Unit:
    """A run of words of one part. ``ask`` says whether it ends in a question mark.

    Two units are never equal, wherever their words are: this one, not one like it, is evidence.
    """

    part: str | None
    size: Size
    words: tuple[str, ...]
    start: int
    end: int
    ask: bool = False


@dataclass(frozen=True)
class PartText:
    """One part of a response: its normalised text and its units."""

    part: str | None
    normal: Normalised
    units: tuple[Unit, ...]

    @cached_property
    def sentences(self) -> tuple[Unit, ...]:
        """The units that are sentences."""
        return tuple(unit for unit in self.units if unit.size == "sentence")

    @property
    def words(self) -> tuple[str, ...]:
        """All words in order (each sentence counted once)."""
        return tuple(word for unit in self.sentences for word in unit.words)


def split_response(
    response: str | Mapping[str, str], parts: tuple[str, ...] = ()
) -> tuple[PartText, ...]:
    """The parts of a response, cut into units. Parts that the item does not have are left out.

    A plain string where parts are expected is taken as the first part.
    """
    if isinstance(response, str):
        return (split_part(response, None),)
    names = parts or tuple(response)
    return tuple(split_part(str(response.get(name) or ""), name) for name in names)


def split_part(raw: str, part: str | None) -> PartText:
    """One part cut into sentences, clauses and pairs of sentences.

    >>> [unit.size for unit in split_part("We start. They wait for us.", None).units]
    ['sentence', 'sentence', 'pair']
    """
    normal = normalise(raw)
    sentences = list(_sentences(normal.text))
    units: list[Unit] = []
    for words in sentences:
        units.append(_unit(part, "sentence", words, normal.text))
        clauses = list(_clauses(words, normal.text))
        if len(clauses) > 1:
            units.extend(_unit(part, "clause", clause, normal.text) for clause in clauses)
    for one, two in zip(sentences, sentences[1:], strict=False):
        units.append(_unit(part, "pair", one + two, normal.text))
    return PartText(part, normal, tuple(units))


def _unit(part: str | None, size: Size, words: list[Word], text: str) -> Unit:
    start, end = words[0].start, words[-1].end
    mark = text[end : end + 3].lstrip("\"') ")[:1]
    inside = "?" in text[start:end]
    said = tuple(respell(word.text) for word in words)
    return Unit(part, size, said, start, end, mark == "?" or inside)


def _sentences(text: str) -> Iterator[list[Word]]:
    """Runs of words between sentence ends, blank lines and bullets."""
    current: list[Word] = []
    for word in _words(text):
        if current:
            between = text[current[-1].end : word.start]
            if _ends_sentence(between, current[-1].text) or len(current) >= LONGEST_SENTENCE:
                yield current
                current = []
        current.append(word)
    if current:
        yield current


def _words(text: str) -> Iterator[Word]:
    """Words, without the numbers and letters that only number a list."""
    for match in _WORD.finditer(text):
        line = text.rfind("\n", max(0, match.start() - 8), match.start()) + 1
        if line == 0 and match.start() > 8:
            yield Word(match.group(), match.start(), match.end())
            continue
        bullet = _BULLET.match(text, _skip_space(text, line))
        if not (bullet and bullet.start() <= match.start() < bullet.end()):
            yield Word(match.group(), match.start(), match.end())


def _skip_space(text: str, index: int) -> int:
    while index < len(text) and text[index] == " ":
        index += 1
    return index


def _ends_sentence(between: str, last: str) -> bool:
    """Whether a sentence ends in what stands between two words."""
    if any(mark in between for mark in "!?\u2022") or between.count("\n") > 1:
        return True
    if "\n" in between:  # a wrapped line goes on; a new bullet or numbered line does not
        after = between.rpartition("\n")[2]
        return "." in between or bool(after.strip())
    if ". " in between or ".\"" in between or ".'" in between or ".)" in between:
        return last not in ("e", "g", "mr", "mrs", "ms", "dr", "vs", "eg", "ie")
    return "..." in between or ";" in between


def _clauses(words: list[Word], text: str) -> Iterator[list[Word]]:
    """A sentence cut at commas, colons, dashes and conjunctions, where both sides hold words."""
    current: list[Word] = []
    for position, word in enumerate(words):
        shorter = min(len(current), len(words) - position)
        if shorter >= SHORTEST_ASIDE:
            between = text[current[-1].end : word.start]
            is_cut = any(mark in between for mark in ",:()\n") or " - " in between
            if is_cut or (shorter >= SHORTEST_CLAUSE and word.text in _CONJUNCTIONS):
                yield current
                current = []
        current.append(word)
    if current:
        yield current
