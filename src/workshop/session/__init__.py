"""One learner's walk through one exercise: an event comes in, a view goes out."""

from workshop.session.walk import EventError, Session

__all__ = ["EventError", "Session"]
