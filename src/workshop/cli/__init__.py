"""The terminal's door: ``workshop``. ``workshop --help`` is the reference.

Exit status: 0 done, 1 problems found, 2 wrong use.
"""

from __future__ import annotations

import io
import sys

from workshop.cli import run  # the commands, in the order in which the help lists them

# isort: split
from workshop.cli import report

# isort: split
from workshop.cli import work

# isort: split
from workshop.cli import content

# isort: split
from workshop.cli import author

# isort: split
from workshop.cli import judge
from workshop.cli.app import app, err
from workshop.errors import WorkshopError

__all__ = ["app", "author", "content", "judge", "main", "report", "run", "work"]


def main() -> None:
    """Run the command line; an error meant for people is printed without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an old code page lacks most of the world
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except WorkshopError as error:
        err.print(str(error))
        sys.exit(1)
    except OSError as error:
        err.print(f"{error.filename or 'A file'}: {error.strerror or error}.")
        sys.exit(1)
