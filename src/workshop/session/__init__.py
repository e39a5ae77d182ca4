"""One learner's walk through one exercise: an event comes in, a view goes out."""

from workshop.session.events import EventError
from workshop.session.walk import Session

__all__ = ["EventError", "Session"]
