"""Options of the HTTP client: transport, time-outs, pool, proxy, certificates."""

from datetime import timedelta

from pydantic import BaseModel, SecretStr

from s3config.config.addresses import PROXY_URL
from s3config.config.choices import HEADERS
from s3config.config.key import NESTED, key
from s3config.config.numbers import COUNT, FLAG, FRAME_SIZE
from s3config.config.texts import CERTIFICATE, TEXT
from s3config.config.times import DURATION

_SOURCE = "object_store, ClientConfigKey"


class ClientOptions(BaseModel):
    """Options of the HTTP client; what is `None` is left to the backend."""

    model_config = NESTED

    allow_http: bool = key(
        FLAG,
        False,
        doc="Whether an endpoint may be http://, which sends everything in plain text. Default false; a loopback "
        "endpoint implies true.",
        examples=(True,),
        source=_SOURCE,
    )
    allow_invalid_certificates: bool = key(
        FLAG,
        False,
        doc="Whether TLS certificates go unchecked, which lets anybody listen. Default false.",
        examples=(True,),
        source=_SOURCE,
    )
    disable_system_certificates: bool = key(
        FLAG,
        False,
        doc="Whether only root_certificate is trusted, and not the system's authorities. Default false.",
        examples=(True,),
        source=_SOURCE,
    )
    root_certificate: str | None = key(
        CERTIFICATE,
        doc="Further certificate authority to trust: PEM text, or the path of a PEM file.",
        examples=("/etc/ssl/private-ca.pem",),
        spellings=("root_certificate", "ca_bundle"),
        path=True,
        source=f"{_SOURCE}; AWS SDKs and Tools Reference Guide, ca_bundle",
    )
    connect_timeout: timedelta | None = key(
        DURATION, doc="Longest time to connect. object_store's default is 5s.", examples=("5s",), source=_SOURCE
    )
    timeout: timedelta | None = key(
        DURATION,
        doc="Longest time for a whole request, body included. object_store's default is 30s.",
        examples=("30s", "2h 37min", 30),
        source=_SOURCE,
    )
    read_timeout: timedelta | None = key(
        DURATION, doc="Longest time without a byte from the server. Default: none.", examples=("10s",), source=_SOURCE
    )
    pool_idle_timeout: timedelta | None = key(
        DURATION,
        doc="How long an idle connection is kept. object_store's default is 90s.",
        examples=("90s",),
        source=_SOURCE,
    )
    pool_max_idle_per_host: int | None = key(
        COUNT, doc="Most idle connections that are kept for a host. Default: no limit.", examples=(16,), source=_SOURCE
    )
    default_content_type: str | None = key(
        TEXT,
        doc="Content type of uploads that have none of their own.",
        examples=("application/octet-stream",),
        source=_SOURCE,
    )
    default_headers: dict[str, SecretStr] | None = key(
        HEADERS,
        doc="Headers that are sent with every request; as text, one `Name: value` a line. The values are secret.",
        examples=({"x-team": "data"},),
        secret=True,
        source="object_store, ClientOptions::with_default_headers",
    )
    http1_only: bool = key(
        FLAG, False, doc="Whether only HTTP/1 is spoken. Default false.", examples=(True,), source=_SOURCE
    )
    http2_only: bool = key(
        FLAG, False, doc="Whether only HTTP/2 is spoken. Default false.", examples=(True,), source=_SOURCE
    )
    http2_keep_alive_interval: timedelta | None = key(
        DURATION, doc="Time between HTTP/2 pings. Default: none are sent.", examples=("30s",), source=_SOURCE
    )
    http2_keep_alive_timeout: timedelta | None = key(
        DURATION, doc="Longest time for the answer to an HTTP/2 ping.", examples=("20s",), source=_SOURCE
    )
    http2_keep_alive_while_idle: bool = key(
        FLAG,
        False,
        doc="Whether HTTP/2 pings go on while nothing is asked. Default false.",
        examples=(True,),
        source=_SOURCE,
    )
    http2_max_frame_size: int | None = key(
        FRAME_SIZE,
        doc="Largest HTTP/2 frame, in bytes, from 16384 to 16777215.",
        examples=(16384,),
        source=f"{_SOURCE}; RFC 9113, 4.2",
    )
    proxy_url: str | None = key(
        PROXY_URL,
        doc="Proxy for all requests; it may hold a user and a password.",
        examples=("http://proxy.example.com:3128",),
        source=_SOURCE,
    )
    proxy_ca_certificate: str | None = key(
        CERTIFICATE,
        doc="Certificate authority of the proxy: PEM text, or the path of a PEM file.",
        examples=("/etc/ssl/proxy-ca.pem",),
        path=True,
        source=_SOURCE,
    )
    proxy_excludes: str | None = key(
        TEXT,
        doc="Hosts that are reached without the proxy, separated by commas.",
        examples=("localhost,169.254.169.254",),
        source=_SOURCE,
    )
    randomize_addresses: bool | None = key(
        FLAG,
        doc="Whether the order of a host's addresses is shuffled, to spread load. object_store's default is true.",
        examples=(False,),
        source=_SOURCE,
    )
    user_agent: str | None = key(
        TEXT,
        doc="Value of the User-Agent header. Default: the backend's.",
        examples=("nightly-job/1.0",),
        source=_SOURCE,
    )
