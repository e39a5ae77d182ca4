"""The command line's root, and the two consoles that every command prints to."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from workshop import __version__

app = typer.Typer(
    name="workshop", no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Leading and managing: a workshop in a box.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
out = Console(highlight=False, markup=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def _version(wanted: bool) -> None:
    if wanted:
        out.print(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Leading and managing: a workshop in a box."""
