"""The door to the slides: a Sphinx extension with the directives that the deck is written in.

``exercise-slide`` shows one part of an exercise, ``speaker-notes`` holds what is said to it, and
the role ``exercise-title`` names an exercise. A mistake becomes a warning with its place.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from markdown_it import MarkdownIt
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx_revealjs.nodes import revealjs_section

from workshop import __version__
from workshop.display.slide import paragraphs_of, slide_html, title_of
from workshop.errors import WorkshopError
from workshop.loading import find_places, load_exercise
from workshop.model.exercise import Exercise

_LOGGER = logging.getLogger(__name__)
_CLOCK = "workshop-slides-clock"
_LABEL = re.compile(r"^\([\w-]+\)=$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_HEADING = re.compile(r"(#{1,6}) ")
_OWN_CLOCK = re.compile(r"(?<=\*\*)\d+:\d\d (?=\w)|\*\*\d+:\d\d\*\* ?")


def _exercise(slug: str, directive: SphinxDirective | SphinxRole) -> Exercise:
    folder = find_places(Path(directive.env.srcdir)).exercise(slug)
    directive.env.note_dependency(str(folder / "exercise.yaml"))
    return load_exercise(folder)


class ExerciseSlide(SphinxDirective):
    """``{exercise-slide} SLUG [ITEM] PART``: that part, with ``:of:`` a portion of it."""

    required_arguments = 2
    optional_arguments = 1
    option_spec = {"of": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        slug, *item, part = self.arguments
        try:
            html = slide_html(_exercise(slug, self), item[0] if item else "", part,
                              self.options.get("of", ""))
        except WorkshopError as error:
            _LOGGER.warning("%s", error, location=self.get_location())
            return []
        return [nodes.raw("", html, format="html")]


class SpeakerNotes(SphinxDirective):
    """``{speaker-notes} MINUTES``: what to say on a slide, and how long that takes.

    ``:cut:`` says what goes when time is short. ``:from:`` with ``:part:`` takes in a section of
    an exercise's ``facilitate.md``, or of a page in ``book/facilitate/``: named by words of its
    heading, or by the bold words with which a paragraph starts; ``:of:`` names paragraphs in it.
    """

    required_arguments = 1
    has_content = True
    option_spec = {"cut": directives.unchanged_required, "from": directives.unchanged_required,
                   "part": directives.unchanged_required, "of": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        try:
            minutes = float(self.arguments[0])
        except ValueError:
            raise self.error("write the minutes as a number, such as 3 or 0.5") from None
        clock = self.env.temp_data.get(_CLOCK, 0.0)
        self.env.temp_data[_CLOCK] = clock + minutes
        timing = revealjs_section()  # the speaker view shows whether one is ahead or late
        timing["data-timing"] = str(round(minutes * 60))
        said = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, said)
        parts = [f'<aside class="notes"><p><b>{_time(clock)}</b> · {_span(minutes)}</p>'
                 f"{self._from_notes()}", *said.children, f"{self._cut()}</aside>"]
        return [timing, *(nodes.raw("", part, format="html") if isinstance(part, str) else part
                          for part in parts)]

    def _cut(self) -> str:
        cut = self.options.get("cut")
        return f"<p><b>If late:</b> {_parser().renderInline(cut)}</p>" if cut else ""

    def _from_notes(self) -> str:
        source, part = self.options.get("from"), self.options.get("part", "")
        if not source:
            return ""
        try:
            path = _notes_of(source, Path(self.env.srcdir))
            self.env.note_dependency(str(path))
            section = section_of(path.read_text(encoding="utf-8"), part)
            return _html(paragraphs_of(section, self.options.get("of", "")))
        except (WorkshopError, OSError) as error:
            _LOGGER.warning("%s: %s", source, error, location=self.get_location())
            return ""


def _notes_of(source: str, start: Path) -> Path:
    """A page for facilitators, such as the run sheet, or else the notes of an exercise."""
    places = find_places(start)
    page = places.book / "facilitate" / f"{source}.md"
    return page if page.is_file() else places.exercise(source) / "facilitate.md"


@functools.cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _html(text: str) -> str:
    """Facilitators' Markdown as HTML, without the exercise's own clock.

    Links into the book become plain words.
    """
    return _parser().render(_LINK.sub(r"\1", _LABEL.sub("", _OWN_CLOCK.sub("", text))))


def section_of(notes: str, part: str) -> str:
    """The section of facilitators' notes whose heading holds ``part``, without the heading.

    Failing that, the first paragraph that starts with these words in bold. What looks like a
    heading in a block of code is none. Raises ``WorkshopError``.

    >>> section_of("# Notes\\n## Start\\nSay this.\\n## End\\nStop.", "Start")
    'Say this.'
    """
    level, found, in_code = 0, [], False
    for line in notes.splitlines():
        in_code ^= line.startswith("```")
        heading = None if in_code else _HEADING.match(line)
        depth = len(heading[1]) if heading else 0
        if level and depth and depth <= level:
            break
        if level:
            found.append(line)
        elif depth and part in line:
            level = depth
    if not level:
        found = [paragraph for paragraph in notes.split("\n\n")
                 if paragraph.startswith((f"**{part}", f'**"{part}'))][:1]
    if not part or not found:
        raise WorkshopError(f'the notes have no heading with "{part}", '
                            "and no paragraph that starts with it in bold.")
    return "\n".join(found).strip()


def _time(clock: float) -> str:
    return f"{int(clock // 60)}:{int(clock % 60):02}"


def _span(minutes: float) -> str:
    return "1 minute" if minutes == 1 else f"{minutes:g} minutes"


class ExerciseTitle(SphinxRole):
    """``{exercise-title}`SLUG [ITEM]```: the title, as the exercise has it today."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        slug, _, item = self.text.partition(" ")
        try:
            return [nodes.Text(title_of(_exercise(slug, self), item))], []
        except WorkshopError as error:
            _LOGGER.warning("%s", error, location=self.get_location())
            return [], []


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_directive("exercise-slide", ExerciseSlide)
    app.add_directive("speaker-notes", SpeakerNotes)
    app.add_role("exercise-title", ExerciseTitle())
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


__all__ = ["ExerciseSlide", "ExerciseTitle", "SpeakerNotes", "section_of", "setup"]
