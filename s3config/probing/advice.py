"""The settings to use with a store, from what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s3config.probing.outcomes import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from s3config.config import StoreConfig
    from s3config.probing.outcomes import Finding
    from s3config.providers import Provider

_Found = dict[str, "Finding"]
_FAILED = (Verdict.NO, Verdict.REFUSED, Verdict.IGNORED)
WAYS_TO_COPY = {
    "multipart": "copy_if_not_exists_multipart",
    "header:if-none-match:*": "copy_if_not_exists_header",
    "header:cf-copy-destination-if-none-match:*": "copy_if_not_exists_cloudflare",
}
"""Values of `copy_if_not_exists`, and the capability that each needs; the better ones first."""
_ENCRYPTIONS = {"AES256": "sse_s3", "aws:kms": "sse_kms", "sse-c": "sse_c"}
_DEFAULTS: Mapping[str, str] = {"conditional_put": "etag"}
"""What counts where nothing is said."""


class Advice(NamedTuple):
    """A setting to use."""

    key: str
    value: str | None
    """As it is written; `None` if the key is to be left out."""
    reason: str
    """What was found that makes it the right one."""
    is_change: bool
    """Whether the configuration says something else."""


def advise(findings: Iterable[Finding], config: StoreConfig, provider: Provider | None) -> list[Advice]:
    """Return the settings to use; where nothing was found, or the defaults do, there is none."""
    found = {finding.name: finding for finding in findings}
    made: list[Advice] = []
    for key, choose in _CHOICES.items():
        for value, because in choose(found, config, provider):
            current = _written(getattr(config, key)) or _DEFAULTS.get(key)
            reason = "; ".join(f"{name}: {found[name].verdict}, {found[name].evidence}" for name in because)
            made.append(Advice(key, value, reason, value != current))
            break
    return made


def _written(value: object) -> str | None:
    return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)


_Choice = tuple[str | None, tuple[str, ...]]
"""A value, and the capabilities that speak for it."""


def _puts(found: _Found, config: StoreConfig, _provider: Provider | None) -> Iterator[_Choice]:
    create, atomic, update = "conditional_put_create", "conditional_put_atomic", "conditional_put_update"
    if (config.conditional_put or "").startswith("dynamo:") or found[create].verdict is Verdict.UNKNOWN:
        return
    if found[create].verdict in _FAILED:
        yield "disabled", (create,)
    if found[atomic].verdict in _FAILED:
        yield "disabled", (atomic,)
    yield "etag", (create, update) if found[update].verdict in _FAILED else (create,)


def _copies(found: _Found, config: StoreConfig, provider: Provider | None) -> Iterator[_Choice]:
    current = config.copy_if_not_exists
    if current is not None and current not in WAYS_TO_COPY:  # a lock, or a header that was not tried
        return
    preferred = [current, provider and provider.fact("copy_if_not_exists"), *WAYS_TO_COPY]
    for value in preferred:
        if isinstance(value, str) and value in WAYS_TO_COPY and found[WAYS_TO_COPY[value]].verdict is Verdict.YES:
            yield value, (WAYS_TO_COPY[value],)
    if current is not None and found[WAYS_TO_COPY[current]].verdict in _FAILED:
        yield None, (WAYS_TO_COPY[current],)


def _where_failed(value: str, *names: str) -> Callable[[_Found, StoreConfig, Provider | None], Iterator[_Choice]]:
    """Choose a value where one of some capabilities is not there."""

    def choose(found: _Found, _config: StoreConfig, _provider: Provider | None) -> Iterator[_Choice]:
        failed = tuple(name for name in names if found[name].verdict in _FAILED)
        if failed:
            yield value, failed

    return choose


def _tags(found: _Found, _config: StoreConfig, _provider: Provider | None) -> Iterator[_Choice]:
    if found["tagging"].verdict is Verdict.REFUSED:
        yield "true", ("tagging",)


def _style(found: _Found, config: StoreConfig, _provider: Provider | None) -> Iterator[_Choice]:
    path, virtual = found["path_style"].verdict, found["virtual_hosted_style"].verdict
    if path in _FAILED and virtual is Verdict.YES:
        yield "true", ("path_style", "virtual_hosted_style")
    if config.virtual_hosted_style_request and virtual in _FAILED and path is Verdict.YES:
        yield "false", ("virtual_hosted_style", "path_style")


def _payload(found: _Found, config: StoreConfig, _provider: Provider | None) -> Iterator[_Choice]:
    signed, unsigned = found["signed_payload"].verdict, found["unsigned_payload"].verdict
    if signed in _FAILED and unsigned is Verdict.YES:
        yield "true", ("signed_payload", "unsigned_payload")
    if config.unsigned_payload and unsigned in _FAILED and signed is Verdict.YES:
        yield "false", ("unsigned_payload", "signed_payload")


def _checksum(found: _Found, config: StoreConfig, _provider: Provider | None) -> Iterator[_Choice]:
    name = f"checksum_{(config.checksum_algorithm or '').lower()}"
    if name in found and found[name].verdict is Verdict.REFUSED:
        yield None, (name,)


def _encryption(found: _Found, config: StoreConfig, _provider: Provider | None) -> Iterator[_Choice]:
    name = _ENCRYPTIONS.get(config.server_side_encryption or "")
    if name is not None and found[name].verdict is Verdict.REFUSED:
        yield None, (name,)


_CHOICES: Mapping[str, Callable[[_Found, StoreConfig, Provider | None], Iterator[_Choice]]] = {
    "conditional_put": _puts,
    "copy_if_not_exists": _copies,
    "disable_bulk_delete": _where_failed("true", "bulk_delete", "bulk_delete_md5"),
    "request_checksum_calculation": _where_failed("when_required", "sdk_default_checksums", "checksum_trailer"),
    "response_checksum_validation": _where_failed("when_required", "sdk_range_checksum"),
    "checksum_algorithm": _checksum,
    "disable_tagging": _tags,
    "virtual_hosted_style_request": _style,
    "unsigned_payload": _payload,
    "server_side_encryption": _encryption,
}
"""How the value of each key is chosen; the first that is named counts."""
