"""One POST of JSON with a deadline and a limit; redirects are not followed."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from typing import Any

from workshop.judging.plugins import PluginFault

MOST_BYTES = 200_000
"""A longer answer is not read to its end; one with levels and quotes has a few thousand."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The server that was named answers, or none: neither text nor key goes to another."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def ask(url: str, body: bytes, *, key: str, seconds: float, use_proxy: bool) -> bytes:
    """The body of the answer. Raises ``PluginFault``, or ``TimeoutError`` after ``seconds``.

    ``use_proxy`` takes the proxy that the environment names, if any.
    """
    headers = {"Content-Type": "application/json", "Accept": "application/json",
               "User-Agent": "leading-and-managing-workshop"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(url, body, headers, method="POST")
    proxy = urllib.request.ProxyHandler(None if use_proxy else {})
    opener = urllib.request.build_opener(proxy, _NoRedirects)
    deadline = time.monotonic() + seconds
    try:
        with opener.open(request, timeout=seconds) as answer:
            return _read(answer, deadline)
    except urllib.error.HTTPError as error:
        error.close()
        elsewhere = ", which points elsewhere; that is not followed" if error.code // 100 == 3 \
            else ""
        raise PluginFault(f"the server answered with status {error.code}{elsewhere}") from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise TimeoutError from None
        raise PluginFault("the server cannot be reached") from None
    except TimeoutError:
        raise
    except (OSError, http.client.HTTPException):
        raise PluginFault("the server broke off") from None


def _read(answer: http.client.HTTPResponse, deadline: float) -> bytes:
    """All that comes before the deadline, however slowly it drips."""
    body = bytearray()
    while piece := answer.read1(16_384):
        body += piece
        if len(body) > MOST_BYTES:
            raise PluginFault(f"its answer is longer than {MOST_BYTES // 1000} kB")
        if time.monotonic() > deadline:
            raise TimeoutError
    return bytes(body)
