"""How hard a text is to read: Flesch reading ease and grade, for information and never a fault.

Both count words a sentence and syllables a word. Ease runs from 0 (hard) to 100 (easy); plain
English stands at 60 to 70. The grade is the year of an American school.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop.checking.pages import Page, page_at
from workshop.checking.prose import Line, authored, readable
from workshop.loading.places import Places
from workshop.loading.yamltree import read_yaml

_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)*_]*\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BLOCK = re.compile(r"\s*(?:[-*]|\d+\.)\s+|\s*>\s?")
_VOWELS = re.compile(r"[aeiouyàâäéèêëïîôöùûü]+")
_SILENT = re.compile(r"(?<=[^aeiouyl])(?:e|es|ed)$|(?<=[aeiouy][lr])e[sd]?$")
_SPOKEN = re.compile(r"(?:[td]ed|(?:[sxz]|ch|sh|c|g)es)$")


@dataclass(frozen=True)
class Level:
    """The reading level of one text."""

    name: str
    words: int
    sentences: int
    syllables: int

    @property
    def ease(self) -> float:
        """Flesch's reading ease."""
        return (206.835 - 1.015 * self.words / max(self.sentences, 1)
                - 84.6 * self.syllables / max(self.words, 1))

    @property
    def grade(self) -> float:
        """The grade by Flesch and Kincaid."""
        return (0.39 * self.words / max(self.sentences, 1)
                + 11.8 * self.syllables / max(self.words, 1) - 15.59)

    @property
    def line(self) -> str:
        """The level in one line.

        >>> Level("a page", 100, 10, 150).line
        'Reading: ease 70, grade 6.0, 10 words a sentence, 100 words  a page'
        """
        return (f"Reading: ease {self.ease:.0f}, grade {self.grade:.1f}, "
                f"{self.words / max(self.sentences, 1):.0f} words a sentence, "
                f"{self.words:,} words  {self.name}")


    def as_dict(self) -> dict[str, Any]:
        """The level as data for other programs."""
        return {"name": self.name, "words": self.words, "sentences": self.sentences,
                "ease": round(self.ease, 1), "grade": round(self.grade, 1)}


def syllables(word: str) -> int:
    """About how many syllables a word has: its groups of vowels, without a silent e.

    >>> [syllables(word) for word in ("team", "engineer", "motive", "decided", "table", "asked")]
    [1, 3, 2, 3, 2, 1]
    """
    lower = word.lower()
    silent = 0 if _SPOKEN.search(lower) else len(_SILENT.findall(lower))
    return max(1, len(_VOWELS.findall(lower)) - silent)


def level(name: str, blocks: Iterable[str]) -> Level:
    """The level of a text in blocks; a block ends a sentence also where it lacks a full stop.

    >>> level("x", ["Ask. Then wait.", "A list entry"]).sentences
    3
    """
    words = sentences = spoken = 0
    for block in blocks:
        for sentence in _SENTENCE.split(block):
            found = _WORD.findall(sentence)
            words, sentences = words + len(found), sentences + bool(found)
            spoken += sum(map(syllables, found))
    return Level(name, words, sentences, spoken)


def blocks(lines: Iterable[Line]) -> Iterator[str]:
    """Paragraphs and entries of lists; headings and tables are no sentences."""
    waiting: list[str] = []
    for _, line in lines:
        starts = not line.strip() or line.lstrip().startswith(("#", "|", ":")) or (
            _BLOCK.match(line))
        if starts and waiting:
            yield " ".join(waiting)
            waiting = []
        if not line.lstrip().startswith(("#", "|", ":")) and line.strip():
            waiting.append(_BLOCK.sub("", line, count=1))
    if waiting:
        yield " ".join(waiting)


def levels(places: Places) -> list[Level]:
    """The levels of all chapters and exercises."""
    chapters = sorted((places.book / "chapters").glob("*.md"))
    return [*(of_page(page_at(places, path)) for path in chapters),
            *levels_below([places.exercises])]


def levels_below(paths: Sequence[Path]) -> list[Level]:
    """The levels of exercise folders, or of those below the given ones."""
    files = [file for path in paths
             for file in sorted([*path.glob("exercise.yaml"), *path.glob("*/exercise.yaml")])]
    return [of_exercise(file) for file in files]


def of_exercise(file: Path) -> Level:
    """The level of what learners read of an exercise; what the levels of a rubric mean is for
    raters and left out."""
    tree = read_yaml(file.read_bytes(), str(file))
    texts = (text for place, text in authored(tree.data) if "levels" not in place)
    return level(file.parent.name, (block for text in texts
                                    for block in blocks(readable(enumerate(text.splitlines())))))


def of_page(page: Page) -> Level:
    """The level of a page."""
    return level(Path(page.shown).stem, blocks(page.readable()))
