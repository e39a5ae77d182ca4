"""The learner's token: random, made once, names nobody."""

import json
import os
import re
import stat

import pytest

from workshop.store import AttemptLog
from workshop.store.log import TOKEN_FILE


def test_the_token_is_made_once_and_survives(log):
    token = log.learner()
    assert re.fullmatch("[0-9a-f]{16}", token)
    assert log.learner() == AttemptLog(log.folder).learner() == token


def test_two_folders_have_two_tokens(tmp_path):
    assert AttemptLog(tmp_path / "a").learner() != AttemptLog(tmp_path / "b").learner()


def test_the_token_is_readable_by_its_learner_only(log):
    before = os.umask(0)
    try:
        log.learner()
    finally:
        os.umask(before)
    assert stat.S_IMODE((log.folder / TOKEN_FILE).stat().st_mode) == 0o600


def test_making_the_token_leaves_nothing_else_behind(log):
    log.learner()
    assert [path.name for path in log.folder.iterdir()] == [TOKEN_FILE]


def test_processes_that_race_for_the_token_get_the_same_one(log, child):
    program = """
import time
while time.time() < float(sys.argv[2]): pass
print(log.learner())
"""
    import time

    for _ in range(4):
        start = time.time() + 0.5
        racers = [child(program, log.folder, start) for _ in range(3)]
        tokens = {racer.communicate()[0].strip() for racer in racers}
        assert tokens == {log.learner()}
        (log.folder / TOKEN_FILE).unlink()


@pytest.mark.parametrize("content", [
    b"", b"{", b"[]", b"{}", b"\xff\xfe", b'{"token": 7}', b'{"token": ""}', b"[" * 100_000,
    b'{"token": "\\ud800"}', b'{"token": "../../etc"}', b"\x00" * 30,
])
def test_a_broken_token_file_is_made_anew_and_then_stays(log, content):
    log.folder.mkdir()
    (log.folder / TOKEN_FILE).write_bytes(content)
    token = log.learner()
    assert json.loads((log.folder / TOKEN_FILE).read_text()) == {"token": token}
    assert AttemptLog(log.folder).learner() == token


def test_without_hard_links_the_token_is_made_all_the_same(log, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    token = log.learner()
    assert AttemptLog(log.folder).learner() == token


def test_without_a_folder_to_write_the_token_lasts_as_long_as_the_process(log):
    log.folder.write_text("a file in the way")
    assert log.learner() == AttemptLog(log.folder).learner()
