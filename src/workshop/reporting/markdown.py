"""The report as Markdown, for a terminal, a notebook or a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workshop.model.link import Link
from workshop.reporting import words
from workshop.reporting.report import Certain, Look, Report

_MARKS = re.compile(r"([\\`*_\[\]<>#|&~$])")


def escaped(text: str) -> str:
    """Words that stay words: one line, no mark-up.

    >>> escaped("<b> *so*\\n# is it")
    '\\\\<b\\\\> \\\\*so\\\\* \\\\# is it'
    """
    return _MARKS.sub(r"\\\1", words.cleaned(text))


def as_markdown(report: Report, book: str = "") -> str:
    """All of the report. ``book`` is the address of the built book (empty: no links)."""
    parts: list[Iterable[str]] = [
        ["# My report", "", f"Made on {words.day(report.made)}." if words.day(report.made) else "",
         "", *report_sentences(report)],
        _certain(report, book), _look(report, book), _counts(report), _leanings(report),
        _plans(report), _forms(report), _marks(report), _rest(report),
        ["", "## What was shared", "", words.SHARED, "", "---", "",
         f"{words.PURPOSE} It is made from the file in {escaped(report.folder)}."],
    ]
    text = "\n".join(line for part in parts for line in part)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def report_sentences(report: Report) -> list[str]:
    """The three sentences as one paragraph."""
    return [" ".join(map(escaped, report.sentences))]


def exercise_link(exercise: str) -> Link:
    """The page of an exercise in the book."""
    return Link("Open the exercise", f"practice/{exercise}", "")


def address(link: Link, book: str) -> str:
    """Where a link leads; a link to a whole page has no anchor."""
    return link.href(book).removesuffix("#")


def _links(one: Certain | Look, book: str) -> str:
    links = [link for link in (one.link, exercise_link(one.exercise)) if link]
    if not book:
        return escaped(one.link.label) if one.link else ""
    return ", ".join(f"[{escaped(link.label)}](<{address(link, book)}>)" for link in links)


def _certain(report: Report, book: str) -> Iterator[str]:
    if not report.certain:
        return
    yield from ("", "## Certain, and different from the key", "")
    for one in report.certain:
        lens = f"{one.lens}. " if one.lens else ""
        mended = " Since then you came to the key's answer." if one.is_mended else ""
        said = f'You: "{escaped(words.ended(one.answer))}" ' if one.answer else ""
        yield (f"- **{escaped(one.title)}**, {escaped(words.ended(one.item_title))} {lens}{said}"
               f"{escaped(one.told)}{mended} {_links(one, book)}")


def _look(report: Report, book: str) -> Iterator[str]:
    if not report.look:
        return
    yield from ("", "## Worth another look", "")
    for one in report.look:
        move = f" {escaped(one.next)}" if one.next else ""
        yield (f"- **{escaped(one.title)}**, {escaped(one.item_title)}: {one.why}.{move} "
               f"{_links(one, book)}")


def _counts(report: Report) -> Iterator[str]:
    if report.rows:
        yield from ("", "## Met, of those you tried", "", words.COUNTED, "",
                    "| Chapter | First attempt | Best attempt |", "| --- | --- | --- |")
        for group in report.groups:
            first, best = words.tally_words(group.first), words.tally_words(group.best)
            few = f" {words.FEW}" if group.is_few else ""
            yield f"| {escaped(group.title)} | {first} | {best}{few} |"
        yield from ("", "| Exercise | First attempt | Best attempt |", "| --- | --- | --- |")
        for row in report.rows:
            yield (f"| {escaped(row.title)} | {words.tally_words(row.first)} "
                   f"| {words.tally_words(row.best)} |")
    if report.noted:
        yield from ("", f"{words.NOTED} {', '.join(escaped(one.title) for one in report.noted)}.")


def _leanings(report: Report) -> Iterator[str]:
    if report.leanings:
        yield from ("", "## Where you lean", "", words.LEANING, "",
                    "| Chapter | Options chosen | Lines picked |", "| --- | --- | --- |")
        yield from (f"| Chapter {one.chapter} | {one.chosen} | {one.picked} |"
                    for one in report.leanings)


def _plans(report: Report) -> Iterator[str]:
    if report.plans:
        yield from ("", "## My plan")
    for plan in report.plans:
        yield from ("", f"> {escaped(plan.sentence)}", "")
        yield from (f"- {label}: {escaped(said)}" for label, said in words.plan_lines(plan))


def _forms(report: Report) -> Iterator[str]:
    if report.forms:
        yield from ("", "## Before and after", "", words.NOISE, "")
        yield from (f"- {escaped(form.title)}: {words.form_words(form)}" for form in report.forms)


def _marks(report: Report) -> Iterator[str]:
    if report.marks:
        yield from ("", "## Your own marks beside the tool's", "", words.MARKS)
    for one in report.marks:
        yield from ("", f"**{escaped(one.title)}**, {escaped(one.item_title)}", "",
                    "| Criterion | Tool | You | |", "| --- | --- | --- | --- |")
        for mark in one.criteria:
            yield (f"| {escaped(mark.criterion)} | {mark.tool} | {mark.own or words.UNMARKED} "
                   f"| {words.DIFFERS if mark.differs else ''} |")


def _rest(report: Report) -> Iterator[str]:
    if report.earlier:
        yield from ("", "## From an earlier version", "", words.EARLIER, "")
        yield from (f"- {escaped(one.exercise)}, {escaped(one.item)}: "
                    f"{words.counted(one.events, 'event')}" for one in report.earlier)
    for note in words.notes(report):
        yield from ("", escaped(note))
