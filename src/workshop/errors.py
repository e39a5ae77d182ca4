"""What can be wrong, as data: where it is, what it is, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a file that somebody wrote.

    ``file`` is a path as the author knows it, ``line`` counts from 1 (0: the whole file),
    ``field`` is the path inside the file, such as ``items[0].options[2].text``.
    """

    file: str
    line: int
    field: str
    what: str
    mend: str

    @property
    def where(self) -> str:
        """The place, in the form that editors and terminals turn into a link.

        >>> Problem("a.yaml", 9, "items[0].stem", "is missing", "Add it.").where
        'a.yaml:9'
        """
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        place = f"{self.where}  {self.field}".rstrip()
        return f"{place}\n  {self.what} {self.mend}"


class WorkshopError(Exception):
    """The base of every error that the workshop raises on purpose; its text is for people."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback."""
        return [str(self)]


class ProblemsFound(WorkshopError):
    """A file could not be used; ``problems`` holds every mistake that was found in it."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
