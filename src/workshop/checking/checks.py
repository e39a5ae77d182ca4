"""Content checks: every rule is a small function, and every finding has a place and a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from workshop.checking import (
    balance,
    borrowed,
    items,
    links,
    minutes,
    misconceptions,
    spelling,
    talks,
    wording,
    written,
)
from workshop.checking.advice import WARNINGS
from workshop.checking.checked import Checked, Rule
from workshop.checking.claims import claims_agree, claims_are_covered, claims_exist
from workshop.checking.whole import WholeRule, look_at_whole, whole_problems, whole_warnings
from workshop.errors import Problem, WorkshopError
from workshop.kinds import kind_of
from workshop.loading.exercises import try_exercise
from workshop.loading.places import Places, find_places
from workshop.loading.responses import RESPONSES_FILE, try_responses
from workshop.loading.yamltree import Tree, read_yaml
from workshop.model.exercise import Text
from workshop.model.result import Unreadable

FEWEST_EXAMPLES = 8
"""Example sentences that a criterion needs on each side; the judge learns too little from fewer."""

FEWEST_LABELLED = 30

_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,80}")


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
    checked = Checked(exercise, responses, folder, shown, _tree(folder / "exercise.yaml"),
                      _places(folder), _tree(folder / RESPONSES_FILE))
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


def ids_are_plain(checked: Checked) -> Iterator[Problem]:
    """Each id is one plain word: it becomes part of file names, addresses and the log."""
    for path, name in _ids(checked.tree.data):
        if not _PLAIN.fullmatch(name):
            yield checked.problem(path, f'The id "{name}" is not one plain word.',
                                  "Use letters, digits and hyphens, such as `first-reply`.")


def _ids(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, str]]:
    pairs = enumerate(data) if isinstance(data, list) else ()
    for step, value in data.items() if isinstance(data, dict) else pairs:
        if step == "id" and isinstance(value, str):
            yield (*path, step), value
        else:
            yield from _ids(value, (*path, step))


def examples_are_enough(checked: Checked) -> Iterator[Problem]:
    """Each criterion has at least eight sentences that meet it and eight near misses."""
    for index, item in enumerate(checked.exercise.items):
        for number, criterion in enumerate(item.rubric if isinstance(item, Text) else ()):
            for name in ("met", "near_misses"):
                count = len(getattr(criterion, name))
                if count < FEWEST_EXAMPLES:
                    path = ("items", index, "rubric", number, name)
                    yield checked.problem(
                        path, f'"{criterion.id}" has only {count} of these examples.',
                        f"Write at least {FEWEST_EXAMPLES}; the judge learns from them.")


def responses_are_enough(checked: Checked) -> Iterator[Problem]:
    """Each text item has at least thirty labelled responses."""
    if checked.responses is None:
        return
    for item in checked.exercise.items:
        count = sum(r.item == item.id for r in checked.responses.labelled)
        if isinstance(item, Text) and count < FEWEST_LABELLED:
            noun = "labelled response" if count == 1 else "labelled responses"
            yield checked.in_responses(
                ("labelled",), f'The item "{item.id}" has {count} {noun}.',
                f"Write at least {FEWEST_LABELLED}, of all sorts.")


def examples_earn_what_they_promise(checked: Checked) -> Iterator[Problem]:
    """Each example of a keyed item gets the status and the score that stand beside it."""
    for index, example in enumerate(checked.responses.examples if checked.responses else ()):
        try:
            item = checked.exercise.item(example.item)
        except KeyError:
            continue  # told by the loader
        kind = kind_of(item)
        response = kind.read(item, example.response)
        if isinstance(response, Unreadable):
            got = f'cannot be graded ("{response.message}")'
        else:
            result = kind.grade(item, response)
            raw = result.score.raw if result.score else None
            if result.status == example.status and example.score in (None, raw):
                continue
            got = f"earns {_earned(result.status, raw)}"
        yield checked.in_responses(
            ("examples", index),
            f"This response {got}, but promises {_earned(example.status, example.score)}.",
            "Mend the key of the item, or the promise.")


def _earned(status: str, score: float | None) -> str:
    return status if score is None else f"{status} with a score of {score:g}"


def notes_are_there(checked: Checked) -> Iterator[Problem]:
    """Each exercise has notes for those who run it in a room."""
    if not (checked.folder / "facilitate.md").is_file():
        yield Problem(f"{checked.shown}/facilitate.md", 0, "",
                      "The facilitator's notes are missing.",
                      "Write what to say, how long, what to listen for, and what to cut.")


def judge_is_current(checked: Checked) -> Iterator[Problem]:
    """The compiled judge was made from this rubric and these responses."""
    from workshop.judging import fingerprint

    labelled = checked.responses.learnt_from if checked.responses else ()
    for item in checked.exercise.items:
        if not isinstance(item, Text):
            continue
        if item.judge.get("fingerprint") != fingerprint(checked.exercise, item, labelled):
            state = "older than its rubric or responses" if item.judge else "missing"
            yield Problem(f"{checked.shown}/judge.json", 0, item.id,
                          f'The compiled judge of "{item.id}" is {state}.',
                          f"Run: workshop train {checked.exercise.id}")


def links_resolve(checked: Checked) -> Iterator[Problem]:
    """Each link leads to a heading of the book, and is called what that heading is called."""
    if checked.places is None:
        return
    targets = links.targets(checked.places.book)
    for path, text in wording.links(checked.exercise):
        fault = links.fault(text, targets)
        if fault:
            yield checked.problem(path, *fault)


def wording_is_kind(checked: Checked) -> Iterator[Problem]:
    """Feedback keeps to its length and to words that help."""
    for path, what, mend in wording.faults(checked.exercise):
        yield checked.problem(path, what, mend)


WHOLE_RULES: list[WholeRule] = [
    claims_exist,
    claims_agree,
    claims_are_covered,
    *misconceptions.WHOLE_RULES,
    *balance.WHOLE_RULES,
    *written.WHOLE_RULES,
    *minutes.WHOLE_RULES,
    *spelling.WHOLE_RULES,
    *borrowed.WHOLE_RULES,
]

RULES: list[Rule] = [
    ids_are_plain,
    examples_are_enough,
    responses_are_enough,
    examples_earn_what_they_promise,
    notes_are_there,
    judge_is_current,
    links_resolve,
    wording_is_kind,
    *items.RULES,
    *talks.RULES,
    *misconceptions.RULES,
    *minutes.RULES,
    *spelling.RULES,
]
