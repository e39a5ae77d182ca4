"""Rules over items: where each begins to speak, and what it lets pass.

How they are worded stands in the golden files of `tests/broken`.
"""

import pytest

from workshop.checking import items

VAGUE = [{"text": f"Well, {number}.", "why": "vague"} for number in range(8)]


@pytest.mark.parametrize("count, many, fits", [
    (2, False, False), (3, False, True), (5, False, True), (6, False, False),
    (2, True, False), (10, True, True), (11, True, False),
])
def test_choice_has_three_to_five_options_and_up_to_ten_where_many_fit(
    choice, told, count, many, fits
):
    found = told(items.options_are_few, choice(*["Now."] * count, many=many))
    assert found == ([] if fits else [f"There are {count} options."])


@pytest.mark.parametrize("lengths, many, fits", [
    ((4, 39, 60), False, True), ((4, 39, 61), False, False),
    ((50, 60, 75), False, True), ((50, 60, 76), False, False),
    ((50, 60, 100), True, True), ((50, 60, 101), True, False),
])
def test_longest_option_may_have_half_as_many_characters_again(choice, told, lengths, many, fits):
    found = told(items.options_are_alike, choice(*["x" * n for n in lengths], many=many))
    assert bool(found) is not fits


def test_line_breaks_and_indents_count_as_one_space(choice, told):
    texts = ["x" * 40, "y" * 40, "z" * 30 + "\n" + " " * 40 + "z" * 29]
    assert told(items.options_are_alike, choice(*texts)) == []


@pytest.mark.parametrize("words, warned, broken", [
    (90, False, False), (91, True, False), (120, True, False), (121, False, True),
])
def test_stem_above_ninety_words_is_warned_of_and_above_a_hundred_and_twenty_refused(
    choice, whole, words, warned, broken
):
    (checked,) = whole([choice(stem="word " * words)]).exercises
    assert bool(list(items.stems_are_short(checked))) is warned
    assert bool(list(items.stems_fit(checked))) is broken


@pytest.mark.parametrize("missing", ["key_source", "key_status"])
def test_key_has_to_say_where_it_comes_from_though_there_are_defaults(choice, told, missing):
    (what,) = told(items.keys_say_where_they_come_from, choice(**{missing: None}))
    assert what == 'The item "first-reply" does not say where its key comes from.'


def test_reflection_has_no_key_no_hints_and_a_sample_for_an_answer(item, whole):
    page = item("reflect", key_source=None, key_status=None, hints=None, model_answer=None,
                groups=[{"id": "one", "title": "One",
                         "prompts": [{"id": "when", "label": "When?"}]}],
                closing={"text": "You have a plan.", "next": "Tell your partner."})
    bare, full = whole([page], [{**page, "sample": {"when": "On Monday."}}]).exercises
    assert [list(rule(full)) for rule in items.RULES] == [[]] * len(items.RULES)
    assert [problem.what for rule in items.RULES for problem in rule(bare)] == [
        '"first-reply" has no model answer.']


@pytest.mark.parametrize("stem, fits", [
    ("What do you send?", True), ("In Chapter 3's view, what do you send?", True),
    ("In Chapter 3’s view, what do you send?", True),
    ("Chapter 4's view is known. What, in Chapter 3's view, do you send?", True),
    ("In Chapter 4's view, what do you send?", False),
    ("In Chapter 4’s view, what do you send?", False),
])
def test_stem_may_leave_the_lens_to_the_page_but_not_name_another_alone(choice, told, stem, fits):
    assert bool(told(items.lenses_agree, choice(stem=stem))) is not fits


def test_key_of_a_panel_without_figures_is_told_once_whatever_the_kind(
    choice, item, thing, whole
):
    actions = [thing(name, key=key) for name, key in (("a", 1), ("b", 4), ("c", 5))]
    rate, pick = whole(
        [item("rate", actions=actions, key_status="panel")], [choice(key_status="panel")]
    ).exercises
    assert [problem.field for problem in items.panels_have_figures(pick)] == [
        "items[0].key_status"]
    assert list(items.panels_have_figures(rate)) == []  # its kind has said so, action by action


def test_form_gives_no_hint_and_no_model_answer(choice, told):
    bare = choice(hints=None, model_answer=None)
    rules = (items.hints_lead_on, items.answers_are_explained)
    assert told(lambda checked: [p for rule in rules for p in rule(checked)], bare,
                form="before") == []


def test_one_hint_is_too_few(choice, told):
    assert told(items.hints_lead_on, choice(hints=["Who waits?"])) == [
        '"first-reply" has 1 hint.']


def test_model_answer_of_spaces_is_none(choice, told):
    assert told(items.answers_are_explained, choice(model_answer=" ")) == [
        '"first-reply" has no model answer.']


@pytest.mark.parametrize("turned, told_as", [
    (0, "none turn"), (1, "1 turns"), (4, "4 turn"), (5, None)])
def test_five_near_misses_turn_the_words_round(item, told, turned, told_as):
    sorts = ["denial", "irony", "wrong-person", "threat", "denial"][:turned]
    misses = [{"text": f"Not sorry, {why}.", "why": why} for why in sorts] + VAGUE[turned:]
    found = told(items.near_misses_turn_round, written_item(item, misses))
    assert found == ([] if told_as is None else [
        f'Of the near misses of "sorry" {told_as} its words round.'])


def test_too_few_near_misses_are_not_told_twice(item, told):
    assert told(items.near_misses_turn_round, written_item(item, VAGUE[:7])) == []


def written_item(item, misses):
    criterion = {"id": "sorry", "title": "says sorry", "question": "Where?", "because": "Trust.",
                 "next": "Say it.", "met": ["I am sorry."], "near_misses": misses,
                 "levels": {"met": "It is there.", "partly": "Nearly.", "not_found": "It is not."}}
    return item("text", rubric=[criterion])
