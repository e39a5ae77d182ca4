"""Plug-in judges: a second opinion on free text, asked only where the facilitator names one.

The built-in judge always runs first. Its judgement stands wherever a plug-in fails, is silent or
cannot point at the learner's own words.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.metadata import entry_points
from typing import Any, Protocol

from workshop.errors import WorkshopError
from workshop.judging.guards import ALWAYS
from workshop.judging.judge import NO_ANSWER
from workshop.judging.normal import LONGEST
from workshop.judging.scoring import Reading, prompt_runs
from workshop.model.exercise import Text
from workshop.model.result import Evidence, Judgement
from workshop.model.rubric import MET, Criterion

GROUP = "workshop.judges"
"""The group of entry points; each is called without arguments and returns a ``JudgePlugin``."""

PATIENCE_SECONDS = 30.0
"""How long a plug-in that names no ``seconds`` of its own may take for one response."""

MOST_TIMEOUTS = 3
"""After so many time-outs in a row a plug-in is not asked again in the same run."""

LONGEST_REASON = 200

Response = str | Mapping[str, str]
Judgements = tuple[Judgement, ...]
Span = tuple[str | None, int, int]


class JudgePlugin(Protocol):
    """What a plug-in has to be: a name, and one judgement for each criterion of the item.

    It may also have ``seconds`` (its time-out), ``notice`` (one sentence that says where texts
    go) and ``request(item, response) -> str`` (exactly what would be sent).
    """

    name: str

    def judge(self, item: Text, response: Response, builtin: Judgements) -> Judgements:
        """A judgement for each criterion; level ``None`` where it has no opinion.

        Raises ``PluginFault`` with a reason for people, or ``TimeoutError``.
        """


class PluginFault(WorkshopError):
    """Why a plug-in has no judgement; its text is shown to people and holds no secret."""


def load_judge(name: str) -> JudgePlugin:
    """The installed plug-in of that name, started. Raises ``WorkshopError``."""
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in found:
        known = ", ".join(sorted(found)) or "none"
        raise WorkshopError(f'There is no judge "{name}". Installed: {known}. '
                            "Name none to have the built-in judge alone.")
    try:
        plugin = found[name].load()()
    except WorkshopError:
        raise
    # What a stranger's plug-in raises while it is made is told in a sentence, whatever it is.
    except Exception as error:
        raise WorkshopError(f'The judge "{name}" cannot be started: '
                            f"{type(error).__name__}: {error}") from error
    if not isinstance(getattr(plugin, "name", None), str) or not callable(
        getattr(plugin, "judge", None)
    ):
        raise WorkshopError(f'The judge "{name}" is none: it has no name or no judge().')
    return plugin


class SecondOpinion:
    """Asks a plug-in after the built-in judge, and settles what both say. Never raises for it.

    ``asked`` and ``failed`` count responses.
    """

    def __init__(self, plugin: JudgePlugin):
        self.plugin = plugin
        self.asked = self.failed = 0
        self._timeouts = 0

    @property
    def notice(self) -> str:
        """What a facilitator is told before anything is asked."""
        told = getattr(self.plugin, "notice", "")
        return str(told or f'Written answers are also given to the judge "{self.plugin.name}".')

    def __call__(self, item: Text, response: Response, builtin: Judgements) -> Judgements:
        """The judgements that stand."""
        name = self.plugin.name
        if why := reason_not_to_ask(item, response, builtin):
            return _with_note(builtin, f"{name} was not asked: {why}")
        self.asked += 1
        try:
            return settled(item, response, builtin, self._ask(item, response, builtin), name)
        except PluginFault as fault:
            self.failed += 1
            return _with_note(builtin, f"{name} could not be asked: {_on_one_line(str(fault))}")

    def _ask(self, item: Text, response: Response, builtin: Judgements) -> Any:
        if self._timeouts >= MOST_TIMEOUTS:
            raise PluginFault(f"it was given up after {MOST_TIMEOUTS} time-outs in a row")
        seconds = getattr(self.plugin, "seconds", PATIENCE_SECONDS)
        copy = response if isinstance(response, str) else dict(response)
        answer, error = _within(seconds, lambda: self.plugin.judge(item, copy, builtin))
        self._timeouts = self._timeouts + 1 if isinstance(error, TimeoutError) else 0
        if isinstance(error, TimeoutError):
            raise PluginFault(f"no answer within {seconds:g} seconds")
        if isinstance(error, PluginFault):
            raise error
        if error:  # only its kind: the text of an error that we do not know may hold a secret
            raise PluginFault(f"it failed with {type(error).__name__}")
        return answer


def shown_requests(plugin: JudgePlugin, write: Callable[[str], object]) -> Callable[..., Any]:
    """In the place of a ``SecondOpinion``: writes what would be sent, and asks nobody.

    Raises ``WorkshopError`` for a plug-in that cannot tell.
    """
    request = getattr(plugin, "request", None)
    if not callable(request):
        raise WorkshopError(f'The judge "{plugin.name}" cannot show what it would send.')

    def show(item: Text, response: Response, builtin: Judgements) -> Judgements:
        if not reason_not_to_ask(item, response, builtin):
            write(request(item, response) + "\n")
        return builtin

    return show


def reason_not_to_ask(item: Text, response: Response, builtin: Judgements) -> str:
    """Why a response goes to no plug-in; empty where it does."""
    texts = [response] if isinstance(response, str) else list(response.values())
    if not item.judge:
        return "it is never the only judge"
    if any(one.because == NO_ANSWER for one in builtin) or not any(
        character.isalnum() for text in texts for character in text
    ):
        return "there is no answer"
    if any(len(text) > LONGEST for text in texts):
        return "the answer is too long"
    if any("injection" in names for _, names in _struck(item, response)):
        return "the answer speaks to whoever marks it"
    return ""


def settled(
    item: Text, response: Response, builtin: Judgements, offered: Any, name: str
) -> Judgements:
    """The built-in judgements, changed where a plug-in's level has words to stand on.

    A level moves by one step at most, so that full marks need both judges; "can't tell" may
    become any level. What has to be absent cannot be quoted: such a criterion only goes down.
    Raises ``PluginFault`` where ``offered`` is not one judgement for each criterion.
    """
    theirs = _by_criterion(item, offered)
    closed = [span for span, names in _struck(item, response) if names & ALWAYS]
    return tuple(
        _settle(criterion, ours, theirs[criterion.id], response, closed, name)
        for criterion, ours in zip(item.rubric, builtin, strict=True)
    )


def _settle(
    criterion: Criterion, ours: Judgement, theirs: Judgement, response: Response,
    closed: list[Span], name: str,
) -> Judgement:
    if theirs.level is None or not theirs.evidence:
        return ours
    level = theirs.level
    if ours.level is not None:
        level = min(max(level, ours.level - 1), ours.level + 1)
    rises = level == MET if ours.level is None else level > ours.level
    if level == ours.level or (criterion.looks_for == "absence" and rises):
        return ours
    if not all(_holds(span, criterion, response, closed) for span in theirs.evidence):
        return ours
    reason = _on_one_line(theirs.because) or "reads these words so"
    return Judgement(criterion.id, level, tuple(theirs.evidence), f"{name}: {reason}")


def _holds(
    span: Evidence, criterion: Criterion, response: Response, closed: list[Span]
) -> bool:
    """Whether a span marks words of the learner's own, where the criterion looks for them."""
    texts = {None: response} if isinstance(response, str) else response
    text = texts.get(span.part)
    if text is None or (criterion.part and span.part not in (criterion.part, None)):
        return False
    if not 0 <= span.start < span.end <= len(text):
        return False
    if not any(character.isalnum() for character in text[span.start : span.end]):
        return False
    return not any(part == span.part and start < span.end and span.start < end
                   for part, start, end in closed)


def _by_criterion(item: Text, offered: Any) -> dict[str, Judgement]:
    fault = PluginFault("its answer is not one judgement for each criterion")
    if not isinstance(offered, tuple | list) or len(offered) != len(item.rubric):
        raise fault
    if not all(isinstance(one, Judgement) and _is_sound(one) for one in offered):
        raise fault
    theirs = {one.criterion: one for one in offered}
    if set(theirs) != {criterion.id for criterion in item.rubric}:
        raise fault
    return theirs


def _is_sound(one: Judgement) -> bool:
    """Whether every field has the type that it says; a plug-in may have put in anything."""
    return (
        isinstance(one.criterion, str)
        and (one.level is None or (type(one.level) is int and one.level in (0, 1, 2)))
        and isinstance(one.because, str)
        and isinstance(one.evidence, tuple | list)
        and all(isinstance(span, Evidence) and type(span.start) is int and type(span.end) is int
                and (span.part is None or isinstance(span.part, str)) for span in one.evidence)
    )


def _struck(item: Text, response: Response) -> Iterator[tuple[Span, frozenset[str]]]:
    """The raw span of each sentence that falls to a guard, with the names of those guards."""
    reading = Reading(item, response, prompt_runs(item.judge))
    normal = {part.part: part.normal for part in reading.parts}
    for unit, names in reading.struck.items():
        if unit.size == "sentence" and names:
            yield (unit.part, *normal[unit.part].raw_span(unit.start, unit.end)), names


def _with_note(builtin: Judgements, note: str) -> Judgements:
    return tuple(replace(one, because=f"{one.because}; {note}") for one in builtin)


def _on_one_line(text: str) -> str:
    plain = "".join(c if c.isprintable() else " " for c in text[: 2 * LONGEST_REASON])
    return " ".join(plain.split())[:LONGEST_REASON]


def _within(seconds: float, work: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    """What ``work`` returns, or the error it raises; work that is late is left behind."""
    done: list[tuple[Any, BaseException | None]] = []

    def run() -> None:
        try:
            done.append((work(), None))
        except BaseException as error:  # a plug-in that calls sys.exit() ends nothing but itself
            done.append((None, error))

    thread = threading.Thread(target=run, name="workshop-judge", daemon=True)
    thread.start()
    thread.join(seconds)
    return done[0] if done else (None, TimeoutError())
