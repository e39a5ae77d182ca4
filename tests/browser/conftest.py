"""A real Chromium and a real JupyterLab for the tests in this folder.

Nothing here reaches another machine: Chromium resolves no foreign host, every foreign
request is refused and remembered, and the fixture `page` fails the test that made one.

* `page`: a fresh tab in a fresh context, watched by `requests_seen`
* `requests_seen`: what the tab asked for; `.foreign` holds what left this machine
* `lab`: one JupyterLab for all tests of the session, in a temporary home
* `start_lab`: the context manager behind it, for a test that needs its own
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

HERE = Path(__file__).parent

# What may be asked: this machine, and addresses that name no machine.
LOCAL = re.compile(
    r"(?:(?:https?|wss?)://(?:127\.0\.0\.1|localhost|\[::1\])(?:[:/?#]|$)|(?:data|blob|about|file):)"
)

CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

KERNEL_STATUS = "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser tests last.

    Playwright's synchronous API keeps an event loop running in this thread; code under
    test that calls `asyncio.run` would fail from then on.
    """
    items.sort(key=lambda item: HERE in item.path.parents)


# Chromium ---------------------------------------------------------------------------


def _find_chromium() -> str | None:
    if named := os.environ.get("WORKSHOP_CHROMIUM"):
        return named
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium to drive; without one, skip, or fail where it is required."""
    found = _find_chromium()
    if found and shutil.which(found):
        return found
    reason = (
        f"WORKSHOP_CHROMIUM names no program: {found}"
        if found
        else "no Chromium on this machine (install Debian's `chromium`, or set WORKSHOP_CHROMIUM)"
    )
    if os.environ.get("WORKSHOP_REQUIRE_BROWSER") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator:
    from playwright.sync_api import sync_playwright

    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium,
            headless=True,
            chromium_sandbox=not is_root,  # Chromium refuses to sandbox root
            args=CHROMIUM_FLAGS,
        )
        yield running
        running.close()


@dataclass
class RequestsSeen:
    """Every address the tab asked for, in order."""

    urls: list[str] = field(default_factory=list)

    @property
    def foreign(self) -> list[str]:
        return [url for url in self.urls if not LOCAL.match(url)]

    def check(self) -> None:
        """Fail if anything was asked of another machine."""
        if self.foreign:
            listed = "\n  ".join(dict.fromkeys(self.foreign))
            pytest.fail(f"the page asked other machines:\n  {listed}", pytrace=False)


@pytest.fixture
def requests_seen() -> RequestsSeen:
    return RequestsSeen()


@pytest.fixture
def context(browser, requests_seen: RequestsSeen) -> Iterator:
    """A fresh browser context: no cookies, no cache, foreign hosts refused and remembered.

    Open a second tab with `context.new_page()`; it is watched as well.
    """
    made = browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    made.set_default_timeout(30_000)
    made.on("request", lambda request: requests_seen.urls.append(request.url))
    made.on(
        "page",
        lambda tab: tab.on("websocket", lambda socket_: requests_seen.urls.append(socket_.url)),
    )
    made.route(lambda url: not LOCAL.match(url), lambda route: route.abort())
    yield made
    made.close()
    requests_seen.check()


@pytest.fixture
def page(context):
    return context.new_page()


@pytest.fixture(scope="module")
def nobody_yet(lab) -> None:
    """The lab is one for all files: here nothing has been answered yet."""
    (lab.home / "attempts.jsonl").unlink(missing_ok=True)


# JupyterLab -------------------------------------------------------------------------


@dataclass
class Lab:
    """A workshop that is open, and what a test does with one."""

    url: str  # http://127.0.0.1:PORT
    token: str
    root: Path  # the folder that JupyterLab shows
    home: Path  # WORKSHOP_HOME of its kernels
    log: Path

    def open(self, page, notebook: str) -> None:
        """Open a notebook (path under `root`) alone in the tab; wait until its kernel is idle."""
        page.goto(f"{self.url}/lab/tree/{notebook}?reset&token={self.token}")
        page.wait_for_function(f"() => window.jupyterapp && {KERNEL_STATUS} === 'idle'")

    def run_all(self, page) -> None:
        """Run all cells, without waiting for what they show: let the test expect that."""
        # The braces keep Playwright from waiting for the command's promise.
        page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")


def copy_workshop(folder: Path) -> Path:
    """A copy of what `workshop open` needs, so that no test touches the repository."""
    repository = HERE.parent.parent
    for name in ("_config.yml", "book", "exercises"):
        source = repository / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copyfile(source, folder / name)
    return folder


def _environment(root: Path, home: Path) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "IPYTHON"))}
    named = {"WORKSHOP_ROOT": str(root), "WORKSHOP_HOME": str(home), "WORKSHOP_EXPOSE_LAB": "1"}
    return inherited | named


def _address(process: subprocess.Popen, log: Path, seconds: float = 180) -> str:
    """The address that `workshop open` prints when the workshop is ready."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"http://\S+", log.read_text("utf-8", errors="replace")):
            return found[0]
        time.sleep(0.1)
    pytest.fail(f"the workshop did not open; it printed:\n{log.read_text()}", pytrace=False)


def _stop(process: subprocess.Popen) -> None:
    """End the server and its kernels: politely first, so that it shuts its kernels down."""

    def send(name: str) -> None:
        if os.name == "posix":
            os.killpg(process.pid, getattr(signal, name))
        else:
            process.terminate()

    if process.poll() is None:
        send("SIGTERM")
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            send("SIGKILL")
            process.wait(timeout=10)


@contextmanager
def _start_lab(root: Path, home: Path, base: Path, *options: str) -> Iterator[Lab]:
    """`workshop open` on the workshop at ``root``, as a person would start it."""
    log = base / "lab.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "workshop", "open", "--no-browser", *options],
            cwd=root,
            env=_environment(root, home),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            address = _address(process, log)
            url, token = re.split(r"/workshop/\w*\?token=", address)
            yield Lab(url=url, token=token, root=home / "notebooks", home=home, log=log)
        finally:
            _stop(process)


StartLab = Callable[..., AbstractContextManager[Lab]]


@pytest.fixture(scope="session")
def start_lab(tmp_path_factory: pytest.TempPathFactory) -> StartLab:
    """`with start_lab(root, home) as lab:` opens the workshop at `root`, answers in `home`.

    What follows, such as "--simple", is said to `workshop open` too.
    """

    def start(root: Path, home: Path, *options: str) -> AbstractContextManager[Lab]:
        return _start_lab(root, home, tmp_path_factory.mktemp("jupyter"), *options)

    return start


@pytest.fixture(scope="session")
def lab(
    chromium: str, start_lab: StartLab, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lab]:
    """One JupyterLab for the whole session (asks for `chromium` first, to skip early)."""
    base = tmp_path_factory.mktemp("lab")
    root, home = base / "root", base / "home"
    root.mkdir()
    with start_lab(copy_workshop(root), home) as running:
        yield running
