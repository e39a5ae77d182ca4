"""What a slide shows of an exercise, part by part."""

from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup

from workshop.display.slide import slide_html, title_of
from workshop.errors import WorkshopError
from workshop.loading import find_places, load_exercise
from workshop.model.exercise import PanelRating
from workshop.slidesext import section_of

PLACES = find_places(Path(__file__))


def load(slug):
    return load_exercise(PLACES.exercise(slug))


@pytest.fixture(scope="module")
def susan():
    return load("motivating-susan-and-george")


@pytest.fixture(scope="module")
def meeting():
    return load("redirecting-technical-decisions")


@pytest.fixture(scope="module")
def asked():
    return load("manager-who-does-not-code")


def words(*arguments):
    return Markup(slide_html(*arguments)).striptags()


def test_letters_follow_the_order_of_the_file_and_can_be_picked(susan):
    cards = susan.item("who-hears-what").cards
    shown = words(susan, "who-hears-what", "options", "C H")
    assert f"C {cards[2].text}" in shown and f"H {cards[7].text}" in shown
    assert cards[0].text not in shown


def test_cards_are_shown_with_the_places_and_without_the_key(susan):
    shown = slide_html(susan, "who-hears-what", "options")
    places = [one.text for one in susan.item("who-hears-what").bins]
    assert Markup(shown).striptags().endswith(" · ".join(places))
    assert "<h4>" not in shown


def test_key_of_a_sort_puts_every_card_under_its_place(susan):
    columns = slide_html(susan, "who-hears-what", "key").split("<h4>")[1:]
    assert [column.split("</h4>")[0] for column in columns] == [
        "The team meeting", "Susan's 1:1", "George's 1:1", "Nobody, in any setting"]
    assert [[letter for letter in "ABCDEFGH" if f'letter">{letter}<' in column]
            for column in columns] == [["B", "G"], ["A", "F"], ["D", "H"], ["C", "E"]]


def test_ratings_go_from_high_to_low_and_a_contested_one_has_no_number(asked):
    shown = slide_html(asked, "still-asked", "key")
    ratings = [Markup(row).striptags().split(" ")[0] for row in shown.split("<tr>")[1:]]
    assert [rating.rstrip("ABCDE") for rating in ratings] == ["5", "4", "2", "1", "people"]
    assert "A draft" in shown


def test_ratings_of_a_panel_come_with_their_range(asked):
    item = asked.item("still-asked")
    first = replace(item.actions[0], panel=PanelRating(n=12, mean=2.25, sd=0.8, low=1, high=4))
    rated = replace(item, actions=(first, *item.actions[1:]), key_status="panel")
    shown = slide_html(replace(asked, items=(rated,)), "still-asked", "key")
    assert "2.2 (1–4)" in shown and "A draft" not in shown


def test_a_dialogue_shows_who_speaks_the_replies_and_the_names_of_the_endings(meeting):
    item = meeting.item("design-meeting")
    assert words(meeting, "design-meeting", "moment").startswith("Daniel, in the design meeting")
    assert words(meeting, "design-meeting", "moment", "press").startswith("Lena")
    replies = words(meeting, "design-meeting", "options")
    assert all(reply.text in replies for reply in item.steps[0].replies)
    assert not any(reply.consequence in replies for reply in item.steps[0].replies)
    endings = slide_html(meeting, "design-meeting", "endings").split("<li>")[1:]
    assert [ending.split("</li>")[0] for ending in endings] == [
        ending.title for ending in item.endings]


def test_weak_and_strong_stand_side_by_side_for_one_hearer(susan):
    shown = slide_html(susan, "messages", "worked", "team")
    weak, strong = shown.split("<h4>Strong</h4>")
    assert "bring it home together" in weak and "nine hundred claims" in strong
    assert "Staff round" not in shown


def test_criteria_are_their_questions_and_nothing_of_their_levels(susan):
    shown = words(susan, "messages", "criteria", "susan-career george-team")
    rubric = {criterion.id: criterion for criterion in susan.item("messages").rubric}
    assert rubric["susan-career"].question in shown and rubric["george-team"].title in shown
    assert rubric["team-why"].question not in shown
    assert rubric["susan-career"].levels.met not in shown


def test_a_plan_is_lines_to_fill_in(susan):
    shown = slide_html(load("plan-next-week"), "my-plan", "plan")
    assert shown.count("<li>") == 5 and "<b>then I will</b>" in shown


def test_more_words_are_set_smaller(susan):
    sizes = [slide_html(susan, "", "situation", of).split('"')[1].split()[1]
             for of in ("2", "2-4", "")]
    assert sizes == ["large", "medium", "small"]


@pytest.mark.parametrize(("arguments", "told"), [
    (("nobody", "key"), 'no item "nobody". There are: who-hears-what, messages, whose-label.'),
    (("messages", "kye"), "A slide can show these parts: situation, stem,"),
    (("messages", "key"), 'the item "messages" has no key.'),
    (("messages", "model", "paul"), 'has no model of "paul".'),
    (("messages", "stem", "7"), '"7" names no paragraph: there are 1.'),
    (("messages", "stem", "x"), '"x" names no paragraph'),
    (("who-hears-what", "moment"), "has no moment."),
    (("who-hears-what", "options", "Z"), 'has no options of "Z".'),
], ids=lambda value: "-".join(value) if isinstance(value, tuple) else "")
def test_what_is_not_there_is_told(susan, arguments, told):
    with pytest.raises(WorkshopError) as caught:
        slide_html(susan, *arguments)
    assert told in str(caught.value)


def test_title_is_the_exercises_or_the_items(susan):
    assert title_of(susan) == "Motivating Susan and George"
    assert title_of(susan, "messages") == "Three messages"


NOTES = """# Notes

## Start

Say this.

### More

And this.

## End

**"Why?"** Because.

**"Why?"** Again.

## Board

```text
# On the board
#1 of 2
```

#2 is no heading either.

**"Enough?"** Yes.
"""


@pytest.mark.parametrize(("part", "section"), [
    ("Start", "Say this.\n\n### More\n\nAnd this."), ("More", "And this."),
    ("Why?", '**"Why?"** Because.'),
    ("Board", '```text\n# On the board\n#1 of 2\n```\n\n#2 is no heading either.\n\n'
              '**"Enough?"** Yes.'),
    ("Enough?", '**"Enough?"** Yes.'),
])
def test_a_section_of_the_notes_goes_to_the_next_heading_of_its_level(part, section):
    assert section_of(NOTES, part) == section


@pytest.mark.parametrize("part", ["Middle", "", "On the board", "2 is no"])
def test_a_section_that_is_not_there_is_told(part):
    with pytest.raises(WorkshopError, match="no heading with"):
        section_of(NOTES, part)
