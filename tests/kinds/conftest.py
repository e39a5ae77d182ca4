"""Small items of each kind, in which every point is easy to count."""

from types import SimpleNamespace

import pytest

from workshop.model.exercise import (
    Action,
    Bin,
    Card,
    Cell,
    Choice,
    Column,
    Dialogue,
    Ending,
    Match,
    Nudge,
    Option,
    Order,
    OrderCard,
    Part,
    PathCriterion,
    Plan,
    Prompt,
    PromptGroup,
    Rate,
    Reflect,
    Reply,
    Row,
    Sort,
    Step,
    Text,
    WorkedAnswer,
)
from workshop.model.result import Feedback
from workshop.model.rubric import Criterion, Levels, NearMiss

SAY = Feedback(text="You said so.", next="Say more.", link="[Home](index#home)")
HEAD = {"title": "A title", "stem": "A stem", "lens": "E3", "link": "[Item](index#item)"}


def choice(key=("b",), many=False, lens=""):
    options = tuple(Option(id=name, text=name.upper(), feedback=SAY) for name in "abc")
    options += (Option(id="d", text="D", feedback=SAY, lens=lens),)
    return Choice(id="pick", options=options, key=tuple(key), many=many, **HEAD)


def sort(cards=4):
    bins = tuple(Bin(id=name, text=f"the {name}") for name in ("left", "right", "none"))
    return Sort(id="place", bins=bins, cards=tuple(
        Card(id=f"c{n}", text=f"Card {n}", feedback=SAY,
             bins=("left", "right") if n == 0 else ("left",)) for n in range(cards)), **HEAD)


def order(before=(("c0", "c2"), ("c1", "c2"), ("c2", "c3")), discard=("c4",)):
    """Four cards: the first two in any order, then the others; and one that does not belong."""
    cards = tuple(OrderCard(id=f"c{n}", text=f"Card {n}", feedback=SAY) for n in range(5))
    return Order(id="order", cards=cards, before=tuple(before), discard=tuple(discard), **HEAD)


def match(columns=("place", "time")):
    """Two rows; in every column "x" fits the first and "y" the second."""
    choices = tuple(Bin(id=name, text=f"The {name}") for name in "xyz")
    return Match(
        id="match",
        columns=tuple(Column(id=name, title=name.title(), choices=choices) for name in columns),
        rows=tuple(Row(id=f"r{n}", text=f"Row {n}", cells=tuple(
            Cell(column=name, fits=("xy"[n],), feedback=SAY) for name in columns))
            for n in range(2)), **HEAD)


def rate(keys=(5, 4, 2, 1), contested=()):
    return Rate(id="rate", actions=tuple(
        Action(id=f"a{n}", text=f"Action {n}", key=key, feedback=SAY, contested=n in contested)
        for n, key in enumerate(keys)), **HEAD)


def reflect(with_plan=True, nudges=True):
    words = ("never", "now and then", "most weeks")
    prompts = (
        Prompt(id="level", label="Where am I?", answer="scale", choices=words),
        Prompt(id="seen", label="When did somebody see it?", answer="line"),
        Prompt(id="moment", label="If", answer="pick", choices=("my next 1:1", "stand-up")),
        Prompt(id="action", label="I will", required=True),
        Prompt(id="sign", label="I know by", answer="line"),
        Prompt(id="partner", label="Who asks", answer="line", by="partner"),
        Prompt(id="day", label="On", answer="date"),
    )
    asked = (
        Nudge(id="evidence", when="fewer-than", of=("seen",), count=1, feedback=SAY),
        Nudge(id="too-high", when="none-at-most", of=("level",), count=2, feedback=SAY),
        Nudge(id="all-high", when="all-at-least", of=("level",), count=3, feedback=SAY),
    )
    sample = {"level": "2", "seen": "Monday.", "action": "ask first", "day": "2026-12-01",
              "moment": "stand-up", "partner": "Wanjiru"}
    return Reflect(
        id="look", groups=(PromptGroup(id="all", title="All", prompts=prompts),),
        nudges=asked if nudges else (), closing=SAY, sample=sample,
        plan=Plan(moment="moment", action="action", sign="sign", partner="partner", date="day")
        if with_plan else None, **HEAD)


def reply(name, goto, meets=(), misses=()):
    return Reply(id=name, text=name.title(), consequence="So it goes.", goto=goto, feedback=SAY,
                 meets=tuple(meets), misses=tuple(misses))


def dialogue():
    """Two steps: ask or tell, then back or blame."""
    return Dialogue(
        id="talk", criteria=tuple(PathCriterion(id=n, title=n) for n in ("asks", "backs", "waits")),
        start="one", model_path=("ask", "back"),
        steps=(
            Step(id="one", speaker="Lena", line="What now?", replies=(
                reply("ask", "two", ["asks", "waits"]), reply("tell", "two", [], ["asks"]),
                reply("both", "two", ["asks"], ["backs"]))),
            Step(id="two", speaker="Tom", line="And then?", replies=(
                reply("back", "good", ["backs"]), reply("praise", "fine", ["backs"]),
                reply("blame", "bad", [], ["backs"]))),
        ),
        endings=tuple(Ending(id=n, title=n, text=n, good=n != "bad", feedback=SAY)
                      for n in ("good", "fine", "bad")),
        **HEAD)


def criterion(name, part=""):
    return Criterion(
        id=name, title=f"says {name}", question=f"Where is {name}?", because="It helps.",
        next=f"Sharpen {name}.", link=f"[Criterion](index#{name})", part=part,
        levels=Levels(met="There.", partly="Nearly.", not_found="Nowhere."),
        met=("Yes.",), near_misses=(NearMiss(text="No.", why="vague"),))


def text(parts=("team", "susan")):
    response = {name: f"Words for {name}." for name in parts} if parts else "Words."
    return Text(
        id="write", parts=tuple(Part(id=name, label=f"To {name}") for name in parts),
        rubric=(criterion("first"), criterion("second"), criterion("third")),
        model_response=response, worked=(WorkedAnswer(name="weak", response=response, notice="x"),),
        **HEAD)


@pytest.fixture
def make():
    """The makers of small items: `make.choice(...)`, `make.sort(...)` and so on."""
    return SimpleNamespace(choice=choice, sort=sort, order=order, match=match, rate=rate,
                           dialogue=dialogue, text=text, reflect=reflect)
