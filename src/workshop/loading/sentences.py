"""Reads ``sentences.yaml``, the further examples that a judge learns from, if there are any."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workshop.errors import Problem, ProblemsFound
from workshop.loading.exercises import load_exercise
from workshop.loading.responses import load_responses
from workshop.loading.validate import validate
from workshop.loading.yamltree import Path as TreePath
from workshop.loading.yamltree import Tree, dotted, read_yaml
from workshop.model.exercise import Exercise, Text
from workshop.model.responses import ResponseSet
from workshop.model.sentences import CriterionSentences, SentenceSet, with_sentences

SENTENCES_FILE = "sentences.yaml"


def load_taught(folder: Path) -> tuple[Exercise, ResponseSet]:
    """All that a judge is made from: the exercise with its further examples, and the responses.

    Raises ``ProblemsFound`` with every mistake.
    """
    exercise = load_exercise(folder)
    more, problems, _ = try_sentences(folder, exercise)
    if problems:
        raise ProblemsFound(problems)
    return with_sentences(exercise, more), load_responses(folder, exercise)


def try_sentences(
    folder: Path, exercise: Exercise, shown: str = ""
) -> tuple[tuple[CriterionSentences, ...], list[Problem], Tree]:
    """The sentences (none if there is no file), all problems, and where the fields stand."""
    file = f"{shown or folder}/{SENTENCES_FILE}"
    try:
        tree = read_yaml((folder / SENTENCES_FILE).read_bytes(), file)
    except FileNotFoundError:
        return (), [], Tree()
    except OSError as error:
        return (), [Problem(file, 0, "", f"Cannot be read: {error.strerror}.",
                            "Mend the file, or take it away.")], Tree()
    if tree.data is None and not tree.problems:
        tree.problems.append(Problem(file, 0, "", "The file is empty.",
                                     "Start it with `schema: 1`, or take it away."))
    found = validate(SentenceSet, tree.data, tree, file) if tree.data is not None else None
    if found is None:
        return (), tree.problems, tree
    for path, what, mend in _faults(found, exercise):
        tree.problems.append(Problem(file, tree.line(path), dotted(path), what, mend))
    return found.sentences, tree.problems, tree


Fault = tuple[TreePath, str, str]


def _faults(found: SentenceSet, exercise: Exercise) -> Iterator[Fault]:
    if found.exercise != exercise.id:
        yield (("exercise",), f'These are sentences for "{found.exercise}", beside the exercise '
               f'"{exercise.id}".', "Give both the same name.")
    texts = {item.id: item for item in exercise.items if isinstance(item, Text)}
    for index, one in enumerate(found.sentences):
        base: TreePath = ("sentences", index)
        item = texts.get(one.item)
        if item is None:
            yield ((*base, "item"), f'There is no text item "{one.item}".',
                   f"Write {' or '.join(texts) or 'them beside an exercise that has one'}.")
        elif one.criterion not in (names := [c.id for c in item.rubric]):
            yield ((*base, "criterion"), f'There is no criterion "{one.criterion}".',
                   f"Write one of {', '.join(names)}.")
        yield from _empty_or_twice(one, base)


def _empty_or_twice(one: CriterionSentences, base: TreePath) -> Iterator[Fault]:
    """Nothing is learnt from no words, and from words at two levels only confusion."""
    seen: dict[str, str] = {}
    for name in ("met", "partly", "not_found"):
        for at, text in enumerate(getattr(one, name)):
            words = " ".join(text.lower().split())
            if not words:
                yield ((*base, name, at), "This sentence is empty.", "Take it out.")
            elif words in seen:
                yield ((*base, name, at), f'This sentence stands under "{seen[words]}" already.',
                       "Take one of the two out.")
            seen.setdefault(words, name)
