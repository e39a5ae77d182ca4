"""British spelling: what an American word is called here, and what the dictionary knows it as.

The dictionary of pyspellchecker is American, so each British word is looked up in that form, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_IRREGULAR = {
    "gray": "grey", "fulfill": "fulfil", "fulfills": "fulfils", "fulfillment": "fulfilment",
    "enroll": "enrol", "enrolls": "enrols", "enrollment": "enrolment", "skillful": "skilful",
    "willful": "wilful", "installment": "instalment", "artifact": "artefact",
    "artifacts": "artefacts", "jewelry": "jewellery", "aluminum": "aluminium", "mom": "mum",
    "plow": "plough", "mustache": "moustache", "pajamas": "pyjamas", "aging": "ageing",
    "maneuver": "manoeuvre", "maneuvers": "manoeuvres", "cozy": "cosy", "gotten": "got",
    "practiced": "practised", "practicing": "practising", "catalog": "catalogue",
    "catalogs": "catalogues", "dialog": "dialogue", "dialogs": "dialogues",
    "defense": "defence", "defenses": "defences", "offense": "offence", "offenses": "offences",
    "pretense": "pretence", "center": "centre", "centers": "centres", "centered": "centred",
    "centering": "centring", "theater": "theatre", "theaters": "theatres", "liter": "litre",
    "liters": "litres", "kilometer": "kilometre", "kilometers": "kilometres", "fiber": "fibre",
    "fibers": "fibres", "somber": "sombre", "meager": "meagre", "luster": "lustre",
    "skeptic": "sceptic", "skeptics": "sceptics", "skeptical": "sceptical",
    "skepticism": "scepticism", "tidbit": "titbit", "marvelous": "marvellous",
}

_OUR = ("arm|behavi|cand|clam|col|demean|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|neighb|od|"
        "parl|rig|rum|sav|splend|tum|val|vap|vig")
_AMERICAN = (
    # Suffixes that keep their "or" in British, too: vigorous, honorary, laboratory, coloration.
    (re.compile(rf"((?:dis|mis|un)?(?:{_OUR}))or(?!ous|ious|i[sz]|a(?!b|l))(\w*)"), r"\1our\2"),
    (re.compile(r"(\w{2,})iz(e[drs]?|ers|ing|ations?|ational)"), r"\1is\2"),
    (re.compile(r"(\w*al)yz(e[drs]?|ing)"), r"\1ys\2"),
    (re.compile(r"(cancel|channel|counsel|dial|equal|fuel|funnel|jewel|label|level|libel|marvel|"
                r"model|panel|pencil|quarrel|rival|shovel|signal|spiral|total|travel|tunnel|"
                r"unravel)(ed|ing|ers?|ors?)"), r"\1l\2"),
)
_KEEPS_Z = re.compile(r"\w*(siz|priz|seiz|capsiz|maiz)\w*")

_LOOKED_UP = (
    ("our", "or"), ("ise", "ize"), ("isi", "izi"), ("isa", "iza"), ("yse", "yze"), ("ysi", "yzi"),
    ("lled", "led"), ("lling", "ling"), ("ller", "ler"), ("llor", "lor"), ("tre", "ter"),
    ("bre", "ber"), ("ogue", "og"), ("ence", "ense"), ("ae", "e"), ("oe", "e"),
)
_BRITISH = {british: american for american, british in _IRREGULAR.items()}
_BRITISH |= {"programme": "program", "programmes": "programs", "cheque": "check",
             "cheques": "checks", "tyre": "tire", "tyres": "tires", "judgement": "judgment"}


def british(word: str) -> str | None:
    """The British form of an American word in lower case, ``None`` where there is no other.

    >>> british("organization"), british("labeled"), british("colorful"), british("prize")
    ('organisation', 'labelled', 'colourful', None)
    >>> british("vigorous"), british("laboratory"), british("collaborate"), british("favorable")
    (None, None, None, 'favourable')
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if _KEEPS_Z.fullmatch(word):
        return None
    return next((form.sub(put, word) for form, put in _AMERICAN if form.fullmatch(word)), None)


def looked_up(word: str) -> Iterator[str]:
    """The forms under which an American dictionary may know a British word in lower case.

    >>> list(looked_up("favour"))
    ['favour', 'favor']
    """
    yield word
    if word in _BRITISH:
        yield _BRITISH[word]
    for here, there in _LOOKED_UP:
        if here in word:
            yield word.replace(here, there)
