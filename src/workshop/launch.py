"""``workshop open``: a private server on the loopback address, with the book in it."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop.errors import WorkshopError
from workshop.loading.places import Places

HOST = "127.0.0.1"
FIRST_PORT = 8888
PATIENCE_SECONDS = 90.0
"""How long a server may take to answer; JupyterLab takes some five seconds on a slow laptop."""


@dataclass(frozen=True)
class Server:
    """A running server and the address at which the workshop opens, token included."""

    process: subprocess.Popen[bytes]
    address: str


@dataclass(frozen=True)
class Way:
    """A way into the workshop: which program shows the exercises, and where it opens."""

    name: str
    landing: str
    prepare: Callable[[Places, Path], Path]
    """Puts the notebooks into a folder of the learner's data folder, and names it."""
    command: Callable[[Path, int], list[str]]
    """What to run, for that folder and a port."""
    environment: Callable[[], dict[str, str]] = dict


def free_port(wanted: int | None) -> int:
    """``wanted`` if it is free, else the first free one from 8888 on. Raises ``WorkshopError``."""
    if wanted is not None and not 1 <= wanted <= 65535:
        raise WorkshopError(f"{wanted} is no port; name one from 1024 to 65535.")
    for port in [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            if os.name == "posix":  # elsewhere this option would let two servers share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError, OverflowError):
                probe.bind((HOST, port))
                return port
    if wanted:
        raise WorkshopError(
            f"Port {wanted} cannot be used (another program has it, or it is reserved). "
            f"Name another, such as --port {wanted + 1}, or leave --port out."
        )
    raise WorkshopError(f"All ports from {FIRST_PORT} to {FIRST_PORT + 99} are taken.")


def copy_notebooks(places: Places, folder: Path) -> Path:
    """Copies of the practice notebooks in ``folder``, which JupyterLab shows, so that a learner's
    run never changes a file of the repository.

    A copy whose cells a learner has edited is kept beside the new one as ``NAME-yours.ipynb``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted(places.practice.glob("*.ipynb")):
        copy = folder / source.name
        if copy.is_file() and _sources(copy) != _sources(source):
            previous = folder / f".{source.name}.sources"
            if not previous.is_file() or previous.read_text(encoding="utf-8") != _sources(copy):
                shutil.copyfile(copy, _unused(folder, f"{source.stem}-yours"))
        copy_notebook(source, folder)
    return folder


def copy_notebook(source: Path, folder: Path) -> None:
    """One copy, and beside it a note of what it was copied from."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / source.name)
    (folder / f".{source.name}.sources").write_text(_sources(source), encoding="utf-8")


def remove_copies(folder: Path) -> list[str]:
    """Remove every copy with what JupyterLab keeps of it; the names of what else is there.

    What was copied is told by the notes beside it, so that nothing of the learner's own goes.
    """
    for note in list(folder.glob(".*.ipynb.sources")):
        stem = note.name[1:].removesuffix(".ipynb.sources")
        kept = folder / ".ipynb_checkpoints"
        for path in (folder / f"{stem}.ipynb", *folder.glob(f"{stem}-yours*.ipynb"),
                     *kept.glob(f"{stem}-checkpoint.ipynb"), *kept.glob(f"{stem}-yours*.ipynb")):
            path.unlink(missing_ok=True)
        note.unlink()  # last, so that a second try finds what a first one left
    for emptied in (folder / ".ipynb_checkpoints", folder):
        with contextlib.suppress(OSError):
            emptied.rmdir()
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _unused(folder: Path, stem: str) -> Path:
    """A name in ``folder`` that no notebook has: ``stem.ipynb``, ``stem-2.ipynb`` and so on."""
    names = (f"{stem}{f'-{number}' if number > 1 else ''}.ipynb" for number in itertools.count(1))
    return next(folder / name for name in names if not (folder / name).exists())


def _sources(path: Path) -> str:
    """The cells' sources of a notebook, in one text; empty when it cannot be read."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return json.dumps(cells, ensure_ascii=False)


@contextlib.contextmanager
def running(
    places: Places, home: Path, port: int | None, way: Way | None = None
) -> Iterator[Server]:
    """A server that answers; it is stopped on leaving, however that comes about.

    Raises ``WorkshopError`` when it does not answer.
    """
    way = way or LAB
    chosen = free_port(port)
    token = secrets.token_hex(16)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = way.prepare(places, home)
    environment = _environment(places, home, token) | way.environment()
    process = subprocess.Popen(
        [*way.command(folder, chosen), *_ROOT_TOO], cwd=folder, env=environment,
        stdin=subprocess.DEVNULL,  # else Jupyter asks there whether Ctrl+C was meant
    )
    try:
        _wait(process, chosen, token, way.name)
        yield Server(process, f"http://{HOST}:{chosen}{way.landing}?token={token}")
    finally:
        stop(process)


def _command(folder: Path, port: int) -> list[str]:
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        "--log-level=ERROR", "--LabApp.log_level=ERROR",
        f"--ServerApp.root_dir={folder}", "--LabApp.default_url=/workshop/home",
        "--ServerApp.jpserver_extensions=workshop.server=True",
        "--LabApp.extension_manager=readonly", "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if os.environ.get("WORKSHOP_EXPOSE_LAB"):  # for tests, which wait for the kernel
        command.append("--LabApp.expose_app_in_browser=True")
    return command


_ROOT_TOO = ["--ServerApp.allow_root=True"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
LAB = Way("JupyterLab", "/workshop/home",
          lambda places, home: copy_notebooks(places, home / "notebooks"), _command)


def _environment(places: Places, home: Path, token: str) -> dict[str, str]:
    """Our own settings and layouts, so that a learner's other JupyterLab stays as it is.

    The token goes through the environment: a command line can be read by others on a machine.
    """
    jupyter = home / "jupyter"
    settings = jupyter / "settings"
    _write_settings(settings)
    return {
        **os.environ,
        "JUPYTER_TOKEN": token,
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(jupyter / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(jupyter / "config"),
        "JUPYTER_RUNTIME_DIR": str(jupyter / "runtime"),
        "IPYTHONDIR": str(jupyter / "ipython"),
        "WORKSHOP_ROOT": str(places.root),
        "WORKSHOP_HOME": str(home),
        "WORKSHOP_BOOK_URL": "/workshop",
    }


def _write_settings(settings: Path) -> None:
    """Quiet defaults, written once: no news, no update check."""
    quiet = {"fetchNews": "false", "checkForUpdates": False}
    path = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(quiet), encoding="utf-8")


def _wait(process: subprocess.Popen[bytes], port: int, token: str, name: str) -> None:
    # An address that asks for the token: on this port a server of somebody else may answer.
    request = urllib.request.Request(
        f"http://{HOST}:{port}/api/status", headers={"Authorization": f"token {token}"}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise WorkshopError(f"{name} stopped while it was starting; it says why above.")
        try:
            with opener.open(request, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise WorkshopError(f"{name} did not answer within {PATIENCE_SECONDS:.0f} seconds.")


def stop(process: subprocess.Popen[Any]) -> None:
    """End the server politely, then for certain."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def leaving_politely() -> Iterator[None]:
    """Inside, a request to end (SIGTERM) is the same as Ctrl+C."""

    def leave(_signal: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def door(address: str, home: Path) -> str:
    """A page on this disk that leads to ``address``, for its owner alone; its own address.

    A browser is started with an address in its command line, which others on a machine can
    read; so it gets the address of this page, and the page holds the token.
    """
    path = home / "jupyter" / "open.html"
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as page:
        page.write(_DOOR.format(address=address))
    return path.as_uri()


_DOOR = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Opening the workshop</title>
<meta http-equiv="refresh" content="0; url={address}"></head>
<body><p>The workshop opens. If it does not: <a href="{address}">open it</a>.</p></body></html>
"""
