"""Content checks: every rule is a small function, and every finding has a place and a remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from workshop.checking import (
    balance,
    basics,
    borrowed,
    claims,
    items,
    minutes,
    misconceptions,
    spelling,
    talks,
    todos,
    written,
)
from workshop.checking.advice import WARNINGS
from workshop.checking.checked import Checked, Rule
from workshop.checking.whole import WholeRule, look_at_whole, whole_problems, whole_warnings
from workshop.errors import Problem, WorkshopError
from workshop.loading.exercises import try_exercise
from workshop.loading.places import Places, find_places
from workshop.loading.responses import RESPONSES_FILE, try_responses
from workshop.loading.sentences import try_sentences
from workshop.loading.yamltree import Tree, read_yaml


@dataclass(frozen=True)
class Report:
    """All problems of a check, how many exercises were looked at, and warnings: what fails no
    check and is worth an author's time."""

    problems: list[Problem]
    exercises: int
    with_problems: int
    warnings: list[Problem] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """The last line of a report.

        >>> Report([], 2, 0).summary
        'No problems in 2 exercises.'
        """
        noun = "exercise" if self.exercises == 1 else "exercises"
        if not self.problems:
            return f"No problems in {self.exercises} {noun}."
        count = len(self.problems)
        problems = "1 problem" if count == 1 else f"{count} problems"
        if not self.with_problems:
            return f"{problems} in the workshop as a whole, none in its {self.exercises} {noun}."
        return f"{problems} in {self.with_problems} of {self.exercises} {noun}."

    def as_dict(self) -> dict[str, Any]:
        """The report as data for other programs."""
        return {"exercises": self.exercises, "with_problems": self.with_problems,
                "problems": [asdict(problem) for problem in self.problems],
                "warnings": [asdict(warning) for warning in self.warnings]}


def check_paths(paths: list[Path]) -> Report:
    """Check exercise folders, or every exercise folder below the given ones.

    Raises ``WorkshopError`` when a path holds no exercise at all.
    """
    return _report([look(folder) for path in paths for folder in _folders(path)])


def check_workshop(places: Places) -> Report:
    """Check every exercise, and then what only the workshop as a whole can show."""
    looks = [look(places.exercise(slug)) for slug in places.slugs()]
    whole = look_at_whole(places, [one.checked for one in looks if one.checked])
    return _report(looks, whole_problems(whole, WHOLE_RULES), whole_warnings(whole))


def _report(
    looks: list[Look], problems: Sequence[Problem] = (), warnings: Sequence[Problem] = ()
) -> Report:
    return Report(
        [*(problem for one in looks for problem in one.problems), *problems], len(looks),
        sum(bool(one.problems) for one in looks),
        [*(warning for one in looks for warning in one.warnings), *warnings],
    )


def _folders(path: Path) -> list[Path]:
    if path.name == "exercise.yaml":
        return [path.parent]
    if (path / "exercise.yaml").is_file():
        return [path]
    below = sorted(file.parent for file in path.glob("*/exercise.yaml"))
    if not below:
        raise WorkshopError(f"No exercise.yaml in {path} or in the folders below it.")
    return below


def check_folder(folder: Path) -> list[Problem]:
    """Every problem of one exercise: what cannot be loaded first, then what the rules find."""
    return look(folder).problems


@dataclass(frozen=True)
class Look:
    """What a look at one exercise found; ``checked`` is ``None`` where it could not be loaded."""

    checked: Checked | None
    problems: list[Problem]
    warnings: list[Problem] = field(default_factory=list)


def look(folder: Path) -> Look:
    """The problems and the warnings of one exercise."""
    shown = _shown(folder)
    exercise, problems = try_exercise(folder, shown)
    if exercise is None:
        return Look(None, sorted(set(problems)))
    responses, faults = try_responses(folder, exercise, shown)
    sentences, more, sentences_tree = try_sentences(folder, exercise, shown)
    faults += more
    checked = Checked(exercise, responses, folder, shown, _tree(folder / "exercise.yaml"),
                      _places(folder), _tree(folder / RESPONSES_FILE), sentences, sentences_tree)
    for rule in RULES:
        faults += rule(checked)
    warnings = {warning for rule in WARNINGS for warning in rule(checked)}
    return Look(checked, sorted({*problems, *faults}), sorted(warnings))


def _tree(file: Path) -> Tree:
    return read_yaml(file.read_bytes(), str(file)) if file.is_file() else Tree()


def _shown(folder: Path) -> str:
    try:
        return folder.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return folder.as_posix()


def _places(folder: Path) -> Places | None:
    """The workshop around the folder; a folder that stands alone has none."""
    try:
        places = find_places(folder.resolve())
    except WorkshopError:
        return None
    return places if places.root in folder.resolve().parents else None


WHOLE_RULES: list[WholeRule] = [
    *claims.WHOLE_RULES,
    *misconceptions.WHOLE_RULES,
    *balance.WHOLE_RULES,
    *written.WHOLE_RULES,
    *minutes.WHOLE_RULES,
    *spelling.WHOLE_RULES,
    *borrowed.WHOLE_RULES,
]

RULES: list[Rule] = [
    *basics.RULES,
    *items.RULES,
    *talks.RULES,
    *misconceptions.RULES,
    *minutes.RULES,
    *spelling.RULES,
    *todos.RULES,
]
