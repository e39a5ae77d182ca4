"""The terminal's door: ``workshop``. ``workshop --help`` is the reference.

Exit status: 0 done, 1 problems found, 2 wrong use.
"""

from __future__ import annotations

import io
import json
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from workshop import __version__
from workshop.errors import WorkshopError
from workshop.loading.places import data_folder, find_places
from workshop.progress import busy, counting

app = typer.Typer(
    name="workshop", no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Leading and managing: a workshop in a box.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
_out = Console(highlight=False, markup=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def main() -> None:
    """Run the command line; an error meant for people is printed without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an old code page lacks most of the world
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except WorkshopError as error:
        _err.print(str(error))
        sys.exit(1)
    except OSError as error:
        _err.print(f"{error.filename or 'A file'}: {error.strerror or error}.")
        sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        _out.print(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Leading and managing: a workshop in a box."""


@app.command("open")
def open_workshop(
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open a browser window.")
    ] = True,
    port: Annotated[int | None, typer.Option(help="The port, if the first free one is not right.")]
    = None,
) -> None:
    """Build the book if it is stale, start JupyterLab, and open the workshop.

    Example: workshop open --no-browser --port 8890
    """
    from workshop import launch
    from workshop.publishing import book

    places, home = find_places(), data_folder()
    launch.free_port(port)  # a taken port is told before the book is built
    if book.is_stale(places):
        with busy(_err, "Building the book, about half a minute ..."):
            book.build(places)
    _err.print("Starting JupyterLab ...")
    try:
        with launch.leaving_politely(), launch.running(places, home, port) as server:
            _out.print(f"The workshop is open at {server.address}")
            _out.print("Press Ctrl+C here to close it. Your answers are kept on this computer.")
            sys.stdout.flush()
            if browser:
                webbrowser.open(launch.door(server.address, home))
            status = server.process.wait()
    except KeyboardInterrupt:
        _out.print("The workshop is closed. Your answers are saved.")
        status = 0
    raise typer.Exit(status)


@app.command("book")
def build_book(
    check: Annotated[bool, typer.Option("--check", help="Warnings are errors.")] = False,
) -> None:
    """Build the static book into _build/html.

    Example: workshop book --check
    """
    from workshop.publishing import book

    places = find_places()
    with busy(_err, "Building the book ..."):
        warnings = book.build(places, strict=check)
    for warning in warnings:
        _err.print(warning)
    _out.print(f"The book is in {places.built / 'index.html'}")


@app.command("check")
def check_content(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Exercise folders, or folders that hold some.")
    ] = None,
    output: Annotated[str, typer.Option("--format", help="text or json")] = "text",
) -> None:
    """List every content problem at once: file, line, what is wrong, how to mend it.

    Example: workshop check exercises/motivating-susan-and-george
    """
    from workshop.loading.checks import check_paths

    if output not in ("text", "json"):
        raise typer.BadParameter("write text or json", param_hint="--format")
    report = check_paths(paths or [find_places().exercises])
    if output == "json":
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        for problem in report.problems:
            typer.echo(f"{problem}\n")
        typer.echo(report.summary)
        for warning in report.warnings:
            typer.echo(f"\nWarning: {warning}")
    raise typer.Exit(1 if report.problems else 0)


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


@app.command("grade")
def grade_responses(
    exercise: Annotated[str, typer.Argument(help="The exercise's name.")],
    file: Annotated[Path | None, typer.Argument(help="JSON lines; standard input if left out.")]
    = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where to write.")] = None,
    judge: Annotated[
        str, typer.Option(envvar="WORKSHOP_JUDGE", help="A plug-in judge, asked after our own.")
    ] = "",
    show_request: Annotated[
        bool, typer.Option("--show-request", help="Print what it would be sent; send nothing.")
    ] = False,
    jobs: Annotated[
        int, typer.Option("-j", "--jobs", min=1, max=64, help="Processes to grade with.")
    ] = 1,
) -> None:
    """Grade many responses: JSON lines in, JSON lines out.

    Each line is {"id": ..., "item": ..., "response": ...}. A line that cannot be used becomes
    an error line and does not stop the rest; the exit status is then 1. Results come in the
    order of the lines, and are the same with one process and with many.

    Example: workshop grade motivating-susan-and-george answers.jsonl -o results.jsonl
    """
    from workshop.bulk import grade_lines
    from workshop.crew import grade_lines_on
    from workshop.judging.plugins import SecondOpinion, load_judge, shown_requests
    from workshop.loading import load_exercise
    from workshop.textio import read_lines, writing

    if show_request and not judge:
        raise typer.BadParameter("name the --judge, such as llm", param_hint="--show-request")
    if jobs > 1 and judge:
        raise typer.BadParameter("a plug-in judge is asked from one process", param_hint="--jobs")
    loaded = load_exercise(find_places().exercise(exercise))
    plugin = load_judge(judge) if judge else None
    if plugin and show_request:
        with writing(output, file) as write:
            list(grade_lines(loaded, read_lines(file), shown_requests(plugin, write)))
        _err.print("Nothing was sent.")
        return
    second = SecondOpinion(plugin) if plugin else None
    if second:
        _err.print(second.notice, markup=False)
    errors = count = 0
    with writing(output) as write, counting(_err, output is not None) as tell:
        for result in grade_lines_on(jobs, loaded, read_lines(file), second):
            write(json.dumps(result, ensure_ascii=False) + "\n")
            count += 1
            errors += "error" in result
            tell(count)
    if errors:
        _err.print(f"{errors} of {count} lines could not be graded; each says why.")
    if second and second.failed:
        _err.print(f"{second.failed} of {second.asked} answers have our own judgement alone; "
                   "each says why.")
    raise typer.Exit(1 if errors else 0)


@app.command("train")
def train(
    exercises: Annotated[list[str] | None, typer.Argument(help="Names; all if left out.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; say which judges are out of date.")
    ] = False,
) -> None:
    """Compile rubrics into the judge's files (needs scikit-learn, which `make setup` installs).

    Example: workshop train motivating-susan-and-george
    """
    from workshop.publishing.judges import outdated_judges, train_judges

    places = find_places()
    names = exercises or places.slugs()
    folders = [places.exercise(name) for name in names]
    if check:
        late = outdated_judges(folders)
        for folder in late:
            typer.echo(f"out of date: {folder.name}. Run: workshop train {folder.name}")
        raise typer.Exit(1 if late else 0)
    for folder in folders:
        with busy(_err, f"Training {folder.name} ..."):
            written = train_judges(folder)
        typer.echo(f"{'written' if written else 'no text items'}: {folder.name}")


@app.command("bench")
def bench(
    exercises: Annotated[list[str] | None, typer.Argument(help="Names; all if left out.")] = None,
    answers: Annotated[Path | None, typer.Option(
        help="Your own labelled answers, JSON lines; - for standard input.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    cross_validate: Annotated[bool, typer.Option(
        "--cross-validate", help="Leave one training voice out at a time (some minutes).")] = False,
) -> None:
    """Measure how well the judge agrees with labelled answers that it never saw.

    Example: workshop bench motivating-susan-and-george --answers mine.jsonl
    """
    from workshop.publishing.benches import bench_answers, bench_exercises

    if answers and (len(exercises or []) != 1 or cross_validate):
        raise typer.BadParameter("name one exercise with it, and no --cross-validate",
                                 param_hint="--answers")
    places, names = find_places(), exercises or []
    if answers:
        outcome = bench_answers(places.exercise(names[0]), answers)
    else:
        outcome = bench_exercises(places, names, cross_validate, _err.print)
    outcome.print(_out, as_json)
    raise typer.Exit(outcome.status)


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of exercise files.

    Example: workshop schema > exercise.schema.json
    """
    from workshop.loading.schema import schema_text

    typer.echo(schema_text(), nl=False)
