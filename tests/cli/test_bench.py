"""`workshop bench`: the judge beside floors and ceiling, on answers that it never saw."""

import json
import re
import shutil
from pathlib import Path

import pytest

from workshop.judging import fingerprint
from workshop.loading import load_exercise
from workshop.loading.responses import load_responses
from workshop.model.result import Evidence, Judgement
from workshop.training import report

SMALL = Path(__file__).parents[1] / "warned" / "no-hints"
LEVELS = {"apology": 2, "date": 0}


def three_words(item, text):
    """A judge that marks the first three words and always says the same."""
    end = len(" ".join(text.split()[:3]))
    return tuple(Judgement(c.id, LEVELS[c.id], (Evidence(None, 0, end),)) for c in item.rubric)


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """A workshop of one exercise: ten of its forty responses are held out."""
    folder = shutil.copytree(SMALL, tmp_path / "exercises" / "no-hints")
    (tmp_path / "_config.yml").touch()
    path = folder / "responses.yaml"
    text = path.read_text("utf-8")
    text = re.sub(r"(id: r2\d.*?voice: )a", r"\1b, split: held-out, sort: ironic", text)
    text = re.sub(r"(levels: ({apology: \d, date: \d}))", r"\1, second: \2", text, count=12)
    path.write_text(text, "utf-8")
    exercise = load_exercise(folder)
    learnt = load_responses(folder, exercise).learnt_from
    item = exercise.items[0]
    judge = {"letter": {"schema": 2, "fingerprint": fingerprint(exercise, item, learnt),
                        "criteria": {criterion.id: {} for criterion in item.rubric}}}
    (folder / "judge.json").write_text(json.dumps(judge), "utf-8")
    monkeypatch.setenv("WORKSHOP_ROOT", str(tmp_path))
    monkeypatch.setattr(report, "judge", three_words)
    return tmp_path


def answer(name, **more):
    return json.dumps({"id": name, "item": "letter", "response": f"Letter {name} of mine.",
                       "levels": {"apology": 2, "date": 0}, **more})  # fmt: skip


def test_the_report_reads_like_this(run, workshop, golden):
    done = run("bench")
    assert done.exit_code == 0
    golden("training/bench.txt", done.stdout)
    assert done.stderr == "Measuring no-hints ...\n"


def test_json_says_the_same_with_keys_that_are_documented(run, workshop):
    data = json.loads(run("bench", "no-hints", "--json").stdout)
    assert (data["schema"], data["problems"]) == (1, [])
    (found,) = data["exercises"]
    assert (found["trained"]["responses"], found["tested"]["responses"]) == (30, 10)
    assert found["judge"]["pooled"]["n"] == 20
    documented = (Path(__file__).parents[2] / "docs" / "judging.md").read_text("utf-8")
    figures = found["judge"]["pooled"]
    keys = {*data, *found, *found["judge"], *figures, *found["targets"][0], *found["worst"][0],
            *found["weakest"], *found["trained"]}  # fmt: skip
    assert [key for key in sorted(keys) if f"`{key}`" not in documented] == []


def test_a_stale_judge_is_measured_with_a_warning_and_exits_1(run, workshop):
    path = workshop / "exercises" / "no-hints" / "judge.json"
    judge = json.loads(path.read_text("utf-8"))
    judge["letter"]["fingerprint"] = "older"
    path.write_text(json.dumps(judge), "utf-8")
    done = run("bench")
    assert done.exit_code == 1
    assert "Run: workshop train no-hints" in " ".join(done.stdout.split())
    assert "not proved" in done.stdout


def test_own_answers_are_measured_and_bad_lines_are_told(run, workshop, tmp_path):
    file = tmp_path / "mine.jsonl"
    file.write_text("\n".join([answer("m1"), '{"id"', answer("m2", item="none"), answer("m3")]),
                    "utf-8")  # fmt: skip
    done = run("bench", "no-hints", "--answers", file)
    assert done.exit_code == 1
    assert "mine.jsonl:2\n" in done.stdout
    assert "mine.jsonl:3  item" in done.stdout
    assert "Tested on: 2 responses;" in done.stdout
    assert "No judgement differs from the rater's." in done.stdout


def test_own_answers_come_from_standard_input_too(run, workshop):
    done = run("bench", "no-hints", "--answers", "-", "--json", input=answer("m1"))
    assert done.exit_code == 0
    assert json.loads(done.stdout)["exercises"][0]["mode"] == "own answers"


def test_no_answer_that_can_be_used_is_told(run, workshop):
    done = run("bench", "no-hints", "--answers", "-", input="nothing\n")
    assert done.exit_code == 1
    assert "No answer could be used" in done.stdout


@pytest.mark.parametrize("arguments", [
    ["--answers", "mine.jsonl"],
    ["one", "two", "--answers", "mine.jsonl"],
    ["no-hints", "--answers", "mine.jsonl", "--cross-validate"],
    ["--fast"],
])  # fmt: skip
def test_wrong_use_exits_2(run, workshop, arguments):
    assert run("bench", *arguments).exit_code == 2


def test_unknown_exercise_and_missing_file_are_told_without_a_traceback(process, tmp_path):
    for arguments in (["no-such"], ["redirecting-technical-decisions", "--answers",
                                    tmp_path / "none.jsonl"]):
        done = process("bench", *arguments)
        assert done.returncode == 1
        assert done.stderr.strip() and b"Traceback" not in done.stderr


def test_cross_validation_says_what_it_needs(run, workshop, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sklearn", None)
    done = run("bench", "--cross-validate")
    assert done.exit_code == 1
    assert "scikit-learn" in str(done.exception)
