"""`workshop grade`: one line out for each line in, and one bad line never stops the rest."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workshop import bulk
from workshop.bulk import grade_lines
from workshop.kinds import kind_of
from workshop.loading import find_places, load_exercise
from workshop.textio import writing

NAME = "motivating-susan-and-george"
EXERCISE = load_exercise(find_places(Path(__file__)).exercise(NAME))
MESSAGES = {"team": "People wait three weeks for a payout.", "susan": "Staff.", "george": "Four."}


def line(number, item="whose-label", response="mentoring"):
    return json.dumps({"id": number, "item": item, "response": response}).encode()


def sample(item, sort):
    return kind_of(EXERCISE.item(item)).samples(EXERCISE.item(item))[sort][0]


@pytest.fixture
def grade(process):
    """Results of `workshop grade` for lines on standard input, and the exit status."""

    def run(*lines):
        done = process("grade", NAME, stdin=b"\n".join(lines))
        assert b"Traceback" not in done.stderr
        return [json.loads(text) for text in done.stdout.splitlines()], done.returncode

    return run


def test_each_line_gets_one_line_in_order_and_bad_ones_say_why(grade):
    results, status = grade(
        b"\xef\xbb\xbf" + line("a"),
        line("b", response=sample("whose-label", "wrong")),
        b"",
        b'{"id": "c", "item"',
        b"  \t ",
        b'{"id": "d", "response": "mentoring"}',
        line("e", item="who-knows"),
        b'{"id": "f\xff", "item": "whose-label", "response": "mentoring"}',
        b"[1, 2]",
        line("g", item="who-hears-what", response=sample("who-hears-what", "right")),
        line("h", item="messages", response=MESSAGES),
        line("i", response=None) + b"\r",
        line(7),
    )
    assert status == 1
    assert [result["id"] for result in results] == [
        "a", "b", None, "d", "e", None, None, "g", "h", "i", 7]
    errors = {result["line"]: result["error"] for result in results if "error" in result}
    assert set(errors) == {4, 6, 7, 8, 9}
    assert errors[4].startswith("This line is not JSON: ")
    assert errors[6] == 'This line has no "item".'
    assert errors[7] == ('There is no item "who-knows"; motivating-susan-and-george has '
                         "who-hears-what, messages, whose-label.")
    assert errors[8] == "This line is not UTF-8 text."
    assert errors[9].startswith("This line is not an object")
    scores = {r["id"]: (r["status"], r["score"], r["max"]) for r in results if "error" not in r}
    assert scores["a"] == scores[7] == ("met", 1, 1)
    assert scores["b"] == ("not_yet", 0, 1)
    assert scores["g"] == ("met", 8, 8)
    assert scores["i"] == ("unscored", None, None)


def test_results_have_the_form_of_the_contract(grade):
    results, status = grade(line("a"), line("b", "messages", MESSAGES), line("c", "messages", {}))
    assert status == 0
    for result in results:
        assert list(result) == ["id", "item", "status", "score", "max", "criteria", "feedback"]
        assert list(result["feedback"]) == ["text", "next", "link"]
        assert result["status"] in ("met", "partly", "not_yet", "unscored")
    for result in results[1:]:
        assert [entry["id"] for entry in result["criteria"]] == [
            criterion.id for criterion in EXERCISE.item("messages").rubric]
        for entry in result["criteria"]:
            assert list(entry) == ["id", "level", "evidence", "because"]
            assert entry["level"] in (0, 1, 2, None)
            for span in entry["evidence"]:
                assert list(span) == ["part", "start", "end"]
                assert 0 <= span["start"] < span["end"] <= len(MESSAGES[span["part"]])
    assert [entry["level"] for entry in results[2]["criteria"]] == [None] * 5
    assert results[2]["score"] is None


def graded(*lines):
    return list(grade_lines(EXERCISE, lines))


@pytest.mark.parametrize("bad", [
    "[" * 100_000, '{"id": ' + "[" * 900 + "]" * 900 + ', "item": "x", "response": 1}',
    '{"id": NaN, "item": "whose-label", "response": 1}',
    '{"id": 1e999, "item": "whose-label", "response": 1}',
    '{"id": 1, "item": "whose-label", "response": -Infinity}',
    '{"id": ' + "9" * 5_000 + ', "item": "whose-label", "response": 1}',
    '{"id": {}, "item": "whose-label", "response": 1}',
    '{"id": 1, "item": ["whose-label"], "response": 1}',
    '{"id": 1, "item": null, "response": 1}',
    '"text"', "5", "null", "{}", "\x00",
])
def test_strange_line_is_an_error_line_that_is_json_itself(bad):
    first, second = graded(bad, line("good"))
    assert first["error"]
    assert json.loads(json.dumps(first, allow_nan=False)) == first
    assert second["status"] == "met"


def test_line_of_two_megabytes_is_graded_or_refused_within_seconds(grade):
    start = time.perf_counter()
    results, status = grade(
        line(1, "messages", {**MESSAGES, "team": "We ship for the people who wait. " * 60_000}),
        line(2, "messages", {**MESSAGES, "team": "x" * 2_000_000}),
        line(3, "x" * 2_000_000),
        b"y" * 2_000_000,
        line(5))
    assert [result["id"] for result in results] == [1, 2, 3, None, 5]
    assert all(len(result.get("error", "")) < 300 for result in results)
    assert results[4]["status"] == "met"
    assert status == 1
    assert time.perf_counter() - start < 30


def test_half_of_a_surrogate_pair_comes_back_as_it_went_in(process):
    lines = (b'{"id": "a\\ud800", "item": "whose-label", "response": "mentoring"}\n'
             b'{"id": "b", "item": "messages", "response": {"team": "half \\udfff of it"}}\n')
    done = process("grade", NAME, stdin=lines)
    assert done.returncode == 0
    results = [json.loads(text) for text in done.stdout.decode("utf-8").splitlines()]
    assert results[0]["id"] == "a\ud800"
    assert results[0]["status"] == "met"


def test_grader_that_raises_costs_its_own_line_only(monkeypatch):
    item = EXERCISE.item("whose-label")
    real = kind_of(item).grade

    def raises(item, response):
        if response == ("neither",):
            raise MemoryError("no more")
        return real(item, response)

    monkeypatch.setattr(kind_of(item), "grade", raises)
    first, second, third = graded(line(1), line(2, response="neither"), line(3))
    assert (first["status"], third["status"]) == ("met", "met")
    assert second == {"id": 2, "line": 2,
                      "error": "Not graded, by a fault of the workshop: MemoryError: no more"}


def test_text_lines_are_graded_like_bytes():
    assert graded("\ufeff" + line(1).decode(), line(2).decode())[0] == graded(line(1))[0]


def test_grading_the_same_lines_twice_gives_the_same_bytes(process):
    lines = b"\n".join([line(1), line(2, "messages", MESSAGES), b"{"])
    first, second = (process("grade", NAME, stdin=lines).stdout for _ in range(2))
    assert first == second


def test_empty_input_is_done_and_says_nothing(process):
    done = process("grade", NAME, stdin=b"\n\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_file_in_and_file_out(process, tmp_path):
    answers, results = tmp_path / "answers.jsonl", tmp_path / "results.jsonl"
    answers.write_bytes(line(1) + b"\n{\n")
    done = process("grade", NAME, answers, "-o", results)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"1 of 2 lines could not be graded" in done.stderr
    assert [json.loads(text)["id"] for text in results.read_text("utf-8").splitlines()] == [1, None]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.jsonl", "results.jsonl"]


def test_the_answers_that_are_graded_are_never_written_over(process, tmp_path):
    answers, link = tmp_path / "answers.jsonl", tmp_path / "link.jsonl"
    answers.write_bytes(line(1))
    link.symlink_to(answers)
    for output in (answers, link):
        done = process("grade", NAME, answers, "-o", output)
        assert done.returncode == 1
        assert b"is the file that is read" in done.stderr
        assert answers.read_bytes() == line(1)


def test_missing_input_is_told_and_leaves_the_old_output(process, tmp_path):
    results = tmp_path / "results.jsonl"
    results.write_text("old", encoding="utf-8")
    done = process("grade", NAME, tmp_path / "no.jsonl", "-o", results)
    assert done.returncode == 1
    assert b"Cannot read" in done.stderr and b"No such file" in done.stderr
    assert b"Traceback" not in done.stderr
    assert results.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [results]


@pytest.mark.parametrize("where", [".", "no-such-folder/results.jsonl", "answers.jsonl/x"])
def test_output_that_cannot_be_written_is_told(process, tmp_path, where):
    (tmp_path / "answers.jsonl").write_bytes(line(1))
    done = process("grade", NAME, tmp_path / "answers.jsonl", "-o", tmp_path / where)
    assert done.returncode == 1
    assert b"Cannot write to" in done.stderr
    assert b"Traceback" not in done.stderr


def test_unknown_exercise_lists_the_known_ones(process):
    done = process("grade", "motivating-susan")
    assert done.returncode == 1
    assert b'There is no exercise "motivating-susan".' in done.stderr
    assert NAME.encode() in done.stderr and b"redirecting-technical-decisions" in done.stderr


def test_killed_in_the_middle_the_old_output_is_whole(tmp_path):
    results = tmp_path / "results.jsonl"
    results.write_text("old\n", encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "workshop", "grade", NAME, "-o", results],
        cwd=Path(__file__).parents[2], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    running.stdin.write((line(1) + b"\n") * 2_000)
    running.stdin.flush()
    deadline = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)  # until the file beside it is there
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdin.close()
    assert results.read_text(encoding="utf-8") == "old\n"


def test_interrupted_writing_leaves_nothing_behind(tmp_path):
    path = tmp_path / "results.jsonl"
    with pytest.raises(KeyboardInterrupt), writing(path) as write:
        write("half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_output_may_be_a_link_or_a_device(tmp_path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    with writing(link) as write:
        write("new")
    assert link.is_symlink() and real.read_text(encoding="utf-8") == "new"
    with writing(Path(os.devnull)) as write:
        write("gone")
    assert Path(os.devnull).is_char_device()


def test_unreadable_response_is_unscored_in_bulk_too():
    assert bulk.grade(EXERCISE.item("messages"), "one text").status == "unscored"
