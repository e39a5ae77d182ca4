"""`workshop open --simple`: the exercises through Voilà, with no code and no cells in sight."""

import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from workshop.loading import Places, find_places
from workshop.simple.starting import notebook_text, write_notebooks

REPOSITORY = find_places(Path(__file__))
SLUG = "no-authority-needed"
BROKEN = "half-written"


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """A workshop with all exercises, one more that is half written, and a small book."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(REPOSITORY.exercises, root / "exercises")
    (root / "exercises" / BROKEN).mkdir()
    (root / "exercises" / BROKEN / "exercise.yaml").write_text("schema: 1\nid: [\n", "utf-8")
    shutil.copytree(REPOSITORY.book / "chapters", root / "book" / "chapters")
    (root / "book" / "index.md").write_text("# A small book\n\nWords.\n", "utf-8")
    (root / "book" / "_toc.yml").write_text("format: jb-book\nroot: index\n", "utf-8")
    shutil.copyfile(REPOSITORY.root / "_config.yml", root / "_config.yml")
    return Places(root)


def open_simply(places, home):
    with socket.socket() as probe:  # two workers that look for a port at once find the same one
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "WORKSHOP"))}
    return subprocess.Popen(
        [sys.executable, "-m", "workshop", "open", "--simple", "--no-browser", "--port", port],
        cwd=places.root,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        env={**clean, "WORKSHOP_HOME": str(home)},
    )


class Visitor:
    """Somebody with a browser's cookies, who follows redirects or does not."""

    def __init__(self, process):
        self.said = []
        for line in process.stdout:
            self.said.append(line)
            if found := re.search(r"(http://\S+?)(/\S*)token=(\w+)", line):
                break
        else:
            pytest.fail(f"the workshop did not open:\n{''.join(self.said)}")
        self.base, self.landing, self.token = found[1], found[2] + "token=" + found[3], found[3]
        self.cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        assert self.ask(self.landing)[0] == 200

    def ask(self, path, *handlers, method="GET"):
        """Status, address after redirects (or of the next one), and what was sent."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), *handlers,
                                             self.cookies)
        request = urllib.request.Request(self.base + path, method=method)
        if path.startswith("/api"):
            request.add_header("Authorization", f"token {self.token}")
        try:
            with opener.open(request, timeout=60) as answer:
                self.headers = answer.headers
                return answer.status, answer.url.removeprefix(self.base), answer.read().decode()
        except urllib.error.HTTPError as error:
            self.headers = error.headers
            return error.code, error.headers.get("Location", ""), error.read().decode()

    def led_to(self, path):
        return self.ask(path, Stay())[1].partition("?")[0]

    def kernels(self):
        status, _, listed = self.ask("/api/kernels")  # one that is only beginning gives a 500
        return [kernel["id"] for kernel in json.loads(listed)] if status == 200 else []

    def kernel_of(self, path):
        """The kernel behind the page of an exercise, which is ended again, and the page."""
        status, _, page = self.ask(path)
        assert status == 200
        self.policy = self.headers["Content-Security-Policy"]
        kernel = re.search(r'"kernelId": "([\w-]+)"', page)[1]
        self.ask(f"/api/kernels/{kernel}", method="DELETE")
        return kernel, page


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def processes_of(home):
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"WORKSHOP_HOME={home}".encode() in path.read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue
    return found


def wait_until(happened, what, seconds=30):
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(f"waited in vain for {what}")
        time.sleep(0.1)


@pytest.fixture(scope="module")
def visitor(places, tmp_path_factory):
    process = open_simply(places, tmp_path_factory.mktemp("simple") / "home")
    try:
        yield Visitor(process)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0, "closing the workshop is no failure"
        process.stdout.close()


@pytest.fixture(scope="module")
def exercise_page(visitor):
    return visitor.kernel_of(f"/workshop/go/{SLUG}")[1]


def test_it_says_what_it_is_starting(visitor):
    assert "Starting Voilà ...\n" in visitor.said


def test_the_printed_address_leads_to_every_exercise(visitor):
    page = visitor.ask(visitor.landing)[2]
    for slug in REPOSITORY.slugs():
        assert f'href="/workshop/go/{slug}"' in page


def test_an_exercise_that_cannot_be_read_is_left_out_of_the_list(visitor):
    assert BROKEN not in visitor.ask("/workshop/home")[2]


def test_every_page_has_a_language_a_title_a_heading_and_a_main_part(visitor, exercise_page):
    for page in (exercise_page, visitor.ask("/workshop/home")[2],
                 visitor.ask("/voila/render/none.ipynb")[2]):
        assert '<html lang="en">' in page
        assert re.search(r"<title>\S.* \| Leading and managing</title>", page)
        assert len(re.findall(r"<h1\b", page)) == len(re.findall(r"<main\b", page)) == 1


def test_the_stable_addresses_of_an_exercise_lead_to_voila(visitor):
    for path in (f"/workshop/go/{SLUG}", f"/doc/tree/{SLUG}.ipynb", f"/lab/tree/{SLUG}.ipynb"):
        assert visitor.led_to(path) == f"/voila/render/{SLUG}.ipynb"


@pytest.mark.parametrize("path", ["/", "/voila", "/voila/", "/voila/tree", "/voila/tree/x"])
def test_lists_of_files_lead_to_the_list_of_exercises(visitor, path):
    assert visitor.led_to(path) == "/workshop/home"


@pytest.mark.parametrize("path", ["/workshop/go/no-such-thing", "/doc/tree/none.ipynb",
                                  "/voila/render/none.ipynb"])
def test_an_exercise_that_is_not_there_is_told_in_a_sentence(visitor, path):
    status, _, page = visitor.ask(path)
    assert status == 404
    assert re.search("leads to no exercise|There is no such page", page)
    assert 'href="/workshop/home"' in page


@pytest.mark.parametrize("path", ["/lab", "/tree", "/api/terminals", "/lsp/status"])
def test_neither_jupyterlab_nor_a_terminal_runs_beside_it(visitor, path):
    assert visitor.ask(path)[0] == 404


def test_without_the_token_nobody_sees_anything(visitor):
    stranger = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay())
    for path in ("/workshop/home", f"/workshop/go/{SLUG}", f"/voila/render/{SLUG}.ipynb",
                 "/voila/tree", "/workshop/", "/api/kernels"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            stranger.open(visitor.base + path, timeout=20)
        with refused.value as answer:
            assert answer.code == 403 or "/login" in answer.headers["Location"]


def test_the_book_is_behind_it(visitor):
    assert "A small book" in visitor.ask("/workshop/")[2]


def test_the_page_of_an_exercise_shows_no_code_and_names_no_other_machine(exercise_page):
    assert "application/vnd.jupyter.widget-view+json" in exercise_page
    for code in ("workshop.notebook", "import ", "jp-CodeCell"):
        assert code not in exercise_page
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", exercise_page)
    assert "cdn" not in exercise_page.lower()


def test_the_browser_is_told_to_ask_no_other_machine(visitor, exercise_page):
    policies = [visitor.policy]
    for path in ("/workshop/home", "/workshop/", "/voila/render/none.ipynb"):
        visitor.ask(path)
        policies.append(visitor.headers["Content-Security-Policy"])
    for policy in policies:
        assert re.match("default-src '(self|none)'", policy)
        assert not re.search(r"\*|https?:", policy)
        assert set(re.findall(r"\w+://[^;\s]+", policy)) <= {visitor.base.replace("http", "ws")}


def test_an_exercise_that_cannot_be_shown_is_told_without_a_traceback(visitor):
    page = visitor.kernel_of(f"/workshop/go/{BROKEN}")[1]
    assert "This exercise cannot be shown." in page
    for trace in ("Traceback", "ProblemsFound", "YAML", "exercise.yaml"):
        assert trace not in page


def the_spare(visitor):
    """The kernel that no page has; these tests end those of pages."""
    wait_until(lambda: len(visitor.kernels()) == 1, "one spare kernel")
    return visitor.kernels()[0]


def test_one_kernel_is_kept_warm_and_the_next_page_takes_it(visitor):
    spare = the_spare(visitor)
    assert visitor.kernel_of(f"/workshop/go/{SLUG}")[0] == spare
    assert the_spare(visitor) != spare


def test_without_its_spare_a_page_starts_a_kernel_of_its_own(visitor):
    spare = the_spare(visitor)
    assert visitor.ask(f"/api/kernels/{spare}", method="DELETE")[0] == 204
    kernel, page = visitor.kernel_of(f"/workshop/go/{SLUG}")
    assert kernel != spare
    assert "application/vnd.jupyter.widget-view+json" in page


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc")
@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_ending_it_ends_the_server_and_every_kernel_without_clutter(places, tmp_path, signal_):
    home = tmp_path / "home"
    process = open_simply(places, home)
    Visitor(process).ask(f"/workshop/go/{SLUG}")
    assert len(processes_of(home)) >= 3, "the command, the server, and a kernel"
    if signal_ == signal.SIGINT:
        os.killpg(process.pid, signal_)  # as a terminal does it
    else:
        process.send_signal(signal_)
    said = process.stdout.read().splitlines()
    process.stdout.close()
    assert process.wait(timeout=30) == 0
    assert said[0].startswith("Press Ctrl+C here to close it.")
    assert "The workshop is closed. Your answers are saved." in said[1:]
    assert not [line for line in said if re.search("WARNING|Traceback|Error", line)]
    wait_until(lambda: not processes_of(home), "the server and its kernels to be gone", 15)


def test_a_notebook_of_one_cell_is_written_for_each_exercise_and_old_ones_go(places, tmp_path):
    (tmp_path / "simple").mkdir()
    (tmp_path / "simple" / "gone.ipynb").write_text("{}", "utf-8")
    folder = write_notebooks(places, tmp_path)
    assert {path.stem for path in folder.iterdir()} == set(places.slugs())
    (cell,) = json.loads((folder / f"{SLUG}.ipynb").read_text("utf-8"))["cells"]
    assert cell["source"].endswith(f'exercise("{SLUG}")')


def test_the_notebook_is_one_that_jupyter_accepts():
    import nbformat

    nbformat.validate(nbformat.reads(notebook_text(SLUG), as_version=4))
