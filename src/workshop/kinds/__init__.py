"""The interactions: one file a kind. A new kind is a new file and one line here."""

from workshop.kinds import choice, dialogue, match, order, rate, reflect, sort, text
from workshop.kinds.base import Kind
from workshop.model.exercise import AnyItem

KINDS: dict[str, Kind] = {
    "choice": choice,
    "sort": sort,
    "order": order,
    "match": match,
    "rate": rate,
    "dialogue": dialogue,
    "text": text,
    "reflect": reflect,
}


def kind_of(item: AnyItem) -> Kind:
    """The module that reads, grades and shows ``item``."""
    return KINDS[item.kind]
