"""The learner's own pages: the home, a page for a lost address, and the work to be taken along."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from workshop.display import assets
from workshop.display.markdown import to_html, to_inline_html

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """One exercise: its state in words, and where to answer it, read it, and read about it."""

    title: str
    state: str
    words: str
    minutes: int
    go: str
    page: str
    notes: str


@dataclass(frozen=True)
class Bar:
    """Progress: a thin bar, and what it says in words."""

    done: int
    total: int
    words: str


@dataclass(frozen=True)
class Group:
    """A chapter with its exercises; ``is_open`` where the learner is now."""

    title: str
    page: str
    bar: Bar
    rows: Sequence[Row]
    is_open: bool


@dataclass(frozen=True)
class Step:
    """The next thing to do: how it is called, where it is, and what is left of it."""

    lead: str
    title: str
    go: str
    about: str


@dataclass(frozen=True)
class HomePage:
    """All that the home shows. ``base`` is the address below which the workshop is served."""

    base: str
    step: Step | None
    bar: Bar
    groups: Sequence[Group]
    forms: Group
    kept_in: str
    entries: int
    not_read: int


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )
    environment.filters.update(md=to_html, mdline=to_inline_html)
    environment.globals["style"] = Markup(assets.style("home.css"))
    return environment


def home_html(
    page: HomePage, *, xsrf: str, word: str, told: str = "", is_fault: bool = False
) -> str:
    """The home. ``xsrf`` is the token that its forms send, ``word`` what has to be typed before
    everything is deleted, ``told`` what came of the last thing that was done here."""
    return _environment().get_template("home.html.j2").render(
        page=page, xsrf=xsrf, word=word, told=told, is_fault=is_fault)


def lost_html(heading: str, why: str, near: Sequence[tuple[str, str]], base: str) -> str:
    """The page for what cannot be shown; ``near`` holds titles and addresses to try instead."""
    return _environment().get_template("lost.html.j2").render(
        heading=heading, why=why, near=near, base=base)


def work_html(parts: Sequence[dict[str, Any]], gone: Sequence[dict[str, Any]], made: str) -> str:
    """All answers in words, as a file that opens in any browser and loads nothing."""
    return _environment().get_template("work.html.j2").render(parts=parts, gone=gone, made=made)
