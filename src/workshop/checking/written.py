"""Rules over pages: their links and pictures, the heads and the length of chapters, directives."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from workshop.checking.pages import Page, page_at
from workshop.checking.prose import counted
from workshop.checking.whole import Whole, WholeRule
from workshop.errors import Problem
from workshop.loading.places import Places
from workshop.loading.yamltree import read_yaml

FEWEST_ALT = 5
FEWEST_POINTS, MOST_POINTS = 2, 6
LENGTHS = {6: (1200, 3200), 7: (800, 2100)}
"""The words of chapters that have limits of their own: one compares, one plans."""
LENGTH = (1200, 2100)
SHOWS = "exercise-page"
NAMES_EXERCISE = (SHOWS, "facilitator-notes")
LISTS = "exercise-list"

BLUNT = ("simply", "obviously")
_BLUNT = re.compile(rf"\b({'|'.join(BLUNT)})\b", re.IGNORECASE)
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HEADING = re.compile(r"#+\s+(.+?)\s*#*")


def links_lead_somewhere(whole: Whole) -> Iterator[Problem]:
    """Each link of a page leads to a file and a label that exist; the web is not asked."""
    labels = {page.shown: page.labels for page in whole.pages}
    everywhere = frozenset(label for page in whole.pages for label in page.labels)
    for page in whole.pages:
        for line, address in page.links:
            fault = _astray(whole.places, page, address, labels, everywhere)
            if fault:
                yield page.problem(line, *fault)
    for page in loose_pages(whole.places):
        own = {page.shown: _slugs(page), **labels}
        for line, address in page.links:
            fault = _astray(whole.places, page, address, own, own[page.shown])
            if fault:
                yield page.problem(line, *fault)


def _astray(
    places: Places, page: Page, address: str, labels: dict[str, frozenset[str]],
    here: frozenset[str],
) -> tuple[str, str] | None:
    """What is wrong with an address; ``here`` are the labels that need no page before them."""
    if not address or _OUTSIDE.match(address):
        return None if address else ("This link leads nowhere.", "Write the address.")
    name, _, label = unquote(address).partition("#")
    if not name:
        return None if label in here else _near(f'There is no label "{label}".', label, here)
    file = _file(places, page, name)
    if file is None:
        practice = "practice/" in name and name.endswith(".ipynb")
        if practice and Path(name).stem in places.slugs():
            return f"{name} is not written yet.", "Run: workshop notebooks"
        if practice:
            return no_exercise(Path(name).stem, places)
        return f"There is no file {name} to link to.", "Mend the path; it starts at this page."
    shown = file.relative_to(places.root).as_posix()
    if label and shown in labels and label not in labels[shown]:
        return _near(f'{shown} has no label "{label}".', label, labels[shown])
    return None


def _near(what: str, label: str, known: frozenset[str]) -> tuple[str, str]:
    near = difflib.get_close_matches(label, sorted(known), n=1)
    return (what, f'Did you mean "{near[0]}"?' if near
            else f"Put `({label})=` above a heading, or name a label that is there.")


def _file(places: Places, page: Page, name: str) -> Path | None:
    """The file that an address means. In the book ``/x`` starts at its top, ``.md`` may be left
    out, and nothing outside the workshop counts."""
    start = places.book if name.startswith("/") else (places.root / page.shown).parent
    for path in (start / name.lstrip("/"), start / f"{name.lstrip('/')}.md"):
        whole = path.resolve()
        if whole.exists() and whole.is_relative_to(places.root):
            return whole
    return None


def loose_pages(places: Places) -> list[Page]:
    """The Markdown files outside the book that are read where they lie, such as the README."""
    found = [*places.root.glob("*.md"), *(places.root / "docs").rglob("*.md"),
             *places.exercises.glob("*/labelling.md")]
    return [page_at(places, path) for path in sorted(found)]


def _slugs(page: Page) -> frozenset[str]:
    """The names that a code host gives to the headings of a file."""
    headings = [_HEADING.fullmatch(line) for line in page.lines]
    return frozenset(re.sub(r"[^\w -]", "", heading[1].lower()).replace(" ", "-")
                     for heading in headings if heading)


def pictures_are_described(whole: Whole) -> Iterator[Problem]:
    """Each picture exists and has an alternative text of five words or more."""
    for page in (*whole.pages, *loose_pages(whole.places)):
        for line, address, alt in page.pictures:
            if not _OUTSIDE.match(address) and _file(whole.places, page, address) is None:
                yield page.problem(line, f"There is no picture {address}.",
                                   "Mend the path; it starts at this page.")
            words = len(alt.split())
            if words < FEWEST_ALT:
                yield page.problem(
                    line, f"The picture's alternative text has {words or 'no'} "
                    f"{'word' if words == 1 else 'words'}.",
                    f"Say in {FEWEST_ALT} or more what it shows, for those who cannot see it.")


def chapters_say_what_they_are(whole: Whole) -> Iterator[Problem]:
    """Each chapter's head has title, number, minutes, and two to six objectives and key points."""
    for page in whole.chapters:
        for problem in page.head.problems:
            yield replace(problem, line=problem.line + 1)  # the head starts below its first rule
        if page.head.problems:
            continue
        for name, kind, form in (("title", str, "words"), ("chapter", int, "a number"),
                                 ("minutes", int, "a number")):
            if not isinstance(page.front.get(name), kind):
                what = f"`{name}` is not {form}." if name in page.front else (
                    f"The head has no `{name}`.")
                yield _in_head(page, name, what, f"Write it there, with {form}.")
        for name in ("objectives", "keypoints"):
            points = page.front.get(name)
            count = len(points) if isinstance(points, list) else 0
            if not FEWEST_POINTS <= count <= MOST_POINTS:
                yield _in_head(page, name, f"The head has {count or 'no'} "
                               f"{'entry' if count == 1 else 'entries'} under `{name}`.",
                               f"Write {FEWEST_POINTS} to {MOST_POINTS}.")


def _in_head(page: Page, name: str, what: str, mend: str) -> Problem:
    below_rule = page.head.line((name,)) + 1 if name in page.front else 1
    return Problem(page.shown, below_rule, name, what, mend)


def chapters_keep_to_their_length(whole: Whole) -> Iterator[Problem]:
    """Each chapter has 1,200 to 2,100 words; the sixth may have 3,200, the seventh 800.

    Front matter, comments, folded details, fenced blocks and labels do not count.
    """
    for page in whole.chapters:
        number = page.front.get("chapter")
        fewest, most = LENGTHS.get(number if isinstance(number, int) else 0, LENGTH)
        words = counted("\n".join(line for _, line in page.prose()))
        if not fewest <= words <= most:
            yield page.problem(1, f"The chapter has {words:,} words.",
                               f"Write {fewest:,} to {most:,}; head, comments, folded answers "
                               "and fenced blocks do not count.")


def chapters_are_plain(whole: Whole) -> Iterator[Problem]:
    """No chapter calls a thing simple or obvious: whoever does not see it would stop reading."""
    for page in whole.chapters:
        for line, text in page.readable():
            for word in _BLUNT.finditer(text):
                yield page.problem(line, f'The chapter says "{word[0]}".',
                                   "Take it out; the sentence stands without it.")


def exercises_are_shown(whole: Whole) -> Iterator[Problem]:
    """Each exercise stands on a page of the book, or has a practice page in its contents."""
    shown = {one.argument for page in whole.pages for one in page.directives if one.name == SHOWS}
    contents = _contents(whole.places)
    for checked in whole.exercises:
        name = checked.exercise.id
        practice = any((whole.places.practice / f"{name}{end}").is_file()
                       for end in (".ipynb", ".md"))
        if name not in shown and not (practice and f"practice/{name}" in contents):
            yield checked.problem(
                ("id",), "No page of the book shows this exercise.",
                f"Put an `{SHOWS}` directive on a chapter, or `practice/{name}` into "
                "book/_toc.yml.")


def _contents(places: Places) -> set[str]:
    file = places.book / "_toc.yml"
    tree = read_yaml(file.read_bytes(), str(file)) if file.is_file() else None
    return set(_files(tree.data)) if tree else set()


def _files(data: object) -> Iterator[str]:
    for value in data if isinstance(data, list) else ():
        yield from _files(value)
    for name, value in data.items() if isinstance(data, dict) else ():
        if name == "file":
            yield str(value).removesuffix(".md").removesuffix(".ipynb")
        yield from _files(value)


def directives_name_exercises(whole: Whole) -> Iterator[Problem]:
    """Each directive that shows or lists exercises, or takes in notes, names some that exist."""
    slugs = whole.places.slugs()
    for page in whole.pages:
        for one in page.directives:
            named = [(one.line, one.argument)] if one.name in NAMES_EXERCISE else []
            named += one.body if one.name == LISTS else []
            for line, name in named:
                if name.strip() and name.strip() not in slugs:
                    yield page.problem(line, *no_exercise(name.strip(), whole.places))


def no_exercise(name: str, places: Places) -> tuple[str, str]:
    """What to say where a page names an exercise that is not there."""
    near = difflib.get_close_matches(name, places.slugs(), n=1)
    return (f'There is no exercise "{name}".', f'Did you mean "{near[0]}"?' if near
            else "Name a folder of exercises/.")


WHOLE_RULES: list[WholeRule] = [
    links_lead_somewhere,
    pictures_are_described,
    chapters_say_what_they_are,
    chapters_keep_to_their_length,
    chapters_are_plain,
    exercises_are_shown,
    directives_name_exercises,
]
