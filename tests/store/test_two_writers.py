"""Several may write at once; nobody waits for ever."""

import errno
import functools
import threading
import time
from collections import Counter

import pytest

from workshop.store import AttemptLog, StoreError, locking
from workshop.store import log as log_module

EACH = 200

WRITES_MANY = """
for number in range(int(sys.argv[3])):
    log.append(attempt([sys.argv[2], number]))
"""


def test_two_processes_and_four_threads_lose_and_tear_nothing(log, attempt, child):
    def write_many(name: str) -> None:
        own = AttemptLog(log.folder)
        for number in range(EACH):
            own.append(attempt([name, number]))

    children = [child(WRITES_MANY, log.folder, name, EACH) for name in "ab"]
    threads = [threading.Thread(target=write_many, args=(name,)) for name in "cdef"]
    for thread in threads:
        thread.start()
    for worker in threads:
        worker.join(60)
    assert [process.wait(60) for process in children] == [0, 0]

    found = [a.response for a in log.read()]
    assert log.skipped == []
    assert Counter(name for name, _ in found) == dict.fromkeys("abcdef", EACH)
    for writer in "abcdef":
        assert [n for name, n in found if name == writer] == list(range(EACH)), "in order"


def test_a_writer_that_holds_the_lock_too_long_is_told_as_such(log, attempt, child, monkeypatch):
    log.append(attempt("before"))
    before = log.path.read_bytes()
    process = child("""
from workshop.store.locking import locked
with locked(os.open(log.path, os.O_RDWR)):
    print("held", flush=True)
    import time; time.sleep(60)
""", log.folder)
    assert process.stdout.readline() == "held\n"
    monkeypatch.setattr(log_module, "locked", functools.partial(locking.locked, patience=0.2))
    started = time.monotonic()
    with pytest.raises(StoreError) as told:
        log.append(attempt("too late"))
    assert 0.2 <= time.monotonic() - started < 2
    assert str(told.value) == (
        f"Cannot save to {log.path}: another program is writing to the file.")
    assert log.path.read_bytes() == before
    assert [a.response for a in log.read()] == ["before"], "reading needs no lock"


def test_patience_ends_within_seconds():
    assert locking.PATIENCE_SECONDS <= 10, "a learner is told within 10 s"


def test_a_file_system_without_locks_is_written_to_all_the_same(log, attempt, monkeypatch):
    def refuse(fd: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(locking, "_try_lock", refuse)
    log.append(attempt("kept"))
    assert [a.response for a in log.read()] == ["kept"]
