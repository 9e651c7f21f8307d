"""Rows of the wire proof: where requests go, for which region they are signed, and what they hold if nothing is set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from s3_answers import SESSION_KEYS
from wire_operations import (
    COPY,
    OPERATIONS,
    PUT,
    SIGNED,
)
from wire_table import PAIR, REGION, Operation, Row, Sees, Unlike

if TYPE_CHECKING:
    from collections.abc import Iterator

_ODD = "a b/ü+(1)~'!*@:,;=&$?#%"
_HOST = f"s3.{REGION}.amazonaws.com"
_EXPRESS = "logs--usw2-az1--x-s3"
_EXPRESS_HOST = f"{_EXPRESS}.s3express-usw2-az1.us-west-2.amazonaws.com"
_OPEN = {"endpoint": "http://s3.example.test:9000", "allow_http": True}
_PLACES = ("put", "get", "head", "list", "delete", "delete many", "multipart")
"""Operations with each form of a path: an object, the bucket, a query."""


def plain() -> Iterator[Row]:
    """Nothing is set: nothing is written that was not said."""
    for name, operation in {**OPERATIONS, **SIGNED}.items():
        yield Row(name=name, settings={}, operation=operation)
    odd = Operation(
        lambda store: store.put(_ODD, b"x"),
        (replace(PUT, path="/a%20b/%C3%BC%2B%281%29~%27%21%2A%40%3A%2C%3B%3D%26%24%3F%23%25", body=b"x"),),
    )
    yield Row(name="an odd key", settings={}, operation=odd)
    copied = Operation(
        lambda store: store.copy(_ODD, "copy"),
        (
            replace(
                COPY,
                headers={
                    "x-amz-copy-source": "bkt/a%20b/%C3%BC%2B%281%29~%27%21%2A%40%3A%2C%3B%3D%26%24%3F%23%25",
                },
            ),
        ),
    )
    yield Row(name="a copy of an odd key", settings={}, operation=copied)


def own_endpoints() -> Iterator[Row]:
    """The store stands somewhere else than at AWS."""
    get = OPERATIONS["get"]
    yield Row(name="bucket", settings={}, operation=get, bucket="other", every={"root": "/other"})
    yield Row(name="a bucket with a dot", settings={}, operation=get, bucket="a.b", every={"root": "/a.b"})
    yield Row(name="region", settings={"region": "auto"}, operation=get, every={"region": "auto"})
    yield Row(
        name="default_region", settings={"default_region": "eu-west-3"}, operation=get, every={"region": "eu-west-3"},
        without=("region",),
    )  # fmt: skip
    yield Row(name="no region", settings={}, operation=get, every={"region": "us-east-1"}, without=("region",))
    for name in _PLACES:
        yield Row(
            name=f"an endpoint with a path, {name}", settings={"endpoint": "{endpoint}/deep/root/"},
            operation=OPERATIONS[name], every={"root": "/deep/root/bkt"},
        )  # fmt: skip
        yield Row(
            name=f"allow_http, path style, {name}", settings={**_OPEN, "virtual_hosted_style_request": False},
            operation=OPERATIONS[name], every={"host": "s3.example.test:9000"}, tunnel=True,
        )  # fmt: skip
        root = "" if OPERATIONS[name].requests[0].path else "/"
        yield Row(
            name=f"virtual_hosted_style_request, {name}", settings={**_OPEN, "virtual_hosted_style_request": True},
            operation=OPERATIONS[name], every={"host": "bkt.s3.example.test:9000", "root": root}, tunnel=True,
        )  # fmt: skip
    for name, endpoint, root in (
        ("the bucket is in the endpoint", "https://bkt.s3.example.test", ""),
        ("the host form and a path", "https://s3.example.test/deep", "/deep"),
    ):
        yield Row(
            name=name, settings={"endpoint": endpoint, "virtual_hosted_style_request": True}, operation=get,
            every={"host": "bkt.s3.example.test", "root": root}, tunnel=True,
        )  # fmt: skip


def signed() -> Iterator[Row]:
    """A URL that somebody else uses asks the same place, and for the same region."""
    for name, operation in SIGNED.items():
        yield Row(
            name=f"region and an endpoint with a path, {name}",
            settings={"region": "eu-north-1", "endpoint": "{endpoint}/deep"},
            operation=operation,
            every={"region": "eu-north-1", "root": "/deep/bkt"},
        )


def hosts_of_aws() -> Iterator[Row]:
    """Requests go to the hosts of AWS, as they are."""
    virtual = {"virtual_hosted_style_request": True}
    hosts: tuple[tuple[str, dict[str, Any], str, str], ...] = (
        ("AWS", {}, REGION, f"s3.{REGION}.amazonaws.com"),
        ("us-east-1", {}, "us-east-1", "s3.us-east-1.amazonaws.com"),
        ("China", {}, "cn-north-1", "s3.cn-north-1.amazonaws.com.cn"),
        ("use_fips_endpoint", {"use_fips_endpoint": True}, "us-west-2", "s3-fips.us-west-2.amazonaws.com"),
        ("use_dualstack_endpoint", {"use_dualstack_endpoint": True}, REGION, f"s3.dualstack.{REGION}.amazonaws.com"),
        (
            "FIPS and dual-stack",
            {"use_fips_endpoint": True, "use_dualstack_endpoint": True},
            "us-gov-west-1",
            "s3-fips.dualstack.us-gov-west-1.amazonaws.com",
        ),
    )
    for name, settings, region, host in hosts:
        for operation in ("put", "get", "multipart"):
            yield Row(
                name=f"{name}, {operation}", settings={**settings, "region": region}, operation=OPERATIONS[operation],
                every={"host": host, "region": region}, tunnel=True,
            )  # fmt: skip
            yield Row(
                name=f"{name}, {operation}, host form", settings={**settings, **virtual, "region": region},
                operation=OPERATIONS[operation], every={"host": f"bkt.{host}", "region": region, "root": ""},
                tunnel=True,
            )  # fmt: skip
    yield Row(
        name="ignore_configured_endpoint_urls", settings={"ignore_configured_endpoint_urls": True},
        operation=OPERATIONS["get"], environment={"AWS_ENDPOINT_URL_S3": "{endpoint}"}, every={"host": _HOST},
        tunnel=True,
    )  # fmt: skip
    yield Row(
        name="an endpoint in the environment", settings={}, operation=OPERATIONS["get"], without=("endpoint",),
        environment={"AWS_ENDPOINT_URL_S3": "{endpoint}"},
    )  # fmt: skip


def express() -> Iterator[Row]:
    """S3 Express is asked for a session with the keys, and for objects with those of the session."""
    place: dict[str, Any] = {"host": _EXPRESS_HOST, "region": "us-west-2", "root": ""}
    session = Sees(
        method="GET", path="/", query={"session": ""}, service="s3express",
        host=_EXPRESS_HOST, region="us-west-2", root="",
    )  # fmt: skip
    why = "obstore signs for `s3` as it does elsewhere, where AWS's pages and boto3 say `s3express`"
    for name in ("put", "get", "head", "create"):
        (request,) = OPERATIONS[name].requests
        theirs = replace(request, **place, keys=SESSION_KEYS)
        yield Row(
            name=f"s3_express, {name}", settings={"s3_express": True, "region": "us-west-2"}, bucket=_EXPRESS,
            operation=Operation(
                OPERATIONS[name].call,
                (session, replace(theirs, service="s3express")),
                {"obstore": Unlike(why, (replace(session, service="s3"), theirs))},
            ),
            tunnel=True,
        )  # fmt: skip


def settings_from_elsewhere() -> Iterator[Row]:
    """A profile's keys sign, and its region counts."""
    text = f"[proof]\naws_access_key_id = {PAIR.key_id}\naws_secret_access_key = {PAIR.secret}\nregion = eu-west-2\n"
    yield Row(
        name="profile", settings={"profile": "proof"}, profile=text, operation=OPERATIONS["get"],
        without=("access_key_id", "secret_access_key", "region"), every={"region": "eu-west-2"},
    )  # fmt: skip


ROWS = (*plain(), *own_endpoints(), *signed(), *hosts_of_aws(), *express(), *settings_from_elsewhere())
