"""Spelling: what is told, what is passed over, and what the project's own list covers."""

import time

import pytest

from workshop.checking import spelling
from workshop.checking.checks import check_workshop, look

NONE = frozenset()


def read(*lines, listed=NONE):
    """The line and the word of every fault in the lines of a page."""
    text = spelling.Text("page.md", list(enumerate(lines, 1)), lines)
    names = spelling.names_in(text.prose)
    return [(problem.line, problem.what.split('"')[1])
            for problem in spelling.faults(text, listed, names)]


def test_misspelt_word_is_told_once_with_its_first_line_and_a_suggestion():
    lines = ["We recieve it.", "They recieve it, too."]
    (problem,) = spelling.faults(spelling.Text("a.md", list(enumerate(lines, 1)), lines), NONE, ())
    assert str(problem) == (
        'a.md:1\n  "recieve" stands in no dictionary here. Did you mean "receive"? A name or a '
        "term belongs in book/words.txt.")


@pytest.mark.parametrize("word", [
    "colour", "behaviours", "organising", "organisational", "analysed", "centred", "licence",
    "programme", "sceptical", "judgement", "labelled", "travelling", "catalogue", "artefact",
    "manoeuvre", "practised", "favourite", "fulfil", "defence", "prize", "sizing", "don't",
    "they're", "Susan's", "the engineers'", "team’s",
])
def test_british_form_is_known(word):
    assert read(f"Say {word}.") == []


@pytest.mark.parametrize(("american", "british"), [
    ("color", "colour"), ("behaviors", "behaviours"), ("organize", "organise"),
    ("organizational", "organisational"), ("analyzed", "analysed"), ("center", "centre"),
    ("labeled", "labelled"), ("gray", "grey"), ("Favorite", "favourite"), ("defense", "defence"),
])
def test_american_form_is_told_with_the_british_one(american, british):
    assert spelling.judged(american, NONE) == (
        f'"{american}" is American spelling.', f'Write "{british}".')


def test_names_inside_a_sentence_acronyms_and_words_with_digits_are_passed_over():
    assert read("Then Nilufar rang. Nilufar's phone, the APIs, v2x, iPhone, e.g. noheadx.me.",
                "Anne-Lwazi came, and Wi-Fi went.", "APIs break. HTTPs.") == []


def test_unknown_word_at_the_start_of_a_sentence_is_told():
    assert read("Teh end. Lwazi rang.") == [(1, "Teh"), (1, "Lwazi")]


def test_words_of_the_list_are_known_with_their_capital_and_a_name_only_with_its_own():
    listed = frozenset({"hackfest", "Lwazi"})
    assert read("Hackfest, a hackfest's end. Lwazi's.", listed=listed) == []
    assert read("We met, lwazi said.", listed=listed) == [(1, "lwazi")]


@pytest.fixture
def exercise(item, thing, written):
    """`exercise(stem="...")`: the faults of one exercise in a workshop with an empty list."""

    def faults(notes="", listed="", **fields):
        options = [thing("now"), thing("soon"), thing("late")]
        places = written([item("choice", options=options, key=["now"], **fields)])
        folder = places.exercise("exercise-1")
        (folder / "facilitate.md").write_text(notes, encoding="utf-8")
        (places.book / "words.txt").write_text(listed, encoding="utf-8")
        checked = look(folder).checked
        return [(problem.file.rpartition("/")[2], problem.what.split('"')[1])
                for problem in spelling.words_are_spelt(checked)]

    return faults


def test_prose_of_an_exercise_and_its_notes_is_read_and_ids_are_not(exercise):
    assert exercise("# Run it\n\nWait a minit.", stem="Who recieves it?", name="qwxz") == [
        ("exercise.yaml", "recieves"), ("facilitate.md", "minit")]


def test_comment_in_the_word_list_is_no_word(exercise):
    assert exercise("It is an abcdef, a ghijkl.", listed="# abcdef\nghijkl  # why\n") == [
        ("facilitate.md", "abcdef")]


def test_name_known_from_the_exercise_may_start_a_sentence_of_its_notes(exercise):
    assert exercise("Nilufar waits.", stem="Then Nilufar asks you.") == []


def test_slips_of_learners_are_meant(written):
    rubric = {"id": "owns", "title": "Owns it", "question": "Who?", "because": "Look at it.",
              "next": "Say who.", "link": "", "levels": {"met": "Fuly met", "partly": "Partly",
                                                         "not_found": "No"},
              "met": ["Thx, I wil do it"] * 8,
              "near_misses": [{"text": "U do itt", "why": "vague"}] * 8}
    places = written([{"kind": "text", "id": "reply", "title": "Reply", "lens": "E3",
                       "stem": "What do you say?", "rubric": [rubric]}])
    checked = look(places.exercise("exercise-1")).checked
    assert [p.what.split('"')[1] for p in spelling.words_are_spelt(checked)] == ["Fuly"]


def test_pages_claims_and_misconceptions_are_read_but_for_code_and_addresses(written):
    places = written(tags={"even-shares": "Evrybody gets the same"})
    (places.book / "page.md").write_text(
        "---\ntitle: A pagge\nclaims: [E1-01]\n---\n\n(lable)=\n## A heding\n\n`cdoe` <!-- nto -->"
        "\n[a lnik](addrress.md#xyzzy)\n\n```text\nplian\n```\n\n```{figure} x.svg\n"
        ":alt: A pictrue.\n:width: 100%\n\nA capton.\n```\n", encoding="utf-8")
    (places.book / "claims.yaml").write_text(
        'schema: 1\nclaims:\n  - id: E1-01\n    claim: "A mananger listens."\n', encoding="utf-8")
    told = [(problem.file, problem.line, problem.what.split('"')[1])
            for problem in check_workshop(places).problems if "dictionary" in problem.what]
    assert told == [
        ("book/claims.yaml", 4, "mananger"), ("book/page.md", 2, "pagge"),
        ("book/page.md", 7, "heding"), ("book/page.md", 10, "lnik"),
        ("book/page.md", 17, "pictrue"), ("book/page.md", 20, "capton"),
        ("exercises/misconceptions.yaml", 4, "Evrybody")]


def test_word_list_out_of_order_is_told(whole):
    looked_at = whole()
    (looked_at.places.book / "words.txt").write_text(
        "# names\nEvora\nÉvora\nzebra\nAnh\n", encoding="utf-8")
    told = [(p.line, p.what) for p in spelling.the_word_list_is_sorted(looked_at)]
    assert told == [(3, '"Évora" comes after "Evora".'), (5, '"Anh" comes after "zebra".')]


def test_suggestion_for_a_long_word_costs_no_time():
    spelling.judged("teh", NONE)  # loads the dictionary
    start = time.perf_counter()
    spelling.judged("responsibillitatingly", NONE)
    assert time.perf_counter() - start < 1
