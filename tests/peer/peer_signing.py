"""Where a request goes and who makes it, read from URLs that both sides sign without a network."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import obstore
import pytest
from obstore.store import S3Store
from peer_sides import REFUSES

from s3config import InvalidConfigError, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s3config import StoreConfig

PAIR = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
ENV_PAIR = {f"AWS_{key.upper()}": value for key, value in PAIR.items()}

_NO_TOKEN = "none"


def request(url: str, *, region: str = "us-east-1", key_id: str = PAIR["access_key_id"], token: str = _NO_TOKEN) -> str:
    """Write a request down as `signed` does."""
    return f"{url} region={region} key={key_id} token={token}"


def signed(store: S3Store) -> str:
    """Sign the object `key`, and write down host, path, key id, region and token; static keys need no network."""
    parts = urlsplit(obstore.sign(store, "GET", "key", timedelta(minutes=5)))
    query = parse_qs(parts.query, keep_blank_values=True)
    key_id, _, region, *_ = query["X-Amz-Credential"][0].split("/")
    token = query.get("X-Amz-Security-Token", [_NO_TOKEN])[0]
    return request(f"{parts.scheme}://{parts.netloc}{parts.path}", region=region, key_id=key_id, token=token)


def our_request(url: str | None = None, *, env: Mapping[str, str] | bool, **arguments: Any) -> str:
    """Return the request that our canonical configuration means."""
    try:
        config = resolve(url, env=env, **arguments).config
    except InvalidConfigError:
        return REFUSES
    return signed(store_of(config))


def their_request(url: str | None = None, *, env: Mapping[str, str], **arguments: Any) -> str:
    """Return the request that obstore makes of the same; every one of its constructors reads the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in env.items():
            patch.setenv(name, value)
        try:
            store = S3Store(**arguments) if url is None else S3Store.from_url(url, **arguments)
            return signed(store)
        except Exception:  # noqa: BLE001 (some of obstore's refusals come only when it signs)
            return REFUSES


def store_of(config: StoreConfig) -> S3Store:
    """Build a store of obstore from canonical values; the environment is to be empty.

    The endpoint is the service root, before which obstore wants the bucket if it is to stand in the host.
    """
    assert config.access_key_id is not None
    assert config.secret_access_key is not None
    values: dict[str, Any] = {
        "access_key_id": config.access_key_id,
        "secret_access_key": config.secret_access_key.get_secret_value(),
        "region": config.region,
        "virtual_hosted_style_request": config.virtual_hosted_style_request,
    }
    if config.session_token is not None:
        values["session_token"] = config.session_token.get_secret_value()
    if config.s3_express:
        values["s3_express"] = True
    if config.endpoint is not None:
        scheme, _, rest = config.endpoint.partition("://")
        before = f"{config.bucket}." if config.virtual_hosted_style_request else ""
        values["endpoint"] = f"{scheme}://{before}{rest}"
    return S3Store(config.bucket, config=values)  # type: ignore[arg-type]
