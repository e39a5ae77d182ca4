"""A learner's work: packed, loaded on another machine, deleted."""

import io
import json
import stat
import zipfile
from dataclasses import asdict

import pytest

from workshop import store
from workshop.store import AttemptLog, Loaded, StoreError
from workshop.store import work as work_module
from workshop.store.log import TOKEN_FILE


@pytest.fixture
def other(tmp_path):
    return AttemptLog(tmp_path / "other")


def said(log):
    return [a.response for a in log.read()]


def zipped(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def at(minute):
    return f"2026-05-12T10:{minute:02}:00+00:00"


def test_a_packed_log_is_the_log_byte_by_byte_beside_a_page_in_words(log, attempt):
    log.append(attempt("wörter"))
    with log.path.open("ab") as file:
        file.write(b"torn {")
    with zipfile.ZipFile(io.BytesIO(store.pack(log, "<p>in w\u00f6rds \ud800</p>"))) as archive:
        assert archive.namelist() == ["my-work.html", "attempts.jsonl"]
        assert archive.read("attempts.jsonl") == log.path.read_bytes()
        assert archive.read("my-work.html").decode() == "<p>in wörds ?</p>"


def test_work_comes_to_another_machine_with_its_tokens_and_its_order(log, other, attempt):
    for number in range(3):
        log.append(attempt(number, time=at(number), learner="mine"))
    assert store.load(other, store.pack(log, "")) == Loaded(3, 0, 0)
    assert list(other.read()) == list(log.read())
    assert other.learner() != "mine"
    assert stat.S_IMODE(other.path.stat().st_mode) == 0o600


def test_what_both_have_is_there_once_and_what_one_has_is_sorted_in(log, other, attempt):
    log.append(attempt("shared", time=at(1)))
    store.load(other, store.pack(log, ""))
    log.append(attempt("here", time=at(3)))
    other.append(attempt("there", time=at(2)))
    assert store.load(log, store.pack(other, "")) == Loaded(1, 1, 0)
    assert said(log) == ["shared", "there", "here"]
    before = log.path.read_bytes()
    assert store.load(log, store.pack(other, "")) == Loaded(0, 2, 0)
    assert log.path.read_bytes() == before


def test_the_log_alone_can_be_loaded_as_well(log, other, attempt):
    log.append(attempt("fine"))
    windows = b"\xef\xbb\xbf" + log.path.read_bytes().replace(b"\n", b"\r\n")
    assert store.load(other, windows) == Loaded(1, 0, 0)
    assert said(other) == ["fine"]
    assert store.load(log, windows) == Loaded(0, 1, 0)


def test_lines_here_that_cannot_be_read_are_not_lost(log, other, attempt):
    log.append(attempt("before"))
    with log.path.open("ab") as file:
        file.write(b"\x00\xff torn")
    other.append(attempt("new", time=at(5)))
    store.load(log, store.pack(other, ""))
    assert b"\x00\xff torn\n" in log.path.read_bytes()
    assert said(log) == ["before", "new"]


def test_entries_of_a_newer_version_and_fields_it_added_are_kept(log, attempt):
    newer = {"schema": 99, "of": "the future"}
    more = asdict(attempt("fine")) | {"mood": "sunny"}
    assert store.load(log, f"{json.dumps(newer)}\n{json.dumps(more)}".encode()).new == 2
    assert said(log) == ["fine"]
    assert log.skipped[0].why == "written by a newer version (schema 99)"
    assert b"sunny" in log.path.read_bytes()


def test_lines_that_are_no_entries_are_left_out_and_counted(log, attempt):
    loaded = store.load(log, b"oops\n" + json.dumps(asdict(attempt("fine"))).encode() + b"\n[]\n")
    assert loaded == Loaded(1, 0, 2)
    assert loaded.words == "1 entry was loaded. 2 lines were no entry and left out."
    assert b"oops" not in log.path.read_bytes()


GOOD = json.dumps({"time": "t", "exercise": "e", "item": "i", "event": "check", "schema": 1})


@pytest.mark.parametrize(("content", "words"), [
    (b"", "There is nothing of the workshop in this file"),
    (b"Dear diary", "There is nothing of the workshop in this file"),
    (b'{"cells": []}', "There is nothing of the workshop in this file"),
    (b"\x89PNG\r\n\x1a\n" + bytes(500), "There is nothing of the workshop in this file"),
    (b"[" * 200_000, "There is nothing of the workshop in this file"),
    (b"PK but no zip", "This zip cannot be read"),
    (zipped(**{"attempts.jsonl": GOOD})[:-30], "This zip cannot be read"),
    (zipped(**{"photo.jpg": "x"}), "This zip holds no attempts.jsonl"),
    (zipped(**{"attempts.jsonl": ""}), "There is nothing of the workshop in this file"),
    (zipped(**{"a/attempts.jsonl": GOOD, "b/attempts.jsonl": GOOD}), "holds no attempts.jsonl"),
], ids=range(10))
def test_a_file_that_is_not_ours_is_refused_in_words_and_changes_nothing(
    log, attempt, content, words
):
    log.append(attempt("mine"))
    before = log.path.read_bytes()
    with pytest.raises(StoreError, match=words):
        store.load(log, content)
    assert log.path.read_bytes() == before


def test_a_damaged_member_is_refused_in_words(log):
    content = bytearray(zipped(**{"attempts.jsonl": GOOD * 50}))
    content[60:80] = bytes(20)
    with pytest.raises(StoreError, match="This zip cannot be read"):
        store.load(log, bytes(content))


def test_a_zip_that_swells_is_refused_without_being_unpacked(log, monkeypatch):
    monkeypatch.setattr(work_module, "MOST_BYTES", 10_000)
    bomb = zipped(**{"attempts.jsonl": b"\n" * 5_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(StoreError, match="This file is larger than"):
        store.load(log, bomb)
    with pytest.raises(StoreError, match="This file is larger than"):
        store.load(log, b"x" * 10_001)


@pytest.mark.parametrize("name", ["../../attempts.jsonl", "/etc/attempts.jsonl",
                                  "..\\..\\attempts.jsonl", "work/attempts.jsonl"])
def test_names_in_a_zip_are_no_paths(log, tmp_path, name):
    before = sorted(tmp_path.rglob("*"))
    store.load(log, zipped(**{name: GOOD, "../../evil.sh": "x"}))
    assert sorted(tmp_path.rglob("*")) == sorted([*before, log.folder, log.path])
    assert len(list(log.read())) == 1


def test_where_open_files_cannot_be_replaced_new_entries_are_appended(
    log, other, attempt, monkeypatch
):
    monkeypatch.setattr(work_module, "REPLACES", False)
    monkeypatch.setattr("os.replace", None)
    log.append(attempt("here", time=at(3)))
    other.append(attempt("there", time=at(2)))
    assert store.load(log, store.pack(other, "")).new == 1
    assert said(log) == ["here", "there"]
    store.delete(log)
    assert said(log) == []


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    path = tmp_path / "my-work.zip"
    store.write_new(path, b"first")
    with pytest.raises(StoreError, match="is there already"):
        store.write_new(path, b"second")
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_deleting_removes_log_token_and_leftovers_and_nothing_else(log, attempt):
    log.append(attempt("gone"))
    token = log.learner()
    (log.folder / "attempts.jsonl.0123abcd").write_text("left by a load that was killed")
    (log.folder / "thesis.txt").write_text("mine")
    store.delete(log)
    assert [path.name for path in log.folder.iterdir()] == ["thesis.txt"]
    assert said(log) == [] and log.learner() != token
    store.delete(log)
    assert not (log.folder / TOKEN_FILE).exists(), "a second time, the new token"


def test_deleting_where_nothing_is_does_nothing(log):
    store.delete(log)
    assert not log.folder.exists()
