"""Rules over items: options, stems, keys, hints, and the near misses of written ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workshop.checking.checked import Checked, Rule
from workshop.errors import Problem
from workshop.kinds.base import listed
from workshop.model.exercise import AnyItem, Choice, Option, Rate, Reflect, Reply, Text
from workshop.model.rubric import Criterion

FEWEST_OPTIONS, MOST_OPTIONS, MOST_OF_MANY = 3, 5, 10
LONGEST_TO_SHORTEST, LONGEST_OF_MANY = 1.5, 2.0
SHORT = 40
"""Characters that are read at a glance. What is shorter counts as this long: between a name and
three words no length gives the key away."""

LONGEST_STEM, ADVISED_STEM = 120, 90
FEWEST_HINTS = 2

TURNED = ("denial", "irony", "wrong-person", "threat")
FEWEST_TURNED = 5
FEWEST_EXAMPLES = 8
"""Below this another rule asks for more near misses, and the question of their sort can wait."""

_VIEW = re.compile(r"Chapter (\d)['’]s view")

Place = tuple[str | int, ...]


def length(text: str) -> int:
    """The characters of a text as a reader sees it, line breaks and indents aside.

    >>> length("Ask her\\n  first.")
    14
    """
    return len(" ".join(text.split()))


def telling_length(things: Sequence[Option | Reply], most: float) -> tuple[int, str, str] | None:
    """The place of an option whose length gives it away, what is so, and how to mend it.

    That is the longest, where it has more than ``most`` times the characters of the shortest.
    """
    lengths = [length(thing.text) for thing in things]
    if not lengths:
        return None
    short, long = min(lengths), max(lengths)
    allowed = int(most * max(short, SHORT))
    if long <= allowed:
        return None
    at = lengths.index(long)
    return (at, f'"{things[at].id}" has {long} characters, "{things[lengths.index(short)].id}" '
            f"has {short}: the length tells them apart.",
            f"Cut the longest to {allowed}, or say more in the shortest.")


def _items(checked: Checked) -> Iterator[tuple[Place, AnyItem]]:
    for index, item in enumerate(checked.exercise.items):
        yield ("items", index), item


def options_are_few(checked: Checked) -> Iterator[Problem]:
    """A choice has three to five options, or up to ten where several may be ticked."""
    for place, item in _items(checked):
        if not isinstance(item, Choice) or len(item.options) < 2:
            continue  # a choice without a choice is told by its kind
        most = MOST_OF_MANY if item.many else MOST_OPTIONS
        if not FEWEST_OPTIONS <= len(item.options) <= most:
            yield checked.problem((*place, "options"), f"There are {len(item.options)} options.",
                                  f"Write {FEWEST_OPTIONS} to {most}.")


def options_are_alike(checked: Checked) -> Iterator[Problem]:
    """No option of a choice stands out by its length."""
    for place, item in _items(checked):
        if not isinstance(item, Choice):
            continue
        found = telling_length(item.options, LONGEST_OF_MANY if item.many else LONGEST_TO_SHORTEST)
        if found:
            at, *words = found
            yield checked.problem((*place, "options", at, "text"), *words)


def stems_fit(checked: Checked) -> Iterator[Problem]:
    """A stem has at most a hundred and twenty words."""
    for place, words in _stems(checked):
        if words > LONGEST_STEM:
            yield checked.problem(
                place, f"The stem has {words} words.",
                f"Write at most {LONGEST_STEM}, better {ADVISED_STEM}; the rest is situation.")


def stems_are_short(checked: Checked) -> Iterator[Problem]:
    """A stem has at most ninety words: advice only."""
    for place, words in _stems(checked):
        if ADVISED_STEM < words <= LONGEST_STEM:
            yield checked.problem(
                place, f"The stem has {words} words.",
                f"Write at most {ADVISED_STEM}; in a room it is read aloud.")


def _stems(checked: Checked) -> Iterator[tuple[Place, int]]:
    for place, item in _items(checked):
        yield (*place, "stem"), len(item.stem.split())


def keys_say_where_they_come_from(checked: Checked) -> Iterator[Problem]:
    """Each item that is judged says in the file whose its key is and how far it is proven.

    The fields have defaults; an author is to have thought about them.
    """
    for place, item in _items(checked):
        if isinstance(item, Reflect):
            continue
        missing = [name for name in ("key_source", "key_status")
                   if (*place, name) not in checked.tree.lines]
        if missing:
            names = listed([f"`{name}`" for name in missing])
            yield checked.problem(place, f'The item "{item.id}" does not say where its key '
                                  "comes from.", f"Add {names}, such as `essay` and `draft`.")


def lenses_agree(checked: Checked) -> Iterator[Problem]:
    """A stem that speaks of one chapter's view speaks of the view that the key holds under.

    A stem that names none is fine: the page then puts the lens above it.
    """
    for place, item in _items(checked):
        named = [f"E{number}" for number in _VIEW.findall(item.stem)]
        if named and item.lens not in named:
            views = listed([f"Chapter {lens[1]}'s view" for lens in dict.fromkeys(named)])
            yield checked.problem((*place, "stem"),
                                  f"The stem asks for {views}, but the lens is {item.lens}.",
                                  "Give both the same chapter.")


def panels_have_figures(checked: Checked) -> Iterator[Problem]:
    """A key is called a panel's only where the panel's figures stand beside it.

    A rate item without them is told by its kind; the other kinds have no place for figures.
    """
    for place, item in _items(checked):
        if item.key_status == "panel" and not isinstance(item, Rate):
            yield checked.problem((*place, "key_status"),
                                  "This key is called a panel's and has no figures.",
                                  "Set `key_status: draft`, or make the item a `rate`.")


def hints_lead_on(checked: Checked) -> Iterator[Problem]:
    """Each item has two hints at least; a form gives no help, and a reflection needs none."""
    for place, item in _items(checked):
        if checked.exercise.form or isinstance(item, Reflect) or len(item.hints) >= FEWEST_HINTS:
            continue
        count = len(item.hints) or "no"
        yield checked.problem((*place, "hints"), f'"{item.id}" has {count} '
                              f"{'hint' if count == 1 else 'hints'}.",
                              "Write two or three, from where to look to the rule.")


def answers_are_explained(checked: Checked) -> Iterator[Problem]:
    """Each item ends with a model answer; a form has none, a reflection may show a sample."""
    for place, item in _items(checked):
        shown = item.model_answer.strip() or (isinstance(item, Reflect) and item.sample)
        if not checked.exercise.form and not shown:
            yield checked.problem(place, f'"{item.id}" has no model answer.',
                                  "Add `model_answer:` with the reason for the key.")


def near_misses_turn_round(checked: Checked) -> Iterator[Problem]:
    """Of a criterion's near misses at least five use its words and mean the opposite."""
    for place, criterion in _criteria(checked):
        count = sum(miss.why in TURNED for miss in criterion.near_misses)
        if len(criterion.near_misses) >= FEWEST_EXAMPLES and count < FEWEST_TURNED:
            yield checked.problem(
                (*place, "near_misses"),
                f'Of the near misses of "{criterion.id}" {count or "none"} '
                f"{'turns' if count == 1 else 'turn'} its words round.",
                f"Write {FEWEST_TURNED} of the sorts {listed(TURNED)}.")


def _criteria(checked: Checked) -> Iterator[tuple[Place, Criterion]]:
    for place, item in _items(checked):
        for number, criterion in enumerate(item.rubric if isinstance(item, Text) else ()):
            yield (*place, "rubric", number), criterion


RULES: list[Rule] = [
    options_are_few,
    options_are_alike,
    stems_fit,
    keys_say_where_they_come_from,
    lenses_agree,
    panels_have_figures,
    hints_lead_on,
    answers_are_explained,
    near_misses_turn_round,
]
