"""Sample responses: they speak of their exercise, and their quotes are the response's own words."""

from dataclasses import replace
from pathlib import Path

import pytest

from workshop.errors import ProblemsFound
from workshop.kinds import kind_of
from workshop.loading import find_places, load_all, load_exercise
from workshop.loading.responses import load_responses, try_responses
from workshop.model.exercise import Text
from workshop.model.result import Unreadable

PLACES = find_places(Path(__file__))
EXERCISES = load_all(PLACES)


@pytest.fixture(params=EXERCISES, ids=lambda exercise: exercise.id)
def exercise(request):
    return request.param


def responses_of(exercise):
    return load_responses(PLACES.exercise(exercise.id), exercise)


def test_quotes_of_labelled_evidence_are_words_of_the_part_they_name(exercise):
    for response in responses_of(exercise).labelled:
        for place in response.evidence.values():
            text = response.response
            assert place["quote"].strip()
            if not isinstance(text, str):
                text = text[place["part"]]
            assert place["quote"] in text


def test_labelled_responses_can_be_read_by_their_item(exercise):
    for response in responses_of(exercise).labelled:
        item = exercise.item(response.item)
        raw = response.response if isinstance(response.response, str) else dict(response.response)
        read = kind_of(item).read(item, raw)
        text = "".join(raw if isinstance(raw, str) else raw.values())
        is_no_answer = not text.strip() or text.split() == item.starter.split()
        assert isinstance(read, Unreadable) == is_no_answer


def test_every_level_of_every_criterion_has_labelled_responses(exercise):
    labelled = responses_of(exercise).labelled
    for item in exercise.items:
        for criterion in item.rubric if isinstance(item, Text) else ():
            levels = {r.levels[criterion.id] for r in labelled if r.item == item.id}
            assert {0, 2} <= levels


def test_held_out_voices_are_in_no_training_split(exercise):
    by_voice = {}
    for response in responses_of(exercise).labelled:
        by_voice.setdefault(response.voice, set()).add(response.split)
    if not any(isinstance(item, Text) for item in exercise.items):
        return
    assert {"train"} in by_voice.values()
    assert {"held-out"} in by_voice.values()
    assert all(len(splits) == 1 for splits in by_voice.values())


def test_responses_say_honestly_where_they_come_from(exercise):
    assert len(responses_of(exercise).origin.split()) > 5


def test_loading_tells_every_mistake_at_once():
    folder = Path(__file__).parents[1] / "broken" / "sample-responses"
    exercise = load_exercise(folder)
    with pytest.raises(ProblemsFound) as caught:
        load_responses(folder, exercise)
    assert len(caught.value.problems) == 9
    assert caught.value.problems == sorted(caught.value.problems)


def test_missing_and_empty_files_are_problems(tmp_path):
    exercise = EXERCISES[0]
    assert try_responses(tmp_path, exercise, "here")[1][0].file == "here/responses.yaml"
    (tmp_path / "responses.yaml").write_text("# nothing yet\n", encoding="utf-8")
    with pytest.raises(ProblemsFound, match="The file is empty"):
        load_responses(tmp_path, exercise)


def test_responses_of_another_exercise_are_told():
    found, problems = try_responses(PLACES.exercise(EXERCISES[0].id),
                                    replace(EXERCISES[0], id="another"))
    assert found is not None
    assert [problem.field for problem in problems] == ["exercise"]
