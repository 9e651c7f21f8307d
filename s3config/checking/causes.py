"""What the faults are that a check recognises, and the settings that mend them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from s3config.checking import Change
from s3config.reports import value_of
from s3config.symptoms import symptoms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from s3config.resolution import Resolution


class Known(NamedTuple):
    """A fault: `{words}` in its texts are what was found."""

    name: str
    text: str
    remedy: str
    keys: tuple[str, ...]
    """The keys to change, the likeliest first."""
    rules: tuple[str, ...] = ()


_STYLE = "virtual_hosted_style_request"
_OWN = (
    Known("invalid-config", "the configuration cannot be used", "mend what is listed", ()),
    Known("unknown", "nothing is known of this error", "read what the store says", ("endpoint",)),
    Known("wrong-region", "the bucket is in the region {region}", "set region={region}", ("region",), ("RG002",)),
    Known(
        "wrong-endpoint", "the bucket is behind another endpoint, {endpoint}",
        "set the endpoint, or the bucket's region",
        ("endpoint", "region"),
    ),
    Known(
        "wrong-addressing-style", "{why}", f"set {_STYLE}={{style}}", (_STYLE, "endpoint"), ("AD001", "AD002", "AD003"),
    ),
    Known(
        "bucket-in-endpoint", "the endpoint holds the bucket, which requests name again",
        "take it out: write {root}", ("endpoint",), ("EP003", "AD001"),
    ),
    Known(
        "dotted-bucket", "the bucket's name has a dot, and a certificate for *.host covers one label only",
        f"set {_STYLE}=false", (_STYLE, "bucket"), ("AD004",),
    ),
    Known(
        "no-such-region", "there is no AWS region {region}, or it has no S3",
        "write the region's name, such as us-west-2", ("region", "endpoint"), ("RG003", "RG004", "RG007"),
    ),
    Known(
        "no-names", "no host of AWS is known here: there is no network, or only a proxy knows names",
        "set proxy_url, or look at the name server; a store that is not AWS needs its endpoint",
        ("proxy_url", "endpoint", "region"), ("TLS004",),
    ),
    Known(
        "http-to-https", "the endpoint says http://, and the port speaks https", "write the endpoint with https://",
        ("endpoint", "allow_http"), ("TLS001",),
    ),
    Known(
        "expired-certificate", "the server's certificate is not valid today",
        "let whoever runs the store renew it, or set this machine's clock", ("endpoint",),
    ),
    Known(
        "not-s3", "what answers is no S3 service",
        "check host, port and path of the endpoint; a store's web console has another port", ("endpoint",), ("EP012",),
    ),
    Known(
        "wrong-path", "the S3 service is not at this path, but at {root}", "take the path off the endpoint",
        ("endpoint",), ("EP006",),
    ),
    Known(
        "elsewhere", "the server points to another place, {location}",
        "write that as the endpoint, if it is the store's",
        ("endpoint",),
    ),
    Known(
        "proxy-fails", "the proxy does not reach the store", "check proxy_url, or except the host with proxy_excludes",
        ("proxy_url", "proxy_excludes"), ("TLS005",),
    ),
    Known(
        "silent", "the server takes the connection, and says nothing",
        "check host and port of the endpoint, and what stands before it; --timeout gives it longer",
        ("endpoint", "proxy_url"),
    ),
    Known(
        "not-public", "requests are anonymous, and the bucket is not public",
        "set credentials, and take skip_signature away", ("skip_signature", "access_key_id"), ("CR011",),
    ),
    Known(
        "public", "the bucket is public, and these credentials may not use it",
        "set skip_signature=true, or use other credentials", ("skip_signature", "access_key_id"),
    ),
    Known("proxy-silent", "the proxy does not answer", "check proxy_url", ("proxy_url", "proxy_excludes")),
    Known(
        "metadata-not-allowed", "the configuration holds no credentials, so that a store asks the metadata service",
        "set a key pair, a profile or a role, or skip_signature=true; --allow-metadata lets the check ask, too",
        ("access_key_id", "profile", "skip_signature"), ("CR002",),
    ),
    Known(
        "mixed-token", "the session token belongs to another key pair",
        "take key id, secret and token from one place", ("session_token", "access_key_id", "secret_access_key"),
        ("CR022", "CR003", "CR004", "CR005", "CR025"),
    ),
    Known(
        "missing-token", "the key id is a temporary one, and its token is missing", "set the token, too",
        ("session_token", "access_key_id"), ("CR004",),
    ),
    Known(
        "swapped-key-pair", "key id and secret are swapped", "exchange them", ("access_key_id", "secret_access_key"),
        ("CR010",),
    ),
    Known(
        "requester-pays", "whoever asks this bucket has to pay", "set request_payer=true, if you want to pay",
        ("request_payer",),
    ),
    Known(
        "list-denied", "the credentials may read objects, and not list the bucket",
        "allow s3:ListBucket, if lists are wanted", ("access_key_id", "bucket"),
    ),
    Known(
        "read-only", "the credentials may read, and not write", "allow s3:PutObject, or use other credentials",
        ("access_key_id", "bucket"),
    ),
    Known(
        "not-deleted", "the credentials may write, and not delete", "allow s3:DeleteObject, and remove {path}",
        ("access_key_id", "bucket"),
    ),
    Known(
        "changed-content", "the content that was read is not the one that was written",
        "look for a proxy or a gateway that changes bodies", ("proxy_url", "endpoint", "server_side_encryption"),
    ),
    Known(
        "no-such-key", "the bucket is there, and the object is not", "check the path in the URL, or --key", ("bucket",),
    ),
)  # fmt: skip


def _known() -> dict[str, Known]:
    theirs = (Known(s.name, _plain(s.cause), _plain(s.remedy), s.keys, s.rules) for s in symptoms())
    return {known.name: known for known in (*theirs, *_OWN)}


def _plain(text: str) -> str:
    """Return a text without places for words."""
    return text.replace("{", "{{").replace("}", "}}")


KNOWN: Mapping[str, Known] = MappingProxyType(_known())
"""All causes by name: those of `symptoms.toml`, and those that only a check can tell apart."""


OWN = frozenset(known.name for known in _OWN)
"""Those that only a check can tell apart."""


def change_of(resolution: Resolution, key: str, to: str | None) -> Change:
    """Return what a key is now, and what it should be."""
    winner = resolution.history(key)[0]
    value = value_of(resolution, key, winner)
    is_said = key in resolution or (value is not None and winner.origin.place != "default")
    return Change(key, winner if is_said else None, value, to)
