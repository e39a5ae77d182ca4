"""Makes the list of runs that the rule against copying compares with.

    python benchmarks/essay_runs.py FOLDER [--check]

FOLDER holds the essays as text files; it is no part of the repository. Written are hashes of
their runs of eight words, sorted, one a line. `--check` writes nothing, and says whether the
list is the one that these essays give.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from workshop.checking.borrowed import RUNS_FILE, bare, runs_of, words_of


def listed(folder: Path) -> str:
    """The list as text."""
    essays = sorted(folder.glob("*.txt"))
    if not essays:
        raise SystemExit(f"No essay (*.txt) in {folder}.")
    whole = [path.read_text(encoding="utf-8") for path in essays]
    runs = {run.hex() for text in (*whole, *map(bare, whole))
            for run in runs_of([word for _, word in words_of(text)])}
    return "".join(f"{run}\n" for run in sorted(runs))


def main() -> int:
    """0 when the list stands as it should."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text = listed(options.folder)
    if not options.check:
        RUNS_FILE.write_text(text, encoding="ascii", newline="\n")
    same = RUNS_FILE.is_file() and RUNS_FILE.read_text(encoding="ascii") == text
    print(f"{text.count(chr(10))} runs, {'as listed' if same else 'not those that are listed'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
