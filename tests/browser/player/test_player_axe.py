"""The player alone, in each of its states, before axe and as a screen reader meets it.

Automatic checks find a part of what can go wrong; the keyboard walks of `test_player_harness.py`
and `test_exercises_in_lab.py` look for the rest.
"""

import functools
import http.server
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
HARNESS = "tests/browser/player/harness.html"
STATES = [
    "choice", "choiceChecked", "choiceRevealed", "choiceStale", "many", "sort", "sortChecked",
    "order", "orderChecked", "match", "matchChecked", "rate", "rateChecked", "reflect",
    "reflectChecked", "text", "textChecked", "textRevealed", "partsText", "dialogue",
    "dialogueEnd",
]
FULLEST = ["choiceRevealed", "sortChecked", "orderChecked", "matchChecked", "rateChecked",
           "reflectChecked", "textRevealed", "dialogueEnd"]
"""One state of each kind, the one in which most is shown."""

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
         "resultTypes": ["violations"],
         # The page around the player is a test's own and has neither landmark nor title.
         "rules": {name: {"enabled": False} for name in (
             "region", "landmark-one-main", "page-has-heading-one", "document-title",
             "html-has-lang")}}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map,
                      ".js": "text/javascript"}

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address():
    handler = functools.partial(_Quiet, directory=str(ROOT))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{HARNESS}"
        server.shutdown()
        thread.join()


@pytest.fixture
def harness(page, address):
    page.goto(address)
    page.wait_for_function("window.ready")
    return page


def mount(page, state):
    page.evaluate("window.clear()")
    page.evaluate("(name) => window.mount(name, {})", state)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")


def violations(page, context=".lm-player"):
    """What axe finds: rule and the elements, as readable lines."""
    found = Axe().run(page, context=context, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("look", ["light", "dark", "forced colours", "320 px", "200 % zoom"])
def test_axe_finds_nothing_in_any_state(harness, look):
    harness.emulate_media(reduced_motion="reduce",
                          forced_colors="active" if look == "forced colours" else "none")
    theme = "dark" if look == "dark" else "light"
    harness.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    if look in ("320 px", "200 % zoom"):
        harness.set_viewport_size({"width": 320 if look == "320 px" else 640, "height": 720})
    if look == "200 % zoom":
        harness.evaluate("document.documentElement.style.fontSize = '200%'")
    found = {}
    for state in STATES if look in ("light", "dark") else FULLEST:
        mount(harness, state)
        found[state] = violations(harness)
    assert {state: amiss for state, amiss in found.items() if amiss} == {}


@pytest.mark.parametrize("state", STATES)
def test_a_screen_reader_meets_it_as_before(harness, golden, state):
    mount(harness, state)
    harness.wait_for_timeout(400)  # announcements are made after a moment
    golden(f"aria/{state}.txt", harness.locator(".lm-player").aria_snapshot() + "\n")
