"""Small items of each kind, in which every point is easy to count."""

from types import SimpleNamespace

import pytest

from workshop.model.exercise import (
    Bin,
    Card,
    Choice,
    Dialogue,
    Ending,
    Option,
    Part,
    PathCriterion,
    Reply,
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
    return SimpleNamespace(choice=choice, sort=sort, dialogue=dialogue, text=text)
