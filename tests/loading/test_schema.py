"""The JSON Schema: made from the model, committed, and as strict as `workshop check`."""

import dataclasses
import json
from pathlib import Path

import jsonschema
import pytest

from workshop import model
from workshop.loading.schema import exercise_schema, schema_text
from workshop.loading.yamltree import read_yaml
from workshop.model import exercise as words
from workshop.model.authored import Authored
from workshop.model.result import Feedback
from workshop.model.rubric import Criterion, Levels, NearMiss

ROOT = Path(__file__).parents[2]
COMMITTED = Path(model.__file__).parents[1] / "loading" / "exercise.schema.json"

# Broken in what a schema can see: fields and their values.
STRUCTURAL = ["unknown-field", "missing-field", "not-text", "unknown-kind", "many-at-once",
              "text-values", "a-list", "no-items"]

IN_FILES = [
    cls for cls in vars(words).values()
    if isinstance(cls, type) and issubclass(cls, Authored) and cls not in (Authored, words.Item)
] + [Feedback, Criterion, Levels, NearMiss]


@pytest.fixture(scope="module")
def validator():
    schema = exercise_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def test_committed_schema_is_the_one_that_the_model_makes():
    assert COMMITTED.read_text(encoding="utf-8") == schema_text(), (
        "run: workshop schema > src/workshop/loading/exercise.schema.json")


@pytest.mark.parametrize("path", sorted((ROOT / "exercises").glob("*/exercise.yaml")),
                         ids=lambda path: path.parent.name)
def test_real_exercise_fits_the_schema_and_names_it_in_its_first_line(path, validator):
    validator.validate(read_yaml(path.read_bytes(), path.name).data)
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.split("=", 1)[1]).resolve() == COMMITTED.resolve()


@pytest.mark.parametrize("slug", STRUCTURAL)
def test_broken_exercise_does_not_fit_the_schema(slug, validator):
    data = read_yaml((ROOT / "tests/broken" / slug / "exercise.yaml").read_bytes(), slug).data
    assert data is not None
    assert list(validator.iter_errors(data))


def test_unknown_field_is_named_by_the_schema_at_its_place(validator):
    path = ROOT / "tests/broken/unknown-field/exercise.yaml"
    told = [error.message for error in validator.iter_errors(read_yaml(path.read_bytes(), "").data)]
    for name in ("objectiv", "texts", "explanation"):
        assert any(f"'{name}' was unexpected" in message for message in told)


@pytest.mark.parametrize("cls", IN_FILES, ids=lambda cls: cls.__name__)
def test_every_field_of_the_model_is_in_the_schema_and_no_other(cls):
    schema = exercise_schema()
    part = schema if cls is words.Exercise else schema["definitions"][cls.__name__]
    fields = {field.name: field for field in dataclasses.fields(cls) if field.name != "judge"}
    assert set(part["properties"]) == set(fields)
    assert part["additionalProperties"] is False
    needed = {name for name, field in fields.items()
              if field.default is field.default_factory is dataclasses.MISSING}
    assert set(part.get("required", [])) == needed


def test_compiled_judge_is_no_field_that_an_author_may_write():
    assert '"judge"' not in schema_text()
    assert json.loads(schema_text()) == exercise_schema()
