"""A Jupyter server extension: the book and the learner's home, and Voilà that shows exercises.

No page may ask another machine for anything: the header says so to the browser, and what Voilà's
own pages would fetch (fonts, MathJax) is left out.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web
from traitlets.config import Config
from voila import server_extension as voila

from workshop import server as book
from workshop.errors import WorkshopError
from workshop.loading import find_places, load_exercise

HERE_ONLY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "connect-src 'self' ws://{host}; frame-ancestors 'self'"
)
WIDGETS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]
NOT_NEEDED = ["@jupyterlab/mathjax-extension:plugin"]


class GoHandler(book.GoHandler):
    """The stable address of an exercise, and those of its notebook in JupyterLab."""

    @web.authenticated
    def get(self, slug: str) -> None:
        if slug in find_places().slugs():
            self.redirect(url_path_join(self.base_url, "voila", "render", f"{slug}.ipynb"))
        else:
            super().get(slug)


class ToHomeHandler(JupyterHandler):
    """Voilà's own lists of files, in whose place the learner's home stands."""

    @web.authenticated
    def get(self) -> None:
        self.redirect(url_path_join(self.base_url, "workshop", "home"))


def _before_a_kernel(handler: Any, notebook: Any, **_: Any) -> Any:
    """Voilà's hook: the page's title goes into the notebook's metadata, and the page gets the
    cookie without which it may not end its kernel when it is left."""
    handler.xsrf_token  # noqa: B018  (asking for it sets the cookie)
    slug = PurePosixPath(handler.request.path).stem
    try:
        exercise = load_exercise(find_places().exercise(slug))
    except WorkshopError:
        about = {"title": "An exercise", "chapter": ""}
    else:
        about = {"title": exercise.title, "chapter": exercise.chapter}
    notebook.metadata["workshop"] = about
    return notebook


def _page_config(page_config: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Voilà's hook for its script: without MathJax, which would be asked of another machine."""
    return {**page_config, "fullMathjaxUrl": None, "mathjaxConfig": None,
            "disabledExtensions": [*page_config.get("disabledExtensions", []), *NOT_NEEDED]}


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "workshop.simple.serving"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Ours first: of two handlers for an address the earlier one is asked."""
    app = server.web_app
    host = f"{server.ip}:{server.port}"
    app.settings["headers"] = {"Content-Security-Policy": HERE_ONLY.format(host=host)}
    app.add_handlers(".*$", [
        (url_path_join(app.settings["base_url"], pattern), handler) for pattern, handler in (
            ("workshop/go/([^/]+)/?", GoHandler),
            (r"(?:doc|lab)/tree/([^/]+)\.ipynb", GoHandler),
            (r"voila/?", ToHomeHandler),
            (r"voila/tree.*", ToHomeHandler),
        )
    ])
    server.config.merge(Config({"VoilaConfiguration": {
        "template": "workshop", "strip_sources": True, "show_tracebacks": False,
        "allow_template_override": "NO", "allow_theme_override": "NO", "file_allowlist": [],
        "extension_allowlist": WIDGETS, "prelaunch_hook": _before_a_kernel,
        "page_config_hook": _page_config,
    }}))
    book._load_jupyter_server_extension(server)
    voila._load_jupyter_server_extension(server)
    server.io_loop.call_later(0, server.kernel_manager.keep_one_warm)
