"""The static book: it builds without a warning, reads without a kernel, and asks no other host."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from workshop.checking.claims import coverage_of
from workshop.checking.pages import pages
from workshop.errors import WorkshopError
from workshop.loading import Places, find_places, load_all
from workshop.publishing import book

REPOSITORY = find_places(Path(__file__))
EXERCISES = load_all(REPOSITORY)
SOURCES = ("_config.yml", "book", "exercises")


def copy_of_the_workshop(folder: Path) -> Places:
    for name in SOURCES:
        source = REPOSITORY.root / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, folder / name)
    return Places(folder)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A book that was built from a copy with every warning an error."""
    places = copy_of_the_workshop(tmp_path_factory.mktemp("book"))
    book.build(places, strict=True)
    return places


class Asked(HTMLParser):
    """The addresses that a page asks for by itself, and its text."""

    def __init__(self):
        super().__init__()
        self.addresses, self.words, self.images_without_alt = [], [], []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag in ("script", "img", "iframe", "source", "video", "audio"):
            self.addresses.append(named.get("src"))
        if tag == "link" and named.get("rel") not in ("next", "prev", "search", "index"):
            self.addresses.append(named.get("href"))
        if tag == "img" and named.get("alt") is None:
            self.images_without_alt.append(named.get("src"))

    def handle_data(self, data):
        self.words.append(data)


def read(path):
    page = Asked()
    page.feed(path.read_text("utf-8"))
    return page


def flat(text):
    return re.sub(r"\W+", " ", text)


def test_no_page_asks_another_host_for_anything(built):
    for path in built.built.rglob("*.html"):
        for address in filter(None, read(path).addresses):
            assert not re.match(r"(https?:)?//", address), f"{path.name} asks {address}"


def test_every_picture_has_words_for_those_who_cannot_see_it(built):
    for path in built.built.rglob("*.html"):
        assert read(path).images_without_alt == [], path.name


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_every_exercise_reads_in_full_on_its_page(built, exercise):
    shown = flat(" ".join(read(built.built / "practice" / f"{exercise.id}.html").words))
    for item in exercise.items:
        assert flat(item.stem.split("\n")[0]).strip() in shown
    assert "Think first" in shown or "Write your own first" in shown


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_the_page_of_an_exercise_says_how_to_answer_it_and_nothing_of_menus(built, exercise):
    html = (built.built / "practice" / f"{exercise.id}.html").read_text("utf-8")
    start, _, anchor = re.search(
        r'<a href="\.\./([\w.]+)(#)([\w-]+)">start the workshop', html).groups()
    assert f'id="{anchor}"' in (built.built / start).read_text("utf-8")
    assert f'href="../../doc/tree/{exercise.id}.ipynb" hidden>Answer this exercise<' in html
    assert "Run All Cells" not in html, "that is for those who have the notebook before them"
    main = html[html.index("<article"):html.index("</article>")]
    levels = [int(level) for level in re.findall(r"<h([1-6])", main)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below - level <= 1 for level, below in zip(levels, levels[1:], strict=False))


@pytest.mark.parametrize("chapter", range(1, 8))
def test_a_chapter_lists_its_exercises_and_links_within_the_book_only(built, chapter):
    path = next((built.built / "chapters").glob(f"{chapter}-*.html"))
    html = path.read_text("utf-8")
    own = [e for e in EXERCISES if e.chapter == chapter and not e.form]
    assert own
    for exercise in own:
        assert f'href="../practice/{exercise.id}.html"' in html
    for target in re.findall(r'href="([^"#]*)#c[1-7]-[^"]*"', html):
        assert not target or (path.parent / target).resolve().is_file()


@pytest.mark.parametrize(("essay", "count"), [("E1", 29), ("E2", 40), ("E3", 39), ("E4", 52),
                                              ("E5", 45)])
def test_every_claim_of_an_essay_is_taught_in_its_chapter_and_shown_in_the_matrix(
    built, essay, count
):
    covered = [one for one in coverage_of(REPOSITORY) if one.claim.essay == essay]
    assert len(covered) == count
    matrix = (built.built / "maintain" / "claims.html").read_text("utf-8")
    for one in covered:
        assert any(page.startswith(f"book/chapters/{essay[1]}-") for page in one.taught)
        assert f">{one.claim.id}</th>" in matrix


def test_every_exercise_has_its_page_in_the_contents():
    contents = (REPOSITORY.book / "_toc.yml").read_text("utf-8")
    assert {e.id for e in EXERCISES} == set(re.findall(r"file: practice/(\S+)", contents))


def test_the_home_page_counts_the_scenarios_and_the_hours_as_they_are():
    home = (REPOSITORY.book / "index.md").read_text("utf-8")
    scenarios = [e for e in EXERCISES if not e.form]
    chapters = [page.front["minutes"] for page in pages(REPOSITORY)
                if page.shown.startswith("book/chapters/")]
    hours = (sum(e.minutes for e in scenarios) + sum(chapters)) / 60
    assert len(scenarios) == 31 and "thirty-one scenarios" in home
    assert 6.5 <= hours <= 7.5 and "about seven hours" in home


@pytest.mark.parametrize("chapter", range(1, 8))
def test_facilitators_notes_stand_below_the_title_of_their_page(built, chapter):
    html = (built.built / "facilitate" / f"notes-{chapter}.html").read_text("utf-8")
    article = html[html.index("<article") : html.index("</article>")]
    assert article.count("<h1") == 1
    notes = re.findall(r"facilitator-notes\} (\S+)",
                       (REPOSITORY.book / "facilitate" / f"notes-{chapter}.md").read_text("utf-8"))
    assert {e.id for e in EXERCISES if e.chapter == chapter} <= {*notes, "before-the-workshop"}
    assert article.count("<h2") >= len(notes) > 0


def test_an_unknown_exercise_stops_the_build_and_is_named(tmp_path):
    places = copy_of_the_workshop(tmp_path)
    page = places.book / "learn.md"
    page.write_text(page.read_text("utf-8") + "\n```{exercise-page} no-such-one\n```\n", "utf-8")
    with pytest.raises(WorkshopError, match="no-such-one"):
        book.build(places, strict=True)


def test_a_book_is_stale_when_any_source_has_changed(built):
    assert not book.is_stale(built)
    page = built.book / "learn.md"
    before = page.read_text("utf-8")
    page.write_text(before + "\nOne more sentence.\n", "utf-8")
    assert book.is_stale(built)
    page.write_text(before, "utf-8")
    assert not book.is_stale(built)
