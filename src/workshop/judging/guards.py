"""Guards: reasons why words do not count although they sound right.

Each guard is one small function: it takes a ``Scene`` (the words of one sentence and what it
is held against) and answers whether the sentence falls. A guard that would strike out the
rubric's own good examples is switched off for that criterion when the rubric is compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from workshop.judging.lexicon import FUNCTION_WORDS, words_of

GRAM = 4
"""Words in a row that make a run worth calling copied."""
SHORTEST = 7
"""Words below which a sentence may stand in the task by chance."""
LONG = 16
"""Words from which a sentence needs more than numbers to hang together."""


@dataclass(frozen=True)
class Scene:
    """One sentence as the guards see it.

    ``names`` are those of other parts' addressees; ``prompt`` holds the word runs of the task.
    """

    words: tuple[str, ...]
    prompt: Collection[tuple[str, ...]] = frozenset()
    own: Collection[str] = frozenset()
    others: Collection[str] = frozenset()


def runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    """All runs of ``GRAM`` words.

    >>> sorted(runs("we ship in five weeks".split()))
    [('ship', 'in', 'five', 'weeks'), ('we', 'ship', 'in', 'five')]
    """
    return {tuple(words[at : at + GRAM]) for at in range(len(words) - GRAM + 1)}


def is_copied(scene: Scene) -> bool:
    """More than half of the words stand in runs that the task has too.

    A few words do so by chance, and whoever works with a figure of the task has to name it: a
    sentence that short is only copied if it is so from end to end and holds no number.
    """
    words = scene.words
    if not scene.prompt or len(words) < GRAM:
        return False
    covered = [False] * len(words)
    for at in range(len(words) - GRAM + 1):
        if words[at : at + GRAM] in scene.prompt:
            covered[at : at + GRAM] = [True] * GRAM
    if len(words) < SHORTEST:
        return all(covered) and not any(word[0].isdigit() for word in words)
    return sum(covered) > 0.6 * len(words)


def is_word_list(scene: Scene) -> bool:
    """Words that hardly hang together: few function words, or one word over and over.

    Notes in the style of a telegram are honest: in "40 users, 2 countries" the numbers do what
    function words do elsewhere.
    """
    words = scene.words
    if len(words) < 6:
        return False
    small = sum(word in FUNCTION_WORDS or "'" in word for word in words)
    if len(words) < LONG:
        small += sum(word[0].isdigit() or word in _NUMBERS for word in words)
    if len(words) >= 12 and len(set(words)) < 0.4 * len(words):
        return True
    return small < 0.12 * len(words)


_NUMBERS = words_of("one two three four five six seven eight nine ten eleven twelve dozen hundred")
_TELL = words_of(
    "say tell mention write bring talk tells telling saying point remind promise explain use"
)
_NEVER_SAID = (
    ("i", "would", "not"), ("i", "would", "never"), ("i", "wouldn't"), ("i'd", "not"),
    ("i'd", "never"), ("i", "will", "not"), ("i", "won't"), ("i'll", "not"), ("i'll", "never"),
    ("i", "will", "never"), ("i", "am", "not", "going", "to"), ("i'm", "not", "going", "to"),
    ("i", "don't"), ("i", "do", "not"), ("i", "never"), ("never",), ("i", "didn't"),
    ("i", "shouldn't"), ("i", "should", "not"), ("not", "going", "to"), ("i", "refuse", "to"),
    ("i", "wont"), ("i", "wouldnt"), ("i", "dont"),
)  # fmt: skip
_NEVER = {said[0]: tuple(p for p in _NEVER_SAID if p[0] == said[0]) for said in _NEVER_SAID}


def is_denied(scene: Scene) -> bool:
    """Told as something one would not say: "I would not tell him that ..."."""
    words = scene.words
    for start, word in enumerate(words):
        for phrase in _NEVER.get(word, ()):
            if words[start : start + len(phrase)] == phrase:
                after = words[start + len(phrase) : start + len(phrase) + 4]
                if any(word in _TELL for word in after):
                    return True
    return False


_IRONY = (
    "yeah right", "yeah sure", "oh great", "oh sure", "oh yes", "oh yay", "sure because",
    "right because", "because obviously", "because clearly", "because of course", "oh joy",
    "lucky you", "lucky us", "lucky me", "as if", "how exciting", "what could possibly",
    "said no one", "said nobody", "just what", "oh good", "oh wonderful", "bla bla", "blah",
    "woo hoo", "woohoo", "yay", "lol", "haha", "hooray", "whoop", "because nothing says",
    "nothing says", "oh boy", "oh please", "good luck with that", "surely will", "i'm sure they",
    "big whoop", "oh no", "wow", "riveting", "oh absolutely", "because that always",
    "worked so well", "went so well", "works so well", "so thrilled", "be thrilled", "magically",
    "sure sure", "yeah yeah", "oh how", "ha ha", "because who", "because what", "clap",
    "truly inspiring", "surely nothing", "shocking", "quelle surprise", "eye roll",
)  # fmt: skip


def is_ironic(scene: Scene) -> bool:
    """Words that mark mockery: "yeah right", "oh great", "sure, because ..."."""
    return _has_phrase(scene.words, _IRONY)


_THREAT = (
    "or else", "you're fired", "you are fired", "be fired", "get fired", "fire you",
    "lose your job", "keep your job", "your job is on", "consequences", "be sorry",
    "you'll regret", "will regret", "remember who", "be remembered",
    "performance review", "bad review", "your review", "pip", "performance plan", "replaced",
    "replace you", "find someone else", "someone else who", "find somebody", "be noted",
    "won't forget", "will not forget", "heads will roll", "out the door", "looking for a job",
    "new job", "be a problem for you", "be held against", "your bonus", "no bonus", "i'll know who",
    "don't even think", "forget about", "forget your", "you can forget", "on the line",
    "kiss goodbye", "say goodbye", "last chance", "final warning",
    "your fault", "be your fault", "blame you", "blame will", "on your head",
)  # fmt: skip


def is_threat(scene: Scene) -> bool:
    """Pressure by fear: a job, a review or a bonus held over somebody."""
    return _has_phrase(scene.words, _THREAT)


_INJECTION = (
    "previous instructions", "above instructions", "prior instructions", "all instructions",
    "your instructions", "ignore the rubric", "ignore all", "full marks", "full points",
    "full score", "full credit", "maximum score", "highest score", "top marks", "max points",
    "mark this", "grade this", "score this", "rate this", "this answer meets", "answer meets",
    "answer is correct", "response meets", "meets all criteria", "meets every criterion",
    "all criteria", "every criterion", "the rubric", "dear grader", "the grader", "the judge",
    "system prompt", "as an ai", "language model", "level 2", "mark as met", "marked as met",
    "return met", "output met", "set level", "evaluator", "assistant", "award me", "give me a 2",
    "criterion met", "criteria met", "system override", "note to grader", "note to marker",
)  # fmt: skip


def is_injection(scene: Scene) -> bool:
    """Speaks to whoever marks the answer instead of to the people in the situation."""
    return _has_phrase(scene.words, _INJECTION)


def is_for_another(scene: Scene) -> bool:
    """Speaks of another part's person and not to this part's: "Susan's career" said to George."""
    words = [word.removesuffix("'s") for word in scene.words]
    if not any(word in scene.others for word in words):
        return False
    if any(word in scene.own for word in words):
        return False
    return words[0] in scene.others or not any(word in _YOU for word in scene.words)


_YOU = words_of("you your yours you're you'll you've you'd yourself u ur")


def _has_phrase(words: Sequence[str], phrases: Collection[str]) -> bool:
    text = " " + " ".join(words) + " "
    return any(f" {phrase} " in text for phrase in phrases)


Guard = Callable[[Scene], bool]

GUARDS: dict[str, tuple[Guard, str]] = {
    "injection": (is_injection, "it speaks to whoever marks the answer"),
    "copied": (is_copied, "it is copied from the task"),
    "word-list": (is_word_list, "it is a list of words, not a sentence"),
    "denied": (is_denied, "it is said as something you would not say"),
    "ironic": (is_ironic, "it reads as irony"),
    "threat": (is_threat, "it is said as a threat"),
    "another": (is_for_another, "it speaks of somebody else"),
}
"""Every guard by name, with the reason that a learner is given; in order of precedence."""

ALWAYS = frozenset({"injection", "copied", "word-list"})
"""Guards that hold for each criterion, whatever its examples look like."""
