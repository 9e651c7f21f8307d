"""What a profile of the AWS files says: which of its words are keys, and what must be fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import Setting
from s3config.spellings import SPELLINGS
from s3config.suggestion import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.ini import IniValue, Section
    from s3config.origin import Layer

WORDS = frozenset({
    "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token", "region", "endpoint_url",
    "ca_bundle", "max_attempts", "request_checksum_calculation", "response_checksum_validation", "role_session_name",
    "use_fips_endpoint", "use_dualstack_endpoint", "ignore_configured_endpoint_urls", "ec2_metadata_service_endpoint",
    "ec2_metadata_v1_disabled", "web_identity_token_file",
})  # fmt: skip
"""The words of a profile that are spellings of keys."""
BY_BOTOCORE = {
    "sso_session": "SSO", "sso_start_url": "SSO", "sso_account_id": "SSO", "credential_process": "a process",
    "source_profile": "a role to assume", "credential_source": "a role to assume", "login_session": "a console login",
}  # fmt: skip
"""The words that name an identity which must be fetched, and what that is."""
_BELOW_S3 = frozenset({"use_dualstack_endpoint", "endpoint_url"})


def joined(name: str, config: Mapping[str, Section], credentials: Mapping[str, Section]) -> dict[str, IniValue] | None:
    """Return what the two files say of a profile, the credentials file counting first; `None` if it is in neither."""
    in_config = config.get(f"profile {name}") or (config.get(name) if name == "default" else None)
    in_credentials = credentials.get(name)
    if in_config is None and in_credentials is None:
        return None
    return {**(in_config or {}), **(in_credentials or {})}


def typos(profile: Mapping[str, IniValue]) -> Iterator[Diagnostic]:
    """Complain of what is nearly a key; the rest of a profile is other programs' business."""
    for word, value in profile.items():
        close = nearest(word, WORDS) if word.startswith("aws_") and word not in WORDS else None
        if close is not None:
            message = f"unknown key {word!r} in a profile"
            yield Diagnostic("KEY001", Severity.WARNING, (value.origin,), message, f"did you mean {close}?")


def settings(profile: Mapping[str, IniValue], config: Mapping[str, Section], layer: Layer) -> Iterator[Setting]:
    """Yield what a profile says, and the `[services x]` section that it names."""
    for word, value in profile.items():
        if word in WORDS or (word == "role_arn" and "web_identity_token_file" in profile):
            yield _setting(word, value, layer)
    for word, value in profile["s3"].below.items() if "s3" in profile else ():
        if word in _BELOW_S3:
            yield _setting(word, value, layer)
        elif word == "addressing_style" and value.text in ("path", "virtual"):
            yield Setting(
                "virtual_hosted_style_request", value.text == "virtual", "s3.addressing_style", value.origin, layer
            )
        elif word == "payload_signing_enabled" and value.text.lower() in ("true", "false"):
            yield Setting("unsigned_payload", value.text.lower() == "false", f"s3.{word}", value.origin, layer)
    yield from _services(profile, config, layer)


def _setting(word: str, value: IniValue, layer: Layer) -> Setting:
    spelling = SPELLINGS[word]
    return Setting(spelling.key, spelling.seal(value.text), word, value.origin, layer)


def _services(profile: Mapping[str, IniValue], config: Mapping[str, Section], layer: Layer) -> Iterator[Setting]:
    """Yield the endpoints of a `[services x]` section, which outrank the profile's own `endpoint_url`."""
    none: dict[str, IniValue] = {}
    services = config.get(f"services {profile['services'].text}", none) if "services" in profile else none
    for service, key in (("s3", "endpoint_url_s3"), ("sts", "endpoint_url_sts")):
        endpoint = services[service].below.get("endpoint_url") if service in services else None
        if endpoint is not None:
            yield _setting(key, endpoint, layer)


def fetched(profile: Mapping[str, IniValue]) -> str | None:
    """Return what must be fetched for a profile's identity; `None` if it stands in the files, or nowhere."""
    kind = next((kind for word, kind in BY_BOTOCORE.items() if word in profile), None)
    return None if "aws_access_key_id" in profile and "role_arn" not in profile else kind
