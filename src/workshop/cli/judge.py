"""Commands around the judge: grade in bulk, train, measure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from workshop.cli.app import app, err, out
from workshop.loading.places import find_places
from workshop.progress import busy, counting


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
        err.print("Nothing was sent.")
        return
    second = SecondOpinion(plugin) if plugin else None
    if second:
        err.print(second.notice, markup=False)
    errors = count = 0
    with writing(output, file) as write, counting(err, output is not None) as tell:
        for result in grade_lines_on(jobs, loaded, read_lines(file), second):
            write(json.dumps(result, ensure_ascii=False) + "\n")
            count += 1
            errors += "error" in result
            tell(count)
    if errors:
        err.print(f"{errors} of {count} lines could not be graded; each says why.")
    if second and second.failed:
        err.print(f"{second.failed} of {second.asked} answers have our own judgement alone; "
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
        with busy(err, f"Training {folder.name} ..."):
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
        outcome = bench_exercises(places, names, cross_validate, err.print)
    outcome.print(out, as_json)
    raise typer.Exit(outcome.status)
