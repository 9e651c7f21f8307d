"""Mends files: makes the edits that diagnostics propose, each file at once or not at all."""

from __future__ import annotations

import codecs
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s3config.edits import edited
from s3config.errors import ConfigError
from s3config.files import UnreadableFileError, read_text
from s3config.inspection import inspect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from s3config.diagnostics import Diagnostic, Edit, Fix
    from s3config.tools import Tool
    from s3config.validation import Selection

_PASSES = 10
"""How often a file is looked at again, for a fix may bring to light what stood behind the fault."""
_BROKEN = ("FILE001", "FILE002")
"""Codes of which a fix may make no new one."""


class UnwritableFileError(ConfigError):
    """A file that is to be mended cannot be written; it is as it was."""


class Mended(NamedTuple):
    """A file before and after its faults were mended."""

    path: str
    before: str
    after: str
    starts: frozenset[int]
    """The lines, from 1, in which assignments that were mended at first begin; the others may be within values."""


class Mender:
    """Works out what the texts of files would be without the faults that can be mended."""

    def __init__(self, tools: Iterable[Tool], selection: Selection, *, unsafe: bool) -> None:
        """Prepare.

        Args:
            tools: The tools that are to read the configuration.
            selection: Which faults are to be mended.
            unsafe: Whether what may change the meaning is mended, too.
        """
        self._tools = tuple(tools)
        self._selection = selection
        self._unsafe = unsafe

    def mend(self, place: str) -> tuple[list[Mended], int]:
        """Return the files that change if one is mended, it and those that it names, and how many faults are gone."""
        work = _Work(place)
        starts = {(os.path.realpath(o.place), o.line) for d in self._wanted(place, work.own) for o in d.origins}
        count = 0
        seen: set[str] = set()
        for _ in range(_PASSES):
            seen.add(work.own)
            fixes = [diagnostic.fix for diagnostic in self._wanted(place, work.own) if diagnostic.fix is not None]
            made = work.apply(fixes, self._is_whole)
            is_circle = work.own in seen and len(work.texts) == 1  # two fixes that undo each other would never end
            if not made or is_circle:
                break
            count += made
            if len(work.texts) > 1:  # what other files say is read from the disk, where it is as it was
                break
        return work.mended(starts), count

    def left(self, place: str) -> list[Diagnostic]:
        """Return the faults that are there still."""
        found = inspect(Path(place), tools=self._tools)
        return [diagnostic for diagnostic in found if self._selection.wants(diagnostic)]

    def _wanted(self, place: str, text: str) -> Iterator[Diagnostic]:
        """Yield the faults that are to be mended."""
        for diagnostic in inspect(Path(place), tools=self._tools, text=text):
            fix = diagnostic.fix
            if fix is not None and (fix.is_safe or self._unsafe) and self._selection.wants(diagnostic):
                yield diagnostic

    def _is_whole(self, path: str, before: str, after: str) -> bool:
        """Tell whether a file can still be read after a change as it could before."""
        return _breaks(path, after) <= _breaks(path, before)


def _breaks(path: str, text: str) -> set[str]:
    return {d.message for d in inspect(Path(path), text=text) if d.code in _BROKEN}


class _Work:
    """The texts of the files that a round of fixes changes."""

    def __init__(self, place: str) -> None:
        self._own = os.path.realpath(place)
        self._names = {self._own: place}
        self._before: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self._load(place)

    @property
    def own(self) -> str:
        """The text of the file that is being mended."""
        return self.texts[self._own]

    def _load(self, place: str) -> str:
        real = os.path.realpath(place)
        if real not in self.texts:
            self._names.setdefault(real, place)
            try:
                self.texts[real] = self._before[real] = read_text(Path(place), missing="")
            except UnreadableFileError:
                self.texts[real] = self._before[real] = ""
        return real

    def apply(self, fixes: list[Fix], is_whole: Callable[[str, str, str], bool]) -> int:
        """Make fixes that do not touch each other, and return how many; those that would break a file are left out."""
        chosen = list(self._apart(fixes))
        if self._try(chosen, is_whole):
            return len(chosen)
        return self._one_by_one(chosen, is_whole)

    def _apart(self, fixes: Iterable[Fix]) -> Iterator[Fix]:
        taken: dict[str, list[Edit]] = {}
        for fix in fixes:
            edits = [(os.path.realpath(edit.place), edit) for edit in fix.edits]
            if not any(_touch(edit, other) for real, edit in edits for other in taken.get(real, ())):
                for real, edit in edits:
                    taken.setdefault(real, []).append(edit)
                yield fix

    def _one_by_one(self, fixes: list[Fix], is_whole: Callable[[str, str, str], bool]) -> int:
        """Make the first fix that breaks nothing; the next round finds where the others then belong."""
        return next((1 for fix in fixes if self._try([fix], is_whole)), 0)

    def _try(self, fixes: list[Fix], is_whole: Callable[[str, str, str], bool]) -> bool:
        by_file: dict[str, list[Edit]] = {}
        for fix in fixes:
            for edit in fix.edits:
                by_file.setdefault(self._load(edit.place), []).append(edit)
        new = {real: edited(self.texts[real], edits) for real, edits in by_file.items()}
        if any(not is_whole(self._names[real], self.texts[real], text) for real, text in new.items()):
            return False
        self.texts.update(new)
        return True

    def mended(self, starts: set[tuple[str, int | None]]) -> list[Mended]:
        """Return the files that changed."""
        return [
            Mended(
                self._names[real], self._before[real], text, frozenset(n for file, n in starts if file == real and n)
            )
            for real, text in self.texts.items()
            if text != self._before[real]
        ]


def _touch(one: Edit, other: Edit) -> bool:
    return one.start <= other.end and other.start <= one.end


def fix_files(found: Mapping[str, list[Diagnostic]], mender: Mender) -> tuple[int, dict[str, list[Diagnostic]]]:
    """Mend files, and return how many faults are gone, with what is left in each input.

    Args:
        found: What is wrong in each input; only files are mended.
        mender: What mends them. Each file is looked at afresh, for to mend one may have changed another.

    Raises:
        UnwritableFileError: A file cannot be written.
    """
    fixed = 0
    fixable = [place for place, diagnostics in found.items() if any(d.fix is not None for d in diagnostics)]
    for place in fixable:
        for _ in range(_PASSES):
            files, count = mender.mend(place)
            for file in files:
                write(Path(file.path), file.after)
            fixed += count if files else 0
            if not files:
                break
    return fixed, {place: mender.left(place) if fixed and place in fixable else left for place, left in found.items()}


def write(path: Path, text: str) -> None:
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
