"""The door to the book: a Sphinx extension with the directives that show exercises.

``exercise-page`` shows a whole exercise as static HTML, ``exercise-list`` names some with what they
are for, ``facilitator-notes`` takes in the notes of one, ``claims-matrix`` shows where each claim
is taught and practised. A mistake in an exercise becomes a warning with its file and line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from workshop import __version__
from workshop.checking.claims import coverage_of, summary
from workshop.display.page import claims_html, exercise_html, exercise_list_html, way_in_html
from workshop.errors import WorkshopError
from workshop.loading import Places, find_places, try_exercise
from workshop.model.exercise import Exercise

_STATIC = Path(__file__).parent / "display" / "static"
_LOGGER = logging.getLogger(__name__)


class _ExerciseDirective(SphinxDirective):
    required_arguments = 1

    def folder(self) -> Path | None:
        """The exercise's folder, or ``None`` after a warning."""
        places = find_places(Path(self.env.srcdir))
        try:
            return places.exercise(self.arguments[0])
        except WorkshopError as error:
            _LOGGER.warning("%s", error, location=self.get_location())
            return None

    def up(self) -> str:
        """The way from this page to the top of the book."""
        return "/".join([".."] * self.env.docname.count("/")) or "."


class ExercisePage(_ExerciseDirective):
    """``{exercise-page} SLUG``: the exercise as it is read without a kernel."""

    def run(self) -> list[nodes.Node]:
        folder = self.folder()
        if folder is None:
            return []
        self.env.note_dependency(str(folder / "exercise.yaml"))
        exercise, problems = try_exercise(folder, shown=f"exercises/{folder.name}")
        for problem in problems:
            _LOGGER.warning("%s", problem, location=self.get_location())
        if exercise is None or problems:
            return []
        # The server shows the book one level below Jupyter's own pages.
        notebook = f"{self.up()}/../doc/tree/{exercise.id}.ipynb"
        html = exercise_html(exercise, book=self.up(), notebook=notebook)
        return [nodes.raw("", html, format="html")]


class ExerciseList(SphinxDirective):
    """``{exercise-list}`` with one name a line: title, minutes and aim, each with its page."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        places = find_places(Path(self.env.srcdir))
        shown = [self._exercise(places, slug.strip()) for slug in self.content if slug.strip()]
        up = "/".join([".."] * self.env.docname.count("/")) or "."
        exercises = [exercise for exercise in shown if exercise]
        html = exercise_list_html(exercises, f"{up}/practice/", f"{up}/../doc/tree/")
        return [nodes.raw("", html, format="html")]

    def _exercise(self, places: Places, slug: str) -> Exercise | None:
        try:
            folder = places.exercise(slug)
        except WorkshopError as error:
            _LOGGER.warning("%s", error, location=self.get_location())
            return None
        self.env.note_dependency(str(folder / "exercise.yaml"))
        exercise, problems = try_exercise(folder, shown=f"exercises/{slug}")
        for problem in problems:
            _LOGGER.warning("%s", problem, location=self.get_location())
        return exercise


class ClaimsMatrix(SphinxDirective):
    """``{claims-matrix}``: every claim, with what teaches it and what practises it."""

    def run(self) -> list[nodes.Node]:
        places = find_places(Path(self.env.srcdir))
        self.env.note_dependency(str(places.book / "claims.yaml"))
        for page in places.book.glob("chapters/*.md"):
            self.env.note_dependency(str(page))
        for slug in places.slugs():
            self.env.note_dependency(str(places.exercise(slug) / "exercise.yaml"))
        covered = coverage_of(places)
        return [nodes.raw("", claims_html(covered, summary(covered)), format="html")]


class FacilitatorNotes(_ExerciseDirective):
    """``{facilitator-notes} SLUG``: the exercise's ``facilitate.md``, as part of this page."""

    def run(self) -> list[nodes.Node]:
        folder = self.folder()
        if folder is None:
            return []
        path = folder / "facilitate.md"
        self.env.note_dependency(str(path))
        if not path.is_file():
            _LOGGER.warning("%s has no facilitate.md", folder.name, location=self.get_location())
            return []
        lines = _one_level_down(path.read_text(encoding="utf-8").splitlines())
        container = nodes.section()
        container.document = self.state.document
        self.state.nested_parse(StringList(lines, source=str(path)), 0, container,
                                match_titles=True)
        return container.children


def _one_level_down(lines: list[str]) -> list[str]:
    """Markdown with each heading one level lower, since the page has a title of its own."""
    lowered, in_code = [], False
    for line in lines:
        in_code ^= line.startswith("```")
        lowered.append(f"#{line}" if line.startswith("#") and not in_code else line)
    return lowered


def show_way_in(app: Sphinx, doctree: nodes.document) -> None:
    """Below the head of each practice page: how to answer the exercise.

    The notebooks cannot say it themselves, for whoever reads them in Jupyter is there already.
    """
    folder, _, name = app.env.docname.rpartition("/")
    if folder != "practice":
        return
    html = way_in_html(notebook=f"../../doc/tree/{name}.ipynb", book="..")
    for paragraph in doctree.findall(nodes.paragraph):
        below = paragraph.parent.index(paragraph) + 1
        paragraph.parent.insert(below, nodes.raw("", html, format="html"))
        return


def _add_static(app: Sphinx, config: Any) -> None:
    config.html_static_path.append(str(_STATIC))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_directive("exercise-page", ExercisePage)
    app.add_directive("exercise-list", ExerciseList)
    app.add_directive("claims-matrix", ClaimsMatrix)
    app.add_directive("facilitator-notes", FacilitatorNotes)
    app.connect("config-inited", _add_static)
    app.connect("doctree-read", show_way_in)
    app.add_css_file("workshop.css")
    app.add_js_file("workshop-served.js", loading_method="defer")
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


__all__ = ["ClaimsMatrix", "ExerciseList", "ExercisePage", "FacilitatorNotes", "setup"]
