"""Files that a caller names, read whole; or one clear complaint."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import Origin
from s3config.redaction import mask_text


class UnreadableFileError(Exception):
    """A file that cannot be read, with the complaint about it."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        """Keep the complaint."""
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def unreadable(
    path: object, message: str, remedy: str, line: int | None = None, column: int | None = None
) -> UnreadableFileError:
    """Make the error about a file, or about a place in it."""
    return UnreadableFileError(
        Diagnostic("FILE001", Severity.ERROR, (Origin(mask_text(str(path)), line, column),), message, remedy)
    )


def path_of(value: object, argument: str) -> Path:
    """Return what a caller passed as the path of a file.

    Raises:
        UnreadableFileError: It is no path.
    """
    if isinstance(value, str | PathLike) and value != "":
        return Path(value)
    raise unreadable(f"argument {argument}", f"{argument}= is not the path of a file", "pass a string or a Path")


def expanded(path: Path) -> Path:
    """Return a path with `~` as the home directory; `~` of a user who does not exist is a name like any other."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def read_text(path: Path, missing: str | None = None) -> str:
    """Read a file of text in UTF-8, with or without a byte order mark; line ends stay as they are.

    Args:
        path: The file.
        missing: What stands for a file that does not exist; `None` if it must.

    Raises:
        UnreadableFileError: There is no such file, it is not a file, or it is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        if missing is not None:
            return missing
        raise unreadable(path, "there is no such file", "check the path") from None
    except ValueError:
        raise unreadable(repr(str(path)), "a path cannot hold a NUL character", "check the path") from None
    except OSError as error:
        raise unreadable(path, f"the file cannot be read: {error.strerror}", "check the path and its rights") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise unreadable(path, "the file is not UTF-8", "save it as UTF-8", line, column) from None
