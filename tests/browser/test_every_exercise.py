"""Every exercise is played to its end in real JupyterLab, with its author's own responses.

The result that the page shows has to be the one that grading gives, item by item.
"""

import json
import re
import urllib.request
from pathlib import Path

import pytest

from workshop.kinds import kind_of
from workshop.loading import find_places, load_all
from workshop.session.results import verdict
from workshop.session.views import KEPT

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_yet")]

EXERCISES = load_all(find_places(Path(__file__)))


def plain(markdown):
    """A text as the page shows it, near enough to find it: letters and digits only."""
    return re.sub(r"[\W_]+", "", markdown)


FIND = """([selector, wanted]) => {
  const plain = (text) => text.replace(/[^\\p{L}\\p{N}]+/gu, "");
  return [...document.querySelectorAll(`.lm-player ${selector}`)]
    .find((node) => plain(node.textContent).includes(wanted));
}"""


def node(page, selector, text):
    """The element of the player whose words hold ``text``."""
    found = page.evaluate_handle(FIND, [selector, plain(text)]).as_element()
    assert found, f"no {selector} says {text!r}"
    return found


def pick(page, group, text):
    """Choose the radio or the tick with these words inside a group (or anywhere)."""
    for label in (group or page.query_selector(".lm-body")).query_selector_all("label.lm-pick"):
        if plain(text) == plain(label.query_selector(".lm-pick-text").text_content()):
            label.click()
            return
    raise AssertionError(f"nothing to choose says {text!r}")


def play_choice(page, item, right):
    options = {option.id: option.text for option in item.options}
    for name in [right] if isinstance(right, str) else right:
        pick(page, None, options[name])


def play_sort(page, item, right):
    bins = {bin_.id: bin_.text for bin_ in item.bins}
    for card in item.cards:
        pick(page, node(page, "fieldset.lm-picks", card.text), bins[right[card.id]])


def play_order(page, item, right):
    texts = {card.id: card.text for card in item.cards}
    for name in right["aside"]:
        node(page, ".lm-order > li", texts[name]).query_selector("button:last-child").click()
    for place, name in enumerate(right["order"]):
        for _ in range(len(texts)):
            rows = page.query_selector_all(".lm-player ol.lm-order > li")
            at = [plain(texts[name]) in plain(row.text_content()) for row in rows].index(True)
            if at <= place:
                break
            rows[at].query_selector("button").click()


def play_match(page, item, right):
    for row in item.rows:
        lists = node(page, ".lm-match > li", row.text).query_selector_all("select")
        for column, list_ in zip(item.columns, lists, strict=True):
            list_.select_option(value=right[row.id][column.id])


def play_rate(page, item, right):
    for action in item.actions:
        group = node(page, "fieldset.lm-picks", action.text)
        group.query_selector_all("input")[right[action.id] - 1].click()


def play_dialogue(page, item, right):
    steps = {step.id: step for step in item.steps}
    now = steps[item.start]
    for name in right:
        reply = next(reply for reply in now.replies if reply.id == name)
        pick(page, None, reply.text)
        page.get_by_role("button", name="Say this").click()
        node_of_log(page, reply.text)
        now = steps.get(reply.goto)


def node_of_log(page, text):
    page.wait_for_function(
        "wanted => document.querySelector('.lm-player [role=log]').textContent"
        ".replace(/[^\\p{L}\\p{N}]+/gu, '').includes(wanted)", arg=plain(text))


def play_text(page, item, right):
    boxes = page.query_selector_all(".lm-body textarea")
    texts = [right] if isinstance(right, str) else [right[part.id] for part in item.parts]
    for box, text in zip(boxes, texts, strict=True):
        box.fill(text)


def play_reflect(page, item, right):
    prompts = [prompt for group in item.groups for prompt in group.prompts]
    for prompt in prompts:
        value = right.get(prompt.id)
        if not value:
            continue
        if prompt.answer == "scale":
            group = node(page, "fieldset.lm-picks", prompt.label)
            group.query_selector_all("input")[int(value) - 1].click()
            continue
        label = node(page, "label[for]", prompt.label)
        control = page.query_selector(f"[id='{label.get_attribute('for')}']")
        if prompt.answer == "pick":
            control.select_option(label=value)
        else:
            control.fill(value)


PLAY = {"choice": play_choice, "sort": play_sort, "order": play_order, "match": play_match,
        "rate": play_rate, "dialogue": play_dialogue, "text": play_text, "reflect": play_reflect}


def expected(exercise, item, right):
    """The badge that the page has to show; a form is silent, one that comes after until its end."""
    if exercise.form == "before" or exercise.form and item != exercise.items[-1]:
        return KEPT
    kind = kind_of(item)
    return verdict(item, kind.grade(item, kind.read(item, right)))


def end_kernels(lab):
    """One kernel an exercise is enough for a small machine."""
    head = {"Authorization": f"token {lab.token}"}
    with urllib.request.urlopen(
            urllib.request.Request(f"{lab.url}/api/kernels", headers=head)) as answer:
        running = json.load(answer)
    for kernel in running:
        urllib.request.urlopen(urllib.request.Request(
            f"{lab.url}/api/kernels/{kernel['id']}", headers=head, method="DELETE")).close()


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_the_exercise_is_played_to_its_end(lab, page, exercise):
    page.goto(f"{lab.url}/doc/tree/{exercise.id}.ipynb?token={lab.token}")
    page.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
        " === 'idle'")
    page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_selector(".lm-player h2")
    for index, item in enumerate(exercise.items):
        right = kind_of(item).samples(item)["right"][0]
        page.wait_for_function(
            "title => document.querySelector('.lm-player .lm-item h3').textContent === title",
            arg=item.title)
        PLAY[item.kind](page, item, right)
        if item.kind != "dialogue":
            page.locator(".lm-player .lm-main").click()
        badge = expected(exercise, item, right)
        place = page.locator(".lm-player .lm-part").nth(index) if len(exercise.items) > 1 else (
            page.locator(".lm-player .lm-result h4"))
        place.filter(has_text=badge).wait_for()
        if index + 1 < len(exercise.items):
            page.locator(".lm-player .lm-next-part").click()
    if exercise.closing:
        assert page.locator(".lm-player .lm-closing").is_visible()
    assert page.locator(".lm-player [role=alert]").text_content() == ""
    end_kernels(lab)
