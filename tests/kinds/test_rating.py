"""The standard ways of comparing ratings with a key, on an example worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.kinds.rating import (
    profile,
    raw_consensus,
    side_points,
    standardised_consensus,
)

OWN = [5, 5, 4, 4, 2, 2, 1, 1]
KEYS = [4, 4, 5, 4, 2, 1, 2, 2]

ratings = st.lists(st.integers(1, 5), min_size=8, max_size=20)


def test_worked_example():
    # distances 1 1 1 0 0 1 1 1; means 3 and 3; squares about the mean 20 and 14 over eight
    assert raw_consensus(OWN, KEYS) == -0.75
    parts = profile(OWN, KEYS)
    assert parts.elevation == 0
    assert parts.dispersion == pytest.approx((2.5 ** 0.5 - 1.75 ** 0.5) ** 2)
    assert parts.shape == pytest.approx((14 / 8) / (2.5 * 1.75) ** 0.5)


@pytest.mark.parametrize(("rating", "key", "points"), [
    (5, 3.2, 1), (3, 3.2, 0.5), (2, 3.2, 0), (1, 2.9, 1), (4, 3, 0.5),
])
def test_the_side_is_all_that_counts(rating, key, points):
    assert side_points(rating, key) == points


@given(ratings, st.data())
def test_squared_distance_is_the_sum_of_its_three_parts(own, data):
    keys = data.draw(st.lists(st.integers(1, 5), min_size=len(own), max_size=len(own)))
    squared = sum((x - k) ** 2 for x, k in zip(own, keys, strict=True)) / len(own)
    assert profile(own, keys).squared_distance == pytest.approx(squared)


@given(ratings, st.data(), st.integers(-3, 3), st.integers(1, 4))
def test_standardised_score_ignores_how_high_and_how_widely_one_rates(own, data, up, wide):
    keys = data.draw(st.lists(st.integers(1, 5), min_size=len(own), max_size=len(own)))
    score = standardised_consensus(own, keys)
    moved = standardised_consensus([up + wide * x for x in own], keys)
    assert moved == pytest.approx(score) if score is not None else moved is None


def test_too_few_ratings_or_all_alike_give_no_standardised_score():
    assert standardised_consensus([1, 5, 2], [1, 5, 2]) is None
    assert standardised_consensus([3] * 8, KEYS) is None
