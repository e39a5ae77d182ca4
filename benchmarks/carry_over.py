"""How well does the judge of free text carry over to voices it has never seen? Tune by this.

    python benchmarks/carry_over.py [EXERCISE ...] [--voices N] [--writers] [--only NAME ...]
    python benchmarks/carry_over.py --write-prior

Every training voice is left out in turn, in all written exercises at once: heads, final models
and the prior that exercises share (`prior.json`) are made without it. Prints a line for each
exercise and for all together, and what other settings of caution would give. Responses that are
held out are never read. --voices leaves out at most N voices of each exercise, evenly chosen.
With exercises named, only those are printed; the prior is still made from all.

--writers leaves out a writer at a time: all voices with the same letters (a1, a2 and a3). A new
writer is harder than a new voice of a known one, and is what a learner is. --only leaves out these
voices (or writers) alone. --learn takes the responses of these writers alone to learn from, and
--no-sentences leaves out `sentences.yaml`: what were more writers and single sentences worth?

--write-prior makes the package's prior anew from all training responses. Raise COMPILER
(src/workshop/judging/fingerprints.py) first, and run `workshop train` afterwards.

Needs the extra `train`. An hour or two for all voices on one core, ten minutes for the prior.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workshop.judging import judge
from workshop.judging.fingerprints import COMPILER
from workshop.loading import load_exercise
from workshop.loading.sentences import load_taught
from workshop.model.exercise import Exercise, Text
from workshop.model.labelled import LabelledResponse
from workshop.training import calibrating
from workshop.training.bench import Bench, Judged, calls_of, figures, measure
from workshop.training.calibrating import Case, Prior, fit_prior, prior_as_text
from workshop.training.compiling import Half, finish, half_compiled

ROOT = Path(__file__).resolve().parents[1]
PRIOR = ROOT / "src" / "workshop" / "training" / "prior.json"
CAUTIONS = (0.0, 0.25, 0.5, 1.0, 2.0)


@dataclass(frozen=True)
class Written:
    """A written item with its training responses."""

    exercise: Exercise
    item: Text
    learnt: tuple[LabelledResponse, ...]
    by_writer: bool = False
    teachers: frozenset[str] = frozenset()

    def group(self, response: LabelledResponse) -> str:
        """What is left out along with a response: its voice, or all voices of its writer."""
        return writer_of(response) if self.by_writer else response.voice

    @property
    def groups(self) -> list[str]:
        """The training voices, or writers, in order."""
        return sorted({self.group(response) for response in self.learnt})

    def without(self, group: str) -> Half:
        """Half compiled from the others, or from those of them who are among the teachers."""
        others = [response for response in self.learnt if self.group(response) != group
                  and (not self.teachers or writer_of(response) in self.teachers)]  # fmt: skip
        return half_compiled(self.exercise, self.item, others)


def writer_of(response: LabelledResponse) -> str:
    """The letters of a voice: a writer has several (a1, a2 and a3)."""
    return response.voice.rstrip("0123456789")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures, or writes the prior; exit status 0."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="print these (all)")
    parser.add_argument("--voices", type=int, help="leave out at most so many of each exercise")
    parser.add_argument("--writers", action="store_true", help="leave out a writer at a time")
    parser.add_argument("--only", nargs="+", help="leave out these voices or writers alone")
    parser.add_argument("--learn", nargs="+", default=(), help="learn from these writers alone")
    parser.add_argument("--no-sentences", action="store_true", help="leave out sentences.yaml")
    parser.add_argument("--write-prior", action="store_true", help="make prior.json anew")
    options = parser.parse_args(arguments)
    if options.write_prior:
        write_prior(list(written()))
        return 0
    items = [replace(w, by_writer=options.writers, teachers=frozenset(options.learn))
             for w in written(with_sentences=not options.no_sentences)]  # fmt: skip
    halves = {(w.exercise.id, voice): _told(w, voice)
              for w in items for voice in _some(w.groups, options.voices)
             if not options.only or voice in options.only}  # fmt: skip
    priors = {voice: prior_without(voice, halves) for _, voice in halves}
    wanted = [w for w in items if w.exercise.id in options.exercises or not options.exercises]
    wanted = [w for w in wanted if any(name == w.exercise.id for name, _ in halves)]
    found = {w.exercise.id: list(left_out(w, halves, priors)) for w in wanted}
    for w in wanted:
        print(_line(w.exercise.id, measure(w.item, found[w.exercise.id])))
    print(_pooled("all of these", [judged for group in found.values() for judged in group]))
    before = dict(calibrating.CUT)
    for caution in CAUTIONS:
        calibrating.CUT["caution"] = caution
        everything = [judged for w in wanted for judged in left_out(w, halves, priors)]
        print(_pooled(f"all, caution {caution}", everything), flush=True)
    calibrating.CUT.update(before)
    return 0


def written(with_sentences: bool = True) -> Iterator[Written]:
    """Every written item that has a judge."""
    for folder in sorted(path.parent for path in (ROOT / "exercises").glob("*/judge.json")):
        exercise, responses = load_taught(folder)
        if not with_sentences:
            exercise = load_exercise(folder)
        labelled = responses.labelled
        for item in exercise.items:
            if isinstance(item, Text):
                learnt = tuple(r for r in labelled if r.item == item.id and r.split == "train")
                yield Written(exercise, item, learnt)


def _some(voices: Sequence[str], most: int | None) -> list[str]:
    """At most so many of the voices, evenly spread over them."""
    most = min(most or len(voices), len(voices))
    return [voices[at * len(voices) // most] for at in range(most)]


def _told(w: Written, voice: str) -> Half:
    print(f"{w.exercise.id}: without {voice} ...", flush=True)
    return w.without(voice)


def left_out(
    w: Written, halves: Mapping[tuple[str, str], Half], priors: Mapping[str, Prior]
) -> Iterator[Judged]:
    """Each response judged by what was compiled without its voice."""
    for (name, voice), half in halves.items():
        if name == w.exercise.id:
            item = replace(w.item, judge=finish(half, priors[voice]))
            for response in w.learnt:
                if w.group(response) == voice:
                    yield response, judge(item, response.response)


def prior_without(voice: str, halves: Mapping[tuple[str, str], Half]) -> Prior:
    """The prior of all exercises without one voice. An exercise that does not know the voice
    gives the cases of its first half."""
    pool: dict[str, Half] = {}
    for (name, other), half in halves.items():
        if other == voice or name not in pool:
            pool[name] = half
    return fit_prior(_by_exercise(pool))


def _by_exercise(halves: Mapping[str, Half]) -> dict[str, list[Case]]:
    """The cases of all criteria that look for words."""
    return {
        name: [case for criterion in half.material.item.rubric
               if criterion.looks_for == "words" for case in half.cases[criterion.id]]
        for name, half in halves.items()
    }  # fmt: skip


def write_prior(items: Sequence[Written]) -> None:
    """Makes the package's prior from every training response."""
    from threadpoolctl import threadpool_limits

    pool = _by_exercise({w.exercise.id: _told(w, "") for w in items})
    made_from = {name: len(cases) for name, cases in sorted(pool.items())}
    with threadpool_limits(1):  # sums in one order
        prior = fit_prior(pool)
    PRIOR.write_text(prior_as_text(prior, COMPILER, made_from), encoding="utf-8")
    print(f"{PRIOR.relative_to(ROOT)}: {sum(made_from.values())} cases. "
          "Now run: workshop train")  # fmt: skip


def _line(name: str, found: Bench) -> str:
    weakest = min(f.qwk for f in found.criteria.values() if f.qwk is not None)
    more = f"weakest {weakest:.2f}  total {found.total_qwk:.2f}"
    return f"{name:34} qwk {found.pooled.qwk:.3f}  {more}  {_shares(found.pooled)}"


def _pooled(name: str, judged: Sequence[Judged]) -> str:
    found = figures([call for response, given in judged for call in calls_of(response, given)])
    return f"{name:34} qwk {found.qwk:.3f}  {_shares(found)}"


def _shares(found: Any) -> str:
    """What `figures` found besides kappa."""
    passed, chances = found.wrong_pass_count
    return (f"precision {found.precision:.3f}  recall {found.recall:.3f}  "
            f"can't tell {found.unsure:.3f}  passes {passed}/{chances}")  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
