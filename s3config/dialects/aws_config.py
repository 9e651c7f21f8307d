"""The AWS config file: a profile with its keys, and the services section that it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.families.aws_variables import SERVICES
from s3config.files import unreadable
from s3config.notations import profiles
from s3config.profiles import BY_BOTOCORE
from s3config.reading import Reading
from s3config.spellings import find
from s3config.vocabulary import COMMON, Arguments, by, joint, no, variable, word
from s3config.words import ATTEMPTS, NOT_FLAG, PATH, among, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.config import StoreConfig
    from s3config.reading import Entries
    from s3config.tables import Entry
    from s3config.vocabulary import Support
    from s3config.words import Codec
    from s3config.writing import Writing

TITLE = "AWS config file"
VERSION = "botocore 1.44.5"
SOURCE = "https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html"
EXAMPLE = """
from pathlib import Path
from s3config import resolve, translate

config = resolve("s3://logs", store="prod", file="s3.toml").config
Path("aws.ini").write_text(translate(config, "aws_config").text, encoding="utf-8")  # AWS_CONFIG_FILE=aws.ini
"""
TRAPS = (
    "A section without the word profile, such as [prod], is no profile in the config file; [default] is one.",
    "endpoint_url in a profile holds for all services: with a web identity, the endpoint goes into [services ...].",
    "botocore puts the bucket into the host at AWS and into the path elsewhere, unless addressing_style says it.",
    "ca_bundle replaces the system's certificates.",
    "role_arn without web_identity_token_file or source_profile makes the whole profile unusable.",
    "Unknown words are ignored without a word.",
)
_PER_CALL = "it goes with each call, which a profile does not see"
_ONE_PLACE = "environment variables HTTP_PROXY and HTTPS_PROXY"
KEYS: dict[str, Support] = {
    **COMMON,
    **SERVICES,
    "access_key_id": word("aws_access_key_id"),
    "secret_access_key": word("aws_secret_access_key"),
    "session_token": word("aws_session_token", also=("aws_security_token",)),
    "region": word("region"),
    "endpoint": joint("endpoint_url, or below s3 in the services section", "endpoint_url", "s3.endpoint_url"),
    "sts_endpoint": joint("endpoint_url below sts in the services section", "sts.endpoint_url"),
    "ignore_configured_endpoint_urls": by("ignore_configured_endpoint_urls, unless an endpoint is written"),
    "virtual_hosted_style_request": word("s3", "addressing_style", codec=among({True: "virtual", False: "path"})),
    "unsigned_payload": word("s3", "payload_signing_enabled", codec=NOT_FLAG),
    "s3_express": by("it knows from the bucket's name"),
    "request_payer": no(_PER_CALL),
    "checksum_algorithm": no(_PER_CALL),
    "conditional_put": no(_PER_CALL),
    "server_side_encryption": no(_PER_CALL),
    "sse_kms_key_id": no(_PER_CALL),
    "sse_bucket_key_enabled": no(_PER_CALL),
    "sse_customer_key_base64": no(_PER_CALL),
    "request_checksum_calculation": word("request_checksum_calculation"),
    "response_checksum_validation": word("response_checksum_validation"),
    "web_identity_token_file": word("web_identity_token_file"),
    "role_arn": word("role_arn"),
    "role_session_name": word("role_session_name"),
    "metadata_endpoint": word("ec2_metadata_service_endpoint"),
    "imdsv1_fallback": word("ec2_metadata_v1_disabled", codec=NOT_FLAG),
    "profile": by("the name of the section"),
    "allow_http": by("the scheme of endpoint_url"),
    "root_certificate": word("ca_bundle", codec=PATH),
    "disable_system_certificates": by("ca_bundle, which replaces them"),
    "http1_only": by("botocore speaks nothing else"),
    "proxy_url": by(_ONE_PLACE),
    "proxy_excludes": variable("NO_PROXY"),
    "max_retries": word("max_attempts", codec=text_of(ATTEMPTS)),
}
GUESSED = {
    "region": "without it, botocore takes us-east-1 or what the environment says",
    "virtual_hosted_style_request": "without it, botocore chooses the style by the endpoint and the bucket's name",
}
OTHERS = r"(?s:.*)\.(?!aws_)[^.]*"
_DEFAULT, _IGNORE = "default", "ignore_configured_endpoint_urls"
_UNNAMEABLE = re.compile(r"[\"\\\[\]\x00-\x1f]")
_PATH = re.compile(r"(?s)(?:(?P<section>.*?)\.)??(?P<word>(?:(?:s3|sts)\.)?[^.]*)")
_WORDS: dict[str, tuple[str, Codec]] = {
    name: (key, support.word.codec)
    for key, support in KEYS.items()
    if support.word is not None and not support.word.is_variable
    for name in (support.word.name, *support.word.also)
}


def fetches_profile(_config: StoreConfig, _kind: str) -> bool:
    """The profile that is written is to hold the identity itself."""
    return False


def write(writing: Writing) -> None:
    """Put the words into the section of the profile, and the endpoints where each service finds its own."""
    profile = Arguments(writing.values)
    writing.values.clear()
    nested = profile.pop("s3", None)
    services = _endpoints(writing, profile)
    name = _name(writing)
    if services:
        profile["services"] = name
    if writing.said.get(_IGNORE) and not services and "endpoint_url" not in profile:
        profile[_IGNORE] = "true"
    if "role_arn" in profile and "web_identity_token_file" not in profile:
        del profile["role_arn"]
        writing.drop("role_arn", "without a web identity it makes the profile unusable")
    if writing.said.get("disable_system_certificates") and "ca_bundle" not in profile:
        writing.drop("disable_system_certificates", "there is no ca_bundle to take their place")
    writing.put(Arguments(profile, **({"s3": nested} if nested else {})), _section("profile", name))
    if services:
        writing.put(services, _section("services", name))
    _write_environment(writing, name)


def _endpoints(writing: Writing, profile: Arguments) -> Arguments:
    """Write the endpoint of S3 for all services where no other is asked, and return the services section."""
    endpoint, sts = writing.config.endpoint, writing.config.sts_endpoint
    services = Arguments()
    if endpoint is not None and sts is None and "web_identity_token_file" not in profile:
        profile["endpoint_url"] = str.__str__(endpoint)
    elif endpoint is not None:
        services["s3"] = Arguments(endpoint_url=str.__str__(endpoint))
    if sts is not None:
        services["sts"] = Arguments(endpoint_url=str.__str__(sts))
    return services


def _name(writing: Writing) -> str:
    name = writing.config.profile or _DEFAULT
    if _UNNAMEABLE.search(name):
        writing.drop("profile", "it holds a character that the name of a section cannot hold")
        return _DEFAULT
    return name


def _section(kind: str, name: str) -> str:
    return name if (kind, name) == ("profile", _DEFAULT) else f"{kind} {name}"


def _write_environment(writing: Writing, name: str) -> None:
    if name != _DEFAULT:
        writing.environment["AWS_PROFILE"] = name
    if "proxy_url" in writing.said:
        writing.environment |= dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), writing.said["proxy_url"])


FORMS = {"config": profiles.write, "credentials": profiles.write_credentials}
parse = profiles.read


def read(entries: Entries) -> Iterator[Reading]:
    """Yield what the one profile says that is not chosen by name: `default`, or the only one.

    Raises:
        UnreadableFileError: There are several, and none is the default.
    """
    sections: dict[str | None, dict[str, Entry]] = {}
    for path, entry in entries.items():
        found = _PATH.fullmatch(path)
        if found is not None:
            sections.setdefault(found["section"], {})[found["word"]] = entry
    name, profile = _chosen(sections)
    for place, entry in profile.items():
        key, codec = _WORDS.get(place, (None, None))
        is_said = entry.value != "auto" if key == "virtual_hosted_style_request" else True
        if place == "role_arn" and "web_identity_token_file" not in profile:
            is_said = False
        if key is not None and codec is not None and is_said:
            yield Reading(key, entry.value if find(entry.word) else codec.read(entry.value), entry)
    yield from _read_endpoints(profile, sections)
    yield from _read_name(name, profile)


def _chosen(sections: Mapping[str | None, dict[str, Entry]]) -> tuple[str | None, dict[str, Entry]]:
    """Return the profile; sections of both files are one, of which the credentials file's counts first."""
    found: dict[str, dict[str, Entry]] = {}
    for section, table in sections.items():
        is_named = section is not None and section.startswith("profile ")
        is_bare = section is not None and " " not in section and (section == _DEFAULT or "" in table)
        if section is not None and (is_named or is_bare):
            known = found.setdefault(section.removeprefix("profile "), {})
            known.update({word: entry for word, entry in table.items() if is_bare or word not in known})
    if _DEFAULT in found or len(found) == 1:
        name = _DEFAULT if _DEFAULT in found else next(iter(found))
        return name, found[name]
    if found:
        origin = next(iter([*found.values()][1].values())).origin
        message = f"there are several profiles and no default: {', '.join(found)}"
        raise unreadable(origin.place, message, "keep one, or name one [default]", origin.line, origin.column)
    return None, sections.get(None, {})


def _read_endpoints(
    profile: Mapping[str, Entry], sections: Mapping[str | None, Mapping[str, Entry]]
) -> Iterator[Reading]:
    """Yield the endpoints; those of the services section outrank the profile's own."""
    named = profile.get("services")
    services = sections.get(f"services {named.value}", {}) if named is not None else {}
    endpoint = services.get("s3.endpoint_url") or profile.get("s3.endpoint_url") or profile.get("endpoint_url")
    if endpoint is not None:
        yield Reading("endpoint", endpoint.value, endpoint)
    if "sts.endpoint_url" in services:
        yield Reading("sts_endpoint", services["sts.endpoint_url"].value, services["sts.endpoint_url"])
    if _IGNORE in profile and endpoint is None:
        yield Reading(_IGNORE, profile[_IGNORE].value, profile[_IGNORE])
    for word_ in ("use_fips_endpoint", "use_dualstack_endpoint", "s3.use_dualstack_endpoint"):
        if word_ in profile:
            yield Reading(word_.removeprefix("s3."), profile[word_].value, profile[word_])


def _read_name(name: str | None, profile: Mapping[str, Entry]) -> Iterator[Reading]:
    """Yield the name of a profile whose identity is not among its words, so that it is looked up by name."""
    has_identity = "aws_access_key_id" in profile or "web_identity_token_file" in profile
    is_fetched = any(word_ in profile for word_ in BY_BOTOCORE)
    if name is not None and not has_identity and (name != _DEFAULT or is_fetched) and profile:
        first = profile.get("") or next(iter(profile.values()))
        yield Reading("profile", name, first)
