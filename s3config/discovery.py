"""Finds the files below a directory that hold S3 configuration, those left out that git ignores."""

from __future__ import annotations

import os
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from s3config.files import UnreadableFileError, read_text
from s3config.kinds import kind_by_name, kind_by_text, may_be_marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NEVER = frozenset({
    ".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".nox", ".mypy_cache",
    ".pytest_cache", ".ruff_cache", ".direnv", "site-packages", ".terraform",
})  # fmt: skip
_LARGEST_SEARCHED = 1_000_000
"""Bytes of a file of no telling name up to which it is read to see what it is."""


class PatternError(ValueError):
    """A pattern that says nothing, such as `[z-a]`; its text names it, and what to do."""


class Exclusion:
    """Files to leave out: patterns as in `.gitignore`, and the folder that they are written for.

    A pattern with a slash that is not at its end holds in the folder alone, and any other one everywhere. With a slash
    at its beginning it may as well be a whole path.
    """

    def __init__(self, patterns: Iterable[str], folder: Path = Path()) -> None:
        """Compile the patterns; without a folder they are relative to the working directory.

        Raises:
            PatternError: One of them is none.
        """
        root = _whole(folder)
        self._spec = _spec([rooted for pattern in patterns for rooted in _rooted(pattern, root)])

    def says(self, path: Path, *, is_folder: bool = False) -> bool | None:
        """Tell whether a path is left out, or kept by a pattern with `!`; `None` if no pattern is about it."""
        found = self._spec.check_file(_whole(path).lstrip("/") + "/" * is_folder).include
        return None if found is None else bool(found)


def _whole(path: Path) -> str:
    return Path(os.path.abspath(path)).as_posix()  # noqa: PTH100 (links in the path stay as they are)


def _rooted(pattern: str, folder: str) -> Iterator[str]:
    """Yield patterns that mean, at the root of all files, what one means in a folder."""
    if not pattern.strip() or pattern.startswith("#"):
        return
    if not _is_pattern(pattern):
        raise PatternError(f"{pattern!r} is no pattern; write it as in .gitignore, such as 'vendor/'")
    mark, body = ("!", pattern[1:]) if pattern.startswith("!") else ("", pattern)
    body = body.removeprefix("./")
    if "/" not in body.rstrip().rstrip("/"):
        yield mark + body
        return
    if body.startswith("/"):
        yield mark + body
    while body.startswith("../"):
        folder, body = folder.rpartition("/")[0], body[len("../") :]
    root = re.sub(r"([\\*?\[])", r"\\\1", folder.strip("/"))
    yield "/".join((mark, root, body.lstrip("/")) if root else (mark, body.lstrip("/")))


def discover(folder: Path, exclude: Iterable[str | Exclusion] = ()) -> Iterator[Path]:
    """Yield the files in the order of their names; links to directories are not followed.

    Args:
        folder: Where to look.
        exclude: What to leave out beside what git ignores. A pattern that is mere text is as in `.gitignore`, and
            relative to the working directory. The last one that is about a path counts.

    Raises:
        PatternError: A pattern is none.
    """
    return _below(folder, _above(folder), exclusions(exclude))


def is_excluded(path: Path, exclude: Iterable[str | Exclusion]) -> bool:
    """Tell whether a file that is named is to be left out all the same; what git ignores does not count.

    Raises:
        PatternError: A pattern is none.
    """
    return _is_left_out(path, exclusions(exclude), is_folder=False)


def exclusions(exclude: Iterable[str | Exclusion]) -> tuple[Exclusion, ...]:
    """Return what to leave out with its patterns compiled, in the same order.

    Raises:
        PatternError: A pattern is none.
    """
    return tuple(item if isinstance(item, Exclusion) else Exclusion([item]) for item in exclude)


def _is_left_out(path: Path, exclude: tuple[Exclusion, ...], *, is_folder: bool) -> bool:
    said = (exclusion.says(path, is_folder=is_folder) for exclusion in reversed(exclude))
    return next((is_out for is_out in said if is_out is not None), False)


def _above(folder: Path) -> list[tuple[Path, Any]]:
    """Return the `.gitignore` files between the root of the repository and a folder in it."""
    parents = [*folder.resolve().parents]
    root = next((n for n, parent in enumerate(parents) if (parent / ".git").exists()), None)
    if root is None or (folder / ".git").exists():
        return []
    return [(parent, spec) for parent in reversed(parents[: root + 1]) if (spec := _ignored_in(parent)) is not None]


def _below(folder: Path, ignored: list[tuple[Path, Any]], exclude: tuple[Exclusion, ...]) -> Iterator[Path]:
    own = _ignored_in(folder)
    ignored = [*ignored, (folder, own)] if own is not None else ignored
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        path = folder / entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name in _NEVER or _is_left_out(path, exclude, is_folder=is_folder):
            continue
        if _is_ignored(path, ignored, is_folder=is_folder):
            continue
        if is_folder:
            yield from _below(path, ignored, exclude)
        elif _is_file(entry) and _is_of_a_kind(path):
            yield path


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads nowhere, or to itself
        return False


def _is_of_a_kind(path: Path) -> bool:
    if kind_by_name(path) is not None:
        return True
    if not may_be_marked(path):
        return False
    try:
        return path.stat().st_size <= _LARGEST_SEARCHED and kind_by_text(path, read_text(path)) is not None
    except (OSError, UnreadableFileError):
        return False


def _ignored_in(folder: Path) -> Any:  # noqa: ANN401 (pathspec is imported where it is needed)
    """Read a `.gitignore`; a line that is no pattern is passed over, as git does."""
    try:
        text = read_text(folder / ".gitignore", missing="")
    except UnreadableFileError:
        return None
    lines = text.splitlines()
    try:
        return _spec(lines) if text.strip() else None
    except (ValueError, re.error):
        return _spec([line for line in lines if _is_pattern(line)])


def _is_pattern(line: str) -> bool:
    try:
        _spec([line])
    except (ValueError, re.error):
        return False
    return True


def _spec(lines: Iterable[str]) -> Any:  # noqa: ANN401 (pathspec is imported where it is needed)
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of `[[:alpha:]]`, which is right in a .gitignore
        return GitIgnoreSpec.from_lines(lines)


def _is_ignored(path: Path, ignored: list[tuple[Path, Any]], *, is_folder: bool) -> bool:
    """Ask the nearest `.gitignore` that says anything about a path."""
    for folder, spec in reversed(ignored):
        relative = _relative(path, folder)
        if relative is not None:
            said = spec.check_file(f"{relative}/" if is_folder else relative).include
            if said is not None:
                return bool(said)
    return False


def _relative(path: Path, folder: Path) -> str | None:
    try:
        return path.relative_to(folder).as_posix()
    except ValueError:
        try:
            return path.resolve().relative_to(folder).as_posix()
        except (ValueError, OSError):
            return None
