"""`workshop open`: a private server on the loopback address, and copies of the notebooks."""

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

from workshop.errors import WorkshopError
from workshop.launch import copy_notebooks, free_port
from workshop.loading import Places, find_places

REPOSITORY = find_places(Path(__file__))


def a_workshop(root):
    """A workshop whose book is as small as a book can be."""
    shutil.copytree(REPOSITORY.exercises, root / "exercises")
    shutil.copytree(REPOSITORY.practice, root / "book" / "practice")
    (root / "book" / "index.md").write_text("# A small book\n\nWords.\n", "utf-8")
    (root / "book" / "_toc.yml").write_text("format: jb-book\nroot: index\n", "utf-8")
    shutil.copyfile(REPOSITORY.root / "_config.yml", root / "_config.yml")
    return Places(root)


def open_workshop(places, home, *options):
    return subprocess.Popen(
        [sys.executable, "-m", "workshop", "open", "--no-browser", *options],
        cwd=places.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**_clean_environment(), "WORKSHOP_HOME": str(home)},
    )


def _clean_environment():
    return {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "WORKSHOP"))}


def address_of(process):
    lines = []
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        line = process.stdout.readline()
        lines.append(line)
        if found := re.search(r"http://\S+", line):
            return found[0]
        if not line and process.poll() is not None:
            break
    pytest.fail(f"the workshop did not open:\n{''.join(lines)}")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def ask(url, **headers):
    opener = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, headers=headers), timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    base = tmp_path_factory.mktemp("open")
    (base / "root").mkdir()
    places = a_workshop(base / "root")
    process = open_workshop(places, base / "home")
    try:
        yield address_of(process), base
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0, "closing the workshop is no failure"
        process.stdout.close()


def parts_of(address):
    """The address below which the workshop is served, and the token."""
    base, _, token = address.partition("home?token=")
    return base, token


def test_the_printed_address_leads_to_the_home_and_that_to_the_book(opened):
    base, token = parts_of(opened[0])
    status, page = ask(f"{base}home", Authorization=f"token {token}")
    assert status == 200 and b"Your workshop" in page
    assert re.search(rb'<a href="/workshop/">The book</a>', page)
    status, page = ask(base, Authorization=f"token {token}")
    assert status == 200 and b"A small book" in page


def test_the_root_answers_once_the_server_is_ready(opened):
    address, _ = opened
    status, _ = ask(address.split("/workshop")[0] + "/")
    assert status in (200, 302)


def test_without_the_token_nobody_reads_anything(opened):
    base, _ = parts_of(opened[0])
    for path in ("", "home", "index.html", "_static/workshop-served.js"):
        assert ask(base + path)[0] == 302
    assert ask(base.replace("/workshop/", "/api/contents"))[0] == 403


def test_nothing_outside_the_book_is_served(opened):
    address, root = opened
    base, token = parts_of(address)
    (root / "secret.txt").write_text("keep this in", "utf-8")
    for path in ("../../secret.txt", "%2e%2e/%2e%2e/secret.txt", "..%2f..%2f..%2fsecret.txt",
                 "/etc/passwd"):
        status, body = ask(base + path, Authorization=f"token {token}")
        assert status in (403, 404) and b"keep this in" not in body


def test_the_server_listens_on_the_loopback_address_only(opened):
    port = int(re.search(r":(\d+)/", opened[0])[1])
    if sys.platform != "linux":
        pytest.skip("only Linux answers on all of 127.0.0.0/8 by itself")
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex(("127.0.0.2", port)) != 0, "it listens on more than 127.0.0.1"


def test_the_token_is_in_no_command_line(opened):
    if not Path("/proc/self/cmdline").exists():
        pytest.skip("reads /proc")
    token = opened[0].partition("?token=")[2].encode()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert token not in path.read_bytes()
        except OSError:
            continue


def test_the_page_that_is_served_shows_the_way_into_jupyter(opened):
    address, _ = opened
    base, token = parts_of(address)
    status, script = ask(base + "_static/workshop-served.js", Authorization=f"token {token}")
    assert status == 200 and b"lm-open" in script
    built = opened[1] / "root" / "_build" / "html" / "_static" / "workshop-served.js"
    assert b"lm-open" not in built.read_bytes(), "a book on a disk has no dead links"


def test_a_browser_is_started_without_the_token_in_its_command_line(tmp_path):
    (tmp_path / "root").mkdir()
    places = a_workshop(tmp_path / "root")
    seen = tmp_path / "seen.txt"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" >> {seen}\n', "utf-8")
    browser.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-m", "workshop", "open"], cwd=places.root, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**_clean_environment(), "WORKSHOP_HOME": str(tmp_path / "home"),
             "BROWSER": str(browser)},
    )
    try:
        address = address_of(process)
        wait_until(seen.exists, "the browser to be started")
        started_with = seen.read_text("utf-8")
        page = Path(urllib.request.url2pathname(started_with.strip().removeprefix("file://")))
        assert address.partition("?token=")[2] not in started_with
        assert address in page.read_text("utf-8")
        assert page.stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        process.stdout.close()


def wait_until(happened, what, seconds=30):
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(f"waited in vain for {what}")
        time.sleep(0.1)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc")
@pytest.mark.parametrize("seconds", [0.5, 1.5, 3.0])
def test_ending_it_while_it_starts_leaves_no_server_behind(tmp_path, opened, seconds):
    home = tmp_path / "home"
    process = open_workshop(Places(opened[1] / "root"), home)
    time.sleep(seconds)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)
    process.stdout.close()
    wait_until(lambda: not processes_of(home), "the server to be gone", 15)


def processes_of(home):
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"WORKSHOP_HOME={home}".encode() in path.read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue
    return found


def test_a_data_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path, opened):
    (tmp_path / "file").write_text("in the way", "utf-8")
    process = open_workshop(Places(opened[1] / "root"), tmp_path / "file" / "home")
    said = process.communicate(timeout=60)[0]
    assert process.returncode == 1
    assert "Traceback" not in said and "Not a directory" in said


def test_a_taken_port_is_told_before_anything_is_started(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "workshop", "open", "--no-browser", "--port", str(port)],
            cwd=REPOSITORY.root, capture_output=True, text=True, timeout=60,
            env={**_clean_environment(), "WORKSHOP_HOME": str(tmp_path)},
        )
    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch):
    monkeypatch.setattr("workshop.launch.FIRST_PORT", 42_000 + os.getpid() % 10_000)
    with socket.socket() as taken:
        first = free_port(None)
        taken.bind(("127.0.0.1", first))
        taken.listen()
        assert free_port(None) != first


@pytest.mark.parametrize("port", [0, -1, 70000])
def test_an_impossible_port_is_refused_in_words(port):
    with pytest.raises(WorkshopError, match="is no port|cannot be used"):
        free_port(port)


def test_learners_get_copies_and_the_repository_stays_as_it_is(tmp_path):
    places = a_workshop(tmp_path)
    before = {path: path.read_bytes() for path in places.practice.iterdir()}
    folder = copy_notebooks(places, tmp_path / "notebooks")
    for copy in folder.glob("*.ipynb"):
        copy.write_text("changed by a run", "utf-8")
    assert {path: path.read_bytes() for path in places.practice.iterdir()} == before


def test_a_notebook_that_a_learner_edited_is_kept_beside_the_new_one(tmp_path):
    places = a_workshop(tmp_path)
    folder = copy_notebooks(places, tmp_path / "notebooks")
    copy = next(folder.glob("*.ipynb"))
    notebook = json.loads(copy.read_text("utf-8"))
    notebook["cells"][0]["source"] = "my own notes"
    copy.write_text(json.dumps(notebook), "utf-8")
    copy_notebooks(places, tmp_path / "notebooks")
    assert "my own notes" in (folder / f"{copy.stem}-yours.ipynb").read_text("utf-8")
    assert "my own notes" not in copy.read_text("utf-8")


def test_a_second_edit_does_not_take_the_place_of_the_first(tmp_path):
    places = a_workshop(tmp_path)
    folder = copy_notebooks(places, tmp_path / "notebooks")
    copy = next(folder.glob("*.ipynb"))
    for words in ("first notes", "second notes"):
        notebook = json.loads(copy.read_text("utf-8"))
        notebook["cells"][0]["source"] = words
        copy.write_text(json.dumps(notebook), "utf-8")
        copy_notebooks(places, tmp_path / "notebooks")
    kept = " ".join(path.read_text("utf-8") for path in folder.glob("*-yours*.ipynb"))
    assert "first notes" in kept and "second notes" in kept


def test_a_run_alone_is_no_edit(tmp_path):
    places = a_workshop(tmp_path)
    folder = copy_notebooks(places, tmp_path / "notebooks")
    copy = next(folder.glob("*.ipynb"))
    notebook = json.loads(copy.read_text("utf-8"))
    for cell in notebook["cells"]:
        cell.pop("outputs", None)
    copy.write_text(json.dumps(notebook), "utf-8")
    copy_notebooks(places, tmp_path / "notebooks")
    assert not list(folder.glob("*-yours*.ipynb"))
