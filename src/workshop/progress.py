"""Progress on standard error: a spinner on a terminal, plain lines or nothing elsewhere."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from rich.console import Console


@contextlib.contextmanager
def busy(console: Console, text: str) -> Iterator[None]:
    """A spinner while something takes time; a plain line where there is no terminal."""
    if console.is_terminal:
        with console.status(text):
            yield
    else:
        console.print(text)
        yield


@contextlib.contextmanager
def counting(console: Console, to_file: bool) -> Iterator[Callable[[int], None]]:
    """Tells how many lines are done while results go to a file; nothing elsewhere."""
    if not (to_file and console.is_terminal):
        yield lambda count: None
        return
    with console.status("Grading ...") as status:

        def tell(count: int) -> None:
            if count % 100 == 0:
                status.update(f"Grading ... {count:,} lines")

        yield tell
