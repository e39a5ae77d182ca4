"""`workshop open --simple` in a real browser: by keyboard alone, on a phone, and when things break.

The fixture `page` fails each of these tests that asked another machine for anything.
"""

import json
import os
import re
import shutil
import signal
import time
import urllib.request
from pathlib import Path

import pytest

from workshop.kinds import kind_of
from workshop.loading import find_places, load_exercise

pytestmark = pytest.mark.browser

REPOSITORY = find_places(Path(__file__))
SLUG = "no-authority-needed"
WRITTEN = "motivating-susan-and-george"
CHAPTERS = "".join(f"\n  - file: chapters/{path.stem}"
                   for path in sorted(REPOSITORY.book.glob("chapters/*.md")))
HURTS = ("x", "b", "a", "c", "v", "m", "d", "d", "0", "0", "z", "Delete", "Escape")

FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return 'nothing';
  const own = e.labels?.length ? e.labels[0].textContent : e.textContent;
  return `${e.tagName} ${e.type ?? ''} | ${own}`.replace(/\\s+/g, ' ');
}"""


@pytest.fixture(scope="module")
def simple(chromium, start_lab, tmp_path_factory):
    """The workshop, simply opened, with the chapters of the book alone."""
    base = tmp_path_factory.mktemp("simple")
    root = base / "root"
    shutil.copytree(REPOSITORY.exercises, root / "exercises")
    shutil.copytree(REPOSITORY.book, root / "book")
    shutil.copyfile(REPOSITORY.root / "_config.yml", root / "_config.yml")
    (root / "book" / "_toc.yml").write_text(
        f"format: jb-book\nroot: index\nchapters:{CHAPTERS}\n", "utf-8")
    with start_lab(root, base / "home", "--simple") as running:
        yield running


@pytest.fixture
def page(context, simple):
    """A tab that has the cookie, at the page that `workshop open --simple` opens."""
    tab = context.new_page()
    tab.goto(f"{simple.url}/workshop/home?token={simple.token}")
    return tab


def open_exercise(simple, page, slug):
    page.goto(f"{simple.url}/workshop/go/{slug}")
    page.wait_for_selector(".lm-player h2")


def tab_until(page, described, limit=120):
    """Press Tab until the focused element's description matches; fail when it never does."""
    seen = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if re.search(described, seen[-1]):
            return
    pytest.fail(f"Tab never came to {described!r}; it came to {seen}")


def press_what_hurts(page, *also):
    """Keys that delete, insert or leave a cell where there are cells."""
    before, address = page.locator(".lm-body").inner_text(), page.url
    for key in (*HURTS, *also):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.locator(".lm-player .lm-body").inner_text() == before
    assert page.url == address


def saved(simple):
    log = simple.home / "attempts.jsonl"
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def wait_until(happened, what, seconds=20):
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(f"waited in vain for {what}")
        time.sleep(0.1)


def kernels(simple):
    request = urllib.request.Request(f"{simple.url}/api/kernels",
                                     headers={"Authorization": f"token {simple.token}"})
    with urllib.request.urlopen(request) as answer:
        return {kernel["id"] for kernel in json.load(answer)}


def kernel_of(page):
    return page.evaluate(
        "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")


def test_an_exercise_is_answered_to_its_end_by_keyboard_alone(simple, page):
    exercise = load_exercise(REPOSITORY.exercise(SLUG))
    many, one = exercise.items
    tab_until(page, "SUMMARY .*More exercises")  # this book lists none under its chapters
    page.keyboard.press("Enter")
    tab_until(page, f"A .*{exercise.title}")
    page.keyboard.press("Enter")
    page.wait_for_selector(".lm-player h2")

    wanted = kind_of(many).samples(many)["right"][0]
    for option in many.options:
        if option.id in wanted:
            tab_until(page, f"INPUT checkbox .*{re.escape(option.text[:40])}")
            page.keyboard.press("Space")
    press_what_hurts(page, "ArrowDown", "ArrowUp", "ArrowLeft")
    assert page.locator(".lm-player :checked").count() == len(wanted)
    tab_until(page, "BUTTON .*Check my answer")
    page.keyboard.press("Enter")
    page.locator(".lm-player .lm-result h4", has_text="Met").wait_for()

    tab_until(page, "BUTTON .*Go on to part 2")
    page.keyboard.press("Enter")
    tab_until(page, "INPUT radio")
    right = next(option.text for option in one.options if option.id in one.key)
    page.keyboard.press("Space")
    for _ in one.options:
        press_what_hurts(page)
        if right[:40] in page.evaluate(FOCUSED):
            break
        page.keyboard.press("ArrowDown")
    tab_until(page, "BUTTON .*Check my answer")
    page.keyboard.press("Enter")
    page.locator(".lm-player .lm-result h4", has_text="Met").wait_for()

    checks = [line for line in saved(simple)
              if line["exercise"] == SLUG and line["event"] == "check"]
    assert [line["item"] for line in checks] == [many.id, one.id]
    page.reload()
    page.wait_for_selector(".lm-player h2")
    assert "Welcome back" in page.locator(".lm-player").inner_text()
    page.locator(".lm-player .lm-part", has_text=one.title).click()
    page.locator(".lm-player label", has_text=right).wait_for()
    assert page.get_by_role("radio", name=right).is_checked()


def test_no_code_and_no_cell_is_in_sight(simple, page):
    open_exercise(simple, page, SLUG)
    shown = page.locator("body").inner_text()
    for word in ("workshop.notebook", "import", "In [", "Out["):
        assert word not in shown
    assert page.locator(".jp-Cell, .CodeMirror, .cm-editor, [contenteditable]").count() == 0
    assert not page.get_by_text("Starting").is_visible()


def test_feedback_leads_into_the_book(simple, page):
    open_exercise(simple, page, SLUG)
    page.locator(".lm-player .lm-part").first.click()
    page.locator(".lm-player label").first.click()
    page.get_by_role("button", name="Check my answer").click()
    link = page.locator(".lm-player a[href*='/workshop/chapters/']").first
    link.wait_for()
    address, _, label = link.get_attribute("href").partition("#")
    answer = page.request.get(simple.url + address)
    assert answer.status == 200
    assert f'id="{label}"' in answer.text()


def test_leaving_an_exercise_ends_its_kernel(simple, page):
    page.context.clear_cookies(name="_xsrf")  # as when the page is opened from a bookmark
    open_exercise(simple, page, SLUG)
    kernel = kernel_of(page)
    assert kernel in kernels(simple)
    page.get_by_role("link", name="All exercises").click()
    page.wait_for_url("**/workshop/home")
    wait_until(lambda: kernel not in kernels(simple), "the kernel to be ended")


def kill_kernels(simple):
    killed = 0
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            command = Path(f"/proc/{entry}/cmdline").read_bytes()
            environment = Path(f"/proc/{entry}/environ").read_bytes()
        except OSError:
            continue
        if b"ipykernel_launcher" in command and f"WORKSHOP_HOME={simple.home}".encode() in (
                environment):
            os.kill(int(entry), signal.SIGKILL)
            killed += 1
    return killed


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="finds the kernel through /proc")
def test_a_kernel_that_dies_is_told_in_plain_words_and_the_text_is_kept(simple, page):
    open_exercise(simple, page, WRITTEN)
    page.get_by_role("button", name=re.compile("Part 2")).click()
    box = page.locator(".lm-player textarea").first
    text = f"Families wait three weeks today. Draft {time.time_ns()}"
    box.fill(text)
    wait_until(lambda: any(text in str(line["response"]) for line in saved(simple)), "the draft")
    assert kill_kernels(simple) >= 1
    box.press_sequentially(" And in May three days.")
    alert = page.locator(".lm-player [role=alert]", has_text="Your text is still here")
    alert.wait_for()
    assert box.input_value() == text + " And in May three days."
    again = page.get_by_text("load this page again")
    assert again.is_visible()
    bottom = again.bounding_box()
    assert bottom["y"] + bottom["height"] <= page.viewport_size["height"], "it is in sight"
    page.reload()
    page.wait_for_function(
        "t => document.querySelector('.lm-player textarea')?.value === t",
        arg=text + " And in May three days.")


@pytest.mark.parametrize("slug", [SLUG, WRITTEN, "time-to-follow"])
def test_at_320_pixels_nothing_needs_sideways_scrolling(simple, page, slug):
    page.set_viewport_size({"width": 320, "height": 700})
    open_exercise(simple, page, slug)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_light_and_dark_follow_the_system(simple, page):
    open_exercise(simple, page, SLUG)
    painted = """() => [document.documentElement, document.querySelector('.lm-player')]
      .map(e => getComputedStyle(e).backgroundColor)"""
    seen = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        seen[scheme] = page.evaluate(painted)
    assert seen == {"light": ["rgb(255, 255, 255)"] * 2, "dark": ["rgb(18, 18, 18)"] * 2}


@pytest.mark.parametrize("slug", [
    "vp-and-first-line", "sort-the-managers-week", "vision-into-steps", "one-act-five-verdicts",
    "the-goal-nobody-mentions", "time-to-follow", "keep-it-simple", "plan-next-week"])
def test_axe_finds_nothing_in_any_kind_and_nothing_is_wider_than_a_phone(simple, page, slug):
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": 320, "height": 700})
    open_exercise(simple, page, slug)
    page.locator(".lm-player .lm-main").click()  # an empty check, which says what is missing
    page.wait_for_function("document.querySelector('.lm-player [role=status]').textContent")
    broken = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in broken] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_that_a_machine_can_check_is_broken(simple, page, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)
    open_exercise(simple, page, SLUG)
    broken = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in broken] == []
    assert page.title() == "No authority needed | Leading and managing"
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").count() == page.get_by_role("main").count() == 1
    assert page.locator("main .lm-player").count() == 1
