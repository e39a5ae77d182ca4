"""An exercise that was changed after it was answered: the answer stays, and only a changed
meaning is told."""

from dataclasses import fields, is_dataclass, replace
from types import UnionType
from typing import get_args, get_type_hints

import pytest

from workshop.model.exercise import AnyItem
from workshop.session.revisions import CHANGED, CHANGED_MUCH, MEANING, revision

PLACED = {"a": "left", "b": "right", "c": "right", "d": "left"}
WORDING = set("""
    title stem text feedback hints model_answer link label hint question because next levels met
    near_misses misconception claims key_source key_status consequence speaker line starter worked
    model_response model_path addressee judge panel sample closing nudges plan by required
""".split())  # noqa: SIM905


def changed(exercise, name, change):
    """The exercise with one item changed."""
    return replace(exercise, items=tuple(
        change(item) if item.id == name else item for item in exercise.items))


def reworded(item):
    cards = tuple(replace(card, text=f"{card.text}, said better") for card in item.cards)
    return replace(item, stem="Said better.", cards=cards)


def other_key(item):
    first, *others = item.cards
    return replace(item, cards=(replace(first, bins=("right",)), *others))


def other_card(item):
    first, *others = item.cards
    return replace(item, cards=(replace(first, id="new"), *others))


def test_changed_wording_keeps_the_answer_and_is_not_told(walk, cards):
    walk(cards).send("check", response=PLACED)
    again = walk(changed(cards, "sorting", reworded))
    assert again.view["welcome"] == "Welcome back. You answered this on 12 May."
    assert again.item["response"] == PLACED


def test_changed_meaning_keeps_the_answer_and_is_told(walk, cards):
    walk(cards).send("check", response=PLACED)
    again = walk(changed(cards, "sorting", other_key))
    assert again.view["welcome"] == f"Welcome back. You answered this on 12 May. {CHANGED}"
    assert again.item["response"] == PLACED
    assert again.item["result"]["status"] == "partly", "judged as it is judged now"


def test_a_draft_is_told_of_a_changed_meaning_as_well(walk, cards):
    walk(cards).send("answer", response={"b": "left"})
    again = walk(changed(cards, "sorting", other_key))
    assert again.view["welcome"] == f"Welcome back. Your draft of 12 May is here. {CHANGED}"


@pytest.mark.parametrize(("response", "told"), [
    (PLACED, CHANGED_MUCH), ({"b": "left"}, CHANGED)], ids=["the lost card", "another card"])
def test_it_is_not_said_that_all_is_below_when_a_part_no_longer_fits(walk, cards, response, told):
    walk(cards).send("answer", response=response)
    again = walk(changed(cards, "sorting", other_card))
    assert again.view["welcome"].endswith(told)


def test_once_it_is_answered_anew_nothing_is_told(walk, cards):
    walk(cards).send("check", response=PLACED)
    new = changed(cards, "sorting", other_key)
    walk(new).send("check", response={**PLACED, "a": "right"})
    assert walk(new).view["welcome"] == "Welcome back. You answered this on 12 May."


def test_an_answer_that_was_cleared_is_not_told_of(walk, cards):
    learner = walk(cards)
    learner.send("check", response=PLACED)
    learner.send("reset")
    assert CHANGED not in walk(changed(cards, "sorting", other_key)).view["welcome"]


def test_a_change_in_another_part_is_not_told(walk, cards):
    walk(cards).send("check", response=PLACED)
    new = changed(cards, "pick", lambda item: replace(item, key=("bad",)))
    assert walk(new).view["welcome"] == "Welcome back. You answered this on 12 May."


def test_an_entry_from_before_there_were_two_fingerprints_is_not_told_of(walk, cards, log):
    walk(cards).send("check", response=PLACED)
    now = revision(cards, cards.items[0])
    log.path.write_text(log.path.read_text("utf-8").replace(now, "000000000000"), "utf-8")
    assert walk(cards).view["welcome"] == "Welcome back. You answered this on 12 May."


def test_entries_of_an_item_that_is_gone_stay_in_the_log(walk, cards, log):
    walk(cards).send("check", response=PLACED)
    before = log.path.read_bytes()
    walk(replace(cards, items=cards.items[1:])).send("check", "pick", response=["good"])
    assert log.path.read_bytes().startswith(before)


def test_pieces_may_be_moved_about_in_a_file(cards):
    item = cards.items[0]
    moved = replace(item, cards=item.cards[::-1])
    assert meaning(cards, item) == meaning(cards, moved)
    assert revision(cards, item) != revision(cards, moved)


@pytest.mark.parametrize("change", [
    lambda sort, pick, tick: replace(sort, bins=sort.bins[:1]),
    lambda sort, pick, tick: replace(sort, lens="E4"),
    lambda sort, pick, tick: replace(pick, key=("bad",)),
    lambda sort, pick, tick: replace(pick, options=pick.options[:2]),
    lambda sort, pick, tick: replace(tick, many=False),
])
def test_what_is_asked_makes_another_meaning(cards, change):
    new = change(*cards.items)
    old = next(item for item in cards.items if item.id == new.id)
    assert meaning(cards, old) != meaning(cards, new)


def test_replies_and_criteria_make_another_meaning_and_what_people_say_does_not(talk):
    chat, text = talk.items
    first, *others = chat.steps
    assert meaning(talk, chat) == meaning(
        talk, replace(chat, steps=(replace(first, line="Hi?"), *others)))
    assert meaning(talk, chat) != meaning(
        talk, replace(chat, steps=(replace(first, replies=first.replies[:1]), *others)))
    assert meaning(talk, text) == meaning(talk, replace(text, model_answer="Other", starter="So"))
    assert meaning(talk, text) != meaning(talk, replace(text, rubric=text.rubric[:1]))


def meaning(exercise, item):
    return revision(exercise, item).partition(".")[0]


def every_field():
    """The names of all fields of all kinds of items, however deep."""
    seen, left, names = set(), list(get_args(AnyItem)), set()
    while left:
        found = left.pop()
        if isinstance(found, UnionType) or not is_dataclass(found):
            left += [one for one in get_args(found) if one not in seen and one is not ...]
        elif found not in seen:
            seen.add(found)
            names |= {field.name for field in fields(found) if found.__name__ != "Feedback"}
            left += get_type_hints(found).values()
    return names


def test_somebody_has_decided_for_every_field_whether_it_is_meaning_or_wording():
    assert not MEANING & WORDING
    left = every_field() - MEANING - WORDING
    assert left <= {"n", "mean", "sd", "low", "high", "met", "partly", "not_found", "why", "level",
                    "name", "response", "notice", "when", "of", "count", "moment", "action",
                    "sign", "partner", "date"}, "inside wording: never looked at"
