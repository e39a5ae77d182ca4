"""A small item with judgements of our own, a stub of a chat server, and a network that is shut."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from workshop.judging.plugins import SecondOpinion
from workshop.model.exercise import Exercise, Part, Text
from workshop.model.result import Judgement
from workshop.model.rubric import Criterion, Levels
from workshop.plugins.llm import LlmJudge, Settings

TASK = "two of your largest customers have begun to talk to a competitor"
ANSWER = {"team": "Families wait three weeks for a payout. With this they\u2019ll wait three days.",
          "george": "Four people build on  your\nimport job. I\u2019ll take the on-call week."}
KEY = "sk-very-secret-4711"


def criterion(name, part="", **more):
    return Criterion(
        id=name, title=f"names {name}", question=f"Does it name {name}?", because="It matters.",
        next="Name it.", met=(), near_misses=(), part=part, **more,
        levels=Levels(met="It is named.", partly="Only a hint of it.", not_found="Not there."))


ITEM = Text(
    id="messages", title="Messages", stem="Write to both.", lens="E3",
    parts=(Part(id="team", label="To the team"), Part(id="george", label="To George")),
    rubric=(criterion("payout", "team"), criterion("people", "george"),
            criterion("no-threat", looks_for="absence")),
    judge={"prompt": [TASK]},  # what guards need; levels are given to each test
)
EXERCISE = Exercise(schema=1, id="late", title="Late", chapter=3, minutes=5, objective="Write.",
                    claims=(), situation="It is late.", items=(ITEM,))


def judged(payout=None, people=None, no_threat=2):
    """Judgements of our own judge; by default it can't tell for two of three criteria."""
    levels = {"payout": payout, "people": people, "no-threat": no_threat}
    return tuple(Judgement(name, level, (), "as we see it") for name, level in levels.items())


@pytest.fixture
def made():
    return SimpleNamespace(item=ITEM, exercise=EXERCISE, answer=ANSWER, judged=judged, key=KEY,
                           task=TASK, content=content, good=good)


def content(**found):
    """A model's answer: `payout=(2, "a quote")`; what is not given is null without a quote."""
    pairs = {"payout": (None, ""), "people": (None, ""), "no_threat": (None, ""), **found}
    return json.dumps({"criteria": [{"id": name.replace("_", "-"), "level": level, "quote": quote}
                                    for name, (level, quote) in pairs.items()]})


def good(**found):
    """A reply of the stub that holds such an answer."""
    return lambda handler: handler.give(chat(content(**found)))


def chat(text):
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


class Stub(ThreadingHTTPServer):
    """Answers each POST by the next of `replies`, the last one again and again."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies, self.requests, self.over = [good()], [], threading.Event()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request, address):
        pass  # clients that hang up are what some tests are about


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append(
            SimpleNamespace(path=self.path, headers=dict(self.headers), body=body))
        replies = self.server.replies
        (replies.pop(0) if len(replies) > 1 else replies[0])(self)

    def do_GET(self):
        self.server.requests.append(SimpleNamespace(path=self.path, headers={}, body=b""))
        self.give(b"{}")

    def give(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve():
    server = Stub()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def stub():
    yield from serve()


@pytest.fixture
def other_stub():
    yield from serve()


@pytest.fixture
def ask(stub):
    """What stands after the plug-in `llm` was asked about an answer, over real HTTP."""

    def run(builtin=None, answer=ANSWER, seconds=10.0, key="", url=""):
        second = SecondOpinion(LlmJudge(Settings(url or stub.url, "small", key, seconds)))
        return second(ITEM, answer, builtin or judged())

    return run


@pytest.fixture
def no_network(monkeypatch):
    """The attempts to reach anybody, all of which fail."""
    attempts = []

    def refuse(*arguments, **_):
        attempts.append(arguments)
        raise OSError("the network is shut")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    return attempts


@pytest.fixture
def environment(monkeypatch, stub):
    """The facilitator's settings for the stub; no judge is named yet."""
    monkeypatch.delenv("WORKSHOP_JUDGE", raising=False)
    monkeypatch.setenv("WORKSHOP_LLM_URL", stub.url)
    monkeypatch.setenv("WORKSHOP_LLM_MODEL", "small")
    monkeypatch.setenv("WORKSHOP_LLM_KEY", KEY)
    monkeypatch.setenv("WORKSHOP_LLM_TIMEOUT", "10")
