"""Order: as many cards count as can stay where they are; several orders may be right."""

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workshop.bulk import grade
from workshop.kinds import order
from workshop.model.result import Unreadable

RIGHT = ["c0", "c1", "c2", "c3"]


def given_as(kept, aside=("c4",)):
    return {"order": list(kept), "aside": list(aside)}


@pytest.mark.parametrize(("kept", "aside", "score", "status"), [
    (RIGHT, ["c4"], 5, "met"),
    (["c1", "c0", "c2", "c3"], ["c4"], 5, "met"),
    (["c0", "c2", "c1", "c3"], ["c4"], 4, "partly"),
    (["c3", "c0", "c1", "c2"], ["c4"], 4, "partly"),
    (["c3", "c2", "c1", "c0"], ["c4"], 3, "partly"),
    ([*RIGHT, "c4"], [], 4, "partly"),
    (["c0", "c1", "c2"], ["c3", "c4"], 4, "partly"),
    (["c4", "c3"], ["c0", "c1", "c2"], 1, "not_yet"),
])
def test_a_point_for_each_card_that_can_stay(make, kept, aside, score, status):
    result = grade(make.order(), given_as(kept, aside))
    assert (result.score.raw, result.score.max, result.status) == (score, 5, status)


def test_every_order_that_keeps_the_pairs_is_right(make):
    item = make.order()
    met = [kept for kept in permutations(RIGHT) if grade(item, given_as(kept)).status == "met"]
    assert met == [("c0", "c1", "c2", "c3"), ("c1", "c0", "c2", "c3")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(RIGHT))
def test_the_cards_named_are_the_fewest_that_mend_the_order(make, kept):
    pairs = {("c0", "c2"), ("c1", "c2"), ("c2", "c3"), ("c0", "c3"), ("c1", "c3")}

    def keeps(cards):
        return all(early in cards and late in cards and cards.index(early) < cards.index(late)
                   or early not in cards or late not in cards for early, late in pairs)

    result = grade(make.order(), given_as(kept))
    moved = {note.about for note in result.notes if note.status != "met"}
    assert keeps([card for card in kept if card not in moved])
    smallest = min(len(some) for some in subsets(kept)
                   if keeps([card for card in kept if card not in some]))
    assert len(moved) == smallest


def subsets(things):
    return [{t for n, t in enumerate(things) if bits >> n & 1} for bits in range(2 ** len(things))]


def test_a_misplaced_card_says_where_it_was_put(make):
    result = grade(make.order(), given_as(["c3", "c0", "c1", "c2", "c4"], []))
    texts = {note.about: note.text for note in result.notes if note.status != "met"}
    assert texts["c3"].startswith("You put it in place 1.")
    assert texts["c4"].startswith("You kept it.")


def test_first_check_marks_a_misplaced_card_and_the_second_says_why(make):
    item = make.order()
    result = grade(item, given_as(["c3", "c0", "c1", "c2"]))
    first, second = (order.disclose(item, result, attempts).notes[0] for attempts in (1, 2))
    assert (first.status, first.text) == ("not_yet", "")
    assert second.text.endswith("You said so. Say more.")


@pytest.mark.parametrize("raw", [
    None, {}, [], {"order": RIGHT}, {"order": [*RIGHT, "c0"], "aside": ["c4"]},
    {"order": [*RIGHT, "c9"], "aside": ["c4"]},
])
def test_what_does_not_hold_every_card_once_is_unreadable(make, raw):
    assert isinstance(order.read(make.order(), raw), Unreadable)


@pytest.mark.parametrize(("before", "discard", "path"), [
    ([("c2", "c0")], (), ("before", 0)),
    ([("c0", "c9")], (), ("before", 0, 1)),
    ([("c0", "c4")], ("c4",), ("before", 0, 1)),
    ([("c0", "c1")], ("c9",), ("discard", 0)),
    ([], (), ("before",)),
])
def test_a_pair_that_the_file_itself_breaks_is_told(make, before, discard, path):
    assert [fault.path for fault in order.faults(make.order(before, discard))] == [path]
