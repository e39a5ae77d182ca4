"""What is written is what is read."""

import json
import math
import stat
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.model.attempt import LOG_SCHEMA
from workshop.store import AttemptLog, StoreError

TEXTS = st.text(st.characters(codec=None, exclude_categories=())) | st.sampled_from([
    "\x00", "a\x00b", "\u2028\u2029\x85", "\r\n", "\n", "\ud800", "x\udfff", "\N{GRINNING FACE}",
    "\N{FAMILY}\u200d\ufe0f", "\u202egnorw", "שלום עליכם", "مرحبا", "e" + "\u0301" * 10_000,
    "<script>alert(1)</script>", "=1+1", "\ufeff", "",
])
LEAVES = (st.none() | st.booleans() | st.integers() | TEXTS
          | st.floats(allow_nan=False, allow_infinity=False))
JSONS = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
                     max_leaves=20).map(lambda value: json.loads(json.dumps(value)))


def test_an_attempt_comes_back_with_every_field(log, attempt):
    written = attempt(
        {"susan": "text", "george": ""}, result={"status": "partly", "score": 1, "max": 2},
        hints=2, confidence="fairly", extra={"from": 3, "after_model": True},
    )
    log.append(written)
    assert list(log.read()) == [written]
    assert log.skipped == []


@settings(deadline=None, max_examples=150)
@given(responses=st.lists(JSONS, min_size=1, max_size=4))
def test_any_response_that_json_can_hold_is_kept_without_loss(
    responses, attempt, tmp_path_factory
):
    log = AttemptLog(tmp_path_factory.mktemp("any"))
    for response in responses:
        log.append(attempt(response))
    assert [a.response for a in log.read()] == responses
    assert log.skipped == []
    assert log.path.read_bytes().count(b"\n") == len(responses), "one attempt, one line"


def test_reading_writes_nothing_and_needs_no_file(log):
    assert list(log.read()) == []
    assert not log.folder.exists()


def test_reading_one_exercise_leaves_the_others_out(log, attempt):
    for name in ("ex", "other", "ex"):
        log.append(attempt(name, exercise=name))
    assert [a.response for a in log.read("ex")] == ["ex", "ex"]
    assert len(list(log.read())) == 3


def test_order_is_that_of_the_lines_when_the_clock_was_set_back(log, attempt):
    times = ["2026-05-12T10:00:00+00:00", "2026-05-11T10:00:00+00:00", "2031-01-01T00:00:00+00:00",
             "1970-01-01T00:00:00+00:00"]
    for time in times:
        log.append(attempt(time=time))
    assert [a.time for a in log.read()] == times


def test_log_and_folder_are_the_learners_alone(log, attempt):
    log.append(attempt())
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.folder.stat().st_mode) == 0o700


def test_every_line_names_the_format_it_is_in(log, attempt):
    log.append(attempt())
    assert json.loads(log.path.read_bytes())["schema"] == LOG_SCHEMA


@pytest.mark.parametrize("response", [
    math.nan, math.inf, {1, 2}, b"bytes", object(), 10**5000,
], ids=lambda value: type(value).__name__)
def test_what_json_cannot_hold_is_refused_and_leaves_no_trace(log, attempt, response):
    log.append(attempt("before"))
    with pytest.raises(StoreError, match="Cannot save this answer: it is not plain data"):
        log.append(attempt({"part": response}))
    assert [a.response for a in log.read()] == ["before"]


def test_a_response_nested_too_deeply_is_refused_and_leaves_no_trace(log, attempt):
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(StoreError, match="not plain data"):
        log.append(attempt(deep))
    assert list(log.read()) == []


def test_a_megabyte_of_text_is_kept(log, attempt):
    log.append(attempt("wörter " * 150_000))
    assert next(log.read()).response == "wörter " * 150_000


def test_attempts_of_another_learner_keep_their_token(log, attempt):
    log.append(replace(attempt(), learner="somebody else"))
    assert next(log.read()).learner == "somebody else"
