"""Text made comparable, with a way back: every character still knows where it stood.

Curly quotes, accents, upper case, full-width letters and odd spaces make no difference to a
judgement; the evidence is still marked in the learner's own, raw text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 10_000
"""How many code points of one part are read: some 1,700 words, far more than any item asks for."""

_PLAIN = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u02bc": "'", "`": "'",
    "\u00b4": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": " - ", "\u2014": " - ",
    "\u2212": "-", "\u2022": "\u2022", "\u2028": "\n", "\u2029": "\n\n", "\x0b": "\n",
    "\x0c": "\n", "\x85": "\n", "\r": "\n", "\n": "\n", "\t": " ",
}  # fmt: skip


@dataclass(frozen=True)
class Normalised:
    """``text`` is the plain form; ``origin[i]`` is the index in ``raw`` that gave ``text[i]``.

    ``is_whole`` is false where ``raw`` is longer than ``LONGEST`` and its end was not read.
    """

    raw: str
    text: str
    origin: Sequence[int]
    is_whole: bool = True

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw code points behind ``text[start:end]``, without space at either end.

        >>> normalise(" na\u00efve ").raw_span(0, 7)
        (1, 6)
        """
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start == end:
            return (0, 0)
        first, last = self.origin[start], self.origin[end - 1] + 1
        # An accent that was taken off still belongs to its letter.
        while last < len(self.raw) and unicodedata.combining(self.raw[last]):
            last += 1
        return (first, last)


def normalise(raw: str) -> Normalised:
    """The plain form of ``raw`` in lower case, without accents, marks and invisible characters.

    Takes any string, lone surrogates and NUL too; time is linear in the length.

    >>> normalise("Don\u2019t\u00a0WAIT").text
    "don't wait"
    """
    known: dict[str, str] = {}
    pieces: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(raw[:LONGEST]):
        plain = known.get(character)
        if plain is None:
            plain = known[character] = _plain(character)
        if plain:
            pieces.append(plain)
            origin.extend([index] * len(plain))
    return Normalised(raw, "".join(pieces), origin, len(raw) <= LONGEST)


def _plain(character: str) -> str:
    """What one code point becomes; empty for marks and for what can't be seen."""
    if character in _PLAIN:
        return _PLAIN[character]
    kept = []
    for piece in unicodedata.normalize("NFKD", character):
        category = unicodedata.category(piece)
        if category in ("Mn", "Me", "Cf"):
            continue
        kept.append(_PLAIN.get(piece, " " if category[0] in "CZ" else piece.lower()))
    # Lower case may bring a mark of its own back (as in Turkish capital I with dot).
    return "".join(piece for piece in "".join(kept) if not unicodedata.combining(piece))
