"""How feedback is worded: its length, its words, and where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop.kinds import kind_of
from workshop.loading.yamltree import Path
from workshop.model.exercise import Dialogue, Exercise
from workshop.model.result import Feedback

FEWEST_WORDS, MOST_WORDS = 12, 45

BANNED = ("wrong", "incorrect", "failed", "obviously", "just", "simply", "should have",
          "great job", "well done")
_BANNED = re.compile(rf"\b({'|'.join(BANNED)})\b", re.IGNORECASE)

Fault = tuple[Path, str, str]


def feedbacks(exercise: Exercise) -> Iterator[tuple[Path, Feedback]]:
    """Every feedback of an exercise with its place in the file."""
    for index, item in enumerate(exercise.items):
        for path, feedback in kind_of(item).feedbacks(item):
            yield ("items", index, *path), feedback


def links(exercise: Exercise) -> Iterator[tuple[Path, str]]:
    """Every link of an exercise with its place in the file."""
    for path, feedback in feedbacks(exercise):
        in_rubric = path[-1] == "because"
        place = (*path[:-1], "link") if in_rubric else (*path, "link")
        yield place, feedback.link
    for index, item in enumerate(exercise.items):
        if item.link:
            yield ("items", index, "link"), item.link
        if isinstance(item, Dialogue):
            for number, criterion in enumerate(item.criteria):
                yield ("items", index, "criteria", number, "link"), criterion.link


def faults(exercise: Exercise) -> Iterator[Fault]:
    """Feedback that is too short, too long, hurts, shouts, or leaves nothing to do."""
    for path, feedback in feedbacks(exercise):
        words = len(f"{feedback.text} {feedback.next}".split())
        if not FEWEST_WORDS <= words <= MOST_WORDS:
            yield (path, f"The feedback has {words} words.",
                   f"Write {FEWEST_WORDS} to {MOST_WORDS}, the next step included.")
        if not feedback.next.strip():
            yield path, "The feedback ends with nothing to do.", "Add `next:` with one step."
        yield from _bad_words(path, f"{feedback.text} {feedback.next}")


def _bad_words(path: Path, text: str) -> Iterator[Fault]:
    for match in _BANNED.finditer(text):
        yield (path, f'The feedback says "{match[0]}".',
               "Take it out; say what is there, then what is missing.")
    if "!" in text:
        yield path, "The feedback has an exclamation mark.", "End the sentence with a full stop."
