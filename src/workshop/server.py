"""A small Jupyter server extension: the built book at ``/workshop/``, beside JupyterLab.

It is behind the same login as everything else that the server shows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from workshop.loading import find_places

_SERVED = Path(__file__).parent / "display" / "served.js"


class BookHandler(JupyterHandler, web.StaticFileHandler):
    """Serves the built book to people who are logged in."""

    @web.authenticated
    async def get(self, path: str, include_body: bool = True) -> None:
        await web.StaticFileHandler.get(self, path, include_body)

    @web.authenticated
    async def head(self, path: str) -> None:
        await self.get(path, include_body=False)

    @classmethod
    def get_absolute_path(cls, root: str, path: str) -> str:
        if path == "_static/workshop-served.js":
            return str(_SERVED)
        return super().get_absolute_path(root, path)

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        if absolute_path == str(_SERVED):
            return absolute_path
        return super().validate_absolute_path(root, absolute_path)

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-cache")


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "workshop.server"}]


def _load_jupyter_server_extension(server: Any) -> None:
    built = find_places().built
    pattern = url_path_join(server.web_app.settings["base_url"], "workshop", "(.*)")
    options = {"path": str(built), "default_filename": "index.html"}
    server.web_app.add_handlers(".*$", [(pattern, BookHandler, options)])
