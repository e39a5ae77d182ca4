"""An answer is cut into sentences, clauses and pairs, alike however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.judging.units import LONGEST_SENTENCE, split_part, split_response


def sentences(raw):
    units = split_part(raw, None).units
    return [" ".join(unit.words) for unit in units if unit.size == "sentence"]


def test_sentences_end_at_full_stops_and_question_marks():
    assert sentences("We ship. Who waits? They do!") == ["we ship", "who waits", "they do"]


def test_versions_and_abbreviations_do_not_end_a_sentence():
    assert sentences("Move to 2.5 today") == ["move to 2 5 today"]
    assert sentences("Pick one, e.g. the queue") == ["pick one e g the queue"]


@pytest.mark.parametrize(
    "raw",
    [
        "- we ship\n- they wait",
        "* we ship\n* they wait",
        "\u2022 we ship\n\u2022 they wait",
        "1. we ship\n2. they wait",
        "we ship.\r\nthey wait.",
        "we ship\n\nthey wait",
    ],
)
def test_bullets_and_numbers_make_sentences_and_are_not_words(raw):
    assert sentences(raw) == ["we ship", "they wait"]


def test_a_wrapped_line_goes_on():
    assert sentences("we ship the release\nbefore they do") == [
        "we ship the release before they do"
    ]


def test_a_clause_is_cut_where_both_sides_hold_words():
    units = split_part("They wait for your import, and nobody can test before", None).units
    assert [" ".join(unit.words) for unit in units if unit.size == "clause"] == [
        "they wait for your import",
        "and nobody can test before",
    ]


def test_a_run_on_text_is_cut_too():
    assert [len(line.split()) for line in sentences("word " * 100)] == [
        LONGEST_SENTENCE,
        LONGEST_SENTENCE,
        100 - 2 * LONGEST_SENTENCE,
    ]


def test_a_question_is_known_as_one():
    units = split_part("Who knows it best? Tell me.", None).units
    assert [unit.ask for unit in units if unit.size == "sentence"] == [True, False]


def test_parts_that_the_item_does_not_have_are_left_out():
    parts = split_response({"team": "Hello.", "other": "What?"}, ("team", "susan"))
    assert [(part.part, part.normal.raw) for part in parts] == [("team", "Hello."), ("susan", "")]


def test_swapped_letters_and_chat_spelling_are_read_as_the_word():
    assert sentences("teh customres dont wait 4 u") == ["the customers don't wait 4 you"]


@given(st.text(st.characters(), max_size=300))
def test_units_of_any_text_lie_inside_it_and_hold_words(raw):
    part = split_part(raw, None)
    for unit in part.units:
        assert 0 <= unit.start < unit.end <= len(part.normal.text)
        assert unit.words
