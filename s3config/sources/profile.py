"""Settings from an AWS profile in `~/.aws/config` and `~/.aws/credentials`; what must be fetched is botocore's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s3config.config.credentials import MissingCredentials, ProfileCredentials
from s3config.diagnostics import Diagnostic, Severity
from s3config.files import UnreadableFileError, expanded, read_text
from s3config.ini import parse_ini, profile_names
from s3config.origin import Layer, Origin, Setting
from s3config.spellings import SPELLINGS
from s3config.suggestion import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.ini import IniValue, Section
    from s3config.sources import Request

_LAYERS = {
    Layer.ARGUMENT: Layer.PROFILE,
    Layer.STORE: Layer.STORE_PROFILE,
    Layer.FILE: Layer.FILE_PROFILE,
}
"""Where a profile's values rank, by who named it; `AWS_PROFILE`, wherever found, is ambient."""
_PLAIN = frozenset({
    "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token", "region", "endpoint_url",
    "ca_bundle", "max_attempts", "request_checksum_calculation", "response_checksum_validation", "role_session_name",
    "use_fips_endpoint", "use_dualstack_endpoint", "ignore_configured_endpoint_urls", "ec2_metadata_service_endpoint",
    "ec2_metadata_v1_disabled", "web_identity_token_file",
})  # fmt: skip
_BELOW_S3 = frozenset({"use_dualstack_endpoint", "endpoint_url"})
_BY_BOTOCORE = {
    "sso_session": "SSO", "sso_start_url": "SSO", "sso_account_id": "SSO", "credential_process": "a process",
    "source_profile": "a role to assume", "credential_source": "a role to assume", "login_session": "a console login",
}  # fmt: skip


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
    in_config = files.config.get(f"profile {name}") or (files.config.get(name) if name == "default" else None)
    in_credentials = files.credentials.get(name)
    if in_config is None and in_credentials is None:
        yield _missing(named, name, files, layer)
        return
    section = {**(in_config or {}), **(in_credentials or {})}
    yield from _typos(section)
    yield from _settings(section, layer)
    yield from _services(section, files.config, layer)
    yield from _fetched(section, name, files, layer, named.origin)


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


def _typos(section: Section) -> Iterator[Diagnostic]:
    """Complain of what is nearly a key; the rest of a profile is other programs' business."""
    for word, value in section.items():
        close = nearest(word, _PLAIN) if word.startswith("aws_") and word not in _PLAIN else None
        if close is not None:
            message = f"unknown key {word!r} in a profile"
            yield Diagnostic("KEY001", Severity.WARNING, (value.origin,), message, f"did you mean {close}?")


def _settings(section: Section, layer: Layer) -> Iterator[Setting]:
    for word, value in section.items():
        if word in _PLAIN or (word == "role_arn" and "web_identity_token_file" in section):
            yield _setting(word, value, layer)
    for word, value in section["s3"].below.items() if "s3" in section else ():
        if word in _BELOW_S3:
            yield _setting(word, value, layer)
        elif word == "addressing_style" and value.text in ("path", "virtual"):
            yield Setting(
                "virtual_hosted_style_request", value.text == "virtual", "s3.addressing_style", value.origin, layer
            )
        elif word == "payload_signing_enabled" and value.text.lower() in ("true", "false"):
            yield Setting("unsigned_payload", value.text.lower() == "false", f"s3.{word}", value.origin, layer)


def _setting(word: str, value: IniValue, layer: Layer) -> Setting:
    spelling = SPELLINGS[word]
    return Setting(spelling.key, spelling.seal(value.text), word, value.origin, layer)


def _services(section: Section, config: dict[str, Section], layer: Layer) -> Iterator[Setting]:
    """Yield the endpoints of a `[services x]` section, which outrank the profile's own `endpoint_url`."""
    services = config.get(f"services {section['services'].text}", {}) if "services" in section else {}
    for service, key in (("s3", "endpoint_url_s3"), ("sts", "endpoint_url_sts")):
        endpoint = services[service].below.get("endpoint_url") if service in services else None
        if endpoint is not None:
            yield _setting(key, endpoint, layer)


def _fetched(
    section: Section, name: str, files: _Files, layer: Layer, origin: Origin
) -> Iterator[Setting | Diagnostic]:
    kind = next((kind for word, kind in _BY_BOTOCORE.items() if word in section), None)
    if kind is None or ("aws_access_key_id" in section and "role_arn" not in section):
        return
    from importlib.util import find_spec

    if find_spec("botocore") is None:
        message = f"the profile {name!r} needs {kind}, which is botocore's to fetch, and botocore is not installed"
        yield _unavailable(MissingCredentials("CR016", message, "install s3config[boto3]"), layer, origin)
    else:
        provider = ProfileCredentials(name, kind, files.config_path, files.credentials_path)
        yield Setting("credential_provider", provider, "profile", origin, layer)
