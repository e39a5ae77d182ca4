"""The judge of free text beside its floors, on labelled responses that it was not trained on.

    python benchmarks/free_text.py [--cross-validate] [--json FILE]

The responses are those of ``responses.yaml`` beside each exercise. The judge is compiled here
from the rubric and the responses marked ``train``; all figures are of those marked
``held-out``, whose writers' voices it never saw. With ``--cross-validate`` each training voice
is held out in turn and the held-out responses are not touched: that is what to tune by. Needs
the extra ``train``.
"""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from workshop.judging import judge
from workshop.loading import load_exercise
from workshop.loading.responses import load_responses
from workshop.model.exercise import Exercise, Text
from workshop.model.labelled import LabelledResponse
from workshop.training import bench, compile_item, keyword_judge, nearest_exemplar_judge
from workshop.training.bench import Bench, Figures

ROOT = Path(__file__).resolve().parents[1]
ORIGIN = """\
How the responses came to be: written for this purpose by two writers independently, three
voices each, and labelled by the writer who wrote them, from a written guide. Writers and raters
are language models, not people; no real learner's text is among them. Figures on real learners
will differ, and are likely to be lower."""
HOW = """\
qwk: quadratic weighted kappa on 0/1/2, "can't tell" counted as 1; decided: without those.
prec, recall: of "met". unsure: share of "can't tell". passes: "met" given by mistake where an
adversarial response earns 0. evidence: judge's and rater's words overlap, where both say met."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables; exit status 0."""
    options = _options(arguments)
    found = {
        exercise.id: _compare(exercise, item, labelled, options.cross_validate)
        for exercise, item, labelled in _written_items()
    }
    print(ORIGIN, "", HOW, "", sep="\n")
    for name, judges in found.items():
        for title, figures in judges.items():
            print(_table(f"{name}: {title}", figures))
    if options.json:
        text = json.dumps(_plain(found), sort_keys=True, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--json", type=Path)
    return parser.parse_args(arguments)


def _written_items() -> Iterator[tuple[Exercise, Text, list[LabelledResponse]]]:
    """Every text item that has labelled responses, with these."""
    for folder in sorted((ROOT / "exercises").iterdir()):
        if not (folder / "responses.yaml").exists():
            continue
        exercise = load_exercise(folder)
        every = load_responses(folder, exercise).labelled
        for item in exercise.items:
            mine = [response for response in every if response.item == item.id]
            if isinstance(item, Text) and mine:
                yield exercise, item, mine


def _compare(
    exercise: Exercise,
    item: Text,
    labelled: Sequence[LabelledResponse],
    cross_validate: bool,
) -> dict[str, Bench]:
    """The figures of the judge and of the floors, on the same responses."""
    training = [response for response in labelled if response.split == "train"]
    voices = _voices(training)
    if cross_validate:
        tested, judge_one = training, _leave_voices_out(exercise, item, training)
        title = f"judge, each of {voices} held out in turn"
    else:
        tested = [response for response in labelled if response.split == "held-out"]
        compiled = replace(item, judge=compile_item(exercise, item, training))
        judge_one = {response.id: compiled for response in tested}
        title = f"judge, trained on {voices}, tested on {_voices(tested)}"
    answers = {_key(response.response): judge_one[response.id] for response in tested}
    start = perf_counter()
    for response in tested:
        judge(answers[_key(response.response)], response.response)
    each = 1000 * (perf_counter() - start) / len(tested)
    title += f" ({each:.1f} ms an answer, Python {platform.python_version()})"
    return {
        "keyword list": bench(item, tested, keyword_judge(item)),
        "nearest exemplar": bench(item, tested, nearest_exemplar_judge(item)),
        title: bench(item, tested, lambda _, text: judge(answers[_key(text)], text)),
    }


def _voices(labelled: Sequence[LabelledResponse]) -> str:
    return " ".join(sorted({response.voice for response in labelled}))


def _leave_voices_out(
    exercise: Exercise, item: Text, training: Sequence[LabelledResponse]
) -> dict[str, Text]:
    """For each response the item with a judge that did not see its voice."""
    found = {}
    for voice in sorted({response.voice for response in training}):
        others = [response for response in training if response.voice != voice]
        compiled = replace(item, judge=compile_item(exercise, item, others))
        found |= {r.id: compiled for r in training if r.voice == voice}
    return found


def _key(response: Any) -> str:
    return json.dumps(response, sort_keys=True)


COLUMNS: dict[str, Callable[[Figures], float | None]] = {
    "qwk": lambda f: f.qwk,
    "decided": lambda f: f.qwk_decided,
    "exact": lambda f: f.exact,
    "prec": lambda f: f.precision,
    "recall": lambda f: f.recall,
    "unsure": lambda f: f.unsure,
    "passes": lambda f: f.wrong_passes,
    "evidence": lambda f: f.evidence,
}


def _table(title: str, found: Bench) -> str:
    lines = [title, f"  {'':14}{'n':>5}" + "".join(f"{name:>10}" for name in COLUMNS)]
    for name, figures in {**found.criteria, "all": found.pooled}.items():
        cells = "".join(f"{_cell(column(figures)):>10}" for column in COLUMNS.values())
        lines.append(f"  {name:14}{figures.n:>5}{cells}")
    low, high = found.pooled_interval or (0.0, 0.0)
    lines.append(f"  qwk of all, 95 % interval: {low:.2f} to {high:.2f}")
    low, high = found.total_interval or (0.0, 0.0)
    lines.append(f"  qwk of total score: {_cell(found.total_qwk)} ({low:.2f} to {high:.2f})")
    passed = {k: f"{a}/{b}" for k, (a, b) in found.pooled.passes_by_sort.items() if a}
    a, b = found.pooled.wrong_pass_count
    lines.append(f"  passes by mistake: {a}/{b} {passed or ''}")
    return "\n".join(lines) + "\n"


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _plain(found: dict[str, dict[str, Bench]]) -> dict[str, Any]:
    return {name: {k: b.as_dict() for k, b in judges.items()} for name, judges in found.items()}


if __name__ == "__main__":
    raise SystemExit(main())
