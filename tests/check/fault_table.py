"""What a check must say of each fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fault_world import HOST, KEY_ID, SECRET, STYLE, Environment, World
from faulty import (
    anonymous,
    changed,
    closed,
    dripping,
    full,
    hanging_up,
    is_signed,
    lists_buckets,
    mixed,
    no_delete,
    no_list,
    no_proxy,
    no_role_token,
    offline,
    page,
    payer,
    plain_at_tls,
    proxied,
    says,
    says_https,
    silent,
    silent_tls,
    silent_when_signed,
    skewed,
    slow,
    swapped,
    tls,
    wants_host,
    wants_path,
    without_token,
    wrong_path,
)

if TYPE_CHECKING:
    from collections.abc import Callable


class Fault(NamedTuple):
    """What is wrong, and what must be said of it."""

    name: str
    make: Callable[[World], Environment]
    """Injects it, and returns the variables."""
    step: str
    cause: str
    key: str | None
    """The setting to change first."""
    to: str | None = None
    """What it should be; a pattern."""
    arguments: tuple[str, ...] = ()
    status: str = "failed"


_REGION = {"x_amz_bucket_region": "eu-west-1"}
_WRITE = ("--write",)

FAULTS = (
    # The configuration.
    Fault("no bucket is named", lambda w: w.good(AWS_BUCKET=None), "resolve", "invalid-config", None),
    Fault("half a key pair", lambda w: w.good(AWS_SECRET_ACCESS_KEY=None), "resolve", "invalid-config", None),
    Fault(
        "endpoint without a scheme",
        lambda w: w.good(AWS_ENDPOINT_URL="127.0.0.1:9000"),
        "resolve",
        "invalid-config",
        None,
    ),
    # The way to the server.
    Fault(
        "a host that does not exist",
        lambda w: w.good(AWS_ENDPOINT_URL="https://s3.no-such-store.test"),
        "dns",
        "unknown-host",
        "endpoint",
    ),
    Fault(
        "a region that does not exist",
        lambda w: w.good(AWS_ENDPOINT_URL=None, AWS_REGION="us-esat-1"),
        "dns",
        "no-such-region",
        "region",
    ),
    Fault(
        "bucket in front of a host whose DNS does not know it",
        lambda w: w.good(AWS_ENDPOINT_URL=f"https://{HOST}", AWS_VIRTUAL_HOSTED_STYLE_REQUEST="true"),
        "dns",
        "wrong-addressing-style",
        STYLE,
        "false",
    ),
    Fault(
        "a proxy whose name does not exist",
        lambda w: w.good(AWS_PROXY_URL="http://proxy.nowhere.test:3128"),
        "dns",
        "proxy-silent",
        "proxy_url",
    ),
    Fault(
        "a closed port",
        lambda w: w.good(AWS_ENDPOINT_URL=f"http://127.0.0.1:{closed(w)}"),
        "tcp",
        "refused-connection",
        "endpoint",
    ),
    Fault("a port that lets nobody in", full, "tcp", "refused-connection", "endpoint"),
    Fault(
        "a proxy that is not there",
        lambda w: w.good(AWS_PROXY_URL=f"http://127.0.0.1:{closed(w)}"),
        "tcp",
        "proxy-silent",
        "proxy_url",
    ),
    Fault(
        "a proxy that wants another password", proxied(scheme="https", asks=True), "proxy", "proxy-asks", "proxy_url"
    ),
    Fault("a proxy that leads nowhere", proxied(scheme="https", leads=False), "proxy", "proxy-fails", "proxy_url"),
    Fault(
        "a proxy that wants another password, http",
        proxied(scheme="http", asks=True),
        "http",
        "proxy-asks",
        "proxy_url",
    ),
    Fault("a proxy that leads nowhere, http", proxied(scheme="http", leads=False), "http", "proxy-fails", "proxy_url"),
    Fault("a machine without a network", offline, "dns", "no-names", "proxy_url"),
    # TLS.
    Fault(
        "https at a port for http",
        lambda w: w.good(AWS_ENDPOINT_URL=w.ministack.endpoint.replace("http:", "https:")),
        "tls",
        "https-to-http",
        "endpoint",
        r"http://127\.0\.0\.1:\d+",
    ),
    Fault(
        "http at a port for https that hangs up",
        plain_at_tls,
        "http",
        "http-to-https",
        "endpoint",
        r"https://127\.0\.0\.1:\d+",
    ),
    Fault(
        "http at a port for https that says so",
        says_https,
        "http",
        "http-to-https",
        "endpoint",
        r"https://127\.0\.0\.1:\d+",
    ),
    Fault("an unknown authority", tls(HOST, trusted=False), "tls", "untrusted-certificate", "root_certificate"),
    Fault("a certificate of another host", tls("other.test"), "tls", "certificate-of-another-host", "endpoint"),
    Fault("a certificate that has ended", tls(HOST, days=-1), "tls", "expired-certificate", "endpoint"),
    Fault(
        "a bucket with a dot, under a certificate for one label",
        tls(
            f"any.{HOST}",
            f"*.any.{HOST}",
            host=f"any.{HOST}",
            AWS_BUCKET="my.bkt",
            AWS_VIRTUAL_HOSTED_STYLE_REQUEST="true",
        ),
        "tls",
        "dotted-bucket",
        STYLE,
        "false",
    ),
    Fault(
        "a certificate without buckets",
        tls(f"any.{HOST}", host=f"any.{HOST}", AWS_VIRTUAL_HOSTED_STYLE_REQUEST="true"),
        "tls",
        "wrong-addressing-style",
        STYLE,
        "false",
    ),
    Fault(
        "the bucket in the host of the endpoint",
        tls(f"any.{HOST}", host=f"bkt.any.{HOST}"),
        "tls",
        "bucket-in-endpoint",
        "endpoint",
        r"https://any\.store\.test:\d+",
    ),
    Fault("a server that begins no TLS", silent_tls, "tls", "silent", "endpoint"),
    # Who answers.
    Fault("a server that never ends its answer", dripping, "http", "silent", "endpoint"),
    Fault("a server that hangs up", hanging_up, "http", "cut-off", "max_retries"),
    Fault("a proxy that speaks no http", no_proxy, "proxy", "proxy-silent", "proxy_url"),
    Fault(
        "a certificate file that is not there",
        lambda w: w.recorded(AWS_ENDPOINT_URL=f"https://{HOST}:{w.tls(HOST)}", AWS_CA_BUNDLE="/nowhere/ca.pem"),
        "tls",
        "untrusted-certificate",
        "root_certificate",
    ),
    Fault("a silent server", silent, "http", "silent", "endpoint"),
    Fault(
        "a web page",
        page(200, "<!DOCTYPE html><html><title>MinIO Console</title></html>"),
        "http",
        "not-s3",
        "endpoint",
    ),
    Fault("another service", page(404, '{"detail": "Not Found"}', "application/json"), "http", "not-s3", "endpoint"),
    Fault("a path where S3 is not", wrong_path, "http", "wrong-path", "endpoint", r"http://127\.0\.0\.1:\d+"),
    Fault(
        "a server that points elsewhere",
        page(302, "", Location="https://login.example.test/"),
        "http",
        "elsewhere",
        "endpoint",
    ),
    Fault(
        "a server that points to https",
        page(301, "", Location="https://127.0.0.1/"),
        "http",
        "http-to-https",
        "endpoint",
        "https://127.0.0.1",
    ),
    Fault("a clock that is an hour wrong", skewed, "clock", "clock-skew", None),
    # The bucket.
    Fault(
        "another region, which the server names",
        says(301, "PermanentRedirect", **_REGION),
        "bucket",
        "wrong-region",
        "region",
        "eu-west-1",
    ),
    Fault(
        "another region, with status 400",
        says(400, "AuthorizationHeaderMalformed", **_REGION),
        "bucket",
        "wrong-region",
        "region",
        "eu-west-1",
    ),
    Fault(
        "another endpoint, which the server names",
        says(301, "PermanentRedirect", inside="<Endpoint>bkt.s3-eu.example.test</Endpoint>"),
        "bucket",
        "wrong-endpoint",
        "endpoint",
    ),
    Fault("no such bucket", lambda w: w.good(AWS_BUCKET="no-such-bucket"), "bucket", "no-bucket", "bucket"),
    Fault(
        "no such bucket, which only the signed list shows",
        says(404, "NoSuchBucket", is_signed),
        "list",
        "no-bucket",
        "bucket",
    ),
    Fault("a store that wants the bucket in the host", wants_host, "bucket", "wrong-addressing-style", STYLE, "true"),
    Fault("a store that wants the bucket in the path", wants_path, "list", "wrong-addressing-style", STYLE, "false"),
    Fault("a store that lists its buckets instead", lists_buckets, "bucket", "wrong-addressing-style", STYLE, "false"),
    Fault("a store that asks for less", says(503, "SlowDown"), "bucket", "too-fast", "max_retries"),
    Fault("a store that fails", says(500, "InternalError"), "bucket", "server-error", "endpoint"),
    Fault(
        "the bucket in the path of the endpoint",
        lambda w: w.good(AWS_ENDPOINT_URL=f"{w.ministack.endpoint}/{w.bucket}"),
        "list",
        "bucket-in-endpoint",
        "endpoint",
        r"http://127\.0\.0\.1:\d+",
    ),
    # Who asks.
    Fault("a server that says nothing to signed requests", silent_when_signed, "list", "timed-out", "timeout"),
    Fault("a time-out that is too short", slow, "list", "timed-out", "timeout"),
    Fault("an anonymous request for a bucket that is not public", anonymous, "list", "not-public", "skip_signature"),
    Fault(
        "credentials that a public bucket does not know",
        says(403, "AccessDenied", is_signed),
        "list",
        "public",
        "skip_signature",
        "true",
    ),
    Fault(
        "no credentials",
        lambda w: w.good(AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None),
        "credentials",
        "metadata-not-allowed",
        "access_key_id",
    ),
    Fault("a role without its token file", no_role_token, "credentials", "no-credentials", "access_key_id"),
    Fault(
        "a wrong secret, which STS shows",
        lambda w: w.good(AWS_SECRET_ACCESS_KEY=SECRET, AWS_ENDPOINT_URL_STS=w.ministack.endpoint),
        "credentials",
        "wrong-secret",
        "secret_access_key",
    ),
    Fault(
        "a wrong secret", lambda w: w.good(AWS_SECRET_ACCESS_KEY=SECRET), "list", "wrong-secret", "secret_access_key"
    ),
    Fault("an unknown key id", lambda w: w.good(AWS_ACCESS_KEY_ID=KEY_ID), "list", "unknown-key", "access_key_id"),
    Fault("id and secret swapped", swapped, "list", "swapped-key-pair", "access_key_id"),
    Fault("an expired token", lambda w: w.role(-1), "list", "expired-token", "session_token"),
    Fault("the token of another pair", mixed, "list", "mixed-token", "session_token"),
    Fault(
        "a token beside a key that has none",
        lambda w: w.good(AWS_SESSION_TOKEN="made-up"),
        "list",
        "mixed-token",
        "session_token",
    ),
    Fault("a temporary key without its token", without_token, "list", "missing-token", "session_token"),
    Fault(
        "another region, which the signature shows",
        lambda w: w.good(AWS_REGION="eu-west-1"),
        "list",
        "wrong-region",
        "region",
        "us-east-1",
    ),
    Fault(
        "another region, which the text names",
        says(400, "AuthorizationHeaderMalformed", is_signed, "<Region>eu-west-3</Region>"),
        "list",
        "wrong-region",
        "region",
        "eu-west-3",
    ),
    Fault(
        "a clock that only the signature shows",
        says(403, "RequestTimeTooSkewed", is_signed),
        "list",
        "clock-skew",
        None,
    ),
    Fault("requester pays", payer, "list", "requester-pays", "request_payer", "true"),
    Fault("no permission at all", says(403, "AccessDenied"), "list", "denied", "access_key_id"),
    Fault(
        "no permission to list",
        no_list,
        "list",
        "list-denied",
        "access_key_id",
        None,
        ("--key", "a"),
        "warning",
    ),
    Fault(
        "an object that is not there",
        lambda w: w.good(),
        "get",
        "no-such-key",
        "bucket",
        None,
        ("--key", "not/there"),
    ),
    Fault(
        "a page that asks who is there",
        page(401, "<html>log in</html>"),
        "list",
        "not-s3",
        "endpoint",
    ),
    Fault(
        "no such bucket, at a host with a name",
        lambda w: w.good(
            AWS_ENDPOINT_URL=w.ministack.endpoint.replace("127.0.0.1", "localhost"), AWS_BUCKET="localhost-no"
        ),
        "bucket",
        "no-bucket",
        "bucket",
    ),
    Fault(
        "no such bucket, whose name begins the host's",
        lambda w: w.good(
            AWS_ENDPOINT_URL=w.ministack.endpoint.replace("127.0.0.1", HOST),
            AWS_ALLOW_HTTP="true",
            AWS_BUCKET="store",
        ),
        "bucket",
        "no-bucket",
        "bucket",
    ),
    Fault(
        "a wrong secret, at a store that names another region",
        says(403, "SignatureDoesNotMatch", is_signed, x_amz_bucket_region="eu-west-1"),
        "list",
        "wrong-secret",
        "secret_access_key",
    ),
    Fault(
        "a path that the store takes for a bucket",
        lambda w: w.good(AWS_ENDPOINT_URL=f"{w.ministack.endpoint}/s3"),
        "bucket",
        "wrong-path",
        "endpoint",
        r"http://127\.0\.0\.1:\d+",
    ),
    Fault(
        "a path that only the signed list shows",
        lambda w: w.of(w.rclone, AWS_ENDPOINT_URL=f"{w.rclone.endpoint}/s3"),
        "list",
        "wrong-path",
        "endpoint",
        r"http://127\.0\.0\.1:\d+",
    ),
    Fault(
        "no such bucket, at a store that asks for a signature first",
        lambda w: w.of(w.rclone, AWS_BUCKET="no-such-bucket"),
        "list",
        "no-bucket",
        "bucket",
    ),
    Fault(
        "a wrong secret, at another store",
        lambda w: w.of(w.rclone, AWS_SECRET_ACCESS_KEY=SECRET),
        "list",
        "wrong-secret",
        "secret_access_key",
    ),
    Fault(
        "an anonymous request, at a store that asks for a signature first",
        lambda w: w.of(w.rclone, AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None, AWS_SKIP_SIGNATURE="true"),
        "list",
        "not-public",
        "skip_signature",
    ),
    # Writing.
    Fault(
        "no permission to write", says(403, "AccessDenied", "PUT"), "put", "read-only", "access_key_id", None, _WRITE
    ),
    Fault("content that is changed on the way", changed, "read-back", "changed-content", "proxy_url", None, _WRITE),
    Fault("no permission to delete", no_delete, "delete", "not-deleted", "access_key_id", None, _WRITE),
)
