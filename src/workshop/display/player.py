"""The player: an anywidget that shows a session's view and hands it the learner's events."""

from __future__ import annotations

import json
from typing import Any

import anywidget
import traitlets

from workshop.display import assets
from workshop.display.page import notebook_html
from workshop.display.plain import exercise_line
from workshop.errors import WorkshopError
from workshop.session import Session


class Player(anywidget.AnyWidget):
    """One exercise in a notebook. ``view`` is what is shown; ``take`` plays an event without a
    browser. Where no widget can be shown, its static page or one line of text stands in."""

    _esm = assets.script()
    _css = assets.style()

    view = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Session):
        super().__init__(view=sendable(session.view()))
        self._session = session
        self.on_msg(self._on_message)

    def take(self, event: Any) -> dict[str, Any]:
        """Apply one event and show the view after it; a fault is told in the view."""
        try:
            view = self._session.apply(event)
        except WorkshopError as error:
            view = self._session.refuse(event, error)
        self.view = sendable(view)
        return self.view

    def _on_message(self, _widget: Any, content: Any, _buffers: Any) -> None:
        self.take(content)

    def __repr__(self) -> str:
        return exercise_line(self._session.exercise)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        data = dict(data)
        data["text/plain"] = repr(self)
        data["text/html"] = notebook_html(self._session.exercise)
        return data, metadata


def sendable(view: dict[str, Any]) -> dict[str, Any]:
    """The view, with half surrogate pairs replaced: Jupyter's channel carries UTF-8 alone.

    The log keeps what the learner sent, letter by letter.
    """
    text = json.dumps(view, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.loads(text.encode("utf-8", errors="replace"))
    return view
