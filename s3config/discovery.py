"""Finds the files below a directory that hold S3 configuration, those left out that git ignores."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from s3config.files import UnreadableFileError, read_text
from s3config.kinds import kind_by_name, kind_by_text, may_be_marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_NEVER = frozenset({
    ".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".nox", ".mypy_cache",
    ".pytest_cache", ".ruff_cache", ".direnv", "site-packages", ".terraform",
})  # fmt: skip
_LARGEST_SEARCHED = 1_000_000
"""Bytes of a file of no telling name up to which it is read to see what it is."""


def discover(folder: Path, exclude: Sequence[str] = ()) -> Iterator[Path]:
    """Yield the files in the order of their names; links to directories are not followed.

    Args:
        folder: Where to look.
        exclude: Further patterns, as in `.gitignore`.
    """
    ignored = [(folder, _spec(exclude))] if exclude else []
    yield from _below(folder, [*_above(folder), *ignored])


def _above(folder: Path) -> list[tuple[Path, Any]]:
    """Return the `.gitignore` files between the root of the repository and a folder in it."""
    parents = [*folder.resolve().parents]
    root = next((n for n, parent in enumerate(parents) if (parent / ".git").exists()), None)
    if root is None or (folder / ".git").exists():
        return []
    return [(parent, spec) for parent in reversed(parents[: root + 1]) if (spec := _ignored_in(parent)) is not None]


def _below(folder: Path, ignored: list[tuple[Path, Any]]) -> Iterator[Path]:
    own = _ignored_in(folder)
    ignored = [*ignored, (folder, own)] if own is not None else ignored
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        path = folder / entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name in _NEVER or _is_ignored(path, ignored, is_folder=is_folder):
            continue
        if is_folder:
            yield from _below(path, ignored)
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
    try:
        text = read_text(folder / ".gitignore", missing="")
    except UnreadableFileError:
        return None
    return _spec(text.splitlines()) if text.strip() else None


def _spec(lines: Sequence[str]) -> Any:  # noqa: ANN401 (pathspec is imported where it is needed)
    from pathspec import GitIgnoreSpec

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
