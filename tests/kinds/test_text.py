"""Text: what is found is told in the learner's own words; no answer is never zero points."""

from dataclasses import replace

import pytest

from workshop.bulk import grade
from workshop.kinds import text
from workshop.model.result import Evidence, Judgement, Unreadable

ANSWER = {"team": "People wait for us. A rival\n is near.", "susan": "It is your Staff case."}


@pytest.fixture
def judged(monkeypatch):
    """Lets the judge find what the test says: levels, each with the same evidence."""

    def put(*levels, evidence=()):
        names = ("first", "second", "third")
        monkeypatch.setattr(text, "judge", lambda item, response: tuple(
            Judgement(name, level, evidence, "so")
            for name, level in zip(names, levels, strict=True)))

    return put


@pytest.mark.parametrize(("levels", "status", "score"), [
    ((2, 2, 2), "met", (6, 6)),
    ((2, 2, 1), "partly", (5, 6)),
    ((2, 0, 0), "partly", (2, 6)),
    ((0, 0, 0), "not_yet", (0, 6)),
    ((2, 2, None), "partly", (4, 4)),
    ((0, None, None), "not_yet", (0, 2)),
    ((None, None, None), "unscored", None),
])
def test_score_counts_what_can_be_told_and_leaves_out_what_cannot(
    make, judged, levels, status, score
):
    judged(*levels)
    result = grade(make.text(), ANSWER)
    assert result.status == status
    assert (result.score and (result.score.raw, result.score.max)) == score


def test_feedback_quotes_the_learners_words_on_one_line(make, judged):
    judged(2, 1, 0, evidence=(Evidence("team", 20, 37),))
    feedback = grade(make.text(), ANSWER).feedback
    assert feedback.text == ('Found: says first ("A rival is near."). '
                             'Partly found: says second ("A rival is near."). '
                             "Could not find: says third.")
    assert feedback.next == "Where is third?"
    assert feedback.link == "[Criterion](index#third)"


def test_next_step_is_the_lowest_level_first_and_then_what_cannot_be_told(make, judged):
    judged(2, 1, 2)
    assert grade(make.text(), ANSWER).feedback.next == "Sharpen second."
    judged(2, None, 2)
    feedback = grade(make.text(), ANSWER).feedback
    assert feedback.next == "Where is second?"
    assert feedback.text.endswith("Can't tell: says second.")
    judged(2, 2, 2)
    assert grade(make.text(), ANSWER).feedback.link == "[Item](index#item)"


def test_long_quote_is_cut_between_words():
    words = "many words " * 50
    found = text.quote(words, Judgement("first", 2, (Evidence(None, 0, len(words)),)))
    assert len(found) <= 120
    assert found.endswith("many…") or found.endswith("words…")


def test_without_a_compiled_judge_nothing_is_scored(make):
    result = grade(make.text(), ANSWER)
    assert (result.status, result.score) == ("unscored", None)
    assert result.feedback.text == "Can't tell: says first; says second; says third."


@pytest.mark.parametrize(("names", "told"), [
    (("weak", "quiet and strong", "by-the-book", "Version 2"), []),
    (("Ann's",), [(0, 'The name "Ann\'s" is not plain words.')]),
    (('"); import os #', "größer", ""), [
        (0, 'The name ""); import os #" is not plain words.'),
        (1, 'The name "größer" is not plain words.'), (2, 'The name "" is not plain words.')]),
    (("two  blanks", "strong ", "x\n", "-x", "x" * 41), [
        (0, 'The name "two blanks" is not plain words.'),
        (1, 'The name "strong" is not plain words.'), (2, 'The name "x" is not plain words.'),
        (3, 'The name "-x" is not plain words.'),
        (4, f'The name "{"x" * 41}" is not plain words.')]),
    (("strong", "weak", "strong"), [(2, 'The name "strong" is used twice.')]),
    (("by the book", "by-the-book"), [(1, 'The name "by-the-book" is used twice.')]),
])
def test_worked_answer_needs_a_name_of_plain_words_that_no_other_has(make, names, told):
    item = make.text(parts=())
    worked = tuple(replace(item.worked[0], name=name) for name in names)
    faults = list(text.faults(replace(item, worked=worked)))
    assert [(fault.path, fault.what) for fault in faults] == [
        (("worked", index, "name"), what) for index, what in told]


def test_parts_that_are_left_out_are_empty(make):
    assert text.read(make.text(), {"susan": "Hello."}) == {"team": "", "susan": "Hello."}


@pytest.mark.parametrize(("parts", "raw", "message"), [
    ((), "", "Write something first."), ((), " \n\t", "Write something first."),
    ((), None, "Write something first."), ((), {"team": "x"}, "Write something first."),
    (("team",), {}, "Write something first."), (("team",), "x", "Write something first."),
    (("team",), {"team": "\u00a0\u2003"}, "Write something first."),
    (("team",), {"team": 5}, "Every part has to be a text."),
    (("team",), {"team": None}, "Every part has to be a text."),
    (("team",), {"all": "x"}, 'There is no part "all"; the parts are team.'),
    ((), "x" * 2_000_001, "This text is longer than 2,000,000 characters. Shorten it."),
    (("team",), {"team": "x" * 2_000_001},
     "This text is longer than 2,000,000 characters. Shorten it."),
])
def test_what_is_no_text_is_unreadable_and_unscored(make, parts, raw, message):
    item = make.text(parts)
    read = text.read(item, raw)
    assert isinstance(read, Unreadable)
    assert read.message == message
    result = grade(item, raw)
    assert (result.status, result.score, result.feedback.text) == ("unscored", None, message)
    assert [judgement.level for judgement in result.judgements] == [None] * 3


@pytest.mark.parametrize("raw", [
    "a\x00b", "\ud800 half", "line\u2028break", "\u202egnol", "e" + "\u0301" * 10_000, "🙂🙂", "?",
])
def test_odd_characters_are_read_as_they_are(make, raw):
    assert text.read(make.text(()), raw) == raw
    assert grade(make.text(()), raw).status == "unscored"
