"""The learner's home in a real browser: the next step, progress, and work that moves house."""

import json
import re

import pytest

pytestmark = pytest.mark.browser

TWO_PARTS = "who-should-lead-this"


@pytest.fixture(scope="module")
def homes(lab, start_lab, tmp_path_factory):
    """Two computers of one learner; the book is the one that `lab` has built."""
    base = tmp_path_factory.mktemp("homes")
    root = lab.home.parent / "root"
    with start_lab(root, base / "first") as first, start_lab(root, base / "second") as second:
        yield first, second


def come_in(lab, page):
    page.goto(f"{lab.url}/workshop/home?token={lab.token}")
    assert page.url == f"{lab.url}/workshop/home", "the token is put out of sight"


def home(lab, page):
    page.goto(f"{lab.url}/workshop/home")
    return page.locator("main").inner_text()


def answer(page, part):
    """Choose an option of one part and check it; wait until the verdict is there.

    Every part says whether it is the current one: only the value "step" means that it is shown.
    """
    page.get_by_role("button", name=re.compile(f"^Part {part}")).click()
    page.locator(f".lm-player nav [aria-current=step]:has-text('Part {part}')").wait_for()
    page.locator(".lm-player .lm-pick input").first.check()
    page.get_by_role("button", name="Check my answer").click()
    page.get_by_role("button", name="Try again").wait_for()


def tab_to(page, words, limit=60):
    for _ in range(limit):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent || document.activeElement.id")
        if re.search(words, focused):
            return page.evaluate(
                "getComputedStyle(document.activeElement).outlineStyle") != "none"
    pytest.fail(f"Tab never came to {words!r}")


def test_what_is_answered_in_lab_shows_on_the_home_and_moves_to_another_computer(
    homes, page, tmp_path
):
    first, second = homes
    come_in(first, page)
    words = page.locator("main").inner_text()
    assert "Begin with Before the workshop" in words and "0 of 34" in words
    assert "There is nothing yet" in words

    page.goto(f"{first.url}/workshop/go/{TWO_PARTS}")
    assert page.url.endswith(f"/doc/tree/{TWO_PARTS}.ipynb")
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session"
                           "?.kernel?.status === 'idle'")
    first.run_all(page)
    page.wait_for_selector(".lm-player h2")
    answer(page, 1)
    other = page.context.new_page()
    words = home(first, other)
    assert "Go on with Who should lead this?" in words and "1 of 2 parts done" in words
    assert "0 of 34" in words
    answer(page, 2)
    words = home(first, other)
    assert "Go on with Before the workshop" in words and "1 of 34" in words and "1 of 5" in words
    assert other.locator("progress").first.evaluate("bar => [bar.value, bar.max]") == [1, 34]

    with other.expect_download() as download:
        other.get_by_role("link", name="Download my work", exact=True).click()
    packed = tmp_path / download.value.suggested_filename
    download.value.save_as(packed)

    come_in(second, page)
    assert "0 of 34" in page.locator("main").inner_text()
    page.get_by_label("The zip, or the attempts.jsonl in it").set_input_files(packed)
    page.get_by_role("button", name="Load my work").click()
    assert "entries were loaded." in page.get_by_role("status").inner_text()
    assert "1 of 34" in page.locator("main").inner_text()
    logs = [(lab.home / "attempts.jsonl").read_bytes() for lab in homes]
    assert logs[0] == logs[1]
    assert {json.loads(line)["exercise"] for line in logs[1].splitlines()} == {TWO_PARTS}

    page.get_by_label("The zip, or the attempts.jsonl in it").set_input_files(packed)
    page.get_by_role("button", name="Load my work").click()
    assert page.get_by_role("status").inner_text().startswith("No new entries were loaded.")

    delete_by_keyboard(page, second)
    assert (first.home / "attempts.jsonl").read_bytes() == logs[0], "on that computer alone"


def delete_by_keyboard(page, lab):
    """Everything on the second computer, with the keys alone; the wrong word first."""
    for word, told in (("no", "Nothing was deleted"), ("delete", "Everything was deleted")):
        home(lab, page)
        assert tab_to(page, "^Delete everything"), "the focus can be seen"
        page.keyboard.press("Enter")
        tab_to(page, "^word$")
        page.keyboard.type(word)
        page.keyboard.press("Enter")
        page.get_by_text(told).wait_for()
    assert "0 of 34" in page.locator("main").inner_text()
    assert not (lab.home / "attempts.jsonl").exists()
    assert not (lab.home / "learner.json").exists()
    assert not list((lab.home / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("where", ["practice/protect-the-focus",
                                   "chapters/5-direction-and-delivery"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_way_into_an_exercise_looks_like_a_button_wherever_it_stands(homes, page, where, theme):
    page.emulate_media(color_scheme=theme)
    come_in(homes[0], page)
    page.goto(f"{homes[0].url}/workshop/{where}.html")
    way_in = page.get_by_role("link", name="Answer this exercise").first
    way_in.wait_for()
    style = way_in.evaluate("node => getComputedStyle(node).borderTopWidth + "
                            "getComputedStyle(node).borderTopStyle")
    assert style == "2pxsolid"
    assert page.get_by_text("start the workshop on your computer").is_hidden()


def test_the_next_step_is_a_few_keys_away(homes, page):
    come_in(homes[0], page)
    assert tab_to(page, "^(Begin|Go on) with", 6), "the focus can be seen"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/doc/tree/[\w-]+\.ipynb|/workshop/go/"))


def test_the_home_leads_to_the_book_and_the_book_back_to_the_home(homes, page):
    come_in(homes[0], page)
    page.get_by_role("link", name="The book", exact=True).click()
    page.get_by_role("link", name="Your workshop: go on where you were").click()
    assert page.url == f"{homes[0].url}/workshop/home"


def test_every_link_of_the_home_leads_somewhere(homes, page):
    come_in(homes[0], page)
    links = page.locator("a").evaluate_all("all => all.map(a => a.href.split('#')[0])")
    for link in sorted({link for link in links if link.startswith("http")}):
        assert page.request.get(link).status == 200, link


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_at_320_pixels_nothing_needs_sideways_scrolling(homes, page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 700})
    come_in(homes[0], page)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.locator("a, button, summary, input:not([type=hidden])").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)")
    assert small == []
    text, paper = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    bright = [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (text, paper)]
    assert (bright[0] < bright[1]) == (scheme == "light")


def test_axe_finds_nothing_on_the_home(homes, page):
    from axe_playwright_python.sync_playwright import Axe

    come_in(homes[0], page)
    # The page's own policy allows no script at all, so the rules are run on a copy of it.
    content = page.content()
    page.goto("about:blank")
    page.set_content(content)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
