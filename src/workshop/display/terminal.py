"""An exercise played in a terminal, over the same session as in the player: views in, events out.

Nothing is saved. It is for authors who want to try their wording at once, and for whoever has no
browser at hand.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from workshop.display.terminal_asking import ASK, Back, choose
from workshop.display.terminal_drawing import (
    View,
    item_lines,
    model_lines,
    numbered,
    opening_lines,
    printable,
    result_lines,
    step_lines,
    wrapped,
)
from workshop.errors import WorkshopError
from workshop.model.attempt import Attempt
from workshop.session import Session

KEYS = ("At every question you can also type: ? for a hint, m for the model answer (after one "
        "try), b for the question before, s to skip this part, q to leave. Then press Enter.")
UNSAVED = "This is a try: nothing that you answer is saved."
LEFT = "You have left. Nothing was saved."
DONE = "That was all. Nothing was saved."


class Unkept:
    """A log that keeps nothing; ``learner`` decides how options are shuffled."""

    path = Path(os.devnull)
    skipped: Sequence[object] = ()

    def __init__(self, learner: str):
        self._learner = learner

    def append(self, attempt: Attempt) -> None:
        """Take an attempt, and forget it."""

    def read(self, exercise: str = "") -> Iterable[Attempt]:
        return ()

    def learner(self) -> str:
        return self._learner


class Left(Exception):
    """Somebody wants to leave."""


class Skipped(Exception):
    """Somebody wants to go on to the next part."""


def play(session: Session, ask: Callable[[str], str], say: Callable[[str], None],
         only: str = "") -> None:
    """Play an exercise, or the item ``only``, until its end or until somebody leaves.

    ``ask`` takes a prompt and returns a line; it raises ``EOFError`` at the end of the input.
    Raises ``WorkshopError`` when there is no item of that name.
    """
    names = [item.id for item in session.exercise.items]
    if only and only not in names:
        raise WorkshopError(f'"{session.exercise.id}" has no item "{only}". '
                            f"There are: {', '.join(names)}.")
    table = Table(session, ask, say)
    try:
        table.play([only] if only else names)
    except (Left, EOFError, KeyboardInterrupt):
        table.put("", LEFT)


class Table:
    """Where somebody sits at an exercise: puts lines, asks for lines, deals with the keys."""

    def __init__(self, session: Session, ask: Callable[[str], str], say: Callable[[str], None]):
        self._session = session
        self._ask = ask
        self._say = say
        self._has_written = False

    @property
    def _item(self) -> View:
        item: View = self._session.view()["item"]
        return item

    def put(self, *lines: str) -> None:
        for line in lines:
            self._say(line)

    def line(self, prompt: str) -> str:
        """One line that is no key."""
        while True:
            text = printable(self._ask(prompt)).strip()
            if not self._is_key(text):
                return text

    def written(self, prompt: str) -> str:
        """Lines up to a dot alone, or to the end of the input (nothing before it: leave)."""
        lines: list[str] = []
        while True:
            try:
                text = printable(self._ask(prompt)).rstrip()
            except EOFError:
                if not (lines or self._has_written):
                    raise
                break
            if text.strip() == ".":
                break
            if not self._is_key(text.strip()):
                lines.append(text)
                self._has_written = True
        return "\n".join(lines).strip()

    def _is_key(self, text: str) -> bool:
        """Whether the line is a key; what it stands for is then done."""
        match text.lower():
            case "q":
                raise Left
            case "s":
                raise Skipped
            case "b":
                raise Back
            case "?":
                self._hint()
            case "m":
                self._model()
            case _:
                return False
        return True

    def play(self, names: Sequence[str]) -> None:
        """The items of these names, one after the other."""
        self.put(*opening_lines(self._session.view()), "", *wrapped(UNSAVED), *wrapped(KEYS))
        late = []
        for name in names:
            self._send("goto", item=name)
            self._part(is_last=name == names[-1])
            if self._item["attempts"] and not self._item["result"]:
                late.append(name)
        for name in late:
            self._send("goto", item=name)
            if self._item["result"]:
                self.put("", *wrapped(self._item["title"]), *result_lines(self._item))
        self.put("", *wrapped(self._session.view()["position"]["closing"]), DONE)

    def _part(self, is_last: bool) -> None:
        kept: Mapping[str, Any] = {}
        self.put(*item_lines(self._session.view()))
        try:
            while True:
                self._talk() if self._item["kind"] == "dialogue" else self._respond(kept)
                self.put(*self._told())
                if not self._wants_again(is_last):
                    return
                kept = self._again()
        except Skipped:
            self.put("You skip this part." if not self._item["attempts"] else "You go on.")

    def _respond(self, kept: Mapping[str, Any]) -> None:
        """Ask until there is a response that can be graded."""
        while True:
            tries, self._has_written = self._item["attempts"], False
            try:
                response = ASK[self._item["kind"]](self, self._item, kept)
            except Back:
                self.put("This is the first question.")
                continue
            view = self._send("check", response=response)
            if view["item"]["attempts"] > tries:
                return
            self.put("", *wrapped(view["say"]["text"]))

    def _talk(self) -> None:
        """A dialogue, reply by reply, to its ending."""
        while not (fields := self._item["fields"])["ending"]:
            self.put(*step_lines(fields))
            path, replies = fields["path"], fields["now"]["replies"]
            try:
                reply = replies[choose(self, "Your reply", len(replies))]
                self._send("answer", response=[*path, reply["id"]])
            except Back:
                if path:
                    self._send("answer", response=path[:-1])
                else:
                    self.put("This is the first question.")
        self.put(*step_lines(fields))

    def _told(self) -> list[str]:
        """The result; of a form, which tells nothing till its end, that the answer was taken."""
        return result_lines(self._item) if self._item["result"] else ["", "Noted."]

    def _wants_again(self, is_last: bool) -> bool:
        on = "Finish" if is_last else "Go on to the next part"
        self.put("", "What now?", *numbered([self._item["labels"]["retry"], on]))
        return self._chosen("Your choice", 2) == 0

    def _again(self) -> Mapping[str, Any]:
        """Try once more; what fitted, by name, so that only the rest need be asked."""
        item, kept = self._item, fitting(self._item)
        steps = len(item["fields"].get("path", ()))
        if steps > 1:
            self._send("retry", **{"from": self._chosen("Again from which step", steps)})
        elif item["can"]["retry"]:
            self._send("retry", **({"from": 0} if steps else {}))
        if kept:
            self.put("", "What fits is kept; you are asked for the rest.")
        return kept

    def _chosen(self, prompt: str, count: int) -> int:
        while True:
            try:
                return choose(self, prompt, count)
            except Back:
                self.put("This is the first question.")

    def _hint(self) -> None:
        hints = self._item["hints"]
        if self._item["can"]["hint"]:
            hints = self._send("hint")["item"]["hints"]
            number = len(hints["shown"])
            self.put(*wrapped(hints["shown"][-1], f"Hint {number} of {hints['total']}: "))
        elif hints["shown"]:
            self.put("These are all the hints:", *numbered(hints["shown"]))
        elif hints["total"]:
            self.put("A form gives no hints.")
        else:
            self.put("There are no hints for this part.")

    def _model(self) -> None:
        if self._item["can"]["reveal"]:
            self._send("reveal")
        if self._item["model"]:
            self.put(*model_lines(self._item["model"]))
        elif self._item["attempts"]:
            self.put("A form shows no model answer.")
        else:
            self.put("The model answer comes after your first try.")

    def _send(self, type_: str, **more: Any) -> View:
        return self._session.apply({"type": type_, "item": self._item["id"], **more})


def fitting(item: View) -> dict[str, Any]:
    """What fitted at the last check, by the names of the notes; empty where nothing is to mend.

    >>> fitting({"kind": "sort", "response": {"a": "left", "b": "left"}, "result": {"notes": [
    ...     {"about": "a", "status": "met"}, {"about": "b", "status": "not_yet"}]}})
    {'a': 'left'}
    """
    if item["kind"] not in ("sort", "match", "rate") or not item["result"]:
        return {}
    given = dict(item["response"])
    if item["kind"] == "match":
        given = {f"{row}/{column}": chosen for row, cells in given.items()
                 for column, chosen in cells.items()}
    again = {note["about"] for note in item["result"]["notes"]
             if note["status"] in ("partly", "not_yet")}
    return {name: to for name, to in given.items() if name not in again} if again else {}
