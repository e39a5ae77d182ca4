"""Tables line up as plain text, and colour is never the only sign."""

import io
import re

from rich.console import Console

from workshop.training.tables import Heading, Listed, Table, plain, show

BLOCKS = [
    Heading("Figures"),
    "A paragraph.",
    "Warning: take [care].",
    Table("Targets", ("target", "standing"), (("recall", "reached"), ("QWK", "gap 0.031"))),
    Listed(1, "first [b]", "its words"),
]


def test_columns_line_up():
    assert plain(BLOCKS[3:4]) == (
        "Targets\n  target   standing\n  recall    reached\n  QWK     gap 0.031\n")


def test_a_terminal_shows_the_same_words_in_colour():
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=80)
    show(BLOCKS, console)
    shown = console.file.getvalue()
    assert re.search(r"\x1b\[32m *reached", shown) and re.search(r"\x1b\[33m *gap 0.031", shown)
    for words in ("Figures", "A paragraph.", "Warning: take [care].", "first [b]", "its words"):
        assert words in shown


def test_long_paragraphs_are_folded_and_their_lines_kept():
    text = plain(["word " * 40 + "\nanother line"])
    assert max(map(len, text.splitlines())) <= 96
    assert text.endswith("\nanother line\n")


def test_nothing_is_cut_off_in_a_narrow_terminal():
    heads = ("criterion", "can't tell", "precision")
    table = Table("Figures", heads, (("susan-career", "100 %", "0.80 to 1.00"),) * 2)
    for width in (80, 20):
        console = Console(file=io.StringIO(), force_terminal=True, width=width)
        show([table], console)
        shown = console.file.getvalue()
        assert "\u2026" not in shown
        assert "susan-career" in shown and "precision" in shown
