"""A lock that a forked process has for itself, whatever another thread of its parent held."""

from __future__ import annotations

import os
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType


class ProcessLock:
    """A reentrant lock for the threads of one process."""

    def __init__(self) -> None:
        """Make an open lock."""
        self._process = os.getpid()
        self._lock = RLock()

    def __enter__(self) -> None:
        """Take the lock; a child of a fork, which has one thread, begins with an open one."""
        if self._process != os.getpid():
            self._process = os.getpid()
            self._lock = RLock()
        self._lock.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Open the lock."""
        self._lock.release()
