"""Rate: how effective would each action be, from 1 to 5?

One action is told by its side of the middle (dichotomous consensus), the method that stays
closest to judgement and can be explained in a sentence; see ``rating`` for the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workshop.kinds.base import Fault, Shown, repeated_ids, shuffled
from workshop.kinds.rating import HIGHEST, LOWEST, MIDDLE, side_points
from workshop.model.exercise import Action, Rate
from workshop.model.result import Feedback, Note, Result, Score, Status, Unreadable

Model = Rate

POINTS = ("1, does harm", "2, rather ineffective", "3, neither", "4, rather effective",
          "5, very effective")

METHOD = "dichotomous consensus"
"""Named in every result: a point for the same side of the middle, half where one stands on it."""


def read(item: Rate, raw: Any) -> dict[str, int] | Unreadable:
    """A rating from 1 to 5 for every action."""
    if not isinstance(raw, dict):
        return Unreadable("Rate the responses first.")
    names = [action.id for action in item.actions]
    if any(name not in names for name in raw):
        return Unreadable("These ratings are not of these responses.")
    if any(not _is_point(value) for value in raw.values() if value is not None):
        return Unreadable(f"Rate each response from {LOWEST} to {HIGHEST}.")
    left = [name for name in names if raw.get(name) is None]
    if len(left) == len(names):
        return Unreadable("Rate the responses first.", left[0])
    if left:
        return Unreadable(f"Rate every response first: {len(left)} to go.", left[0])
    return {name: raw[name] for name in names}


def _is_point(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and LOWEST <= value <= HIGHEST


def grade(item: Rate, response: dict[str, int]) -> Result:
    """A point for each action rated on the key's side of the middle, half where either is on it.

    Contested actions are told and not scored.
    """
    scored = [action for action in item.actions if not action.contested]
    raw = sum(side_points(response[a.id], key_of(a)) for a in scored)
    status: Status = "not_yet"
    if not scored:
        status = "unscored"
    elif raw == len(scored):
        status = "met"
    elif 2 * raw >= len(scored):
        status = "partly"
    widest = sorted(item.actions, key=lambda a: -abs(response[a.id] - key_of(a)))
    return Result(status=status, score=Score(raw, len(scored)) if scored else None,
                  notes=tuple(_note(item, action, response[action.id]) for action in widest),
                  feedback=_sum_up(item, scored, raw))


def key_of(action: Action) -> float:
    """What a rating is compared with: the panel's mean, or the author's key while there is none."""
    return action.panel.mean if action.panel else float(action.key)


def _sum_up(item: Rate, scored: list[Action], raw: float) -> Feedback:
    whose = "the panel" if item.key_status == "panel" else "the key"
    points = "point" if len(scored) == 1 else "points"
    text = (f"{raw:g} of {len(scored)} {points}: one for each scored response that you rate on the "
            f"same side of {MIDDLE:g} as {whose}, half where either is {MIDDLE:g} ({METHOD}).")
    if item.key_status == "draft":
        text += " The key is a draft: its author rated, no panel has."
    return Feedback(text=text, link=item.link,
                    next="Read on where you differ most, then say whether you changed your mind.")


def _note(item: Rate, action: Action, rating: int) -> Note:
    """How far the rating is from the key in words, why, and what to do."""
    status: Status = "unscored"
    if not action.contested:
        points = side_points(rating, key_of(action))
        status = "met" if points == 1 else "partly" if points else "not_yet"
    lead = f"You: {rating}. {_key_words(item, action)}. {distance(rating, key_of(action))}."
    if action.contested:
        lead += " People disagree here, so it is not scored."
    text = f"{lead} {action.feedback.text}"
    if status != "met":
        text += f" {action.feedback.next}"
    return Note(action.id, action.text, status, text.strip())


def _key_words(item: Rate, action: Action) -> str:
    panel = action.panel
    if panel:
        return f"Panel of {panel.n}: {panel.mean:g}, from {panel.low} to {panel.high}"
    return f"{'Draft key' if item.key_status == 'draft' else 'Key'}: {action.key}"


def distance(rating: int, key: float) -> str:
    """How far a rating is from the key, in words.

    >>> distance(4, 4), distance(5, 4), distance(5, 3.2), distance(2, 4)
    ('The same', 'One step away', 'Two steps away', 'The other side')
    """
    if (rating - MIDDLE) * (key - MIDDLE) < 0:
        return "The other side"
    steps = round(abs(rating - key))
    return ("The same", "One step away", "Two steps away")[min(steps, 2)]


def view(item: Rate, shown: Shown) -> dict[str, Any]:
    """The actions, shuffled, and the points of the scale in words."""
    return {"actions": [{"id": a.id, "text": a.text} for a in shuffled(item.actions, shown.seed)],
            "points": [{"id": str(n), "text": words} for n, words in enumerate(POINTS, LOWEST)]}


def disclose(item: Rate, result: Result, attempts: int) -> Result:
    """All of it: the key is something to argue with, and one may rate again."""
    return result


def is_finished(item: Rate, raw: Any) -> bool:
    """Never: the learner presses Check."""
    return False


def model_response(item: Rate) -> Any:
    """The key's rating of every action."""
    return {action.id: action.key for action in item.actions}


def in_words(item: Rate, raw: Any) -> list[tuple[str, str]]:
    """Each rated action with its point in words."""
    given = raw if isinstance(raw, dict) else {}
    rated = [(action.text, given.get(action.id)) for action in item.actions]
    return [(text, POINTS[point - LOWEST]) for text, point in rated if _is_point(point)]


def feedbacks(item: Rate) -> Iterator[tuple[tuple[str | int, ...], Feedback]]:
    """What is said about each action."""
    for number, action in enumerate(item.actions):
        yield ("actions", number, "feedback"), action.feedback


def faults(item: Rate) -> Iterator[Fault]:
    """Repeated ids, too few actions, keys on one side only, a panel's key without its figures."""
    yield from repeated_ids(item.actions, "actions")
    if not 3 <= len(item.actions) <= 6:
        yield Fault(("actions",), f"There are {len(item.actions)} actions.", "Write 3 to 6.")
    sides = {action.key > MIDDLE for action in item.actions if not action.contested}
    if len(sides) == 1:
        yield Fault(("actions",), "Every key is on the same side of the middle.",
                    "Write at least one effective and one ineffective action.")
    for number, action in enumerate(item.actions):
        if action.key == MIDDLE and not action.contested:
            yield Fault(("actions", number, "key"), "A key in the middle tells nobody apart.",
                        "Move it to a side, or mark the action `contested: true`.")
        if item.key_status == "panel" and action.panel is None:
            yield Fault(("actions", number), "This key is called a panel's and has no figures.",
                        "Add `panel:`, or set `key_status: draft`.")


def samples(item: Rate) -> dict[str, list[Any]]:
    """Responses of each sort, made from the item itself."""
    right = model_response(item)
    other = {name: HIGHEST + LOWEST - key for name, key in right.items()}
    first = item.actions[0].id
    scored = [action.id for action in item.actions if not action.contested]
    return {
        "right": [right],
        "partly": [{**right, scored[0]: other[scored[0]]}] if len(scored) > 1 else [],
        "wrong": [other],
        "unreadable": [None, {}, {first: 4}, {**right, first: 0}, {**right, first: "4"},
                       {**right, first: True}, {**right, first: 2.5}, {**right, "none": 3},
                       [], "", 7],
    }
