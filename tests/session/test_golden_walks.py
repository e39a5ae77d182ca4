"""Walks through the real exercises, as a page of dialogue in tests/golden/session/.

Four walks each: *ideal* (the right responses, then the model answer), *weak* (wrong ones, tried
again), *hint* (an empty check, hints, then something better), *resumed* (a draft, a restart, and
on). A change of wording is one reviewed diff: `pytest tests/session --update-golden`.
"""

import textwrap
from pathlib import Path

import pytest

from workshop.kinds import kind_of
from workshop.loading import load_exercise

WITH_TEXTS = True
"""Set this to True once every exercises/*/judge.json exists, then run with --update-golden."""

EXERCISES = Path(__file__).parents[2] / "exercises"
SLUGS = sorted(path.parent.name for path in EXERCISES.glob("*/exercise.yaml"))
NOTHING = {"sort": {}, "choice": [], "dialogue": [], "text": None}


@pytest.mark.parametrize("name", ["ideal", "weak", "hint", "resumed"])
@pytest.mark.parametrize("slug", SLUGS)
def test_a_walk_reads_as_it_did(walk, golden, slug, name):
    exercise = load_exercise(EXERCISES / slug)
    page = Page(lambda: walk(exercise))
    page.head(with_situation=name == "ideal")
    for item in exercise.items:
        if item.kind != "text" or WITH_TEXTS:
            page.do("goto", item=item.id)
            page.prompt()
            WALKS[name](page, item)
    golden(f"session/{slug}-{name}.txt", page.text())


def test_the_text_walks_have_a_judge_to_show():
    if WITH_TEXTS:
        assert all((EXERCISES / slug / "judge.json").is_file() for slug in SLUGS)


# The scripts


def walk_ideally(page, item):
    page.respond(kind_of(item).samples(item)["right"][0])
    page.do("reveal")
    if item.kind == "text":
        for criterion in item.rubric:
            page.do("mark", criterion=criterion.id, mark="met")


def walk_weakly(page, item):
    samples = kind_of(item).samples(item)
    page.respond(samples["wrong"][0])
    if item.kind == "dialogue":
        page.do("retry", **{"from": len(samples["wrong"][0]) - 1})
    else:
        page.do("retry")
    if item.kind == "sort":
        page.respond(samples["wrong"][0])
    page.do("reveal")
    page.respond(samples["right"][0])


def walk_with_hints(page, item):
    samples = kind_of(item).samples(item)
    page.do("check", response=NOTHING[item.kind])
    for _ in item.hints:
        page.do("hint")
    if item.kind in ("sort", "choice"):
        page.do("confidence", value="guessing")
    page.respond((samples["partly"] or samples["right"])[0])
    page.do("skip")


def walk_with_a_break(page, item):
    right = kind_of(item).samples(item)["right"][0]
    page.do("answer", response=_begun(item, right))
    page.restart()
    if item.kind == "dialogue":
        page.do("answer", response=_begun(item, right)[:-1])  # one step back
    page.respond(right)
    page.restart()


WALKS = {"ideal": walk_ideally, "weak": walk_weakly, "hint": walk_with_hints,
         "resumed": walk_with_a_break}


def _begun(item, right):
    if item.kind == "sort":
        return dict(list(right.items())[:3])
    if item.kind == "dialogue":
        return right[:2]
    return {name: text[:60] for name, text in right.items()} if isinstance(right, dict) else right


# The page: made from views alone, so that it shows what a player can show


class Page:
    def __init__(self, open_exercise):
        self._open = open_exercise
        self._learner = open_exercise()
        self._lines: list[str] = []
        self._shown: dict = {}

    @property
    def item(self):
        return self._learner.item

    def text(self) -> str:
        return "\n".join(self._lines) + "\n"

    def head(self, with_situation: bool) -> None:
        exercise = self._learner.view["exercise"]
        self._rule(f"{exercise['title']} (chapter {exercise['chapter']}, "
                   f"about {exercise['minutes']} minutes)", "=")
        if with_situation:
            self._put("", exercise["situation"])

    def prompt(self) -> None:
        position = self._learner.view["position"]
        lens = f", {self.item['lens']}" if self.item["lens"] else ""
        self._put("", "")
        self._rule(f"{position['index'] + 1} of {position['count']}: {self.item['title']} "
                   f"({self.item['kind']}{lens})", "-")
        self._put("", self.item["stem"])
        self._fields()

    def respond(self, response) -> None:
        """Give a whole response: a dialogue is walked reply by reply, others are checked."""
        if self.item["kind"] != "dialogue":
            self.do("check", response=response)
            return
        for number in range(len(self.item["fields"]["path"]), len(response)):
            self.do("answer", response=response[: number + 1])

    def do(self, type: str, **more) -> None:
        before = self._learner.view
        view = self._learner.send(type, **more)
        is_back = type == "answer" and len(more["response"]) < len(before["item"]["response"] or ())
        if is_back:
            self._put("", "LEARNER goes back one step")
        elif type != "goto":
            self._put("", f"LEARNER {self._told(type, more)}")
            if "response" in more:
                self._response(more["response"])
        if view["say"]["n"] > before["say"]["n"]:
            who = "ANNOUNCED" if view["say"]["role"] == "status" else "ALERT"
            self._put("", f"{who}: {view['say']['text']}")
        if view["focus"]["n"] > before["focus"]["n"] and type != "goto":
            self._put("", f"(The focus goes to the {view['focus']['to']}.)")
        if view["item"]["id"] == before["item"]["id"]:
            self._changes(before["item"], view["item"])

    def restart(self) -> None:
        self._put("", "(The kernel is restarted and the cell run again.)")
        self._learner = self._open()
        self._put("", f"WELCOME: {self._learner.view['welcome']}")
        self._put("", f"{self.item['title']}, {self.item['state']}:")
        self._response(self.item["response"])
        self._changes({"result": None, "model": None, "marks": None, "fields": None}, self.item)

    def _told(self, type: str, more: dict) -> str:
        if type == "confidence":
            return f"is {more['value']}"
        if type == "mark":
            return f"marks {more['criterion']}: {more['mark']}"
        if type == "retry" and "from" in more:
            return f"tries again from step {more['from'] + 1}"
        return {"check": "checks", "answer": "replies" if self.item["kind"] == "dialogue"
                else "writes a draft", "hint": "asks for a hint", "reveal": "asks for the model",
                "retry": "tries again", "skip": "goes on", "reset": "clears the answer"}[type]

    def _changes(self, before: dict, item: dict) -> None:
        if item["kind"] == "dialogue" and item["fields"] != before["fields"]:
            self._fields()
        if item["result"] and item["result"] != before["result"]:
            self._result(item["result"])
        if item["model"] and item["model"] != before["model"]:
            self._model(item["model"])
        if item["marks"] and item["marks"] != before["marks"]:
            for mark in item["marks"]["criteria"]:
                self._put("  ", f"[{mark['mark'] or ' '}] {mark['title']} {mark['differs']}")

    def _fields(self) -> None:
        fields = self.item["fields"]
        for bin_ in fields.get("bins", ()):
            self._put("  ", f"[ ] {bin_['text']}")
        for thing in fields.get("cards", fields.get("options", ())):
            self._put("  ", f"- {thing['text']}")
        for part in fields.get("parts", ()):
            self._put("  ", f"{part['label']}: ... ({part['hint']})")
        for criterion in fields.get("criteria", ()):
            self._put("  ", f"* {criterion['title']}")
        if fields.get("transcript"):
            self._put("  ", f"> {fields['transcript'][-1]['consequence']}")
        if fields.get("now"):
            now = fields["now"]
            self._put("", f"Step {fields['number']} of {fields['of']}. {now['speaker']}:",
                      now["line"])
            for reply in now["replies"]:
                self._put("  ", f"- {reply['text']}")
        if fields.get("ending"):
            self._put("", f"THE END: {fields['ending']['title']}", fields["ending"]["text"])

    def _response(self, response) -> None:
        fields = self.item["fields"]
        if not response:
            self._put("  ", "(nothing)")
        elif self.item["kind"] == "sort":
            bins = {b["id"]: b["text"] for b in fields["bins"]}
            for card in fields["cards"]:
                if card["id"] in response:
                    self._put("  ", f"{card['text']} -> {bins[response[card['id']]]}")
        elif self.item["kind"] == "choice":
            chosen = [response] if isinstance(response, str) else response
            for option in fields["options"]:
                if option["id"] in chosen:
                    self._put("  ", option["text"])
        elif self.item["kind"] == "dialogue":
            self._put("  ", fields["transcript"][-1]["reply"])
        elif isinstance(response, str):
            self._put("  ", response)
        else:
            for part in fields["parts"]:
                self._put("  ", f"{part['label']}: {response.get(part['id'], '')}")

    def _result(self, result: dict) -> None:
        stale = " (about the response that was checked)" if result["stale"] else ""
        self._put("", f"RESULT [{result['badge']}] {result['title']}{stale}")
        link = f"See {result['link']['label']}." if result["link"] else ""
        self._put("  ", result["text"], result["next"], link)
        for note in result["notes"]:
            self._put("  ", f"- [{note['badge']}] {note['label']}")
            self._put("      ", " ".join(note["text"].split()))
        for finding in result["criteria"]:
            self._put("  ", f"* [{finding['badge']}] {finding['title']}")
            self._put("      ", *(f'"{quote}"' for quote in finding["quotes"]),
                      finding["text"], finding["next"])

    def _model(self, model: dict) -> None:
        self._put("", model["title"].upper(), model["text"])
        for lead, pairs in (("The model", model["parts"]), ("Yours", model["own"])):
            self._put("  ", f"{lead}:")
            for pair in pairs:
                self._put("    ", f"{pair['label']} -> {pair['text']}" if pair["label"]
                          else pair["text"])

    def _rule(self, text: str, sign: str) -> None:
        self._lines += [text, sign * len(text)]

    def _put(self, indent: str, *texts: str) -> None:
        if not indent:
            self._lines.append("")
        for text in texts:
            for paragraph in text.strip().split("\n"):
                self._lines += textwrap.wrap(
                    paragraph, 98, initial_indent=indent, subsequent_indent=indent,
                    break_long_words=False, break_on_hyphens=False)
