"""The learner's attempts on this machine: one append-only file, safe against crashes."""

from workshop.store.log import AttemptLog, Skipped, StoreError
from workshop.store.work import MOST_BYTES, Loaded, delete, load, pack, write_new

__all__ = ["MOST_BYTES", "AttemptLog", "Loaded", "Skipped", "StoreError", "delete", "load", "pack",
           "write_new"]
