"""Both exercises in real JupyterLab, by keyboard alone, with the keys that hurt."""

import json
import os
import re
import signal
import time
import urllib.request

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_yet")]

SUSAN = "motivating-susan-and-george"
REDIRECT = "redirecting-technical-decisions"

MESSAGES = {
    "What you say in the team meeting": (
        "Families wait three weeks for a payout today, and with this release they wait three "
        "days. Two of our largest customers are already talking to a competitor, so this is our "
        "chance to keep them."
    ),
    "What you say to Susan, in your 1:1": (
        "Susan, you designed most of this. When it goes live on time it will be the strongest "
        "piece in your case for Staff Engineer, and I will say so to the committee."
    ),
    "What you say to George, in your 1:1": (
        "George, four of your colleagues build on your import job. They can only finish their "
        "parts when yours is done, and they count on you. What do you need from me?"
    ),
}
SORTED = {
    "heart of your Staff case": "Susan's 1:1",
    "wait three weeks for a payout": "The team meeting",
    "Weekends are workdays": "Nobody, in any setting",
    "build on your import job": "George's 1:1",
    "Whoever shines": "Nobody, in any setting",
    "like the architects to see": "Susan's 1:1",
    "competitor already sells": "The team meeting",
    "plan their week around": "George's 1:1",
}
REPLY = (
    "I won't pick it. Lena, you run this service and get paged for it, so the decision is yours "
    "after you have heard Tom. What I can give you is the frame: it has to be live by June, no "
    "new licence, and no lost orders. Write down the options and the reasons on one page by "
    "Thursday. Whatever you choose, I will back it and explain it upstairs as your decision."
)


def kernel_is_idle(page):
    page.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
        " === 'idle'"
    )


def open_exercise(lab, page, slug):
    """From the book's page to the running exercise, the way a learner goes."""
    page.goto(f"{lab.url}/workshop/practice/{slug}.html?token={lab.token}")
    page.goto(f"{lab.url}/doc/tree/{slug}.ipynb")
    kernel_is_idle(page)
    run(page)


def run(page):
    page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_selector(".lm-player h2")


def cells(page):
    return page.evaluate("jupyterapp.shell.currentWidget.content.model.cells.length")


def tab_until(page, described, limit=120):
    """Press Tab until the focused element's description matches; fail when it never does."""
    seen = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        words = focused(page)
        if re.search(described, words):
            return words
        seen.append(words)
    pytest.fail(f"Tab never came to {described!r}; it came to {seen}")


FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || !e.closest('.lm-player')) return 'outside';
  const group = e.closest('fieldset')?.querySelector('legend')?.textContent ?? '';
  const own = e.labels?.length ? e.labels[0].textContent : e.textContent;
  return `${e.tagName} ${e.type ?? ''} | ${group} | ${own}`.replace(/\\s+/g, ' ');
}"""


def focused(page):
    return page.evaluate(FOCUSED)


def enter_player(page):
    """Put the focus on the first thing that can be pressed in the player."""
    page.evaluate("document.querySelector('.lm-player button').focus()")


def press_what_hurts(page):
    """Keys that delete, insert or leave a cell when JupyterLab gets them."""
    before = cells(page)
    for key in ("x", "b", "a", "c", "v", "m", "0", "0"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert cells(page) == before


def said(page):
    """Everything that was announced since the last call, politely or as an alert."""
    return page.evaluate("window.announced.splice(0)")


def listen(page):
    page.evaluate(
        """() => {
          window.announced = [];
          const live = '.lm-player [role=status], .lm-player [role=alert]';
          for (const region of document.querySelectorAll(live)) {
            new MutationObserver(() => {
              const text = region.textContent.trim();
              if (text) window.announced.push(text);
            }).observe(region, { childList: true, characterData: true, subtree: true });
          }
        }"""
    )


def wait_for_said(page, pattern):
    deadline = time.monotonic() + 20
    heard = []
    while time.monotonic() < deadline:
        heard += said(page)
        if any(re.search(pattern, text) for text in heard):
            return [text for text in heard if re.search(pattern, text)]
        page.wait_for_timeout(50)
    pytest.fail(f"never announced {pattern!r}; announced {heard}")


def saved(lab):
    log = lab.home / "attempts.jsonl"
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def wait_until_saved(page, lab, check, what):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if (lab.home / "attempts.jsonl").exists() and any(check(r) for r in saved(lab)):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never saved: {what}")


def choose(page, option):
    """Inside a group of radios that has the focus: arrow keys until ``option`` is chosen."""
    for _ in range(8):
        words = focused(page)
        chosen = page.evaluate("document.activeElement.checked")
        if chosen and option in words:
            return
        page.keyboard.press("ArrowDown" if chosen else "Space")
    pytest.fail(f"no option {option!r}; the last was {focused(page)}")


def sort_the_cards(page):
    before = cells(page)
    for _ in SORTED:
        words = tab_until(page, "INPUT radio")
        bin_ = next(bin_ for card, bin_ in SORTED.items() if card in words)
        choose(page, bin_)
        press_what_hurts(page)
    assert cells(page) == before, "an arrow key left the exercise"


def test_susan_and_george_is_answered_by_keyboard_alone(lab, page):
    open_exercise(lab, page, SUSAN)
    listen(page)
    enter_player(page)
    sort_the_cards(page)
    tab_until(page, "BUTTON .*Check my answer")
    page.keyboard.press("Enter")
    (verdict,) = set(wait_for_said(page, "8 of 8 cards"))
    assert verdict.startswith("Met.")
    assert "Check" in focused(page), "the focus stays on the button"

    tab_until(page, "BUTTON .*(Go on to|part 2)")
    page.keyboard.press("Enter")
    page.wait_for_selector(".lm-player textarea")
    for label, text in MESSAGES.items():
        tab_until(page, f"TEXTAREA .*{re.escape(label)}")
        page.keyboard.type(text)
    tab_until(page, "BUTTON .*Check my text")
    page.keyboard.press("Enter")
    spoken = " ".join(wait_for_said(page, "Found"))
    assert any(part in spoken for part in ("three weeks", "Staff", "count on you", "build on"))
    marks = page.locator(".lm-player mark").all_inner_texts()
    assert marks, "what was found is marked in the learner's own text"
    whole = " ".join(MESSAGES.values())
    for quote in page.locator(".lm-player q").all_inner_texts():
        assert quote.strip("“”\"…") in whole

    tab_until(page, "BUTTON .*Show the model answer")
    page.keyboard.press("Enter")
    page.wait_for_function("() => /Model answer/.test(document.activeElement.textContent)")
    words = tab_until(page, "INPUT radio .*Met")
    page.keyboard.press("Space")
    wait_until_saved(page, lab, lambda r: r["event"] == "mark", f"own mark {words}")
    assert cells(page) == 8


def test_the_dialogue_and_the_reply_are_answered_by_keyboard_alone(lab, page):
    open_exercise(lab, page, REDIRECT)
    listen(page)
    enter_player(page)
    for line in ("nearest to this", "three in the morning", "It stands|stands", "", ""):
        tab_until(page, "INPUT radio")
        if line:
            for _ in range(3):
                page.keyboard.press("Space")
                if re.search(line, focused(page)):
                    break
                page.keyboard.press("ArrowDown")
        else:
            page.keyboard.press("Space")
        press_what_hurts(page)
        before = page.locator(".lm-player [role=log] li").count()
        tab_until(page, "BUTTON .*Say this")
        page.keyboard.press("Enter")
        page.wait_for_function(
            f"() => document.querySelectorAll('.lm-player [role=log] li').length > {before}"
        )
        page.wait_for_timeout(300)
        if not page.get_by_role("button", name="Say this").is_visible():
            break
    wait_for_said(page, r"^(Met|Partly|Not yet)\.")

    tab_until(page, "BUTTON .*(Go on to|part 2)")
    page.keyboard.press("Enter")
    page.wait_for_selector(".lm-player textarea")
    tab_until(page, "TEXTAREA")
    page.keyboard.type(REPLY)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Shift+Enter")
    assert cells(page) == 8
    tab_until(page, "BUTTON .*Check my text")
    page.keyboard.press("Enter")
    wait_for_said(page, "Found")
    assert page.locator(".lm-player mark").count() >= 2


def test_what_was_typed_is_there_after_a_reload(lab, page):
    open_exercise(lab, page, REDIRECT)
    page.get_by_role("button", name=re.compile("Part 2")).click()
    text = f"Tom decides, because he carries the pager. Draft {time.time_ns()}"
    page.locator(".lm-player textarea").fill(text)
    wait_until_saved(page, lab, lambda r: r["response"] == text, "the draft")
    page.reload()
    kernel_is_idle(page)
    run(page)
    page.wait_for_function(
        "t => document.querySelector('.lm-player textarea')?.value === t", arg=text
    )
    assert "Welcome back" in page.locator(".lm-player").inner_text()


def kernels(lab):
    request = urllib.request.Request(
        f"{lab.url}/api/kernels", headers={"Authorization": f"token {lab.token}"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def kill_the_kernels(lab):
    """SIGKILL for every kernel that serves this lab's notebooks."""
    killed = 0
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/cmdline", "rb") as file:
                command = file.read().decode(errors="replace")
            with open(f"/proc/{entry}/environ", "rb") as file:
                environment = file.read().decode(errors="replace")
        except OSError:
            continue
        if "ipykernel_launcher" in command and f"WORKSHOP_HOME={lab.home}" in environment:
            os.kill(int(entry), signal.SIGKILL)
            killed += 1
    return killed


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="finds the kernel through /proc")
def test_what_was_typed_survives_a_killed_kernel(lab, page):
    open_exercise(lab, page, REDIRECT)
    page.get_by_role("button", name=re.compile("Part 2")).click()
    box = page.locator(".lm-player textarea")
    first = f"Lena decides, she wrote it. Draft {time.time_ns()}"
    box.fill(first)
    wait_until_saved(page, lab, lambda r: r["response"] == first, "the draft before the kill")
    assert kill_the_kernels(lab) >= 1
    box.press_sequentially(" And I back it.")
    assert box.input_value() == first + " And I back it."
    page.wait_for_timeout(4000)  # Jupyter restarts the kernel by itself
    kernel_is_idle(page)
    run(page)
    page.wait_for_function(
        "t => document.querySelector('.lm-player textarea')?.value === t",
        arg=first + " And I back it.",
    )


def test_the_book_leads_to_the_exercise_and_the_exercise_back_to_the_book(lab, page):
    page.goto(f"{lab.url}/workshop/chapters/4-stability-and-change.html?token={lab.token}")
    assert "token" not in page.url
    with page.expect_navigation():
        page.get_by_role("link", name="Answer this exercise").first.click()
    assert page.url.endswith(f"/doc/tree/{REDIRECT}.ipynb")
    kernel_is_idle(page)
    run(page)
    page.get_by_role("button", name=re.compile("Part 2")).click()
    page.locator(".lm-player textarea").fill("Use Postgres. I have decided.")
    page.get_by_role("button", name="Check my text").click()
    link = page.locator(".lm-player a[href*='/workshop/chapters/']").first
    link.wait_for()
    answer = page.request.get(lab.url + link.get_attribute("href").split("#")[0])
    assert answer.status == 200


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
@pytest.mark.parametrize("slug", [SUSAN, REDIRECT])
def test_at_320_pixels_nothing_needs_sideways_scrolling(lab, page, slug, theme):
    page.set_viewport_size({"width": 700, "height": 900})
    open_exercise(lab, page, slug)
    page.evaluate("theme => { jupyterapp.commands.execute('apputils:change-theme', {theme}); }",
                  theme)
    page.evaluate("document.querySelector('.lm-player').style.width = '320px'")
    for button in page.locator(".lm-player nav button").all():
        button.click()
        page.wait_for_timeout(300)
        widths = page.evaluate(
            "(() => { const p = document.querySelector('.lm-player');"
            " return [p.scrollWidth, p.clientWidth]; })()"
        )
        assert widths[0] <= widths[1]
    loose = page.evaluate(
        """() => [...document.querySelectorAll('.lm-player *')]
          .filter(e => e.matches('button, input, textarea, summary, a, [tabindex]'))
          .filter(e => !e.hasAttribute('data-lm-suppress-shortcuts'))
          .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert loose == []
