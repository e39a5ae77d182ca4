"""When things go wrong in JupyterLab: each fault is told in plain words, and what the learner
typed is still there.

Every test has a home of its own; the kernel that shows the exercise is told of it. That kernel
is shared, because a new one costs seconds.
"""

import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from workshop.kinds import kind_of
from workshop.loading import find_places, load_exercise

pytestmark = pytest.mark.browser

SLUG = "redirecting-technical-decisions"
CHOICE = "no-authority-needed"
REPLY = (
    "I won't pick it. Lena, you run this service and get paged for it, so the decision is yours "
    "after you have heard Tom. What I can give you is the frame: it has to be live by June, no "
    "new licence, and no lost orders. Write down the options and the reasons on one page by "
    "Thursday. Whatever you choose, I will back it and explain it upstairs as your decision."
)
TRACEBACK = re.compile(r"Traceback|Error\b|File \"|line \d+, in|-{20,}")
NOT_SAVED = re.compile(r"^Not saved\. Cannot save to .*attempts\.jsonl: (?P<why>.+?)\. "
                       r"Your text is still on this page: copy it before you leave\.")


@pytest.fixture
def home(tmp_path):
    return tmp_path / "answers"


def kernel_is_idle(page):
    page.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
        " === 'idle'", timeout=60_000)


def in_kernel(page, code):
    """Run code in the notebook's kernel without a cell."""
    status = page.evaluate(
        """async code => {
          const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
          return (await kernel.requestExecute({ code, store_history: false }).done).content.status;
        }""", code)
    assert status == "ok"


def run(page):
    page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")


def open_notebook(lab, page, home, slug=SLUG):
    """The notebook in JupyterLab, its cells not yet run; answers go to ``home``."""
    page.goto(f"{lab.url}/doc/tree/{slug}.ipynb?token={lab.token}")
    kernel_is_idle(page)
    use(page, home)


def use(page, home):
    in_kernel(page, f"import os; os.environ['WORKSHOP_HOME'] = {str(home)!r}")


def open_text(lab, page, home):
    """The exercise at its second part, where one writes; the box to write in."""
    open_notebook(lab, page, home)
    return start_writing(page)


def run_anew(page):
    """Run the cells, and wait for the player that takes the place of any that is there."""
    page.evaluate("document.querySelectorAll('.lm-player').forEach(p => { p.dataset.old = ''; })")
    run(page)
    page.wait_for_selector(".lm-player:not([data-old]) h2")
    page.wait_for_selector(".lm-player[data-old]", state="detached")


def start_writing(page):
    run_anew(page)
    if not page.locator(".lm-player textarea").count():
        page.locator(".lm-player .lm-part").nth(1).click()
    box = page.locator(".lm-player textarea")
    box.wait_for()
    return box


def check(page):
    page.get_by_role("button", name="Check my text").click()


def looked_at(page):
    page.locator(".lm-player .lm-result h4", has_text="Looked at").wait_for()


def alert_says(page, words):
    """The alert with these words, which anybody can see."""
    place = page.locator(".lm-player [role=alert]", has_text=words)
    place.wait_for()
    return place.inner_text()


def saved(home):
    log = home / "attempts.jsonl"
    if not log.exists():
        return []
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def wait_until(happened, what, page, seconds=30):
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(f"waited in vain for {what}")
        page.wait_for_timeout(100)


def is_saved(home, text):
    return lambda: any(record["response"] == text for record in saved(home))


def holds(page, text):
    page.wait_for_function(
        "t => document.querySelector('.lm-player textarea')?.value === t", arg=text)


# The kernel -------------------------------------------------------------------------


def kernel_of(page):
    return page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.id")


def restart(page):
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    kernel_is_idle(page)


def to_kernel(name, what):
    """Send a signal to the process of one kernel, if it lives."""
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            command = Path(f"/proc/{entry}/cmdline").read_bytes()
        except OSError:
            continue
        if b"ipykernel_launcher" in command and name.encode() in command:
            os.kill(int(entry), what)


def asked(lab, name="", method="GET"):
    return urllib.request.urlopen(urllib.request.Request(
        f"{lab.url}/api/kernels/{name}".rstrip("/"), method=method,
        headers={"Authorization": f"token {lab.token}"}))


def end(lab, name):
    """Have Jupyter end a kernel, and start none in its place."""
    asked(lab, name, "DELETE").close()


def kill_for_good(lab, page):
    """Kill the kernel, and have Jupyter start none in its place."""
    name = kernel_of(page)
    to_kernel(name, signal.SIGKILL)
    end(lab, name)


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="finds the kernel through /proc")
def test_a_kernel_that_is_dead_for_good_is_told_and_the_text_stays(lab, page, home):
    box = open_text(lab, page, home)
    box.fill("Lena decides, she wrote it.")
    wait_until(is_saved(home, "Lena decides, she wrote it."), "the draft", page)
    kill_for_good(lab, page)
    box.press_sequentially(" And I back it.")
    check(page)
    told = alert_says(page, "Can't reach the kernel right now. Your text is still here")
    assert not TRACEBACK.search(told)
    assert box.input_value() == "Lena decides, she wrote it. And I back it."
    assert page.locator(".lm-item").get_attribute("aria-busy") == "false"
    page.reload()
    kernel_is_idle(page)
    use(page, home)
    run(page)
    holds(page, "Lena decides, she wrote it. And I back it.")


def test_a_kernel_that_was_restarted_is_told_and_the_text_comes_back(lab, page, home):
    box = open_text(lab, page, home)
    box.fill("Lena decides.")
    wait_until(is_saved(home, "Lena decides."), "the draft", page)
    restart(page)
    box.press_sequentially(" She gets paged.")
    alert_says(page, "Run the cell again")
    assert box.input_value() == "Lena decides. She gets paged."
    use(page, home)
    run(page)
    holds(page, "Lena decides. She gets paged.")
    wait_until(is_saved(home, "Lena decides. She gets paged."), "what was typed since", page)
    assert page.locator(".lm-player [role=alert]").inner_text() == ""


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="finds the kernel through /proc")
def test_a_kernel_that_hangs_is_told_whatever_was_pressed(lab, page, home):
    box = open_text(lab, page, home)
    box.fill("Lena decides.")
    wait_until(is_saved(home, "Lena decides."), "the draft", page)
    name = kernel_of(page)
    to_kernel(name, signal.SIGSTOP)
    try:
        page.get_by_role("button", name="Hint 1").click()
        alert_says(page, "Can't reach the kernel right now.")
        assert box.input_value() == "Lena decides."
    finally:
        to_kernel(name, signal.SIGCONT)
    page.locator(".lm-player .lm-one-hint").wait_for()
    assert page.locator(".lm-player [role=alert]").inner_text() == "", "it is true no longer"


def test_the_line_on_why_comes_back_after_a_restart(lab, page, home):
    open_notebook(lab, page, home, CHOICE)
    run_anew(page)
    page.locator(".lm-player label.lm-pick").first.click()
    line = page.get_by_label("Why this?")
    line.press_sequentially("Because she is paged")
    restart(page)
    use(page, home)
    line.press_sequentially(" at night.")
    run_anew(page)
    page.wait_for_function("""() => [...document.querySelectorAll('.lm-player .lm-why input')]
      .some((node) => node.value === 'Because she is paged at night.')""")
    wait_until(is_saved(home, "Because she is paged at night."), "the line", page)
    assert page.locator(".lm-player input:checked").count() == 1


# The disk ---------------------------------------------------------------------------


def mount(folder, *options):
    return subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", str(folder)],
                          capture_output=True).returncode == 0


@pytest.fixture
def small_disk(home):
    """A home on a disk of 64 kB; only root can make one."""
    home.mkdir()
    if os.name != "posix" or os.geteuid() or not mount(home, "-o", "size=64k"):
        pytest.skip("only root can make a small disk")
    yield home
    subprocess.run(["umount", str(home)], check=True)


def fill_up(disk):
    """Take the last byte of a disk; the file to delete when there is to be space again."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        while True:
            file.write(b"x" * 512)
    return ballast


def test_a_full_disk_is_told_and_what_waited_is_saved_when_there_is_space(lab, page, small_disk):
    box = open_text(lab, page, small_disk)
    box.fill("The first draft.")
    wait_until(is_saved(small_disk, "The first draft."), "the draft", page)
    ballast = fill_up(small_disk)
    text = "Not on the disk. " * 300
    box.fill(text)
    told = NOT_SAVED.search(alert_says(page, "Not saved."))
    assert told and told["why"] == "No space left on device"
    check(page)
    looked_at(page)
    assert box.input_value() == text
    assert "Not saved." in page.locator(".lm-player .lm-saved").inner_text()

    run_anew(page)  # the kernel's copy is gone with this; the tab's is not
    holds(page, text)
    alert_says(page, "Not saved.")
    ballast.unlink()
    page.locator(".lm-player textarea").press("End")
    page.locator(".lm-player textarea").press_sequentially("Now it is.")
    wait_until(lambda: text + "Now it is." in [r["response"] for r in saved(small_disk)],
               "what had waited", page)
    page.locator(".lm-player .lm-saved", has_text="Saved on this computer.").wait_for()
    assert page.locator(".lm-player [role=alert]").inner_text() == "", "it is true no longer"
    texts = [r["response"] for r in saved(small_disk) if r["event"] == "answer"]
    assert texts.index("The first draft.") < texts.index(text) < texts.index(text + "Now it is.")


@pytest.fixture
def read_only(home):
    """Makes the home read-only and writable again, by a mount for root, whom modes do not stop."""
    home.mkdir()
    is_root = os.name == "posix" and os.geteuid() == 0
    if is_root and not mount(home):
        pytest.skip("root writes through any mode, and may not mount here")

    def make(wanted):
        if is_root:
            option = f"remount,{'ro' if wanted else 'rw'}"
            subprocess.run(["mount", "-o", option, str(home)], check=True)
            return
        for path, mode in ((home, 0o500), (home / "attempts.jsonl", 0o400)):
            path.chmod(mode if wanted else mode | 0o200)

    yield make
    if is_root:
        subprocess.run(["umount", str(home)], check=True)


def test_a_log_that_is_read_only_is_told_and_what_waited_is_saved_later(
    lab, page, home, read_only
):
    box = open_text(lab, page, home)
    box.fill("Before.")
    wait_until(is_saved(home, "Before."), "the draft", page)
    before = (home / "attempts.jsonl").read_bytes()
    read_only(True)
    box.fill(REPLY)
    told = NOT_SAVED.search(alert_says(page, "Not saved."))
    assert told and told["why"] in ("Read-only file system", "Permission denied")
    check(page)
    looked_at(page)
    page.get_by_role("button", name="Hint 1").click()
    page.locator(".lm-player .lm-one-hint").wait_for()
    assert box.input_value() == REPLY
    assert (home / "attempts.jsonl").read_bytes() == before
    read_only(False)
    box.press("Control+End")
    box.press_sequentially(" Thanks.")
    wait_until(is_saved(home, f"{REPLY} Thanks."), "the draft after", page)
    assert [r["event"] for r in saved(home)][-4:] == ["answer", "check", "hint", "answer"]


# The exercise -----------------------------------------------------------------------


@pytest.fixture
def exercise_file(lab):
    """The file of the exercise; put back as it was."""
    file = lab.home.parent / "root" / "exercises" / SLUG / "exercise.yaml"
    before = file.read_bytes()
    yield file
    file.write_bytes(before)


BROKEN = {
    "gone": None,
    "no exercise": b"minutes: [1, 2\n",
    "a field that is missing": b"schema: 1\nid: redirecting-technical-decisions\n",
    "not even a text": b"\xff\xfe\x00\x01",
    "empty": b"",
}


def test_an_exercise_that_is_gone_or_broken_is_told_by_the_cell_in_words(
    lab, page, home, exercise_file
):
    box = open_text(lab, page, home)
    box.fill("Written before it broke.")
    wait_until(is_saved(home, "Written before it broke."), "the draft", page)
    kept, whole = (home / "attempts.jsonl").read_bytes(), exercise_file.read_bytes()
    for how, content in BROKEN.items():
        in_kernel(page, "0")  # the cells below have run: a fault there would stop the next run
        exercise_file.unlink() if content is None else exercise_file.write_bytes(content)
        run(page)
        cell = page.locator(".jp-CodeCell").first.locator(".jp-OutputArea-output")
        cell.filter(has_text="cannot be shown").wait_for()
        words = cell.inner_text()
        assert not TRACEBACK.search(words), how
        assert "Your answers are kept" in words, how
        assert (home / "attempts.jsonl").read_bytes() == kept
        exercise_file.write_bytes(whole)
        start_writing(page)
        holds(page, "Written before it broke.")


# What is typed ----------------------------------------------------------------------


def paste(page, box, text, html=None):
    """Put text on the clipboard, as HTML too if there is any, and press Control+V."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """async ([text, html]) => {
          const kinds = { "text/plain": text, ...(html && { "text/html": html }) };
          await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(
            Object.entries(kinds).map(([type, words]) => [type, new Blob([words], { type })])))]);
        }""", [text, html])
    box.focus()
    page.keyboard.press("Control+v")


def test_a_text_of_a_megabyte_is_checked_or_refused_and_the_page_lives(lab, page, home):
    box = open_text(lab, page, home)
    box.fill("Mine. ")
    box.press("Control+End")
    text = (REPLY + "\n") * (1_000_000 // len(REPLY) + 1)
    paste(page, box, text)
    holds(page, f"Mine. {text}")
    check(page)
    page.locator(".lm-player :is(.lm-result h4, [role=status], [role=alert])").filter(
        has_text=re.compile("Looked at|longer than")).first.wait_for(timeout=60_000)
    assert box.input_value() == f"Mine. {text}"
    page.wait_for_function("() => document.querySelector('.lm-player [role=alert]')"
                           ".textContent === ''")
    box.fill("Short again.")
    check(page)
    wait_until(is_saved(home, "Short again."), "the short text", page)
    looked_at(page)


EVIL = ('<b>Lena decides</b><img src=x onerror="window.hacked = 1"><script>window.hacked = 2'
        '</script><svg onload="window.hacked = 3"> ')


def test_pasted_html_is_shown_as_characters_and_nothing_of_it_runs(lab, page, home):
    box = open_text(lab, page, home)
    paste(page, box, EVIL + REPLY, html=EVIL + REPLY)
    holds(page, EVIL + REPLY)
    check(page)
    looked_at(page)
    page.get_by_role("button", name="Show the model answer").click()
    page.locator(".lm-player .lm-modelAnswer h4").wait_for()
    shown = page.locator(".lm-player .lm-evidence .lm-own").first
    assert EVIL.strip() in shown.inner_text()
    assert page.locator(".lm-player :is(img, script, b:text('Lena decides'), svg[onload])"
                        ).count() == 0
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert box.input_value() == EVIL + REPLY


PIECES = """() => [...document.querySelectorAll('.lm-player .lm-evidence .lm-own')].map(own => {
  const walker = document.createTreeWalker(own, NodeFilter.SHOW_TEXT);
  const pieces = [];
  for (let node; (node = walker.nextNode());) {
    if (node.parentElement.closest('.lm-tag')) continue;
    pieces.push([node.data, Boolean(node.parentElement.closest('mark'))]);
  }
  return { pieces, direction: getComputedStyle(own).direction };
})"""
BEFORE = {
    "right to left": "שלום לכולם, אני לא מחליט כאן. ",
    "emoji": "👩🏽‍💻👨‍👩‍👧‍👦 🇳🇬 Ça va, naïve é: 𝒜𝒷𝒸 ",
}


@pytest.mark.parametrize("kind", BEFORE)
def test_marks_and_quotes_sit_on_the_right_words_in_any_script(lab, page, home, kind):
    text = f"{BEFORE[kind]}{REPLY} {BEFORE[kind]}"
    item = load_exercise(find_places(Path(__file__)).exercise(SLUG)).items[1]
    spans = [span for judgement in kind_of(item).grade(item, text).judgements if judgement.level
             for span in judgement.evidence]
    assert len(spans) >= 2
    covered = {place for span in spans for place in range(span.start, span.end)}
    box = open_text(lab, page, home)
    paste(page, box, text)
    holds(page, text)
    check(page)
    looked_at(page)
    (shown,) = page.evaluate(PIECES)
    assert "".join(piece for piece, _ in shown["pieces"]) == text
    marked = [is_marked for piece, is_marked in shown["pieces"] for _ in piece]
    assert {place for place, is_marked in enumerate(marked) if is_marked} == covered
    direction = "rtl" if kind == "right to left" else "ltr"
    assert shown["direction"] == direction
    assert box.evaluate("node => getComputedStyle(node).direction") == direction
    for quote in page.locator(".lm-player q").all_inner_texts():
        assert quote.strip("“”\"…") in text
    assert box.input_value() == text


# Two tabs, and the clock ------------------------------------------------------------


def test_two_tabs_keep_both_answers_and_the_older_one_is_told(lab, page, context, home):
    box = open_text(lab, page, home)
    box.fill("From the first tab.")
    wait_until(is_saved(home, "From the first tab."), "the first tab's draft", page)
    other = context.new_page()
    open_notebook(lab, other, home)
    second = start_writing(other)
    holds(other, "From the first tab.")
    second.fill("From the second tab.")
    wait_until(is_saved(home, "From the second tab."), "the second tab's draft", other)
    assert box.input_value() == "From the first tab.", "nothing is taken away"
    assert page.locator(".lm-player [role=alert]").inner_text() == ""
    box.press("Control+End")
    box.press_sequentially(" It goes on.")
    alert_says(page, "in another tab or window")
    assert box.input_value() == "From the first tab. It goes on."
    texts = [r["response"] for r in saved(home) if r["event"] == "answer"]
    assert {"From the first tab.", "From the second tab.", "From the first tab. It goes on."
            } <= set(texts)
    assert second.input_value() == "From the second tab."
    other.close()


def test_a_clock_that_was_set_back_changes_no_order(lab, page, home):
    box = open_text(lab, page, home)
    ahead = (datetime.now(UTC) + timedelta(days=400)).isoformat(timespec="seconds")
    set_clock = "import workshop.notebook as n; n._now = lambda: {!r}"
    in_kernel(page, set_clock.format(ahead))
    box = start_writing(page)
    box.fill("Written while the clock was ahead.")
    check(page)
    looked_at(page)
    in_kernel(page, set_clock.format("2026-03-05T10:00:00+00:00"))
    box = start_writing(page)
    holds(page, "Written while the clock was ahead.")
    box.fill("Written after it was set back.")
    check(page)
    wait_until(lambda: [r["response"] for r in saved(home) if r["event"] == "check"][1:]
               == ["Written after it was set back."], "the second check", page)
    box = start_writing(page)
    holds(page, "Written after it was set back.")
    assert "You answered this on 5 March" in page.locator(".lm-welcome").inner_text()
    in_kernel(page, "import importlib; importlib.reload(n)")


@pytest.fixture(scope="module", autouse=True)
def end_kernels(lab):
    """A small machine has other things to do than to keep these."""
    yield
    with asked(lab) as answer:
        running = json.load(answer)
    for kernel in running:
        end(lab, kernel["id"])
