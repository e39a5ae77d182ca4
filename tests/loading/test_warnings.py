"""Warnings to authors: what would help the judge or a learner is told, and no check fails for it.

In `tests/warned/` each line that earns a warning ends in the comment `# mistake`. The compiled
judge of these exercises is a stub that carries the right fingerprint and nothing else.
"""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workshop.checking.advice import OVERLAP, overlap
from workshop.cli import app
from workshop.judging import fingerprint
from workshop.loading import find_places, load_exercise
from workshop.loading.exercises import JUDGE_SCHEMA
from workshop.loading.responses import load_responses
from workshop.model.exercise import Text

WARNED = Path(__file__).parents[1] / "warned"
SLUGS = sorted(path.parent.name for path in WARNED.glob("*/exercise.yaml"))
ENDINGS = (
    "has 9 of these examples.", "has 8 of these examples.", "sound alike", "letter by letter",
    "has level 1 for", "The stem has 91 words.", "has 2 replies.",
)  # fmt: skip


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Runs `workshop check` on a copy of these exercises, their judges up to date."""

    def run(*slugs, options=()):
        monkeypatch.chdir(tmp_path)
        for slug in slugs:
            folder = shutil.copytree(WARNED / slug, tmp_path / slug)
            exercise = load_exercise(folder)
            learnt = load_responses(folder, exercise).learnt_from
            judge = {
                item.id: {"schema": JUDGE_SCHEMA,
                          "fingerprint": fingerprint(exercise, item, learnt),
                          "criteria": {criterion.id: {} for criterion in item.rubric}}
                for item in exercise.items if isinstance(item, Text)
            }
            (folder / "judge.json").write_text(json.dumps(judge), encoding="utf-8")
        return CliRunner().invoke(app, ["check", *slugs, *options])

    return run


@pytest.mark.parametrize("slug", SLUGS)
def test_a_warning_is_told_in_these_words_and_fails_nothing(slug, check, golden):
    done = check(slug)
    assert done.exit_code == 0
    golden(f"loading/warned/{slug}.txt", done.output)


def test_every_kind_of_warning_has_its_example_at_its_line(check):
    output = check(*SLUGS).output
    assert all(ending in output for ending in ENDINGS)
    told = {(slug, file, int(line)) for slug, file, line in
            re.findall(r"^Warning: ([^/]+)/([^:]+):(\d+)  ", output, re.M)}
    marked = {
        (slug, path.name, number)
        for slug in SLUGS for path in (WARNED / slug).glob("*.yaml")
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if line.endswith("# mistake")
    }
    assert told == marked


def test_warnings_stand_in_the_json_report_beside_no_problem(check):
    done = check("no-hints", options=["--format", "json"])
    report = json.loads(done.output)
    assert (done.exit_code, report["problems"], report["with_problems"]) == (0, [], 0)
    (warning,) = report["warnings"]
    assert set(warning) == {"file", "line", "field", "what", "mend"}


def test_equal_sets_of_sentences_overlap_and_unlike_ones_do_not():
    one = [f"the van comes on day {at} of the month" for at in range(8)]
    two = [f"please forgive us for that, number {at}" for at in range(8)]
    assert overlap(one, one) > OVERLAP
    assert overlap(one, two) == 0
    assert overlap([], []) == 0


def test_the_first_two_exercises_hold_no_pair_of_criteria_that_sound_alike():
    places = find_places(Path(__file__))
    for slug in ("motivating-susan-and-george", "redirecting-technical-decisions"):
        for item in load_exercise(places.exercise(slug)).items:
            words = [c for c in getattr(item, "rubric", ()) if c.looks_for == "words"]
            for at, one in enumerate(words):
                for two in words[at + 1:]:
                    assert one.part != two.part or overlap(one.met, two.met) <= OVERLAP
