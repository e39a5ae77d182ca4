"""Authors' Markdown to safe HTML: CommonMark with no raw HTML in it."""

from __future__ import annotations

import functools

from markdown_it import MarkdownIt
from markupsafe import Markup


@functools.cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable("image")


def to_html(text: str) -> Markup:
    """Block Markdown as HTML.

    >>> to_html("*Susan* <script>")
    Markup('<p><em>Susan</em> &lt;script&gt;</p>\\n')
    """
    return Markup(_parser().render(text))  # the parser escapes all HTML


def to_inline_html(text: str) -> Markup:
    """One line of Markdown as HTML without a paragraph around it."""
    return Markup(_parser().renderInline(text.strip()))
