"""Authors' Markdown becomes HTML of a few known tags, whatever it holds."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workshop.display.markdown import to_html, to_inline_html

ALLOWED = {"p", "em", "strong", "a", "ul", "ol", "li", "code", "pre", "blockquote", "hr", "br",
           "h1", "h2", "h3", "h4", "h5", "h6"}
ALLOWED_ATTRIBUTES = {("a", "href"), ("a", "title"), ("ol", "start"), ("code", "class")}


class Seen(HTMLParser):
    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.addresses, self.other = set(), set(), [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]

    def handle_comment(self, data):
        self.other.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "</details><script>alert(1)</script>", "<!-- x --!><script>", "<![CDATA[<script>]]>",
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))", "[x](data:text/html,<script>)", "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]", "[x](vbscript:x)", "![x](javascript:alert(1))",
    '[x](y "><script>alert(1)</script>")', "$\\href{javascript:alert(1)}{x}$",
    "```<script>\n</code></pre><script>\n```", "`</code><script>`", "    <script>",
    "<a href='javascript:x'>y</a>", "&lt;script&gt;", "&#60;script&#62;", "\\<script>",
    "<iframe srcdoc='<script>'>", "<style>*{}</style>", "<x\nonclick=a>",
]
bits = st.sampled_from([*HOSTILE, "<", ">", "[", "](", ")", "`", "*", "\n", "&", '"', "'", "![",
                        "!", "javascript:", "# ", "- ", "> ", "    ", "\\", ":", "//", "x"])


def is_safe(html):
    seen = Seen(html)
    assert seen.tags <= ALLOWED
    assert seen.attributes <= ALLOWED_ATTRIBUTES
    assert not seen.other
    for address in seen.addresses:
        scheme = "".join(address.split()).lower().split(":")[0]
        assert scheme not in ("javascript", "vbscript", "data", "file")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_becomes_harmless(text):
    is_safe(to_html(text))
    is_safe(to_inline_html(text))


@given(st.text() | st.lists(bits, max_size=8).map("".join))
@example("<a\n<b>")
def test_no_text_yields_a_tag_that_is_not_on_the_list(text):
    is_safe(to_html(text))
    is_safe(to_inline_html(text))


def test_images_are_not_fetched():
    assert "<img" not in to_html("![a picture](https://example.org/p.png)")


@pytest.mark.parametrize(("text", "html"), [
    ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>\n"),
    ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
    ("a\n\nb", "<p>a</p>\n<p>b</p>\n"),
    ("$x < y$", "<p>$x &lt; y$</p>\n"),
])
def test_plain_markdown_is_what_it_looks_like(text, html):
    assert to_html(text) == html


def test_one_line_has_no_paragraph_around_it():
    assert to_inline_html("  *a*\n") == "<em>a</em>"
