"""An exclusive lock on an open file, freed by the system when the process ends."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator

PATIENCE_SECONDS = 5.0
"""How long a writer waits for another one. An append takes about a millisecond."""

_NOT_TO_BE_HAD = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
"""Some network file systems have no locks; there a single append has to be good enough."""

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 40  # beyond the data, because a lock on Windows keeps others from reading

    def _try_lock(fd: int) -> None:
        os.lseek(fd, _FAR, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

    def _unlock(fd: int) -> None:
        os.lseek(fd, _FAR, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)


@contextlib.contextmanager
def locked(fd: int, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the lock of ``fd``. Raises ``TimeoutError`` after ``patience`` seconds."""
    held = _acquire(fd, patience)
    try:
        yield
    finally:
        if held:
            _unlock(fd)


def _acquire(fd: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while True:
        try:
            _try_lock(fd)
        except OSError as error:
            if error.errno in _NOT_TO_BE_HAD:
                return False
            if time.monotonic() > deadline:
                raise TimeoutError("another program is writing to the file") from error
            time.sleep(0.005)
        else:
            return True
