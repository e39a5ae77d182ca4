"""Exercises of every kind, as JupyterLab and the book show them, before axe, at 320 px and under
the keys that hurt.

In JupyterLab one notebook shows an exercise of each kind, so that one kernel and one page do.
"""

import json
import re
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

SHOWN = {
    "choice": ("no-authority-needed", 1),
    "sort": ("sort-the-managers-week", 0),
    "order": ("vision-into-steps", 0),
    "match": ("four-things-to-align", 0),
    "rate": ("the-goal-nobody-mentions", 1),
    "dialogue": ("time-to-follow", 0),
    "text": ("values-in-public", 0),
    "reflect": ("plan-next-week", 1),
}
"""An exercise with an item of the kind, and which of its items that is."""

CELL = """\
import os
from IPython.display import display
from workshop.notebook import exercise

os.environ["WORKSHOP_HOME"] = {home!r}
for slug, at in {shown!r}:
    player = exercise(slug)
    player.take({{"type": "goto", "item": player._session.exercise.items[at].id}})
    display(player)
"""
OPEN_ALL = """() => document.querySelectorAll(':is(.lm-player, main) details')
  .forEach((node) => { node.open = true; })"""
SETTLE = "() => document.getAnimations().forEach((one) => one.finish())"
"""The theme fades in what is opened, whatever the reader prefers."""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
         "resultTypes": ["violations"]}
HURTS = ("x", "b", "a", "d", "d", "c", "v", "m", "0", "0", "ArrowDown", "ArrowUp", "ArrowLeft",
         "ArrowRight", "Enter", "Shift+Enter", "Control+Enter")


LEFT_OUT = {
    ("landmark-unique", '<nav class="lm-parts"'):
        "Eight players stand in one page in this test alone; each list of parts is inside a region "
        "that bears the title of its exercise.",
}
"""A rule and the start of the only elements for which it is left out, with the reason."""


def violations(page, context=None):
    """What axe finds, as rule and element."""
    found = Axe().run(page, context=context, options=RULES).response["violations"]
    named = [(one["id"], node["html"]) for one in found for node in one["nodes"]]
    return [f"{rule}: {html[:160]}" for rule, html in named
            if not any(rule == name and html.startswith(start) for name, start in LEFT_OUT)]


# JupyterLab -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def all_kinds(lab, tmp_path_factory):
    """A notebook that shows an exercise of each kind; its address."""
    home = tmp_path_factory.mktemp("answers")
    source = CELL.format(home=str(home), shown=list(SHOWN.values()))
    cells = [{"cell_type": "markdown", "id": "before", "metadata": {}, "source": "# Before"},
             {"cell_type": "code", "id": "all", "metadata": {}, "source": source, "outputs": [],
              "execution_count": None},
             {"cell_type": "markdown", "id": "after", "metadata": {}, "source": "# After"}]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    book = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4,
            "nbformat_minor": 5}
    (lab.root / "all-kinds.ipynb").write_text(json.dumps(book), "utf-8")
    yield f"{lab.url}/doc/tree/all-kinds.ipynb?token={lab.token}"
    (lab.root / "all-kinds.ipynb").unlink()
    end_kernels(lab)


def end_kernels(lab):
    head = {"Authorization": f"token {lab.token}"}
    address = f"{lab.url}/api/kernels"
    with urllib.request.urlopen(urllib.request.Request(address, headers=head)) as answer:
        running = json.load(answer)
    for kernel in running:
        urllib.request.urlopen(urllib.request.Request(
            f"{address}/{kernel['id']}", headers=head, method="DELETE")).close()


@pytest.fixture
def players(page, all_kinds):
    """The players of all kinds in one page of JupyterLab, by kind."""
    page.goto(all_kinds)
    page.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
        " === 'idle'", timeout=60_000)
    # JupyterLab has saved what an earlier test showed, and would show it until the cells have run.
    page.evaluate("() => jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.locator(".lm-player").first.wait_for(state="detached")
    page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(
        f"() => document.querySelectorAll('.lm-player h2').length === {len(SHOWN)}",
        timeout=60_000)
    page.wait_for_function(
        f"() => document.querySelectorAll('.lm-player [class*=lm-kind-]').length === {len(SHOWN)}")
    return {kind: page.locator(f".lm-player:has(.lm-kind-{kind})") for kind in SHOWN}


def fill(page, kind, player):
    """Some answer to every question of the item, by pointer."""
    if kind == "text":
        for box in player.locator("textarea").all():
            box.fill("I say in the meeting which promise I broke, and what I do about it now.")
    for group in player.locator(".lm-body fieldset").all():
        group.locator("label.lm-pick").first.click()
    for at, list_ in enumerate(player.locator(".lm-body select").all()):
        choices = list_.locator("option").count() - 1
        list_.select_option(index=at % choices + 1)
    if kind == "reflect":
        for line in player.locator(".lm-body :is(textarea, input[type=text])").all():
            line.fill("Ask Amara first.")
        for day in player.locator(".lm-body input[type=date]").all():
            day.fill("2027-01-11")
    if kind == "order":
        player.locator(".lm-move").nth(1).click()


def settle(page, player):
    """Until the kernel has answered all that was done here."""
    player.locator(".lm-saved", has_text="Saved on this computer.").wait_for()
    page.wait_for_timeout(400)


LISTEN = """() => {
  window.announced = [];
  document.querySelectorAll('.lm-player').forEach((player) => {
    const kind = player.querySelector('.lm-body').className.split('lm-kind-')[1];
    for (const region of player.querySelectorAll('[role=status], [role=alert], [aria-live]')) {
      new MutationObserver(() => {
        const text = region.textContent.trim();
        const live = region.getAttribute('aria-live') ?? region.getAttribute('role');
        if (text && live !== 'off') window.announced.push([kind, region.role, text]);
      }).observe(region, { childList: true, characterData: true, subtree: true });
    }
  });
}"""


def announced(page):
    """What was said since the last call; that a slow machine takes its time is left out."""
    page.wait_for_timeout(400)
    said = page.evaluate("window.announced.splice(0)")
    return [one for one in said if not re.match("Checking…|Still checking", one[2])]


def play_dialogue(page, player):
    """Say the first thing at every step; each new line gets the focus and is not said twice."""
    say = player.get_by_role("button", name="Say this")
    while say.is_visible():
        turns = player.locator("[role=log] li").count()
        player.locator(".lm-body label.lm-pick").first.click()
        say.press("Enter")
        player.locator("[role=log] li").nth(turns).wait_for()
        page.wait_for_timeout(200)
        assert player.locator(".lm-body h4:focus").count() == 1, "the new line has the focus"
        if say.is_visible():
            assert announced(page) == []


def test_each_check_is_announced_once_and_leaves_the_focus_where_it_was(page, players):
    page.evaluate(LISTEN)
    for kind, player in players.items():
        if kind == "dialogue":
            announced(page)
            play_dialogue(page, player)
        else:
            fill(page, kind, player)
            settle(page, player)
            announced(page)
            player.locator(".lm-main").press("Enter")
        player.locator(".lm-result h4").wait_for()
        said = announced(page)
        assert [(where, role) for where, role, _ in said] == [(kind, "status")], said
        if kind != "dialogue":
            assert player.locator(".lm-main:focus").count() == 1, f"{kind} lost the focus"
            player.locator(".lm-main").press("Enter")
            settle(page, player)
            assert len(announced(page)) == 1, f"{kind}: a second check is told as the first"
            assert player.locator(".lm-main:focus").count() == 1


SHARED = """() => {
  const all = (selector) => [...document.querySelectorAll(`.lm-player ${selector}`)];
  const ids = all('[id]').map(({ id }) => id);
  const groups = all('input[type=radio]').map((node) =>
    [node.name, node.closest('fieldset')]);
  const owner = new Map(groups);
  return [...ids.filter((id, at) => ids.indexOf(id) !== at),
    ...groups.filter(([name, group]) => owner.get(name) !== group).map(([name]) => name)];
}"""


def test_players_on_one_page_share_no_id_and_no_group_of_radios(page, players):
    assert page.evaluate(SHARED) == []


def test_a_button_of_a_plan_keeps_the_focus_while_its_file_changes(page, players):
    player = players["reflect"]
    fill(page, "reflect", player)
    player.locator(".lm-main").press("Enter")
    settle(page, player)
    player.locator("textarea").first.fill("Ask Amara first, then Li.")
    file = player.get_by_role("button", name="Save as text")
    file.focus()
    settle(page, player)
    assert file.evaluate("node => node === document.activeElement")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert "then Li." in Path(saved.value.path()).read_text("utf-8")


NOTEBOOK = """() => {
  const { content } = jupyterapp.shell.currentWidget;
  const cells = [...content.model.cells].map((cell) => [cell.id, cell.type,
    cell.sharedModel.getSource()]);
  return JSON.stringify([cells, document.querySelectorAll('.jp-Dialog').length]);
}"""
CONTROLS = """(player) => {
  const seen = new Set();
  const wanted = ':is(.lm-body, .lm-confidence, .lm-why) :is(input, select, textarea, button)';
  return [...player.querySelectorAll(wanted)].filter((node) => {
    const place = node.closest('.lm-body, .lm-confidence, .lm-why').className;
    const look = [place, node.tagName, node.type,
      node.matches('button') && node.textContent].join();
    return node.checkVisibility() && !seen.has(look) && seen.add(look);
  });
}"""


def test_keys_inside_a_control_never_touch_the_notebook(page, players):
    before = page.evaluate(NOTEBOOK)
    pressed = {}
    for kind, player in players.items():
        controls = player.evaluate_handle(CONTROLS)
        for at in range(controls.evaluate("all => all.length")):
            control = controls.evaluate_handle("(all, at) => all[at]", at).as_element()
            if not control.is_visible():
                continue  # a file of a plan whose day an earlier key has changed
            for key in HURTS:
                control.focus()
                page.keyboard.press(key)
                inside = player.evaluate("node => node.contains(document.activeElement)")
                assert inside, f"{key} left the {kind}"
            name = control.evaluate("node => `${node.tagName} ${node.type}`.toLowerCase()")
            assert page.evaluate(NOTEBOOK) == before, f"in a {name} of {kind}"
            pressed.setdefault(kind, []).append(name)
    assert "select select-one" in pressed["match"]
    assert pressed["order"].count("button button") >= 2
    assert {"input date", "input text", "textarea textarea"} <= set(pressed["reflect"])
    assert all(pressed.values())


def amiss_in_lab(page, players):
    """What axe finds in the players in light and dark, and what needs sideways scrolling."""
    found = {}
    for theme in ("Light", "Dark"):
        page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', { theme })",
                      f"JupyterLab {theme}")
        page.wait_for_function("wanted => document.body.dataset.jpThemeLight === wanted",
                               arg=str(theme == "Light").lower())
        found[theme] = violations(page, ".lm-player")
    for kind, player in players.items():
        found[f"320 px, {kind}"] = player.evaluate("""(node) => {
          node.style.width = '320px';
          const wide = node.scrollWidth > node.clientWidth ? [node.scrollWidth] : [];
          node.style.width = '';
          return wide;
        }""")
    return {where: amiss for where, amiss in found.items() if amiss}


def test_axe_finds_nothing_in_jupyterlab_before_and_after_a_check(page, players):
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(LISTEN)
    assert amiss_in_lab(page, players) == {}
    for kind, player in players.items():
        if kind == "dialogue":
            play_dialogue(page, player)
        else:
            fill(page, kind, player)
            player.locator(".lm-main").click()
        player.locator(".lm-result h4").wait_for()
    page.evaluate(OPEN_ALL)
    assert amiss_in_lab(page, players) == {}


# The book ---------------------------------------------------------------------------

@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_the_book(lab, page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{lab.url}/workshop/home?token={lab.token}")
    page.set_viewport_size({"width": 320, "height": 800})
    found = {}
    for kind, (slug, _) in SHOWN.items():
        page.goto(f"{lab.url}/workshop/practice/{urllib.parse.quote(slug)}.html")
        assert page.locator("html").get_attribute("data-theme") == scheme
        page.evaluate(OPEN_ALL)
        page.evaluate(SETTLE)
        found[kind] = violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > 320:
            found[kind].append(f"scrolls sideways to {wide}")
    assert {kind: amiss for kind, amiss in found.items() if amiss} == {}
