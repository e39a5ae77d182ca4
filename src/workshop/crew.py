"""Grading on several processes at once: same lines, same order, and a crash costs one line.

Each worker is a process of its own with a pipe of its own, so that one which dies takes no other
with it. It sends each result as soon as it is there; so it is known which line it died of.
"""

from __future__ import annotations

import contextlib
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from workshop.bulk import Refine, error_line, grade_line, grade_lines
from workshop.errors import WorkshopError
from workshop.model.exercise import Exercise

if TYPE_CHECKING:  # loaded where it is used: one process does without it
    from multiprocessing.connection import Connection

CHUNK = 64
"""Lines handed to a worker at a time: enough that it seldom waits for more."""
AHEAD = 4
"""Chunks a worker that are read ahead at most; memory stays bounded however long the input is."""

FALSE_STARTS = 2
"""How often a worker that dies at its start is replaced before all is given up."""

Line = tuple[int, str | bytes]


@dataclass
class _Chunk:
    """Lines with their numbers, and what came back for the first of them (``None``: blank)."""

    lines: list[Line]
    results: deque[dict[str, Any] | None] = field(default_factory=deque)
    done: int = 0
    false_starts: int = 0

    def take(self, result: dict[str, Any] | None) -> None:
        self.results.append(result)
        self.done += 1

    @property
    def left(self) -> list[Line]:
        return self.lines[self.done :]


class _Worker:
    """One process, and the chunk that it is busy with."""

    def __init__(self, exercise: Exercise):
        from multiprocessing import get_context

        # Afresh: a forked one would inherit locks that another thread holds (the spinner's).
        processes = get_context("spawn")
        self.chunk: _Chunk | None = None
        self.is_ready = False
        self.pipe, theirs = processes.Pipe()
        self.process = processes.Process(target=_work, args=(theirs, exercise), daemon=True)
        _start_tracker()
        with theirs, _no_interrupt():
            self.process.start()

    def give(self, chunk: _Chunk) -> None:
        self.chunk = chunk
        with contextlib.suppress(OSError):  # one that is dead is noticed when it is listened to
            self.pipe.send(chunk.left)

    def listen(self) -> None:
        """Takes in all that the worker has sent. Raises ``EOFError`` if it is dead."""
        try:
            while self.chunk and self.pipe.poll():
                said = self.pipe.recv()
                if not self.is_ready:
                    self.is_ready = True
                    continue
                self.chunk.take(said)
                if not self.chunk.left:
                    self.chunk = None
        except OSError as error:  # it died in the middle of a message
            raise EOFError from error

    def end(self) -> int | None:
        """Stops the process; its exit code."""
        self.pipe.close()
        self.process.terminate()
        self.process.join()
        return self.process.exitcode


def grade_lines_on(
    jobs: int, exercise: Exercise, lines: Iterable[str | bytes], refine: Refine | None = None
) -> Iterator[dict[str, Any]]:
    """Like ``grade_lines``, on ``jobs`` processes: the same results in the same order.

    With one job, or with a function ``refine``, this process does it all. A worker that dies
    costs the line that it was at, which becomes an error line; another takes its place. Raises
    ``WorkshopError`` where workers die before they have started.
    """
    if jobs == 1 or refine:
        yield from grade_lines(exercise, lines, refine)
        return
    from multiprocessing.connection import wait

    numbered = enumerate(lines, 1)
    chunks: deque[_Chunk] = deque()
    workers: list[_Worker] = []
    try:
        while True:
            _hand_out(jobs, exercise, numbered, chunks, workers)
            if not chunks:
                return
            busy = {worker.pipe: worker for worker in workers if worker.chunk}
            for pipe in wait(list(busy)) if busy else ():
                _take_in(busy[pipe], workers, exercise)
            while chunks:
                yield from _given(chunks[0])
                if chunks[0].left:
                    break
                chunks.popleft()
    finally:
        for worker in workers:
            worker.end()


def _hand_out(
    jobs: int, exercise: Exercise, numbered: Iterator[Line], chunks: deque[_Chunk],
    workers: list[_Worker],
) -> None:
    """Gives a chunk to every worker that has none; workers are started when there is work.

    One that died with nothing to do is replaced here: it was at no line that it could cost.
    """
    while len(chunks) < AHEAD * jobs:
        idle = next((worker for worker in workers if not worker.chunk), None)
        if not idle and len(workers) >= jobs:
            return
        lines = list(islice(numbered, CHUNK))
        if not lines:
            return
        if idle and not idle.process.is_alive():  # asked late: reading the lines may take long
            workers.remove(idle)
            idle.end()
            idle = None
        if not idle:
            idle = _Worker(exercise)
            workers.append(idle)
        chunks.append(_Chunk(lines))
        idle.give(chunks[-1])


def _take_in(worker: _Worker, workers: list[_Worker], exercise: Exercise) -> None:
    """Listens to a worker; one that is dead is replaced, and its line becomes an error line."""
    try:
        worker.listen()
    except EOFError:
        workers.remove(worker)
        code = worker.end()
        chunk = worker.chunk
        assert chunk
        if worker.is_ready:
            number, line = chunk.left[0]
            chunk.take(error_line(line, number, "Not graded, by a fault of the workshop: "
                                                f"its process ended (exit code {code})"))
        elif chunk.false_starts == FALSE_STARTS:
            raise WorkshopError(
                f"A process for grading ended at its start (exit code {code}). "
                "Leave --jobs out to grade in one process."
            ) from None
        else:
            chunk.false_starts += 1
        if chunk.left:
            workers.append(_Worker(exercise))
            workers[-1].give(chunk)


def _given(chunk: _Chunk) -> Iterator[dict[str, Any]]:
    while chunk.results:
        result = chunk.results.popleft()
        if result is not None:
            yield result


def _work(pipe: Connection, exercise: Exercise) -> None:
    """A worker's life: a chunk in, a result for each line out, until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that started it
    with contextlib.suppress(EOFError, OSError):
        pipe.send("ready")
        while True:
            for number, line in pipe.recv():
                pipe.send(grade_line(exercise, line, number))


def _start_tracker() -> None:
    """Python's own helper of spawned processes; whoever starts it finds Ctrl+C let in again, so it
    has to run before Ctrl+C is held back for a worker."""
    if hasattr(signal, "pthread_sigmask"):  # there is none on Windows
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl+C waits meanwhile; a process started here never sees it, not even while it starts."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
