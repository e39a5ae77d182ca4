"""What a slide shows of an exercise: one part of one item, as HTML to be read from the back row.

Nothing is shown but the part that is asked for, so that a key never stands beside its question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from string import ascii_uppercase

from markupsafe import Markup, escape

from workshop.display.markdown import to_html, to_inline_html
from workshop.errors import WorkshopError
from workshop.model.exercise import (
    Action,
    AnyItem,
    Choice,
    Dialogue,
    Exercise,
    Prompt,
    Rate,
    Reflect,
    Sort,
    Text,
)

LARGE, MEDIUM = 45, 85
"""Up to so many words are set in large type, up to so many in medium type; more are set small."""


def slide_html(exercise: Exercise, item_id: str, part: str, of: str = "") -> str:
    """One part of an exercise.

    ``of`` narrows it: to paragraphs ("2-4"), letters ("C D E"), a step of a dialogue, a part of
    a written response, or some of the criteria. Raises ``WorkshopError`` where there is none.
    """
    if part == "situation":
        body = to_html(paragraphs_of(exercise.situation, of))
    else:
        body = _PARTS_OF.get(part, _unknown)(_item(exercise, item_id), of)
        if not body:
            raise WorkshopError(f'{exercise.id}: the item "{item_id}" has no {part}'
                                + (f' of "{of}".' if of else "."))
    words = len(body.striptags().split())
    size = "large" if words <= LARGE else "medium" if words <= MEDIUM else "small"
    return (f'<div class="from-exercise {size}" data-exercise="{exercise.id}" '
            f'data-item="{escape(item_id)}" data-part="{part}">{body}</div>')


def title_of(exercise: Exercise, item_id: str = "") -> str:
    """The title of an exercise, or of one of its items."""
    return _item(exercise, item_id).title if item_id else exercise.title


def _item(exercise: Exercise, item_id: str) -> AnyItem:
    try:
        return exercise.item(item_id)
    except KeyError:
        known = ", ".join(item.id for item in exercise.items)
        raise WorkshopError(
            f'{exercise.id} has no item "{item_id}". There are: {known}.') from None


def paragraphs_of(text: str, of: str) -> str:
    """Paragraphs "2" or "2-4" of a text; all of them without a number.

    >>> paragraphs_of("One.\\n\\nTwo.\\n\\nThree.", "2-3")
    'Two.\\n\\nThree.'
    """
    paragraphs = text.strip().split("\n\n")
    first, _, last = of.partition("-")
    if not first:
        return text
    try:
        chosen = paragraphs[int(first) - 1 : int(last or first)]
    except ValueError:
        chosen = []
    if not chosen:
        raise WorkshopError(f'"{of}" names no paragraph: there are {len(paragraphs)}. '
                            "Write 2 or 1-2.")
    return "\n\n".join(chosen)


def _unknown(item: AnyItem, of: str) -> Markup:
    raise WorkshopError("A slide can show these parts: situation, " + ", ".join(_PARTS_OF) + ".")


def _stem(item: AnyItem, of: str) -> Markup:
    return to_html(paragraphs_of(item.stem, of))


def _options(item: AnyItem, of: str) -> Markup:
    """What can be chosen, with the letters that a room votes with."""
    if isinstance(item, Choice):
        return _lettered((option.text for option in item.options), of)
    if isinstance(item, Rate):
        return _lettered((action.text for action in item.actions), of)
    if isinstance(item, Sort):
        bins = Markup(" · ").join(to_inline_html(one.text) for one in item.bins)
        cards = _lettered((card.text for card in item.cards), of, "" if of else "two-columns")
        return cards and cards + Markup('<p class="bins">{}</p>').format(bins)
    if isinstance(item, Dialogue):
        step = next((step for step in item.steps if step.id == (of or item.start)), None)
        return step and _lettered(reply.text for reply in step.replies) or Markup("")
    return Markup("")


def _lettered(texts: Iterable[str], only: str = "", classes: str = "") -> Markup:
    rows = [Markup('<li><b class="letter">{}</b> <span>{}</span></li>')
            .format(letter, to_inline_html(text))
            for letter, text in zip(ascii_uppercase, texts, strict=False)
            if not only or letter in only.split()]
    listed = Markup("").join(rows)
    return Markup('<ul class="lettered {}">{}</ul>').format(classes, listed) if listed else listed


def _moment(item: AnyItem, of: str) -> Markup:
    """Who speaks at a step of a dialogue, and what they say."""
    steps = item.steps if isinstance(item, Dialogue) else ()
    for step in steps:
        if step.id == (of or item.start):
            return Markup('<p class="speaker">{}</p><blockquote>{}</blockquote>').format(
                to_inline_html(step.speaker), to_html(step.line))
    return Markup("")


def _endings(item: AnyItem, of: str) -> Markup:
    endings = item.endings if isinstance(item, Dialogue) else ()
    return _list(to_inline_html(ending.title) for ending in endings)


def _list(rows: Iterable[Markup]) -> Markup:
    listed = Markup("").join(Markup("<li>{}</li>").format(row) for row in rows)
    return Markup("<ul>{}</ul>").format(listed) if listed else Markup("")


def _key(item: AnyItem, of: str) -> Markup:
    if isinstance(item, Choice):
        lettered = zip(ascii_uppercase, item.options, strict=False)
        return _list(_with_letter(letter, option.text)
                     for letter, option in lettered if option.id in item.key)
    if isinstance(item, Sort):
        cards = list(zip(ascii_uppercase, item.cards, strict=False))
        columns = [
            Markup("<div><h4>{}</h4>{}</div>").format(to_inline_html(one.text), _list(
                _with_letter(letter, card.text) for letter, card in cards if one.id in card.bins))
            for one in item.bins]
        return Markup('<div class="columns">{}</div>').format(Markup("").join(columns))
    return _ratings(item) if isinstance(item, Rate) else Markup("")


def _answer(item: AnyItem, of: str) -> Markup:
    """The key of a choice whose options are not shown: its words, without letters."""
    options = item.options if isinstance(item, Choice) else ()
    return Markup("").join(Markup("<blockquote>{}</blockquote>").format(to_html(option.text))
                           for option in options if option.id in item.key)


def _with_letter(letter: str, text: str) -> Markup:
    return Markup('<b class="letter">{}</b> {}').format(letter, to_inline_html(text))


def _ratings(item: Rate) -> Markup:
    """The actions from most to least effective; contested ones apart, without a number."""
    lettered = list(zip(ascii_uppercase, item.actions, strict=False))
    ranked = sorted(lettered, key=lambda pair: (pair[1].contested, -pair[1].key))
    rows = [Markup('<tr><td class="rating">{}</td><td>{}</td></tr>')
            .format(_rating(action), _with_letter(letter, action.text))
            for letter, action in ranked]
    note = ("A draft: these are the author's own ratings, no panel's."
            if item.key_status == "draft" else "Mean and range of those who rated it.")
    return Markup('<table class="ratings">{}</table><p class="status">{}</p>').format(
        Markup("").join(rows), note)


def _rating(action: Action) -> str:
    if action.contested:
        return "people disagree"
    if action.panel:
        return f"{action.panel.mean:.1f} ({action.panel.low}–{action.panel.high})"
    return str(action.key)


def _criteria(item: AnyItem, of: str) -> Markup:
    """What a response is looked at for: in a dialogue the titles, in a text the questions too."""
    if isinstance(item, Dialogue):
        return _list(to_inline_html(criterion.title) for criterion in item.criteria)
    if isinstance(item, Text):
        return _list(Markup("<b>{}</b><br>{}").format(
            to_inline_html(criterion.title), to_inline_html(criterion.question))
            for criterion in item.rubric if not of or criterion.id in of.split())
    return Markup("")


def _worked(item: AnyItem, of: str) -> Markup:
    """The worked answers side by side; ``of`` names one part of the response."""
    answers = item.worked if isinstance(item, Text) else ()
    return _side_by_side((one.name, _response(one.response, of)) for one in answers)


def _one_worked(name: str) -> Callable[[AnyItem, str], Markup]:
    def shown(item: AnyItem, of: str) -> Markup:
        answers = item.worked if isinstance(item, Text) else ()
        return Markup("").join(_response(one.response, of) for one in answers if one.name == name)

    return shown


def _notice(item: AnyItem, of: str) -> Markup:
    answers = item.worked if isinstance(item, Text) else ()
    return _side_by_side((one.name, to_html(one.notice)) for one in answers)


def _side_by_side(pairs: Iterable[tuple[str, Markup]]) -> Markup:
    column = Markup('<div class="{}"><h4>{}</h4>{}</div>')
    columns = Markup("").join(column.format(name, name.capitalize(), html)
                              for name, html in pairs if html)
    return Markup('<div class="columns">{}</div>').format(columns) if columns else columns


def _response(response: str | dict[str, str], of: str) -> Markup:
    """A written response as a quotation; of one with parts only the part that is named."""
    text = response if isinstance(response, str) else response.get(of, "")
    return Markup("<blockquote>{}</blockquote>").format(to_html(text)) if text else Markup("")


def _model(item: AnyItem, of: str) -> Markup:
    return _response(item.model_response, of) if isinstance(item, Text) else Markup("")


def _plan(item: AnyItem, of: str) -> Markup:
    """The lines of an if-then plan, to be filled in."""
    if not isinstance(item, Reflect) or not item.plan:
        return Markup("")
    plan, prompts = item.plan, {one.id: one for group in item.groups for one in group.prompts}
    lines = [prompts[name] for name in (plan.moment, plan.action, plan.sign, plan.partner,
                                        plan.date)]
    rows = [Markup("<li><b>{}</b> <em>{}</em></li>").format(one.label, _example(one))
            for one in lines]
    return Markup('<ul class="plan">{}</ul>').format(Markup("").join(rows))


def _example(prompt: Prompt) -> str:
    """What goes into a line: a possible choice, or the first sentence of its hint."""
    return prompt.choices[0] if prompt.choices else prompt.hint.split(". ")[0].strip(" .")


_PARTS_OF: dict[str, Callable[[AnyItem, str], Markup]] = {
    "stem": _stem, "moment": _moment, "options": _options, "endings": _endings, "key": _key,
    "answer": _answer, "criteria": _criteria, "plan": _plan, "worked": _worked,
    "weak": _one_worked("weak"), "strong": _one_worked("strong"), "notice": _notice,
    "model": _model,
}
