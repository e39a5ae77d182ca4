"""Where the parts of a workshop lie on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from workshop.errors import WorkshopError


@dataclass(frozen=True)
class Places:
    """The folders of one workshop; ``root`` is the folder that holds ``_config.yml``."""

    root: Path

    @property
    def exercises(self) -> Path:
        return self.root / "exercises"

    @property
    def book(self) -> Path:
        return self.root / "book"

    @property
    def practice(self) -> Path:
        return self.root / "book" / "practice"

    @property
    def built(self) -> Path:
        return self.root / "_build" / "html"

    def exercise(self, slug: str) -> Path:
        """The folder of one exercise. Raises ``WorkshopError`` that names those there are."""
        if slug in self.slugs():
            return self.exercises / slug
        known = ", ".join(self.slugs()) or "none"
        raise WorkshopError(f'There is no exercise "{slug}". There are: {known}.')

    def slugs(self) -> list[str]:
        """The names of all exercises, in alphabetical order."""
        return sorted(path.parent.name for path in self.exercises.glob("*/exercise.yaml"))


def find_places(start: Path | None = None) -> Places:
    """The workshop that ``start`` (default: the working folder) lies in.

    ``WORKSHOP_ROOT`` overrides; without either, the checkout that this package was installed
    from is taken. Raises ``WorkshopError`` when none of the three holds a workshop.
    """
    override = os.environ.get("WORKSHOP_ROOT")
    here = Path(override) if override else (start or Path.cwd())
    package = Path(__file__).resolve()
    candidates = [here] if override else [here, *here.resolve().parents, *package.parents]
    for folder in candidates:
        if (folder / "_config.yml").is_file() and (folder / "exercises").is_dir():
            return Places(folder.resolve())
    raise WorkshopError(
        f"No workshop found in {here} or above it. Change into the folder that holds "
        "`_config.yml` and `exercises/`, or set WORKSHOP_ROOT to it."
    )


def data_folder() -> Path:
    """The folder of the learner's attempts: ``WORKSHOP_HOME``, or the system's place for data.

    Whole in either case: it is handed on to servers that work in another folder. Raises
    ``WorkshopError`` for the home folder of somebody who is not there.
    """
    override = os.environ.get("WORKSHOP_HOME")
    if override:
        try:
            return Path(override).expanduser().absolute()
        except RuntimeError as error:
            raise WorkshopError(f"WORKSHOP_HOME is {override}, and there is no such home folder. "
                                "Set it to a folder.") from error
    from platformdirs import user_data_path

    return user_data_path("leading-and-managing-workshop", appauthor=False)
