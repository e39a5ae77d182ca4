"""What must make no difference to the committed judges, and what may make little.

Only responses that the judges were trained on are used; the held-out ones stay unread.
"""

import re
import time
import unicodedata
from pathlib import Path

import pytest

from workshop.judging import judge
from workshop.loading import load_exercise
from workshop.loading.responses import load_responses
from workshop.model.exercise import Text

FOLDERS = sorted(
    path for path in (Path(__file__).parents[2] / "exercises").iterdir()
    if (path / "judge.json").exists()
)  # fmt: skip
SOME = 60
"""About so many responses of an exercise."""


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda path: path.name)
def judged(request):
    """An item with its committed judge, and some of the responses that it learnt from."""
    exercise = load_exercise(request.param)
    item = next(each for each in exercise.items if isinstance(each, Text))
    learnt = load_responses(request.param, exercise).learnt_from
    some = learnt[:: len(learnt) // SOME]
    return item, [r.response for r in some] + [w.response for w in item.worked]


def everywhere(change, response):
    if isinstance(response, str):
        return change(response) if response.strip() else response
    return {part: everywhere(change, text) for part, text in response.items()}


def levels(item, responses, change=lambda text: text):
    return [
        judgement.level
        for response in responses
        for judgement in judge(item, everywhere(change, response))
    ]


def sentences(text):
    found = [one for one in re.split(r"(?<=[.!?])\s+", text.strip()) if one]
    return [one if one[-1] in ".!?" else one + "." for one in found]


def swapped(text):
    """Two letters in the middle of every fifth longer word change places."""
    words = text.split(" ")
    longer = [at for at, word in enumerate(words) if word.isalpha() and len(word) > 4]
    for at in longer[::5]:
        word = words[at]
        words[at] = word[:2] + word[3] + word[2] + word[4:]
    return " ".join(words)


SAME = {
    "curly quotes": lambda text: text.replace("'", "\u2019"),
    "straight quotes": lambda text: text.replace("\u2019", "'"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "composed": lambda text: unicodedata.normalize("NFC", text),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "space at the end": lambda text: text + "  \n",
    "upper case": str.upper,
    # A bullet before a number is not how anybody starts a list.
    "one bullet": lambda text: text if text[0].isdigit() else "- " + text,
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_how_an_answer_is_typed_makes_no_difference(judged, change):
    item, responses = judged
    assert levels(item, responses, change) == levels(item, responses)


LITTLE = {
    "a bullet for each sentence": lambda text: "\n".join(f"- {s}" for s in sentences(text)),
    "sentences in reverse": lambda text: " ".join(reversed(sentences(text))),
    "typos": swapped,
}


@pytest.mark.parametrize("change", LITTLE.values(), ids=LITTLE)
def test_order_and_typos_cost_little(judged, change):
    item, responses = judged
    pairs = list(zip(levels(item, responses), levels(item, responses, change), strict=True))
    assert sum(one != two for one, two in pairs) <= 0.05 * len(pairs)
    jumps = [pair for pair in pairs if set(pair) == {0, 2}]
    assert len(jumps) <= 0.005 * len(pairs), "hardly ever by two levels"


def test_an_answer_takes_milliseconds(judged):
    """Some 5 ms on an idle core; the limit is for slow and busy ones."""
    item, responses = judged
    levels(item, responses)
    start = time.process_time()
    levels(item, responses)
    assert (time.process_time() - start) / len(responses) < 0.05


def test_evidence_holds_a_word_of_content(judged):
    item, responses = judged
    for response in responses:
        for judgement in judge(item, response):
            for span in judgement.evidence:
                assert re.search(r"\w{2,}", span.words(response))


def test_a_worked_answer_stands_where_its_notice_puts_it(judged):
    item, _ = judged
    strong = [j.level for j in judge(item, item.model_response)]
    assert 0 not in strong and strong.count(2) >= len(strong) - 1
    weak = next(worked for worked in item.worked if worked.name == "weak")
    assert 2 not in [j.level for j in judge(item, weak.response)]
