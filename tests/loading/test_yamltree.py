"""Safe YAML: scalars as an author means them, a line for each value, and no way to do harm."""

import time
import tracemalloc

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from workshop.loading.yamltree import MAX_BYTES, MAX_DEPTH, dotted, read_yaml


@pytest.mark.parametrize("text", [
    "no", "No", "on", "off", "yes", "y", "012", "0o14", "0x1F", "1e3", "1_000", "1:30", ".5", "5.",
    ".inf", ".nan", "+.inf", "nUll", "tRue", "=", "<<", "1.2.3", "12-34",
    "1234567890123456789", "9" * 400 + ".5",
])
def test_plain_scalar_stays_text(text):
    tree = read_yaml(f"value: {text}", "a.yaml")
    assert (tree.data, tree.problems) == ({"value": text}, [])


@pytest.mark.parametrize(("text", "value"), [
    ("7", 7), ("-3", -3), ("0", 0), ("1.5", 1.5), ("-0.25", -0.25), ("true", True),
    ("False", False), ("null", None), ("~", None), ("", None),
    ("'7'", "7"), ('"true"', "true"), ("''", ""), ("|\n  no\n", "no"),
])
def test_plain_scalar_is_a_number_a_truth_or_nothing(text, value):
    data = read_yaml(f"value: {text}", "a.yaml").data["value"]
    assert data == value
    assert type(data) is type(value)


def test_block_of_prose_has_no_line_end_of_its_own():
    assert read_yaml("a: |\n  one\n\n  two\n\nb: >-\n  x\n  y\n", "a.yaml").data == {
        "a": "one\n\ntwo", "b": "x y"}


def test_keys_are_always_text():
    assert read_yaml("no: 1\n5: 2\ntrue: 3\nnull: 4", "a.yaml").data == {
        "no": 1, "5": 2, "true": 3, "null": 4}


def test_unquoted_date_is_told_and_a_quoted_one_is_text():
    (problem,) = read_yaml("day:\n- 2026-11-21", "a.yaml").problems
    assert (problem.line, problem.field) == (2, "day[0]")
    assert problem.mend == 'Put quotes around it: "2026-11-21".'
    assert read_yaml('day: "2026-11-21"', "a.yaml").problems == []


def test_each_value_has_the_line_on_which_it_stands():
    tree = read_yaml(
        "# a comment\n"
        "id: late\n"
        "\n"
        "items:\n"
        "  - kind: choice\n"
        "    stem: |\n"
        "      two\n"
        "      lines\n"
        "    options: [one,\n"
        "      two]\n"
        "  -\n"
        "    kind: sort\n", "a.yaml")
    lines = {dotted(path): line for path, line in tree.lines.items()}
    assert lines == {
        "": 2, "id": 2, "items": 4, "items[0]": 5, "items[0].kind": 5, "items[0].stem": 6,
        "items[0].options": 9, "items[0].options[0]": 9, "items[0].options[1]": 10,
        "items[1]": 12, "items[1].kind": 12,
    }
    assert tree.line(("items", 0, "options", 7, "text")) == 9


def test_repeated_key_is_told_with_both_lines_at_any_depth():
    (problem,) = read_yaml("a:\n  - b: 1\n    c: 2\n    b: 3\n", "a.yaml").problems
    assert (problem.line, problem.field) == (4, "a[0].b")
    assert "(first in line 2)" in problem.what


@pytest.mark.parametrize("text", [
    "a: &x 1", "a: *x", "a: !!str 1", "a: !!python/name:os.system", "!mine {}", "? [a]\n: 1",
    "a: 1\n---\nb: 2", "a: 'x", "a: [1", "\ta: 1", "a: @b", "a: b: c", "- a\nb: 1", "\x07",
    "\ud800",
])
def test_what_is_refused_yields_no_data_and_one_problem(text):
    tree = read_yaml(text, "a.yaml")
    assert tree.data is None
    assert len(tree.problems) == 1


def bomb():
    lines = ["a: &a [" + ", ".join(["lol"] * 9) + "]"]
    for name, before in zip("bcdefghijklmnopq", "abcdefghijklmnop", strict=True):
        lines.append(f"{name}: &{name} [" + ", ".join([f"*{before}"] * 9) + "]")
    return "\n".join(lines)


HOSTILE = {
    "alias bomb": bomb(),
    "nested lists": "[" * 100_000,
    "nested maps": "{a: " * 100_000,
    "nested dashes": "- " * 100_000 + "x",
    "nested blocks": "\n".join(" " * depth + "a:" for depth in range(1_300)),
    "one large text": "a: " + "x" * 50_000_000,
    "many documents": "---\n" * 200_000,
    "long number": "a: " + "9" * 900_000,
    "long fraction": "a: " + "9" * 450_000 + "." + "9" * 450_000,
    "a wall of quotes": '"' * 900_000,
    "a wall of questions": "? " * 400_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_takes_less_than_a_second_and_little_memory(name):
    text = HOSTILE[name]
    tracemalloc.start()
    start = time.perf_counter()
    tree = read_yaml(text, "a.yaml")
    seconds = time.perf_counter() - start
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 1
    assert peak < 100 * 2**20
    assert tree.problems or name.startswith("long")


def test_depth_limit_is_where_it_says():
    assert read_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, "a.yaml").problems == []
    assert read_yaml("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "a.yaml").problems


def test_size_limit_counts_bytes_and_names_them():
    (problem,) = read_yaml(b"#" * (MAX_BYTES + 1), "a.yaml").problems
    assert "1,000,001 bytes" in problem.what
    assert read_yaml(b"#" * MAX_BYTES, "a.yaml").problems == []


@given(st.text() | st.binary() | st.text(alphabet="ab:-?[]{}#&*!|>'\"%@` \t\n\r\x85\u2028\ufeff"))
@example("\ud800")
@example("a: \x00")
@example(b"\xef\xbb\xbf\xef\xbb\xbfa: 1")
@example("? \n: 1")
def test_reading_never_raises(text):
    tree = read_yaml(text, "a.yaml")
    assert tree.data is None or not isinstance(tree.data, bytes)
    assert all(str(problem) for problem in tree.problems)


words = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)
data = st.recursive(words, lambda inner: st.lists(inner, max_size=4)
                    | st.dictionaries(words, inner, max_size=4), max_leaves=20)


@given(st.dictionaries(words, data, min_size=1, max_size=4))
def test_what_yaml_writes_is_read_back_as_it_was(value):
    text = yaml.safe_dump(value, default_style='"', allow_unicode=True)
    tree = read_yaml(text, "a.yaml")
    assert (tree.data, tree.problems) == (value, [])
