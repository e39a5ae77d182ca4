"""A rubric compiled: exemplars and labelled responses in, one small JSON document out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshop.judging.figures import Key, Scores, summarise
from workshop.judging.fingerprints import fingerprint
from workshop.judging.guards import ALWAYS, GUARDS
from workshop.judging.scoring import FLOOR, HEADS, TONES, ZERO, Reading, prompt_runs
from workshop.judging.units import Unit, split_part
from workshop.model.exercise import Exercise, Text
from workshop.model.labelled import LabelledResponse
from workshop.model.rubric import Criterion
from workshop.training.calibrating import CUT, Case, Cases, Prior, fit_finals, shipped_prior
from workshop.training.fitting import Fitted, Table
from workshop.training.samples import TONE, Sample, Vectors, quoted, samples_for, tone_samples

SCHEMA = 2
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
    table: Table
    guards: dict[str, list[str]]
    vectors: Vectors


@dataclass
class Half:
    """An item half compiled: all but the final models, and the cases that these are fitted on."""

    material: Material
    document: dict[str, Any]
    cases: Cases


def compile_item(
    exercise: Exercise, item: Text, labelled: Sequence[LabelledResponse],
    prior: Prior | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The compiled judge of an item, as a JSON-able dict for ``Text.judge``.

    Uses the labelled responses of this item, whatever their ``split``: pass only those to be
    trained on. Works without any, from the rubric alone. The same input gives the same dict.
    ``prior`` is the package's own if none is given. Needs numpy and scikit-learn (the extra
    ``train``).
    """
    return finish(half_compiled(exercise, item, labelled), prior or shipped_prior())


def half_compiled(
    exercise: Exercise, item: Text, labelled: Sequence[LabelledResponse]
) -> Half:
    """The slow half of compiling: every head, and what heads that never saw a response say."""
    import sklearn.linear_model  # noqa: F401  (what is loaded later would not be limited)
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    material = gather(exercise, item, labelled)
    # One thread: sums in one order, and small matrices are slower on many.
    with threadpool_limits(1):
        cases = _held_out_cases(material)
        document = _document(material.prompt, material.table.fit())
    document["schema"] = SCHEMA
    document["fingerprint"] = fingerprint(exercise, item, labelled)
    return Half(material, document, cases)


def finish(half: Half, prior: Prior) -> dict[str, Any]:
    """The quick half: the final model of each criterion.

    The prior is for whole responses: where most cases are single sentences of the rubric it is
    left out, and criteria of absence, which have figures of their own, learn without one.
    """
    from threadpoolctl import threadpool_limits

    guards, models = half.material.guards, {}
    is_rich = len(half.material.labelled) >= FEWEST_RESPONSES
    with threadpool_limits(1):
        for kind, start in (("words", prior if is_rich else None), ("absence", None)):
            family = {c.id: half.cases[c.id] for c in half.material.item.rubric
                      if c.looks_for == kind}  # fmt: skip
            models |= fit_finals(family, start)
    return {
        **half.document,
        "criteria": {
            c.id: {**models[c.id], "cut": dict(CUT), "guards": guards[c.id]}
            for c in half.material.item.rubric
        },
    }


def gather(exercise: Exercise, item: Text, labelled: Sequence[LabelledResponse]) -> Material:
    """Reads the item and its labelled responses, in an order of its own."""
    prompt = _prompt(exercise, item)
    runs = prompt_runs({"prompt": prompt})
    used = sorted((r for r in labelled if r.item == item.id), key=lambda r: r.id)
    readings = [Reading(item, response.response, runs) for response in used]
    kept = [at for at, reading in enumerate(readings) if not reading.is_empty]
    used, readings = [used[at] for at in kept], [readings[at] for at in kept]
    vectors = Vectors()
    samples = {c.id: samples_for(item, c, used, readings, vectors) for c in item.rubric}
    samples[TONE] = tone_samples(item, used, readings, vectors)
    guards = {c.id: _fair_guards(c, used, readings, item) for c in item.rubric}
    return Material(item, prompt, used, readings, Table(samples), guards, vectors)


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
    rows = _Rows(material)
    for voice in sorted({response.voice for response in labelled}):
        out = {at for at, response in enumerate(labelled) if response.voice == voice}
        fitted = material.table.fit(lambda sample, out=out: sample.response not in out)
        for at in sorted(out):
            scores = Scores(material.readings[at], {"heads": fitted.heads}, rows.seen(at, fitted))
            for criterion in item.rubric:
                level = labelled[at].levels.get(criterion.id)
                if level is not None:
                    summary = summarise(scores, criterion, material.guards[criterion.id])
                    cases[criterion.id].append(Case(summary.figures, level, voice))
    if len(labelled) < FEWEST_RESPONSES:
        for key, more in _rubric_cases(material).items():
            cases[key] += more
    return cases


class _Asked(Scores):
    """Notes which runs of words are scored, and scores nothing."""

    def __init__(self, reading: Reading, heads: Sequence[str]):
        super().__init__(reading, {"heads": heads}, {})
        self.keys: dict[Key, None] = {}

    def row(self, unit: Unit) -> list[float]:
        self.keys[(unit.part, unit.words, unit.ask)] = None
        return [0.0] * len(self._column)


class _Rows:
    """All runs of words that judging the labelled responses will ask for, as one matrix."""

    def __init__(self, material: Material):
        heads = [f"{c.id}:{head}" for c in material.item.rubric for head in HEADS]
        heads += [f"{TONE}:{tone}" for tone in TONES]
        self._keys: list[list[Key]] = []
        self._matrices = []
        for reading in material.readings:
            asked = _Asked(reading, heads)
            for criterion in material.item.rubric:
                summarise(asked, criterion, material.guards[criterion.id])
            vectors = [material.vectors.of(words, ask, reading.names[part])
                       for part, words, ask in asked.keys]  # fmt: skip
            self._keys.append(list(asked.keys))
            self._matrices.append(material.table.rows(vectors))
        self._is_word = [name[0] in "wk" for name in material.table.names]

    def seen(self, at: int, fitted: Fitted) -> dict[Key, list[float]]:
        """The scores of one response under these heads, as ``raw_scores`` would give them."""
        import numpy as np

        matrix = self._matrices[at]
        scores = np.asarray(matrix @ fitted.steps) * np.array(fitted.units) + np.array(fitted.bias)
        is_known = np.array(self._is_word) & fitted.steps.any(axis=1)
        hits = np.asarray((matrix != 0) @ is_known.astype(float)).ravel()
        return {
            key: [float(score) for score in row] if hit else [FLOOR] * len(fitted.heads)
            for key, row, hit in zip(self._keys[at], scores, hits, strict=True)
        }


def _rubric_cases(material: Material) -> dict[str, list[Case]]:
    """Each example of the rubric taken as a response, seen by heads fitted without its fold."""
    item = material.item
    cases: dict[str, list[Case]] = {criterion.id: [] for criterion in item.rubric}
    for fold in range(RUBRIC_FOLDS):
        held = {
            id(sample)
            for group in material.table.samples.values()
            for at, sample in enumerate(_own(group))
            if at % RUBRIC_FOLDS == fold
        }
        fitted = material.table.fit(lambda sample, held=held: id(sample) not in held)
        compiled = _document(material.prompt, fitted)
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


def _document(prompt: Sequence[str], fitted: Fitted) -> dict[str, Any]:
    """Heads as the judge reads them: each weight one character (see ``raw_scores``)."""
    rows = {name: _row(steps) for name, steps in zip(fitted.names, fitted.steps, strict=True)}
    return {
        "prompt": list(prompt),
        "heads": fitted.heads,
        "bias": fitted.bias,
        "units": fitted.units,
        "features": {name: row for name, row in rows.items() if row},
    }


def _row(steps: Any) -> str:
    """A pair of characters for each head that has a weight."""
    return "".join(chr(35 + at) + chr(ZERO + steps[at]) for at in steps.nonzero()[0])
