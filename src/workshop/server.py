"""A small Jupyter server extension: the learner's home at ``/workshop/home`` and the built book
at ``/workshop/``, beside JupyterLab.

It is behind the same login as everything else that the server shows. What changes something is
a POST, with the token against forged requests that Jupyter's own pages send.
"""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from workshop import home, launch, store
from workshop.display.home import home_html, lost_html
from workshop.display.report import report_page
from workshop.errors import WorkshopError
from workshop.loading import find_places
from workshop.loading.places import data_folder
from workshop.notebook import report_of
from workshop.store import AttemptLog

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


class _Page(JupyterHandler):
    """A page of the learner's own: it has no script, asks nobody for anything, and is not kept."""

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Content-Security-Policy", (
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'self'"))
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "same-origin")

    @property
    def base(self) -> str:
        """The address below which the workshop is served."""
        return url_path_join(self.base_url, "workshop")

    @web.authenticated
    async def head(self, *names: str) -> None:
        """What ``get`` says, of which Tornado sends the head alone."""
        await ensure_async(self.get(*names))

    def show_fault(self, told: str) -> None:
        """A page with what went wrong, in words."""
        self.set_status(500)
        self.finish(lost_html("Your workshop cannot be shown", told, [], self.base))

    def show_home(self, told: str = "", fault: bool = False) -> None:
        """The home as it stands now, with what came of the last thing that was done here."""
        try:
            page = home.home_page(find_places(), AttemptLog(data_folder()), self.base)
        except WorkshopError as error:
            self.show_fault(f"{told} {error}".strip())
            return
        self.set_status(400 if fault else 200)
        self.finish(home_html(page, xsrf=self.xsrf_token.decode("ascii"), word=home.WORD,
                              told=told, is_fault=fault))


class SlashHandler(_Page):
    """``/workshop``: the book's own links are relative, and need the slash at its end."""

    @web.authenticated
    def get(self) -> None:
        self.redirect(f"{self.base}/")


class HomeHandler(_Page):
    """Where you were, what is left, and your work."""

    @web.authenticated
    def get(self) -> None:
        if "token" in self.request.query_arguments:  # a cookie is set: keep it out of sight
            self.redirect(f"{self.base}/home")
            return
        self.show_home()


class GoHandler(_Page):
    """``/workshop/go/NAME``, the address of an exercise that stays the same."""

    @web.authenticated
    def get(self, slug: str) -> None:
        places = find_places()
        source = places.practice / f"{slug}.ipynb"
        if slug not in places.slugs() or not source.is_file():
            self._tell_lost(slug, slug in places.slugs())
            return
        folder = Path(self.settings["server_root_dir"]).expanduser()
        if not (folder / source.name).exists():
            launch.copy_notebook(source, folder)
        self.redirect(url_path_join(self.base_url, "doc", "tree", source.name))

    def _tell_lost(self, slug: str, is_known: bool) -> None:
        why = (f'The exercise "{slug}" has no notebook yet. The command "workshop notebooks" '
               "writes it." if is_known else
               f'There is no exercise named "{slug}". The name may have been cut off, or changed.')
        near = [] if is_known else [(title, f"{self.base}/go/{name}")
                                    for title, name in home.nearest(find_places(), slug)]
        self.set_status(404)
        self.finish(lost_html("This address leads to no exercise", why, near, self.base))


class ReportHandler(_Page):
    """What the learner's answers add up to, as a page that prints well."""

    @web.authenticated
    async def get(self) -> None:
        try:
            made = await asyncio.to_thread(report_of, find_places(), data_folder())
        except WorkshopError as error:
            self.show_fault(str(error))
            return
        self.finish(report_page(made, self.base))


class DownloadHandler(_Page):
    """The learner's work as one zip."""

    @web.authenticated
    async def get(self) -> None:
        try:
            content = await asyncio.to_thread(home.packed, AttemptLog(data_folder()))
        except WorkshopError as error:
            self.show_fault(str(error))
            return
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", f'attachment; filename="{home.file_name()}"')
        self.finish(content)


class _ChangeHandler(_Page):
    """Something that changes the learner's work; asked for in another way, it shows the home."""

    @web.authenticated
    def get(self) -> None:
        self.redirect(f"{self.base}/home#work")

    @web.authenticated
    async def post(self) -> None:
        try:
            told, fault = await self.change(), False
        except WorkshopError as error:
            told, fault = str(error), True
        self.show_home(told, fault)

    async def change(self) -> str:
        """Do it, and say in words what was done. Raises ``WorkshopError``."""
        raise NotImplementedError


class LoadHandler(_ChangeHandler):
    """Merge a file that was downloaded elsewhere."""

    async def change(self) -> str:
        files = self.request.files.get("file", [])
        if not files or not files[0].body:
            raise WorkshopError("Choose a file first. Nothing was loaded.")
        log = AttemptLog(data_folder())
        return (await asyncio.to_thread(store.load, log, files[0].body)).words


class DeleteHandler(_ChangeHandler):
    """Delete everything, after the word was typed."""

    async def change(self) -> str:
        if self.get_body_argument("word", "").strip().lower() != home.WORD:
            raise WorkshopError(f'Nothing was deleted: type "{home.WORD}" to confirm.')
        await self._close_exercises()
        return await asyncio.to_thread(home.delete_everything)

    async def _close_exercises(self) -> None:
        """An exercise that is open would write its next answer under the deleted token."""
        for kernel in list(self.kernel_manager.list_kernel_ids()):
            with contextlib.suppress(LookupError, web.HTTPError):  # it has just ended by itself
                await ensure_async(self.kernel_manager.shutdown_kernel(kernel, now=True))


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "workshop.server"}]


def _load_jupyter_server_extension(server: Any) -> None:
    app = server.web_app
    base = url_path_join(app.settings["base_url"], "workshop")
    app.settings["workshop_home"] = f"{base}/home"
    app.add_handlers(".*$", [
        (base, SlashHandler),
        (f"{base}/home/?", HomeHandler),
        (f"{base}/go/([^/]+)/?", GoHandler),
        (f"{base}/report", ReportHandler),
        (f"{base}/work/download", DownloadHandler),
        (f"{base}/work/load", LoadHandler),
        (f"{base}/work/delete", DeleteHandler),
        (f"{base}/(.*)", BookHandler,
         {"path": str(find_places().built), "default_filename": "index.html"}),
    ])
