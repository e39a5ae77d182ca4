"""The report as JSON; ``report.schema.json`` says what each field means."""

from __future__ import annotations

import json
from dataclasses import asdict

from workshop.reporting.report import Report


def as_json(report: Report) -> str:
    """The whole report, with the learner's words letter by letter."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=2) + "\n"
