"""The times of the log as the days that people say."""

from __future__ import annotations

import contextlib
from datetime import datetime

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December")


def day(time: str, *, in_full: bool = False, unknown: str = "an earlier day") -> str:
    """A date as people say it, ``in_full`` with its year; ``unknown`` for what is no time.

    >>> day("2026-05-12T10:00:00+00:00"), day("2026-05-12T10:00:00+00:00", in_full=True)
    ('12 May', '12 May 2026')
    """
    try:
        moment = _local(time)
    except ValueError:
        return unknown
    return f"{moment.day} {_MONTHS[moment.month - 1]}{f' {moment.year}' if in_full else ''}"


def _local(time: str) -> datetime:
    """A time of the log by this computer's clock. Raises ``ValueError`` for what is no time.

    The log is in UTC, in which an evening may be another day than the learner's. A time without
    a zone is a day that somebody wrote down, and stays as it is.
    """
    moment = datetime.fromisoformat(time)
    with contextlib.suppress(OverflowError, OSError):  # no clock here shows the year 1 or 9999
        return moment.astimezone() if moment.tzinfo else moment
    return moment
