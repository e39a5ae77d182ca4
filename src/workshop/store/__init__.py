"""The learner's attempts on this machine: one append-only file, safe against crashes."""

from workshop.store.log import AttemptLog, Skipped, StoreError

__all__ = ["AttemptLog", "Skipped", "StoreError"]
