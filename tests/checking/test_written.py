"""Pages: links, pictures, heads, lengths, and the exercises that they show."""

import pytest

from workshop.checking import written as rules
from workshop.checking.checks import check_workshop
from workshop.checking.whole import look_at_whole

HEAD = """\
---
title: A chapter
chapter: 1
minutes: 9
objectives:
  - Say one thing.
  - Do another.
keypoints:
  - One thing matters.
  - Another does, too.
---

"""


@pytest.fixture
def book(written, choice):
    """`book({"page.md": text})`: a workshop with these pages and the exercise `exercise-1`."""

    def make(pages, toc="root: index\n"):
        places = written([choice()])
        (places.book / "_toc.yml").write_text(toc, encoding="utf-8")
        for name, text in pages.items():
            path = places.book / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return look_at_whole(places, [])

    return make


def told(rule, whole):
    return [(problem.line, problem.what) for problem in rule(whole)]


def test_links_lead_to_files_and_labels_that_exist(book):
    pages = {
        "index.md": "[a](sub/page.md) [b](sub/page.md#here) [c](sub/page) [d](#here) "
                    "[e](https://example.com/x.md) [f](/sub/page.md) [g](mailto:a@b.c)\n"
                    "`[no](link.md)`\n\n```text\n[no](link.md)\n```\n<!-- [no](link.md) -->\n",
        "sub/page.md": "(here)=\n## Here\n\n[up](../index.md)\n\n```{figure} x.svg\n:name: fig\n```"
                       "\n[to it](#fig)\n",
    }
    assert told(rules.links_lead_somewhere, book(pages)) == []


@pytest.mark.parametrize(("link", "what", "mend"), [
    ("[a](pgae.md)", "There is no file pgae.md to link to.",
     "Mend the path; it starts at this page."),
    ("[a](page.md#hear)", 'book/page.md has no label "hear".', 'Did you mean "here"?'),
    ("[a](#elsewhere-it-is)", 'There is no label "elsewhere-it-is".',
     "Put `(elsewhere-it-is)=` above a heading, or name a label that is there."),
    ("[a]()", "This link leads nowhere.", "Write the address."),
    ("[a](practice/exercise-1.ipynb)", "practice/exercise-1.ipynb is not written yet.",
     "Run: workshop notebooks"),
    ("[a](practice/exercise-2.ipynb)", 'There is no exercise "exercise-2".',
     'Did you mean "exercise-1"?'),
    ("[a](../../../../../../../etc/hostname)",
     "There is no file ../../../../../../../etc/hostname to link to.",
     "Mend the path; it starts at this page."),
])
def test_link_that_leads_nowhere_is_told_with_its_line(link, what, mend, book):
    whole = book({"index.md": f"# Home\n\nSee {link}.\n", "page.md": "(here)=\n## Here\n"})
    (problem,) = rules.links_lead_somewhere(whole)
    assert (problem.file, problem.line, problem.what, problem.mend) == (
        "book/index.md", 3, what, mend)


def test_readme_links_to_files_and_to_its_own_headings(book):
    whole = book({"page.md": "(here)=\n## Here\n"})
    (whole.places.root / "README.md").write_text(
        "# What it is\n[a](book/page.md#here) [b](#what-it-is) [c](#what-it-was) [d](docs/x.md)\n",
        encoding="utf-8")
    assert told(rules.links_lead_somewhere, whole) == [
        (2, 'There is no label "what-it-was".'), (2, "There is no file docs/x.md to link to.")]


def test_picture_has_a_file_and_five_words_for_those_who_cannot_see_it(book):
    whole = book({
        "index.md": "![A cook looks for a binder](there.svg)\n![A cook](there.svg)\n\n"
                    "```{figure} gone.svg\n:alt: On the left a cook, on the right a queue.\n```\n"
                    "\n```{image} there.svg\n```\n",
        "there.svg": "<svg/>"})
    assert told(rules.pictures_are_described, whole) == [
        (2, "The picture's alternative text has 2 words."),
        (4, "There is no picture gone.svg."),
        (8, "The picture's alternative text has no words.")]


def test_whole_head_has_nothing_to_mend(book):
    assert told(rules.chapters_say_what_they_are, book({"chapters/1.md": HEAD})) == []


@pytest.mark.parametrize(("old", "new", "line", "what"), [
    ("title: A chapter", "tilte: A chapter", 1, "The head has no `title`."),
    ("minutes: 9", "minutes: nine", 4, "`minutes` is not a number."),
    ("chapter: 1\n", "", 1, "The head has no `chapter`."),
    ("  - Do another.\n", "", 5, "The head has 1 entry under `objectives`."),
    ("  - One thing matters.\n", "  - One.\n" * 6, 8, "The head has 7 entries under `keypoints`."),
    ("minutes: 9", 'minutes: "9', 4, "A quote is opened here and not closed."),
])
def test_head_that_lacks_something_is_told_at_its_line(old, new, line, what, book):
    assert old in HEAD
    whole = book({"chapters/1.md": HEAD.replace(old, new)})
    assert (line, what) in told(rules.chapters_say_what_they_are, whole)


def test_head_that_cannot_be_read_is_told_once(book):
    whole = book({"chapters/1.md": HEAD.replace("minutes: 9", 'minutes: "9')})
    assert len(told(rules.chapters_say_what_they_are, whole)) == 1


@pytest.mark.parametrize(("chapter", "words", "fits"), [
    (1, 1199, False), (1, 1200, True), (1, 2100, True), (1, 2101, False), (6, 3200, True),
    (6, 3201, False), (7, 800, True), (7, 799, False),
])
def test_chapter_keeps_to_its_length(chapter, words, fits, book):
    uncounted = ("<!-- teaches: E1-01 -->\n(label)=\n<details>\n<summary>More</summary>\nYes.\n"
                 "</details>\n```{exercise-list}\none-more\n```\n| - | - |\n")
    text = HEAD.replace("chapter: 1", f"chapter: {chapter}") + uncounted + "word " * words
    found = told(rules.chapters_keep_to_their_length, book({"chapters/x.md": text}))
    assert found == ([] if fits else [(1, f"The chapter has {words:,} words.")])


def test_chapter_that_calls_a_thing_simple_is_told(book):
    whole = book({"chapters/1.md": "Obviously not.\n`simply`\n\nYou simply ask.\n",
                  "index.md": "Simply read on."})
    assert told(rules.chapters_are_plain, whole) == [
        (1, 'The chapter says "Obviously".'), (4, 'The chapter says "simply".')]


@pytest.mark.parametrize(("page", "toc", "notebook", "is_shown"), [
    ("```{exercise-page} exercise-1\n```", "", False, True),
    ("", "chapters:\n  - file: practice/exercise-1\n", True, True),
    ("", "chapters:\n  - file: practice/exercise-1\n", False, False),
    ("", "chapters:\n  - file: practice/exercise-12\n", True, False),
    ("```{facilitator-notes} exercise-1\n```", "", True, False),
])
def test_exercise_stands_on_a_page_or_in_the_contents(page, toc, notebook, is_shown, book):
    whole = book({"index.md": page, **({"practice/exercise-1.ipynb": "{}"} if notebook else {})},
                 toc=toc)
    told_ = [p.what for p in check_workshop(whole.places).problems if "shows this" in p.what]
    assert told_ == ([] if is_shown else ["No page of the book shows this exercise."])


def test_directive_that_names_no_exercise_is_told(book):
    whole = book({"index.md": (
        "```{facilitator-notes} exercise-2\n```\n\n```{exercise-page} exercise-1\n```\n\n"
        "```{exercise-list}\nexercise-1\n\nnowhere\n```\nnot-one\n")})
    assert [(p.line, p.what, p.mend) for p in rules.directives_name_exercises(whole)] == [
        (1, 'There is no exercise "exercise-2".', 'Did you mean "exercise-1"?'),
        (10, 'There is no exercise "nowhere".', "Name a folder of exercises/.")]


def test_broken_book_is_told_in_these_words(book, golden):
    whole = book({
        "index.md": "# Home\n\n[Start](lern.md), [on](chapters/1.md#c1-rules)\n\n"
                    "![Cook](cook.png)\n",
        "chapters/1.md": "---\ntitle: One\nchapter: one\nminutes: 9\nobjectives:\n  - Say it.\n"
                         "---\n\n(c1-rule)=\n## One rule\n\nYou simply ask.\n\n"
                         "```{exercise-page} exercise-one\n```\n"})
    problems = sorted(problem for rule in rules.WHOLE_RULES for problem in rule(whole))
    golden("checking/broken-book.txt", "\n\n".join(map(str, problems)) + "\n")
