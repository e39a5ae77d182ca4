"""The JSON Schema of exercise files, made from the model that also checks them.

Items are told apart by ``if``/``then`` on their kind, because editors then name the field that is
wrong where a union would only say that nothing fits.
"""

from __future__ import annotations

import json
from typing import Any

from workshop.kinds import KINDS
from workshop.loading.validate import adapter
from workshop.model.exercise import Exercise


def schema_text() -> str:
    """The schema as the text of a file, the same on every run."""
    return json.dumps(exercise_schema(), ensure_ascii=False, indent=2) + "\n"


def exercise_schema() -> dict[str, Any]:
    """The schema of ``exercise.yaml`` (draft 7, which editors' language servers read)."""
    whole = adapter(Exercise).json_schema(ref_template="#/definitions/{model}")
    definitions = whole.pop("$defs")
    for definition in definitions.values():
        definition.pop("default", None)
    definitions["Text"]["properties"].pop("judge", None)
    whole["properties"]["items"] = {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"enum": sorted(KINDS)}},
            "allOf": [
                {"if": {"properties": {"kind": {"const": name}}},
                 "then": {"$ref": f"#/definitions/{kind.Model.__name__}"}}
                for name, kind in sorted(KINDS.items())
            ],
        },
    }
    return {"$schema": "http://json-schema.org/draft-07/schema#", **whole,
            "definitions": definitions}
