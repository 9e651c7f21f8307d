"""Mappings named `storage_options` in YAML, JSON and TOML, which fsspec and object_store's tools take."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.diagnostics import Diagnostic, Severity
from s3config.documents import load_foreign
from s3config.files import UnreadableFileError
from s3config.kinds import Scope
from s3config.mappings import Mappings
from s3config.nodes import Reader, complaining
from s3config.origin import Layer, Origin, Setting
from s3config.spellings import SPELLINGS, find
from s3config.suggestion import nearest
from s3config.tables import Table, unknown_key
from s3config.tools import tools
from s3config.variables import unsafe_rename

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

NAMES = ()
_WORD = "storage_options"
MARKS = ((".json", _WORD), (".yaml", _WORD), (".yml", _WORD), (".toml", _WORD))
_SYNTAXES = {".json": "json", ".yaml": "yaml", ".yml": "yaml", ".toml": "toml"}

_OBJECT_STORE, _S3FS = "object_store", "s3fs"
_OF_BOTH = frozenset({"token", "endpoint_url", "profile", "requester_pays"})
"""Our spellings that s3fs has as well."""
_S3FS_SAYS = {
    "access_key_id": "key", "secret_access_key": "secret", "session_token": "token", "endpoint": "endpoint_url",
    "region": "client_kwargs.region_name", "default_region": "client_kwargs.region_name", "profile": "profile",
    "request_payer": "requester_pays", "virtual_hosted_style_request": "config_kwargs.s3.addressing_style",
}  # fmt: skip
_ANYBODYS = frozenset({
    "session_token", "skip_signature", "profile", "request_payer", "endpoint", "user_agent", "timeout", "allow_http",
    "connect_timeout", "read_timeout", "proxy_url", "max_retries", "retry_timeout", "root_certificate",
    "allow_invalid_certificates", "pool_idle_timeout", "pool_max_idle_per_host", "http1_only", "http2_only",
})  # fmt: skip
"""Keys of which other clouds' tools have words that look the same, so that one alone does not tell S3."""
_OF_OTHER_CLOUDS = (
    "account_", "azure_", "google_", "gcs_", "gs_", "hf_", "oss_", "project", "sas_token", "connection_string",
    "tenant_id",
    "client_id", "client_secret", "container_name", "service_account", "application_", "host", "port",
)  # fmt: skip
"""How words of other tools begin."""
_USER = frozenset({"username", "password"})
_SILENT = frozenset({
    "asynchronous", "cache_regions", "cache_storage", "cache_type", "check_files", "config_kwargs", "client_kwargs",
    "default_block_size", "default_cache_type", "default_fill_cache", "expiry_time", "fixed_upload_size",
    "listings_expiry_time",
    "loop", "max_concurrency", "max_paths", "s3_additional_kwargs", "session", "skip_instance_cache", "target_options",
    "target_protocol", "use_listings_cache", "use_ssl", "version_aware",
    "file_cache_ttl", "client_retry_timeout", "download_retry_count", "object_store_concurrency_limit",
    "mount_allow_unsafe_rename", "aws_force_credential_load", "aws_iam_role_arn",
    "aws_iam_role_session_name", "background_writes", "scheme", "external_id", "load_frequency",
    "aws_s3_allow_unsafe_rename", "aws_s3_locking_provider", "aws_s3_addressing_style", "aws_s3_assume_role_arn",
    "aws_s3_role_session_name", "aws_s3_force_credential_load", "aws_s3_pool_idle_timeout_seconds",
    "aws_sts_pool_idle_timeout_seconds", "aws_s3_get_internal_server_error_retries", "access_key_id_dynamodb",
})  # fmt: skip
"""Words of the tools that are no key of ours."""
_SILENT_BEGINNINGS = ("headers.", "delta_", "dynamo_", "lance_", "target_options.", "s3_additional_kwargs.")
_SILENT_BELOW = frozenset({
    "api_version", "use_ssl", "verify", "user_agent_extra", "user_agent_appid", "total_max_attempts", "mode", "proxies",
    "proxies_config", "max_pool_connections", "signature_version", "tcp_keepalive", "parameter_validation",
    "client_cert",
    "inject_host_prefix", "endpoint_discovery_enabled", "use_dualstack_endpoint", "use_fips_endpoint", "defaults_mode",
    "ignore_configured_endpoint_urls", "region_name", "use_accelerate_endpoint", "us_east_1_regional_endpoint",
})  # fmt: skip
"""botocore's words below `client_kwargs` and `config_kwargs` that are no key of ours."""
_MILLISECONDS = {
    "retry_timeout_ms": "retry_timeout", "retry_init_backoff_ms": "init_backoff", "retry_max_backoff_ms": "max_backoff",
}  # fmt: skip
_DEEPEST = 4


class _Entry(NamedTuple):
    """An assignment; the names of the tables that it is in stand before its own, with dots between."""

    word: str
    value: Any
    origin: Origin


class _Meaning(NamedTuple):
    """What a word means."""

    key: str
    dialect: str | None
    """Whose word it is; `None` if several have it."""
    convert: Callable[[Any], Any] | None = None


def scopes(path: str, text: str) -> Iterator[Scope]:
    """Yield each of the mappings that is about S3."""
    syntaxes = {path: _SYNTAXES[Path(path).suffix.lower()]}
    for table in _tables(path, text):
        if isinstance(table, Diagnostic):
            yield Scope((), (table,), syntaxes, is_open=True, is_foreign=True)
            continue
        of_s3 = [entry.value for entry in table if entry.word in ("s3", "s3a") and isinstance(entry.value, Table)]
        for own in of_s3 or [table]:  # below it, fsspec has the options of each protocol
            scope = _scope(list(_flat(own)), syntaxes)
            if scope is not None:
                yield scope


def _tables(path: str, text: str) -> Iterator[Table | Diagnostic]:
    """Yield every mapping of the name, wherever it is in the file; or what is wrong with it."""
    if Path(path).suffix.lower() not in (".yaml", ".yml"):
        yield from _named(load_foreign(Path(path), text))
        return
    try:
        file = Mappings(text, path)
    except UnreadableFileError:
        if "{{" in text or "{%" in text:  # a template, which makes YAML and need not be any
            return
        raise
    reader = Reader(text, path, takes_tags=True)
    for node in file.below(_WORD):
        if node.id == "mapping":
            try:
                with complaining(path):
                    table = reader.table(node)
            except UnreadableFileError as error:
                yield error.diagnostic
            else:
                yield table


def _named(whole: Any) -> Iterator[Table]:  # noqa: ANN401 (any JSON value)
    waiting = [whole]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Table):
            yield from (entry.value for entry in value if entry.word == _WORD and isinstance(entry.value, Table))
            waiting.extend(entry.value for entry in reversed(value))
        elif isinstance(value, list):
            waiting.extend(reversed(value))


def _flat(table: Table, above: str = "", depth: int = 0) -> Iterator[_Entry]:
    for word, value, origin in table:
        name = f"{above}{word}"
        if isinstance(value, Table) and depth < _DEEPEST:
            yield from _flat(value, f"{name}.", depth + 1)
        else:
            yield _Entry(name, value, origin)


def _scope(entries: list[_Entry], syntaxes: dict[str, str]) -> Scope | None:
    meanings = {entry.word: meaning for entry in entries if (meaning := _meaning(entry.word)) is not None}
    if not _is_of_s3(entries, meanings):
        return None
    dialect = _dialect(meanings.values())
    settings: list[Setting] = []
    complaints: list[Diagnostic] = []
    frozen: set[Origin] = set()
    for word, written, origin in entries:
        meaning = meanings.get(word)
        if meaning is None:
            unsafe = unsafe_rename(word.upper(), written, origin)
            complaints.extend(_unknown(word, origin) if unsafe is None else (unsafe,))
            continue
        if not _has(dialect, word, meaning):
            complaints.append(_of_another(word, meaning, dialect, origin, entries))
        key, value = meaning.key, written if meaning.convert is None else meaning.convert(written)
        if isinstance(value, tuple):
            key, value = value
        if value is not None:
            settings.append(Setting(key, SPELLINGS[key].seal(value), word, origin, Layer.FILE))
        if value is not written:
            frozen.add(origin)
    return Scope(
        tuple(settings),
        tuple(complaints),
        syntaxes,
        is_open=any(setting.key == "profile" for setting in settings),
        is_foreign=True,
        frozen=frozenset(frozen),
        allows_http=dialect != _OBJECT_STORE,
    )


def _is_of_s3(entries: list[_Entry], meanings: dict[str, _Meaning]) -> bool:
    words = [entry.word.lower() for entry in entries]
    if any(word.startswith("aws_") for word in words):
        return True
    if any(word.startswith(_OF_OTHER_CLOUDS) for word in words):
        return False
    below = any(word.startswith(("client_kwargs.", "config_kwargs.")) for word in meanings)
    return below or any(meaning.key not in _ANYBODYS and word not in _USER for word, meaning in meanings.items())


@cache
def _words() -> dict[str, _Meaning]:
    """Return the words of all tools that are not our spellings; a word of several families is nobody's."""
    found: dict[str, _Meaning] = {
        "config_kwargs.s3.addressing_style": _Meaning("virtual_hosted_style_request", _S3FS, _style),
        "config_kwargs.s3.payload_signing_enabled": _Meaning("unsigned_payload", _S3FS, _not),
        "client_kwargs.verify": _Meaning("root_certificate", _S3FS, _verified),
        **{word: _Meaning(key, _OBJECT_STORE, _seconds) for word, key in _MILLISECONDS.items()},
    }
    for tool in tools().values():
        dialect = _OBJECT_STORE if tool.family == _OBJECT_STORE else tool.id
        for word, key in tool.words.items():
            known = found.get(word)
            if known is None:
                found[word] = _Meaning(key, dialect)
            elif known.dialect != dialect:
                found[word] = known._replace(dialect=_S3FS if _S3FS in (known.dialect, dialect) else None)
    return found


def _meaning(word: str) -> _Meaning | None:
    found = _words().get(word)
    if found is not None and found.key in SPELLINGS:
        return found
    bare = word
    for table in ("client_options.", "retry_config.", "backoff."):
        bare = bare.removeprefix(table)
    spelling = find(bare)
    if spelling is None:
        return None
    return _Meaning(spelling.key, None if word in _OF_BOTH else _OBJECT_STORE)


def _style(value: object) -> bool | None:
    return {"virtual": True, "path": False}.get(str(value))


def _not(value: object) -> object:
    return not value if isinstance(value, bool) else value


def _verified(value: object) -> object:
    return ("allow_invalid_certificates", not value) if isinstance(value, bool) else value


def _seconds(value: object) -> object:
    try:
        return float(value) / 1000 if isinstance(value, int | float | str) else value
    except ValueError:
        return value


def _dialect(meanings: Iterable[_Meaning]) -> str:
    """Return whose words most of them are."""
    counts: dict[str, int] = {}
    for meaning in meanings:
        if meaning.dialect is not None:
            counts[meaning.dialect] = counts.get(meaning.dialect, 0) + 1
    return max(counts, key=lambda name: (counts[name], name == _OBJECT_STORE), default=_S3FS)


def _has(dialect: str, word: str, meaning: _Meaning) -> bool:
    """Tell whether a word is one of a dialect, or of all."""
    if meaning.dialect in (None, dialect):
        return True
    tool = tools().get(dialect)
    return tool is not None and dialect != _S3FS and tool.word(meaning.key) == word


def _of_another(word: str, meaning: _Meaning, dialect: str, origin: Origin, entries: list[_Entry]) -> Diagnostic:
    message = f"{word!r} is {meaning.dialect}'s word, and the others here are {dialect}'s"
    better = _said_by(dialect, meaning.key, entries)
    remedy = f"write {better}" if better else f"remove it; {dialect} has no word for it"
    return Diagnostic("KEY002", Severity.ERROR, (origin,), message, remedy)


def _said_by(dialect: str, key: str, entries: list[_Entry]) -> str | None:
    """Return what a dialect calls a key, with the prefix and in the case of the other words; `None` if nothing."""
    if dialect == _OBJECT_STORE:
        prefixed = [entry.word for entry in entries if entry.word.lower().startswith("aws_")]
        name = f"aws_{key}" if prefixed else key
        return name.upper() if any(word.isupper() for word in prefixed) else name
    if dialect == _S3FS and key in _S3FS_SAYS:
        return _S3FS_SAYS[key]
    return next((word for word, meant in tools()[dialect].words.items() if meant == key), None)


def _unknown(word: str, origin: Origin) -> Iterator[Diagnostic]:
    """Complain of what is nearly a word; a tool may have others than we know of."""
    lower = word.lower()
    above, _, own = word.rpartition(".")
    if lower in _SILENT or lower.startswith((*_SILENT_BEGINNINGS, *_OF_OTHER_CLOUDS)) or lower.endswith("_dynamodb"):
        return
    if above:
        beside = [name.removeprefix(f"{above}.") for name in _words() if name.startswith(f"{above}.")]
        close = None if own in _SILENT_BELOW else nearest(own, beside)
        if close is not None:
            message = f"unknown key {word!r}"
            yield Diagnostic("KEY001", Severity.ERROR, (origin,), message, f"did you mean {above}.{close}?")
        return
    complaint = unknown_key(word, origin, Severity.ERROR)
    is_near = complaint.remedy.startswith("did you mean")
    yield complaint if is_near else complaint._replace(severity=Severity.INFO)
