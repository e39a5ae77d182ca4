"""An exercise as a static page: it reads well with no kernel, no script and no network."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workshop.display.markdown import to_html, to_inline_html
from workshop.kinds import kind_of
from workshop.kinds.dialogue import walk
from workshop.model.exercise import AnyItem, Dialogue, Exercise
from workshop.model.link import parse_link
from workshop.session.views import lens_words

_TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )
    environment.filters.update(md=to_html, mdline=to_inline_html, lens=lens_words)
    return environment


def exercise_html(
    exercise: Exercise, book: str = "", notebook: str = "", level: int = 3
) -> str:
    """The exercise as HTML.

    ``book`` is the address of the book for links into it (empty: links become plain words), and
    ``notebook`` the address under which the exercise opens in Jupyter (empty: no such link).
    ``level`` is that of its title, from 1 to 5; with 1 the page itself bears the title.
    """
    template = _environment().get_template("exercise.html.j2")
    return template.render(exercise=exercise, notebook=notebook, book=book, level=level,
                           items=[_item(item, book) for item in exercise.items])


def notebook_html(exercise: Exercise) -> str:
    """What stands in a notebook of the exercise where no widget can be shown."""
    return f'<div class="lm-static">{exercise_html(exercise, level=1)}</div>'


def way_in_html(notebook: str, book: str) -> str:
    """How to answer an exercise: a link into Jupyter where there is one, else where to begin."""
    return _environment().get_template("do.html.j2").render(notebook=notebook, book=book)


def exercise_list_html(exercises: Sequence[Exercise], pages: str, notebooks: str) -> str:
    """Exercises as a list; ``pages`` and ``notebooks`` are the addresses before their names."""
    template = _environment().get_template("list.html.j2")
    return template.render(exercises=exercises, pages=pages, notebooks=notebooks)


def claims_html(covered: Sequence[Any], counts: Sequence[str]) -> str:
    """Where each claim is taught and practised, as one table an essay.

    ``covered`` holds claims with ``taught`` (paths of pages) and ``practised`` (exercises).
    """
    essays: dict[str, list[Any]] = {}
    for one in covered:
        essays.setdefault(one.claim.essay, []).append(one)
    return _environment().get_template("claims.html.j2").render(essays=essays, counts=counts)


def _item(item: AnyItem, book: str) -> dict[str, Any]:
    kind = kind_of(item)
    return {
        "item": item,
        "template": f"{item.kind}.html.j2",
        "model": kind.in_words(item, kind.model_response(item)),
        "path": walk(item, item.model_path) if isinstance(item, Dialogue) else None,
        "link": functools.partial(_link, book=book),
    }


def _link(text: str, book: str) -> dict[str, str]:
    """A link's label and address; the address is empty where no book is at hand."""
    link = parse_link(text)
    if link is None:
        return {"label": "", "href": ""}
    return {"label": link.label, "href": link.href(book) if book else ""}
