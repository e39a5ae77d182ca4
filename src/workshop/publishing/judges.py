"""Compiled judges: made by maintainers from rubric and labelled responses, kept beside both."""

from __future__ import annotations

import json
from pathlib import Path

from workshop.errors import WorkshopError
from workshop.judging import fingerprint
from workshop.loading.exercises import JUDGE_FILE
from workshop.loading.sentences import load_taught
from workshop.model.exercise import Text


def train_judges(folder: Path) -> bool:
    """Compile the text items of one exercise and write them; whether there were any.

    Raises ``ProblemsFound`` for mistakes in the files, and ``WorkshopError`` where scikit-learn
    is not installed.
    """
    need_scikit_learn()
    from workshop.training import compile_item

    exercise, responses = load_taught(folder)
    labelled = responses.learnt_from
    compiled = {
        item.id: compile_item(exercise, item, labelled)
        for item in exercise.items if isinstance(item, Text)
    }
    if compiled:
        text = json.dumps(compiled, sort_keys=True, ensure_ascii=False, indent=1) + "\n"
        (folder / JUDGE_FILE).write_text(text, encoding="utf-8", newline="\n")
    return bool(compiled)


def outdated_judges(folders: list[Path]) -> list[Path]:
    """The exercises whose compiled judge is missing or older than what it is made from."""
    late = []
    for folder in folders:
        exercise, responses = load_taught(folder)
        labelled = responses.learnt_from
        if any(item.judge.get("fingerprint") != fingerprint(exercise, item, labelled)
               for item in exercise.items if isinstance(item, Text)):
            late.append(folder)
    return late


def need_scikit_learn() -> None:
    """Raises ``WorkshopError`` where the maintainer's extra is not installed."""
    try:
        import sklearn  # noqa: F401 - asked for first, so that the message is about the extra
    except ImportError as error:
        raise WorkshopError(
            "Training needs scikit-learn. Run `make setup`, which installs it."
        ) from error
