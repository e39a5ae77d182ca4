"""The words that every form of the report shares."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from workshop.reporting.report import Certain, FormCount, Look, PlanNoted, Report, Row, Tally
from workshop.session.days import day as day_said

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

PURPOSE = ("This report is for you. It is no test: not for hiring, promotion or appraisal, and "
           "with so few exercises a count says little about a person.")
SHARED = "Nothing. What you answer stays on this computer; the report is a file of yours."
COUNTED = ("One point a criterion, card, match, rating or choice; ½ where it is partly there. What "
           "the tool could not tell is left out, and so is what you tried after the model answer. "
           "Read it as a list of things to do, not as a measurement.")
NOISE = ("With six questions one answer more or less is chance, and two may be: for one person "
         "the difference is noise. Look at the questions, not at the count.")
HELD_BACK = "kept, and told once you have filled in the questions for after the workshop"
NO_WINNER = "No chapter's view is the right one; this only shows where you lean."
FEW = "(too few to say much)"
NOTED = "Kept as notes, and not scored:"
LEANING = ("Options you chose that this chapter would choose, where another was asked about; and "
           f"lines you picked in your notes. {NO_WINNER}")
MARKS = "Where the two differ, yours counts for you."
UNMARKED = "not marked"
DIFFERS = "differs"
EARLIER = ("These answers are in your file and fit no exercise that can be read today. They are "
           "kept, and not counted.")

EMPTY = ("You have not answered anything yet.",
         "Open an exercise, answer it and check it, and this page fills.",
         "It is made from a file on this computer, and nobody else sees it.")
_TURNS = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


def amount(number: float) -> str:
    """A count as people write it.

    >>> amount(3), amount(2.5), amount(0.5)
    ('3', '2½', '½')
    """
    whole, half = divmod(round(number * 2), 2)
    return f"{whole or '' if half else whole}{'½' if half else ''}"


def tally_words(tally: Tally) -> str:
    """
    >>> tally_words(Tally(2.5, 4))
    '2½ of 4'
    """
    return f"{amount(tally.points)} of {amount(tally.of)}"


def change_words(first: Tally, best: Tally) -> str:
    """From the first attempt to the best one.

    >>> change_words(Tally(2, 4), Tally(3, 4)), change_words(Tally(3, 4), Tally(3, 4))
    ('2 → 3 of 4', '3 of 4')
    >>> change_words(Tally(2, 3), Tally(3, 4))
    '2 of 3 → 3 of 4'
    """
    if first == best:
        return tally_words(best)
    start = amount(first.points) if first.of == best.of else tally_words(first)
    return f"{start} → {tally_words(best)}"


def counted(number: int, noun: str) -> str:
    """
    >>> counted(1, "answer"), counted(3, "answer"), counted(30, "answer")
    ('one answer', 'three answers', '30 answers')
    """
    said = SMALL[number] if number < len(SMALL) else str(number)
    return f"{said} {noun}" if number == 1 else f"{said} {noun}s"


def cleaned(text: str) -> str:
    """A learner's words on one line, without what turns a page round or cannot be written.

    >>> cleaned("a\\u202eb\\n\\x00c \\ud800")
    'ab c \ufffd'
    """
    kept = ("\ufffd" if unicodedata.category(c) == "Cs" else " " if c.isspace() else c
            for c in text if c not in _TURNS and (c.isspace() or unicodedata.category(c) != "Cc"))
    return " ".join("".join(kept).split())


def capital(text: str) -> str:
    """The text with a capital at its start.

    >>> capital("one answer")
    'One answer'
    """
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """The text with a full stop, unless it ends in a mark of its own.

    >>> ended("Who leads"), ended("Who leads?"), ended("")
    ('Who leads.', 'Who leads?', '')
    """
    text = text.strip()
    return text if not text or text[-1] in ".?!…" else f"{text}."


def day(time: str) -> str:
    """A day in full; what is no time stays unsaid.

    >>> day("2026-05-12T10:00:00+00:00"), day("yesterday")
    ('12 May 2026', '')
    """
    return day_said(time, in_full=True, unknown="")


def done_sentence(parts: int, tried: int, known: int, first: str, last: str) -> str:
    """How much was answered, and when."""
    where = f"{tried} of {known} exercises" if known else counted(tried, "exercise")
    said = f"You have answered {counted(parts, 'part')} in {where}"
    days = list(dict.fromkeys(filter(None, (day(first), day(last)))))
    if len(days) == 2:
        since = days[0].removesuffix(days[1][-5:])  # one year is said once
        return f"{said}, between {since} and {days[1]}."
    return f"{said}{''.join(f', on {one}' for one in days)}."


def change_sentence(rows: Sequence[Row]) -> str:
    """What has moved between the first attempts and the best ones."""
    gains = [(row.best.points - row.first.points, row) for row in rows]
    most = max(gains, key=lambda gain: gain[0], default=(0, None))
    if most[1] is None:
        return "Nothing of it is counted: notes, forms and matters of lens earn no points."
    if most[0] > 0:
        row = most[1]
        change = change_words(row.first, row.best).replace(" → ", " to ")
        return f'You moved furthest in "{row.title}", from {change}.'
    if all(row.best.is_full for row in rows):
        return "What you tried so far you met at the first attempt."
    return "Your first attempts are your best so far; a second attempt costs nothing."


def look_sentence(certain: Sequence[Certain], look: Sequence[Look]) -> str:
    """Where to look first."""
    left = [one for one in certain if not one.is_mended]
    if left:
        verb = "differs" if len(left) == 1 else "differ"
        said = capital(counted(len(left), "answer"))
        return f"{said} that you were certain of {verb} from the key; look there first."
    if look:
        said = capital(counted(len(look), "part"))
        return f"{said} {'is' if len(look) == 1 else 'are'} worth another look."
    return "Nothing waits for another look; the next exercise may."


def form_words(form: FormCount) -> str:
    """What is told of a form.

    >>> form_words(FormCount("after", "a", "A", 6, 6, 5))
    "5 of 6 on the key's side"
    >>> form_words(FormCount("before", "b", "B", 2, 6, None))
    '2 of 6 answered'
    """
    if form.on_key_side is not None:
        return f"{form.on_key_side} of {form.of} on the key's side"
    said = f"{form.answered} of {form.of} answered"
    is_held = form.form == "before" and form.answered == form.of
    return f"{said}; {HELD_BACK}" if is_held else said


def plan_lines(plan: PlanNoted) -> list[tuple[str, str]]:
    """What stands beside the plan's sentence, where something was noted."""
    date = day(plan.date) or plan.date
    lines = (("I know by", plan.sign), ("Who asks me", plan.partner), ("On", date))
    return [(label, said) for label, said in lines if said.strip()]


def notes(report: Report) -> list[str]:
    """What has to be said about the file itself."""
    said = []
    if report.lost:
        said.append(f"{capital(counted(report.lost, 'line'))} of the file could not be read; "
                    "nothing was deleted from it.")
    if len(report.learners) > 1:
        tokens = ", ".join(f"{cleaned(one.token)[:40] or 'none'} "
                           f"({counted(one.events, 'event')})" for one in report.learners)
        said.append(f"The file holds answers under {len(report.learners)} tokens, counted here "
                    f"together: {tokens}. To count one alone: workshop report --learner TOKEN.")
    return said
