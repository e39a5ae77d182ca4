"""Which claims are taught and practised, and where; and the rules that keep it so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workshop.checking.checked import Checked
from workshop.checking.pages import Page, pages
from workshop.checking.whole import Whole, WholeRule
from workshop.errors import Problem
from workshop.loading import Places, load_all
from workshop.loading.claims import CLAIMS_FILE, load_claims
from workshop.model.claim import Claim
from workshop.model.exercise import Exercise


@dataclass(frozen=True)
class Coverage:
    """One claim with the pages that teach it and the exercises that practise it."""

    claim: Claim
    taught: tuple[str, ...]
    practised: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing: taught, and practised where it has to be."""
        return bool(self.taught) and (bool(self.practised) or not self.claim.practise)


    @property
    def line(self) -> str:
        """The claim in one line: where it is taught, where it is practised.

        >>> Coverage(Claim(id="E1-01", claim="x"), (), ("an-exercise",)).line
        'E1-01  taught: nowhere  practised: an-exercise'
        """
        taught = ", ".join(self.taught) or "nowhere"
        practised = ", ".join(self.practised) or ("nowhere" if self.claim.practise else "not asked")
        return f"{self.claim.id}  taught: {taught}  practised: {practised}"


def coverage_of(places: Places) -> list[Coverage]:
    """The coverage of a workshop. Raises ``ProblemsFound`` for an exercise that cannot be read."""
    return coverage(load_claims(places), pages(places), load_all(places))


def coverage(
    claims: Sequence[Claim], written: Sequence[Page], exercises: Iterable[Exercise]
) -> list[Coverage]:
    """Every claim with where it is taught and practised. A form practises nothing: it asks."""
    taught: dict[str, list[str]] = {}
    for page in written:
        for _, name in page.teaches():
            taught.setdefault(name, []).append(page.shown)
    practised: dict[str, list[str]] = {}
    for exercise in exercises:
        if not exercise.form:
            for name in {claim for item in exercise.items for claim in item.claims}:
                practised.setdefault(name, []).append(exercise.id)
    return [
        Coverage(claim, tuple(dict.fromkeys(taught.get(claim.id, ()))),
                 tuple(sorted(practised.get(claim.id, ()))))
        for claim in claims
    ]


def summary(covered: Sequence[Coverage]) -> list[str]:
    """The two counts in words.

    >>> summary([Coverage(Claim(id="E1-01", claim="x"), ("a page",), ())])
    ['1 of 1 taught', '0 of 1 practised']
    """
    wanted = [one for one in covered if one.claim.practise]
    return [f"{sum(bool(one.taught) for one in covered)} of {len(covered)} taught",
            f"{sum(bool(one.practised) for one in wanted)} of {len(wanted)} practised"]


def claims_are_covered(whole: Whole) -> Iterator[Problem]:
    """Each claim is taught on a page, and practised in an exercise where it is to be."""
    exercises = [checked.exercise for checked in whole.exercises]
    for index, one in enumerate(coverage(whole.claims, whole.pages, exercises)):
        line = whole.claims_tree.line(("claims", index, "id"))
        place = (f"book/{CLAIMS_FILE}", line, f"claims[{index}]")
        if not one.taught:
            yield Problem(*place, f"No page teaches {one.claim.id}.",
                          f"Say it in a chapter, and below it `<!-- teaches: {one.claim.id} -->`.")
        if one.claim.practise and not one.practised:
            yield Problem(*place, f"No exercise practises {one.claim.id}.",
                          "Name it in the `claims` of an item, or write `practise: false`.")


def claims_exist(whole: Whole) -> Iterator[Problem]:
    """Each claim that a page or an exercise names stands in the list."""
    known = {claim.id for claim in whole.claims}
    if not known:
        return
    mend = f"Name a claim of book/{CLAIMS_FILE}."
    for page in whole.pages:
        listed = page.front.get("claims", [])
        for number, name in enumerate(listed if isinstance(listed, list) else []):
            if name not in known:
                line = page.head.line(("claims", number)) + 1  # below the first rule
                yield page.problem(line, f'There is no claim "{name}".', mend)
        for line, name in page.teaches():
            if name not in known:
                yield page.problem(line, f'There is no claim "{name}".', mend)
    for checked in whole.exercises:
        for path, name in _named(checked):
            if name not in known:
                yield checked.problem(path, f'There is no claim "{name}".', mend)


def _named(checked: Checked) -> Iterator[tuple[tuple[str | int, ...], str]]:
    exercise = checked.exercise
    for number, name in enumerate(exercise.claims):
        yield ("claims", number), name
    for index, item in enumerate(exercise.items):
        for number, name in enumerate(item.claims):
            yield ("items", index, "claims", number), name


def claims_agree(whole: Whole) -> Iterator[Problem]:
    """What a chapter or an exercise lists in its head is what its parts carry."""
    for page in whole.chapters:
        listed = set(page.front.get("claims") or ())
        marked = {name for _, name in page.teaches()}
        if listed != marked:
            yield page.problem(1, "The claims in the head are not those that the text marks: "
                               f"{_difference(listed, marked)}.", "Make the two agree.")
    for checked in whole.exercises:
        carried = {name for item in checked.exercise.items for name in item.claims}
        listed = set(checked.exercise.claims)
        if listed != carried:
            yield checked.problem(("claims",), "The exercise's claims are not those of its items: "
                                  f"{_difference(listed, carried)}.", "Make the two agree.")


def _difference(listed: set[str], carried: set[str]) -> str:
    return ", ".join(sorted(listed ^ carried))


WHOLE_RULES: list[WholeRule] = [claims_exist, claims_agree, claims_are_covered]
