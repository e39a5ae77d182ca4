"""Rules over spelling: an offline dictionary, British forms, and the project's own word list.

Looked at are the prose fields of exercises, their notes, the pages of the book, the claims and
the misconceptions. Passed over are labelled responses and a rubric's example sentences (their
slips are meant), code, addresses, words with a digit or a capital inside, and names: a word that
somewhere in the same text stands with a capital in the middle of a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from workshop.checking.british import british, looked_up
from workshop.checking.checked import Checked, Rule
from workshop.checking.prose import Line, authored, readable
from workshop.checking.whole import Whole, WholeRule
from workshop.errors import Problem
from workshop.loading.claims import CLAIMS_FILE
from workshop.loading.misconceptions import MISCONCEPTIONS_FILE, try_misconceptions
from workshop.loading.places import Places
from workshop.loading.responses import RESPONSES_FILE
from workshop.loading.yamltree import Tree

WORDS_FILE = "words.txt"

_WORD = re.compile(r"(?<![\w'’.])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w])(?!\.\w)")
_NAME = re.compile(r"[a-z,;)]\s+(?=([A-Z][^\W\d_]+))")
_HALF = re.compile(r"\b[A-Z]\w*-$")  # of a name with a hyphen, such as Wi-Fi
_ENDING = re.compile(r"'(s|ll|d|ve|re|m)$|(?<=s)'$")


@dataclass(frozen=True)
class Text:
    """One file to look at: its name, the lines of its prose, and all its lines."""

    shown: str
    prose: Sequence[Line]
    raw: Sequence[str]


def words_are_spelt(checked: Checked) -> Iterator[Problem]:
    """Every word of an exercise and its notes stands in a dictionary or in `book/words.txt`."""
    if checked.places is None:
        return  # an exercise that stands alone has no word list, and every name would be a fault
    texts = list(_texts(checked))
    names = {name for text in texts for name in names_in(text.prose)}
    for text in texts:
        yield from faults(text, word_list(checked.places), names)


def pages_are_spelt(whole: Whole) -> Iterator[Problem]:
    """Every word of pages, claims and misconceptions stands in one of the two as well."""
    known = word_list(whole.places)
    for page in whole.pages:
        head = _prose(page.head, page.front)
        text = Text(page.shown, [*head, *page.readable()], page.lines)
        yield from faults(text, known, names_in(text.prose))
    for path, shown, tree in (
        (whole.places.book / CLAIMS_FILE, f"book/{CLAIMS_FILE}", whole.claims_tree),
        (whole.places.exercises / MISCONCEPTIONS_FILE, f"exercises/{MISCONCEPTIONS_FILE}",
         try_misconceptions(whole.places)[2]),
    ):
        text = _yaml(shown, path, tree)
        yield from faults(text, known, names_in(text.prose))


def the_word_list_is_sorted(whole: Whole) -> Iterator[Problem]:
    """The word list has one word a line, each once, in alphabetical order."""
    before = ""
    for number, word in _entries(whole.places):
        if _in_order(word) <= _in_order(before):
            yield Problem(f"book/{WORDS_FILE}", number, "",
                          f'"{word}" comes after "{before}".',
                          "Keep the list in alphabetical order, each word once.")
        before = word


def _in_order(word: str) -> str:
    """What a word is sorted by: its letters, without accents and capitals."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def faults(text: Text, listed: frozenset[str], names: Iterable[str]) -> Iterator[Problem]:
    """What is misspelt in a text, each word once, at the first line that has it."""
    names, told = set(names), set[str]()
    for number, line in text.prose:
        for match in _WORD.finditer(line):
            word = match[0].replace("’", "'")
            stem = _ENDING.sub("", word)
            known = stem in told or stem in names or _HALF.search(line, 0, match.start())
            fault = None if known else judged(word, listed)
            if fault:
                told.add(stem)
                yield Problem(text.shown, _line(text.raw, match[0], number), "", *fault)


@cache
def judged(word: str, listed: frozenset[str]) -> tuple[str, str] | None:
    """What is wrong with a word and how to mend it, ``None`` where nothing is."""
    stem = _ENDING.sub("", word)
    lower = stem.lower()
    if len(stem) < 2 or stem[1:] != lower[1:] or {word, stem, lower} & listed:
        return None
    here = british(lower)
    if here:
        return f'"{stem}" is American spelling.', f'Write "{here}".'
    known = _dictionary()
    if known.known([*looked_up(lower), word.lower()]):
        return None
    # Near every name stands some word, and "Axel" is no slip for "axe".
    near = known.known(known.edit_distance_1(lower)) if stem == lower else ()
    best = max(near, key=lambda one: (known[one], one), default="")
    hint = f'Did you mean "{british(best) or best}"? ' if best else ""
    return (f'"{stem}" stands in no dictionary here.',
            f"{hint}A name or a term belongs in book/{WORDS_FILE}.")


@cache
def _dictionary() -> Any:
    from spellchecker import SpellChecker  # half a second: only for those who check

    return SpellChecker(language="en")


def word_list(places: Places) -> frozenset[str]:
    """The project's own words. One in lower case covers its form with a capital as well."""
    return frozenset(word for _, word in _entries(places))


def _entries(places: Places) -> list[Line]:
    path = places.book / WORDS_FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    words = ((number, line.partition("#")[0].strip()) for number, line in enumerate(lines, 1))
    return [(number, word) for number, word in words if word]


def names_in(prose: Sequence[Line]) -> set[str]:
    """The words that stand with a capital in the middle of a sentence."""
    return {name for _, line in prose for name in _NAME.findall(line)}


def _texts(checked: Checked) -> Iterator[Text]:
    yield _yaml(f"{checked.shown}/exercise.yaml", checked.folder / "exercise.yaml", checked.tree)
    if checked.responses:
        yield _yaml(f"{checked.shown}/{RESPONSES_FILE}", checked.folder / RESPONSES_FILE,
                    checked.responses_tree, _about_responses(checked.responses_tree.data))
    notes = checked.folder / "facilitate.md"
    if notes.is_file():
        lines = notes.read_text(encoding="utf-8").splitlines()
        yield Text(f"{checked.shown}/facilitate.md", list(readable(enumerate(lines, 1))), lines)


def _about_responses(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the author says about the responses; the responses themselves are the learners'."""
    notes = [{"note": one.get("note", "")} for one in data.get("examples") or ()]
    return {"origin": data.get("origin", ""), "examples": notes}


def _yaml(shown: str, path: Path, tree: Tree, data: Any = None) -> Text:
    lines = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
    return Text(shown, _prose(tree, tree.data if data is None else data), lines)


def _prose(tree: Tree, data: Any) -> list[Line]:
    """The lines of the prose of a document; each is numbered like the field that holds it."""
    return [(tree.line(place), line) for place, text in authored(data)
            for _, line in readable(enumerate(text.splitlines()))]


def _line(raw: Sequence[str], word: str, start: int) -> int:
    """The first line from ``start`` on that has the word; a long field has many lines."""
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    return next((number for number, line in enumerate(raw[start - 1 :], start)
                 if whole.search(line)), start)


RULES: list[Rule] = [words_are_spelt]

WHOLE_RULES: list[WholeRule] = [pages_are_spelt, the_word_list_is_sorted]
