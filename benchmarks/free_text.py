"""The judge of free text beside its floors and its ceiling, for every exercise that has one.

    python benchmarks/free_text.py [EXERCISE ...] [--cross-validate] [--json]

Prints what `workshop bench` prints: the figures of the committed judges on the responses that
are held out. With --cross-validate each training voice is held out in turn and the held-out
responses are not touched: that is what to tune by, and it needs the extra `train`.
"""

from __future__ import annotations

import sys

from workshop.cli import main

if __name__ == "__main__":
    sys.argv.insert(1, "bench")
    main()
