"""The AWS files: the profiles in `.aws/config` and `.aws/credentials`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s3config.diagnostics import Diagnostic, Severity
from s3config.files import UnreadableFileError, read_text
from s3config.ini import Section, parse_ini
from s3config.kinds import Scope
from s3config.origin import Layer, Origin, Setting
from s3config.placeholders import UNRESOLVED
from s3config.profiles import BY_BOTOCORE, WORDS, fetched, joined, settings, typos
from s3config.suggestion import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.ini import IniValue

NAMES = (".aws/config", ".aws/credentials")
MARKS = ()
_KINDS_OF_SECTION = ("profile", "sso-session", "services")
_NO_PROFILES = frozenset({"plugins", "preview"})
"""Sections of the AWS CLI's own."""
_MARKING = WORDS | BY_BOTOCORE.keys() | {"output", "role_arn", "sso_region", "s3", "services"}
"""Words that tell a profile from what other programs keep in these files."""


class _Files(NamedTuple):
    config: dict[str, Section]
    credentials: dict[str, Section]
    paths: tuple[str, str]
    has_config: bool
    has_credentials: bool


def scopes(path: str, text: str) -> Iterator[Scope]:
    """Yield each profile that this file names, with what the other file beside it says of it."""
    is_config = Path(path).name.lower() == "config"
    beside = Path(path).with_name("credentials" if is_config else "config")
    own, (other, is_there) = parse_ini(text, path), _read(beside)
    syntaxes = {path: "ini", str(beside): "ini"}
    if is_config:
        files = _Files(own, other, (path, str(beside)), has_config=True, has_credentials=is_there)
        names = ["default" if name == "default" else name[8:] for name in own if name == "default" or _is_profile(name)]
    else:
        files = _Files(other, own, (str(beside), path), has_config=is_there, has_credentials=True)
        names = [name for name in own if not _is_profile(name)]
    complaints = tuple(_misnamed(files, is_config=is_config))
    if complaints:
        yield Scope((), complaints, syntaxes, is_open=True, is_foreign=True, allows_http=True)
    for name in dict.fromkeys(names):
        yield _profile(name, files, syntaxes)


def _is_profile(name: str) -> bool:
    return name.startswith("profile ")


def _read(path: Path) -> tuple[dict[str, Section], bool]:
    """Read the file beside the one that is looked at; what is wrong with it is said when that is looked at."""
    try:
        return (parse_ini(read_text(path), str(path)), True) if path.is_file() else ({}, False)
    except (UnreadableFileError, OSError):
        return {}, False


def _misnamed(files: _Files, *, is_config: bool) -> Iterator[Diagnostic]:
    """Complain of sections that no tool takes for the profile that they are meant as."""
    for name, section in (files.config if is_config else files.credentials).items():
        kind, _, rest = name.partition(" ")
        if is_config:
            is_right = name == "default" or kind in _NO_PROFILES or (kind in _KINDS_OF_SECTION and bool(rest))
            where, right = "the config file", f"[profile {rest if kind == 'profile' else name}]"
        else:
            is_right = not _is_profile(name)
            where, right = "the credentials file", f"[{rest}]"
        if not is_right and (not is_config or _is_meant(section)):
            message = f"[{name}] is not how {where} names a profile, so that most tools will not find it"
            yield Diagnostic("CR014", Severity.WARNING, (section.origin,), message, f"write {right}")


def _is_meant(section: Section) -> bool:
    """Tell whether a section is a profile; other programs keep theirs in these files as well."""
    return not section or any(word in _MARKING or word.startswith(("aws_", "sso_")) for word in section)


def _profile(name: str, files: _Files, syntaxes: dict[str, str]) -> Scope:
    profile = joined(name, files.config, files.credentials) or {}
    found = tuple(settings(profile, files.config, Layer.PROFILE))
    complaints = (*typos(profile), *_missing(profile, files))
    if not any(setting.key == "region" for setting in found):  # it is often left to the environment
        found += (
            Setting("region", UNRESOLVED["AWS_REGION"], "AWS_REGION", Origin("the environment"), Layer.ENVIRONMENT),
        )
    return Scope(
        found,
        complaints,
        syntaxes,
        is_open=fetched(profile) is not None,
        is_foreign=True,
        frozen=frozenset(setting.origin for setting in found if isinstance(setting.value, bool)),
        allows_http=True,
    )


def _missing(profile: dict[str, IniValue], files: _Files) -> Iterator[Diagnostic]:
    """Complain of sections that the profile names and that are not there."""
    for word, kind, are_known in (
        ("source_profile", "profile", files.has_config and files.has_credentials),
        ("sso_session", "sso-session", files.has_config),
        ("services", "services", files.has_config),
    ):
        value = profile.get(word)
        if value is None or not are_known:
            continue
        names = [name.removeprefix(f"{kind} ") for name in files.config if name.startswith(f"{kind} ")]
        if kind == "profile":
            names += [*(["default"] if "default" in files.config else []), *files.credentials]
        if value.text not in names:
            close = nearest(value.text, names)
            message = f"{word} names the section {value.text!r}, which does not exist"
            remedy = f"did you mean {close}?" if close else f"add [{kind} {value.text}] to {files.paths[0]}"
            yield Diagnostic("CR007", Severity.ERROR, (value.origin,), message, remedy)
