"""What every item has, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workshop.model.authored import Authored

Lens = Literal["E1", "E2", "E3", "E4", "E5", "panel"]
KeySource = Literal["essay", "panel"]
KeyStatus = Literal["draft", "panel"]


@dataclass(frozen=True, kw_only=True)
class Item(Authored):
    """What every item has: an id, a stem, hints given one by one, and a model answer.

    ``lens`` names the essay under which a key holds (``panel``: people who rated it);
    ``key_source`` and ``key_status`` say where the key comes from and how far it is proven.
    """

    id: str
    title: str
    stem: str
    lens: Lens
    key_source: KeySource = "essay"
    key_status: KeyStatus = "draft"
    claims: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    model_answer: str = ""
    link: str = ""
