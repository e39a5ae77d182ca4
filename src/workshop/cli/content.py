"""Commands for those who write exercises and chapters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from workshop.cli.app import app
from workshop.loading.places import find_places


@app.command("check")
def check_content(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Exercise folders, or folders that hold some.")
    ] = None,
    output: Annotated[str, typer.Option("--format", help="text or json")] = "text",
    reading: Annotated[
        bool, typer.Option("--reading", help="Say how hard each text is to read as well.")
    ] = False,
    rules: Annotated[
        bool, typer.Option("--rules", help="Only list what the rules look at.")
    ] = False,
) -> None:
    """List every content problem at once: file, line, what is wrong, how to mend it.

    Without a path the whole workshop is checked: exercises, pages, claims.

    Example: workshop check exercises/motivating-susan-and-george
    """
    if output not in ("text", "json"):
        raise typer.BadParameter("write text or json", param_hint="--format")
    if rules:
        from workshop.checking.listing import listing

        typer.echo(listing(), nl=False)
        raise typer.Exit
    _check(paths, output, reading)


def _check(paths: list[Path] | None, output: str, reading: bool) -> None:
    from workshop.checking.checks import check_paths, check_workshop
    from workshop.checking.reading import levels, levels_below

    report = check_paths(paths) if paths else check_workshop(find_places())
    read = (levels_below(paths) if paths else levels(find_places())) if reading else []
    if output == "json":
        told = report.as_dict() | ({"reading": [one.as_dict() for one in read]} if reading else {})
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for problem in report.problems:
            typer.echo(f"{problem}\n")
        typer.echo(report.summary)
        for warning in report.warnings:
            typer.echo(f"\nWarning: {warning}")
        for one in read:
            typer.echo(one.line)
    raise typer.Exit(1 if report.problems else 0)


@app.command("claims")
def claims(
    where: Annotated[
        bool, typer.Option("--where", help="List every claim with its pages and exercises.")
    ] = False,
) -> None:
    """Say which claims of the essays are taught and practised, and which are not.

    Example: workshop claims --where
    """
    from workshop.checking.claims import coverage_of, summary

    covered = coverage_of(find_places())
    for one in covered:
        if where or not one.is_complete:
            typer.echo(one.line)
    for line in summary(covered):
        typer.echo(line)
    raise typer.Exit(0 if all(one.is_complete for one in covered) else 1)


@app.command("notebooks")
def notebooks(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; say what differs.")
    ] = False,
) -> None:
    """Write the practice notebooks from the exercises.

    Example: workshop notebooks --check
    """
    from workshop.loading import load_all
    from workshop.publishing.notebooks import outdated_notebooks, write_notebooks

    places = find_places()
    exercises = load_all(places)
    work = outdated_notebooks if check else write_notebooks
    changed = work(exercises, places.practice)
    for path in changed:
        typer.echo(f"{'differs' if check else 'written'}: {path.relative_to(places.root)}")
    if check and changed:
        typer.echo("Run `workshop notebooks` and commit what it writes.")
        raise typer.Exit(1)
    if not changed:
        typer.echo(f"{len(exercises)} notebooks are as they should be.")


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of exercise files.

    Example: workshop schema > exercise.schema.json
    """
    from workshop.loading.schema import schema_text

    typer.echo(schema_text(), nl=False)
