"""DuckDB: a secret of the extension httpfs, the older settings, and those that no secret holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from s3config.config.numbers import parse_flag
from s3config.errors import ConfigError
from s3config.families.proxy_words import proxy_at, proxy_of
from s3config.notations import duckdb_sql
from s3config.notations.sql import literal
from s3config.reading import Reading
from s3config.vocabulary import COMMON, by, joint, no, word
from s3config.words import MILLISECONDS, NOT, PATH, SAME, WHOLE_SECONDS, Codec, among, read_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.config import StoreConfig
    from s3config.reading import Entries
    from s3config.tables import Entry, Table
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "DuckDB"
VERSION = "1.5.5 with httpfs 1.5.5; the extension aws (profiles, web identities) was not run"
SOURCE = "https://duckdb.org/docs/stable/core_extensions/httpfs/s3api"
EXAMPLE = """
import duckdb
from s3config import resolve, translate

database = duckdb.connect()
database.execute(translate(resolve("s3://logs").config, "duckdb").text)
frame = database.sql("FROM 's3://logs/2026/*.parquet'")
"""
TRAPS = (
    (
        "What a secret leaves out comes from the settings, and theirs from the environment: without SESSION_TOKEN it "
        "sends a stray AWS_SESSION_TOKEN beside your key. So an empty one is written."
    ),
    "ENDPOINT takes no scheme: 'http://host' is accepted, and asks http://http://host. USE_SSL says the scheme.",
    "With an ENDPOINT and without a REGION it signs with an empty region.",
    "A typo in URL_STYLE is accepted, and takes the bucket out of the URL.",
    "Where no SCOPE fits, requests go to AWS without a word, with the keys of the environment.",
    "EXTRA_HTTP_HEADERS are not signed: x-amz-... among them are refused by AWS.",
    "Plain HTTP clients (httplib) check no certificates; the usual one (curl) does.",
)
_HEADERS = "EXTRA_HTTP_HEADERS"
_SETTINGS = {
    "KEY_ID": "s3_access_key_id", "SECRET": "s3_secret_access_key", "SESSION_TOKEN": "s3_session_token",
    "REGION": "s3_region", "ENDPOINT": "s3_endpoint", "URL_STYLE": "s3_url_style", "USE_SSL": "s3_use_ssl",
    "REQUESTER_PAYS": "s3_requester_pays", "KMS_KEY_ID": "s3_kms_key_id",
    "VERIFY_SSL": "enable_curl_server_cert_verification", "HTTP_PROXY": "http_proxy",
    "HTTP_PROXY_USERNAME": "http_proxy_username", "HTTP_PROXY_PASSWORD": "http_proxy_password",
}  # fmt: skip
"""The settings that say the same as the words of a secret."""
_CHAINS = {"SSO": "sso", "a process": "process"}
"""The chains that fetch what a profile needs. Source: duckdb-aws, aws_secret.cpp."""
_BESIDE = ("ca_cert_file", "http_timeout", "http_retries", "http_retry_wait_ms", "http_retry_backoff")
"""What only a setting says."""
_PAIR = {"access_key_id": "KEY_ID", "secret_access_key": "SECRET", "session_token": "SESSION_TOKEN"}
_WEB = {
    "web_identity_token_file": "WEB_IDENTITY_TOKEN_FILE",
    "role_arn": "ASSUME_ROLE_ARN",
    "role_session_name": "SESSION_NAME",
}


def _word(name: str, codec: Codec = SAME) -> Support:
    return word(name, codec=codec, also=(_SETTINGS[name],))


def _joint(*names: str) -> Support:
    return joint(" and ".join(names), *names, *(_SETTINGS[name] for name in names if name in _SETTINGS))


_STYLE = Codec(among({True: "vhost", False: "path"}).write, read_by(lambda style: str(style).lower() != "path"))
_NO_CHECKSUMS = ("when_supported",)
KEYS: dict[str, Support] = {
    **COMMON,
    **{key: _joint(name) for key, name in _PAIR.items()},
    "bucket": joint("SCOPE, which says for what the secret is", "SCOPE"),
    "region": _word("REGION"),
    "endpoint": _joint("ENDPOINT", "USE_SSL"),
    "virtual_hosted_style_request": _word("URL_STYLE", _STYLE),
    "skip_signature": by("an empty KEY_ID and SECRET"),
    "request_payer": _word("REQUESTER_PAYS"),
    "unsigned_payload": no("it signs every payload"),
    "request_checksum_calculation": by("it adds none", without=_NO_CHECKSUMS),
    "response_checksum_validation": by("it checks none", without=_NO_CHECKSUMS),
    "checksum_algorithm": no("it sends no checksums"),
    "disable_tagging": by("it never tags"),
    "server_side_encryption": _joint("KMS_KEY_ID"),
    "sse_kms_key_id": _joint("KMS_KEY_ID"),
    **{key: joint(f"{name}, of the extension aws", name) for key, name in {**_WEB, "profile": "PROFILE"}.items()},
    "ec2_metadata_disabled": by("it never asks it"),
    "allow_http": by("USE_SSL false"),
    "allow_invalid_certificates": _word("VERIFY_SSL", NOT),
    "disable_system_certificates": no("it may trust the system's authorities, too"),
    "root_certificate": word("ca_cert_file", codec=PATH),
    "timeout": word("http_timeout", codec=WHOLE_SECONDS),
    "connect_timeout": no("http_timeout is the one limit for all"),
    "read_timeout": no("http_timeout is the one limit for all"),
    "default_headers": joint(_HEADERS, _HEADERS),
    "user_agent": joint(f"{_HEADERS} 'User-Agent'", f"{_HEADERS}.User-Agent"),
    "proxy_url": _joint("HTTP_PROXY", "HTTP_PROXY_USERNAME", "HTTP_PROXY_PASSWORD"),
    "max_retries": word("http_retries", codec=SAME),
    "init_backoff": word("http_retry_wait_ms", codec=MILLISECONDS),
    "backoff_base": word("http_retry_backoff", codec=SAME),
}
GUESSED = {
    "region": "beside an ENDPOINT, DuckDB signs with an empty region, or takes it from the environment",
    "virtual_hosted_style_request": "DuckDB puts the bucket into the host's name",
}
OTHERS = (
    r"TYPE|PROVIDER|CHAIN|REFRESH|VALIDATION|URL_COMPATIBILITY_MODE|EXTERNAL_ID|ASSUME_ROLE_.*|SCOPE"
    rf"|{_HEADERS}\..*|s3_uploader_.*|s3_url_compatibility_mode|http_keep_alive"
)


def fetches_profile(_config: StoreConfig, kind: str) -> bool:
    """It has a chain for SSO and for processes; a role is assumed with other credentials than the profile names."""
    return kind in _CHAINS


def write(writing: Writing) -> None:
    """Write who asks, the endpoint without its scheme, the headers and the proxy."""
    config, said = writing.config, writing.said
    if config.bucket is not None and re.fullmatch(r"[A-Za-z0-9._-]+", config.bucket):
        writing.put(f"s3://{config.bucket}/", "SCOPE")
    if config.endpoint is not None:
        scheme, _, rest = config.endpoint.partition("://")
        writing.put(rest, "ENDPOINT")
        writing.put(scheme == "https", "USE_SSL")
    _write_identity(writing)
    _write_encryption(writing)
    _write_headers(writing)
    if "proxy_url" in said:
        proxy = proxy_of(said["proxy_url"])
        if proxy.scheme != "http":
            writing.drop("proxy_url", "it knows proxies that are asked over http:// only")
        else:
            writing.put(f"http://{proxy.address}", "HTTP_PROXY")
            for name, value in (("USERNAME", proxy.user), ("PASSWORD", proxy.password)):
                if value is not None:
                    writing.put(value, f"HTTP_PROXY_{name}")


def _write_identity(writing: Writing) -> None:
    said = writing.said
    keys = [key for key in (*_WEB, "profile") if key in said]
    chained: tuple[str, ...] = ()
    if said.get("skip_signature") or "access_key_id" in said:
        for key, name in _PAIR.items():
            writing.put("" if said.get("skip_signature") else said.get(key, ""), name)
    elif "web_identity_token_file" in said:
        chained = tuple(_WEB)
        _write_chain(writing, {"CHAIN": "web_identity"} | {_WEB[key]: said[key] for key in _WEB if key in said})
    elif "profile" in said:
        chained = ("profile",)
        kind = getattr(writing.config.credential_provider, "kind", "")
        _write_chain(writing, {**({"CHAIN": _CHAINS[kind]} if kind in _CHAINS else {}), "PROFILE": said["profile"]})
    for key in keys:
        if key not in chained:
            writing.drop(key, "it takes one identity, and another one was said")


def _write_chain(writing: Writing, words: Mapping[str, str]) -> None:
    for name, value in {"PROVIDER": "credential_chain", **words, "REFRESH": "auto"}.items():
        writing.put(value, name)
    writing.warn("the extension aws finds the credentials and renews them: INSTALL aws, and LOAD aws before")


def _write_encryption(writing: Writing) -> None:
    said = writing.said
    if said.get("server_side_encryption") == "aws:kms" and "sse_kms_key_id" in said:
        writing.put(said["sse_kms_key_id"], "KMS_KEY_ID")
        return
    for key in ("server_side_encryption", "sse_kms_key_id"):
        if key in said:
            writing.drop(key, "it can ask for aws:kms with the id of a key, and for nothing else")


def _write_headers(writing: Writing) -> None:
    said = writing.said
    headers = said.get("default_headers", {})
    if any(name.lower().startswith("x-amz-") for name in headers):
        writing.drop("default_headers", "it does not sign them, so that AWS refuses those of x-amz-...")
        headers = {}
    if "user_agent" in said and any(name.lower() == "user-agent" for name in headers):
        writing.drop("default_headers", "user_agent says one of them already")
        headers = {}
    for name, value in headers.items():
        writing.put(value, _HEADERS, name)
    if "user_agent" in said:
        writing.put(said["user_agent"], _HEADERS, "User-Agent")


def _assignments(values: Mapping[str, Any]) -> str:
    return "".join(f"SET {name} = {literal(value)};\n" for name, value in values.items())


def write_secret(values: Mapping[str, Any]) -> str:
    """Write the settings that no secret holds, and a secret that is named after its bucket."""
    beside = {name: value for name, value in values.items() if name in _BESIDE}
    inside = [f"    {name} {literal(value)}" for name, value in values.items() if name not in _BESIDE]
    bucket = re.fullmatch(r"s3://([A-Za-z0-9._-]+)/", str(values.get("SCOPE", "")))
    name = f'"{bucket[1]}" ' if bucket else ""
    return f"{_assignments(beside)}CREATE OR REPLACE SECRET {name}(\n" + ",\n".join(["    TYPE s3", *inside]) + "\n);\n"


def write_settings(values: Mapping[str, Any]) -> str:
    """Write settings alone, as before there were secrets; the bucket stands in the URL of each call.

    Raises:
        ConfigError: There is a word that no setting says.
    """
    known = {**_SETTINGS, **{name: name for name in _BESIDE}}
    for name in values:
        if name not in known and name != "SCOPE":
            raise ConfigError(f"DuckDB has no setting for {name}; take the form secret")
    return _assignments({known[name]: value for name, value in values.items() if name in known})


FORMS = {"secret": write_secret, "set": write_settings}


def parse(text: str, place: str) -> Table:
    """Read the options of a secret, and the settings; other statements are passed over."""
    return duckdb_sql.read(text, place, {*_SETTINGS.values(), *_BESIDE})


def _either(entries: Entries, name: str) -> Entry | None:
    """Return what a secret says, or the setting in its place."""
    return entries.get(name) or entries.get(_SETTINGS[name])


def read(entries: Entries) -> Iterator[Reading]:
    """Read who asks, the endpoint with its scheme, the encryption, the headers and the proxy."""
    yield from _read_identity(entries)
    scope = entries.get("SCOPE")
    if scope is not None:
        one = scope.value[0] if isinstance(scope.value, list) and len(scope.value) == 1 else scope.value
        bucket = re.match(r"s3[an]?://([^/*?]+)", str(one))
        if bucket:
            yield Reading("bucket", bucket[1], scope)
    yield from _read_endpoint(entries)
    kms = _either(entries, "KMS_KEY_ID")
    if kms is not None:
        yield Reading("server_side_encryption", "aws:kms", kms)
        yield Reading("sse_kms_key_id", kms.value, kms)
    yield from _read_headers(entries)
    proxy = _either(entries, "HTTP_PROXY")
    if proxy is not None:
        user, password = (_either(entries, f"HTTP_PROXY_{name}") for name in ("USERNAME", "PASSWORD"))
        yield Reading("proxy_url", proxy_at(str(proxy.value), scheme="http", user=user and user.value,
                                            password=password and password.value), proxy)  # fmt: skip


def _read_identity(entries: Entries) -> Iterator[Reading]:
    for key, name in _PAIR.items():
        entry = _either(entries, name)
        if entry is not None and entry.value != "":
            yield Reading(key, entry.value, entry)
        elif entry is not None and name == "KEY_ID":
            yield Reading("skip_signature", True, entry)
    is_web = "WEB_IDENTITY_TOKEN_FILE" in entries  # else a role is assumed with other keys
    for key, name in {**(_WEB if is_web else {}), "profile": "PROFILE"}.items():
        if name in entries:
            yield Reading(key, entries[name].value, entries[name])


def _read_endpoint(entries: Entries) -> Iterator[Reading]:
    endpoint, ssl = _either(entries, "ENDPOINT"), _either(entries, "USE_SSL")
    is_plain = ssl is not None and read_by(parse_flag)(ssl.value) is False
    if endpoint is not None:
        scheme = "http" if is_plain else "https"
        text = str(endpoint.value)
        yield Reading("endpoint", text if "://" in text else f"{scheme}://{text}", endpoint)
        if ssl is not None and is_plain:
            yield Reading("allow_http", True, ssl)


def _read_headers(entries: Entries) -> Iterator[Reading]:
    headers = {word.removeprefix(f"{_HEADERS}."): entry for word, entry in entries.items()
               if word.startswith(f"{_HEADERS}.")}  # fmt: skip
    for name in [name for name in headers if name.lower() == "user-agent"]:
        agent = headers.pop(name)
        yield Reading("user_agent", agent.value, agent)
    if headers:
        values = {name: entry.value for name, entry in headers.items()}
        yield Reading("default_headers", values, next(iter(headers.values())))
