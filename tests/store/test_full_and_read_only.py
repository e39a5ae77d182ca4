"""A disk that takes nothing more: a plain message, and the file as it was."""

import errno
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from workshop.store import StoreError

posix_only = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions and limits")


@pytest.fixture
def open_folder():
    """A folder that any user may reach (pytest's own are closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="workshop-test-"))
    folder.chmod(0o755)
    yield folder
    for path in [folder, *folder.iterdir()]:
        path.chmod(0o755)
    shutil.rmtree(folder)


# Root may write anywhere, so the child becomes nobody.
AS_NOBODY = """
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    log.append(attempt("new"))
    told = None
except StoreError as error:
    told = str(error)
token = log.learner()
print(json.dumps({"told": told, "read": [a.response for a in log.read()],
                  "same token": token == log.learner()}))
"""


@posix_only
def test_a_read_only_folder_is_told_and_nothing_is_half_written(child, open_folder):
    home = open_folder / "home"
    home.mkdir()
    home.chmod(0o555)
    said = json.loads(child(AS_NOBODY, home).communicate()[0])
    assert said == {"told": f"Cannot save to {home / 'attempts.jsonl'}: Permission denied.",
                    "read": [], "same token": True}
    assert list(home.iterdir()) == []


@posix_only
def test_a_folder_that_cannot_be_made_is_told(child, open_folder):
    open_folder.chmod(0o555)
    home = open_folder / "deep" / "home"
    said = json.loads(child(AS_NOBODY, home).communicate()[0])
    assert said["told"] == f"Cannot save to {home / 'attempts.jsonl'}: Permission denied."
    assert not home.parent.exists()


@posix_only
def test_a_read_only_log_is_told_and_still_read(child, open_folder, attempt):
    from workshop.store import AttemptLog

    log = AttemptLog(open_folder)
    log.append(attempt("old"))
    log.path.chmod(0o444)
    before = log.path.read_bytes()
    said = json.loads(child(AS_NOBODY, open_folder).communicate()[0])
    assert said == {"told": f"Cannot save to {log.path}: Permission denied.", "read": ["old"],
                    "same token": True}
    assert log.path.read_bytes() == before


@posix_only
@pytest.mark.skipif(sys.platform == "darwin", reason="limits of files differ there")
def test_a_disk_that_fills_up_keeps_whole_lines_only(log, child):
    process = child("""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, resource.RLIM_INFINITY))
number = 0
try:
    while True:
        log.append(attempt(number))
        number += 1
except StoreError as error:
    told = str(error)
size = log.path.stat().st_size
try:
    log.append(attempt("x" * 9000))
except StoreError as error:
    again = str(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
log.append(attempt("space again"))
print(json.dumps([number, told, again, size]))
""", log.folder)
    number, told, again, size = json.loads(process.communicate()[0])
    assert told == again == f"Cannot save to {log.path}: File too large."
    assert number > 3
    assert size <= 5000
    assert [a.response for a in log.read()] == [*range(number), "space again"]
    assert log.skipped == []


@pytest.mark.parametrize("written", [0, 1, 40])
def test_no_space_left_in_the_middle_of_a_line_leaves_the_lines_before(
    log, attempt, monkeypatch, written
):
    log.append(attempt("before"))
    before = log.path.read_bytes()
    write, pieces = os.write, [written]

    def fill_up(fd: int, data: bytes) -> int:
        if not pieces or not pieces[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(fd, bytes(data[: pieces.pop()]))

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", fill_up)
        with pytest.raises(StoreError) as told:
            log.append(attempt("does not fit"))
    assert str(told.value) == f"Cannot save to {log.path}: No space left on device."
    assert log.path.read_bytes() == before
    log.append(attempt("after"))
    assert [a.response for a in log.read()] == ["before", "after"]


def test_a_disk_that_fails_to_sync_is_no_saved_attempt(log, attempt, monkeypatch):
    log.append(attempt("before"))

    def fail(fd: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        with pytest.raises(StoreError, match="Input/output error"):
            log.append(attempt("not on the disk"))
    assert [a.response for a in log.read()] == ["before"]


def test_short_writes_are_finished(log, attempt, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, bytes(data[:5])))
    log.append(attempt("one"))
    log.append(attempt("two"))
    assert [a.response for a in log.read()] == ["one", "two"]
