"""The learner's home over the wire: who may see it, what it shows, what changes something."""

import http.cookiejar
import io
import json
import os
import re
import shutil
import urllib.error
import urllib.parse
import urllib.request
import uuid
import zipfile
from pathlib import Path

import pytest

from workshop import launch
from workshop.home import contents, delete_everything, home_page, nearest, packed
from workshop.kinds.sort import model_response
from workshop.loading import Places, find_places, load_exercise
from workshop.model.attempt import Attempt
from workshop.store import AttemptLog

REPOSITORY = find_places(Path(__file__))
SUSAN, QUEUE = "motivating-susan-and-george", "redirecting-technical-decisions"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Browser:
    """Somebody at a browser: keeps cookies, follows nothing by itself."""

    def __init__(self, base):
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            NoRedirect, urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path):
        return self.ask(urllib.request.Request(f"{self.base}/{path}"))

    def post(self, path, file=None, **fields):
        edge, body = uuid.uuid4().hex, b""
        for name, value in fields.items():
            body += (f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
                     f"{value}\r\n").encode()
        if file is not None:
            body += (f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.zip"'
                     "\r\nContent-Type: application/zip\r\n\r\n").encode() + file + b"\r\n"
        body += f"--{edge}--\r\n".encode()
        return self.ask(urllib.request.Request(f"{self.base}/{path}", body, {
            "Content-Type": f"multipart/form-data; boundary={edge}"}))

    def ask(self, request):
        try:
            answer = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.headers, answer.read()

    @property
    def xsrf(self):
        return re.search(rb'name="_xsrf" value="([^"]+)"', self.get("home")[2])[1].decode()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    base = tmp_path_factory.mktemp("home")
    places = Places(base / "root")
    shutil.copytree(REPOSITORY.exercises, places.exercises)
    shutil.copytree(REPOSITORY.book, places.book)
    shutil.copyfile(REPOSITORY.root / "_config.yml", places.root / "_config.yml")
    with pytest.MonkeyPatch.context() as patched:  # other tests look for a free port as well
        patched.setattr(launch, "FIRST_PORT", 20_000 + os.getpid() % 20_000)
        with launch.running(places, base / "data", None) as running:
            yield running.address, base / "data"


@pytest.fixture
def log(server):
    """The log of the learner behind the server, empty at first."""
    kept = AttemptLog(server[1])
    for path in (kept.path, server[1] / "learner.json"):
        path.unlink(missing_ok=True)
    return kept


@pytest.fixture
def stranger(server):
    return Browser(server[0].partition("/home")[0])


@pytest.fixture
def learner(server, stranger):
    """Somebody who came through the address that `workshop open` prints."""
    address = server[0].removeprefix(f"{stranger.base}/")
    status, headers, _ = stranger.get(address)
    assert (status, headers["Location"]) == (302, "/workshop/home"), "the token is put out of sight"
    return stranger


def attempt(exercise=SUSAN, item="who-hears-what", response=None, result=True, minute=0):
    return Attempt(time=f"2026-05-12T10:{minute:02}:00+00:00", learner="someone", exercise=exercise,
                   item=item, revision="a.b", event="check", response=response or {"a": "b"},
                   result={"status": "met"} if result else None)


PAGES = ("home", "report", f"go/{SUSAN}", "work/download", "work/load", "work/delete")


@pytest.mark.parametrize("path", PAGES)
def test_without_a_login_nothing_is_shown(stranger, path):
    status, headers, _ = stranger.get(path)
    assert status == 302 and "/login" in headers["Location"]


@pytest.mark.parametrize("path", ["work/load", "work/delete"])
def test_without_a_login_nothing_is_changed(stranger, log, path):
    log.append(attempt())
    before = log.path.read_bytes()
    stranger.ask(urllib.request.Request(stranger.base.replace("/workshop", "/login")))
    xsrf = next(cookie.value for cookie in stranger.jar if cookie.name == "_xsrf")
    for given in ({}, {"_xsrf": xsrf}):
        status, headers, _ = stranger.post(path, packed(log), word="delete", **given)
        assert status == 403 or "/login" in headers["Location"]
    assert log.path.read_bytes() == before


@pytest.mark.parametrize("forged", [{}, {"_xsrf": "guessed"}])
def test_a_page_of_somebody_else_cannot_make_a_browser_change_anything(learner, log, forged):
    log.append(attempt())
    learner.get("home")
    assert learner.post("work/delete", word="delete", **forged)[0] == 403
    assert learner.post("work/load", packed(log), **forged)[0] == 403
    assert len(list(log.read())) == 1


@pytest.mark.parametrize("path", ["work/load", "work/delete", "work/delete?word=delete"])
def test_looking_at_an_address_changes_nothing(learner, log, path):
    log.append(attempt())
    before = log.path.read_bytes()
    status, headers, _ = learner.get(path)
    assert (status, headers["Location"]) == (302, "/workshop/home#work")
    assert log.path.read_bytes() == before


def test_the_book_is_found_without_the_slash_at_its_end(learner):
    def ask(browser):
        return browser.ask(urllib.request.Request(browser.base))

    status, headers, _ = ask(learner)
    assert (status, headers["Location"]) == (302, "/workshop/")
    assert "/login" in ask(Browser(learner.base))[1]["Location"]


@pytest.mark.parametrize("path", ["home", "report", f"go/{SUSAN}", "go/no-such", "work/download"])
def test_whoever_asks_for_the_head_of_a_page_gets_the_head_alone(learner, path):
    def head(browser):
        return browser.ask(urllib.request.Request(f"{browser.base}/{path}", method="HEAD"))

    status, headers, _ = learner.get(path)
    answered, short, body = head(learner)
    assert (answered, body) == (status, b"")
    assert (short["Location"], short["Content-Type"]) == (
        headers["Location"], headers["Content-Type"])
    assert "/login" in head(Browser(learner.base))[1]["Location"]


def test_the_home_shows_no_token_runs_no_script_and_asks_nobody(learner, server):
    _, headers, page = learner.get("home")
    token = server[0].partition("token=")[2]
    assert token.encode() not in page and b"<script" not in page and b"http" not in page
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"


def test_the_next_step_is_the_first_thing_on_the_page(learner, log):
    _, _, page = learner.get("home")
    assert b"Begin with Before the workshop" in page and b"0 of 34" in page
    log.append(attempt(QUEUE, "decide-or-hand-over", result=False))
    log.append(attempt())
    _, _, page = learner.get("home")
    assert b"Go on with Motivating Susan and George" in page
    assert b"You were here on 12 May. 1 of 3 parts done; about 14 minutes" in page


def test_the_address_of_an_exercise_makes_the_notebook_if_it_is_missing(learner, server):
    copy = server[1] / "notebooks" / f"{SUSAN}.ipynb"
    copy.unlink()
    status, headers, _ = learner.get(f"go/{SUSAN}")
    assert (status, headers["Location"]) == (302, f"/doc/tree/{SUSAN}.ipynb")
    assert json.loads(copy.read_text("utf-8"))["cells"]
    copy.write_text("my own notes", "utf-8")
    learner.get(f"go/{SUSAN}")
    assert copy.read_text("utf-8") == "my own notes"


def test_an_unknown_exercise_is_told_with_the_nearest_names(learner):
    status, _, page = learner.get("go/motivating-susan-and-georg")
    assert status == 404 and f'href="/workshop/go/{SUSAN}"'.encode() in page


@pytest.mark.parametrize("slug", [
    "%3Cscript%3Ealert(1)", "..%2f..%2fetc%2fpasswd", "%00", "x" * 900, "misconceptions.yaml",
    "%e2%98%83"])
def test_no_name_leads_out_of_the_exercises(learner, slug):
    status, _, page = learner.get(f"go/{slug}")
    assert status == 404 and b"<script" not in page and b"leads to no exercise" in page


def test_the_download_is_one_zip_with_the_answers_in_words_and_for_a_machine(learner, log):
    log.append(attempt("gone", "item", "My own <b>words</b>"))
    _, headers, content = learner.get("work/download")
    assert re.fullmatch(r'attachment; filename="my-work-[\d-]{10}\.zip"',
                        headers["Content-Disposition"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("attempts.jsonl") == log.path.read_bytes()
        assert b"My own &lt;b&gt;words&lt;/b&gt;" in archive.read("my-work.html")


def test_the_report_is_a_page_of_the_same_home(learner, log):
    status, _, page = learner.get("report")
    assert status == 200 and b"<h1" in page
    assert b"Motivating Susan and George" not in page
    log.append(attempt(response=model_response(load_exercise(REPOSITORY.exercise(SUSAN)).items[0])))
    assert b"Motivating Susan and George" in learner.get("report")[2]


def test_work_of_another_machine_is_loaded_and_told(learner, log, tmp_path):
    other = AttemptLog(tmp_path)
    other.append(attempt(minute=1))
    log.append(attempt(minute=2))
    status, _, page = learner.post("work/load", packed(other), _xsrf=learner.xsrf)
    assert status == 200 and b"1 entry was loaded." in page
    assert [a.time[14:16] for a in log.read()] == ["01", "02"]


@pytest.mark.parametrize("file", [b"Dear diary", b"", None])
def test_a_file_that_is_not_ours_is_refused_on_the_home(learner, log, file):
    log.append(attempt())
    status, _, page = learner.post("work/load", file, _xsrf=learner.xsrf)
    assert status == 400 and b"Nothing was loaded." in page and b'role="alert"' in page
    assert len(list(log.read())) == 1


@pytest.mark.parametrize("word", ["", "yes", "delete it"])
def test_without_the_word_nothing_is_deleted(learner, log, word):
    log.append(attempt())
    status, _, page = learner.post("work/delete", _xsrf=learner.xsrf, word=word)
    assert status == 400 and b"Nothing was deleted" in page
    assert log.path.exists()


def test_with_the_word_everything_is_deleted_and_the_exercises_open_again(learner, log, server):
    log.append(attempt())
    (server[1] / "report.html").write_text("a report", "utf-8")
    log.learner()
    status, _, page = learner.post("work/delete", _xsrf=learner.xsrf, word=" Delete ")
    assert status == 200 and b"Everything was deleted" in page and b"There is nothing yet" in page
    assert not [path for path in server[1].iterdir() if path.name not in ("jupyter", "notebooks")]
    assert not list((server[1] / "notebooks").glob("*.ipynb"))
    learner.get(f"go/{SUSAN}")
    assert [path.name for path in (server[1] / "notebooks").glob("*.ipynb")] == [f"{SUSAN}.ipynb"]


def test_a_log_that_cannot_be_read_is_told_in_words(learner, log):
    log.path.mkdir()
    try:
        for status, _, page in (learner.get("home"), learner.get("work/download")):
            assert status == 500 and b"Cannot read" in page and b"Traceback" not in page
    finally:
        log.path.rmdir()


# Without a server ---------------------------------------------------------------------


def test_what_comes_next_follows_the_book_and_forms_for_later_come_last(tmp_path):
    page = home_page(REPOSITORY, AttemptLog(tmp_path), "/workshop")
    assert page.step.title == "Before the workshop" and page.step.lead == "Begin with"
    assert [row.title for row in page.forms.rows] == [
        "Before the workshop", "After the workshop", "Four weeks later"]
    assert [one.form for one in contents(REPOSITORY).in_order[-2:]] == ["after", "later"]
    assert len(page.groups) == 7 and page.groups[2].title == "Chapter 3: The team and the person"
    assert page.groups[2].rows[0].go == f"/workshop/go/{SUSAN}"
    assert page.groups[2].rows[0].notes.endswith(f".html#notes-{SUSAN}")


def test_a_book_without_the_exercises_in_its_contents_shows_them_all_the_same(tmp_path):
    places = Places(tmp_path)
    shutil.copytree(REPOSITORY.exercises, places.exercises)
    places.book.mkdir()
    for table in (None, "", "[", "root: index", "parts: 7"):
        if table is not None:
            (places.book / "_toc.yml").write_text(table, "utf-8")
        page = home_page(places, AttemptLog(tmp_path / "home"), "/workshop")
        assert sum(len(group.rows) for group in [*page.groups, page.forms]) == 34
        assert not any(row.page or row.notes for row in page.groups[0].rows)


def test_an_exercise_that_cannot_be_read_does_not_cost_the_others_their_home(tmp_path):
    places = Places(tmp_path)
    shutil.copytree(REPOSITORY.exercises, places.exercises)
    (places.exercises / SUSAN / "exercise.yaml").write_text("{", "utf-8")
    assert home_page(places, AttemptLog(tmp_path / "home"), "/workshop").bar.total == 33


@pytest.fixture
def small(tmp_path):
    """A workshop of one exercise and the whole book."""
    places = Places(tmp_path / "root")
    shutil.copytree(REPOSITORY.book, places.book)
    shutil.copytree(REPOSITORY.exercise(SUSAN), places.exercises / SUSAN)
    return places


def test_a_chapter_that_gets_another_title_has_it_on_the_home_at_once(small):
    assert contents(small).chapters[0].title == "Chapter 3: The team and the person"
    page = small.book / f"{contents(small).chapters[0].page.removesuffix('.html')}.md"
    page.write_text(page.read_text("utf-8").replace(
        "title: The team and the person", "title: Each and all", 1), "utf-8")
    assert contents(small).chapters[0].title == "Chapter 3: Each and all"


def test_an_exercise_that_no_page_can_show_has_no_row_until_it_is_mended(small):
    named, other = small.exercises / SUSAN, small.exercises / "susan"
    named.rename(other)  # its id is another name now
    assert contents(small).in_order == []
    other.rename(named)
    assert [one.id for one in contents(small).in_order] == [SUSAN]
    judge = (named / "judge.json").read_bytes()
    (named / "judge.json").write_bytes(b"{")
    assert contents(small).in_order == []
    (named / "judge.json").write_bytes(judge)
    assert [one.id for one in contents(small).in_order] == [SUSAN]


def test_near_names_are_found_by_letters_and_by_words():
    assert nearest(REPOSITORY, "promise-leger")[0][1] == "promise-ledger"
    assert nearest(REPOSITORY, "Susan")[0][1] == SUSAN
    assert nearest(REPOSITORY, "zzz") == []


def test_deleting_leaves_what_the_learner_made(tmp_path):
    log = AttemptLog(tmp_path)
    log.append(attempt())
    folder = launch.copy_notebooks(REPOSITORY, tmp_path / "notebooks")
    (folder / f"{SUSAN}-yours.ipynb").write_text("an edited copy", "utf-8")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / f"{SUSAN}-checkpoint.ipynb").write_text("saved", "utf-8")
    (folder / "diary.ipynb").write_text("mine", "utf-8")
    said = delete_everything(tmp_path)
    assert said.endswith(f"in {folder} were left alone: diary.ipynb.")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["diary.ipynb", "notebooks"]
    (folder / "diary.ipynb").unlink()
    assert delete_everything(tmp_path).endswith("report.")
    assert list(tmp_path.iterdir()) == []
