"""The learner's home and work, put together from the book's order, the exercises and the log."""

from __future__ import annotations

import contextlib
import difflib
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from workshop import launch, store
from workshop.checking.pages import page_at
from workshop.display.home import Bar, Group, HomePage, Row, Step
from workshop.display.work import work_page
from workshop.errors import WorkshopError
from workshop.loading import Places, find_places, try_exercise
from workshop.loading.places import data_folder
from workshop.model.attempt import Attempt
from workshop.model.exercise import Exercise
from workshop.reporting.progress import Standing, Tally, duration, next_step, standings, tally
from workshop.session.days import day
from workshop.store import AttemptLog

WORD = "delete"
"""What has to be typed before everything is deleted."""

_NOTES = re.compile(r"^\(notes-([\w-]+)\)=", re.MULTILINE)
_FORMS = ("before", "after", "later")


@dataclass(frozen=True)
class Chapter:
    """A chapter of the book with its exercises, in the book's order."""

    title: str
    page: str
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True)
class Contents:
    """What there is to do: chapters and forms; ``pages`` are those that the book has of
    exercises, ``notes`` says where the facilitator's part of each is."""

    chapters: tuple[Chapter, ...]
    forms: tuple[Exercise, ...]
    pages: frozenset[str]
    notes: Mapping[str, str]

    @property
    def in_order(self) -> list[Exercise]:
        """Every exercise in the order in which they are best done."""
        inner = [exercise for chapter in self.chapters for exercise in chapter.exercises]
        first = [form for form in self.forms if form.form == "before"]
        return [*first, *inner, *(form for form in self.forms if form.form != "before")]


def contents(places: Places) -> Contents:
    """What there is to do, read anew when a file has changed.

    An exercise with problems is passed over, as its notebook cannot show it either.
    """
    files = [places.book / "_toc.yml", *sorted(places.exercises.glob("*/exercise.yaml")),
             *sorted(places.exercises.glob("*/judge.json")), *sorted(places.book.glob("**/*.md"))]
    states = [(path, path.stat()) for path in files if path.is_file()]
    return _contents(places, tuple((str(path), state.st_mtime_ns, state.st_size)
                                   for path, state in states))


@functools.lru_cache(maxsize=4)
def _contents(places: Places, _state: tuple[tuple[str, int, int], ...]) -> Contents:
    tried = {slug: try_exercise(places.exercises / slug) for slug in places.slugs()}
    left = {slug: exercise for slug, (exercise, problems) in tried.items()
            if exercise and not problems}
    forms = sorted((left.pop(slug) for slug, one in list(left.items()) if one.form),
                   key=lambda form: _FORMS.index(form.form))
    listed = list(_listed(places))
    chapters = []
    for page, slugs in listed:
        if inside := tuple(left.pop(slug) for slug in slugs if slug in left):
            chapters.append(Chapter(_title(places, page), f"{page}.html", inside))
    if left:
        chapters.append(Chapter("More exercises", "", tuple(left.values())))
    pages = frozenset(slug for _, slugs in listed for slug in slugs)
    return Contents(tuple(chapters), tuple(forms), pages, _notes(places))


def _listed(places: Places) -> Iterator[tuple[str, list[str]]]:
    """Each page of the table of contents that has exercises below it, with their names."""
    try:
        table = yaml.safe_load((places.book / "_toc.yml").read_text(encoding="utf-8"))
        entries = [entry for part in table.get("parts", [table])
                   for entry in part.get("chapters", [])]
        files = [list(_files(entry)) for entry in entries]
    except (OSError, ValueError, AttributeError, TypeError, yaml.YAMLError):
        return
    for found in files:
        slugs = [file.removeprefix("practice/") for file in found if file.startswith("practice/")]
        if slugs:
            yield found[0], slugs


def _files(entry: Any) -> Iterator[str]:
    if isinstance(entry, dict) and isinstance(entry.get("file"), str):
        yield entry["file"]
        for inner in entry.get("sections", []):
            yield from _files(inner)


def _title(places: Places, page: str) -> str:
    """A page's title, with the number of its chapter."""
    with contextlib.suppress(OSError):
        front = page_at(places, places.book / f"{page}.md").front
        number = f"Chapter {front['chapter']}: " if "chapter" in front else ""
        return f"{number}{front.get('title', page)}"
    return "Exercises"


def _notes(places: Places) -> dict[str, str]:
    """Where the facilitator's notes on each exercise stand in the book."""
    return {
        slug: f"facilitate/{path.stem}.html#notes-{slug}"
        for path in sorted(places.book.glob("facilitate/*.md"))
        for slug in _NOTES.findall(path.read_text(encoding="utf-8"))
    }


def home_page(places: Places, log: AttemptLog, base: str) -> HomePage:
    """The home as it stands; ``base`` is the address below which the workshop is served."""
    what = contents(places)
    attempts = list(log.read())
    standing = standings(what.in_order, attempts)
    order = [standing[exercise.id] for exercise in what.in_order]
    step = next_step(order)
    groups = [_group(chapter, what, standing, base, step) for chapter in what.chapters]
    forms = Chapter("Before, after, and four weeks later", "", what.forms)
    titles = {exercise.id: exercise.title for exercise in what.in_order}
    return HomePage(
        base=base, step=step and _step(step, titles[step.exercise], base, bool(attempts)),
        bar=_bar(tally(order)), groups=groups, forms=_group(forms, what, standing, base, step),
        kept_in=str(log.path), entries=len(attempts), not_read=len(log.skipped),
    )


def _step(step: Standing, title: str, base: str, has_begun: bool) -> Step:
    words = duration(step.minutes)
    about = f"{words[:1].upper()}{words[1:]}."
    if step.state == "begun":
        about = f"You were here on {day(step.time)}. {step.words}; {words} for the whole of it."
    lead = "Go on with" if has_begun else "Begin with"
    return Step(lead, title, f"{base}/go/{step.exercise}", about)


def _bar(counted: Tally) -> Bar:
    return Bar(counted.done, counted.total, counted.words)


def _group(chapter: Chapter, what: Contents, standing: Mapping[str, Standing], base: str,
           step: Standing | None) -> Group:
    rows = [_row(exercise, what, standing[exercise.id], base) for exercise in chapter.exercises]
    is_open = step is not None and any(step.exercise == e.id for e in chapter.exercises)
    page = chapter.page and f"{base}/{chapter.page}"
    counted = tally(standing[exercise.id] for exercise in chapter.exercises)
    return Group(chapter.title, page, _bar(counted), rows, is_open)


def _row(exercise: Exercise, what: Contents, standing: Standing, base: str) -> Row:
    slug = exercise.id
    return Row(
        title=exercise.title, state=standing.state, words=standing.words,
        minutes=exercise.minutes, go=f"{base}/go/{slug}",
        page=f"{base}/practice/{slug}.html" if slug in what.pages else "",
        notes=f"{base}/{what.notes[slug]}" if slug in what.notes else "",
    )


def nearest(places: Places, slug: str) -> list[tuple[str, str]]:
    """Exercises whose names are near to ``slug``, as (title, name)."""
    titles = {exercise.id: exercise.title for exercise in contents(places).in_order}
    near = difflib.get_close_matches(slug.lower(), titles, n=3, cutoff=0.55)
    words = {word for word in re.split(r"\W+", slug.lower()) if len(word) > 3}
    also = [name for name in titles if words & set(name.split("-")) and name not in near]
    return [(titles[name], name) for name in [*near, *also][:5]]


def packed(log: AttemptLog) -> bytes:
    """The work as one zip: all answers in words, and the log.

    Without the exercises (a workshop that is not there, or broken) the answers are in it as
    they were saved.
    """
    exercises: Sequence[Exercise] = ()
    with contextlib.suppress(WorkshopError):
        exercises = contents(find_places()).in_order
    attempts: list[Attempt] = list(log.read())
    return store.pack(log, work_page(exercises, attempts, datetime.now(UTC).isoformat()))


def file_name() -> str:
    """What a download is called; several from different days do not get in each other's way."""
    return f"my-work-{datetime.now().date().isoformat()}.zip"


def delete_everything(home: Path | None = None) -> str:
    """Remove the log, the token, the copies of notebooks and the report; what was done, in words.

    Raises ``WorkshopError`` that says what is left. Doing it again is harmless.
    """
    home = home or data_folder()
    store.delete(AttemptLog(home))
    try:
        own = launch.remove_copies(home / "notebooks")
        for report in (home / "report.html", *home.glob(".report.html.*")):
            report.unlink(missing_ok=True)
    except OSError as error:
        raise WorkshopError(f"Your answers are deleted, but {error.filename} is not: "
                            f"{error.strerror}. Delete it by hand.") from error
    said = "Everything was deleted: answers, token, copies of notebooks, report."
    if own:
        said += f" Files of your own in {home / 'notebooks'} were left alone: {', '.join(own)}."
    return said
