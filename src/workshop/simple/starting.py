"""How ``workshop open --simple`` starts its server: with which notebooks, in which process."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from workshop.launch import HOST, Way
from workshop.loading.places import Places

SHARE = Path(__file__).parent / "share"
FORGET_SECONDS = 1200
"""A kernel whose page is gone is ended after this time, if its page did not end it."""


def write_notebooks(places: Places, home: Path) -> Path:
    """A notebook of one cell for each exercise; any other notebook in their folder goes."""
    folder = home / "simple"
    folder.mkdir(parents=True, exist_ok=True)
    texts = {f"{slug}.ipynb": notebook_text(slug) for slug in places.slugs()}
    for path in folder.glob("*.ipynb"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def notebook_text(slug: str) -> str:
    """The notebook that shows the exercise ``slug`` and holds nothing else."""
    source = f'from workshop.notebook import exercise\n\nexercise("{slug}")'
    cell = {"cell_type": "code", "id": "exercise", "execution_count": None, "metadata": {},
            "outputs": [], "source": source}
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def _command(folder: Path, port: int) -> list[str]:
    return [
        sys.executable, "-m", "workshop.simple", "--no-browser", f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--log-level=ERROR",
        f"--ServerApp.root_dir={folder}", "--ServerApp.default_url=/workshop/home",
        "--ServerApp.jpserver_extensions=workshop.simple.serving=True",
        "--ServerApp.kernel_manager_class=workshop.simple.kernels.WarmKernels",
        f"--MappingKernelManager.cull_idle_timeout={FORGET_SECONDS}",
        "--MappingKernelManager.cull_interval=60",
    ]


def _environment() -> dict[str, str]:
    """Where Voilà finds our page: it looks for templates on Jupyter's data path."""
    known = os.environ.get("JUPYTER_PATH")
    return {"JUPYTER_PATH": os.pathsep.join([str(SHARE), *([known] if known else [])])}


SIMPLE = Way("Voilà", "/workshop/home", write_notebooks, _command, _environment)
"""The exercises alone."""
