"""The slides in a real Chromium, opened from the disk: nothing overflows, the notes can be had."""

import shutil

import pytest

from workshop.loading import Places, find_places
from workshop.publishing import slides

pytestmark = pytest.mark.browser

SIZE = {"width": 1280, "height": 720}

# What is seen of a slide ends where its lowest and its rightmost element end.
EDGES = """() => {
  const slide = Reveal.getCurrentSlide();
  const boxes = [...slide.querySelectorAll(":scope > :not(aside), :scope > :not(aside) *")]
    .filter(one => !one.closest(".two-rows")).map(one => one.getBoundingClientRect());
  return { id: slide.id, bottom: Math.max(...boxes.map(box => box.bottom)),
           right: Math.max(...boxes.map(box => box.right)), height: slide.scrollHeight };
}"""

PAGES = """() => [...document.querySelectorAll(".pdf-page")].map(page => Math.max(
  ...[...page.querySelectorAll("section > :not(aside)")].map(one => one.getBoundingClientRect()
  .bottom - page.getBoundingClientRect().top)))"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A deck that was built from a copy, as a file."""
    folder = tmp_path_factory.mktemp("slides")
    root = find_places().root
    for name in ("_config.yml", "book/facilitate", "book/_static", "exercises", "slides"):
        copy = shutil.copytree if (root / name).is_dir() else shutil.copyfile
        copy(root / name, folder / name)
    slides.build(Places(folder))
    return (slides.folder_of(Places(folder)) / "index.html").as_uri()


@pytest.fixture
def deck(page, address):
    page.set_viewport_size(SIZE)
    page.goto(address)
    page.wait_for_function("() => window.Reveal && Reveal.isReady()")
    page.evaluate("() => document.fonts.ready")
    return page


def test_the_space_bar_walks_through_all_slides_and_none_overflows(deck):
    count = deck.evaluate("() => Reveal.getTotalSlides()")
    seen = []
    for _ in range(count):
        edges = deck.evaluate(EDGES)
        assert edges["bottom"] <= SIZE["height"] - 20, edges
        assert edges["right"] <= SIZE["width"], edges
        assert edges["height"] <= SIZE["height"], edges
        seen.append(edges["id"])
        deck.keyboard.press("Space")
    assert len(set(seen)) == count > 30
    assert deck.evaluate("() => Reveal.isLastSlide()")


def test_the_key_s_opens_the_speakers_view_from_the_disk(deck):
    with deck.context.expect_page() as opened:
        deck.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes .value")
    notes.get_by_text("Say where the printed sheets lie").wait_for()
    deck.keyboard.press("Space")
    notes.get_by_text("We won't settle it today").wait_for()


def test_the_key_i_shows_the_notes_in_the_same_window_and_hides_them(deck):
    notes = deck.locator(".reveal > .speaker-notes")
    assert not notes.is_visible()
    deck.keyboard.press("i")
    notes.get_by_text("Say where the printed sheets lie").wait_for()
    deck.keyboard.press("i")
    notes.wait_for(state="hidden")


def test_printed_every_slide_fits_its_page(page, address):
    page.set_viewport_size(SIZE)
    page.goto(f"{address}?print-pdf")
    page.locator(".pdf-page").last.wait_for()
    lowest = page.evaluate(PAGES)
    assert len(lowest) > 30
    assert max(lowest) <= SIZE["height"]
    assert page.evaluate("() => parseInt(getComputedStyle(document.querySelector("
                         "'.pdf-page > section')).paddingLeft)") > 40
