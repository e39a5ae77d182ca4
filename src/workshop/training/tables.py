"""Tables and paragraphs for a terminal: plain aligned text, or rich where somebody looks on."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable

WIDTH = 96


@dataclass(frozen=True)
class Table:
    """A title, column heads, rows of text; the first column is left-aligned, the others right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Heading:
    """The name of what follows."""

    text: str


@dataclass(frozen=True)
class Listed:
    """A numbered entry: a line, and a line below it."""

    number: int
    text: str
    below: str


Block = str | Heading | Table | Listed


def plain(blocks: Sequence[Block]) -> str:
    """Everything as text that any screen, file or screen reader takes."""
    return "\n".join(_plain(block) for block in blocks).rstrip("\n") + "\n"


def _plain(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{block.text}\n{'=' * len(block.text)}\n"
    if isinstance(block, Listed):
        return _listed(block)
    if isinstance(block, str):
        return filled(block) + "\n"
    widths = [max(map(len, column)) for column in zip(block.columns, *block.rows, strict=True)]
    lines = [block.title] if block.title else []
    for row in (block.columns, *block.rows):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append(("  " + "  ".join(cells)).rstrip())
    return "\n".join(lines) + "\n"


def _listed(block: Listed) -> str:
    return f"{block.number:>3}. {block.text}\n" + filled(block.below, "     ")


def printable(text: str) -> str:
    """Text without what could steer a terminal, hide itself or turn the order of letters."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def filled(text: str, indent: str = "") -> str:
    """A paragraph in lines of at most 96 characters, each line of the text for itself.

    >>> filled("to be read")
    'to be read'
    """
    return "\n".join(
        textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent,
                      break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    )  # fmt: skip


def show(blocks: Sequence[Block], console: Console) -> None:
    """The same in colour; every colour stands beside a word that says as much."""
    from rich.text import Text

    for block in blocks:
        if isinstance(block, Table):
            table = _rich(block)
            wide = console.options.update(max_width=1000)
            if console.measure(table, options=wide).minimum <= console.width:
                console.print(table, "", sep="\n")
            else:
                console.print(Text(_plain(block)), soft_wrap=True)
        elif isinstance(block, Heading):
            console.print(Text(block.text, style="bold underline"), "", sep="\n")
        elif isinstance(block, Listed):
            console.print(Text(_listed(block)))
        else:
            style = "yellow" if block.startswith("Warning:") else ""
            console.print(Text(filled(block), style=style), "", sep="\n")


def _rich(block: Table) -> RichTable:
    """As narrow as it goes, since rich would cut what does not fit into the terminal."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    table = RichTable(title=Text(f"{block.title}\n", style="bold"), title_justify="left",
                      box=box.SIMPLE_HEAD, padding=0, show_edge=False)  # fmt: skip
    columns = zip(block.columns, *block.rows, strict=True)
    for at, (column, *cells) in enumerate(columns):
        widest = max(map(len, cells), default=0)
        head = column.replace(" ", "\n") if len(column) > widest else column
        table.add_column(Text(head), justify="right" if at else "left", no_wrap=True,
                         min_width=widest)  # fmt: skip
    for row in block.rows:
        table.add_row(*(Text(cell, style=_style(cell)) for cell in row))
    return table


def _style(cell: str) -> str:
    return "green" if cell == "reached" else "yellow" if cell.startswith("gap ") else ""
