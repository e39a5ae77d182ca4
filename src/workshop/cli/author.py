"""Commands for those who write exercises: start a new one, and try one in the terminal."""

from __future__ import annotations

import io
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from workshop.cli.app import app
from workshop.loading.places import Places, find_places


@app.command("try")
def try_exercise(
    exercise: Annotated[str, typer.Argument(help="The exercise's name, or its folder.")],
    item: Annotated[str, typer.Option(help="Play the item of this name alone.")] = "",
) -> None:
    """Play an exercise here in the terminal. Nothing is saved.

    Choices have numbers, a text ends with a dot alone on a line, and every question says which
    keys there are. It needs no colours, no mouse and no browser.

    Example: workshop try motivating-susan-and-george
    """
    from workshop.display.terminal import Unkept, play
    from workshop.loading import load_exercise
    from workshop.session import Session

    folder = Path(exercise)
    if not (folder / "exercise.yaml").is_file():
        folder = find_places().exercise(exercise)
    session = Session(load_exercise(folder), Unkept(secrets.token_hex(8)), _now)
    if isinstance(sys.stdin, io.TextIOWrapper):  # what is no UTF-8 is no reason to stop
        sys.stdin.reconfigure(errors="replace")
    play(session, _ask, typer.echo, item)


def _ask(prompt: str) -> str:
    """A line from the keyboard. From a file or a pipe it is printed too, so that all reads well."""
    if sys.stdin.isatty():
        return input(prompt)
    typer.echo(prompt, nl=False)
    line = sys.stdin.readline()
    typer.echo(line.rstrip("\n"))
    if not line:
        raise EOFError
    return line


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@app.command("new")
def new_exercise(
    slug: Annotated[str, typer.Argument(help="Its name: a plain word with hyphens.")],
    kind: Annotated[str, typer.Option(help="choice, sort, order, match, rate, dialogue, text or "
                                           "reflect.")],
    chapter: Annotated[int | None, typer.Option(help="The number of its chapter.")] = None,
) -> None:
    """Start a new exercise: a folder in which every place to fill says TODO.

    It loads at once and can be tried; `workshop check` lists each TODO that is left.

    Example: workshop new late-delivery --kind choice --chapter 3
    """
    from workshop.kinds import KINDS
    from workshop.publishing.scaffolds import chapters, fault_of_name, write_scaffold

    places = find_places()
    fault, known = fault_of_name(slug), sorted(chapters(places))
    if fault:
        raise typer.BadParameter(fault, param_hint="SLUG")
    if kind not in KINDS:
        raise typer.BadParameter(f"write one of {', '.join(KINDS)}", param_hint="--kind")
    if chapter is not None and chapter not in known:
        raise typer.BadParameter(f"write one of {', '.join(map(str, known))}",
                                 param_hint="--chapter")
    for path in write_scaffold(places, slug, kind, chapter):
        typer.echo(f"written: {path.relative_to(places.root).as_posix()}")
    for line in _next_steps(places, slug, chapter):
        typer.echo(line)


def _next_steps(places: Places, slug: str, chapter: int | None) -> list[str]:
    pages = sorted((places.book / "chapters").glob(f"{chapter}-*.md")) if chapter else []
    page = pages[0].relative_to(places.root).as_posix() if pages else "its chapter in book/chapters"
    return [
        "",
        "What comes next:",
        f"1. Write `{slug}` into the `exercise-list` of {page}.",
        f"2. Write `practice/{slug}` into book/_toc.yml, and run: workshop notebooks",
        f"3. Fill in what says TODO. To see what is left: workshop check exercises/{slug}",
        f"   To see how it plays: workshop try {slug}",
    ]
