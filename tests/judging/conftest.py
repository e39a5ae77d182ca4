"""A small rubric and a judge written by hand, so that judging is tested without training."""

import pytest

from workshop.judging.figures import NO_ABSENCE
from workshop.judging.scoring import HEADS, TONES, ZERO
from workshop.model.exercise import Part, Text
from workshop.model.rubric import Criterion, Levels, NearMiss

CRITERIA = ("customers", "depend", "no-threat")


def criterion(name, part="", **more):
    return Criterion(
        id=name,
        title=f"names {name}",
        question=f"Does it name {name}?",
        because="It matters.",
        next="Name it.",
        levels=Levels(met="It is named.", partly="Only a hint of it.", not_found="Not there."),
        met=("They wait for your part",),
        near_misses=(NearMiss(text="I will fire you", why="threat"),),
        part=part,
        **more,
    )


def row(weights):
    """A compiled row: a weight for each head that is named."""
    heads = [f"{c}:{h}" for c in CRITERIA for h in HEADS] + [f"tone:{tone}" for tone in TONES]
    pairs = (chr(35 + heads.index(head)) + chr(ZERO + weight) for head, weight in weights.items())
    return "".join(pairs)


def compiled():
    """Heads that know three words, and final models that follow their best unit."""
    heads = [f"{c}:{h}" for c in CRITERIA for h in HEADS] + [f"tone:{tone}" for tone in TONES]
    width = 11 + len(TONES) + len(NO_ABSENCE)
    follow = {
        "some": [0.0, 1.0] + [0.0] * (width - 1),
        "met": [0.0, 0.0, 1.0] + [0.0] * (width - 2),
    }
    never = {"some": [2.0, 0.0, 0.0, -1.0] + [0.0] * (width - 3)}
    cut = {"caution": 0.0, "unsure": 0.05}
    return {
        "schema": 2,
        "prompt": ["two of your largest customers have begun to talk to a competitor"],
        "heads": heads,
        "bias": [-2.0] * len(heads),
        "units": [1.0] * len(heads),
        "features": {
            "wcustom": row({"customers:some": 30, "customers:met": 30}),
            "wdepend": row({"depend:some": 30, "depend:met": 30}),
            "wfire": row({"no-threat:against": 40}),
        },
        "criteria": {
            "customers": {**follow, "cut": cut, "guards": ["denied", "ironic", "threat"]},
            "depend": {**follow, "cut": cut, "guards": ["denied", "another"]},
            "no-threat": {**never, "met": never["some"], "cut": cut, "guards": []},
        },
    }


@pytest.fixture(scope="session")
def item():
    return Text(
        id="messages",
        title="Messages",
        stem="Write.",
        lens="E3",
        parts=(
            Part(id="team", label="Team"),
            Part(id="susan", label="Susan", addressee=("Susan",)),
            Part(id="george", label="George", addressee=("George",)),
        ),
        rubric=(
            criterion("customers", "team"),
            criterion("depend", "george"),
            criterion("no-threat", looks_for="absence", answered=("susan", "george")),
        ),
        judge=compiled(),
    )
