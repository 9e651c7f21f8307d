"""The end of work in a thread whose task was cancelled."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from threading import Event
from typing import Any


class UploadCancelledError(Exception):
    """Ends an upload whose task was cancelled; nobody sees it."""


class Stop:
    """Ends the work of a thread whose task was cancelled."""

    def __init__(self) -> None:
        """Let the work go on."""
        self._event = Event()
        self._waiting: Future[Any] | None = None

    def set(self) -> None:
        """End the work at its next step, and the step of an event loop that it waits for at once."""
        self._event.set()
        if self._waiting is not None:
            self._waiting.cancel()

    def check(self) -> None:
        """Raise if the work is to end.

        Raises:
            UploadCancelledError: It is.
        """
        if self._event.is_set():
            raise UploadCancelledError

    def result(self, step: Future[Any]) -> Any:  # noqa: ANN401 (what the step returns)
        """Wait for a step of an event loop.

        Raises:
            UploadCancelledError: The work is to end.
        """
        self._waiting = step
        self.check()
        try:
            return step.result()
        except CancelledError:
            raise UploadCancelledError from None

    def wait(self, seconds: float) -> None:
        """Wait, or end."""
        self._event.wait(seconds)
        self.check()
