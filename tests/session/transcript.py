"""A walk as a page of text, made from views alone, so that it shows what a player can show."""

import textwrap

LONGEST_SHOWN = 400


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

    def refuse(self, response) -> None:
        """Send what no player of ours sends; the page tells what is answered."""
        before = self._learner.view
        view = self._learner.send_oddly(
            {"type": "check", "item": self.item["id"], "response": response})
        self._put("", f"SOMEBODY sends {shortened(repr(response))}")
        if view["say"]["n"] > before["say"]["n"]:
            self._put("", f"ANNOUNCED: {view['say']['text']}")
        self._changes(before["item"], view["item"])

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

    def close(self) -> None:
        """What is said after the last item of a form."""
        closing = self._learner.view["position"]["closing"]
        if closing:
            self._put("", "", closing)

    def restart(self, item) -> None:
        self._put("", "(The kernel is restarted and the cell run again.)")
        self._learner = self._open()
        self._learner.send("goto", item=item.id)
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
        if item["fields"] and item["fields"].get("files") != (before["fields"] or {}).get("files"):
            for file in item["fields"]["files"]:
                self._put("", f"TO TAKE HOME: {file['name']}", file["text"])
        if item["marks"] and item["marks"] != before["marks"]:
            for mark in item["marks"]["criteria"]:
                self._put("  ", f"[{mark['mark'] or ' '}] {mark['title']} {mark['differs']}")

    def _fields(self) -> None:
        fields = self.item["fields"]
        for bin_ in fields.get("bins", ()):
            self._put("  ", f"[ ] {bin_['text']}")
        for column in fields.get("columns", ()):
            self._put("  ", f"[ ] {column['title']}: "
                      + " | ".join(choice["text"] for choice in column["choices"]))
        for name in ("cards", "options", "rows", "actions"):
            for thing in fields.get(name, ()):
                self._put("  ", f"- {thing['text']}")
        for part in fields.get("parts", ()):
            self._put("  ", f"{part['label']}: ... ({part['hint']})")
        for criterion in fields.get("criteria", ()):
            self._put("  ", f"* {criterion['title']}")
        if fields.get("starter"):
            self._put("  ", f"DRAFT: {fields['starter']}")
        for group in fields.get("groups", ()):
            self._put("  ", group["title"])
            for prompt in group["prompts"]:
                whose = " (partner)" if prompt["by"] == "partner" else ""
                choices = " | ".join(choice["text"] for choice in prompt["choices"])
                self._put("    ", f"{prompt['label']}{whose}: {choices or '...'}")
        self._talk(fields)

    def _talk(self, fields: dict) -> None:
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
        kind, fields = self.item["kind"], self.item["fields"]
        if not response:
            self._put("  ", "(nothing)")
        elif kind == "dialogue":
            self._put("  ", fields["transcript"][-1]["reply"])
        elif isinstance(response, str) and kind == "text":
            self._put("  ", shortened(response))
        else:
            for line in TOLD[kind](fields, response):
                self._put("  ", line)

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


def shortened(text: str) -> str:
    if len(text) <= LONGEST_SHOWN:
        return text
    return f"{text[:LONGEST_SHOWN]}... ({len(text)} characters)"


def texts(things) -> dict:
    return {thing["id"]: thing["text"] for thing in things}


def sorted_cards(fields, response):
    bins = texts(fields["bins"])
    for card in fields["cards"]:
        if card["id"] in response:
            yield f"{card['text']} -> {bins[response[card['id']]]}"


def chosen_options(fields, response):
    chosen = [response] if isinstance(response, str) else response
    yield from (option["text"] for option in fields["options"] if option["id"] in chosen)


def ordered_cards(fields, response):
    cards = texts(fields["cards"])
    for number, name in enumerate(response["order"], 1):
        yield f"{number}. {cards[name]}"
    for name in response["aside"]:
        yield f"set aside: {cards[name]}"


def matched_rows(fields, response):
    for row in fields["rows"]:
        for column in fields["columns"]:
            chosen = response.get(row["id"], {}).get(column["id"])
            if chosen:
                yield f"{row['text']} -> {texts(column['choices'])[chosen]}"


def rated_actions(fields, response):
    for action in fields["actions"]:
        if action["id"] in response:
            yield f"{response[action['id']]}: {action['text']}"


def written_parts(fields, response):
    for part in fields["parts"]:
        yield f"{part['label']}: {shortened(response.get(part['id'], ''))}"


def noted_prompts(fields, response):
    for group in fields["groups"]:
        for prompt in group["prompts"]:
            if response.get(prompt["id"]):
                yield f"{prompt['label']}: {shortened(response[prompt['id']])}"


TOLD = {"sort": sorted_cards, "choice": chosen_options, "order": ordered_cards,
        "match": matched_rows, "rate": rated_actions, "text": written_parts,
        "reflect": noted_prompts}
