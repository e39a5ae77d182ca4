"""The command for a learner who wants to see what the answers add up to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workshop.cli.app import app, err, out
from workshop.loading.places import data_folder, find_places
from workshop.progress import busy

if TYPE_CHECKING:
    from workshop.reporting import Report

FORMATS = ("html", "md", "json")


@app.command("report")
def report(
    form: Annotated[str, typer.Option("--format", help="html, md or json")] = "html",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where to write.")] = None,
    learner: Annotated[
        str, typer.Option(help="Count one token alone, if the file holds several.")
    ] = "",
) -> None:
    """Make your own report from your answers on this computer. Nothing is sent.

    HTML goes into a file, which prints well on A4; Markdown and JSON are printed, unless -o
    names a file. It is for you: not for hiring, promotion or appraisal.

    Example: workshop report --format md -o my-report.md
    """
    from workshop.notebook import report_of
    from workshop.textio import writing

    if form not in FORMATS:
        raise typer.BadParameter("write html, md or json", param_hint="--format")
    places, home = find_places(), data_folder()
    with busy(err, "Reading your answers ..."):
        made = report_of(places, home, learner)
    book = places.built.as_uri() if (places.built / "index.html").is_file() else ""
    if form == "html" and output is None:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        output = home / "report.html"
    with writing(output, home / "attempts.jsonl") as write:
        write(_text(made, form, book))
    if output is not None:
        out.print(f"Your report is in {output}")


def _text(made: Report, form: str, book: str) -> str:
    from workshop.display.report import report_page
    from workshop.reporting.as_json import as_json
    from workshop.reporting.markdown import as_markdown

    if form == "json":
        return as_json(made)
    return report_page(made, book) if form == "html" else as_markdown(made, book)
