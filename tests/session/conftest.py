"""Two small exercises of all four kinds, a log, and a learner who walks through them.

Every string that has to stay unseen before its time has a word in capitals after "SECRET".
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from workshop.model.attempt import Attempt
from workshop.model.exercise import (
    Bin,
    Card,
    Choice,
    Dialogue,
    Ending,
    Exercise,
    Option,
    Part,
    PathCriterion,
    Reply,
    Sort,
    Step,
    Text,
)
from workshop.model.result import Evidence, Feedback, Judgement
from workshop.model.rubric import Criterion, Levels, NearMiss
from workshop.session import Session
from workshop.store import AttemptLog, StoreError
from workshop.store.log import TOKEN_FILE

LINK = "[Chapter 3, A place](chapters/3#a-place)"


def says(name: str) -> Feedback:
    return Feedback(text=f"SECRET feedback on {name}.", next=f"SECRET move after {name}.",
                    link=LINK)


def common(name: str, hints: int = 2) -> dict[str, Any]:
    return {
        "id": name, "title": f"Title of {name}", "stem": f"Stem of {name}?", "lens": "E3",
        "hints": tuple(f"SECRET hint {n} of {name}." for n in range(1, hints + 1)),
        "model_answer": f"SECRET model answer of {name}.", "link": LINK,
    }


def option(name: str, **more: Any) -> Option:
    return Option(id=name, text=f"Option {name}", feedback=says(name),
                  misconception=f"SECRET-misconception-{name}", **more)


def card(name: str, *bins: str) -> Card:
    return Card(id=name, text=f"Card {name}", bins=bins, feedback=says(name),
                misconception=f"SECRET-misconception-{name}")


def make_exercise(name: str, *items: Any) -> Exercise:
    return Exercise(schema=1, id=name, title=f"Title of {name}", chapter=3, minutes=5,
                    objective="SECRET objective.", claims=(), situation="It is **Monday**.",
                    items=items)


@pytest.fixture(scope="session")
def cards() -> Exercise:
    """A sort, a choice of one (a distractor belongs to another lens), a choice of many."""
    return make_exercise(
        "cards",
        Sort(**common("sorting"),
             bins=(Bin(id="left", text="Left"), Bin(id="right", text="Right")),
             cards=(card("a", "left"), card("b", "right"), card("c", "left", "right"),
                    card("d", "left"))),
        Choice(**common("pick"), key=("good",),
               options=(option("good"), option("bad"), option("other", lens="E4"))),
        Choice(**common("tick", 0), many=True, key=("one", "two"),
               options=(option("one"), option("two"), option("three"), option("four"))),
    )


def reply(step: str, name: str, goto: str, meets: str = "", misses: str = "") -> Reply:
    return Reply(id=name, text=f"Reply {name}", consequence=f"SECRET consequence of {step} {name}.",
                 goto=goto, feedback=says(f"{step} {name}"), meets=tuple(meets.split()),
                 misses=tuple(misses.split()))


def criterion(name: str, part: str) -> Criterion:
    return Criterion(
        id=name, title=f"names {name}", question=f"SECRET question about {name}?",
        because=f"SECRET because of {name}.", next=f"SECRET next for {name}.", part=part,
        levels=Levels(met="SECRET", partly="SECRET", not_found="SECRET"), link=LINK,
        met=(f"SECRET example of {name}",), near_misses=(NearMiss(text="SECRET miss", why="bare"),),
    )


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Exercise:
    """A dialogue of two or three steps, and a text of two parts.

    The judge is a stub: a criterion is met where its name is written in its part, partly met
    where it is written with a question mark, and cannot be told where three dots stand.
    """
    monkeypatch.setattr("workshop.kinds.text.judge", _judge)
    return make_exercise(
        "talk",
        Dialogue(
            **common("chat"),
            criteria=(PathCriterion(id="ask", title="asks SECRET"),
                      PathCriterion(id="stay", title="stays SECRET", link=LINK)),
            start="first",
            steps=(
                Step(id="first", speaker="Ann", line="Hello?",
                     replies=(reply("first", "ask", "second", meets="ask"),
                              reply("first", "tell", "repair", misses="ask"))),
                Step(id="second", speaker="SECRET Ben", line="SECRET second line",
                     replies=(reply("second", "stay", "well", meets="stay"),
                              reply("second", "go", "badly", misses="stay"))),
                Step(id="repair", speaker="SECRET Ann", line="SECRET repair line",
                     replies=(reply("repair", "sorry", "second", meets="ask"),
                              reply("repair", "so", "badly", misses="ask stay"))),
            ),
            endings=(
                Ending(id="well", title="SECRET good ending", text="SECRET it went well.",
                       good=True, feedback=says("good ending")),
                Ending(id="badly", title="SECRET bad ending", text="SECRET it went badly.",
                       good=False, feedback=says("bad ending")),
            ),
            model_path=("ask", "stay"),
        ),
        Text(**common("write"),
             parts=(Part(id="susan", label="To Susan", hint="Be brief."),
                    Part(id="george", label="To George")),
             rubric=(criterion("career", "susan"), criterion("mates", "george")),
             model_response={"susan": "SECRET model career", "george": "SECRET model mates"}),
    )


def _judge(item: Text, response: dict[str, str]) -> tuple[Judgement, ...]:
    return tuple(_judge_one(c, response[c.part]) for c in item.rubric)


def _judge_one(criterion: Criterion, text: str) -> Judgement:
    at = text.find(criterion.id)
    if "..." in text:
        return Judgement(criterion.id, None, (), "unsure")
    if at < 0:
        return Judgement(criterion.id, 0, (), "not there")
    span = Evidence(criterion.part, at, at + len(criterion.id))
    return Judgement(criterion.id, 1 if "?" in text else 2, (span,), "there")


class UncertainLog(AttemptLog):
    """A log on a disk that can be full."""

    is_full = False

    def append(self, attempt: Attempt) -> None:
        if self.is_full:
            raise StoreError("Cannot save to attempts.jsonl: No space left on device.")
        super().append(attempt)


@pytest.fixture
def log(tmp_path: Path) -> UncertainLog:
    """A log whose learner always has the same token, so that shuffles are the same."""
    log = UncertainLog(tmp_path / "home")
    log.folder.mkdir()
    (log.folder / TOKEN_FILE).write_text('{"token": "0123456789abcdef"}')
    return log


@pytest.fixture(scope="session")
def check_event() -> Callable[[Any], None]:
    return _checker("events.schema.json")


@pytest.fixture(scope="session")
def check_view() -> Callable[[Any], None]:
    return _checker("view.schema.json")


def _checker(name: str) -> Callable[[Any], None]:
    schema = json.loads(files("workshop.session").joinpath(name).read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema).validate


class Learner:
    """Somebody at a player: sends events, looks at views; each is checked against its schema."""

    def __init__(self, session: Session, check_event: Any, check_view: Any):
        self.session = session
        self._check_event = check_event
        self._check_view = check_view
        self._seq = count(1)
        self.see(session.view())

    def see(self, view: dict[str, Any]) -> dict[str, Any]:
        """Take a view as a player does, through JSON, and keep it."""
        self.view = json.loads(json.dumps(view, allow_nan=False))
        assert self.view == view, "a view is the same after JSON"
        self._check_view(self.view)
        return self.view

    @property
    def item(self) -> dict[str, Any]:
        return self.view["item"]

    @property
    def everything(self) -> str:
        """The whole view as text."""
        return json.dumps(self.view, ensure_ascii=False)

    def send(self, type: str, item: str = "", **more: Any) -> dict[str, Any]:
        """Send an event that a player of ours could send."""
        event = {"type": type, "item": item or self.item["id"], "seq": next(self._seq), **more}
        self._check_event(event)
        return self.see(self.session.apply(event))

    def send_oddly(self, event: Any) -> dict[str, Any]:
        """Send anything at all."""
        return self.see(self.session.apply(event))


@pytest.fixture
def clock() -> Callable[[], str]:
    """Ten minutes go by between two events."""
    ticks, start = count(), datetime(2026, 5, 12, 10, tzinfo=UTC)

    def now() -> str:
        return (start + timedelta(minutes=10 * next(ticks))).isoformat()

    return now


@pytest.fixture
def walk(log: AttemptLog, clock, check_event, check_view) -> Callable[..., Learner]:
    """`walk(exercise)` opens an exercise, anew or again, with what the log holds of it."""

    def start(exercise: Exercise, other_log: AttemptLog | None = None, book: str = "") -> Learner:
        return Learner(Session(exercise, other_log or log, clock, book), check_event, check_view)

    return start
