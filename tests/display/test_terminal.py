"""`workshop try`: exercises played by scripted typing, as pages in tests/golden/terminal/.

A script is a list of lines to type; a function in it is asked for lines when its turn comes, with
the view that then stands, since numbers are shuffled. A change of wording is one reviewed diff:
`pytest tests/display/test_terminal.py --update-golden`.
"""

import json
from pathlib import Path

import pytest

from workshop.display import terminal
from workshop.display.terminal import DONE, LEFT, Unkept, play
from workshop.display.terminal_asking import ASK, numbers
from workshop.display.terminal_drawing import printable, wrapped
from workshop.errors import WorkshopError
from workshop.kinds import KINDS, kind_of
from workshop.loading import load_exercise
from workshop.session import Session

EXERCISES = Path(__file__).parents[2] / "exercises"
SLUGS = sorted(path.parent.name for path in EXERCISES.glob("*/exercise.yaml"))
PLAYED = {
    "choice": "after-the-applause", "sort": "motivating-susan-and-george",
    "order": "vision-into-steps", "match": "one-act-five-verdicts",
    "rate": "the-goal-nobody-mentions", "dialogue": "george-goes-quiet",
    "text": "keep-it-simple", "reflect": "plan-next-week",
}
PATIENCE = 2000


class Stopped(Exception):
    """The script has come to its end."""


class Typist:
    """Somebody at a terminal: types a script, and keeps the page that comes of it."""

    def __init__(self, exercise, script, at_end=Stopped, most=PATIENCE):
        self.session = Session(exercise, Unkept("0123456789abcdef"),
                               lambda: "2026-05-12T10:00:00+00:00")
        self.script = list(script)
        self.lines = []
        self.at_end = at_end
        self.most = most
        self.asked = 0

    def ask(self, prompt):
        assert self.asked < PATIENCE, "this goes on for ever"
        self.asked += 1
        while self.script and callable(self.script[0]):
            self.script[:1] = self.script[0](self.session.view()["item"])
        if not self.script or self.asked > self.most:
            self.lines.append(prompt)
            raise self.at_end
        line = self.script.pop(0)
        self.lines.append(prompt + line)
        return f"{line}\n"

    def play(self, only=""):
        play(self.session, self.ask, self.lines.append, only)
        return self

    @property
    def page(self):
        return "".join(f"{line.rstrip()}\n" for line in self.lines)


def place(things, name):
    return str([thing["id"] for thing in things].index(name) + 1)


def keys(view, response):
    """What has to be typed for a response; what has been answered so before is not asked again."""
    fields, before = view["fields"], view["response"] or {}
    match view["kind"]:
        case "choice":
            chosen = [response] if isinstance(response, str) else response
            return [" ".join(place(fields["options"], name) for name in chosen)]
        case "sort":
            return [place(fields["bins"], response[card["id"]]) for card in fields["cards"]
                    if response[card["id"]] != before.get(card["id"])]
        case "order":
            return [", ".join(place(fields["cards"], name) for name in response["order"])]
        case "match":
            return [place(column["choices"], response[row["id"]][column["id"]])
                    for row in fields["rows"] for column in fields["columns"]
                    if response[row["id"]] != before.get(row["id"])
                    or response[row["id"]][column["id"]] != before[row["id"]][column["id"]]]
        case "rate":
            return [str(response[action["id"]]) for action in fields["actions"]
                    if response[action["id"]] != before.get(action["id"])]
        case "text":
            texts = [response] if isinstance(response, str) else response.values()
            return [line for text in texts for line in (*text.splitlines(), ".")]
        case "reflect":
            return [line for group in fields["groups"] for prompt in group["prompts"]
                    for line in noted(prompt, response.get(prompt["id"], ""))]


def noted(prompt, value):
    if prompt["answer"] == "text":
        return [*value.splitlines(), "."]
    return [place(prompt["choices"], value) if value and prompt["choices"] else value]


def typed(item, response):
    """The script for one response; a dialogue's numbers are known step by step."""
    if item.kind != "dialogue":
        return [lambda view: keys(view, response)]
    return [lambda view, name=name: [place(view["fields"]["now"]["replies"], name)]
            for name in response]


def partly(item):
    """A response with something to mend."""
    samples = kind_of(item).samples(item)
    if item.kind == "reflect":
        needed = [p.id for group in item.groups for p in group.prompts if p.required]
        return {name: item.sample[name] for name in needed}
    return [*samples["partly"], *samples["wrong"]][0]


def right(item):
    return kind_of(item).samples(item)["right"][0]


def load(slug):
    return load_exercise(EXERCISES / slug)


def choice():
    exercise = load(PLAYED["choice"])
    return exercise, exercise.items[0]


@pytest.mark.parametrize("kind", KINDS)
def test_an_exercise_of_each_kind_reads_as_it_did(kind, golden):
    exercise = load(PLAYED[kind])
    item = next(item for item in exercise.items if item.kind == kind)
    first, second = partly(item), right(item)
    from_where = ["1"] if kind == "dialogue" else []
    page = Typist(exercise, ["?", "m", *typed(item, first), "1", *from_where,
                             *typed(item, second), "m", "2"]).play(item.id).page
    assert page.endswith(f"{DONE}\n")
    golden(f"terminal/{kind}.txt", page)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_exercise_can_be_played_to_its_end_in_80_columns(slug):
    exercise = load(slug)
    script = [line for item in exercise.items for line in (*typed(item, right(item)), "m", "2")]
    typist = Typist(exercise, script)
    typed_lines = {line for line in typist.play().lines if line.startswith("> ")}
    assert typist.lines[-1] == DONE
    assert not typist.script
    assert [line for line in typist.lines if len(line) > 80 and line not in typed_lines] == []
    assert "\x1b" not in typist.page


def test_every_kind_can_be_asked_for():
    assert {*ASK, "dialogue"} == set(KINDS)


@pytest.mark.parametrize("script", [["q"], ["?", "Q"], [" q "], ["1", "q"], ["1", "1", "q"]])
def test_q_leaves_at_every_question(script):
    exercise, item = choice()
    assert Typist(exercise, script).play(item.id).lines[-1] == LEFT


@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
@pytest.mark.parametrize("kind", KINDS)
def test_end_of_input_and_ctrl_c_leave_politely_at_every_line(kind, end):
    exercise = load(PLAYED[kind])
    item = next(item for item in exercise.items if item.kind == kind)
    for most in range(7):
        script = [*typed(item, right(item)), "m"]
        typist = Typist(exercise, script, at_end=end, most=most).play(item.id)
        assert typist.lines[-1] == LEFT


@pytest.mark.parametrize("line", ["", "0", "6", "1 2", "one", "-1", "1.5.", "²", "9" * 5000])
def test_what_is_no_number_is_asked_for_again_and_costs_no_attempt(line):
    exercise, item = choice()
    typist = Typist(exercise, [line], at_end=EOFError).play(item.id)
    assert "Write one number from 1 to 5." in typist.lines
    assert typist.session.view()["item"]["attempts"] == 0


def test_question_mark_gives_one_hint_more_each_time_and_then_all():
    exercise, item = choice()
    page = Typist(exercise, ["?"] * 4, at_end=EOFError).play(item.id).page
    assert [page.count(f"Hint {n} of 3: ") for n in (1, 2, 3)] == [1, 1, 1]
    assert page.count("These are all the hints:") == 1


def test_m_waits_for_the_first_try():
    exercise, item = choice()
    secret = wrapped(item.model_answer)[0]
    page = Typist(exercise, ["m", "1", "m"], at_end=EOFError).play(item.id).page
    before, _, after = page.partition("What now?")
    assert "The model answer comes after your first try." in before
    assert secret not in before
    assert secret in after


def test_s_goes_on_to_the_next_part():
    exercise, _ = choice()
    page = Typist(exercise, ["s", "s"]).play().page
    assert page.count("You skip this part.") == 2
    assert "Part 2 of 2" in page
    assert page.endswith(f"{DONE}\n")


def test_b_goes_back_one_card_and_no_further_than_the_first():
    exercise = load(PLAYED["sort"])
    typist = Typist(exercise, ["b", "1", "2", "b", "3", *"44444", "4"], at_end=EOFError)
    typist.play(exercise.items[0].id)
    item = typist.session.view()["item"]
    bins = [one["id"] for one in item["fields"]["bins"]]
    placed = [bins.index(item["response"][card["id"]]) + 1 for card in item["fields"]["cards"]]
    assert placed == [1, 3, 4, 4, 4, 4, 4, 4]
    assert typist.lines.count("This is the first question.") == 1


def test_b_goes_back_one_reply_of_a_dialogue():
    exercise = load(PLAYED["dialogue"])
    item = exercise.items[0]
    first, second = right(item)[:2]
    typist = Typist(exercise, ["b", *typed(item, [first, second]), "b"], at_end=EOFError).play()
    assert typist.session.view()["item"]["response"] == [first]


def test_back_has_nowhere_to_go_at_a_single_question():
    exercise, item = choice()
    lines = Typist(exercise, ["b", "1", "b"], at_end=EOFError).play(item.id).lines
    assert lines.count("This is the first question.") == 2


def test_text_ends_with_the_input_and_is_looked_at():
    exercise = load(PLAYED["text"])
    typist = Typist(exercise, ["We have 40 partners.", "Speed comes first."], at_end=EOFError)
    lines = typist.play().lines
    assert typist.session.view()["item"]["response"] == "We have 40 partners.\nSpeed comes first."
    assert any(line.startswith("Looked at.") for line in lines)
    assert lines[-1] == LEFT


def test_a_dot_at_once_is_no_text_and_later_keeps_the_text_that_was_there():
    exercise = load(PLAYED["text"])
    lines = Typist(exercise, [".", "One.", ".", "1", ".", "2"]).play().lines
    assert lines.count("Write something first.") == 1
    typist = Typist(exercise, ["One.", ".", "1", "."], at_end=EOFError).play()
    assert typist.session.view()["item"]["response"] == "One."


def test_keys_work_between_the_lines_of_a_text_and_are_no_part_of_it():
    exercise = load(PLAYED["text"])
    typist = Typist(exercise, ["One.", "?", "", "Two, q.", "."], at_end=EOFError).play()
    assert typist.session.view()["item"]["response"] == "One.\n\nTwo, q."
    assert any(line.startswith("Hint 1 of 3: ") for line in typist.lines)


def test_a_form_tells_nothing_till_its_last_part_and_then_everything():
    exercise = load("after-the-workshop")
    script = [line for item in exercise.items
              for line in (*typed(item, right(item)), "m", "?", "2")]
    lines = Typist(exercise, script).play().lines
    told = [number for number, line in enumerate(lines) if line.startswith(("Met.", "Partly."))]
    last = max(number for number, line in enumerate(lines) if line.startswith("Part "))
    assert told
    assert min(told) > last
    assert "A form shows no model answer." in lines
    assert {"A form gives no hints.", "There are no hints for this part."} & {*lines}


def test_unknown_item_is_told_with_those_there_are():
    exercise, item = choice()
    with pytest.raises(WorkshopError, match=rf'has no item "nothing". There are: {item.id}, '):
        Typist(exercise, []).play("nothing")


def test_fault_of_ours_is_told_and_the_question_comes_again(monkeypatch):
    exercise, item = choice()
    monkeypatch.setattr("workshop.kinds.choice.grade", lambda *_: 1 / 0)
    page = " ".join(Typist(exercise, ["1"], at_end=EOFError).play(item.id).page.split())
    assert "by a fault of the workshop and not of yours" in page
    assert page.endswith(f"Your choice, 1 to 5: {LEFT}")


def test_typed_characters_that_steer_a_terminal_do_not_come_back():
    exercise = load(PLAYED["text"])
    typist = Typist(exercise, ["We have \x1b[2J40 \u202epartners.", "."], at_end=EOFError).play()
    assert typist.session.view()["item"]["response"] == "We have [2J40 partners."
    assert printable("a\tb\nc") == "a\tb\nc"


@pytest.mark.parametrize("text, lines", [
    ("Say **why** in `code`, see [the line](x#y).", ["Say why in code, see the line."]),
    ("One\ntwo.\n\nThree.", ["One two.", "", "Three."]),
    ("Notes:\n\n- one\n- *two*", ["Notes:", "", "- one", "- two"]),
    ("> Stop *it*.\n> Now.", ["> Stop it.", "> Now."]),
    ("| a | b |\n|---|---|\n| 1 | |", ["a, b", "1, -"]),
    ("2 * 3 * 4, snake_case", ["2 * 3 * 4, snake_case"]),
    ("", []),
])
def test_markdown_becomes_plain_lines(text, lines):
    assert wrapped(text) == lines


def test_long_entries_hang_below_their_words():
    assert wrapped("- " + "word " * 20)[1].startswith("  word")
    assert max(map(len, wrapped("x" * 300))) <= 78


def test_numbers_are_read_however_they_are_parted():
    assert numbers("3 1,2;4.") == [3, 1, 2, 4]
    assert numbers("3-1") is None


def test_nothing_but_the_log_of_the_session_hears_of_an_answer(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exercise, item = choice()
    typist = Typist(exercise, ["1"], at_end=EOFError).play(item.id)
    assert list(tmp_path.iterdir()) == []
    assert list(typist.session.log.read()) == []
    assert json.dumps(terminal.fitting(typist.session.view()["item"])) == "{}"
