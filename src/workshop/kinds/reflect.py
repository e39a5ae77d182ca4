"""Reflect: look at one's own practice, note the evidence, make a plan. Nothing is scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from workshop.kinds.base import Fault, Shown, one_of, repeated_ids, unknown_ids
from workshop.kinds.takeaway import takeaways
from workshop.model.exercise import Nudge, Prompt, Reflect
from workshop.model.result import Feedback, Note, Result, Unreadable

Model = Reflect

MOST_CHARACTERS = 100_000
"""For the whole of a reflection, which has some hundreds."""


def prompts(item: Reflect) -> list[Prompt]:
    """Every prompt, in the order of the page."""
    return [prompt for group in item.groups for prompt in group.prompts]


def read(item: Reflect, raw: Any) -> dict[str, str] | Unreadable:
    """What was noted under each prompt; what was left out is empty."""
    if not isinstance(raw, Mapping):
        return Unreadable("Write something first.")
    known = {prompt.id: prompt for prompt in prompts(item)}
    if any(name not in known or not isinstance(value, str) for name, value in raw.items()):
        return Unreadable("These notes are not of this page.")
    if sum(map(len, raw.values())) > MOST_CHARACTERS:
        return Unreadable(f"These notes are longer than {MOST_CHARACTERS:,} characters.")
    notes = {name: raw.get(name, "") for name in known}
    if not any(value.strip() for value in notes.values()):
        return Unreadable("Write something first.", next(iter(known)))
    for name, prompt in known.items():
        fault = _fault(prompt, notes[name].strip())
        if fault:
            return Unreadable(fault, name)
    return notes


def _fault(prompt: Prompt, value: str) -> str:
    if not value:
        return f'Fill in "{prompt.label}" first.' if prompt.required else ""
    if prompt.answer == "scale" and value not in _points(prompt):
        return f'Choose a point for "{prompt.label}".'
    if prompt.answer == "pick" and value not in prompt.choices:
        return f'Choose one for "{prompt.label}".'
    if prompt.answer == "date" and not _is_day(value):
        return f'Give a day for "{prompt.label}", such as 2026-12-01.'
    return ""


def _points(prompt: Prompt) -> list[str]:
    return [str(number) for number in range(1, len(prompt.choices) + 1)]


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def grade(item: Reflect, response: dict[str, str]) -> Result:
    """No score; questions back where the reflection leaves something out."""
    notes = tuple(
        Note(nudge.id, _label(item, nudge), "unscored",
             f"{nudge.feedback.text} {nudge.feedback.next}".strip())
        for nudge in item.nudges if _applies(item, nudge, response)
    )
    return Result(status="unscored", score=None, notes=notes, feedback=item.closing)


def _label(item: Reflect, nudge: Nudge) -> str:
    labels = {prompt.id: prompt.label for prompt in prompts(item)}
    return labels[nudge.of[0]] if len(nudge.of) == 1 else "A question back"


def _applies(item: Reflect, nudge: Nudge, response: Mapping[str, str]) -> bool:
    given = [response[name].strip() for name in nudge.of]
    if nudge.when == "fewer-than":
        return sum(map(bool, given)) < nudge.count
    points = [int(value) for value in given if value.isdecimal()]
    if nudge.when == "none-at-most":
        return bool(points) and min(points) > nudge.count
    return bool(points) and min(points) >= nudge.count


def view(item: Reflect, shown: Shown) -> dict[str, Any]:
    """The prompts in their groups, and the files to take home once there is something to take."""
    notes = read(item, shown.response)
    return {
        "groups": [
            {"id": group.id, "title": group.title, "prompts": [_shown(p) for p in group.prompts]}
            for group in item.groups
        ],
        "files": [] if isinstance(notes, Unreadable) else takeaways(item, notes),
    }


def _shown(prompt: Prompt) -> dict[str, Any]:
    points = _points(prompt) if prompt.answer == "scale" else prompt.choices
    texts = [
        f"{number}, {words}" if prompt.answer == "scale" else words
        for number, words in enumerate(prompt.choices, 1)
    ]
    return {
        "id": prompt.id, "label": prompt.label, "hint": prompt.hint, "answer": prompt.answer,
        "by": prompt.by, "required": prompt.required,
        "choices": [{"id": name, "text": text} for name, text in zip(points, texts, strict=True)],
    }


def disclose(item: Reflect, result: Result, attempts: int) -> Result:
    """All of it: it is about the learner's own notes."""
    return result


def is_finished(item: Reflect, raw: Any) -> bool:
    """Never: the learner says when."""
    return False


def model_response(item: Reflect) -> Any:
    """A page filled in by the author; ``None`` where there is none."""
    return dict(item.sample) or None


def in_words(item: Reflect, raw: Any) -> list[tuple[str, str]]:
    """What was noted, with the labels; points of a scale in words."""
    given = raw if isinstance(raw, Mapping) else {}
    pairs = []
    for prompt in prompts(item):
        value = given.get(prompt.id)
        if not isinstance(value, str) or not value.strip():
            continue
        if prompt.answer == "scale" and value in _points(prompt):
            value = f"{value}, {prompt.choices[int(value) - 1]}"
        pairs.append((prompt.label, value))
    return pairs


def feedbacks(item: Reflect) -> Iterator[tuple[tuple[str | int, ...], Feedback]]:
    """The questions back, and what is said at the end."""
    for number, nudge in enumerate(item.nudges):
        yield ("nudges", number, "feedback"), nudge.feedback
    yield ("closing",), item.closing


def faults(item: Reflect) -> Iterator[Fault]:
    """Repeated ids, scales without points, questions and plans about prompts that do not exist."""
    every = prompts(item)
    names = [prompt.id for prompt in every]
    yield from repeated_ids(item.groups, "groups")
    yield from _repeated_prompts(item)
    for at, group in enumerate(item.groups):
        for number, prompt in enumerate(group.prompts):
            if prompt.answer in ("scale", "pick") and len(prompt.choices) < 2:
                yield Fault(("groups", at, "prompts", number, "choices"),
                            f'"{prompt.id}" has no points to choose from.', "Write at least two.")
    for number, nudge in enumerate(item.nudges):
        yield from unknown_ids(nudge.of, names, ("nudges", number, "of"), "prompt")
    if item.plan:
        for name, prompt_id in vars(item.plan).items():
            if prompt_id not in names:
                yield Fault(("plan", name), f'There is no prompt "{prompt_id}".', one_of(names))
    if item.sample and isinstance(read(item, item.sample), Unreadable):
        yield Fault(("sample",), "The sample does not fit the prompts.",
                    "Give a text for each required prompt, and none for unknown ones.")
    if not every:
        yield Fault(("groups",), "There is nothing to note down.", "Write a group with a prompt.")


def _repeated_prompts(item: Reflect) -> Iterator[Fault]:
    seen: set[str] = set()
    for at, group in enumerate(item.groups):
        for number, prompt in enumerate(group.prompts):
            if prompt.id in seen:
                yield Fault(("groups", at, "prompts", number, "id"),
                            f'The id "{prompt.id}" is used twice.', "Give each its own id.")
            seen.add(prompt.id)


def samples(item: Reflect) -> dict[str, list[Any]]:
    """The author's own page, and what cannot be read; nothing is wrong."""
    first = prompts(item)[0].id
    return {
        "right": [dict(item.sample)] if item.sample else [], "partly": [], "wrong": [],
        "unreadable": [None, {}, {first: "  "}, {"no such prompt": "x"}, {first: 7}, [], "", 7],
    }
