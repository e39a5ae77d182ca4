"""The static page: all of the exercise, readable with no script and no network, and safe."""

import re
from dataclasses import fields, is_dataclass, replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from workshop.display.markdown import to_html, to_inline_html
from workshop.display.page import exercise_html, notebook_html
from workshop.kinds import kind_of
from workshop.kinds.dialogue import walk
from workshop.loading import find_places, load_all
from workshop.model.exercise import (
    Choice,
    Dialogue,
    Match,
    Order,
    Rate,
    Reflect,
    Sort,
    Text,
)
from workshop.model.link import parse_link

EXERCISES = load_all(find_places(Path(__file__)))
VOID = {"br", "hr", "img", "input", "link", "meta"}
HOSTILE = [
    "<script>alert(1)</script>", "</details></section><script>alert(1)</script>",
    "[x](javascript:alert(1))", "$\\href{javascript:alert(1)}{x}$",
    '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}{% include 'x' %}", "' onmouseover='alert(1)",
]


class Page(HTMLParser):
    """Tags, attributes and text of a page; fails where a tag is not closed in order."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.starts, self.text, self._open = [], "", []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag, attrs):
        self.starts.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.text += data

    @property
    def tags(self):
        return [tag for tag, _ in self.starts]

    def values(self, name):
        return [attrs[name] for _, attrs in self.starts if attrs.get(name) is not None]


def squeezed(text):
    return " ".join(text.split())


def words(markdown):
    """The text that a reader sees of a piece of Markdown."""
    return squeezed(Page(str(to_html(markdown))).text)


@pytest.fixture(params=EXERCISES, ids=lambda exercise: exercise.id)
def exercise(request):
    return request.param


@pytest.fixture
def page(exercise):
    return Page(exercise_html(exercise, book="/book", notebook="/lab/x.ipynb"))


def shown_texts(item):
    yield item.title
    yield item.stem
    yield item.model_answer
    if isinstance(item, Choice):
        for option in item.options:
            yield from (option.text, option.feedback.text, option.feedback.next)
    elif isinstance(item, Sort):
        yield from (bin_.text for bin_ in item.bins)
        for card in item.cards:
            yield from (card.text, card.feedback.text, card.feedback.next)
    elif isinstance(item, Order):
        for card in item.cards:
            yield from (card.text, card.feedback.text)
    elif isinstance(item, Match):
        for column in item.columns:
            yield from (column.title, *(choice.text for choice in column.choices))
        for row in item.rows:
            yield row.text
            for cell in row.cells:
                yield from (cell.feedback.text, cell.feedback.next)
    elif isinstance(item, Rate):
        for action in item.actions:
            yield from (action.text, action.feedback.text, action.feedback.next)
    elif isinstance(item, Reflect):
        for group in item.groups:
            yield group.title
            for prompt in group.prompts:
                yield from (prompt.label, prompt.hint, item.sample.get(prompt.id, ""))
    elif isinstance(item, Dialogue):
        first = next(step for step in item.steps if step.id == item.start)
        yield from (reply.text for reply in first.replies)
        yield from (criterion.title for criterion in item.criteria)
        for step, reply in walk(item, item.model_path).turns:
            yield from (step.speaker, step.line, reply.text, reply.consequence)
            yield from (reply.feedback.text, reply.feedback.next)
    elif isinstance(item, Text):
        yield from (part.label for part in item.parts)
        for criterion in item.rubric:
            yield from (criterion.title, criterion.question, criterion.because)
        response = item.model_response
        yield from [response] if isinstance(response, str) else response.values()


def test_everything_that_a_reader_needs_is_on_the_page(exercise, page):
    text = squeezed(page.text)
    assert exercise.title in text
    assert words(exercise.situation) in text
    for item in exercise.items:
        for piece in shown_texts(item):
            assert words(piece) in text, piece


def test_answers_are_behind_a_closed_fold_with_one_summary_each(exercise, page):
    folds = [attrs for tag, attrs in page.starts if tag == "details"]
    assert len(folds) == len(exercise.items) == page.tags.count("summary")
    assert all("open" not in attrs for attrs in folds)
    html = exercise_html(exercise)
    outside = re.sub(r"<details>.*?</details>", "", html, flags=re.S)
    for item in exercise.items:
        secret = to_html(item.model_answer)
        assert secret in html and secret not in outside
        if isinstance(item, Choice):
            assert all(to_inline_html(o.feedback.text) not in outside for o in item.options)


def test_page_runs_nothing_and_fetches_nothing(page):
    active = {"script", "style", "img", "iframe", "link", "object", "form", "input"}
    assert not active & {*page.tags}
    for _, attrs in page.starts:
        assert not [name for name in attrs if name.startswith("on") or name in ("style", "src")]
    for address in page.values("href"):
        assert address.startswith(("/book/", "/lab/")), address


def test_headings_follow_each_other_in_order(exercise, page):
    def headings(shown):
        return [tag for tag in shown.tags if re.fullmatch("h[1-6]", tag)]

    count = len(exercise.items)
    assert headings(page) == ["h3"] + ["h4"] * count
    alone = Page(notebook_html(exercise))
    assert headings(alone) == ["h2"] * count, "the notebook has the title"
    assert ("section", {"class": "lm-exercise", "aria-label": exercise.title}) in alone.starts


def test_every_id_is_used_once_and_every_label_points_at_one(page):
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[\w-]+", name) for name in ids)
    assert set(page.values("aria-labelledby")) <= set(ids)


def test_links_lead_into_the_book_and_are_plain_words_without_one(exercise, page):
    item = exercise.items[0]
    said = [] if isinstance(item, Reflect | Dialogue) else kind_of(item).feedbacks(item)
    texts = [criterion.link for criterion in getattr(item, "criteria", ())]
    alone = Page(exercise_html(exercise))
    assert alone.values("href") == []
    for text in [*texts, *(feedback.link for _, feedback in said)]:
        link = parse_link(text)
        assert link.href("/book") in page.values("href")
        assert link.label in alone.text


def test_way_to_answer_is_there_only_where_there_is_a_notebook(exercise, page):
    assert ("a", {"class": "lm-open", "href": "/lab/x.ipynb", "hidden": None}) in page.starts
    assert "lm-open" not in exercise_html(exercise)


def test_same_exercise_gives_the_same_page(exercise):
    assert exercise_html(exercise) == exercise_html(exercise)


KEPT = {"id", "kind", "lens", "goto", "start", "model_path", "key", "bins", "meets", "misses",
        "key_source", "key_status", "part", "answered", "looks_for", "judge", "column", "fits",
        "before", "discard", "of", "plan", "sample", "when", "answer", "by", "form"}


def poisoned(value, text, name=""):
    """The same exercise with a hostile text in every place that holds prose."""
    if name in KEPT and not (name == "bins" and value and is_dataclass(value[0])):
        return value
    if is_dataclass(value):
        return replace(value, **{field.name: poisoned(getattr(value, field.name), text, field.name)
                                 for field in fields(value)})
    if isinstance(value, tuple):
        return tuple(poisoned(entry, text) for entry in value)
    if isinstance(value, dict):
        return {key: poisoned(entry, text) for key, entry in value.items()}
    if name in ("link",):
        return f"[{text.replace(']', '')}](page#a{re.sub('[^a-z]', '', text)})"
    return text if isinstance(value, str) else value


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_anywhere_is_shown_as_the_characters_typed(exercise, text):
    html = exercise_html(poisoned(exercise, text), book="/book", notebook="/lab/x.ipynb")
    page = Page(html)
    assert set(page.tags) == {*page.tags} - {"script", "img", "iframe", "svg"}
    for _, attrs in page.starts:
        assert not [name for name in attrs if name.startswith("on")]
    assert not [v for v in page.values("href") if "javascript" in v.split("#")[0].lower()]
    assert page.tags.count("details") == len(exercise.items)
    visible = squeezed(page.text)
    assert (text in visible or unescape(text).replace("\\", "") in visible.replace("\\", "")
            or "[x](javascript:alert(1))" in visible)


def test_address_of_the_notebook_is_escaped(exercise):
    page = Page(exercise_html(exercise, notebook='"><script>'))
    assert "script" not in page.tags
    assert '"><script>' in page.values("href")
