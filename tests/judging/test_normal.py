"""Normalised text is comparable, and every character knows where it stood."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.judging.normal import LONGEST, normalise


@pytest.mark.parametrize(
    "raw",
    [
        "don't wait",
        "don\u2019t wait",
        "DON'T WAIT",
        "don't\u00a0wait",
        "don't wa\u200bit",
        "\uff44on't wait",
    ],
)
def test_quotes_case_spaces_and_invisible_marks_make_no_difference(raw):
    assert normalise(raw).text == "don't wait"


def test_composed_and_decomposed_accents_are_the_same():
    assert normalise(unicodedata.normalize("NFC", "na\u00efve Jos\u00e9")).text == (
        normalise(unicodedata.normalize("NFD", "na\u00efve Jos\u00e9")).text
    )


def test_span_leads_back_to_the_raw_words_with_their_accents():
    raw = unicodedata.normalize("NFD", "  the na\u00efve  one ")
    start, end = normalise(raw).raw_span(4, 11)
    assert unicodedata.normalize("NFC", raw[start:end]) in ("he na\u00efve", "e na\u00efve")
    start, end = normalise(raw).raw_span(0, len(normalise(raw).text))
    assert raw[start:end] == raw.strip()


def test_a_span_of_nothing_but_space_is_empty():
    assert normalise("a   b").raw_span(1, 4) == (0, 0)


def test_text_beyond_the_limit_is_not_read_and_says_so():
    normal = normalise("a" * (LONGEST + 1))
    assert len(normal.text) == LONGEST
    assert not normal.is_whole


@given(st.text(st.characters(), max_size=200))
def test_every_character_of_any_text_knows_its_origin(raw):
    normal = normalise(raw)
    assert len(normal.text) == len(normal.origin)
    assert all(0 <= index < len(raw) for index in normal.origin)
    start, end = normal.raw_span(0, len(normal.text))
    assert 0 <= start <= end <= len(raw)


@pytest.mark.parametrize("raw", ["\x00", "\ud800", "a\udfffb", "\U0001f642", "\u0130stanbul"])
def test_odd_code_points_do_no_harm(raw):
    normal = normalise(raw)
    assert len(normal.text) == len(normal.origin)
