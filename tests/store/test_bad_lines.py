"""A line that cannot be used is skipped and told, and costs no other line."""

import json
from dataclasses import asdict

import pytest

from workshop.store import Skipped, StoreError

GOOD = {"time": "2026-05-12T10:00:00+00:00", "learner": "l", "exercise": "ex", "item": "one",
        "revision": "r", "event": "check", "response": "fine", "schema": 1}
NO_RECORD = "not a whole record"


@pytest.mark.parametrize(("line", "why"), [
    (b"\x00\x00\x00\x00", NO_RECORD),
    (b"\xff\xfe garbage", NO_RECORD),
    (b"{", NO_RECORD),
    (b"<<<<<<< HEAD", NO_RECORD),
    (b"[" * 200_000, NO_RECORD),
    (json.dumps(GOOD | {"response": float("nan")}).encode(), NO_RECORD),
    (json.dumps(GOOD).replace('"fine"', "-Infinity").encode(), NO_RECORD),
    (json.dumps(GOOD).replace('"fine"', "1e999").encode(), NO_RECORD),
    (json.dumps(GOOD).replace('"fine"', "9" * 5000).encode(), NO_RECORD),
    (b"null", "not a record"),
    (b"[1, 2]", "not a record"),
    (b'"text"', "not a record"),
    (b"{}", "no schema number"),
    (json.dumps(GOOD | {"schema": "1"}).encode(), "no schema number"),
    (json.dumps(GOOD | {"schema": 0}).encode(), "no schema number"),
    (json.dumps(GOOD | {"schema": 99}).encode(), "written by a newer version (schema 99)"),
    (b'{"schema": 1}', "without time, exercise, item, event"),
    (json.dumps(GOOD | {"item": 3}).encode(), "without item"),
    (json.dumps(GOOD | {"extra": ["from"]}).encode(), "odd extra"),
    (json.dumps(GOOD | {"hints": "2", "result": 1.0, "learner": None}).encode(),
     "odd learner, hints, result"),
], ids=range(20))
def test_a_line_that_is_no_attempt_is_told_with_its_number(log, attempt, line, why):
    log.append(attempt("first"))
    with log.path.open("ab") as file:
        file.write(line + b"\n\n")
    log.append(attempt("last"))
    assert [a.response for a in log.read()] == ["first", "last"]
    assert log.skipped == [Skipped(2, why)]


def test_all_bad_lines_are_told_at_once_and_anew_at_each_reading(log, attempt):
    log.append(attempt("first"))
    with log.path.open("ab") as file:
        file.write(b"oops\n" + json.dumps(GOOD).encode() + b"\n[]\n")
    for _ in range(2):
        assert [a.response for a in log.read()] == ["first", "fine"]
        assert log.skipped == [Skipped(2, NO_RECORD), Skipped(4, "not a record")]


def test_a_torn_last_line_is_told_and_the_next_attempt_starts_on_its_own(log, attempt):
    log.append(attempt("first"))
    whole = log.path.read_bytes()
    for cut in range(1, len(whole) - 1, 7):
        log.path.write_bytes(whole + whole[:cut])
        assert [a.response for a in log.read()] == ["first"]
        assert log.skipped == [Skipped(2, f"{NO_RECORD} (the last write was cut off)")]
        log.append(attempt("after"))
        assert [a.response for a in log.read()] == ["first", "after"]
        assert log.skipped == [Skipped(2, NO_RECORD)]


def test_a_last_line_that_lacks_only_its_end_is_no_loss(log, attempt):
    log.append(attempt("first"))
    log.path.write_bytes(log.path.read_bytes().rstrip(b"\n"))
    log.append(attempt("second"))
    assert [a.response for a in log.read()] == ["first", "second"]
    assert log.skipped == []


def test_fields_of_a_later_version_with_the_same_format_are_passed_over(log, attempt):
    log.append(attempt())
    record = asdict(attempt("known")) | {"mood": "sunny", "__class__": "x"}
    with log.path.open("ab") as file:
        file.write(json.dumps(record).encode() + b"\r\n")
    assert [a.response for a in log.read()] == [None, "known"]
    assert log.skipped == []


def test_a_folder_in_place_of_the_log_is_told_in_plain_words(log, attempt):
    log.path.mkdir(parents=True)
    with pytest.raises(StoreError) as told:
        log.append(attempt())
    assert str(told.value) == f"Cannot save to {log.path}: Is a directory."
    with pytest.raises(StoreError) as told:
        list(log.read())
    assert str(told.value) == f"Cannot read {log.path}: Is a directory."


def test_a_file_in_place_of_the_folder_is_told_in_plain_words(log, attempt):
    log.folder.write_text("not a folder")
    with pytest.raises(StoreError, match="^Cannot save to .*: File exists.$"):
        log.append(attempt())
    with pytest.raises(StoreError, match="^Cannot read .*: Not a directory.$"):
        list(log.read())
    assert log.folder.read_text() == "not a folder"
    assert log.learner(), "a token for as long as the process lives"
