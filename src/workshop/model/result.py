"""What grading yields: a status, a score, feedback, and per criterion a judgement with evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workshop.model.authored import Authored

Status = Literal["met", "partly", "not_yet", "unscored"]
Level = Literal[0, 1, 2]


@dataclass(frozen=True)
class Evidence:
    """A span of the learner's own text.

    ``start`` and ``end`` count Unicode code points in the part named ``part`` (``None`` where
    the response has no parts); ``end`` is exclusive.
    """

    part: str | None
    start: int
    end: int

    def words(self, response: str | Mapping[str, str]) -> str:
        """The words that the span marks.

        >>> Evidence(None, 0, 5).words("Lena and Tom decide")
        'Lena '
        """
        text = response if isinstance(response, str) else response[self.part or ""]
        return text[self.start : self.end]


@dataclass(frozen=True)
class Judgement:
    """How one criterion fared: ``level`` 2 met, 1 partly, 0 not found, ``None`` can't tell."""

    criterion: str
    level: Level | None
    evidence: tuple[Evidence, ...] = ()
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class Feedback(Authored):
    """What is said about a response: one text, one next step, one link into the book."""

    text: str
    next: str = ""
    link: str = ""


@dataclass(frozen=True)
class Score:
    """Points earned (``raw``) of those that could be earned (``max``)."""

    raw: float
    max: float


@dataclass(frozen=True)
class Note:
    """Feedback on one piece of a response: an option, a card, a step of a dialogue.

    ``about`` is the id of the piece, ``label`` the words under which a learner knows it.
    """

    about: str
    label: str
    status: Status
    text: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """The outcome of one graded response. A score of ``None`` means "not scored", never zero."""

    status: Status
    score: Score | None
    feedback: Feedback
    judgements: tuple[Judgement, ...] = ()
    notes: tuple[Note, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The result in the form of the command line's contract, ready for JSON."""
        return {
            "status": self.status,
            "score": self.score.raw if self.score else None,
            "max": self.score.max if self.score else None,
            "criteria": [
                {
                    "id": judgement.criterion,
                    "level": judgement.level,
                    "evidence": [
                        {"part": span.part, "start": span.start, "end": span.end}
                        for span in judgement.evidence
                    ],
                    "because": judgement.because,
                }
                for judgement in self.judgements
            ],
            "feedback": {
                "text": self.feedback.text,
                "next": self.feedback.next,
                "link": self.feedback.link,
            },
        }


@dataclass(frozen=True)
class Unreadable:
    """A response that cannot be graded yet: it costs no attempt and is not scored.

    ``field`` names the control that should get the focus (empty: the first one).
    """

    message: str
    field: str = ""
