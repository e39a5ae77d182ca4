"""A report as people read it: what it rests on, the tables, the targets, where to look."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from workshop.training.bench import Bench, Figures
from workshop.training.looking import NAMES, Miss
from workshop.training.report import Group, Report
from workshop.training.tables import Block, Heading, Listed, Table
from workshop.training.targets import Standing

HOW = """\
QWK is quadratic weighted kappa on not found 0, partly 1, met 2: 1 is perfect agreement, 0 is \
chance, and "can't tell" counts as 1. "95 %" holds 95 of 100 bootstrap samples of it. Precision \
and recall are of "met". Evidence: the judge's words and the rater's overlap, where both say met. \
A label of "can't tell", as for an empty response, is not counted."""

COLUMNS = ("n", "QWK", "95 %", "exact", "precision", "recall", "can't tell", "evidence")


def blocks_of(report: Report) -> Iterator[Block]:
    """All of a report, in the order in which it is read."""
    yield Heading(f"{report.exercise}, item {report.item}")
    yield "\n".join(_basis(report))
    for warning in report.warnings:
        yield f"Warning: {warning}"
    yield HOW
    yield _figures("The judge", report.judge)
    yield _figures("Floor: keyword list", report.keywords)
    yield _figures("Floor: nearest exemplar", report.nearest)
    if report.raters:
        yield _figures("Ceiling: the second rater, on the responses that both labelled",
                       report.raters)  # fmt: skip
    else:
        yield "Ceiling: not known, as no response here has the levels of a second rater."
    yield _passes(report)
    yield _targets(report.targets)
    yield from _where_to_look(report)


def _basis(report: Report) -> Iterator[str]:
    proof = ("its fingerprint proves it" if report.proved else "not proved, see the warning")
    if report.mode == "cross-validation":
        yield (f"Trained on: {_group(report.trained)}; for each voice a judge was compiled here "
               "without it.")  # fmt: skip
        yield f"Tested on: {_group(report.tested)}; each by the judge that never saw its voice."
        yield "Held out: not touched."
    else:
        yield f"Trained on: {_group(report.trained)}; {proof}."
        name = "Held out" if report.mode == "held-out" else "Tested on"
        yield f"{name}: {_group(report.tested)}; all figures of the judge are of these."
    yield f"How the responses came to be: {report.origin}"


def _group(group: Group) -> str:
    noun = "response" if group.responses == 1 else "responses"
    called = "voice" if len(group.voices) == 1 else "voices"
    voices = f" ({called} {', '.join(group.voices)})" if group.voices else ""
    return f"{group.responses} {noun}{voices}"


def _figures(title: str, found: Bench) -> Table:
    rows = [(name, *_cells(figures)) for name, figures in found.criteria.items()]
    rows.append(("all criteria", *_cells(found.pooled)))
    blank = ("",) * (len(COLUMNS) - 3)
    rows.append(("total score", "", number(found.total_qwk), _interval(found.total_interval),
                 *blank))  # fmt: skip
    return Table(title, ("criterion", *COLUMNS), tuple(rows))


def _cells(figures: Figures) -> tuple[str, ...]:
    return (
        str(figures.n), number(figures.qwk), _interval(figures.interval),
        share(figures.exact), share(figures.precision), share(figures.recall),
        share(figures.unsure), share(figures.evidence),
    )  # fmt: skip


def number(value: float | None) -> str:
    """A kappa; a dash where there is nothing to count.

    >>> number(0.815), number(None)
    ('0.81', '-')
    """
    return "-" if value is None else f"{value:.2f}"


def share(value: float | None) -> str:
    """A share in per cent.

    >>> share(0.951)
    '95 %'
    """
    return "-" if value is None else f"{100 * value:.0f} %"


def _interval(pair: tuple[float, float] | None) -> str:
    return f"{pair[0]:.2f} to {pair[1]:.2f}" if pair else "-"


def _passes(report: Report) -> Block:
    """How often each adversarial sort was met by mistake, by the judge and by the floors."""
    judges = (report.judge, report.keywords, report.nearest)
    sorts = report.judge.pooled.passes_by_sort
    if not sorts:
        return "No response here is of an adversarial sort, so none could pass by mistake."
    rows = [(sort, *(_of(j.pooled.passes_by_sort[sort]) for j in judges)) for sort in sorts]
    rows.append(("all of these", *(_of(j.pooled.wrong_pass_count) for j in judges)))
    return Table('Passes by mistake: "met" where an adversarial response earns nothing',
                 ("sort", "judge", "keyword list", "nearest exemplar"), tuple(rows))  # fmt: skip


def _of(counts: tuple[int, int]) -> str:
    part, whole = counts
    return f"{part} of {whole}, {share(part / whole if whole else None)}"


def _targets(targets: tuple[Standing, ...]) -> Table:
    rows = tuple(
        (t.name, ("at most " if t.at_most else "at least ") + _value(t.wanted, t.is_share),
         _value(t.found, t.is_share, 1), _standing(t))
        for t in targets
    )  # fmt: skip
    return Table("Targets", ("target", "wanted", "found", "standing"), rows)


def _value(value: float | None, is_share: bool, more: int = 0) -> str:
    if value is None:
        return "-"
    return f"{100 * value:.{more}f} %" if is_share else f"{value:.{2 + more}f}"


def _standing(target: Standing) -> str:
    if target.gap is None:
        return "nothing to count"
    if target.is_reached:
        return "reached"
    # Rounded up: a gap is never shown as none.
    points = ceil(1000 * target.gap - 1e-9)
    return f"gap {points / 10:.1f} points" if target.is_share else f"gap {points / 1000:.3f}"


def _where_to_look(report: Report) -> Iterator[Block]:
    weak = report.weakest
    if weak is None:
        yield "Where to look: the labels are too few or too much alike to name a weakest criterion."
    else:
        yield (f"Where to look: {weak.criterion}, the weakest criterion, QWK {weak.qwk:.2f}. "
               + " ".join(weak.why) + f"\nWhat to write next: {weak.next}")  # fmt: skip
    if not report.worst:
        yield "No judgement differs from the rater's."
        return
    if report.mode == "held-out":
        yield ("These responses are held out. An example that is written after one of them, or "
               "after its words below, uses it up: it proves nothing from then on. To find what "
               "to write, use --cross-validate.")  # fmt: skip
    count = len(report.worst)
    yield "The worst judgement:" if count == 1 else f"The {count} worst judgements:"
    for at, miss in enumerate(report.worst, 1):
        yield Listed(at, _told(miss), _quoted(miss))


def _told(miss: Miss) -> str:
    return (f"{miss.criterion}, {miss.sort or 'no sort'}, {miss.id}: the rater says "
            f'"{NAMES[miss.label]}", the judge "{NAMES[miss.given]}"')  # fmt: skip


def _quoted(miss: Miss) -> str:
    who = f"marked by {miss.marked_by}" if miss.marked_by else "the answer begins"
    return f"{who}: {miss.words}"
