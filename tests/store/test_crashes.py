"""Power cuts of a process: what was acknowledged is there, what was torn is told."""

import os
import random
import re
import signal
import time

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a thing of POSIX")

KILLS = 20

# Every second child writes slowly and in pieces, so that a kill nearly always tears a line.
WRITES_NUMBERS = """
if sys.argv[3] == "in pieces":
    import time
    write = os.write
    def write_a_piece(fd, data):
        if fd != 1:
            time.sleep(0.0002)
            data = bytes(data[:40])
        return write(fd, data)
    os.write = write_a_piece
os.write(1, b"ready\\n")
number = int(sys.argv[2])
while True:
    log.append(attempt(number))
    os.write(1, b"%d\\n" % number)
    number += 1
"""


def test_twenty_kills_lose_nothing_that_was_acknowledged(log, child):
    chance = random.Random(20)
    acknowledged: list[int] = []
    torn = 0
    for kill in range(KILLS):
        process = child(WRITES_NUMBERS, log.folder, kill * 1_000_000,
                        "in pieces" if kill % 2 else "whole")
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.003, 0.06))
        process.send_signal(signal.SIGKILL)
        said, _ = process.communicate()
        acknowledged += [int(line) for line in said.splitlines()]

        found = [a.response for a in log.read()]
        assert len(set(found)) == len(found), "nothing twice"
        assert found == sorted(found), "in order"
        assert set(acknowledged) <= set(found), "nothing acknowledged is lost"
        assert len(found) - len(acknowledged) <= kill + 1, "one a kill may be unacknowledged"
        assert len(log.skipped) <= torn + 1, "one torn line a kill at most"
        assert all(re.match("not a whole record", s.why) for s in log.skipped)
        torn = len(log.skipped)
    assert len(acknowledged) > KILLS, "the children did write"
    assert torn, "the kills did come in the middle of writes"


def test_after_a_kill_the_next_attempt_starts_on_its_own_line(log, attempt, child):
    log.append(attempt("before"))
    process = child("""
write = os.write
def half(fd, data):
    write(fd, bytes(data[: len(data) // 2]))
    os.kill(os.getpid(), 9)
os.write = half
log.append(attempt("never finished"))
""", log.folder)
    assert process.wait() == -signal.SIGKILL
    log.append(attempt("after"))
    assert [a.response for a in log.read()] == ["before", "after"]
    assert [s.line for s in log.skipped] == [2]
    assert log.path.read_bytes().endswith(b"\n")


def test_a_killed_writer_leaves_no_lock_behind(log, attempt, child):
    process = child("""
from workshop.store.locking import locked
log.append(attempt("one"))
with locked(os.open(log.path, os.O_RDWR)):
    print("held", flush=True)
    sys.stdin.read()
    import time; time.sleep(60)
""", log.folder)
    assert process.stdout.readline() == "held\n"
    process.kill()
    process.wait()
    started = time.monotonic()
    log.append(attempt("two"))
    assert time.monotonic() - started < 2
    assert [a.response for a in log.read()] == ["one", "two"]


def test_an_attempt_is_synced_before_append_returns(log, attempt, monkeypatch):
    done: list[str] = []
    write, sync = os.write, os.fsync
    monkeypatch.setattr(os, "write", lambda fd, data: done.append("write") or write(fd, data))
    monkeypatch.setattr(os, "fsync", lambda fd: done.append("sync") or sync(fd))
    log.append(attempt())
    assert done == ["write", "sync", "sync"], "the line, then the name of the new file"
    log.append(attempt())
    assert done[3:] == ["write", "sync"]
