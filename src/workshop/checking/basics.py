"""What every exercise needs: plain ids, enough examples, kept promises, a judge that is current."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from workshop.checking import links, wording
from workshop.checking.checked import Checked, Rule
from workshop.errors import Problem
from workshop.judging import fingerprint
from workshop.kinds import kind_of
from workshop.model.exercise import Text
from workshop.model.labelled import ADVERSARIAL, HONEST
from workshop.model.result import Unreadable
from workshop.model.sentences import with_sentences

FEWEST_EXAMPLES = 8
"""Example sentences that a criterion needs on each side; the judge learns too little from fewer."""

FEWEST_LABELLED = 40

_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,80}")


def ids_are_plain(checked: Checked) -> Iterator[Problem]:
    """Each id is one plain word: it becomes part of file names, addresses and the log."""
    for path, name in _ids(checked.tree.data):
        if not _PLAIN.fullmatch(name):
            yield checked.problem(path, f'The id "{name}" is not one plain word.',
                                  "Use letters, digits and hyphens, such as `first-reply`.")


def _ids(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, str]]:
    pairs = enumerate(data) if isinstance(data, list) else ()
    for step, value in data.items() if isinstance(data, dict) else pairs:
        if step == "id" and isinstance(value, str):
            yield (*path, step), value
        else:
            yield from _ids(value, (*path, step))


def examples_are_enough(checked: Checked) -> Iterator[Problem]:
    """Each criterion has at least eight sentences that meet it and eight near misses."""
    for index, item in enumerate(checked.exercise.items):
        for number, criterion in enumerate(item.rubric if isinstance(item, Text) else ()):
            for name in ("met", "near_misses"):
                count = len(getattr(criterion, name))
                if count < FEWEST_EXAMPLES:
                    path = ("items", index, "rubric", number, name)
                    yield checked.problem(
                        path, f'"{criterion.id}" has only {count} of these examples.',
                        f"Write at least {FEWEST_EXAMPLES}; the judge learns from them.")


def responses_are_enough(checked: Checked) -> Iterator[Problem]:
    """Each text item has at least forty labelled responses."""
    if checked.responses is None:
        return
    for item in checked.exercise.items:
        count = sum(r.item == item.id for r in checked.responses.labelled)
        if isinstance(item, Text) and count < FEWEST_LABELLED:
            noun = "labelled response" if count == 1 else "labelled responses"
            yield checked.in_responses(
                ("labelled",), f'The item "{item.id}" has {count} {noun}.',
                f"Write at least {FEWEST_LABELLED}, of all sorts.")


def sorts_are_known(checked: Checked) -> Iterator[Problem]:
    """The sort of each labelled response is one of those that the bench counts by."""
    known = sorted(HONEST | ADVERSARIAL)
    for index, response in enumerate(checked.responses.labelled if checked.responses else ()):
        if response.sort and response.sort not in known:
            near = get_close_matches(response.sort, known, n=1)
            yield checked.in_responses(
                ("labelled", index, "sort"), f'There is no sort "{response.sort}".',
                f'Did you mean "{near[0]}"?' if near else f"Write one of {', '.join(known)}.")


def examples_earn_what_they_promise(checked: Checked) -> Iterator[Problem]:
    """Each example of a keyed item gets the status and the score that stand beside it."""
    for index, example in enumerate(checked.responses.examples if checked.responses else ()):
        try:
            item = checked.exercise.item(example.item)
        except KeyError:
            continue  # told by the loader
        kind = kind_of(item)
        response = kind.read(item, example.response)
        if isinstance(response, Unreadable):
            got = f'cannot be graded ("{response.message}")'
        else:
            result = kind.grade(item, response)
            raw = result.score.raw if result.score else None
            if result.status == example.status and example.score in (None, raw):
                continue
            got = f"earns {_earned(result.status, raw)}"
        yield checked.in_responses(
            ("examples", index),
            f"This response {got}, but promises {_earned(example.status, example.score)}.",
            "Mend the key of the item, or the promise.")


def _earned(status: str, score: float | None) -> str:
    return status if score is None else f"{status} with a score of {score:g}"


def notes_are_there(checked: Checked) -> Iterator[Problem]:
    """Each exercise has notes for those who run it in a room."""
    if not (checked.folder / "facilitate.md").is_file():
        yield Problem(f"{checked.shown}/facilitate.md", 0, "",
                      "The facilitator's notes are missing.",
                      "Write what to say, how long, what to listen for, and what to cut.")


def judge_is_current(checked: Checked) -> Iterator[Problem]:
    """The compiled judge was made from this rubric, these sentences and these responses."""
    labelled = checked.responses.learnt_from if checked.responses else ()
    taught = with_sentences(checked.exercise, checked.sentences)
    for item in taught.items:
        if not isinstance(item, Text):
            continue
        if item.judge.get("fingerprint") != fingerprint(taught, item, labelled):
            state = "older than what it is made from" if item.judge else "missing"
            yield Problem(f"{checked.shown}/judge.json", 0, item.id,
                          f'The compiled judge of "{item.id}" is {state}.',
                          f"Run: workshop train {checked.exercise.id}")


def links_resolve(checked: Checked) -> Iterator[Problem]:
    """Each link leads to a heading of the book, and is called what that heading is called."""
    if checked.places is None:
        return
    targets = links.targets(checked.places.book)
    for path, text in wording.links(checked.exercise):
        fault = links.fault(text, targets)
        if fault:
            yield checked.problem(path, *fault)


def wording_is_kind(checked: Checked) -> Iterator[Problem]:
    """Feedback keeps to its length and to words that help."""
    for path, what, mend in wording.faults(checked.exercise):
        yield checked.problem(path, what, mend)


RULES: list[Rule] = [
    ids_are_plain,
    examples_are_enough,
    responses_are_enough,
    sorts_are_known,
    examples_earn_what_they_promise,
    notes_are_there,
    judge_is_current,
    links_resolve,
    wording_is_kind,
]
