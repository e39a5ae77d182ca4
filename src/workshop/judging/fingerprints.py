"""A short name for all that a compiled judge was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from workshop.model.exercise import Exercise, Text
from workshop.model.labelled import LabelledResponse

COMPILER = 4
"""Raised when features, guards or heads change so that compiled files must be made anew."""


def fingerprint(
    exercise: Exercise, item: Text, labelled: Sequence[LabelledResponse] = ()
) -> str:
    """64 hexadecimal digits (SHA-256) over rubric, stem, situation, parts and labelled responses.

    Equal inputs give equal fingerprints on every machine; the order of the labelled responses
    makes no difference, and those of other items do not count.
    """
    used = sorted(
        (_plain(response) for response in labelled if response.item == item.id),
        key=lambda entry: json.dumps(entry, sort_keys=True),
    )
    made_from = {
        "compiler": COMPILER,
        "exercise": exercise.id,
        "situation": exercise.situation,
        "item": item.id,
        "stem": item.stem,
        "parts": [asdict(part) for part in item.parts],
        "rubric": [asdict(criterion) for criterion in item.rubric],
        "labelled": used,
    }
    text = json.dumps(made_from, sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(response: LabelledResponse) -> dict[str, object]:
    text = response.response
    return {
        "id": response.id,
        "response": text if isinstance(text, str) else dict(text),
        "levels": dict(response.levels),
        "evidence": {key: dict(value) for key, value in response.evidence.items()},
        "voice": response.voice,
        "split": response.split,
    }
