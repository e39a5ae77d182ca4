"""How long a learner waits: ratios of things measured in turn, in one run.

    python benchmarks/learners_way.py [--rounds N] [--json FILE]

1. `import workshop.notebook` against `import ipywidgets`, each in a fresh process.
2. A fresh kernel until its first feedback, against a fresh kernel until it has added 1 and 1.
3. A check in the browser (press, grading in the kernel, feedback drawn) against one press of a
   stock ipywidgets button whose kernel writes a word into a stock HTML widget.
4. A notebook with six exercises until all six are drawn, against the same notebook with six
   ipywidgets Text boxes. Like 3 in Voilà, with a kernel that is warm for both.
5. The player's script and style as they are sent, in bytes.
6. `workshop open --simple` until the first exercise can be answered, against `workshop open`
   (JupyterLab) until the same exercise can be. The book is built, and the browser runs.

3, 4 and 6 need Playwright and Chromium (WORKSHOP_CHROMIUM names another one); without them they
are left out. Imports count processor time, all else the time on the clock, so let the machine
be quiet. Takes some three minutes. Nothing is written but in a temporary folder.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from workshop.display import assets
from workshop.loading import Places, find_places
from workshop.publishing import book
from workshop.simple.starting import notebook_text

REPOSITORY = find_places(Path(__file__))
SLUG = "no-authority-needed"
SIX = ("no-authority-needed", "who-should-lead-this", "time-to-follow", "protect-the-focus",
       "complementary-pairs", "vp-and-first-line")
CHECK = """from workshop.notebook import exercise
player = exercise("no-authority-needed")
view = player.take({"type": "check", "item": "what-it-took", "response": ["hiring"], "seq": 1})
assert view["item"]["result"]"""
STOCK_BUTTON = """import ipywidgets
said, button = ipywidgets.HTML("0"), ipywidgets.Button(description="Check")
button.on_click(lambda _: setattr(said, "value", str(int(said.value) + 1)))
ipywidgets.VBox([button, said])"""
PRESS_OURS = """() => new Promise(done => {
  const item = document.querySelector('.lm-player .lm-item');
  [...item.querySelectorAll('.lm-body input')].find(input => !input.checked).click();
  let start;
  new MutationObserver((_, observer) => {
    if (item.getAttribute('aria-busy') === 'true') return;
    observer.disconnect();
    done(performance.now() - start);
  }).observe(item, { attributes: true, attributeFilter: ['aria-busy'] });
  start = performance.now();
  document.querySelector('.lm-player .lm-main').click();
})"""
PRESS_STOCK = """() => new Promise(done => {
  const said = document.querySelector('.widget-html-content');
  let start;
  new MutationObserver((_, observer) => {
    observer.disconnect();
    done(performance.now() - start);
  }).observe(said, { childList: true, characterData: true, subtree: true });
  start = performance.now();
  document.querySelector('button.jupyter-button').click();
})"""
Pair = tuple[list[float], list[float]]


def main() -> int:
    """Prints one table; exit status 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (5)")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        places = small_workshop(Path(scratch) / "root")
        os.environ |= {"WORKSHOP_ROOT": str(places.root), "WORKSHOP_HOME": f"{scratch}/home"}
        found = {
            "import workshop.notebook / ipywidgets": imports(options.rounds),
            "fresh kernel: feedback / 1 + 1": kernels(options.rounds),
        } | browser_parts(places, Path(scratch), options.rounds)
    show(found)
    sent = {name: text.encode() for name, text in
            (("script", assets.script()), ("style", assets.style()))}
    for name, text in sent.items():
        print(f"the player's {name} as sent: {len(text):,} bytes, {len(gzip.compress(text)):,} "
              "with gzip")
    if options.json:
        figures = {name: {"ours": ours, "other": other} for name, (ours, other) in found.items()}
        sizes = {name: len(text) for name, text in sent.items()}
        options.json.write_text(json.dumps(figures | {"bytes": sizes}, indent=1) + "\n", "utf-8")
    return 0


def show(found: dict[str, Pair]) -> None:
    """A line for each pair: both medians, and the median of the ratios round by round."""
    print(f"{'what, in seconds':<42}{'ours':>8}{'other':>8}{'ratio':>8}   of each round")
    for name, (ours, other) in found.items():
        ratios = [own / theirs for own, theirs in zip(ours, other, strict=True)]
        print(f"{name:<42}{median(ours):>8.3f}{median(other):>8.3f}{median(ratios):>8.2f}   "
              + " ".join(f"{ratio:.2f}" for ratio in ratios))


def in_turn(ours: Callable[[], float], other: Callable[[], float], rounds: int) -> Pair:
    """Both measured in turn, so that what else the machine does meets both."""
    pairs = [(ours(), other()) for _ in range(rounds)]
    return [own for own, _ in pairs], [theirs for _, theirs in pairs]


def small_workshop(root: Path) -> Places:
    """A copy of the workshop with a book of one page, which is built."""
    shutil.copytree(REPOSITORY.exercises, root / "exercises")
    shutil.copytree(REPOSITORY.practice, root / "book" / "practice")
    (root / "book" / "index.md").write_text("# A small book\n\nWords.\n", "utf-8")
    (root / "book" / "_toc.yml").write_text("format: jb-book\nroot: index\n", "utf-8")
    shutil.copyfile(REPOSITORY.root / "_config.yml", root / "_config.yml")
    book.build(Places(root))
    return Places(root)


def imports(rounds: int) -> Pair:
    """Part 1; the processor time of the process beyond that of a Python that does nothing."""

    def spent(code: str) -> float:
        before = os.times()
        subprocess.run([sys.executable, "-c", code], check=True)
        after = os.times()
        return sum(after[at] - before[at] for at in (2, 3))

    nothing = min(spent("pass") for _ in range(3))
    return in_turn(lambda: spent("import workshop.notebook") - nothing,
                   lambda: spent("import ipywidgets") - nothing, rounds)  # fmt: skip


def kernels(rounds: int) -> Pair:
    """Part 2."""
    from jupyter_client.manager import start_new_kernel

    def answered(code: str) -> float:
        start = perf_counter()
        manager, client = start_new_kernel(extra_arguments=["--log-level=ERROR"])
        try:
            reply = client.execute_interactive(code, output_hook=lambda _: None)
            taken = perf_counter() - start
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
        if reply["content"]["status"] != "ok":
            raise SystemExit(f"The kernel did not answer: {reply['content']}")
        return taken

    return in_turn(lambda: answered(CHECK), lambda: answered("1 + 1"), rounds)


def browser_parts(places: Places, scratch: Path, rounds: int) -> dict[str, Pair]:
    """Parts 3, 4 and 6."""
    names = (os.environ.get("WORKSHOP_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, (shutil.which(name) for name in names if name)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if not chromium:
        print("Without Playwright and Chromium, what the browser takes is left out.")
        return {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--disable-gpu"])
        found = in_voila(browser, places, scratch, rounds)
        found["command to first exercise: simple / Lab"] = in_turn(
            lambda: from_the_command(browser, places, scratch / "one", "--simple"),
            lambda: from_the_command(browser, places, scratch / "two"), max(1, rounds // 2))
        browser.close()
    return found


@contextlib.contextmanager
def opened(places: Places, home: Path, *options: str) -> Iterator[str]:
    """The address that `workshop open` prints."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "workshop", "open", "--no-browser", "--port", port, *options],
        cwd=places.root,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=os.environ | {"WORKSHOP_HOME": str(home), "WORKSHOP_EXPOSE_LAB": "1"},
    )
    try:
        assert process.stdout
        addresses = (re.search(r"http://\S+", line) for line in process.stdout)
        if not (address := next(filter(None, addresses), None)):
            raise SystemExit("`workshop open` printed no address.")
        yield address[0]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def in_voila(browser: Any, places: Places, scratch: Path, rounds: int) -> dict[str, Pair]:
    """Parts 3 and 4, beside each other in one server."""
    cells = {
        "stock-button": STOCK_BUTTON,
        "six-players": "\n".join(["from workshop.notebook import exercise",
                                  *(f'display(exercise("{slug}"))' for slug in SIX)]),
        "six-boxes": "import ipywidgets\n" + "display(ipywidgets.Text())\n" * 6,
    }
    home = scratch / "voila"
    with opened(places, home, "--simple") as address:
        base, _, token = address.partition("?token=")
        render = base.replace("/workshop/home", "/voila/render/")
        for name, source in cells.items():
            notebook = json.loads(notebook_text(SLUG))
            notebook["cells"][0]["source"] = source
            (home / "simple" / f"{name}.ipynb").write_text(json.dumps(notebook), "utf-8")
        context = browser.new_context()

        def drawn(name: str, what: str) -> float:
            page = context.new_page()
            page.goto(f"{base}?token={token}")
            time.sleep(5)  # till a spare kernel is warm
            start = perf_counter()
            page.goto(f"{render}{name}.ipynb", wait_until="commit")
            page.wait_for_function(f"document.querySelectorAll('{what}').length === 6")
            taken = perf_counter() - start
            page.close(run_before_unload=True)
            return taken

        ours, stock = context.new_page(), context.new_page()
        ours.goto(address)
        ours.goto(f"{render}{SLUG}.ipynb")
        ours.wait_for_selector(".lm-player .lm-main")
        stock.goto(f"{render}stock-button.ipynb")
        stock.wait_for_selector(".widget-html-content")
        for page, press in ((ours, PRESS_OURS), (stock, PRESS_STOCK)):
            page.evaluate(press)

        def pressed(page: Any, press: str) -> float:
            page.bring_to_front()  # a tab behind another one is slowed down
            return float(page.evaluate(press)) / 1000

        check = in_turn(lambda: pressed(ours, PRESS_OURS), lambda: pressed(stock, PRESS_STOCK),
                        4 * rounds)
        six = in_turn(lambda: drawn("six-players", ".lm-player h2"),
                      lambda: drawn("six-boxes", "input[type=text]"), rounds)
    return {"a check in the browser / a stock button": check,
            "six exercises / six Text boxes": six}  # fmt: skip


def from_the_command(browser: Any, places: Places, home: Path, *options: str) -> float:
    """Part 6: from the command until there is something to choose in the first exercise."""
    start = perf_counter()
    with opened(places, home, *options) as address:
        base, _, token = address.partition("?token=")
        page = browser.new_context().new_page()
        page.goto(f"{base}?token={token}")
        if not options:  # the learner would still have to find and press "Run all cells"
            page.goto(re.sub(r"/workshop/.*", f"/doc/tree/{SLUG}.ipynb", base))
            page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext"
                                   "?.session?.kernel?.status === 'idle'")
            page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
        else:
            page.goto(re.sub(r"/workshop/.*", f"/workshop/go/{SLUG}", base))
        page.wait_for_selector(".lm-player input")
        taken = perf_counter() - start
        page.context.close()
    return taken


if __name__ == "__main__":
    raise SystemExit(main())
