"""Choice: pick one option, or all that fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workshop.kinds.base import Fault, Shown, listed, repeated_ids, shuffled, unknown_ids
from workshop.model.exercise import Choice, Option
from workshop.model.result import Feedback, Note, Result, Score, Status, Unreadable

Model = Choice


def read(item: Choice, raw: Any) -> tuple[str, ...] | Unreadable:
    """The chosen option ids, in the item's order."""
    chosen = [raw] if raw and isinstance(raw, str) else raw
    if not chosen:
        return Unreadable("Choose an option first.")
    known = [option.id for option in item.options]
    if not isinstance(chosen, list | tuple) or any(
        not isinstance(name, str) or name not in known for name in chosen
    ):
        return Unreadable("This choice is not one of the options.")
    if len(set(chosen)) > 1 and not item.many:
        return Unreadable("Choose one option only.")
    return tuple(name for name in known if name in chosen)


def grade(item: Choice, response: tuple[str, ...]) -> Result:
    """One option: 1 point for the key. Several: a point for each hit, less one for each miss."""
    return _grade_many(item, response) if item.many else _grade_one(item, response[0])


def _grade_one(item: Choice, chosen: str) -> Result:
    option = _option(item, chosen)
    if chosen in item.key:
        return Result(status="met", score=Score(1, 1), feedback=option.feedback)
    if option.lens:
        return Result(status="unscored", score=None, feedback=option.feedback)
    return Result(status="not_yet", score=Score(0, 1), feedback=option.feedback)


def _grade_many(item: Choice, chosen: tuple[str, ...]) -> Result:
    hits = [name for name in chosen if name in item.key]
    # What another lens would tick is a matter of lens: it earns nothing and costs nothing.
    extra = [name for name in chosen if name not in item.key and not _option(item, name).lens]
    raw = max(0, len(hits) - len(extra))
    status: Status = "not_yet"
    if len(hits) == len(item.key) and not extra:
        status = "met"
    elif raw:
        status = "partly"
    notes = tuple(_note(item, name) for name in chosen)
    return Result(status=status, score=Score(raw, len(item.key)), notes=notes,
                  feedback=_sum_up(item, hits, extra))


def _sum_up(item: Choice, hits: list[str], extra: list[str]) -> Feedback:
    missing = len(item.key) - len(hits)
    said = [f"You ticked {len(hits)} of the {len(item.key)} that fit"]
    if extra:
        said.append(f"{len(extra)} that this view would leave out")
    move = "Look at what you left out." if missing else "Read the notes and look again."
    if not missing and not extra:
        move = "Read the notes, then go on."
    return Feedback(text=f"{listed(said)}.", next=move, link=item.link)


def _note(item: Choice, name: str) -> Note:
    option = _option(item, name)
    fits: Status = "met" if name in item.key else "not_yet"
    return Note(name, option.text, fits, " ".join((option.feedback.text, option.feedback.next)))


def _option(item: Choice, name: str) -> Option:
    return next(option for option in item.options if option.id == name)


def view(item: Choice, shown: Shown) -> dict[str, Any]:
    """The options, shuffled, with nothing that tells the key."""
    options = shuffled(item.options, shown.seed)
    return {"many": item.many, "options": [{"id": o.id, "text": o.text} for o in options]}


def disclose(item: Choice, result: Result, attempts: int) -> Result:
    """All of it: each note speaks of an option that the learner chose."""
    return result


def is_finished(item: Choice, raw: Any) -> bool:
    """Never: the learner presses Check."""
    return False


def feedbacks(item: Choice) -> Iterator[tuple[tuple[str | int, ...], Feedback]]:
    """What is said about each option."""
    for number, option in enumerate(item.options):
        yield ("options", number, "feedback"), option.feedback


def faults(item: Choice) -> Iterator[Fault]:
    """Options with one id, a key that names nothing, a key that cannot be chosen."""
    yield from repeated_ids(item.options, "options")
    yield from unknown_ids(item.key, [option.id for option in item.options], ("key",), "option")
    if len(item.options) < 2:
        yield Fault(("options",), "A choice needs at least two options.", "Write one more.")
    if not item.key:
        yield Fault(("key",), "The key is empty.", "Name the option that the lens makes right.")
    elif len(item.key) > 1 and not item.many:
        yield Fault(("key",), "The key names several options, but only one can be chosen.",
                    "Add `many: true`, or keep one.")


def model_response(item: Choice) -> Any:
    """The key, as a learner would send it; ``None`` where there is none."""
    return list(item.key) or None


def in_words(item: Choice, raw: Any) -> list[tuple[str, str]]:
    """The chosen options, as (label, text) pairs; labels are empty."""
    chosen = read(item, raw)
    if isinstance(chosen, Unreadable):
        return []
    return [("", _option(item, name).text) for name in chosen]



def samples(item: Choice) -> dict[str, list[Any]]:
    """Responses of each sort, made from the item itself."""
    others = [option.id for option in item.options if option.id not in item.key]
    right = list(item.key) if item.many else item.key[0]
    return {
        "right": [right],
        "partly": [[item.key[0]]] if item.many and len(item.key) > 1 else [],
        "wrong": [[name] for name in others if not _option(item, name).lens],
        "unreadable": [None, [], "", ["no such option"], {"a": 1}, 7, [None]],
    }
