"""Chances become the level that costs least to be wrong about."""

import pytest

from workshop.judging.features import Names, scales, tally
from workshop.judging.levels import Chances, level_of
from workshop.judging.scoring import FLOOR, ZERO, raw_scores


@pytest.mark.parametrize(
    ("some", "met", "level"),
    [(0.95, 0.9, 2), (0.9, 0.1, 1), (0.1, 0.05, 0), (0.5, 0.5, None), (0.99, 0.75, 2)],
)
def test_level_of_a_pair_of_chances(some, met, level):
    assert level_of(Chances(some, met), {"caution": 0.0, "unsure": 0.2}) == level


def test_caution_keeps_from_saying_met():
    chance = Chances(0.99, 0.75)
    assert level_of(chance, {"caution": 5.0, "unsure": 0.2}) == 1


def test_the_middle_is_told_as_doubt_only_where_little_speaks_for_it():
    chance = Chances(0.6, 0.45)
    assert level_of(chance, {"caution": 0.0, "unsure": 0.1}) == 1
    assert level_of(chance, {"caution": 0.0, "unsure": 0.3}) is None


def test_more_chance_never_lowers_the_level():
    cut = {"caution": 1.5, "unsure": 0.0}
    found = [level_of(Chances(1.0, at / 50), cut) for at in range(51)]
    assert found == sorted(found)


def test_scores_added_up_as_whole_numbers_equal_plain_arithmetic():
    rows = {"wwait": {0: 12, 1: -45}, "wfor": {1: 3}, "c<wa": {0: -7}, "kDEPEND": {0: 45, 1: 1}}
    compiled = {
        "bias": [-1.0, 0.5],
        "units": [0.3, 0.02],
        "features": {
            name: "".join(chr(35 + at) + chr(ZERO + steps) for at, steps in row.items())
            for name, row in rows.items()
        },
    }
    words, names = ("they", "wait", "for", "you", "and", "wait"), Names()
    values = tally(words, False, names)
    scale = scales(values)
    expected = [
        bias + unit * sum(values[name] * scale[name[0]] * row.get(at, 0)
                          for name, row in rows.items())
        for at, (bias, unit) in enumerate(zip([-1.0, 0.5], [0.3, 0.02], strict=True))
    ]  # fmt: skip
    assert raw_scores(words, False, names, compiled) == pytest.approx(expected)
    assert raw_scores(("xqzt",), False, names, compiled) == [FLOOR] * 2
