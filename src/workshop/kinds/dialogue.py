"""Dialogue: choose what to say, see what happens, come to an ending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from workshop.kinds.base import Fault, Shown, one_of, repeated_ids, shuffled, unknown_ids
from workshop.model.exercise import Dialogue, Ending, Reply, Step
from workshop.model.result import (
    Feedback,
    Judgement,
    Level,
    Note,
    Result,
    Score,
    Status,
    Unreadable,
)

Model = Dialogue

MOST_STEPS = 30
"""A guard against loops in a file; authors are told of a loop by ``faults``."""

MOST_SAMPLED = 500


@dataclass(frozen=True)
class Path:
    """The way a learner took: the steps, the reply given at each, and where it led."""

    turns: tuple[tuple[Step, Reply], ...]
    now: Step | None
    ending: Ending | None


def walk(item: Dialogue, replies: Any) -> Path:
    """Follow the reply ids as far as they can be followed; what cannot is left off."""
    steps = {step.id: step for step in item.steps}
    endings = {ending.id: ending for ending in item.endings}
    turns: list[tuple[Step, Reply]] = []
    now: Step | None = steps.get(item.start)
    for name in replies if isinstance(replies, list | tuple) else ():
        reply = next((r for r in now.replies if r.id == name), None) if now else None
        if now is None or reply is None or len(turns) >= MOST_STEPS:
            break
        turns.append((now, reply))
        if reply.goto in endings:
            return Path(tuple(turns), None, endings[reply.goto])
        now = steps.get(reply.goto)
    return Path(tuple(turns), now, None)


def read(item: Dialogue, raw: Any) -> Path | Unreadable:
    """A path that has come to an ending."""
    if not isinstance(raw, list | tuple) or not raw:
        return Unreadable("Choose a reply first.")
    path = walk(item, raw)
    if len(path.turns) != len(raw):
        return Unreadable("This path does not fit the dialogue. Start it over.")
    if path.ending is None:
        return Unreadable("The talk is not over yet. Choose the next reply.")
    return path


def grade(item: Dialogue, response: Path) -> Result:
    """A point for each criterion that the path met and never missed; half where it did both.

    A criterion that the path never came to earns nothing and is shown as not tried.
    """
    assert response.ending is not None, "read() hands on finished paths only"
    levels = {criterion.id: _level(criterion.id, response) for criterion in item.criteria}
    judgements = tuple(
        Judgement(criterion.id, levels[criterion.id], (), _because(criterion.id, response))
        for criterion in item.criteria
    )
    raw = sum(level / 2 for level in levels.values() if level)
    status: Status = "not_yet"
    if response.ending.good and raw == len(levels):
        status = "met"
    elif response.ending.good or 2 * raw >= len(levels):
        status = "partly"
    return Result(status=status, score=Score(raw, len(levels)), judgements=judgements,
                  feedback=response.ending.feedback, notes=_notes(response))


def _level(criterion: str, path: Path) -> Level | None:
    """2 met, 1 both met and missed, 0 missed, ``None`` where the path never came to it."""
    met = any(criterion in reply.meets for _, reply in path.turns)
    missed = any(criterion in reply.misses for _, reply in path.turns)
    if met:
        return 1 if missed else 2
    return 0 if missed else None


def _because(criterion: str, path: Path) -> str:
    met = [str(n) for n, (_, r) in enumerate(path.turns, 1) if criterion in r.meets]
    missed = [str(n) for n, (_, r) in enumerate(path.turns, 1) if criterion in r.misses]
    said = [f"met at step {', '.join(met)}"] if met else []
    said += [f"missed at step {', '.join(missed)}"] if missed else []
    return " and ".join(said) or "your path did not come to it"


def _notes(path: Path) -> tuple[Note, ...]:
    turning = _turning_point(path)
    notes = []
    for number, (_, reply) in enumerate(path.turns, 1):
        status: Status = "met" if reply.meets else "not_yet"
        if reply.meets and reply.misses:
            status = "partly"
        lead = "This step mattered most. " if number == turning else ""
        text = f"{lead}{reply.feedback.text} {reply.feedback.next}".strip()
        notes.append(Note(reply.id, f"Step {number}: {reply.text.strip()}", status, text))
    return tuple(notes)


def _turning_point(path: Path) -> int:
    """The number of the first step that missed most; 0 where none missed anything."""
    weights = [len(reply.misses) for _, reply in path.turns]
    return weights.index(max(weights)) + 1 if any(weights) else 0


def view(item: Dialogue, shown: Shown) -> dict[str, Any]:
    """What has been said, and what can be said now."""
    path = walk(item, shown.response)
    now = path.now
    return {
        "transcript": [
            {"speaker": step.speaker, "line": step.line, "reply": reply.text,
             "consequence": reply.consequence}
            for step, reply in path.turns
        ],
        "path": [reply.id for _, reply in path.turns],
        "now": now and {
            "id": now.id, "speaker": now.speaker, "line": now.line,
            "replies": [{"id": r.id, "text": r.text}
                        for r in shuffled(now.replies, shown.seed and shown.seed + now.id)],
        },
        "ending": path.ending and {"title": path.ending.title, "text": path.ending.text},
        "number": min(len(path.turns) + 1, _longest(item)),
        "of": _longest(item),
    }


def _longest(item: Dialogue) -> int:
    """The number of replies on the longest way from the start to an ending."""
    steps = {step.id: step for step in item.steps}
    known: dict[str, int] = {}

    def length(name: str, seen: frozenset[str]) -> int:
        if name not in steps or name in seen:
            return 0
        if name not in known:
            replies = steps[name].replies
            known[name] = 1 + max((length(r.goto, seen | {name}) for r in replies), default=0)
        return known[name]

    return length(item.start, frozenset())


def disclose(item: Dialogue, result: Result, attempts: int) -> Result:
    """All of it: it is shown at an ending only."""
    return result


def is_finished(item: Dialogue, raw: Any) -> bool:
    """Whether the replies have come to an ending."""
    return walk(item, raw).ending is not None


def feedbacks(item: Dialogue) -> Iterator[tuple[tuple[str | int, ...], Feedback]]:
    """What is said about each reply and each ending."""
    for step, place in enumerate(item.steps):
        for number, reply in enumerate(place.replies):
            yield ("steps", step, "replies", number, "feedback"), reply.feedback
    for number, ending in enumerate(item.endings):
        yield ("endings", number, "feedback"), ending.feedback


def faults(item: Dialogue) -> Iterator[Fault]:
    """Ways that lead nowhere, steps that nobody reaches, loops, too few good endings."""
    yield from repeated_ids(item.steps, "steps")
    yield from repeated_ids(item.endings, "endings")
    steps = {step.id: step for step in item.steps}
    places = [*steps, *(ending.id for ending in item.endings)]
    if item.start not in steps:
        yield Fault(("start",), f'There is no step "{item.start}".', one_of(list(steps)))
    for index, step in enumerate(item.steps):
        yield from _step_faults(item, index, step, places)
    yield from _graph_faults(item, steps)
    if sum(ending.good for ending in item.endings) < 2:
        yield Fault(("endings",), "There are fewer than two good endings.",
                    "Give a second way of doing it well its own ending.")


def _step_faults(
    item: Dialogue, index: int, step: Step, places: list[str]
) -> Iterator[Fault]:
    yield from (
        Fault(("steps", index, *fault.path), fault.what, fault.mend)
        for fault in repeated_ids(step.replies, "replies")
    )
    if not step.replies:
        yield Fault(("steps", index, "replies"), f'The step "{step.id}" is a dead end.',
                    "Write at least two replies, or make it an ending.")
    criteria = [criterion.id for criterion in item.criteria]
    for number, reply in enumerate(step.replies):
        base = ("steps", index, "replies", number)
        if reply.goto not in places:
            yield Fault((*base, "goto"), f'There is no step or ending "{reply.goto}".',
                        one_of(places))
        if not reply.meets and not reply.misses:
            yield Fault(base, f'The reply "{reply.id}" touches no criterion.',
                        "Name at least one under `meets` or `misses`.")
        for name in ("meets", "misses"):
            yield from unknown_ids(getattr(reply, name), criteria, (*base, name), "criterion")


def _graph_faults(item: Dialogue, steps: dict[str, Step]) -> Iterator[Fault]:
    reached, loops = _explore(item.start, steps)
    for name in sorted(loops):
        index = list(steps).index(name)
        yield Fault(("steps", index), f'Replies lead from the step "{name}" back to it.',
                    "Let every reply lead onwards: a dialogue has no loops.")
    for field, things in (("steps", item.steps), ("endings", item.endings)):
        for index, thing in enumerate(things):
            if thing.id not in reached:
                yield Fault((field, index), f'Nothing leads to "{thing.id}".',
                            "Point a `goto` at it, or take it out.")
    path = walk(item, item.model_path)
    if path.ending is None or len(path.turns) != len(item.model_path):
        yield Fault(("model_path",), "The model path does not come to an ending.",
                    "List the replies from the first step to an ending.")


def _explore(start: str, steps: dict[str, Step]) -> tuple[set[str], set[str]]:
    """The places that can be reached, and the steps from which one can come back to them."""
    onward = {name: {reply.goto for reply in step.replies} for name, step in steps.items()}

    def beyond(name: str) -> set[str]:
        found: set[str] = set()
        todo = set(onward.get(name, ()))
        while todo:
            place = todo.pop()
            if place not in found:
                found.add(place)
                todo |= onward.get(place, set())
        return found

    return beyond(start) | {start}, {name for name in steps if name in beyond(name)}


def paths(item: Dialogue) -> Iterator[tuple[str, ...]]:
    """Every path from the start to an ending, as reply ids. The dialogue must have no loop."""
    todo: list[tuple[str, ...]] = [()]
    while todo:
        replies = todo.pop()
        path = walk(item, list(replies))
        if path.ending is not None:
            yield replies
        elif path.now is not None and len(replies) < MOST_STEPS:
            todo += [(*replies, reply.id) for reply in path.now.replies]


def model_response(item: Dialogue) -> Any:
    """The path that the author holds for good."""
    return list(item.model_path)


def in_words(item: Dialogue, raw: Any) -> list[tuple[str, str]]:
    """What was said to the learner and what the learner replied, as (line, reply) pairs."""
    return [(f"{step.speaker}: {step.line}", reply.text) for step, reply in walk(item, raw).turns]



def samples(item: Dialogue) -> dict[str, list[Any]]:
    """Responses of each sort, made from the item's own paths."""
    found: dict[str, list[Any]] = {"met": [], "partly": [], "not_yet": []}
    for replies in islice(paths(item), MOST_SAMPLED):  # there may be millions
        found[grade(item, walk(item, replies)).status].append(list(replies))
    return {
        "right": [list(item.model_path)],
        "partly": found["partly"][:3],
        "wrong": found["not_yet"][:3],
        "unreadable": [None, [], "", ["no such reply"], list(item.model_path)[:-1],
                       [*item.model_path, "one more"], {"a": 1}, [None]],
    }
