"""The book lists the rules in their own words."""

from pathlib import Path

from typer.testing import CliRunner

from workshop.checking.checks import RULES, WHOLE_RULES
from workshop.checking.listing import listing
from workshop.cli import app

PAGE = Path(__file__).parents[2] / "book" / "maintain" / "index.md"


def test_every_rule_says_what_it_looks_at():
    assert [rule.__name__ for rule in (*RULES, *WHOLE_RULES) if not rule.__doc__] == []
    assert listing().count("\n- ") >= len(RULES) + len(WHOLE_RULES)


def test_check_prints_the_rules_and_looks_at_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["check", "--rules", "nowhere"])
    assert (done.exit_code, done.output) == (0, listing())


def test_the_book_lists_the_rules_as_they_are():
    assert listing() in PAGE.read_text(encoding="utf-8"), (
        "put what `workshop check --rules` prints into book/maintain/index.md")
