"""The report in its three forms: the same content, safe for whatever a learner wrote."""

import json
import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from workshop.display.report import report_html, report_page
from workshop.reporting.as_json import as_json
from workshop.reporting.markdown import as_markdown

BOOK = "file:///book"
RIGHT = {"a": "left", "b": "right", "c": "left", "d": "right"}
HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>',
           "[x](javascript:alert(1))",
           "# A heading\n\n- a list\n\n```\ncode", "| a | b |", "\u202egnihtyna", "\x00\x1b[31m",
           "\ud800", "{{ 7 * 7 }} {% raw %}", "$x$ `y` &amp; ~~z~~", "שלום *עולם*", "👩‍👩‍👧 né"]


class Page(HTMLParser):
    """The words of a page, the tags that it is made of, and what it would load."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words, self.attributes, self._hidden = [], [], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attributes]
        self._hidden += tag == "style"

    def handle_endtag(self, tag):
        self._hidden -= tag == "style"

    def handle_data(self, data):
        if not self._hidden:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def shown(markdown):
    """Markdown as a reader sees it, in one line."""
    return Page(MarkdownIt("commonmark").enable("table").render(markdown)).text


def test_html_page(played, report, golden):
    golden("reporting/report.html", report_page(report(), BOOK))


def test_markdown(played, report, golden):
    golden("reporting/report.md", as_markdown(report(), BOOK))


def test_days_are_those_of_the_clock_at_hand_and_a_planned_day_is_as_it_was_written(
    played, report, time_zone
):
    for zone, made in (("UTC", "1 June 2026"), ("EAST-3", "2 June 2026")):
        time_zone(zone)
        text = as_markdown(report(made="2026-06-01T22:00:00+00:00"))
        assert f"Made on {made}." in text and "5 June 2026" in text


def test_json(played, report, golden, check_schema):
    text = as_json(report())
    check_schema(json.loads(text))
    golden("reporting/report.json", text)


def test_json_of_an_empty_log_fits_the_schema(report, check_schema):
    check_schema(json.loads(as_json(report())))


def test_schema_allows_no_field_that_it_does_not_name(played, report, check_schema):
    data = json.loads(as_json(report()))
    for place in (data, data["rows"][0], data["rows"][0]["best"], data["certain"][0]):
        place["more"] = 1
        with pytest.raises(Exception, match="'more' was unexpected"):
            check_schema(data)
        del place["more"]


def test_html_and_markdown_say_the_same(played, report):
    made = report()
    page, markdown = Page(report_page(made)).text, shown(as_markdown(made))
    said = [*made.sentences, made.folder, made.plans[0].sentence,
            *(one.title for group in (made.certain, made.look, made.rows, made.groups, made.forms)
              for one in group),
            *(one.told for one in made.certain), *(one.next for one in made.look),
            *(mark.criterion for mark in made.marks[0].criteria),
            "not for hiring, promotion or appraisal", "Where you lean", "What was shared"]
    for words in said:
        assert words in page
        assert words in markdown


def test_nothing_is_told_in_per_cent_and_nobody_is_ranked(played, report):
    made = report()
    for text in (Page(report_page(made)).text, as_markdown(made), as_json(made)):
        assert not re.search(r"%|per ?cent|rank|badge|score:|grade", text, re.IGNORECASE)


def test_dots_stand_where_the_table_beside_them_says(played, report):
    made = report()
    html = report_page(made)
    rows = re.findall(r'x2="([\d.]+)%" y2="10"/>\n.*\n<circle class="lm-first" cx="([\d.]+)%".*\n'
                      r'<circle class="lm-best" cx="([\d.]+)%"', html)
    assert len(rows) == len(made.groups) + len(made.rows)
    widest = max(one.best.of for one in made.rows)
    for one, (end, first, best) in zip(made.rows, rows[len(made.groups):], strict=True):
        assert float(end) == pytest.approx(100 * one.best.of / widest, abs=0.01)
        assert float(first) == pytest.approx(100 * one.first.points / widest, abs=0.01)
        assert float(best) == pytest.approx(100 * one.best.points / widest, abs=0.01)


def test_the_plot_is_hidden_from_screen_readers_and_its_figures_are_not(played, report):
    html = report_page(report())
    charts = html.count('<td class="lm-chart" aria-hidden="true"><svg')
    assert charts == len(report().groups) + len(report().rows)
    assert html.count("<svg") - charts == html.count('<svg class="lm-sign"') == 3
    assert '<p class="lm-legend" aria-hidden="true"><svg' in html
    assert '<td role="cell"><span class="lm-on-phone" aria-hidden="true">Best </span>6 of 8' in html


def test_page_loads_nothing_and_runs_nothing(played, report):
    page = Page(report_page(report(), BOOK))
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(page.tags)
    loads = [value for tag, name, value in page.attributes
             if name in ("src", "href") or name.startswith("on")]
    assert loads
    assert all(value.startswith(f"{BOOK}/") for value in loads)
    assert "url(" not in report_page(report())


def test_links_lead_into_the_book_and_to_the_exercise_or_are_words(played, report):
    html = report_page(report(), BOOK)
    assert f'href="{BOOK}/chapters/3-place.html#a-place"' in html
    assert f'href="{BOOK}/practice/cards.html"' in html
    assert "<a " not in report_page(report())
    assert "](" not in as_markdown(report())


def test_a_piece_for_a_notebook_starts_one_heading_lower(played, report):
    assert Page(report_page(report())).tags.count("h1") == 1
    piece = Page(report_html(report()))
    assert "h1" not in piece.tags
    assert piece.tags.count("h2") == 1
    assert "html" not in piece.tags


@pytest.mark.parametrize("nasty", HOSTILE, ids=ascii)
def test_hostile_words_stay_words(play, report, nasty, check_schema):
    play("notes", {"type": "check", "item": "planning", "response": {
        "moment": nasty, "action": nasty, "sign": nasty, "who": nasty}})
    play("talks", {"type": "check", "item": "writing", "response": f"aim {nasty}"})
    made = report()
    calm = Page(report_page(report(folder="/x"))).tags
    assert {"script", "img", "a"} & set(calm) == set()
    html = report_page(made)
    html.encode("utf-8")
    seen = " ".join(nasty.replace("\u202e", "").replace("\ud800", "\ufffd")
                    .replace("\x00", "").replace("\x1b", "").split())
    assert seen in Page(html).text
    assert seen in shown(as_markdown(made))
    for text in (html, as_markdown(made)):
        assert not re.search("[\x00\x1b\u202e\ud800]", text)
    drawn = MarkdownIt("commonmark").enable("table").render(as_markdown(made))
    assert drawn.count("<h1>") == 1
    assert drawn.count("<a ") == drawn.count("<code>") == drawn.count("<script") == 0
    data = json.loads(as_json(made))
    check_schema(data)
    assert data["plans"][0]["partner"] == nasty.strip()


def test_words_from_right_to_left_keep_to_their_place(played, report):
    assert '<dd dir="auto">נועה | *Noa* 👩‍👩‍👧</dd>' in report_page(report())


def test_a_form_that_has_to_keep_still_is_told_without_a_count(play, report):
    play("before", {"type": "check", "item": "one", "response": ["good"]},
         {"type": "check", "item": "two", "response": RIGHT})
    for text in (Page(report_page(report())).text, shown(as_markdown(report()))):
        assert "2 of 2 answered; kept, and told once you" in text
        assert "on the key's side" not in text


def test_lost_lines_and_several_tokens_are_told(play, report, log):
    play("cards", {"type": "check", "item": "choosing", "response": ["good"]})
    made = report(lost=2)
    assert "Two lines of the file could not be read" in as_markdown(made)
    assert "Two lines of the file could not be read" in report_page(made)
    assert "tokens" not in as_markdown(made)
