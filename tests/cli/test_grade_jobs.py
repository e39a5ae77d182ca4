"""`workshop grade --jobs N`: the same bytes in the same order, and a crash costs one line."""

import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from multiprocessing import resource_tracker, util
from pathlib import Path

import pytest

from workshop import crew
from workshop.bulk import grade_lines
from workshop.crew import grade_lines_on
from workshop.errors import WorkshopError
from workshop.loading import find_places, load_exercise

ROOT = Path(__file__).parents[2]
NAME = "motivating-susan-and-george"
EXERCISE = load_exercise(find_places(Path(__file__)).exercise(NAME))
MESSAGES = {"team": "People wait three weeks for a payout.", "susan": "Staff.", "george": "Four."}


def line(number, item="whose-label", response="mentoring"):
    return json.dumps({"id": number, "item": item, "response": response}).encode()


def message(number):
    return line(number, "messages", {**MESSAGES, "team": f"{number} people wait for a payout."})


MIXED = [
    b"\xef\xbb\xbf" + line("first"), *(message(number) for number in range(150)), b"", b"  \t ",
    b"{", line("who", "who-knows"), line(None, response=None), line("\ud800"), b'{"id": "\xff"}',
    *(line(number) for number in range(70)), line("last"),
]  # fmt: skip


def command(*arguments):
    return [sys.executable, "-m", "workshop", "grade", NAME, *map(str, arguments)]


def test_output_is_the_same_bytes_with_one_process_and_with_more(process, tmp_path):
    answers = tmp_path / "answers.jsonl"
    answers.write_bytes(b"\n".join(MIXED))
    runs = [process("grade", NAME, answers, "--jobs", jobs) for jobs in (1, 2, 3)]
    assert runs[0].stdout.count(b"\n") == len(MIXED) - 2
    for done in runs[1:]:
        assert (done.returncode, done.stdout, done.stderr) == (1, runs[0].stdout, runs[0].stderr)


@pytest.mark.parametrize(("jobs", "size"), [(2, 1), (3, 7), (5, 1_000)])
def test_chunks_of_any_size_give_the_same_results(monkeypatch, jobs, size):
    monkeypatch.setattr(crew, "CHUNK", size)
    lines = MIXED[140:]
    assert list(grade_lines_on(jobs, EXERCISE, lines)) == list(grade_lines(EXERCISE, lines))


def test_no_lines_start_no_process(monkeypatch):
    monkeypatch.setattr(crew, "_Worker", None)
    assert list(grade_lines_on(2, EXERCISE, [])) == []


def test_crash_of_a_worker_costs_one_line_and_the_rest_is_graded(monkeypatch):
    monkeypatch.setattr(crew, "CHUNK", 200)
    lines = [message(number) for number in range(600)]
    graded = grade_lines_on(2, EXERCISE, lines)
    results = [next(graded)]
    victim = min(multiprocessing.active_children(), key=lambda worker: worker.pid)
    victim.kill()  # the first to start: it has given a result and has more to do
    results += graded
    assert [result["id"] for result in results] == list(range(600))
    lost = [result for result in results if "error" in result]
    assert [(result["id"], result["error"]) for result in lost] == [
        (lost[0]["line"] - 1, "Not graded, by a fault of the workshop: its process ended "
                              f"(exit code {victim.exitcode})")]
    expected = list(grade_lines(EXERCISE, lines))
    expected[lost[0]["id"]] = lost[0]
    assert results == expected
    assert not multiprocessing.active_children()


def test_worker_that_dies_with_nothing_to_do_costs_no_line(monkeypatch):
    made = []

    class Watched(crew._Worker):
        def __init__(self, exercise):
            super().__init__(exercise)
            made.append(self)

    def lines():
        for number in range(6):
            if number == 2:  # read for whoever of the two is done first
                idle = next(worker for worker in made if not worker.chunk)
                idle.process.kill()
                idle.process.join()
            yield line(number)

    monkeypatch.setattr(crew, "CHUNK", 1)
    monkeypatch.setattr(crew, "_Worker", Watched)
    results = list(grade_lines_on(2, EXERCISE, lines()))
    assert results == list(grade_lines(EXERCISE, [line(number) for number in range(6)]))
    assert len(made) == 3
    assert not multiprocessing.active_children()


def test_worker_that_cannot_start_is_told_and_does_not_go_on_for_ever(monkeypatch, capfd):
    monkeypatch.setattr(crew, "_work", os.abort)
    with pytest.raises(WorkshopError, match="Leave --jobs out"):
        list(grade_lines_on(2, EXERCISE, [line(1), line(2)]))
    assert not multiprocessing.active_children()
    capfd.readouterr()  # what Python says of the worker's end


def test_results_that_nobody_takes_leave_no_process_behind():
    graded = grade_lines_on(2, EXERCISE, [message(number) for number in range(500)])
    next(graded)
    assert multiprocessing.active_children()
    graded.close()
    assert not multiprocessing.active_children()


def test_input_is_read_only_a_little_ahead():
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield line(len(taken))

    graded = grade_lines_on(2, EXERCISE, endless())
    for _ in range(crew.CHUNK):
        next(graded)
    graded.close()
    assert len(taken) <= crew.CHUNK * (crew.AHEAD * 2 + 1)


def test_missing_input_is_told_and_leaves_the_old_output(process, tmp_path):
    results = tmp_path / "results.jsonl"
    results.write_text("old", encoding="utf-8")
    done = process("grade", NAME, tmp_path / "no.jsonl", "-o", results, "-j", "2")
    assert done.returncode == 1
    assert b"Cannot read" in done.stderr and b"Traceback" not in done.stderr
    assert results.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("arguments", [
    ["--jobs", "0"], ["--jobs", "-1"], ["--jobs", "many"], ["--jobs", "2", "--judge", "llm"],
])
def test_wrong_use_exits_2(process, arguments):
    assert process("grade", NAME, *arguments).returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups of this sort")
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("after", [0.0, 1.5])
def test_interrupt_ends_cleanly_and_leaves_the_old_output(tmp_path, jobs, after):
    results = tmp_path / "results.jsonl"
    results.write_text("old\n", encoding="utf-8")
    running = subprocess.Popen(
        command("-o", results, "--jobs", jobs), cwd=ROOT, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    running.stdin.write(b"\n".join(message(number) for number in range(400)) + b"\n")
    running.stdin.flush()
    deadline = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)  # until it has begun
    time.sleep(after)
    os.killpg(running.pid, signal.SIGINT)  # what a terminal does: all of the group hear it
    _, said = running.communicate(timeout=60)
    assert running.returncode not in (0, None)
    assert b"Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["results.jsonl"]
    assert results.read_text(encoding="utf-8") == "old\n"
    with pytest.raises(ProcessLookupError):  # nobody of the group is left
        while time.monotonic() < deadline + 10:
            os.killpg(running.pid, 0)
            time.sleep(0.05)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal masks")
def test_no_process_is_started_while_an_interrupt_could_reach_it(monkeypatch):
    resource_tracker._resource_tracker._stop()  # so that the first worker needs a new one
    masks, spawn = [], util.spawnv_passfds

    def watched(*arguments):
        masks.append(signal.pthread_sigmask(signal.SIG_BLOCK, []))
        return spawn(*arguments)

    monkeypatch.setattr(util, "spawnv_passfds", watched)
    crew._Worker(EXERCISE).end()
    assert len(masks) == 2, "Python's tracker and the worker"
    assert all(signal.SIGINT in mask for mask in masks)


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal of its own")
def test_progress_goes_to_the_terminal_and_results_to_the_file(tmp_path):
    answers, results = tmp_path / "answers.jsonl", tmp_path / "results.jsonl"
    answers.write_bytes(b"\n".join(message(number) for number in range(300)))
    import pty  # not there on Windows

    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        command(answers, "-o", results, "--jobs", "2"), cwd=ROOT, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    told = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # how Linux says that the other side is closed
            break
        if not piece:
            break
        told += piece
    os.close(ours)
    assert running.communicate(timeout=60)[0] == b""
    assert running.returncode == 0
    assert re.search(rb"[123]00 lines", told) and b"Traceback" not in told
    assert len(results.read_bytes().splitlines()) == 300
