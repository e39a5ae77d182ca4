"""Few cases lean on what other exercises taught; many cases have their own way."""

import json
from importlib.resources import files
from random import Random

import pytest

from workshop.judging.fingerprints import COMPILER
from workshop.judging.levels import chances

pytest.importorskip("sklearn")

from workshop.training.calibrating import (
    Case,
    Prior,
    fit_finals,
    fit_prior,
    prior_as_text,
    shipped_prior,
)

UP = Prior(middle=(0.0, 0.0), spread=(1.0, 1.0), some=(0.0, 2.0, 0.0), met=(-0.5, 2.0, 0.0))
"""The first figure speaks for a criterion, the second says nothing."""


def cases(count, sign=1, seed=1):
    """Responses whose first figure tells the level (turned round by a sign of -1)."""
    random = Random(seed)
    found = []
    for at in range(count):
        level = at % 3
        figures = (sign * (level - 1) * 2 + random.gauss(0, 1), random.gauss(0, 1))
        found.append(Case(figures, level, "ab"[at % 2]))
    return found


def met(models, figures, criterion="why"):
    return chances(figures, models[criterion]).met


def test_without_a_case_of_its_own_a_criterion_is_judged_by_the_prior():
    models = fit_finals({"why": []}, UP)
    assert models["why"] == {"some": [0.0, 2.0, 0.0], "met": [-1.5, 2.0, 0.0]}


def test_a_few_odd_cases_bend_the_prior_and_many_turn_it():
    few = fit_finals({"why": cases(6, sign=-1)}, UP)
    many = fit_finals({"why": cases(900, sign=-1)}, UP)
    assert 0.5 < met(few, (2.0, 0.0)) < met(fit_finals({"why": []}, UP), (2.0, 0.0))
    assert met(many, (2.0, 0.0)) < 0.2 < 0.5 < met(many, (-2.5, 0.0))


def test_criteria_differ_only_as_far_as_their_own_cases_insist():
    models = fit_finals({"why": cases(300), "how": cases(300, sign=-1), "who": []}, UP)
    assert met(models, (2.0, 0.0)) > 0.7 > 0.3 > met(models, (2.0, 0.0), "how")
    assert met(models, (2.0, 0.0), "who") > met(models, (2.0, 0.0), "how")


def test_without_a_prior_all_is_learned_from_the_cases():
    models = fit_finals({"why": cases(300)})
    assert met(models, (2.5, 0.0)) > 0.7 > 0.1 > met(models, (-2.0, 0.0))


def test_one_side_alone_makes_a_model_that_leans_to_it():
    models = fit_finals({"why": [case for case in cases(60) if case.level == 2]})
    assert met(models, (0.0, 0.0)) > 0.9


def test_a_prior_is_what_exercises_have_in_common():
    prior = fit_prior({"one": cases(200, seed=1), "two": cases(200, seed=2)})
    for weights in (prior.some, prior.met):
        assert weights[1] > 1 > 0.3 > abs(weights[2])


def test_the_figure_that_hardly_ever_differs_is_not_blown_up():
    still = [Case((case.figures[0], 0.0), case.level, case.voice) for case in cases(90)]
    models = fit_finals({"why": still}, fit_prior({"one": still}))
    assert abs(met(models, (0.0, 1.0)) - met(models, (0.0, 0.0))) < 0.05


def test_the_prior_as_text_can_be_read_back():
    plain = json.loads(prior_as_text(UP, 7, {"one": 3}))
    assert plain["compiler"] == 7 and plain["made_from"] == {"one": 3}
    assert Prior(**{key: tuple(value) for key, value in plain["words"].items()}) == UP


def test_the_shipped_prior_belongs_to_this_compiler():
    """Whoever writes it anew raises COMPILER, and so every judge is compiled anew."""
    text = files("workshop.training").joinpath("prior.json").read_text(encoding="utf-8")
    assert json.loads(text)["compiler"] == COMPILER
    prior = shipped_prior()
    assert len(prior.some) == len(prior.met) == len(prior.middle) + 1 == len(prior.spread) + 1
