"""The linter's work on one file: what is wrong in it, where exactly, and what would mend it."""

from __future__ import annotations

import stat
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from s3config.diagnostics import Diagnostic, Fix
from s3config.edits import edits
from s3config.excerpts import assignment_at, excerpt
from s3config.files import UnreadableFileError, read_text, unreadable
from s3config.kinds import kind_by_name, kind_by_text, kinds
from s3config.lines import Lines
from s3config.linting import faults, without_placeholders
from s3config.placeholders import is_example
from s3config.resolution import Resolution
from s3config.rules import Add, Part, rules
from s3config.spellings import KEYS
from s3config.subject import Subject
from s3config.suppressions import is_suppressed, may_suppress

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from s3config.diagnostics import Edit
    from s3config.kinds import Scope
    from s3config.linting import Fault
    from s3config.origin import Origin
    from s3config.rules import Repair
    from s3config.syntaxes import Assignment
    from s3config.tools import Tool


_SHORTEST_SECRET = 6
_LARGEST = 1024**2
"""Bytes up to which a file is read: what is larger takes seconds, and is no configuration."""


class _Text:
    """A file that settings stand in."""

    def __init__(self, place: str, text: str | None = None) -> None:
        self._place = place
        self._text = text

    @cached_property
    def text(self) -> str:
        if self._text is not None:
            return self._text
        try:
            return read_text(Path(self._place))
        except UnreadableFileError:
            return ""

    @cached_property
    def has_suppressions(self) -> bool:
        return may_suppress(self.text)

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text)


def inspect(path: Path, *, tools: Iterable[Tool] = (), text: str | None = None) -> list[Diagnostic]:
    """Return what is wrong in a file, each diagnostic once.

    Args:
        path: The file; what kind of file it is follows from its name, else from its text.
        tools: The tools that are to read the configuration.
        text: What is to be taken for the file's text; `None` for what stands in it.
    """
    place = str(path)
    try:
        text = _read(path) if text is None else text
        kind = kinds()[kind_by_name(path) or kind_by_text(path, text) or "s3config"]
        found: dict[tuple[object, ...], Diagnostic] = {}
        files = {place: _Text(place, text)}
        for scope in kind.scopes(place, text):
            for diagnostic in _Inspection(path, scope, files).diagnostics(tools, found):
                found[diagnostic[:5]] = diagnostic
        return list(found.values())
    except UnreadableFileError as error:
        return [error.diagnostic]
    except RecursionError:
        return [unreadable(path, "the file is nested too deeply", "write it flat").diagnostic]


def _read(path: Path) -> str:
    """Read a file that is one, and no larger than configuration ever is.

    Raises:
        UnreadableFileError: It cannot be read.
    """
    try:
        about = path.stat()
    except (OSError, ValueError):
        return read_text(path)  # which says what is wrong
    if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):
        raise unreadable(path, "this is no regular file", "give a file")
    if about.st_size > _LARGEST:
        size = f"{about.st_size / 1024**2:.1f} MiB"
        raise unreadable(path, f"the file is larger than configuration ever is: {size}", "leave it out")
    return read_text(path)


class _Inspection:
    """One scope of a file under inspection."""

    def __init__(self, path: Path, scope: Scope, files: dict[str, _Text]) -> None:
        self._scope = scope
        said, placeholders = without_placeholders(scope.settings)
        self._texts = {place: files.setdefault(place, _Text(place)) for place in scope.syntaxes}
        self._is_example = is_example(path.name)
        self._subject = Subject(
            Resolution(said, scope.complaints),
            path=path,
            find=self._find,
            syntaxes=scope.syntaxes,
            is_open=scope.is_open,
            is_foreign=scope.is_foreign,
            allows_http=scope.allows_http,
            placeholders=placeholders,
        )

    def diagnostics(self, tools: Iterable[Tool], known: Container[object] = ()) -> Iterator[Diagnostic]:
        """Yield what is wrong; what is the same in a scope before, whose fix may differ, is known."""
        for fault in faults(self._subject, tools, is_example=self._is_example):
            if fault.diagnostic[:5] not in known and not self._is_suppressed(fault.diagnostic):
                yield self._complete(fault)

    def _is_suppressed(self, diagnostic: Diagnostic) -> bool:
        return any(self._is_silenced(origin, diagnostic.code) for origin in diagnostic.origins)

    def _is_silenced(self, origin: Origin, code: str) -> bool:
        """Tell whether a comment at a place silences a code."""
        file = self._texts.get(origin.place)
        if file is None or origin.line is None or not file.has_suppressions:
            return False
        syntax = self._scope.syntaxes[origin.place]
        found = assignment_at(file.text, file.lines, origin, syntax)
        return is_suppressed(file.text, file.lines, origin.line, code, found=found, syntax=syntax)

    def _complete(self, fault: Fault) -> Diagnostic:
        """Add what stands at the place, and the fix."""
        diagnostic = fault.diagnostic
        fix = None if fault.repair is None else self._fix(fault.repair)
        origin = diagnostic.origins[0] if diagnostic.origins else None
        file = None if origin is None or origin.line is None else self._texts.get(origin.place)
        if file is None or origin is None:
            return diagnostic._replace(fix=fix)
        rule = rules().get(diagnostic.code)
        key_only = rule is not None and rule.about.part is Part.KEY
        where = assignment_at(file.text, file.lines, origin, self._scope.syntaxes[origin.place])
        setting = self._subject.at(origin)
        found = excerpt(file.text, file.lines, origin, where, setting, key_only=key_only)
        return diagnostic._replace(excerpt=found, fix=fix)

    def _fix(self, repair: Repair) -> Fix | None:
        if not all(self._can_add(change) for change in repair.changes if isinstance(change, Add)):
            return None
        made = edits(repair.changes, self._find)
        if made is None or self._hold_secrets(made) or not all(map(_is_text, made)):
            return None
        return Fix(repair.title, repair.is_safe, made)

    def _can_add(self, change: Add) -> bool:
        """Tell whether a key would be read beside another: tools that know other words may not know ours."""
        setting = self._subject.at(change.beside)
        is_variable = setting is not None and setting.spelling.startswith("AWS_")
        return is_variable or (change.key in KEYS and self._subject.can_add(change.key, change.beside))

    def _hold_secrets(self, made: tuple[Edit, ...]) -> bool:
        """Tell whether an edit would write a secret somewhere, which none may."""
        texts = [edit.text for edit in made if len(edit.text) >= _SHORTEST_SECRET]
        return bool(texts) and any(secret in text for text in texts for secret in self._secrets)

    @cached_property
    def _secrets(self) -> list[str]:
        written = self._subject.resolution.written()
        secrets = {setting.value.get_secret_value() for setting in written if isinstance(setting.value, SecretStr)}
        return [secret for secret in secrets if len(secret) >= _SHORTEST_SECRET]

    def _find(self, origin: Origin) -> tuple[str, str, Assignment] | None:
        file = self._texts.get(origin.place)
        if file is None or origin in self._scope.frozen:
            return None
        syntax = self._scope.syntaxes[origin.place]
        found = assignment_at(file.text, file.lines, origin, syntax)
        return None if found is None else (file.text, syntax, found)


def _is_text(edit: Edit) -> bool:
    """Tell whether an edit can be written; half a character, as JSON may name it, cannot."""
    return edit.text.isascii() or not any("\ud800" <= character <= "\udfff" for character in edit.text)
