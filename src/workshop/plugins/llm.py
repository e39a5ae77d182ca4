"""The plug-in judge ``llm``: asks a language model at an address that the facilitator set up.

Settings come from the environment: ``WORKSHOP_LLM_URL`` and ``WORKSHOP_LLM_MODEL``, and if need
be ``WORKSHOP_LLM_KEY`` and ``WORKSHOP_LLM_TIMEOUT``. The key goes into one header and nowhere else.
"""

from __future__ import annotations

import ipaddress
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from workshop.errors import WorkshopError
from workshop.judging.plugins import Judgements, Response
from workshop.model.exercise import Text
from workshop.plugins import post, wording

DEFAULT_SECONDS, MOST_SECONDS = 20.0, 600.0


@dataclass(frozen=True)
class Settings:
    """Where to ask, for which model, how long; ``key`` is in no text made of this."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = DEFAULT_SECONDS

    @property
    def host(self) -> str:
        """The server as people know it: name and port."""
        return urlsplit(self.url).netloc

    @property
    def is_loopback(self) -> bool:
        """Whether the server runs on this very computer."""
        return _is_loopback(urlsplit(self.url).hostname or "")


class LlmJudge:
    """Gives criteria and one answer to a chat model, and takes levels and quotes back."""

    name = "llm"

    def __init__(self, settings: Settings):
        self.settings = settings
        self.seconds = settings.seconds
        self.notice = (f"Written answers are also sent to {settings.host}, "
                       f"which WORKSHOP_LLM_URL names. To see what is sent: --show-request.")

    def request(self, item: Text, response: Response) -> str:
        """The JSON body that is sent for a response, letter by letter."""
        return wording.body(self.settings.model, item, response)

    def judge(self, item: Text, response: Response, builtin: Judgements) -> Judgements:
        """What the model says; quotes that are not in the answer are left out."""
        answer = post.ask(
            f"{self.settings.url}/chat/completions", wording.as_bytes(self.request(item, response)),
            key=self.settings.key, seconds=self.settings.seconds,
            use_proxy=not self.settings.is_loopback,
        )
        return wording.read_answer(answer, item, response)


def make() -> LlmJudge:
    """The judge as the environment sets it up. Raises ``WorkshopError`` for what is missing."""
    return LlmJudge(settings_from(os.environ))


def settings_from(environ: Mapping[str, str]) -> Settings:
    """The settings, checked. Raises ``WorkshopError``, which never repeats a value."""
    key = environ.get("WORKSHOP_LLM_KEY", "").strip()
    if not re.fullmatch(r"[\x21-\x7e]*", key):
        raise WorkshopError("WORKSHOP_LLM_KEY holds a character that no key has, such as a space.")
    model = environ.get("WORKSHOP_LLM_MODEL", "").strip()
    url = _address(environ.get("WORKSHOP_LLM_URL", "").strip())
    if not model:
        raise WorkshopError('The judge "llm" needs WORKSHOP_LLM_MODEL, the name of a model '
                            "that the server has.")
    settings = Settings(url, model, key, _seconds(environ.get("WORKSHOP_LLM_TIMEOUT", "")))
    if key and url.startswith("http:") and not settings.is_loopback:
        raise WorkshopError("WORKSHOP_LLM_URL has to start with https:// where there is a "
                            "WORKSHOP_LLM_KEY; the key would be readable on the way.")
    return settings


def _address(url: str) -> str:
    if not url:
        raise WorkshopError('The judge "llm" needs WORKSHOP_LLM_URL, the address of a server '
                            "that speaks OpenAI's protocol, such as http://127.0.0.1:8080/v1")
    try:
        parts = urlsplit(url)
        is_good = (
            re.fullmatch(r"[\x21-\x7e]+", url) is not None
            and parts.scheme in ("http", "https")
            and bool(parts.hostname) and parts.port != 0
            and not {"@", "?", "#"} & set(url)
        )
    except ValueError:  # a port that is no number, half an IPv6 address
        is_good = False
    if not is_good:
        raise WorkshopError("WORKSHOP_LLM_URL has to be a base address with http:// or https://, "
                            "such as http://127.0.0.1:8080/v1, without a user name, ? or #.")
    return url.rstrip("/")


def _seconds(text: str) -> float:
    try:
        seconds = float(text or DEFAULT_SECONDS)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= MOST_SECONDS:
        raise WorkshopError("WORKSHOP_LLM_TIMEOUT has to be a number of seconds, "
                            f"{MOST_SECONDS:g} at most.")
    return seconds


def _is_loopback(host: str) -> bool:
    """Whether a host is this computer.

    >>> [_is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "127.0.0.1.example")]
    [True, True, True, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
