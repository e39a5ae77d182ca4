"""One JSON value a line, as people send it: read strictly, and a bad line told in words."""

from __future__ import annotations

import json
import math
from typing import Any


def value_of(line: str | bytes) -> tuple[Any, str]:
    """The value of a line, and what is wrong with it: one of the two is ``None`` or empty.

    A byte order mark is passed over. ``NaN``, ``Infinity`` and floats too great to be held are
    faults, although Python would read them.

    >>> value_of('{"id": 1}')
    ({'id': 1}, '')
    >>> value_of("[NaN]")
    (None, 'This line is not JSON: NaN is no number that JSON has.')
    """
    try:
        text = line.decode("utf-8-sig") if isinstance(line, bytes) else line.lstrip("\ufeff")
        return json.loads(text, parse_constant=_no_number, parse_float=_finite), ""
    except UnicodeDecodeError:
        return None, "This line is not UTF-8 text."
    except RecursionError:
        return None, "This line is nested too deeply."
    except ValueError as error:
        return None, f"This line is not JSON: {error}."


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)


def _no_number(text: str) -> float:
    raise ValueError(f"{text[:20]} is no number that JSON has")
