"""Benches of exercises that lie in folders: what the command line and the benchmark print."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workshop.errors import Problem, WorkshopError
from workshop.loading import Places, load_exercise
from workshop.loading.answers import read_answers
from workshop.loading.sentences import load_taught
from workshop.model.exercise import Exercise, Text
from workshop.publishing.judges import need_scikit_learn
from workshop.textio import read_lines, writing
from workshop.training.report import (
    Report,
    answers_report,
    cross_validated_report,
    held_out_report,
)
from workshop.training.showing import blocks_of
from workshop.training.tables import Block, plain, printable, show

if TYPE_CHECKING:
    from rich.console import Console

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """The reports of a bench, and the lines of a reader's file that could not be used."""

    reports: tuple[Report, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def status(self) -> int:
        """The exit status: 1 for bad lines, and for figures that can't be relied on."""
        return int(bool(self.problems) or any(report.warnings for report in self.reports))

    def print(self, console: Console, as_json: bool = False) -> None:
        """JSON, or tables: with colour on a terminal, as plain aligned text anywhere else."""
        if as_json:
            self._print_json()
        else:
            self._print_tables(console)

    def _print_json(self) -> None:
        """The outcome for other programs; docs/judging.md says what each key holds."""
        data = {"schema": 1, "exercises": [report.as_dict() for report in self.reports],
                "problems": [asdict(problem) for problem in self.problems]}  # fmt: skip
        with writing(None) as write:
            write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")

    def _print_tables(self, console: Console) -> None:
        blocks: list[Block] = [printable(str(problem)) for problem in self.problems]
        blocks += [block for report in self.reports for block in blocks_of(report)]
        if not self.reports:
            blocks.append("No answer could be used, so there is nothing to measure.")
        if console.is_terminal:
            show(blocks, console)
        else:
            console.print(plain(blocks), end="", markup=False)


def bench_exercises(
    places: Places, names: Sequence[str], cross_validate: bool = False,
    tell: Tell = lambda text: None,
) -> Outcome:  # fmt: skip
    """A bench of the named exercises, or of all that hold free text."""
    folders = [places.exercise(name) for name in names]
    folders = folders or [f for f in map(places.exercise, places.slugs()) if has_text(f)]
    return Outcome(tuple(
        report for folder in folders
        for report in bench_folder(folder, cross_validate=cross_validate, tell=tell)
    ))  # fmt: skip


def bench_folder(
    folder: Path, *, cross_validate: bool = False, tell: Tell = lambda text: None
) -> Iterator[Report]:
    """A report for each text item of an exercise, on responses that its judge never saw.

    Raises ``WorkshopError`` for an exercise that can't be measured.
    """
    exercise, responses = load_taught(folder)
    if cross_validate:
        need_scikit_learn()
    for item in _texts(exercise):
        if cross_validate:
            yield cross_validated_report(exercise, item, responses.labelled, responses.origin,
                                         tell)  # fmt: skip
        else:
            tell(f"Measuring {exercise.id} ...")
            yield held_out_report(exercise, item, responses.labelled, responses.origin)


def bench_answers(folder: Path, file: Path) -> Outcome:
    """Reports on a reader's own labelled answers (``-``: from standard input)."""
    exercise, responses = load_taught(folder)
    source = None if str(file) == "-" else file
    name = "standard input" if source is None else str(file)
    answers, problems = read_answers(read_lines(source), exercise, responses.learnt_from, name)
    origin = (f"the reader's own, from {printable(name)}; who wrote them and who labelled them is "
              "for the reader to say.")  # fmt: skip
    reports = [
        answers_report(exercise, item, responses.labelled, mine, origin)
        for item in _texts(exercise)
        if (mine := [answer for answer in answers if answer.item == item.id])
    ]
    return Outcome(tuple(reports), tuple(problems))


def has_text(folder: Path) -> bool:
    """Whether an exercise has free text to be judged."""
    return any(isinstance(item, Text) for item in load_exercise(folder).items)


def _texts(exercise: Exercise) -> list[Text]:
    items = [item for item in exercise.items if isinstance(item, Text)]
    if not items:
        raise WorkshopError(f"{exercise.id} has no free text, so there is nothing to measure.")
    return items
