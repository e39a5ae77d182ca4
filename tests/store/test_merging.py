"""Two logs into one: nothing lost, nothing twice, each in its own order."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.store.merging import lines, merge

START = datetime(2026, 5, 12, tzinfo=UTC)


def record(what, minute=0):
    return {"time": (START + timedelta(minutes=minute)).isoformat(), "what": what}


def log(*records):
    return lines((json.dumps(one).encode() if one else b"torn", one) for one in records)


def told(merged):
    return [json.loads(line.raw)["what"] if line.key else "torn" for line in merged]


def test_what_was_done_on_two_machines_is_sorted_in_by_its_time():
    here = log(record("a", 1), record("c", 3), record("e", 5))
    there = log(record("b", 2), record("d", 4), record("f", 6))
    assert told(merge(here, there)) == list("abcdef")


def test_entries_of_both_are_there_once():
    both = [record("a", 1), record("b", 2)]
    merged = merge(log(*both, record("here", 4)), log(*both, record("there", 3)))
    assert told(merged) == ["a", "b", "there", "here"]


def test_equal_entries_of_one_second_are_as_many_as_they_were():
    twice = log(record("a"), record("a"))
    assert told(merge(twice, log(record("a")))) == ["a", "a"]
    assert told(merge(log(record("a")), twice)) == ["a", "a"]


def test_a_clock_that_was_set_back_does_not_change_the_order():
    here = log(record("a", 5), record("b", 1), record("c", 6))
    there = log(record("x", 9), record("y", 2))
    merged = told(merge(here, there))
    assert [one for one in merged if one in "abc"] == list("abc")
    assert [one for one in merged if one in "xy"] == list("xy")


def test_what_came_before_a_shared_entry_stays_before_it():
    shared = record("shared", 1)
    merged = told(merge(log(shared, record("here", 2)), log(record("first", 9), shared)))
    assert merged == ["first", "shared", "here"]


def test_lines_that_cannot_be_read_stay_where_they_are():
    merged = told(merge(log(record("a", 1), None, record("b", 3)), log(record("x", 2))))
    assert merged == ["a", "torn", "x", "b"]


def test_a_time_that_is_none_breaks_nothing():
    odd = [{"time": time, "what": str(n)} for n, time in enumerate(("yesterday", None, 7, "",
                                                                    "2026-05-12", "9999-12-31"))]
    assert sorted(told(merge(log(record("a", 1)), log(*odd)))) == sorted(["a", *"012345"])


def subsequence(part, whole):
    rest = iter(whole)
    return all(one in rest for one in part)


RECORDS = st.lists(st.builds(record, st.sampled_from("abcd"), st.integers(0, 3)), max_size=8)


@settings(max_examples=300, deadline=None)
@given(here=RECORDS, there=RECORDS)
def test_whatever_was_written_nothing_is_lost_or_doubled(here, there):
    mine, theirs = log(*here), log(*there)
    merged = merge(mine, theirs)
    keys = [line.key for line in merged]
    assert len(set(keys)) == len(keys)
    assert set(keys) == {line.key for line in [*mine, *theirs]}
    assert subsequence([line.key for line in mine], keys), "what is here keeps its order"
    new = [line.key for line in theirs if line.key not in {one.key for one in mine}]
    assert subsequence(new, keys), "what comes keeps its order"
    assert merge(merged, theirs) == merged, "loading it again changes nothing"
