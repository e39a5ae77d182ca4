"""For tests of content rules: small items as plain data, and a workshop written from them."""

import json

import pytest

from workshop.checking.checks import look
from workshop.checking.whole import look_at_whole
from workshop.loading import Places

FEEDBACK = {"text": "You answer what was asked, and the buyer knows more than before.",
            "next": "Say what you will do about it now."}
ITEM = {"title": "The first reply", "lens": "E3", "stem": "What do you send first?",
        "key_source": "essay", "key_status": "draft", "hints": ["Who waits?", "Say sorry."],
        "model_answer": "The apology comes first."}


@pytest.fixture
def item():
    """`item("choice", "first-reply", options=[...])`: an item with nothing to find fault with."""

    def make(kind, name="first-reply", **fields):
        every = {"kind": kind, "id": name, **ITEM, **fields}
        return {key: value for key, value in every.items() if value is not None}

    return make


@pytest.fixture
def thing():
    """`thing("sorry", text="...")`: an option, a card, an action, with its feedback."""

    def make(name, text="Say it.", **fields):
        return {"id": name, "text": text, "feedback": FEEDBACK, **fields}

    return make


@pytest.fixture
def choice(item, thing):
    """`choice(*texts, key=0)`: a choice of options `a`, `b`, `c` with these texts."""

    def make(*texts, key=0, name="first-reply", **fields):
        keys = [key] if isinstance(key, int) else key
        options = [thing("abcdefghijkl"[at], text,
                         **({} if at in keys else {"misconception": "even-shares"}))
                   for at, text in enumerate(texts or ("Now.", "Soon.", "Late."))]
        return item("choice", name, options=options, key=[options[at]["id"] for at in keys],
                    **fields)

    return make


@pytest.fixture
def talk(item):
    """`talk({"open": ["well", "badly"], ...}, good=("well",))`: steps and where replies lead."""

    def make(ways, good, bad=(), texts=("Say it.",) * 9, **fields):
        steps = [
            {"id": name, "speaker": "The buyer", "line": "Where is it?", "replies": [
                {"id": f"{name}-{number}", "text": texts[number], "consequence": "She waits.",
                 "goto": place, "feedback": FEEDBACK, "meets": ["listens"]}
                for number, place in enumerate(places)]}
            for name, places in ways.items()
        ]
        endings = [{"id": name, "title": name, "text": "Two weeks later.", "good": name in good,
                    "feedback": FEEDBACK} for name in (*good, *bad)]
        return item("dialogue", start=next(iter(ways)), steps=steps, endings=endings,
                    criteria=[{"id": "listens", "title": "listens"}], model_path=[], **fields)

    return make


@pytest.fixture
def written(tmp_path):
    """Writes a workshop of these exercises (lists of items, or texts) and says where it lies."""

    def write(*exercises, tags=None, **head):
        (tmp_path / "_config.yml").touch()
        (tmp_path / "book").mkdir()
        (tmp_path / "exercises").mkdir()
        for number, items in enumerate(exercises, 1):
            name = f"exercise-{number}"
            data = {"schema": 1, "id": name, "title": name, "chapter": 3, "minutes": 5,
                    "objective": "Say sorry.", "claims": [], "situation": "It is late.",
                    "items": items, **head}
            (tmp_path / "exercises" / name).mkdir()
            text = items if isinstance(items, str) else json.dumps(data, indent=1)
            (tmp_path / "exercises" / name / "exercise.yaml").write_text(text, encoding="utf-8")
        if tags is not None:
            text = tags if isinstance(tags, str) else json.dumps(
                {"schema": 1, "misconceptions": tags}, indent=1)
            (tmp_path / "exercises" / "misconceptions.yaml").write_text(text, encoding="utf-8")
        return Places(tmp_path)

    return write


@pytest.fixture
def whole(written):
    """What a rule over the workshop looks at."""

    def make(*exercises, **head):
        places = written(*exercises, **head)
        looks = [look(places.exercise(slug)) for slug in places.slugs()]
        return look_at_whole(places, [one.checked for one in looks if one.checked])

    return make


@pytest.fixture
def told(whole):
    """`told(rule, item, ...)`: what a rule says about an exercise of these items."""

    def look_at(rule, *items, **head):
        (checked,) = whole(list(items), **head).exercises
        return [problem.what for problem in rule(checked)]

    return look_at
