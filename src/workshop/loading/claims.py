"""The claims of the essays, from the book's ``claims.yaml``."""

from __future__ import annotations

from workshop.errors import Problem, ProblemsFound
from workshop.loading.places import Places
from workshop.loading.validate import validate
from workshop.loading.yamltree import Tree, read_yaml
from workshop.model.claim import Claim, Claims

CLAIMS_FILE = "claims.yaml"


def load_claims(places: Places) -> tuple[Claim, ...]:
    """The claims, in the order of the file. Raises ``ProblemsFound``."""
    claims, problems, _ = try_claims(places)
    if problems:
        raise ProblemsFound(problems)
    return claims


def try_claims(places: Places) -> tuple[tuple[Claim, ...], list[Problem], Tree]:
    """The claims, every problem of their file, and where its fields stand."""
    path = places.book / CLAIMS_FILE
    shown = f"book/{CLAIMS_FILE}"
    if not path.is_file():
        missing = Problem(shown, 0, "", "The list of claims is missing.",
                          "Write one: `schema: 1`, then `claims:` with `id` and `claim`.")
        return (), [missing], Tree()
    tree = read_yaml(path.read_bytes(), shown)
    found = validate(Claims, tree.data, tree, shown) if tree.data is not None else None
    claims = found.claims if found else ()
    seen: set[str] = set()
    for index, claim in enumerate(claims):
        if claim.id in seen:
            tree.problems.append(Problem(
                shown, tree.line(("claims", index, "id")), f"claims[{index}].id",
                f"The id {claim.id} is used by an earlier claim.", "Give this claim its own id."))
        seen.add(claim.id)
    return claims, sorted(tree.problems), tree
