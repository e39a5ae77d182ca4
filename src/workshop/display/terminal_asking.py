"""What `workshop try` asks: for each kind, the questions that make up one response.

Every function asks through a desk and returns what a player would send.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from workshop.display.terminal_drawing import View, numbered, plain, texts_of, wrapped

T = TypeVar("T")


class Back(Exception):
    """Somebody wants to see the question before this one."""


class Desk(Protocol):
    """Where questions are put; ``line`` and ``written`` deal with keys such as ``?`` themselves."""

    def put(self, *lines: str) -> None: ...
    def line(self, prompt: str) -> str: ...
    def written(self, prompt: str) -> str: ...


def numbers(text: str) -> list[int] | None:
    """The numbers in an answer such as "3 1, 2", or ``None`` where something else is in it.

    >>> numbers("3 1, 2"), numbers("1 or 2"), numbers("")
    ([3, 1, 2], None, [])
    """
    words = [word for word in re.split(r"[\s,;.]+", text) if word]
    if not all(re.fullmatch("[0-9]{1,4}", word) for word in words):
        return None
    return [int(word) for word in words]


def choose(desk: Desk, prompt: str, count: int) -> int:
    """The place (from 0) of the one thing chosen."""
    while True:
        given = numbers(desk.line(f"{prompt}, 1 to {count}: "))
        if given and len(given) == 1 and 1 <= given[0] <= count:
            return given[0] - 1
        desk.put(f"Write one number from 1 to {count}.")


def choose_some(desk: Desk, prompt: str, count: int, fewest: int = 1) -> list[int]:
    """The places of several things, in the order in which they were written."""
    while True:
        given = numbers(desk.line(prompt)) or []
        once = set(given)
        if len(once) == len(given) >= fewest and once <= {*range(1, count + 1)}:
            return [number - 1 for number in given]
        amount = "all numbers" if fewest == count else "numbers"
        desk.put(f"Write {amount} from 1 to {count}, each once, with spaces between them.")


def in_turn(desk: Desk, things: Sequence[Any], ask: Callable[[int, Any], T]) -> list[T]:
    """One answer for each of the things; ``b`` goes back to the one before."""
    given: list[T] = []
    while len(given) < len(things):
        try:
            given.append(ask(len(given), things[len(given)]))
        except Back:
            if given:
                given.pop()
            else:
                desk.put("This is the first question.")
    return given


def ask_choice(desk: Desk, item: View, kept: Mapping[str, Any]) -> Any:
    options = item["fields"]["options"]
    desk.put("", *numbered(texts_of(options)))
    if item["fields"]["many"]:
        places = choose_some(desk, "All that fit, such as 1 3: ", len(options))
        return [options[place]["id"] for place in places]
    return options[choose(desk, "Your choice", len(options))]["id"]


def ask_sort(desk: Desk, item: View, kept: Mapping[str, Any]) -> Any:
    bins, cards = item["fields"]["bins"], item["fields"]["cards"]
    desk.put("", "The places:", *numbered(texts_of(bins)))
    left = [card for card in cards if card["id"] not in kept]

    def ask(number: int, card: View) -> str:
        desk.put("", *wrapped(card["text"], f"Card {number + 1} of {len(left)}: "))
        return str(bins[choose(desk, "Its place", len(bins))]["id"])

    placed = in_turn(desk, left, ask)
    return {**kept, **{card["id"]: to for card, to in zip(left, placed, strict=True)}}


def ask_order(desk: Desk, item: View, kept: Mapping[str, Any]) -> Any:
    cards, aside = item["fields"]["cards"], item["fields"]["aside"]
    names = [card["id"] for card in cards]
    desk.put("", *numbered(texts_of(cards)), "",
             "Write the numbers in your order, from first to last.",
             *(["What you leave out is set aside."] if aside else []))
    if item["response"]:
        before = (str(names.index(name) + 1) for name in item["response"]["order"])
        desk.put(f"The time before: {' '.join(before)}")
    places = choose_some(desk, "Your order, such as 3 1 2: ", len(cards),
                         1 if aside else len(cards))
    order = [names[place] for place in places]
    return {"order": order, "aside": [name for name in names if name not in order]}


def ask_match(desk: Desk, item: View, kept: Mapping[str, Any]) -> Any:
    columns, rows = item["fields"]["columns"], item["fields"]["rows"]
    for column in columns:
        desk.put("", *wrapped(f"{column['title']}:"), *numbered(texts_of(column["choices"])))
    left = [(row, column) for row in rows for column in columns
            if f"{row['id']}/{column['id']}" not in kept]

    def ask(number: int, cell: tuple[View, View]) -> str:
        row, column = cell
        desk.put("", *wrapped(row["text"], f"{number + 1} of {len(left)}: "))
        prompt = plain(column["title"]) if len(columns) > 1 else "Its match"
        place = choose(desk, prompt, len(column["choices"]))
        return str(column["choices"][place]["id"])

    chosen = {f"{row['id']}/{column['id']}": to
              for (row, column), to in zip(left, in_turn(desk, left, ask), strict=True)}
    every = {**kept, **chosen}
    return {row["id"]: {column["id"]: every[f"{row['id']}/{column['id']}"] for column in columns}
            for row in rows}


def ask_rate(desk: Desk, item: View, kept: Mapping[str, Any]) -> Any:
    points, actions = item["fields"]["points"], item["fields"]["actions"]
    desk.put("", "The points:", *(point["text"] for point in points))
    left = [action for action in actions if action["id"] not in kept]

    def ask(number: int, action: View) -> int:
        desk.put("", *wrapped(action["text"], f"{number + 1} of {len(left)}: "))
        return int(points[choose(desk, "Your point", len(points))]["id"])

    rated = in_turn(desk, left, ask)
    return {**kept, **{action["id"]: to for action, to in zip(left, rated, strict=True)}}


def ask_text(desk: Desk, item: View, kept: Mapping[str, Any]) -> Any:
    parts, before = item["fields"]["parts"], item["response"]
    keeps = " A dot at once keeps what you wrote before." if before else ""
    desk.put("", *wrapped(f"Write as many lines as you like, then a dot alone on a line.{keeps}"))

    def ask(number: int, part: View) -> str:
        desk.put("", *wrapped(f"{part['label']}:"), *wrapped(part["hint"]))
        old = before.get(part["id"], "") if isinstance(before, dict) else before or ""
        return desk.written("> ") or old

    texts = in_turn(desk, parts, ask)
    if len(parts) == 1 and not parts[0]["id"]:
        return texts[0]
    return {part["id"]: text for part, text in zip(parts, texts, strict=True)}


def ask_reflect(desk: Desk, item: View, kept: Mapping[str, Any]) -> Any:
    groups, before = item["fields"]["groups"], item["response"] or {}
    keeps = ("Enter alone keeps what you noted before." if before
             else "Enter alone leaves a question open.")
    desk.put("", *wrapped(f"{keeps} Longer notes end with a dot alone on a line."))
    prompts = [(group, prompt) for group in groups for prompt in group["prompts"]]

    def ask(number: int, thing: tuple[View, View]) -> str:
        group, prompt = thing
        if prompt is group["prompts"][0]:
            desk.put("", *wrapped(group["title"]))
        return _ask_prompt(desk, prompt) or str(before.get(prompt["id"], ""))

    notes = in_turn(desk, prompts, ask)
    return {prompt["id"]: text for (_, prompt), text in zip(prompts, notes, strict=True) if text}


def _ask_prompt(desk: Desk, prompt: View) -> str:
    whose = " (your partner's words)" if prompt["by"] == "partner" else ""
    desk.put("", *wrapped(f"{prompt['label']}{whose}"), *wrapped(prompt["hint"]))
    if prompt["answer"] == "text":
        return desk.written("> ")
    if not prompt["choices"]:
        day = "A day, such as 2026-12-01" if prompt["answer"] == "date" else ""
        return desk.line(f"{day}> ")
    count = len(prompt["choices"])
    desk.put(*numbered([_bare(choice, prompt["answer"]) for choice in prompt["choices"]]))
    while True:
        text = desk.line(f"1 to {count}, or Enter: ")
        given = numbers(text)
        if not text:
            return ""
        if given and len(given) == 1 and 1 <= given[0] <= count:
            return str(prompt["choices"][given[0] - 1]["id"])
        desk.put(f"Write one number from 1 to {count}.")


def _bare(choice: View, answer: str) -> str:
    """A point of a scale without its number, which stands before it anyway."""
    lead = f"{choice['id']}, " if answer == "scale" else ""
    return str(choice["text"]).removeprefix(lead)


ASK: Mapping[str, Callable[[Desk, View, Mapping[str, Any]], Any]] = {
    "choice": ask_choice, "sort": ask_sort, "order": ask_order, "match": ask_match,
    "rate": ask_rate, "text": ask_text, "reflect": ask_reflect,
}
"""How a whole response is asked for; a dialogue goes on reply by reply instead.

``kept`` holds what fitted at the try before, by the names that its notes have.
"""
