"""How hard a text is to read: Flesch reading ease and grade, for information and never a fault.

Both count words a sentence and syllables a word. Ease runs from 0 (hard) to 100 (easy); plain
English stands at 60 to 70. The grade is the year of an American school.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workshop.checking.checked import Checked
from workshop.checking.pages import Page
from workshop.checking.prose import Line, authored, readable

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


def of_exercise(checked: Checked) -> Level:
    """The level of what learners read of an exercise; what each level of a rubric means is the
    raters' and left out."""
    texts = (text for place, text in authored(checked.tree.data) if "levels" not in place)
    return level(checked.shown, (block for text in texts
                                 for block in blocks(readable(enumerate(text.splitlines())))))


def of_page(page: Page) -> Level:
    """The level of a page."""
    return level(page.shown, blocks(page.readable()))
