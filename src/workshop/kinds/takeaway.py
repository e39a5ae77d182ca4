"""A plan to take home: as Markdown, and as a file that calendar programs open (RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from workshop.model.exercise import Plan, Reflect

_LONGEST_LINE = 75  # octets, as the standard asks
_MAKER = "leading-and-managing-workshop"


def takeaways(item: Reflect, response: Mapping[str, str]) -> list[dict[str, Any]]:
    """The files that a filled-in reflection can be saved as: name, media type and text.

    The calendar file is there where the item has a plan with a date; it leaves the partner out,
    since calendars are shared more widely than notes.
    """
    files = [{"id": "markdown", "label": "Save as text", "name": f"{item.id}.md",
              "type": "text/markdown", "text": as_markdown(item, response)}]
    day = item.plan and plan_day(item.plan, response)
    if item.plan and day:
        files.append({"id": "calendar", "label": "Put it in my calendar", "name": f"{item.id}.ics",
                      "type": "text/calendar", "text": as_calendar(item.plan, response, day)})
    return files


def plan_day(plan: Plan, response: Mapping[str, str]) -> date | None:
    """The day of the plan, if one was given."""
    try:
        return date.fromisoformat(response.get(plan.date, ""))
    except ValueError:
        return None


def as_markdown(item: Reflect, response: Mapping[str, str]) -> str:
    """What was noted, under the headings of the item."""
    lines = [f"# {item.title}", ""]
    if item.plan:
        lines += [f"**{sentence(item.plan, response)}**", ""]
    for group in item.groups:
        noted = [(p.label, response[p.id]) for p in group.prompts if response.get(p.id, "").strip()]
        if noted:
            lines += [f"## {group.title}", ""]
        for label, words in noted:
            lines += [f"**{label}**", "", *(f"> {line}" for line in words.strip().splitlines()), ""]
    return "\n".join(lines)


def sentence(plan: Plan, response: Mapping[str, str]) -> str:
    """The plan as one sentence."""
    moment, action = (
        " ".join(response.get(name, "").split()).rstrip(".") for name in (plan.moment, plan.action)
    )
    return f"If {moment or '…'}, then I will {action or '…'}."


def as_calendar(plan: Plan, response: Mapping[str, str], day: date) -> str:
    """One event that fills the day. Equal plans give equal files, so an import does not double."""
    said = sentence(plan, response)
    sign = " ".join(response.get(plan.sign, "").split())
    token = hashlib.sha256(f"{day} {said}".encode()).hexdigest()[:20]
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_MAKER}//plan//EN", "BEGIN:VEVENT",
        f"UID:{token}@{_MAKER}", f"DTSTAMP:{day:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'Did I do it? {said}')}",
        f"DESCRIPTION:{_escaped(f'I know by: {sign}' if sign else said)}",
        "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR",
    ]
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _escaped(text: str) -> str:
    """Text as the standard wants it: marks escaped, nothing that cannot be printed."""
    text = "".join(character for character in text if character.isprintable())
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, never cut inside a character."""
    piece = ""
    for character in line:
        if len(f"{piece}{character}".encode()) > _LONGEST_LINE:
            yield piece
            piece = " "
        piece += character
    yield piece
