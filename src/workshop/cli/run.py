"""Commands for those who take or run the workshop."""

from __future__ import annotations

import sys
import webbrowser
from typing import Annotated

import typer

from workshop.cli.app import app, err, out
from workshop.loading.places import data_folder, find_places
from workshop.progress import busy


@app.command("open")
def open_workshop(
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open a browser window.")
    ] = True,
    port: Annotated[int | None, typer.Option(help="The port, if the first free one is not right.")]
    = None,
    simple: Annotated[
        bool, typer.Option("--simple", help="The exercises without code or cells (Voilà).")
    ] = False,
) -> None:
    """Build the book if it is stale, start JupyterLab, and open the workshop.

    Example: workshop open --simple --port 8890
    """
    from workshop import launch
    from workshop.publishing import book

    places, home = find_places(), data_folder()
    launch.free_port(port)  # a taken port is told before the book is built
    if book.is_stale(places):
        with busy(err, "Building the book, about half a minute ..."):
            book.build(places)
    way = launch.LAB
    if simple:
        from workshop.simple.starting import SIMPLE as way
    err.print(f"Starting {way.name} ...")
    try:
        with launch.leaving_politely(), launch.running(places, home, port, way) as server:
            out.print(f"The workshop is open at {server.address}")
            out.print("Press Ctrl+C here to close it. Your answers are kept on this computer.")
            sys.stdout.flush()
            if browser:
                webbrowser.open(launch.door(server.address, home))
            status = server.process.wait()
    except KeyboardInterrupt:
        out.print("The workshop is closed. Your answers are saved.")
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
    with busy(err, "Building the book ..."):
        warnings = book.build(places, strict=check)
    for warning in warnings:
        err.print(warning)
    out.print(f"The book is in {places.built / 'index.html'}")


@app.command("slides")
def build_slides(
    check: Annotated[bool, typer.Option("--check", help="Warnings are errors.")] = False,
) -> None:
    """Build the slides of the ninety minutes into _build/slides.

    Open index.html there with a double click; the key S shows the speaker's view.

    Example: workshop slides --check
    """
    from workshop.publishing import slides

    places = find_places()
    with busy(err, "Building the slides ..."):
        warnings = slides.build(places, strict=check)
    for warning in warnings:
        err.print(warning)
    out.print(f"The slides are in {slides.folder_of(places) / 'index.html'}")
