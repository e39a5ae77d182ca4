"""What an author's examples are worth: one criterion, compiled with fewer of them.

    python benchmarks/authoring.py

Takes the criterion `susan-career` of motivating-susan-and-george down to 0, 8 or all near
misses, and to 8, 16 or all sentences that meet it; the rest of the rubric stays as it is. Each
variant is compiled twice over: from the rubric alone, and with the labelled training responses
of one half of the writers, the other half being judged. The held-out responses are never read.
Needs the extra `train`; takes some minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from workshop import __version__
from workshop.judging import judge
from workshop.loading import load_exercise
from workshop.loading.responses import load_responses
from workshop.model.exercise import Exercise, Text
from workshop.model.labelled import LabelledResponse
from workshop.model.rubric import Criterion
from workshop.training import compile_item
from workshop.training.bench import Figures, Judged, measure
from workshop.training.showing import number, share
from workshop.training.tables import Table, plain

FOLDER = Path(__file__).resolve().parents[1] / "exercises" / "motivating-susan-and-george"
ITEM, CRITERION = "messages", "susan-career"
Change = Callable[[Criterion], Criterion]
VARIANTS: dict[str, Change] = {
    "all examples": lambda c: c,
    "0 near misses": lambda c: replace(c, near_misses=()),
    "8 near misses": lambda c: replace(c, near_misses=spread(c.near_misses, 8)),
    "8 that meet it": lambda c: replace(c, met=spread(c.met, 8)),
    "16 that meet it": lambda c: replace(c, met=spread(c.met, 16)),
    "8 of each": lambda c: replace(c, met=spread(c.met, 8), near_misses=spread(c.near_misses, 8)),
}
COLUMNS = ("variant", "QWK", "95 %", "precision", "recall", "can't tell", "passes by mistake")


def main() -> int:
    """Prints two tables; exit status 0."""
    exercise = load_exercise(FOLDER)
    responses = load_responses(FOLDER, exercise).learnt_from
    item = exercise.item(ITEM)
    assert isinstance(item, Text)
    rows: dict[bool, list[tuple[str, ...]]] = {False: [], True: []}
    for name, change in VARIANTS.items():
        rubric = tuple(change(c) if c.id == CRITERION else c for c in item.rubric)
        changed = replace(item, rubric=rubric)
        for with_labels in rows:
            print(f"{name}, labelled responses: {with_labels} ...", file=sys.stderr)
            judged = list(_judged(exercise, changed, responses, with_labels))
            found = measure(item, judged).criteria[CRITERION]
            rows[with_labels].append((name, *_cells(found)))
    print(f"{CRITERION} of {exercise.id}, version {__version__}; {len(responses)} training "
          "responses judged\n")
    print(plain([
        Table("From the rubric alone", COLUMNS, tuple(rows[False])),
        Table("With the labelled responses of the other half of the writers", COLUMNS,
              tuple(rows[True])),
    ]), end="")  # fmt: skip
    return 0


def spread(examples: Sequence, count: int) -> tuple:
    """``count`` examples at even distances, so that every kind keeps its share.

    >>> spread("abcdef", 3)
    ('a', 'c', 'e')
    """
    return tuple(examples[at * len(examples) // count] for at in range(count))


def _judged(
    exercise: Exercise, item: Text, responses: Sequence[LabelledResponse], with_labels: bool
) -> Iterator[Judged]:
    for half in _halves(responses) if with_labels else [responses]:
        ids = {response.id for response in half}
        others = [r for r in responses if r.id not in ids] if with_labels else []
        compiled = replace(item, judge=compile_item(exercise, item, others))
        for response in half:
            yield response, judge(compiled, response.response)


def _halves(responses: Sequence[LabelledResponse]) -> list[list[LabelledResponse]]:
    """Two sets of writers; all voices of one writer (a1, a2: a) stay together."""
    writers = sorted({response.voice.rstrip("0123456789") for response in responses})
    return [
        [r for r in responses if r.voice.rstrip("0123456789") in writers[start::2]]
        for start in (0, 1)
    ]


def _cells(found: Figures) -> tuple[str, ...]:
    low, high = found.interval or (0.0, 0.0)
    passed, of = found.wrong_pass_count
    return (number(found.qwk), f"{low:.2f} to {high:.2f}", share(found.precision),
            share(found.recall), share(found.unsure), f"{passed} of {of}")  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
