"""The slides: they build without a warning, follow the run sheet, and keep the key for later."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workshop.cli import app
from workshop.errors import WorkshopError
from workshop.loading import Places, find_places, load_exercise
from workshop.publishing import slides

REPOSITORY = find_places(Path(__file__))
VOTES, AFTER_THE_VOTE = {"options", "stem"}, {"key", "answer", "endings", "criteria", "model"}


def copy_of_the_workshop(folder):
    for name in ("_config.yml", "book/facilitate", "book/_static", "exercises", "slides"):
        source = REPOSITORY.root / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, folder / name)
    return Places(folder)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A deck that was built from a copy with every warning an error."""
    places = copy_of_the_workshop(tmp_path_factory.mktemp("slides"))
    slides.build(places, strict=True)
    return slides.folder_of(places)


class Deck(HTMLParser):
    """The slides of a page in order: heading level, minutes, what is seen, notes, parts shown."""

    def __init__(self):
        super().__init__()
        self.slides, self.asked, self.without_alt, self.in_notes = [], [], [], False

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "section" and "data-timing" in named:
            self.slides.append({"level": 0, "minutes": int(named["data-timing"]) / 60,
                                "seen": "", "notes": "", "parts": []})
        if re.fullmatch("h[123]", tag) and not self.in_notes:
            self.slides[-1]["level"] = int(tag[1])
        if "data-part" in named:
            self.slides[-1]["parts"].append(tuple(
                named[f"data-{name}"] for name in ("exercise", "item", "part")))
        self.in_notes |= tag == "aside"
        self.asked += [named[name] for name in ("src", "href") if name in named]
        if tag == "img" and not named.get("alt"):
            self.without_alt.append(named.get("src"))

    def handle_endtag(self, tag):
        if tag in ("p", "li", "h1", "h2", "h3"):
            self.handle_data(" ")
        self.in_notes &= tag != "aside"

    def handle_data(self, data):
        if self.slides and self.lasttag not in ("script", "title"):
            self.slides[-1]["notes" if self.in_notes else "seen"] += data


@pytest.fixture(scope="module")
def deck(built):
    read = Deck()
    read.feed((built / "index.html").read_text("utf-8"))
    return read


def blocks_of(deck):
    """(start, minutes) of every block: a heading of the second level and what stands under it."""
    blocks, clock = [], 0
    for slide in deck.slides:
        if slide["level"] == 2:
            blocks.append([clock, 0])
        if blocks:
            blocks[-1][1] += slide["minutes"]
        clock += slide["minutes"]
    return [tuple(block) for block in blocks]


def test_the_deck_keeps_the_clock_of_the_run_sheet(deck):
    sheet = (REPOSITORY.book / "facilitate" / "ninety-minutes.md").read_text("utf-8")
    table = sheet.split("## The sheet")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\d):(\d\d) \| (\d+) \|", table, re.MULTILINE)
    assert len(rows) == 12
    assert blocks_of(deck) == [(60 * int(hour) + int(minute), int(minutes))
                               for hour, minute, minutes in rows]
    assert sum(slide["minutes"] for slide in deck.slides) == 90


def test_every_slide_has_notes_that_begin_with_the_clock(deck):
    for slide in deck.slides:
        assert re.match(r"\d:\d\d · [\d.]+ minutes?\b", slide["notes"]), slide["seen"]
        assert len(slide["notes"].split()) > 8, slide["seen"]
        assert len(re.findall(r"\b\d:\d\d\b", slide["notes"])) == 1, "a second clock"


def test_the_privacy_sentence_is_read_from_the_run_sheet(deck):
    assert any("What you type stays on the computer you type it on, and the workshop sends it to "
               "nobody." in slide["notes"] for slide in deck.slides)


def test_the_forms_are_announced_and_none_of_their_questions_is_shown(deck):
    titles = [slide["seen"].strip().split("\n")[0].strip() for slide in deck.slides]
    assert "Before the workshop" in titles[:6] and "After the workshop" in titles[-3:]
    shown = {(slug, part) for slide in deck.slides for slug, _, part in slide["parts"]}
    assert {part for slug, part in shown if slug.endswith("-the-workshop")} == {"situation"}


@pytest.mark.parametrize("shown", [
    ("motivating-susan-and-george", "who-hears-what", ["options"] * 3 + ["key"]),
    ("motivating-susan-and-george", "messages",
     ["worked", "stem", "criteria", "model", "model", "model"]),
    ("redirecting-technical-decisions", "design-meeting",
     [*["moment", "options"] * 3, "endings", "criteria"]),
    ("manager-who-does-not-code", "still-asked", ["stem", *["options"] * 3, "key"]),
    ("two-cases-one-thread", "what-they-share", ["answer"]),
    ("plan-next-week", "my-plan", ["plan"]),
], ids=lambda shown: shown[1])
def test_exercise_is_shown_in_this_order(deck, shown):
    slug, item, order = shown
    parts = [part for slide in deck.slides for part in slide["parts"]]
    assert [part for name, of, part in parts if (name, of) == (slug, item)] == order


def test_what_is_kept_for_later_never_shares_a_slide_with_the_question(deck):
    for slide in deck.slides:
        kinds = {part for _, _, part in slide["parts"]}
        assert not (kinds & VOTES and kinds & AFTER_THE_VOTE), slide["seen"]


def test_no_slide_before_the_key_gives_it_away(deck):
    exercise = load_exercise(REPOSITORY.exercise("manager-who-does-not-code"))
    key = next(number for number, slide in enumerate(deck.slides)
               if ("manager-who-does-not-code", "still-asked", "key") in slide["parts"])
    before = " ".join(slide["seen"] for slide in deck.slides[:key])
    assert "people disagree" not in before and "people disagree" in deck.slides[key]["seen"]
    for action in exercise.item("still-asked").actions:
        assert action.feedback.text.split(".")[0] not in before


def test_slides_of_our_own_words_are_short_enough_for_the_back_row(deck):
    own = [slide["seen"].split() for slide in deck.slides if not slide["parts"]]
    assert own
    assert [words for words in own if len(words) > 50] == []


def test_nothing_in_the_folder_asks_another_host(built, deck):
    for address in deck.asked:
        assert not re.match(r"(https?:)?//", address)
        if not address.startswith("#"):
            assert (built / address.split("?")[0]).is_file(), address
    for path in built.rglob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert "//" not in css, path.name


def test_every_picture_has_words_for_those_who_cannot_see_it(deck):
    assert deck.without_alt == []


def test_a_changed_exercise_changes_the_slides(tmp_path, monkeypatch):
    places = copy_of_the_workshop(tmp_path)
    path = places.exercise("motivating-susan-and-george") / "exercise.yaml"
    before = path.read_text("utf-8")
    path.write_text(before.replace("The date stands.", "The moon stands."), "utf-8")
    monkeypatch.setenv("WORKSHOP_ROOT", str(tmp_path))
    done = CliRunner().invoke(app, ["slides", "--check"])
    assert done.exit_code == 0
    index = slides.folder_of(places) / "index.html"
    assert str(index) in done.output
    assert index.read_text("utf-8").count("The moon stands.") == 4


def test_every_mistake_in_the_deck_stops_a_strict_build_and_is_told_with_its_line(tmp_path):
    places = copy_of_the_workshop(tmp_path)
    (places.root / "slides" / "index.md").write_text(
        "# Deck\n\n```{exercise-slide} no-such-one situation\n```\n\n"
        "```{speaker-notes} 1\n:from: ninety-minutes\n:part: Lunch\n```\n", "utf-8")
    with pytest.raises(WorkshopError) as caught:
        slides.build(places, strict=True)
    assert re.search(r'index\.md:3: WARNING: There is no exercise "no-such-one"', str(caught.value))
    assert re.search(r'index\.md:6: WARNING: .*no heading with "Lunch"', str(caught.value))
    assert len(slides.build(places)) == 2


def test_a_workshop_without_slides_says_so(tmp_path):
    with pytest.raises(WorkshopError, match="There are no slides"):
        slides.build(Places(tmp_path))
