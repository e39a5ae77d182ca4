"""Commands for a learner's work: take it along, load it elsewhere, delete it, find it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workshop.cli.app import app, out
from workshop.errors import WorkshopError
from workshop.loading.places import data_folder
from workshop.store import AttemptLog

work = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None,
    help="Take your answers along, load them elsewhere, delete them, or see where they are.\n\n"
         "Example: workshop work export",
)
app.add_typer(work, name="work")


@work.command("export")
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to write; a new file.")] = None,
) -> None:
    """Write one zip: all your answers in words, and the file that another computer can load.

    Example: workshop work export my-work.zip
    """
    out.print(f"Your work is in {_export(file)}")


def _export(file: Path | None) -> Path:
    from workshop import home, store

    log, path = AttemptLog(data_folder()), file or _unused(Path(home.file_name()))
    if not log.path.exists():
        raise WorkshopError(f"There is no work yet: {log.path} is not there.")
    store.write_new(path, home.packed(log))
    return path


def _unused(path: Path) -> Path:
    """``path``, or the same with a number, so that no earlier export is in the way."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


@work.command("import")
def load(
    file: Annotated[Path, typer.Argument(help="A zip of `workshop work export`, or its log.")],
) -> None:
    """Add your work from another computer to what is here. Nothing is lost or doubled.

    Example: workshop work import my-work.zip
    """
    from workshop import store

    with file.open("rb") as opened:
        content = opened.read(store.MOST_BYTES + 1)
    out.print(store.load(AttemptLog(data_folder()), content).words)


@work.command("delete")
def delete(
    word: Annotated[
        str, typer.Option(help="The word, instead of being asked for it; then no copy is offered.")
    ] = "",
) -> None:
    """Delete your answers, the token they carry, copies of notebooks and your report.

    You are offered a last copy, and asked to type a word. Close exercises that are open first:
    what is done in them afterwards starts a new file.

    Example: workshop work delete
    """
    from workshop import home

    if not word and AttemptLog(data_folder()).path.exists() and typer.confirm(
            "Write a last copy of your work into this folder first?", default=True):
        out.print(f"The copy is in {_export(None)}")
    word = word or typer.prompt(f'Type "{home.WORD}" to delete everything', default="",
                                show_default=False)
    if word.strip().lower() != home.WORD:
        out.print("Nothing was deleted.")
        raise typer.Exit(1)
    out.print(home.delete_everything())


@work.command("where")
def where() -> None:
    """Say where your answers are kept.

    Example: workshop work where
    """
    out.print(f"Your answers are kept on this computer alone, in {AttemptLog(data_folder()).path}")
