"""Small exercises of the kinds that a report tells apart, and learners who walk through them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import workshop.reporting
from workshop.model.exercise import (
    Action,
    Bin,
    Card,
    Choice,
    Dialogue,
    Ending,
    Exercise,
    Option,
    PathCriterion,
    Plan,
    Prompt,
    PromptGroup,
    Rate,
    Reflect,
    Reply,
    Sort,
    Step,
    Text,
)
from workshop.model.result import Evidence, Feedback, Judgement
from workshop.model.rubric import Criterion, Levels
from workshop.reporting import Report, make_report
from workshop.session import Session
from workshop.store import AttemptLog
from workshop.store.log import TOKEN_FILE

PLACE = "[Chapter 3, A place](chapters/3-place#a-place)"
CHAPTERS = {1: "Chapter 1: One", 3: "Chapter 3: The team", 7: "Chapter 7: A plan"}


def says(name: str) -> Feedback:
    return Feedback(text=f"What is said of {name}.", next=f"Do this after {name}.", link=PLACE)


def common(name: str) -> dict[str, Any]:
    return {"id": name, "title": f"The part {name}", "stem": "What then?", "lens": "E3",
            "hints": ("Look.",), "model_answer": "A model.", "link": PLACE}


def option(name: str, **more: Any) -> Option:
    return Option(id=name, text=f"I would {name}", feedback=says(name), **more)


def pick(name: str, *options: Option) -> Choice:
    options = options or (option("good", lens="E3"), option("bad"), option("other", lens="E4"))
    return Choice(**common(name), key=("good",), options=options)


def sort(name: str) -> Sort:
    cards = (("a", "left"), ("b", "right"), ("c", "left"), ("d", "right"))
    return Sort(**common(name), bins=(Bin(id="left", text="Left"), Bin(id="right", text="Right")),
                cards=tuple(Card(id=name, text=f"Card {name}", bins=(where,), feedback=says(name))
                            for name, where in cards))


def rate(name: str) -> Rate:
    return Rate(**common(name), actions=tuple(
        Action(id=one, text=f"Action {one}", key=key, feedback=says(one))
        for one, key in (("a", 5), ("b", 1), ("c", 4))))


def talk(name: str) -> Dialogue:
    def reply(name: str, goto: str, meets: str = "", misses: str = "") -> Reply:
        return Reply(id=name, text=f"I {name}", consequence="They nod.", goto=goto,
                     feedback=says(name), meets=tuple(meets.split()), misses=tuple(misses.split()))

    return Dialogue(
        **common(name), start="one", model_path=("ask", "stay"),
        criteria=(PathCriterion(id="asks", title="asks"), PathCriterion(id="stays", title="stays")),
        steps=(Step(id="one", speaker="Ann", line="Well?", replies=(
                   reply("ask", "two", "asks"), reply("tell", "two", "", "asks"))),
               Step(id="two", speaker="Ben", line="And?", replies=(
                   reply("stay", "well", "stays"), reply("go", "badly", "", "stays")))),
        endings=(Ending(id="well", title="Well", text="Well.", good=True, feedback=says("well")),
                 Ending(id="badly", title="Badly", text="Badly.", good=False,
                        feedback=says("badly"))))


def criterion(name: str) -> Criterion:
    return Criterion(id=name, title=f"names {name}", question=f"Who is {name}?",
                     because="It is there.", next=f"Say more of {name}.", link=PLACE,
                     levels=Levels(met="", partly="", not_found=""), met=(), near_misses=())


def text(name: str) -> Text:
    return Text(**common(name), rubric=(criterion("aim"), criterion("limit"), criterion("day")))


def reflect(name: str) -> Reflect:
    prompts = (
        Prompt(id="line", label="Which line?", answer="pick",
               choices=("Chapter 3, one or all", "Chapter 5, why or how", "none of them")),
        Prompt(id="moment", label="If", required=True), Prompt(id="action", label="then"),
        Prompt(id="sign", label="Sign"), Prompt(id="who", label="Partner"),
        Prompt(id="day", label="Day", answer="date"))
    return Reflect(
        **common(name), groups=(PromptGroup(id="all", title="All", prompts=prompts),),
        closing=says("the notes"),
        plan=Plan(moment="moment", action="action", sign="sign", partner="who", date="day"))


def make_exercise(name: str, chapter: int, *items: Any, form: Any = "") -> Exercise:
    return Exercise(schema=1, id=name, title=f"The exercise {name}", chapter=chapter, minutes=5,
                    objective="To learn.", claims=(), situation="It is Monday.", items=items,
                    form=form)


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A criterion is met where its name stands, partly with a question mark; three dots cannot
    be told. The texts that were judged are in the list."""
    judged: list[str] = []

    def level(name: str, response: str) -> Any:
        if f"{name}..." in response:
            return None
        return 0 if name not in response else 1 if f"{name}?" in response else 2

    def judge(item: Text, response: str) -> tuple[Judgement, ...]:
        judged.append(response)
        return tuple(Judgement(c.id, level(c.id, response), (Evidence(None, 0, 1),), "there")
                     for c in item.rubric)

    monkeypatch.setattr("workshop.kinds.text.judge", judge)
    return judged


@pytest.fixture
def exercises(judge: list[str]) -> list[Exercise]:
    return [
        make_exercise("cards", 3, sort("sorting"), pick("choosing"), rate("rating")),
        make_exercise("talks", 1, talk("talking"), text("writing")),
        make_exercise("notes", 7, reflect("planning")),
        make_exercise("before", 1, pick("one"), sort("two"), form="before"),
        make_exercise("after", 7, pick("one"), sort("two"), form="after"),
    ]


@pytest.fixture
def log(tmp_path: Path) -> AttemptLog:
    (tmp_path / TOKEN_FILE).write_text('{"token": "0123456789abcdef"}')
    return AttemptLog(tmp_path)


@pytest.fixture
def play(exercises: list[Exercise], log: AttemptLog) -> Callable[..., None]:
    """`play("cards", {"type": "check", ...}, ...)`: a learner at the player; a day goes by
    between two calls."""
    days, start = count(), datetime(2026, 5, 12, 10, tzinfo=UTC)

    def play(name: str, *events: dict[str, Any]) -> None:
        exercise = next(one for one in exercises if one.id == name)
        now = (start + timedelta(days=next(days))).isoformat()
        session = Session(exercise, log, lambda: now)
        for event in events:
            session.apply(event)

    return play


def check(item: str, response: Any, sure: str = "") -> list[dict[str, Any]]:
    said = [{"type": "confidence", "item": item, "value": sure}] if sure else []
    return [*said, {"type": "check", "item": item, "response": response}]


@pytest.fixture
def report(exercises: list[Exercise], log: AttemptLog) -> Callable[..., Report]:
    """`report()` is made from what was played."""

    def report(**more: Any) -> Report:
        attempts = list(log.read())
        return make_report(attempts, exercises, **{
            "made": "2026-06-01T08:00:00+00:00", "folder": "/home/you/attempts.jsonl",
            "chapters": CHAPTERS, "known": 9, "lost": len(log.skipped), **more})

    return report


@pytest.fixture
def played(play: Callable[..., None]) -> None:
    """A learner who has done a bit of everything."""
    right = {"a": "left", "b": "right", "c": "left", "d": "right"}
    play("before", *check("one", ["bad"]), *check("two", right))
    play("cards",
         *check("sorting", {**right, "a": "right", "b": "left"}, "fairly"),
         {"type": "retry", "item": "sorting"}, *check("sorting", {**right, "a": "right"}),
         *check("choosing", ["bad"], "certain"), {"type": "retry", "item": "choosing"},
         *check("choosing", ["other"]),
         *check("rating", {"a": 5, "b": 5, "c": 3}, "certain"),
         {"type": "retry", "item": "rating"}, *check("rating", {"a": 4, "b": 2, "c": 4}))
    play("talks",
         {"type": "answer", "item": "talking", "response": ["tell", "go"]},
         {"type": "retry", "item": "talking", "from": 0},
         {"type": "answer", "item": "talking", "response": ["ask", "stay"]},
         *check("writing", "The aim? and limit..."), *check("writing", "aim and limit"),
         {"type": "reveal", "item": "writing"}, *check("writing", "aim, limit, day"),
         *({"type": "mark", "item": "writing", "criterion": name, "mark": mark}
           for name, mark in (("aim", "met"), ("limit", "partly"), ("day", "met"))))
    play("notes", *check("planning", {
        "line": "Chapter 5, why or how", "moment": "a review stalls", "action": "ask who decides.",
        "sign": "somebody else <b>decides</b>", "who": "נועה | *Noa* 👩‍👩‍👧", "day": "2026-06-05"}))
    play("after", *check("one", ["good"]), *check("two", right))


@pytest.fixture(scope="session")
def check_schema() -> Callable[[Any], None]:
    path = Path(workshop.reporting.__file__).with_name("report.schema.json")
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema).validate
