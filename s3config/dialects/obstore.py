"""obstore: the arguments of `obstore.store.S3Store`.

Source: obstore 0.12.1 (object_store 0.14.2), run against a recording server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3config.dialects import HONOURED, Arguments, Fate, by, host_style_endpoint, no, said, under
from s3config.fetching import pem_of
from s3config.redaction import reveal
from s3config.spellings import KEYS as _ALL

if TYPE_CHECKING:
    from s3config.config import StoreConfig
    from s3config.dialects import Support

_ELSEWHERE = {
    "endpoint": by("endpoint, with the bucket in its host where that is the style"),
    "sts_endpoint": under("endpoint_url_sts"),
    "credential_provider": under("credential_provider="),
    "root_certificate": by("the text of the certificate"),
    "proxy_ca_certificate": by("the text of the certificate"),
    "use_fips_endpoint": by("endpoint"),
    "use_dualstack_endpoint": by("endpoint"),
    "conditional_put": by("conditional_put", without=("dynamo",)),
    "copy_if_not_exists": by("copy_if_not_exists", without=("dynamo",)),
    "request_checksum_calculation": by("it never adds one", without=("when_supported",)),
    "response_checksum_validation": by("it never checks one", without=("when_supported",)),
    "default_region": by("region, where there is none"),
    "ignore_configured_endpoint_urls": by("nothing is left to ignore"),
    "container_authorization_token": no("it takes the token from a file only"),
    "credential_expiration": no("it does not know when a static pair ends"),
    "ec2_metadata_disabled": no("it asks the metadata service where it finds nothing else"),
    "profile": no("it reads no profiles"),
}
KEYS: dict[str, Support] = {key: _ELSEWHERE.get(key, HONOURED) for key in _ALL}
_AS_TEXT = ("pool_max_idle_per_host", "http2_max_frame_size")
_CERTIFICATES = ("root_certificate", "proxy_ca_certificate")
_NEVER = ("request_checksum_calculation", "response_checksum_validation")
"""Keys whose one value that can be said is what it does anyway."""
_DERIVED = ("use_fips_endpoint", "use_dualstack_endpoint", "default_region", "ignore_configured_endpoint_urls")


def write(config: StoreConfig) -> dict[str, Any]:
    """Return the arguments of `S3Store`: what was said, and the region.

    Raises:
        OSError: A certificate's file cannot be read.
    """
    tables = {"config": Arguments(region=config.region), "client_options": Arguments(), "retry_config": Arguments()}
    arguments = Arguments(bucket=config.bucket)
    for key, value in said(config):
        if key in ("bucket", *_DERIVED) or _is_unsaid(key, value):
            continue
        if key == "credential_provider":
            arguments[key] = value
        else:
            place = _ALL[key].table
            _nest(tables, place or ("config",))[name_of(key)] = _value(config, key, value)
    return {**arguments, **{name: table for name, table in tables.items() if table}}


def _is_unsaid(key: str, value: Any) -> bool:  # noqa: ANN401 (any key's value)
    support = KEYS[key]
    if key in _NEVER:
        return True
    return support.fate is Fate.UNSUPPORTED or any(str(value).startswith(word) for word in support.without)


def _nest(tables: dict[str, Arguments], place: tuple[str, ...]) -> dict[str, Any]:
    table: dict[str, Any] = tables[place[0]]
    for name in place[1:]:
        table = table.setdefault(name, {})
    return table


def name_of(key: str) -> str:
    """Return the name of a key in its table."""
    return KEYS[key].how if key == "sts_endpoint" else _ALL[key].field


def _value(config: StoreConfig, key: str, value: Any) -> Any:  # noqa: ANN401
    if key == "endpoint":
        return host_style_endpoint(config)
    if key in _CERTIFICATES:
        return pem_of(value)
    if key in _AS_TEXT:
        return str(value)
    return str(reveal(value)) if isinstance(value, str) else reveal(value)
