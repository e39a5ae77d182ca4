"""A bench of one item: the judge beside its floors and its ceiling, and what that rests on.

Three ways to ask: on the responses held out (the figures to publish), on the training responses
with one voice left out at a time (what to tune by), or on labelled answers of the reader's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from workshop.errors import WorkshopError
from workshop.judging import fingerprint, judge
from workshop.model.exercise import Exercise, Text
from workshop.model.labelled import LabelledResponse
from workshop.model.result import Judgement
from workshop.training.bench import Bench, Judged, bench, measure
from workshop.training.floors import keyword_judge, nearest_exemplar_judge
from workshop.training.looking import WORST, Miss, Weakest, misses, weakest
from workshop.training.tables import printable
from workshop.training.targets import Standing, standings

Mode = Literal["held-out", "cross-validation", "own answers"]
SHORTEST = 4
"""Words below which equal texts prove nothing: "ok", or an empty response."""


@dataclass(frozen=True)
class Group:
    """Responses as a report speaks of them."""

    responses: int
    voices: tuple[str, ...]

    @staticmethod
    def of(labelled: Sequence[LabelledResponse]) -> Group:
        """The size and the voices of a set of responses."""
        voices = {printable(response.voice) for response in labelled if response.voice}
        return Group(len(labelled), tuple(sorted(voices)))


@dataclass(frozen=True)
class Report:
    """All that a bench says of one item. ``raters`` is the ceiling, where a second rater is."""

    exercise: str
    item: str
    mode: Mode
    origin: str
    trained: Group
    tested: Group
    proved: bool
    warnings: tuple[str, ...]
    judge: Bench
    keywords: Bench
    nearest: Bench
    raters: Bench | None
    targets: tuple[Standing, ...]
    weakest: Weakest | None
    worst: tuple[Miss, ...]

    def as_dict(self) -> dict[str, Any]:
        """The report as data for other programs, floats to four places."""
        return _rounded(asdict(self))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Mapping):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list | tuple) else value


def held_out_report(
    exercise: Exercise, item: Text, labelled: Sequence[LabelledResponse], origin: str
) -> Report:
    """The compiled judge on the responses that are held out. Raises if there are none."""
    mine = [response for response in labelled if response.item == item.id]
    learnt = [response for response in mine if response.split == "train"]
    tested = [response for response in mine if response.split == "held-out"]
    if not tested:
        raise WorkshopError(
            f'No labelled response of {exercise.id}, item "{item.id}", is marked '
            "`split: held-out`. Mark those of one voice or more, then run: "
            f"workshop train {exercise.id}")  # fmt: skip
    proved, warnings = _proof(exercise, item, learnt, tested)
    return _report(exercise, item, "held-out", origin, learnt, proved, warnings, mine,
                   [(r, judge(item, r.response)) for r in tested])  # fmt: skip


def answers_report(
    exercise: Exercise, item: Text, labelled: Sequence[LabelledResponse],
    answers: Sequence[LabelledResponse], origin: str,
) -> Report:  # fmt: skip
    """The compiled judge on labelled answers of the reader's own."""
    mine = [response for response in labelled if response.item == item.id]
    learnt = [response for response in mine if response.split == "train"]
    proved, warnings = _proof(exercise, item, learnt, [])
    return _report(exercise, item, "own answers", origin, learnt, proved, warnings, answers,
                   [(r, judge(item, r.response)) for r in answers])  # fmt: skip


def cross_validated_report(
    exercise: Exercise, item: Text, labelled: Sequence[LabelledResponse], origin: str,
    tell: Callable[[str], None] = lambda text: None,
) -> Report:  # fmt: skip
    """Judges compiled without one training voice each, on that voice. Held-out responses are
    not touched. Needs the extra ``train``."""
    from workshop.training.compiling import compile_item

    mine = [response for response in labelled if response.item == item.id]
    learnt = [response for response in mine if response.split == "train"]
    voices = Group.of(learnt).voices
    if len(voices) < 2 or not all(response.voice for response in learnt):
        raise WorkshopError(f"To leave one voice out at a time, {exercise.id} needs training "
                            "responses that name two voices or more.")  # fmt: skip
    judged: list[Judged] = []
    for at, voice in enumerate(voices, 1):
        tell(f"{exercise.id}: voice {voice} held out, {at} of {len(voices)} ...")
        others = [response for response in learnt if response.voice != voice]
        without = replace(item, judge=compile_item(exercise, item, others))
        judged += [(r, judge(without, r.response)) for r in learnt if r.voice == voice]
    return _report(exercise, item, "cross-validation", origin, learnt, True, [], mine, judged)


def _report(
    exercise: Exercise, item: Text, mode: Mode, origin: str, learnt: Sequence[LabelledResponse],
    proved: bool, warnings: Sequence[str], rated: Sequence[LabelledResponse],
    judged: Sequence[Judged],
) -> Report:  # fmt: skip
    tested = [response for response, _ in judged]
    found = measure(item, judged)
    wrong = misses(item, judged)
    raters = ceiling(item, rated)
    return Report(
        exercise.id, item.id, mode, " ".join(origin.split()), Group.of(learnt), Group.of(tested),
        proved, tuple(warnings), found, bench(item, tested, keyword_judge(item)),
        bench(item, tested, nearest_exemplar_judge(item)), raters, standings(found),
        weakest(item, found, raters, wrong), tuple(wrong[:WORST]),
    )  # fmt: skip


def ceiling(item: Text, labelled: Sequence[LabelledResponse]) -> Bench | None:
    """How well the second rater agrees with the first, on responses that have both."""
    judged = [
        (replace(response, evidence={}),  # the second rater marked no words
         [Judgement(c.id, response.second[c.id]) for c in item.rubric if c.id in response.second])
        for response in labelled if response.second
    ]  # fmt: skip
    return measure(item, judged) if judged else None


def _proof(
    exercise: Exercise, item: Text, learnt: Sequence[LabelledResponse],
    tested: Sequence[LabelledResponse],
) -> tuple[bool, list[str]]:  # fmt: skip
    """Whether the judge provably learnt from ``learnt`` alone, and what speaks against it."""
    warnings = []
    if not item.judge:
        warnings.append(f'The judge of "{item.id}" is not compiled, so it can\'t tell anything. '
                        f"Run: workshop train {exercise.id}")  # fmt: skip
    elif item.judge.get("fingerprint") != fingerprint(exercise, item, learnt):
        warnings.append(f'The judge of "{item.id}" was not made from this rubric and these '
                        "training responses; what it was trained on is not known. "
                        f"Run: workshop train {exercise.id}")  # fmt: skip
    proved = not warnings
    known = {words_of(response): response.id for response in learnt}
    for response in tested:
        twin = known.get(words_of(response))
        if twin and len(words_of(response)) >= SHORTEST:
            warnings.append(f'"{response.id}" is held out and has the same words as "{twin}", '
                            "which is trained on. Take one of them out.")  # fmt: skip
    both = set(Group.of(learnt).voices) & set(Group.of(tested).voices)
    if both:
        warnings.append(f"The voice {', '.join(sorted(both))} is trained on and held out; a "
                        "judge knows a voice again. Give each voice one split.")  # fmt: skip
    return proved, warnings


def words_of(response: LabelledResponse) -> tuple[str, ...]:
    """The words of a response, all parts in the order of their names, in lower case."""
    text = response.response
    parts = [text] if isinstance(text, str) else [text[key] for key in sorted(text)]
    return tuple(" ".join(parts).lower().split())
