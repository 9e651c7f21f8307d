"""Rows of the wire proof: conditions of writing, what is not sent on request, and one by one instead of many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wire_operations import (
    CONTENT,
    COPY,
    COPY_ABORT,
    COPY_BEGIN,
    COPY_END,
    COPY_NEW,
    COPY_PART,
    DELETE,
    OPERATIONS,
    PUT,
    VERSION,
)
from wire_table import KEY, Operation, Row, Said

from s3config.errors import AlreadyExistsError, NotSupportedError, PermissionDeniedError, PreconditionError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from http_messages import Request

_REFUSED = "<Error><Code>PreconditionFailed</Code><Message>no</Message></Error>"
_DENIED = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>"
_HEADER = "cf-copy-destination-if-none-match"


def puts() -> Iterator[Row]:
    """A `put` with a condition: what is sent, and what a refusal means."""
    for settings in ({}, {"conditional_put": "etag"}):
        for name, error in (("create", AlreadyExistsError), ("update", PreconditionError)):
            row = Row(name=f"conditional_put, {name}, {settings}", settings=settings, operation=OPERATIONS[name])
            yield row
            yield replace(row, name=f"{row.name}, refused", raises=error, answers=[Said("PUT", 412, _REFUSED)])
    returned = Operation(
        lambda store: store.put(KEY, CONTENT, mode={"e_tag": VERSION, "version": None}),
        OPERATIONS["update"].requests,
    )
    yield Row(name="conditional_put=etag, what a put returned", settings={}, operation=returned)
    for name in ("create", "update"):
        yield Row(
            name=f"conditional_put=disabled, {name}", settings={"conditional_put": "disabled"},
            operation=Operation(OPERATIONS[name].call, ()), raises=NotSupportedError,
        )  # fmt: skip
    yield Row(name="conditional_put=disabled", settings={"conditional_put": "disabled"}, operation=OPERATIONS["put"])


def _is_last(request: Request) -> bool:
    return request.method == "POST" and "uploadId" in request.query


def copies() -> Iterator[Row]:
    """A `copy` that must not overwrite."""
    nothing = Operation(COPY_NEW.call, ())
    yield Row(name="copy_if_not_exists is not set", settings={}, operation=nothing, raises=NotSupportedError)
    parts = {"copy_if_not_exists": "multipart"}
    yield Row(name="copy_if_not_exists=multipart", settings=parts, operation=COPY_NEW)
    yield Row(name="copy_if_not_exists=multipart, overwriting", settings=parts, operation=OPERATIONS["copy"])
    yield Row(
        name="copy_if_not_exists=multipart, there is one", settings=parts, raises=AlreadyExistsError,
        operation=Operation(COPY_NEW.call, (COPY_BEGIN, COPY_PART, COPY_END, COPY_ABORT)),
        answers=[Said(_is_last, 412, _REFUSED)],
    )  # fmt: skip
    yield Row(
        name="copy_if_not_exists=multipart, refused", settings=parts, raises=PermissionDeniedError,
        operation=Operation(COPY_NEW.call, (COPY_BEGIN, COPY_PART, COPY_ABORT)),
        answers=[Said("PUT", 403, _DENIED)],
    )  # fmt: skip
    one = Operation(COPY_NEW.call, (replace(COPY, headers={**COPY.headers, _HEADER: "*"}),))
    for kind, status, error in (
        (f"header:{_HEADER}:*", 412, AlreadyExistsError),
        (f"header-with-status:{_HEADER}:*:409", 409, AlreadyExistsError),
        (f"header-with-status:{_HEADER}:*:409", 412, StoreError),
    ):
        row = Row(name=f"copy_if_not_exists={kind}", settings={"copy_if_not_exists": kind}, operation=one)
        yield replace(row, name=f"{row.name}, status {status}", raises=error, answers=[Said("PUT", status, _REFUSED)])
        if status != 412 or error is AlreadyExistsError:
            yield row
            yield replace(row, name=f"{row.name}, overwriting", operation=OPERATIONS["copy"])


def left_out() -> Iterator[Row]:
    """What some stores do not know is not sent."""
    yield Row(
        name="disable_tagging", settings={"disable_tagging": True},
        operation=Operation(OPERATIONS["put with tags"].call, (PUT,)),
    )  # fmt: skip
    yield Row(name="disable_tagging=false", settings={"disable_tagging": False}, operation=OPERATIONS["put with tags"])
    one_by_one = Operation(OPERATIONS["delete many"].call, (replace(DELETE, path="/a"), replace(DELETE, path="/b")))
    yield Row(
        name="disable_bulk_delete, many", settings={"disable_bulk_delete": True}, operation=one_by_one, in_order=False
    )
    yield Row(
        name="disable_bulk_delete, one", settings={"disable_bulk_delete": True},
        operation=Operation(OPERATIONS["delete"].call, (DELETE,)),
    )  # fmt: skip


ROWS = (*puts(), *copies(), *left_out())
