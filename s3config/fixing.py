"""Mends files: makes the edits that diagnostics propose, each file at once or not at all."""

from __future__ import annotations

import codecs
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from s3config.edits import edited
from s3config.errors import ConfigError
from s3config.files import read_text
from s3config.masking import masked_line
from s3config.validation import of_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from s3config.diagnostics import Diagnostic, Edit
    from s3config.tools import Tool
    from s3config.validation import Selection

_PASSES = 10
"""How often a file is looked at again, for a fix may bring to light what stood behind the fault."""


class UnwritableFileError(ConfigError):
    """A file that is to be mended cannot be written; it is as it was."""


def fix_files(
    found: Mapping[str, list[Diagnostic]], tools: Iterable[Tool], selection: Selection, *, unsafe: bool
) -> tuple[int, dict[str, list[Diagnostic]]]:
    """Mend files, and return how many faults are gone with what is left in each file.

    Raises:
        UnwritableFileError: A file cannot be written.
    """
    tools = tuple(tools)
    fixed = 0
    left: dict[str, list[Diagnostic]] = {}
    for place, diagnostics in found.items():
        wanted = diagnostics
        seen: set[tuple[str, ...]] = set()
        for _ in range(_PASSES):
            chosen, count = _chosen(wanted, unsafe=unsafe)
            texts = {path: edited(read_text(Path(path), missing=""), edits) for path, edits in chosen.items()}
            if not texts or (*texts.values(),) in seen:  # two fixes that undo each other would go on for ever
                break
            seen.add((*texts.values(),))
            for path, text in texts.items():
                _write(Path(path), text)
            fixed += count
            wanted = [d for d in of_file(Path(place), tools) if selection.wants(d)]
        left[place] = wanted
    return fixed, left


def _chosen(diagnostics: Iterable[Diagnostic], *, unsafe: bool) -> tuple[dict[str, list[Edit]], int]:
    """Choose the fixes to make, by file: those that touch what another one touches wait for the next pass."""
    chosen: dict[str, list[Edit]] = {}
    count = 0
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None or not (fix.is_safe or unsafe):
            continue
        if any(_touch(edit, other) for edit in fix.edits for other in chosen.get(edit.place, ())):
            continue
        count += 1
        for edit in fix.edits:
            chosen.setdefault(edit.place, []).append(edit)
    return chosen, count


def _touch(one: Edit, other: Edit) -> bool:
    return one.start <= other.end and other.start <= one.end


def _write(path: Path, text: str) -> None:
    """Write a file anew beside itself and put it in its own place, with its mode, its owner and its byte order mark."""
    target = Path(os.path.realpath(path))
    temporary: str | None = None
    try:
        old = target.read_bytes() if target.exists() else None
        mark = codecs.BOM_UTF8 if old is not None and old.startswith(codecs.BOM_UTF8) else b""
        handle, temporary = tempfile.mkstemp(prefix=".s3config-", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(mark + text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        if old is not None:
            about = target.stat()
            with suppress(PermissionError, AttributeError):  # only root may give files away
                os.chown(temporary, about.st_uid, about.st_gid)
            Path(temporary).chmod(stat.S_IMODE(about.st_mode))
        else:
            Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
        temporary = None
    except OSError as error:
        raise UnwritableFileError(f"{path} cannot be written: {error.strerror}; it was left as it is") from None
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def diff(diagnostics: Iterable[Diagnostic], *, unsafe: bool) -> Iterator[str]:
    """Yield what fixes would change, as a diff without context in which values that may be secret are hidden."""
    chosen, _ = _chosen(diagnostics, unsafe=unsafe)
    for place, edits in chosen.items():
        old = read_text(Path(place), missing="")
        yield f"--- {place}\n+++ {place}\n"
        yield from _hunks(old, sorted(edits))


def _hunks(text: str, edits: list[Edit]) -> Iterator[str]:
    shift = 0
    for group in _by_line(text, edits):
        start = text.rfind("\n", 0, group[0].start) + 1
        end = text.find("\n", group[-1].end)
        end = len(text) if end < 0 else end
        old = text[start:end]
        moved = [edit._replace(start=edit.start - start, end=edit.end - start) for edit in group]
        before, after = old.splitlines(), edited(old, moved).splitlines()
        line = text.count("\n", 0, start) + 1
        same = 0
        while same < min(len(before), len(after)) and before[same] == after[same]:
            same += 1
        before, after = before[same:], after[same:]
        yield f"@@ -{line + same},{len(before)} +{line + same + shift},{len(after)} @@\n"
        for mark, lines in (("-", before), ("+", after)):
            yield from (f"{mark}{masked_line(one)}\n" for one in lines)
        shift += len(after) - len(before)


def _by_line(text: str, edits: list[Edit]) -> Iterator[list[Edit]]:
    """Put the edits together that are in the same line."""
    group: list[Edit] = []
    for edit in edits:
        if group and "\n" in text[group[-1].end : edit.start]:
            yield group
            group = []
        group.append(edit)
    if group:
        yield group
