"""Settings from an AWS profile in `~/.aws/config` and `~/.aws/credentials`; what must be fetched is botocore's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s3config.config.credentials import MissingCredentials, ProfileCredentials
from s3config.diagnostics import Diagnostic, Severity
from s3config.files import UnreadableFileError, expanded, read_text
from s3config.ini import parse_ini, profile_names
from s3config.origin import Layer, Origin, Setting
from s3config.profiles import fetched, joined, settings, typos
from s3config.suggestion import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.ini import IniValue, Section
    from s3config.sources import Request

_LAYERS = {
    Layer.ARGUMENT: Layer.PROFILE,
    Layer.STORE: Layer.STORE_PROFILE,
    Layer.FILE: Layer.FILE_PROFILE,
}
"""Where a profile's values rank, by who named it; `AWS_PROFILE`, wherever found, is ambient."""


class _Files(NamedTuple):
    config: dict[str, Section]
    credentials: dict[str, Section]
    config_path: str
    credentials_path: str


def read(request: Request) -> Iterator[Setting | Diagnostic]:
    """Yield what the profile says that the strongest setting of the key `profile` names."""
    named = next((s for s in request.written("profile") if s.layer is not Layer.SESSION), None)
    if named is None or not isinstance(named.value, str):
        return
    if request.session is not None and named.layer in (Layer.ENVIRONMENT, Layer.DOTENV):
        return
    layer = _LAYERS.get(named.layer, Layer.AMBIENT_PROFILE)
    try:
        files = _files(request)
    except UnreadableFileError as error:
        yield error.diagnostic
        return
    name = named.value.strip()
    profile = joined(name, files.config, files.credentials)
    if profile is None:
        yield _missing(named, name, files, layer)
        return
    yield from typos(profile)
    yield from settings(profile, files.config, layer)
    yield from _fetched(profile, name, files, layer, named.origin)


def _files(request: Request) -> _Files:
    home = Path(request.variables.get("HOME") or Path.home()) / ".aws"
    paths = [
        expanded(Path(request.variables.get(name) or home / otherwise))
        for name, otherwise in (("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials"))
    ]
    config, credentials = (parse_ini(read_text(path, missing=""), str(path)) for path in paths)
    return _Files(config, credentials, str(paths[0]), str(paths[1]))


def _missing(named: Setting, name: str, files: _Files, layer: Layer) -> Setting | Diagnostic:
    if name in files.config:
        message = f"{named.spelling} names the profile {name!r}, whose section lacks the word profile"
        missing = MissingCredentials("CR014", message, f"write [profile {name}] in {files.config_path}")
        return _unavailable(missing, layer, named.origin)
    names = sorted(set(profile_names(files.config, files.credentials)))
    close = nearest(name, names)
    known = f"the profiles are: {', '.join(names)}" if names else f"there are no profiles in {files.config_path}"
    missing = MissingCredentials(
        "CR007",
        f"{named.spelling} names the profile {name!r}, which does not exist",
        f"did you mean {close}?" if close else known,
    )
    return _unavailable(missing, layer, named.origin)


def _unavailable(missing: MissingCredentials, layer: Layer, origin: Origin) -> Setting | Diagnostic:
    """An ambient profile is an error only where nothing else gives an identity; a named one always is."""
    if layer is Layer.AMBIENT_PROFILE:
        return Setting("credential_provider", missing, "profile", origin, layer)
    return Diagnostic(missing.code, Severity.ERROR, (origin,), missing.message, missing.remedy)


def _fetched(
    profile: Mapping[str, IniValue], name: str, files: _Files, layer: Layer, origin: Origin
) -> Iterator[Setting | Diagnostic]:
    kind = fetched(profile)
    if kind is None:
        return
    from importlib.util import find_spec

    if find_spec("botocore") is None:
        message = f"the profile {name!r} needs {kind}, which is botocore's to fetch, and botocore is not installed"
        yield _unavailable(MissingCredentials("CR016", message, "install s3config[boto3]"), layer, origin)
    else:
        provider = ProfileCredentials(name, kind, files.config_path, files.credentials_path)
        yield Setting("credential_provider", provider, "profile", origin, layer)
