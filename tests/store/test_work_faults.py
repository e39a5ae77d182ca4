"""Loading and deleting while others write, while the disk is full, and when killed halfway."""

import errno
import json
import os
import random
import signal
import time

import pytest

from workshop import store
from workshop.store import AttemptLog, StoreError

posix_only = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a thing of POSIX")


def said(log):
    return [a.response for a in log.read()]


def work_of(folder, attempt, numbers):
    log = AttemptLog(folder)
    for number in numbers:
        log.append(attempt(number, time=f"2026-05-12T10:{number % 60:02}:00+00:00"))
    return store.pack(log, "")


LOADS = """
from workshop import store
print("ready", flush=True)
store.load(log, Path(sys.argv[2]).read_bytes())
print("loaded", flush=True)
"""


@posix_only
def test_twelve_kills_while_loading_leave_the_old_log_or_the_new_one(
    log, attempt, child, tmp_path
):
    packed = tmp_path / "work.zip"
    packed.write_bytes(work_of(tmp_path / "other", attempt, range(1, 400, 2)))
    for number in range(0, 40, 2):
        log.append(attempt(number, time=f"2026-05-12T10:{number:02}:00+00:00"))
    old, chance = said(log), random.Random(12)
    seen = set()
    for _ in range(12):
        process = child(LOADS, log.folder, packed)
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 0.03))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found = said(log)
        assert log.skipped == []
        assert found == old or len(found) == len(old) + 200
        seen.add(len(found))
    store.load(log, packed.read_bytes())
    assert len(said(log)) == len(old) + 200
    assert [path.name for path in log.folder.iterdir()] == ["attempts.jsonl"], "nothing left over"


@posix_only
@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_kill_at_each_step_of_a_load_costs_nothing(log, attempt, child, tmp_path, step):
    packed = tmp_path / "work.zip"
    packed.write_bytes(work_of(tmp_path / "other", attempt, [1, 3]))
    log.append(attempt(2, time="2026-05-12T10:02:00+00:00"))
    process = child(f"os.{step} = lambda *given: os.kill(os.getpid(), 9)\n" + LOADS.replace(
        'print("ready", flush=True)', ""), log.folder, packed)
    assert process.wait() == -signal.SIGKILL
    assert said(log) == [2]
    assert len(list(log.folder.iterdir())) == 2, "the half of a new log is beside the old one"
    store.load(log, packed.read_bytes())
    assert said(log) == [1, 2, 3]
    assert len(list(log.folder.iterdir())) == 1


@posix_only
def test_somebody_who_writes_during_loads_loses_nothing(log, attempt, child, tmp_path):
    packed = [work_of(tmp_path / str(n), attempt, range(1000 + 40 * n, 1040 + 40 * n))
              for n in range(6)]
    process = child("""
for number in range(400):
    log.append(attempt(number))
print("done", flush=True)
""", log.folder)
    for one in packed:
        store.load(log, one)
        time.sleep(0.01)
    assert process.communicate(timeout=60)[0] == "done\n"
    found = said(log)
    assert log.skipped == []
    assert [n for n in found if n < 1000] == list(range(400)), "nothing acknowledged is lost"
    assert [n for n in found if n >= 1000] == sorted(set(range(1000, 1240)), key=found.index)
    assert len(found) == 640


@posix_only
def test_a_writer_that_waited_while_all_was_deleted_starts_a_new_log(log, attempt, child):
    log.append(attempt("old"))
    with log.held():
        process = child("print('ready', flush=True); log.append(attempt('new'))", log.folder)
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.3)
        os.unlink(log.path)
    assert process.wait(timeout=20) == 0
    assert said(log) == ["new"]


@posix_only
def test_deleting_while_another_program_writes_leaves_whole_lines_only(log, attempt, child):
    process = child("""
print("ready", flush=True)
for number in range(300):
    log.append(attempt(number))
""", log.folder)
    assert process.stdout.readline() == "ready\n"
    for _ in range(20):
        store.delete(log)
        time.sleep(0.005)
    assert process.wait(timeout=60) == 0
    found = said(log)
    assert log.skipped == []
    assert found == list(range(300 - len(found), 300)), "what came after the last deletion"


@pytest.mark.parametrize("fails", ["write", "fsync"])
def test_a_full_disk_is_told_and_the_log_is_as_it_was(log, attempt, tmp_path, monkeypatch, fails):
    packed = work_of(tmp_path / "other", attempt, [1, 3])
    log.append(attempt(2))
    before = log.path.read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, fails, full)
        with pytest.raises(StoreError) as told:
            store.load(log, packed)
    assert str(told.value) == (f"Cannot load into {log.path}: No space left on device. "
                               "Your answers here are as they were.")
    assert log.path.read_bytes() == before
    assert [path.name for path in log.folder.iterdir()] == ["attempts.jsonl"]


@posix_only
def test_a_disk_that_fills_up_during_a_load_is_told(log, attempt, child, tmp_path):
    packed = tmp_path / "work.zip"
    packed.write_bytes(work_of(tmp_path / "other", attempt, range(100)))
    log.append(attempt("here"))
    process = child("""
import resource, signal
from workshop import store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, resource.RLIM_INFINITY))
try:
    store.load(log, Path(sys.argv[2]).read_bytes())
except StoreError as error:
    print(json.dumps(str(error)))
""", log.folder, packed)
    assert "File too large. Your answers here are as they were." in json.loads(
        process.communicate()[0])
    assert said(log) == ["here"]
    assert [path.name for path in log.folder.iterdir()] == ["attempts.jsonl"]


def test_an_export_that_does_not_fit_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(StoreError, match="^Cannot write .*: No space left on device.$"):
            store.write_new(tmp_path / "my-work.zip", b"content")
    assert list(tmp_path.iterdir()) == []
