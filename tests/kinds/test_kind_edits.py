"""What is changed in a file of any kind is read back as it was meant, and everything else stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_kind_places import CASES, FORMS

from s3config.edits import edited, edits
from s3config.excerpts import assignment_at
from s3config.files import read_text
from s3config.kinds import kind_by_name, kind_by_text, kinds
from s3config.lines import Lines
from s3config.redaction import reveal
from s3config.rules import Add, Remove, Rewrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from s3config.kinds import Scope
    from s3config.origin import Origin, Setting
    from s3config.rules import Change
    from s3config.syntaxes import Assignment

ADDED = "unsigned_payload"
TAKE_NO_SUCH_KEY = {"toml inline", "rclone", "rclone endpoint", "options in a list", "options in yaml flow"}
"""Cases in which the assignment stands in a table, or a kind of file, that has no such key."""


def scopes_of(path: Path) -> list[Scope]:
    """Return the scopes of a file."""
    text = read_text(path)
    return list(kinds()[kind_by_name(path) or kind_by_text(path, text) or ""].scopes(str(path), text))


def said(path: Path) -> dict[str, str]:
    """Return what a file says, each key once, as text."""
    found = {setting.key: reveal(setting.value) for scope in scopes_of(path) for setting in scope.settings}
    return {key: value if isinstance(value, str) else str(value).lower() for key, value in found.items()}


def finder(text: str, syntax: str) -> Callable[[Origin], tuple[str, str, Assignment] | None]:
    """Return what finds the assignment at a place."""

    def find(origin: Origin) -> tuple[str, str, Assignment] | None:
        found = assignment_at(text, Lines(text), origin, syntax)
        return None if found is None else (text, syntax, found)

    return find


def changed(path: Path, scope: Scope, change: Change) -> bool:
    """Make a change in a file; tell whether it could be made."""
    text = read_text(path)
    made = edits([change], finder(text, scope.syntaxes[str(path)]))
    if made is None:
        return False
    mark = "\ufeff" * path.read_bytes().startswith(b"\xef\xbb\xbf")
    path.write_bytes((mark + edited(text, made)).encode())
    return True


def each_setting(name: str, form: str, folder: Path) -> list[tuple[Path, Scope, Setting]]:
    """Write a case anew for each of its settings that may be changed, and return the files."""
    found: list[tuple[Path, Scope, Setting]] = []
    file, text, places = CASES[name]
    line_end, mark = FORMS[form]
    for number in range(len(places)):
        path = folder / str(number) / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((mark + text.replace("\n", line_end)).encode())
        settings = [(path, scope, setting) for scope in scopes_of(path) for setting in scope.settings]
        found.extend(item for item in settings[number : number + 1] if item[2].origin not in item[1].frozen)
    return found


@pytest.mark.parametrize("form", ["LF", "CRLF and BOM"])
@pytest.mark.parametrize("name", CASES)
def test_a_value_is_rewritten(name: str, form: str, tmp_path: Path) -> None:
    """The new value is read back, and all others are as before."""
    for path, scope, setting in each_setting(name, form, tmp_path):
        before = said(path)
        if changed(path, scope, Rewrite(setting.origin, "true")):
            assert {**before, setting.key: "true"} == said(path)


@pytest.mark.parametrize("form", ["LF", "CRLF and BOM"])
@pytest.mark.parametrize("name", CASES)
def test_an_assignment_is_taken_out(name: str, form: str, tmp_path: Path) -> None:
    """The file is still of its kind, and says everything else."""
    for path, scope, setting in each_setting(name, form, tmp_path):
        before = said(path)
        if changed(path, scope, Remove(setting.origin)):
            others = [{k: value for k, value in found.items() if k != setting.key} for found in (before, said(path))]
            assert others[0] == others[1]
            assert before[setting.key] != said(path).get(setting.key)


@pytest.mark.parametrize("form", ["LF", "CRLF and BOM"])
@pytest.mark.parametrize(
    "name", [name for name in CASES if name not in TAKE_NO_SUCH_KEY and ".aws" not in CASES[name].name]
)
def test_an_assignment_is_added(name: str, form: str, tmp_path: Path) -> None:
    """What is added beside another assignment is read, and everything else is as before."""
    for path, scope, setting in each_setting(name, form, tmp_path):
        before = said(path)
        if changed(path, scope, Add(setting.origin, ADDED, "true")):
            assert {**before, ADDED: "true"} == said(path)
