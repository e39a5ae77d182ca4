"""The misconceptions that exercises name, from ``exercises/misconceptions.yaml``."""

from __future__ import annotations

from collections.abc import Mapping

from workshop.errors import Problem
from workshop.loading.places import Places
from workshop.loading.validate import validate
from workshop.loading.yamltree import Tree, read_yaml
from workshop.model.misconception import Misconceptions

MISCONCEPTIONS_FILE = "misconceptions.yaml"


def try_misconceptions(places: Places) -> tuple[Mapping[str, str], list[Problem], Tree]:
    """The words of each tag, every problem of the file, and where its fields stand."""
    path = places.exercises / MISCONCEPTIONS_FILE
    shown = f"exercises/{MISCONCEPTIONS_FILE}"
    if not path.is_file():
        missing = Problem(shown, 0, "", "The list of misconceptions is missing.",
                          "Write one: `schema: 1`, then `misconceptions:` with `tag: \"words\"`.")
        return {}, [missing], Tree()
    tree = read_yaml(path.read_bytes(), shown)
    if tree.data is None and not tree.problems:
        tree.problems.append(Problem(shown, 0, "", "The file is empty.",
                                     "Start it with `schema: 1` and `misconceptions:`."))
    found = validate(Misconceptions, tree.data, tree, shown) if tree.data is not None else None
    return found.misconceptions if found else {}, sorted(tree.problems), tree
