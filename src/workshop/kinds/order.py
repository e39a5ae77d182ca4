"""Order: put cards into a workable order; several orders may be right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import Any

from workshop.kinds.base import (
    Fault,
    Shown,
    listed,
    one_of,
    quoted,
    reasons_later,
    repeated_ids,
    shuffled,
    unknown_ids,
)
from workshop.model.exercise import Order
from workshop.model.result import Feedback, Note, Result, Score, Status, Unreadable

Model = Order

MOST_CARDS = 12
"""More cards are too many to hold in view, and too many to try every selection of."""


def read(item: Order, raw: Any) -> tuple[str, ...] | Unreadable:
    """The ids of the cards that were kept, in the learner's order; the others are set aside."""
    if not isinstance(raw, dict) or not raw:
        return Unreadable("Put the cards in order first.")
    kept, aside = raw.get("order"), raw.get("aside", [])
    if not isinstance(kept, list) or not isinstance(aside, list):
        return Unreadable("Put the cards in order first.")
    every = [*kept, *aside]
    known = [card.id for card in item.cards]
    if any(not isinstance(name, str) for name in every) or sorted(every) != sorted(known):
        return Unreadable("This order is not of these cards.")
    if not kept:
        return Unreadable("Keep at least one card.")
    return tuple(kept)


def grade(item: Order, response: tuple[str, ...]) -> Result:
    """A point for each card that can stay: kept and in a place that fits, or rightly set aside.

    Of the kept cards as many count as can stay where they are without breaking a pair of
    ``before``; the cards to move are the fewest that mend the order.
    """
    moved = _misplaced(item, response)
    fits = len(item.cards) - len(moved)
    status: Status = "not_yet"
    if not moved:
        status = "met"
    elif 2 * fits >= len(item.cards):
        status = "partly"
    notes = tuple(_note(item, number, response, moved) for number in range(len(item.cards)))
    return Result(status=status, score=Score(fits, len(item.cards)),
                  notes=_in_order(notes, response), feedback=_sum_up(item, response, moved))


def _misplaced(item: Order, kept: Sequence[str]) -> frozenset[str]:
    """The cards that were kept and do not belong, set aside and do, or stand out of turn."""
    wanted = [card.id for card in item.cards if card.id not in item.discard]
    stray = {name for name in kept if name in item.discard}
    missing = {name for name in wanted if name not in kept}
    right = [name for name in kept if name in wanted]
    return frozenset(stray | missing | _out_of_turn(tuple(right), _reach(item.before)))


def _out_of_turn(order: tuple[str, ...], before: frozenset[tuple[str, str]]) -> set[str]:
    """The fewest cards whose removal leaves no pair the other way round; of equals the first."""
    broken = [
        (late, early) for at, late in enumerate(order) for early in order[at + 1 :]
        if (early, late) in before
    ]
    involved = list(dict.fromkeys(name for pair in broken for name in pair))
    for count in range(len(involved) + 1):
        for some in combinations(involved, count):
            if all(one in some or two in some for one, two in broken):
                return set(some)
    return set(involved)


@cache
def _reach(before: tuple[tuple[str, str], ...]) -> frozenset[tuple[str, str]]:
    """The pairs and all that follows from them: a before b and b before c give a before c."""
    pairs = set(before)
    while True:
        more = {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs
        if not more:
            return frozenset(pairs)
        pairs |= more


def _note(item: Order, number: int, kept: Sequence[str], moved: frozenset[str]) -> Note:
    card = item.cards[number]
    if card.id not in moved:
        return Note(card.id, card.text, "met", card.feedback.text)
    text = f"{_where(item, card.id, kept)} {card.feedback.text} {card.feedback.next}"
    return Note(card.id, card.text, "not_yet", text.strip())


def _where(item: Order, name: str, kept: Sequence[str]) -> str:
    """What the learner did with a misplaced card."""
    if name not in kept:
        return "You set it aside."
    if name in item.discard:
        return "You kept it."
    return f"You put it in place {kept.index(name) + 1}."


def _in_order(notes: Sequence[Note], kept: Sequence[str]) -> tuple[Note, ...]:
    """The notes in the learner's own order, what was set aside last."""
    return tuple(sorted(
        notes, key=lambda n: kept.index(n.about) if n.about in kept else len(kept)
    ))


def _sum_up(item: Order, kept: Sequence[str], moved: frozenset[str]) -> Feedback:
    text = f"{len(item.cards) - len(moved)} of {len(item.cards)} cards can stay where they are."
    again = [quoted(card.text) for card in item.cards if card.id in moved]
    if not again:
        return Feedback(text=text, next="Read why, card by card.", link=item.link)
    kept_strays = [name for name in kept if name in item.discard]
    if kept_strays:
        move = "Ask of each card whether the work needs it at all."
    elif len(again) > 2:
        move = f"Look again at the {len(again)} cards that are marked."
    else:
        move = f"Look again at {listed(again)}."
    return Feedback(text=text, next=move, link=item.link)


def view(item: Order, shown: Shown) -> dict[str, Any]:
    """The cards, shuffled; the learner's own order is in the response."""
    cards = shuffled(item.cards, shown.seed)
    return {"cards": [{"id": card.id, "text": card.text} for card in cards],
            "aside": bool(item.discard)}


def disclose(item: Order, result: Result, attempts: int) -> Result:
    """After the first check a misplaced card is marked, from the second on the reason is told."""
    return reasons_later(result, attempts)


def is_finished(item: Order, raw: Any) -> bool:
    """Never: the learner presses Check."""
    return False


def model_response(item: Order) -> Any:
    """The author's order, with the cards to discard set aside."""
    return {"order": [card.id for card in item.cards if card.id not in item.discard],
            "aside": [card.id for card in item.cards if card.id in item.discard]}


def in_words(item: Order, raw: Any) -> list[tuple[str, str]]:
    """The kept cards, numbered, then those set aside."""
    kept = read(item, raw)
    if isinstance(kept, Unreadable):
        return []
    texts = {card.id: card.text for card in item.cards}
    aside = [text for name, text in texts.items() if name not in kept]
    return [*((str(n), texts[name]) for n, name in enumerate(kept, 1)),
            *(("Set aside", text) for text in aside)]


def feedbacks(item: Order) -> Iterator[tuple[tuple[str | int, ...], Feedback]]:
    """What is said about each card."""
    for number, card in enumerate(item.cards):
        yield ("cards", number, "feedback"), card.feedback


def faults(item: Order) -> Iterator[Fault]:
    """Repeated ids, pairs of unknown cards, an order of the author's own that breaks a pair."""
    yield from repeated_ids(item.cards, "cards")
    names = [card.id for card in item.cards]
    kept = [name for name in names if name not in item.discard]
    yield from unknown_ids(item.discard, names, ("discard",), "card")
    for number, pair in enumerate(item.before):
        yield from unknown_ids(pair, kept, ("before", number), "kept card")
        first, second = (kept.index(name) if name in kept else -1 for name in pair)
        if first >= second >= 0:
            yield Fault(("before", number), f'"{pair[0]}" stands after "{pair[1]}" in the file.',
                        "Write the cards in an order that keeps every pair.")
    if not item.before:
        yield Fault(("before",), "Any order would be right.",
                    f"Name a pair of cards. {one_of(kept)}")
    if not 3 <= len(item.cards) <= MOST_CARDS:
        yield Fault(("cards",), f"There are {len(item.cards)} cards.",
                    f"Write 3 to {MOST_CARDS}.")


def samples(item: Order) -> dict[str, list[Any]]:
    """Responses of each sort, made from the item itself."""
    right = model_response(item)
    back = {"order": [*item.discard, *reversed(right["order"])], "aside": []}
    return {
        "right": [right],
        "partly": [{"order": [*right["order"], *right["aside"][:1]], "aside": right["aside"][1:]}]
        if item.discard else [],
        "wrong": [back],
        "unreadable": [None, {}, [], "", 7, {"order": right["order"][:1]}, {"order": "ab"},
                       {"order": [], "aside": [c.id for c in item.cards]},
                       {**right, "order": [*right["order"], "no such card"]},
                       {"order": [None], "aside": [1]}],
    }
