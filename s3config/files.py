"""Files that a caller names, read whole; or one clear complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import Origin

if TYPE_CHECKING:
    from pathlib import Path


class UnreadableFileError(Exception):
    """A file that cannot be read, with the complaint about it."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        """Keep the complaint."""
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def unreadable(path: object, message: str, remedy: str, line: int | None = None, column: int | None = None) -> UnreadableFileError:
    """Make the error about a file, or about a place in it."""
    return UnreadableFileError(Diagnostic("FILE001", Severity.ERROR, (Origin(str(path), line, column),), message, remedy))


def read_text(path: Path) -> str:
    """Read a file of text in UTF-8, with or without a byte order mark; line ends stay as they are.

    Raises:
        UnreadableFileError: There is no such file, it is not a file, or it is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise unreadable(path, "there is no such file", "check the path") from None
    except OSError as error:
        raise unreadable(path, f"the file cannot be read: {error.strerror}", "check the path and its rights") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise unreadable(path, "the file is not UTF-8", "save it as UTF-8", line, column) from None
