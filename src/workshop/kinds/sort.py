"""Sort: put every card into a bin."""

from __future__ import annotations

from collections.abc import Iterator
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
from workshop.model.exercise import Card, Sort
from workshop.model.result import Feedback, Note, Result, Score, Status, Unreadable

Model = Sort

MOST_NAMED = 3
"""More cards than this are not read out one by one."""


def read(item: Sort, raw: Any) -> dict[str, str] | Unreadable:
    """Bin id by card id, for every card."""
    if not isinstance(raw, dict):
        return Unreadable("Place the cards first.")
    bins = {bin_.id for bin_ in item.bins}
    cards = [card.id for card in item.cards]
    if any(name not in cards or not isinstance(to, str | None) for name, to in raw.items()):
        return Unreadable("This sorting is not of these cards.")
    left = [name for name in cards if raw.get(name) not in bins]
    if len(left) == len(cards):
        return Unreadable("Place the cards first.", left[0])
    if left:
        return Unreadable(f"Place every card first: {len(left)} to go.", left[0])
    return {name: raw[name] for name in cards}


def grade(item: Sort, response: dict[str, str]) -> Result:
    """A point for each card in a bin that fits; "partly" from half of the cards on."""
    fits = [card for card in item.cards if response[card.id] in card.bins]
    status: Status = "not_yet"
    if len(fits) == len(item.cards):
        status = "met"
    elif 2 * len(fits) >= len(item.cards):
        status = "partly"
    notes = tuple(_note(item, card, response[card.id]) for card in item.cards)
    return Result(status=status, score=Score(len(fits), len(item.cards)), notes=notes,
                  feedback=_sum_up(item, fits, response))


def _sum_up(item: Sort, fits: list[Card], response: dict[str, str]) -> Feedback:
    text = f"{len(fits)} of {len(item.cards)} cards are where this view puts them."
    again = [quoted(card.text) for card in item.cards if card not in fits]
    if not again:
        return Feedback(text=text, next="Read why, card by card.", link=item.link)
    crowded = _crowded(item, response)
    move = f"Look again at {listed(again)}."
    if len(again) > MOST_NAMED and crowded:
        move = f'Most of them are in "{crowded}". Which of those belongs there alone?'
    elif len(again) > MOST_NAMED:
        move = f"Look again at the {len(again)} cards that are marked."
    return Feedback(text=text, next=move, link=item.link)


def _crowded(item: Sort, response: dict[str, str]) -> str:
    """The name of the bin that holds more than half of the cards, if one does."""
    placed = list(response.values())
    return next((b.text for b in item.bins if 2 * placed.count(b.id) > len(item.cards)), "")


def _note(item: Sort, card: Card, placed: str) -> Note:
    """Why the card fits; for a misplaced one first where it lies, and then what to do."""
    if placed in card.bins:
        return Note(card.id, card.text, "met", card.feedback.text)
    where = next(bin_.text for bin_ in item.bins if bin_.id == placed)
    text = f'You put it in "{where}". {card.feedback.text} {card.feedback.next}'
    return Note(card.id, card.text, "not_yet", text.strip())


def view(item: Sort, shown: Shown) -> dict[str, Any]:
    """The bins in the author's order and the cards shuffled."""
    return {
        "bins": [{"id": bin_.id, "text": bin_.text} for bin_ in item.bins],
        "cards": [{"id": c.id, "text": c.text} for c in shuffled(item.cards, shown.seed)],
    }


def disclose(item: Sort, result: Result, attempts: int) -> Result:
    """After the first check a misplaced card is marked, from the second on the rule is told."""
    return reasons_later(result, attempts)


def is_finished(item: Sort, raw: Any) -> bool:
    """Never: the learner presses Check."""
    return False


def feedbacks(item: Sort) -> Iterator[tuple[tuple[str | int, ...], Feedback]]:
    """What is said about each card."""
    for number, card in enumerate(item.cards):
        yield ("cards", number, "feedback"), card.feedback


def faults(item: Sort) -> Iterator[Fault]:
    """Repeated ids, bins that do not exist, cards with no bin."""
    yield from repeated_ids(item.bins, "bins")
    yield from repeated_ids(item.cards, "cards")
    names = [bin_.id for bin_ in item.bins]
    for index, card in enumerate(item.cards):
        yield from unknown_ids(card.bins, names, ("cards", index, "bins"), "bin")
        if not card.bins:
            yield Fault(("cards", index, "bins"), f'The card "{card.id}" fits no bin.',
                        one_of(names))
    if len(item.bins) < 2:
        yield Fault(("bins",), "A sort needs at least two bins.", "Write one more.")
    if not item.cards:
        yield Fault(("cards",), "There are no cards.", "Write at least three.")


def model_response(item: Sort) -> Any:
    """Every card in the first bin that fits it."""
    return {card.id: card.bins[0] for card in item.cards if card.bins}


def in_words(item: Sort, raw: Any) -> list[tuple[str, str]]:
    """Each placed card with the name of its bin, as (card, bin) pairs."""
    placed = raw if isinstance(raw, dict) else {}
    names = {bin_.id: bin_.text for bin_ in item.bins}
    where = {name: to for name, to in placed.items() if isinstance(to, str)}
    return [(c.text, names[where[c.id]]) for c in item.cards if where.get(c.id) in names]



def samples(item: Sort) -> dict[str, list[Any]]:
    """Responses of each sort, made from the item itself."""
    right = {card.id: card.bins[0] for card in item.cards}
    other = {
        card.id: next((b.id for b in item.bins if b.id not in card.bins), card.bins[0])
        for card in item.cards
    }
    first = item.cards[0].id
    return {
        "right": [right],
        "partly": [{**right, first: other[first]}] if len(item.cards) > 1 else [],
        "wrong": [other],
        "unreadable": [None, {}, {first: right[first]}, {**right, first: "no such bin"},
                       {**right, "no such card": item.bins[0].id}, [], "", {first: 3}],
    }
