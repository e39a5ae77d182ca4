"""Rule against copying: no eight words in a row that stand in one of the essays.

The essays belong to their authors and are not in this repository. What is compared are salted
hashes of all their runs of eight words, from which no sentence can be read back;
`benchmarks/essay_runs.py` makes the list.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from workshop.checking.whole import Whole, WholeRule
from workshop.errors import Problem
from workshop.loading.places import Places

LONGEST_RUN = 8
"""So many words in a row are a copy; up to seven may be a quotation, credited."""

SALT = b"leading-and-managing-workshop/essay-runs/1"
HASH_BYTES = 6
RUNS_FILE = Path(__file__).with_name("essay_runs.txt")

TITLES = (
    "Management is not leadership, leadership is not management",
    "Leadership and Management: What's the Difference and Why It Matters",
    "Leaders vs. Managers: Decoding the Dance in the Tech Arena (After 19 Years of Stepping on "
    "Each Other's Toes)",
)
"""The titles of essays that have eight words and more: a work may be called by its name."""

FOLDERS = ("book", "exercises", "docs")
TEXTS = frozenset({".md", ".yaml", ".yml", ".txt", ".json", ".ipynb", ".svg", ".html"})
_MARKED = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>|\]\([^)\s]*\)|\w+://\S+", re.DOTALL)
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[tuple[int, str]]:
    """The words of a text with their places, as they are compared: letters and digits only.

    >>> [word for _, word in words_of("The *manager’s* job: it’s long-term.")]
    ['the', 'managers', 'job', 'its', 'long', 'term']
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    return [(match.start(), match[0]) for match in _WORD.finditer(plain)]


def bare(text: str) -> str:
    """The text without tags, comments and addresses, on the same lines as before."""
    return _MARKED.sub(lambda found: "\n" * found[0].count("\n") or " ", text)


def runs_of(words: Collection[str]) -> Iterator[bytes]:
    """The hash of every run of eight words, in their order."""
    every = list(words)
    salted = hashlib.sha256(SALT)
    for at in range(len(every) - LONGEST_RUN + 1):
        run = salted.copy()
        run.update(" ".join(every[at : at + LONGEST_RUN]).encode())
        yield run.digest()[:HASH_BYTES]


@cache
def essay_runs() -> frozenset[bytes]:
    """The runs of the essays, their titles aside."""
    lines = RUNS_FILE.read_text(encoding="ascii").split()
    titles = {run for title in TITLES for run in runs_of([word for _, word in words_of(title)])}
    return frozenset(bytes.fromhex(line) for line in lines) - titles


def copied(text: str, known: Collection[bytes]) -> Iterator[tuple[int, int, str]]:
    """Every longest run that is known: its first line, the count of its words, and the words.

    >>> mine = frozenset(runs_of("a b c d e f g h".split()))
    >>> list(copied("So:\\nA b, c d e f\\ng h.", mine))
    [(2, 8, 'a b c d e f g h')]
    """
    plain = bare(text)
    words = words_of(plain)
    hits = [at for at, run in enumerate(runs_of([word for _, word in words])) if run in known]
    if not hits:
        return
    breaks = [match.start() for match in
              re.finditer("\n", unicodedata.normalize("NFKC", plain).translate(_APOSTROPHES))]
    starts = [hits[0], *(later for one, later in pairwise(hits) if later > one + LONGEST_RUN)]
    for number, start in enumerate(starts):
        end = max(at for at in hits if number + 1 == len(starts) or at < starts[number + 1])
        run = words[start : end + LONGEST_RUN]
        yield (bisect_right(breaks, run[0][0]) + 1, len(run), " ".join(word for _, word in run))


def nothing_is_copied(whole: Whole) -> Iterator[Problem]:
    """No eight words in a row of an essay stand in the book, exercises, docs or README."""
    known = essay_runs()
    for path in files(whole.places):
        shown = path.relative_to(whole.places.root).as_posix()
        text = path.read_text(encoding="utf-8", errors="replace")
        is_data = path.suffix in (".json", ".ipynb")
        for line, count, words in copied(_strings(text) if is_data else text, known):
            yield Problem(shown, 0 if is_data else line, "",
                          f'These {count} words stand in an essay: "{words}".',
                          f"Say it in your own words, or quote fewer than {LONGEST_RUN} and name "
                          "the author.")


def files(places: Places) -> list[Path]:
    """Every text file that a reader may come upon."""
    top = sorted(places.root.glob("*.md"))
    below = chain.from_iterable((places.root / name).rglob("*") for name in FOLDERS)
    return top + sorted(path for path in below if path.suffix in TEXTS and path.is_file()
                        and not {"_build", ".ipynb_checkpoints"} & set(path.parts))


def _strings(text: str) -> str:
    """The texts of a JSON file, which has line breaks and quotes written in another way."""
    try:
        return "\n".join(_leaves(json.loads(text)))
    except ValueError:
        return text


def _leaves(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list | dict):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _leaves(value)


WHOLE_RULES: list[WholeRule] = [nothing_is_copied]
