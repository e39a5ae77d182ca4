"""The player alone, on a plain page: `harness.html` plays the kernel's side of `player.js`."""

import functools
import http.server
import re
import threading
from pathlib import Path

import pytest

from workshop.display import assets

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
DISPLAY = ROOT / "src" / "workshop" / "display"
HARNESS = "tests/browser/player/harness.html"

KINDS = ["choice", "sort", "order", "match", "rate", "dialogue", "text", "reflect"]
STATES = [
    *("choice", "choiceChecked", "choiceRevealed", "choiceStale", "many"),
    *("sort", "sortChecked", "dialogue", "dialogueEnd"),
    *("order", "orderChecked", "match", "matchChecked", "rate", "rateChecked"),
    *("reflect", "reflectChecked"),
    *("text", "textChecked", "textRevealed", "partsText", "hostile"),
]
EVIL = "<img src=x onerror=window.hacked=1>"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
    }

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def served():
    handler = functools.partial(_Quiet, directory=str(ROOT))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{HARNESS}"
        server.shutdown()
        thread.join()


@pytest.fixture
def harness(page, served):
    """The empty harness; the test fails if the page raises an error."""
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_default_timeout(5_000)
    page.goto(served)
    page.wait_for_function("window.ready")
    yield page
    assert errors == []


def mount(page, name, patch=None):
    return page.evaluate("([name, patch]) => window.mount(name, patch)", [name, patch or {}])


def reply(page, patch=None, name=None):
    page.evaluate("([patch, name]) => window.reply(patch, name)", [patch or {}, name])


def sent(page):
    return page.evaluate("window.sent()")


def last(page):
    return sent(page)[-1]


def active(page):
    """What has the focus, as a screen reader would name it, roughly."""
    return page.evaluate(
        """() => {
          const node = document.activeElement;
          const words = node.labels?.[0] ?? node;
          return `${node.tagName.toLowerCase()}: ${words.textContent.trim()}`;
        }"""
    )


def audit(page, name, copies=1):
    """What the audit finds amiss in each state, with `details` open; {} is well."""
    found = {}
    for state in STATES:
        for _ in range(copies):
            mount(page, state)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        found[state] = page.evaluate("(name) => window.audits[name]()", name)
        page.evaluate("window.clear()")
    return {state: amiss for state, amiss in found.items() if amiss}


def tab_to(page, start, limit=40):
    """Press Tab until what has the focus starts with these words."""
    for _ in range(limit):
        if active(page).startswith(start):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {start!r}; it is at {active(page)!r}")


# Size and structure -----------------------------------------------------------------


def test_player_stays_small():
    assert len(assets.script().encode()) + len(assets.style().encode()) < 60_000


def test_player_writes_no_html_and_asks_nobody():
    script = (DISPLAY / "player.js").read_text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script)
    assert not re.search(r"fetch\(|XMLHttpRequest|import\s|url\(", script)
    assert not re.search(r"@import|url\(|https?:", (DISPLAY / "player.css").read_text())


def test_every_focusable_node_keeps_its_keys_from_jupyterlab(harness):
    assert audit(harness, "unguarded") == {}


def test_ids_are_unique_and_names_belong_to_one_group(harness):
    assert audit(harness, "mixedUp", copies=2) == {}


def test_accessibility_tree_names_group_and_question(harness):
    mount(harness, "choice")
    group = harness.get_by_role("group", name="Which is your first move? Choose one")
    assert group.get_by_role("radio").count() == 4
    assert harness.get_by_role("region", name="Susan, George or the whole team?").count() == 1
    assert harness.get_by_role("status").count() == 1
    assert harness.get_by_role("alert").count() == 1
    current = harness.locator("[aria-current=step]")
    assert current.inner_text().split("\n")[0].startswith("Part 1 of 4")


# Keyboard ---------------------------------------------------------------------------


def test_choice_by_keyboard(harness):
    mount(harness, "choice")
    tab_to(harness, "input: Draft")
    harness.keyboard.press("ArrowDown")
    assert last(harness) == {"type": "answer", "item": "first-move", "seq": 1, "response": ["ask"]}
    assert active(harness).startswith("input: Ask the two")
    tab_to(harness, "input: guessing")
    harness.keyboard.press("ArrowRight")
    assert last(harness) == {
        "type": "confidence",
        "item": "first-move",
        "seq": 2,
        "value": "fairly",
    }
    tab_to(harness, "button: Check my answer")
    harness.keyboard.press("Enter")
    assert last(harness) == {"type": "check", "item": "first-move", "seq": 3, "response": ["ask"]}
    assert active(harness) == "button: Checking…"
    reply(harness, name="choiceChecked")
    assert active(harness) == "button: Check my answer"
    tab_to(harness, "a: Chapter 4, The trap of authority")
    tab_to(harness, "button: Show the model answer")
    harness.keyboard.press("Enter")
    assert last(harness)["type"] == "reveal"
    reply(harness, name="choiceRevealed")
    assert active(harness) == "h4: Model answer"
    tab_to(harness, "button: Go on to part 2")
    harness.keyboard.press("Enter")
    assert last(harness)["type"] == "goto"
    assert last(harness)["item"] == "who-hears"


def test_why_goes_out_when_the_line_is_left_and_a_view_does_not_take_it_back(harness):
    mount(harness, "choice")
    tab_to(harness, "input: Why this?")
    harness.keyboard.type("It asks first.")
    harness.keyboard.press("Tab")
    assert last(harness) == {"type": "why", "item": "first-move", "seq": 1,
                             "value": "It asks first."}
    reply(harness, {"ack": 0, "item": {"why": {"asked": True, "value": ""}}})
    line = harness.get_by_label("Why this?")
    assert line.input_value() == "It asks first."
    reply(harness, {"ack": 1, "item": {"why": {"asked": True, "value": "It asks first."}}})
    assert line.input_value() == "It asks first."


def test_two_paths_can_be_laid_side_by_side(harness):
    sides = [{"title": "The path before", "parts": [{"label": "Ana: Well?", "text": "Tell her."}]},
             {"title": "This path", "parts": [{"label": "Ana: Well?", "text": "Ask her."}]}]
    other = {"title": "Two of your paths", "sides": sides}
    mount(harness, "dialogueEnd", {"item": {"other": other}})
    harness.get_by_text("Two of your paths").press("Enter")
    assert harness.get_by_text("Tell her.").is_visible()
    assert harness.get_by_text("Ask her.", exact=True).is_visible()


def test_many_options_may_be_ticked(harness):
    mount(harness, "many")
    for words in ("Draft the 15", "Put it to a vote"):
        tab_to(harness, f"input: {words}")
        harness.keyboard.press("Space")
    assert last(harness)["response"] == ["draft", "vote"]


def test_sort_by_keyboard(harness):
    mount(harness, "sort")
    tab_to(harness, "input: Susan")
    harness.keyboard.press("Space")
    assert last(harness)["response"] == {"promotion": "susan"}
    harness.keyboard.press("Tab")
    harness.keyboard.press("Space")
    harness.keyboard.press("ArrowRight")
    assert last(harness)["response"] == {"promotion": "susan", "build": "george"}
    assert harness.get_by_text("2 of 4 placed").is_visible()
    status = harness.get_by_role("status").filter(
        has_text="Card placed in George, in his 1:1. 2 of 4."
    )
    status.wait_for(state="attached")
    tab_to(harness, "summary: So far")
    harness.keyboard.press("Enter")
    assert harness.get_by_text("George, in his 1:1: 1").is_visible()


def test_order_by_keyboard(harness):
    mount(harness, "order")
    tab_to(harness, "button: Down")
    harness.keyboard.press("Enter")
    assert last(harness)["response"] == {
        "order": ["draft", "incidents", "boss", "round"], "aside": []}
    assert active(harness) == "button: Down"
    said = harness.get_by_role("status")
    said.filter(has_text="five formats cost time.: place 2 of 4.").wait_for(state="attached")
    harness.keyboard.press("Enter")
    harness.keyboard.press("Enter")
    harness.keyboard.press("Enter")  # it is the last already
    assert last(harness)["response"]["order"] == ["draft", "boss", "round", "incidents"]
    aside = harness.get_by_role("button", name="Set aside: Get the chief")
    aside.focus()
    harness.keyboard.press("Space")
    assert last(harness)["response"] == {
        "order": ["draft", "round", "incidents"], "aside": ["boss"]}
    assert harness.get_by_text("Set aside: these do not belong").is_visible()
    harness.get_by_role("button", name="Put back: Get the chief").press("Enter")
    assert last(harness)["response"]["aside"] == []


def test_match_by_keyboard(harness):
    mount(harness, "match")
    first = harness.get_by_role("combobox", name="The partner I can see where")
    first.focus()
    first.select_option("doer")
    assert last(harness)["response"] == {"dreamer": {"partner": "doer"}}
    assert harness.get_by_text("1 of 4 done").is_visible()
    reply(harness, name="match", patch={"focus": {"n": 1, "to": "field:planner/skill"}})
    assert active(harness).startswith("select: The skill to practiseMy plans")


def test_rate_by_keyboard(harness):
    mount(harness, "rate")
    tab_to(harness, "input: 1, does harm")
    harness.keyboard.press("ArrowDown")
    assert last(harness)["response"] == {"ask": 2}
    assert harness.get_by_text("1 of 3 done").is_visible()


def test_reflection_by_keyboard_and_its_files(harness):
    mount(harness, "reflect")
    tab_to(harness, "input: 1, never")
    harness.keyboard.press("Space")
    assert last(harness)["response"] == {"level": "1"}
    tab_to(harness, "input: When did somebody see it?")
    harness.keyboard.type("On Monday.")
    tab_to(harness, "textarea: then I will (needed)")
    assert last(harness)["response"] == {"level": "1", "seen": "On Monday."}
    harness.keyboard.type("ask Li first")
    harness.keyboard.press("Tab")
    assert last(harness)["response"]["action"] == "ask Li first"
    reply(harness, name="reflectChecked")
    with harness.expect_download() as saved:
        harness.get_by_role("button", name="Put it in my calendar").press("Enter")
    assert saved.value.suggested_filename == "look.ics"


def test_dialogue_by_keyboard(harness):
    mount(harness, "dialogue")
    tab_to(harness, "button: Say this")
    harness.keyboard.press("Enter")
    assert sent(harness) == []
    harness.get_by_text("Choose a reply first.").wait_for()
    assert active(harness).startswith('input: "Yes.')
    harness.keyboard.press("Space")
    tab_to(harness, "button: Say this")
    harness.keyboard.press("Enter")
    assert last(harness)["type"] == "answer"
    assert last(harness)["response"] == ["who-used", "noon"]
    reply(harness, name="dialogueEnd")
    assert active(harness) == "h4: Two weeks later"
    assert not harness.get_by_role("button", name="Say this").is_visible()
    tab_to(harness, "button: Try again from step 2")
    harness.keyboard.press("Enter")
    assert (last(harness)["type"], last(harness)["from"]) == ("retry", 1)
    reply(harness, name="dialogue", patch={"focus": {"n": 4, "to": "line"}})
    assert active(harness).startswith("h4: Ana:")
    tab_to(harness, "button: Go back one step")
    harness.keyboard.press("Enter")
    assert last(harness)["response"] == []


def test_text_by_keyboard(harness):
    mount(harness, "text")
    tab_to(harness, "textarea: Your message")
    harness.keyboard.type("We ship together.")
    harness.keyboard.press("Shift+Enter")
    harness.keyboard.type("All of us.")
    harness.keyboard.press("Control+Enter")
    harness.keyboard.press("Tab")
    assert last(harness)["response"] == "We ship together.\nAll of us."
    tab_to(harness, "button: Check my text")
    harness.keyboard.press("Enter")
    assert last(harness)["type"] == "check"
    reply(
        harness, name="textChecked", patch={"item": {"response": "We ship together.\nAll of us."}}
    )
    tab_to(harness, "button: Show the model answer")
    harness.keyboard.press("Enter")
    reply(harness, name="textRevealed")
    tab_to(harness, "input: Met")
    harness.keyboard.press("ArrowRight")
    expected = {"type": "mark", "criterion": "why", "mark": "partly"}
    assert expected.items() <= last(harness).items()


def test_keys_stay_inside_but_for_escape(harness):
    mount(harness, "text")
    harness.evaluate(
        """() => {
          window.heard = [];
          document.body.addEventListener("keydown", ({ key }) => window.heard.push(key));
        }"""
    )
    harness.locator("textarea").focus()
    for key in ("b", "x", "ArrowDown", "Enter", "Shift+Enter", "Control+Enter", "Escape"):
        harness.keyboard.press(key)
    assert harness.evaluate("window.heard") == ["Escape"]
    harness.get_by_text("Monday, 9:30").click()  # plain words: the root takes the focus
    harness.keyboard.press("x")
    assert harness.evaluate("window.heard") == ["Escape"]


# Views that arrive ------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_view_takes_neither_focus_nor_node(harness, kind):
    mount(harness, kind)
    control = harness.locator(".lm-body").locator("input, textarea, select, button").first
    control.focus()
    harness.evaluate("() => { window.had = document.activeElement; }")
    reply(harness, {"saved": {"state": "saved", "text": "Saved on this computer."}})
    reply(harness, {"item": {"hints": {"shown": ["Look again at the list."]}}})
    assert harness.evaluate("window.had === document.activeElement")
    assert harness.get_by_text("Saved on this computer.").is_visible()


def test_a_view_does_not_overwrite_newer_text(harness):
    mount(harness, "text")
    area = harness.locator("textarea")
    area.focus()
    harness.keyboard.type("Hello")
    harness.wait_for_function("window.sent().length === 1")
    harness.keyboard.type(" world")
    reply(harness, {"item": {"response": "Hello"}})  # answers the first draft
    assert area.input_value() == "Hello world"
    harness.wait_for_function("window.sent().length === 2")
    reply(harness, {"ack": 1, "item": {"response": "Hello"}})
    assert area.input_value() == "Hello world"
    harness.keyboard.type(" ")
    harness.wait_for_function("window.sent().length === 3")
    reply(harness, {"item": {"response": "Hello world"}})  # the space is not worth a jump
    assert area.input_value() == "Hello world "
    assert harness.evaluate("document.activeElement.selectionStart") == 12


def test_drafts_wait_for_a_pause_and_go_out_on_leaving(harness):
    mount(harness, "text")
    harness.locator("textarea").focus()
    harness.keyboard.type("one two three", delay=15)
    assert sent(harness) == []
    harness.keyboard.press("Tab")
    assert [event["response"] for event in sent(harness)] == ["one two three"]
    harness.locator("textarea").focus()
    harness.keyboard.type("!")
    harness.evaluate("() => { window.dispatchEvent(new Event('pagehide')); }")
    assert len(sent(harness)) == 2


def test_check_carries_the_text_of_this_moment(harness):
    mount(harness, "text")
    harness.locator("textarea").focus()
    harness.keyboard.type("now")
    harness.evaluate("() => { document.querySelector('.lm-main').click(); }")
    assert [(e["type"], e["response"]) for e in sent(harness)] == [("check", "now")]
    assert harness.locator(".lm-item").get_attribute("aria-busy") == "true"
    reply(harness, {"item": {"response": "now"}})
    assert harness.locator(".lm-item").get_attribute("aria-busy") == "false"


def test_clearing_asks_twice_and_empties_the_field(harness):
    mount(harness, "text", {"item": {"response": "all my words"}})
    harness.get_by_role("button", name="Clear my answer").click()
    assert sent(harness) == []
    harness.get_by_role("button", name="Press again to clear it").click()
    assert last(harness)["type"] == "reset"
    harness.evaluate("window.reply({ item: { response: null } })")
    assert harness.locator("textarea").input_value() == ""


def test_clearing_an_empty_field_asks_nothing(harness):
    mount(harness, "text")
    harness.get_by_role("button", name="Clear my answer").click()
    assert last(harness)["type"] == "reset"


def test_a_button_under_the_focus_is_not_taken_away(harness):
    mount(harness, "choice")
    harness.get_by_role("button", name="Hint 1 of 3").press("Enter")
    reply(harness, {"item": {"hints": {"shown": ["a", "b", "c"]}, "can": {"hint": False}}})
    assert active(harness) == "button: Hint 3 of 3"
    harness.get_by_role("button", name="Check my answer").focus()
    reply(harness)
    assert not harness.get_by_role("button", name="Hint").is_visible()


def test_each_announcement_is_said_once(harness):
    mount(harness, "choice")
    harness.evaluate(
        """() => {
          window.said = [];
          for (const region of document.querySelectorAll("[role=status], [role=alert]")) {
            new MutationObserver(() => region.textContent
              && window.said.push([region.getAttribute("role"), region.textContent]))
              .observe(region, { childList: true, characterData: true, subtree: true });
          }
        }"""
    )
    say = {"n": 1, "text": "Choose an option first.", "role": "status"}
    harness.get_by_role("button", name="Check my answer").click()
    reply(harness, {"say": say, "focus": {"n": 1, "to": "field"}})
    assert active(harness).startswith("input: Draft")
    reply(harness, {"saved": {"state": "saved", "text": "Saved."}})
    harness.wait_for_timeout(150)
    assert harness.evaluate("window.said") == [["status", "Choose an option first."]]
    assert harness.get_by_text("Choose an option first.").is_visible()
    reply(harness, {"say": {"n": 2, "text": "Choose an option first."}})
    harness.wait_for_timeout(150)
    assert len(harness.evaluate("window.said")) == 2
    reply(harness, {"say": {"n": 3, "text": "Disk full.", "role": "alert"}})
    harness.wait_for_timeout(150)
    assert harness.evaluate("window.said")[-1] == ["alert", "Disk full."]


def test_a_player_drawn_anew_repeats_nothing_and_goes_on_counting(harness):
    mount(harness, "choiceChecked", {"ack": 7})
    harness.wait_for_timeout(150)
    assert harness.get_by_role("status").inner_text() == ""
    assert active(harness).startswith("body")
    harness.get_by_label("Put it to a vote").check()
    assert last(harness)["seq"] == 8


def test_two_players_do_not_share_anything(harness):
    first = mount(harness, "choice")
    mount(harness, "choice")
    harness.get_by_label("Put it to a vote").nth(0).check()
    harness.get_by_label("Draft the 15").nth(1).check()
    assert harness.get_by_label("Put it to a vote").nth(0).is_checked()
    assert harness.evaluate(f"window.sent({first})")[-1]["response"] == ["vote"]
    harness.evaluate(f"window.players[{first}].cleanup()")
    assert harness.locator(".lm-player").count() == 1
    harness.evaluate(f"window.reply({{}}, null, {first})")  # nobody listens any more


# When nobody answers ----------------------------------------------------------------


def test_waiting_is_told_in_steps_and_the_text_is_kept(page, served):
    page.clock.install()
    page.goto(served)
    page.wait_for_function("window.ready")
    mount(page, "text")
    page.locator("textarea").fill("Keep me")
    page.get_by_role("button", name="Check my text").click()
    button = page.locator(".lm-main")
    assert button.inner_text() == "Checking…"
    page.clock.run_for(1_500)
    assert page.get_by_role("status").inner_text() == "Checking…"
    assert page.get_by_text("Saving…").is_visible()
    page.clock.run_for(4_000)
    assert page.get_by_text("Still checking; you can go on").is_visible()
    page.clock.run_for(6_000)
    assert page.get_by_role("alert").inner_text().startswith("Can't reach the kernel right now.")
    assert button.inner_text() == "Check my text"
    assert page.evaluate("Object.values(sessionStorage)") == ['"Keep me"']
    reply(page, {"item": {"response": "Keep me"}})
    page.clock.run_for(500)
    assert page.get_by_role("alert").inner_text() == ""
    assert page.evaluate("sessionStorage.length") == 0


def test_a_closed_channel_is_told_at_once(harness):
    mount(harness, "text")
    harness.evaluate("() => { window.players[0].model.broken = true; }")
    harness.locator("textarea").fill("Keep me")
    harness.get_by_role("button", name="Check my text").click()
    harness.get_by_text("Can't reach the kernel right now.").wait_for()
    assert harness.locator(".lm-item").get_attribute("aria-busy") == "false"


RECOVERED = [
    ("text", "typed before the kernel died"),
    ("partsText", {"susan": "for you", "george": "", "team": ""}),
    ("choice", ["vote"]),
    ("sort", {"promotion": "team"}),
]


@pytest.mark.parametrize(("name", "response"), RECOVERED, ids=[name for name, _ in RECOVERED])
def test_what_was_typed_comes_back(harness, name, response):
    first = mount(harness, name)
    if isinstance(response, str):
        harness.locator("textarea").fill(response)
    elif name == "partsText":
        harness.get_by_label("To Susan").fill("for you")
    elif name == "choice":
        harness.get_by_label("Put it to a vote").check()
    else:
        harness.get_by_label("team meeting").first.check()
    harness.evaluate(f"window.players[{first}].cleanup()")
    mount(harness, name)
    assert last(harness)["type"] == "answer"
    assert last(harness)["response"] == response
    harness.get_by_text("Brought back what you had typed.").wait_for()
    reply(harness, {"item": {"response": response}})
    assert harness.evaluate("sessionStorage.length") == 0


def test_a_response_that_the_kernel_has_is_not_brought_back(harness):
    first = mount(harness, "text")
    harness.locator("textarea").fill("known")
    harness.evaluate(f"window.players[{first}].cleanup()")
    mount(harness, "text", {"item": {"response": "known"}})
    assert sent(harness) == []


# Text, and nothing but text -----------------------------------------------------------


def test_hostile_words_stay_words(harness):
    mount(harness, "hostile")
    reply(harness, {"say": {"n": 9, "text": EVIL, "role": "alert"}, "saved": {"text": EVIL}})
    harness.wait_for_timeout(150)
    assert harness.evaluate("window.hacked") is None
    assert harness.locator(".lm-player img").count() == 0
    assert harness.locator(".lm-player a").count() == 0  # javascript: is no link
    assert harness.get_by_role("heading", name=EVIL).count() >= 2


def test_ids_like_proto_are_plain_ids(harness):
    mount(harness, "hostile")
    groups = harness.locator(".lm-cards fieldset")
    assert groups.nth(0).get_by_role("radio").nth(0).is_checked()
    groups.nth(0).get_by_role("radio").nth(1).check()
    own = harness.evaluate("Object.entries(window.sent().at(-1).response)")
    assert own == [["__proto__", "__proto__"]]
    groups.nth(1).get_by_role("radio").nth(0).check()
    own = harness.evaluate("Object.entries(window.sent().at(-1).response)")
    assert own == [["__proto__", "__proto__"], ["toString", "constructor"]]


def test_markdown_becomes_elements(harness):
    prose = "One *two* **three `four`** \\*five\\*"
    stem = f"{prose}\n\n1. first\n   goes on\n2. second\n\n> said\n> twice"
    mount(harness, "choice", {"item": {"stem": stem}})
    stem = harness.locator(".lm-stem")
    assert stem.locator("p").first.inner_text() == "One two three four *five*"
    assert stem.locator("em").inner_text() == "two"
    assert stem.locator("strong code").inner_text() == "four"
    assert stem.locator("ol > li").all_inner_texts() == ["first goes on", "second"]
    assert stem.locator("blockquote").inner_text() == "said twice"


def test_evidence_counts_code_points_and_may_overlap(harness):
    mount(harness, "textChecked")
    marks = harness.locator(".lm-evidence mark").evaluate_all(
        "(nodes) => nodes.map((node) => [node.firstChild.data, node.className,"
        " [...node.querySelectorAll('.lm-tag')].map((tag) => tag.textContent)])"
    )
    why, shared = (
        "says why it matters outside the team",
        "speaks to what all of them share, not to one person",
    )
    assert marks == [
        ["two largest customers renew in June", "", [f"a (found: {why}) "]],
        ["We are ", "", []],
        ["the only team that can", "lm-both", [f"b (found: {shared}) "]],
        [" give it to them", "", [f"a (found: {why}) "]],
    ]


# How it looks -------------------------------------------------------------------------


def test_no_sideways_scrolling_at_320_pixels(harness):
    harness.set_viewport_size({"width": 320, "height": 640})
    assert audit(harness, "tooWide") == {}


def test_targets_are_large_enough(harness):
    assert audit(harness, "tooSmall") == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_of_text_and_borders(harness, theme):
    harness.emulate_media(reduced_motion="reduce")
    harness.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    assert audit(harness, "tooFaint") == {}


PAPER = "getComputedStyle(document.querySelector('.lm-player')).backgroundColor"
WHITE, DARK = "rgb(255, 255, 255)", "rgb(18, 18, 18)"


def test_theme_follows_system_then_book_then_jupyterlab(harness):
    mount(harness, "choice")
    harness.emulate_media(color_scheme="light")
    assert harness.evaluate(PAPER) == WHITE
    harness.emulate_media(color_scheme="dark")
    assert harness.evaluate(PAPER) == DARK
    harness.evaluate("() => { document.documentElement.dataset.theme = 'light'; }")
    assert harness.evaluate(PAPER) == WHITE
    harness.evaluate("() => { document.documentElement.dataset.theme = 'dark'; }")
    assert harness.evaluate(PAPER) == DARK
    harness.evaluate("() => { document.body.dataset.jpThemeLight = 'true'; }")
    assert harness.evaluate(PAPER) == WHITE


def test_focus_has_a_visible_outline(harness):
    mount(harness, "text")
    for selector in ("textarea", ".lm-main", ".lm-part", "summary"):
        harness.locator(selector).first.focus()
        harness.keyboard.press("Shift")  # keyboard in use
        style = harness.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [s.outlineStyle, s.outlineWidth]; })()"
        )
        assert style == ["solid", "3px"]


def test_forced_colours_keep_signs_and_marks(harness):
    harness.emulate_media(forced_colors="active")
    mount(harness, "textChecked")
    assert harness.locator(".lm-badge svg").first.is_visible()
    assert harness.locator("mark").first.is_visible()
