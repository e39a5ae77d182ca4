"""Free text judged by a compiled rubric: offline, deterministic, standard library alone."""

from workshop.judging.fingerprints import fingerprint
from workshop.judging.judge import judge

__all__ = ["fingerprint", "judge"]
