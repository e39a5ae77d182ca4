"""A rubric compiled: exemplars and labelled responses in, one small JSON document out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshop.judging.fingerprints import fingerprint
from workshop.judging.guards import ALWAYS, GUARDS
from workshop.judging.scoring import ZERO, Reading, Scores, prompt_runs, summarise
from workshop.judging.units import split_part
from workshop.model.exercise import Exercise, Text
from workshop.model.labelled import LabelledResponse
from workshop.model.rubric import Criterion
from workshop.training.calibrating import Case, choose_cuts, fit_finals, held_out_chances
from workshop.training.fitting import Fitted, fit_heads
from workshop.training.samples import TONE, Sample, quoted, samples_for, tone_samples

SCHEMA = 1
STEPS = 45
"""Weights are whole numbers from -45 to 45 times a unit of their head: each fits one printable
character, files stay small, and the last digits of a computer's arithmetic make no difference."""
RUBRIC_FOLDS = 5
FEWEST_RESPONSES = 30
"""With fewer labelled responses, the rubric's own examples help to choose thresholds."""


@dataclass
class Material:
    """All that an item is compiled from, read once."""

    item: Text
    prompt: list[str]
    labelled: list[LabelledResponse]
    readings: list[Reading]
    samples: dict[str, list[Sample]]
    guards: dict[str, list[str]]


def compile_item(
    exercise: Exercise, item: Text, labelled: Sequence[LabelledResponse]
) -> dict[str, Any]:
    """The compiled judge of an item, as a JSON-able dict for ``Text.judge``.

    Uses the labelled responses of this item, whatever their ``split``: pass only those to be
    trained on. Works without any, from the rubric alone. The same input gives the same dict.
    Needs numpy and scikit-learn (the extra ``train``).
    """
    import sklearn.linear_model  # noqa: F401  (what is loaded later would not be limited)
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    material = gather(exercise, item, labelled)
    # One thread: sums in one order, and small matrices are slower on many.
    with threadpool_limits(1):
        cases = _held_out_cases(material)
        compiled = _document(material, fit_heads(material.samples))
        finals = _finals(item, cases)
    compiled["criteria"] = {
        key: {**final, "guards": material.guards[key]} for key, final in finals.items()
    }
    compiled["schema"] = SCHEMA
    compiled["fingerprint"] = fingerprint(exercise, item, labelled)
    return compiled


def gather(exercise: Exercise, item: Text, labelled: Sequence[LabelledResponse]) -> Material:
    """Reads the item and its labelled responses, in an order of its own."""
    prompt = _prompt(exercise, item)
    runs = prompt_runs({"prompt": prompt})
    used = sorted((r for r in labelled if r.item == item.id), key=lambda r: r.id)
    readings = [Reading(item, response.response, runs) for response in used]
    kept = [at for at, reading in enumerate(readings) if not reading.is_empty]
    used, readings = [used[at] for at in kept], [readings[at] for at in kept]
    samples = {c.id: samples_for(item, c, used, readings) for c in item.rubric}
    samples[TONE] = tone_samples(item, used, readings)
    guards = {c.id: _fair_guards(c, used, readings, item) for c in item.rubric}
    return Material(item, prompt, used, readings, samples, guards)


def _prompt(exercise: Exercise, item: Text) -> list[str]:
    """What a learner could paste: situation, stem, labels, hints and the rubric's own words."""
    texts = [exercise.situation, item.stem, *item.hints]
    texts += [text for part in item.parts for text in (part.label, part.hint)]
    for c in item.rubric:
        texts += [c.title, c.question, c.levels.met, c.levels.partly, c.levels.not_found]
    plain = (
        " ".join(w for u in split_part(text, None).units if u.size == "sentence" for w in u.words)
        for text in texts
    )
    return sorted({text for text in plain if text})


def _fair_guards(
    criterion: Criterion, labelled: Sequence[LabelledResponse], readings: Sequence[Reading],
    item: Text,
) -> list[str]:
    """The guards that strike hardly any sentence which earns this criterion."""
    if criterion.looks_for == "absence":
        return []
    good: list[frozenset[str]] = []
    for text in criterion.met:
        response = {criterion.part: text} if criterion.part else text
        good.append(_fallen_to(Reading(item, response, set()), criterion, None))
    for response, reading in zip(labelled, readings, strict=True):
        if response.levels.get(criterion.id) == 2:
            quote = response.evidence.get(criterion.id)
            good.append(_fallen_to(reading, criterion, quote or {}))
    return [
        name for name in GUARDS
        if name not in ALWAYS and sum(name in g for g in good) <= max(1, 0.04 * len(good))
    ]  # fmt: skip


def _fallen_to(
    reading: Reading, criterion: Criterion, quote: Mapping[str, str | None] | None
) -> frozenset[str]:
    """The guards that strike a sentence of a text, or of the quoted words in it."""
    fallen: set[str] = set()
    for part in reading.parts_for(criterion):
        shown = quoted(part, quote) if quote is not None else (0, len(part.normal.text))
        for unit in part.units:
            if shown and unit.size == "sentence" and unit.start < shown[1] and shown[0] < unit.end:
                fallen |= reading.struck[unit]
    return frozenset(fallen)


def _held_out_cases(material: Material) -> dict[str, list[Case]]:
    """Each labelled response seen by heads that were fitted without its voice."""
    item, labelled = material.item, material.labelled
    cases: dict[str, list[Case]] = {criterion.id: [] for criterion in item.rubric}
    for voice in sorted({response.voice for response in labelled}):
        out = {at for at, response in enumerate(labelled) if response.voice == voice}
        fitted = fit_heads(
            {key: [s for s in group if s.response not in out]
             for key, group in material.samples.items()}
        )  # fmt: skip
        compiled = _document(material, fitted)
        for at in sorted(out):
            scores = Scores(material.readings[at], compiled)
            for criterion in item.rubric:
                level = labelled[at].levels.get(criterion.id)
                if level is not None:
                    summary = summarise(scores, criterion, material.guards[criterion.id])
                    cases[criterion.id].append(Case(summary.figures, level, voice))
    if len(labelled) < FEWEST_RESPONSES:
        for key, more in _rubric_cases(material).items():
            cases[key] += more
    return cases


def _rubric_cases(material: Material) -> dict[str, list[Case]]:
    """Each example of the rubric taken as a response, seen by heads fitted without its fold."""
    item = material.item
    cases: dict[str, list[Case]] = {criterion.id: [] for criterion in item.rubric}
    for fold in range(RUBRIC_FOLDS):
        held = {
            key: [s for at, s in enumerate(_own(group)) if at % RUBRIC_FOLDS == fold]
            for key, group in material.samples.items()
        }
        ids = {id(s) for group in held.values() for s in group}
        fitted = fit_heads(
            {key: [s for s in g if id(s) not in ids] for key, g in material.samples.items()}
        )
        compiled = _document(material, fitted)
        for criterion in item.rubric:
            examples = [(text, 2) for text in criterion.met]
            examples += [(miss.text, miss.level) for miss in criterion.near_misses]
            for at, (text, level) in enumerate(examples):
                if at % RUBRIC_FOLDS == fold:
                    response: Mapping[str, str] | str = (
                        {criterion.part: text} if criterion.part else text
                    )
                    scores = Scores(Reading(item, response, set()), compiled)
                    summary = summarise(scores, criterion, material.guards[criterion.id])
                    cases[criterion.id].append(
                        Case(summary.figures, level, f"rubric-{fold}", 0.5)
                    )
    return cases


def _own(group: Sequence[Sample]) -> list[Sample]:
    return [sample for sample in group if sample.source in ("exemplar", "near-miss")]


def _document(material: Material, fitted: Fitted) -> dict[str, Any]:
    """Heads as the judge reads them: each weight one character (see ``raw_scores``)."""
    largest = abs(fitted.weights).max(axis=0)
    units = [round(max(float(value), 0.01) / STEPS, 5) for value in largest]
    return {
        "prompt": material.prompt,
        "heads": fitted.heads,
        "bias": [round(value, 3) for value in fitted.bias],
        "units": units,
        "features": {
            name: _row(idf, weights, units)
            for (name, idf), weights in zip(fitted.idf.items(), fitted.weights, strict=True)
        },
    }


def _row(idf: float, weights: Sequence[float], units: Sequence[float]) -> str:
    steps = [max(-STEPS, min(STEPS, round(float(w) / u)))
             for w, u in zip(weights, units, strict=True)]  # fmt: skip
    pairs = (chr(35 + at) + chr(ZERO + step) for at, step in enumerate(steps) if step)
    return chr(35 + round(idf * 10)) + "".join(pairs)


def _finals(item: Text, cases: Mapping[str, Sequence[Case]]) -> dict[str, dict[str, Any]]:
    """The final model of each criterion and its thresholds.

    Criteria of a family share their thresholds: chances are calibrated together, and a
    threshold from one criterion's cases alone would follow chance more than the criterion.
    """
    finals: dict[str, dict[str, Any]] = {}
    for kind in ("words", "absence"):
        family = {c.id: cases[c.id] for c in item.rubric if c.looks_for == kind}
        found = held_out_chances(family)
        cut = choose_cuts(
            [chance for key in family for chance in found[key]],
            [case.level for key in family for case in family[key]],
        )
        for key, models in fit_finals(family).items():
            finals[key] = {**models, "cut": dict(cut)}
    return finals
