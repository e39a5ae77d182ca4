"""The learner's report as HTML: one page of its own, or a piece of a notebook."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from workshop.model.link import Link
from workshop.reporting import Report, words
from workshop.reporting.markdown import address, exercise_link
from workshop.reporting.report import Group, Row

_HERE = Path(__file__).parent


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )
    environment.filters.update(clean=words.cleaned, ended=words.ended, tally=words.tally_words)
    return environment


@functools.cache
def style() -> Markup:
    """The report's own style sheet; it goes into the page, which needs no other file.

    It is not squeezed: rcssmin takes the space out of `a :is(b)` inside `@container`, which then
    means something else.
    """
    text = (_HERE / "report.css").read_text(encoding="utf-8")
    return Markup("\n".join(line for each in text.splitlines() if (line := each.strip())))


def report_html(report: Report, book: str = "", level: int = 2) -> str:
    """The report as a piece of HTML with its style; ``level`` is that of its first heading.

    ``book`` is the address of the built book (empty: links become plain words).
    """
    return _render("report.html.j2", report, book, level)


def report_page(report: Report, book: str = "") -> str:
    """The report as a file that opens in any browser, loads nothing, and prints on A4."""
    return _render("report-page.html.j2", report, book, 1)


def _render(template: str, report: Report, book: str, level: int) -> str:
    return _environment().get_template(template).render(
        report=report, level=level, words=words, style=style(),
        chapter_dots=[_dots(one, report.groups) for one in report.groups],
        row_dots=[_dots(one, report.rows) for one in report.rows],
        links=functools.partial(_links, book=book))


def _links(link: Link | None, exercise: str, book: str) -> list[dict[str, str]]:
    """The link into the book and the one to the exercise, as label and address."""
    if not book:
        return [{"label": link.label, "href": ""}] if link else []
    return [{"label": one.label, "href": address(one, book)}
            for one in (link, exercise_link(exercise)) if one]


def _dots(one: Group | Row, beside: tuple[Group, ...] | tuple[Row, ...]) -> dict[str, Any]:
    """Where the dots stand, in hundredths of the widest line beside it; a line is as long as what
    was tried."""
    widest = max(max(each.first.of, each.best.of) for each in beside)
    return {name: f"{100 * value / widest:.2f}%" for name, value in (
        ("first", one.first.points), ("best", one.best.points),
        ("end", max(one.first.of, one.best.of)))}
