"""Rows of the wire proof: encryption, checksums, what is signed, who pays, and headers of one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wire_operations import ABORT, BEGIN, COPY_NEW, GET, OPERATIONS, PART_1, PART_2, PUT, SIGNED
from wire_table import UNSIGNED, Operation, Row, Said, Unlike

from s3config.errors import NotSupportedError, PermissionDeniedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ALL = {**OPERATIONS, "copy of a new one": COPY_NEW}
_MULTIPART = {"copy_if_not_exists": "multipart"}
_SECRET_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
_SSE = "x-amz-server-side-encryption"
_OWN: Mapping[str, str] = {
    f"{_SSE}-customer-algorithm": "AES256",
    f"{_SSE}-customer-key": _SECRET_KEY,
    f"{_SSE}-customer-key-md5": "tP/LI3N87DFaSk0aoqYgzg==",
}
_OF_SOURCE = {name.replace("x-amz-", "x-amz-copy-source-"): value for name, value in _OWN.items()}
_DENIED = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>"
_WHERE_ONLY_WITH_CHECKSUMS = "S3 wants the key with the end of an upload only if its parts have checksums"


def encryption() -> Iterator[Row]:
    """What is written is encrypted by the store; nothing is said where nothing is written."""
    arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd"
    kinds: tuple[tuple[str, dict[str, Any], dict[str, str]], ...] = (
        ("SSE-S3", {"server_side_encryption": "AES256"}, {_SSE: "AES256"}),
        ("SSE-KMS", {"server_side_encryption": "aws:kms"}, {_SSE: "aws:kms"}),
        (
            "sse_kms_key_id",
            {"server_side_encryption": "aws:kms", "sse_kms_key_id": arn, "sse_bucket_key_enabled": True},
            {_SSE: "aws:kms", f"{_SSE}-aws-kms-key-id": arn, f"{_SSE}-bucket-key-enabled": "true"},
        ),
        (
            "sse_bucket_key_enabled",
            {"server_side_encryption": "aws:kms", "sse_bucket_key_enabled": False},
            {_SSE: "aws:kms", f"{_SSE}-bucket-key-enabled": "false"},
        ),
        (
            "DSSE-KMS",
            {"server_side_encryption": "aws:kms:dsse", "sse_kms_key_id": arn},
            {_SSE: "aws:kms:dsse", f"{_SSE}-aws-kms-key-id": arn},
        ),
    )
    for name, settings, headers in kinds:
        for operation in ("put", "create", "copy"):
            yield Row(name=f"{name}, {operation}", settings=settings, operation=_ALL[operation], headers=headers)
        for operation in ("get", "head", "list", "get ranges"):
            yield Row(name=f"{name}, {operation}", settings=settings, operation=_ALL[operation])
        first: tuple[dict[str, str], ...] = (headers, {}, {}, {})
        yield Row(name=f"{name}, multipart", settings=settings, operation=_ALL["multipart"], headers=first)
        yield Row(
            name=f"{name}, copy of a new one", settings={**settings, **_MULTIPART}, operation=COPY_NEW,
            headers=first[:3],
        )  # fmt: skip


def own_key() -> Iterator[Row]:
    """The caller's key goes with everything that reads or writes content."""
    settings = {"server_side_encryption": "sse-c", "sse_customer_key_base64": _SECRET_KEY}
    for operation in ("put", "create", "get", "get range", "get ranges", "head"):
        yield Row(name=f"SSE-C, {operation}", settings=settings, operation=_ALL[operation], headers=_OWN)
    for operation in ("list", "list with delimiter", "delete", "delete many"):
        yield Row(name=f"SSE-C, {operation}", settings=settings, operation=_ALL[operation])
    both = {**_OWN, **_OF_SOURCE}
    yield Row(name="SSE-C, copy", settings=settings, operation=_ALL["copy"], headers=both)
    parts = [replace(sees, headers={**sees.headers, **_OWN}) for sees in (BEGIN, PART_1, PART_2)]
    end = _ALL["multipart"].requests[-1]
    yield Row(
        name="SSE-C, multipart", settings=settings, operation=_ALL["multipart"], headers=_OWN,
        unlike={"obstore": Unlike(_WHERE_ONLY_WITH_CHECKSUMS, (*parts, end))},
    )  # fmt: skip
    yield Row(
        name="SSE-C and a checksum, multipart", settings={**settings, "checksum_algorithm": "SHA256"},
        operation=_summed("multipart", "SHA256"), headers=_OWN,
        unlike={"obstore": Unlike("it would end the upload without the key", raises=NotSupportedError)},
    )  # fmt: skip
    yield Row(
        name="SSE-C, copy of a new one", settings={**settings, **_MULTIPART}, operation=COPY_NEW,
        headers=(_OWN, both, _OWN),
        unlike={
            "obstore": Unlike("it would send no key for the source", raises=NotSupportedError),
        },
    )  # fmt: skip


def _summed(name: str, algorithm: str) -> Operation:
    """Return an operation whose uploads have checksums; boto3 names the algorithm, too."""
    operation = _ALL[name]
    asked = [
        replace(sees, headers={**sees.headers, "x-amz-checksum-algorithm": algorithm})
        if "uploads" in sees.query
        else replace(sees, checksums=(algorithm.lower(),))
        if sees.method == "PUT"
        else sees
        for sees in operation.requests
    ]
    named = [
        replace(sees, headers={**sees.headers, "x-amz-sdk-checksum-algorithm": algorithm}) if sees.checksums else sees
        for sees in asked
    ]
    return Operation(operation.call, asked, {"boto3": Unlike("boto3 names the algorithm in a header more", named)})


def checksums() -> Iterator[Row]:
    """Uploads have a checksum of their body, which the table computes anew."""
    for algorithm in ("SHA256", "CRC64NVME"):
        settings = {"checksum_algorithm": algorithm}
        for name in ("put", "create", "put with tags", "multipart"):
            yield Row(name=f"checksum {algorithm}, {name}", settings=settings, operation=_summed(name, algorithm))
        for name in ("get", "head", "list", "delete many", "copy"):
            yield Row(name=f"checksum {algorithm}, {name}", settings=settings, operation=_ALL[name])
    for name in ("put", "multipart"):
        yield Row(
            name=f"checksum and unsigned_payload, {name}", operation=_summed(name, "SHA256"),
            settings={"checksum_algorithm": "SHA256", "unsigned_payload": True}, every={"payload": UNSIGNED},
        )  # fmt: skip


def checksums_in_tls() -> Iterator[Row]:
    """Where TLS keeps the body as it is, boto3 sends the checksum behind it and leaves the body unsigned."""
    why = "botocore streams what has a checksum over TLS: the checksum is computed while the body is sent"
    place: Any = {"host": "s3.eu-west-1.amazonaws.com"}
    for name in ("put", "create"):
        operation = _summed(name, "SHA256")
        (asked,) = operation.requests
        behind = {
            "content-encoding": "aws-chunked",
            "x-amz-decoded-content-length": str(len(asked.body)),
            "x-amz-sdk-checksum-algorithm": "SHA256",
            "x-amz-trailer": "x-amz-checksum-sha256",
        }
        theirs = replace(
            asked, headers={**asked.headers, **behind}, payload="STREAMING-UNSIGNED-PAYLOAD-TRAILER", **place
        )
        yield Row(
            name=f"checksum over TLS, {name}",
            settings={"checksum_algorithm": "SHA256"},
            operation=operation,
            every=place,
            tunnel=True,
            unlike={"boto3": Unlike(why, (theirs,))},
        )


def automatic_checksums() -> Iterator[Row]:
    """What AWS's SDKs do by themselves is done where it is asked for, and nowhere else."""
    why = "obstore never adds a checksum by itself; a warning says so"
    crc = {"x-amz-sdk-checksum-algorithm": "CRC32"}
    summed = replace(PUT, headers=crc, checksums=("crc32",))
    put = Operation(OPERATIONS["put"].call, (summed,), {"obstore": Unlike(why, (PUT,))})
    asked = replace(GET, headers={"x-amz-checksum-mode": "ENABLED"})
    get = Operation(OPERATIONS["get"].call, (asked,), {"obstore": Unlike(why, (GET,))})
    always, seldom = "when_supported", "when_required"
    yield Row(name="request_checksum_calculation", settings={"request_checksum_calculation": always}, operation=put)
    yield Row(name="response_checksum_validation", settings={"response_checksum_validation": always}, operation=get)
    for key, name in (("request_checksum_calculation", "put"), ("response_checksum_validation", "get")):
        yield Row(name=f"{key}={seldom}", settings={key: seldom}, operation=_ALL[name])


def payload() -> Iterator[Row]:
    """The body is left out of the signature."""
    for name, operation in OPERATIONS.items():
        yield Row(
            name=f"unsigned_payload, {name}", settings={"unsigned_payload": True}, operation=operation,
            every={"payload": UNSIGNED},
        )  # fmt: skip


def payer() -> Iterator[Row]:
    """Every request says who pays, also those that end what failed."""
    agreed = {"x-amz-request-payer": "requester"}
    for name, operation in _ALL.items():
        yield Row(
            name=f"request_payer, {name}", settings={"request_payer": True, **_MULTIPART}, operation=operation,
            headers=agreed,
        )  # fmt: skip
    for name, operation in SIGNED.items():
        (request,) = operation.requests
        asked = replace(request, query={"x-amz-request-payer": "requester"})
        yield Row(
            name=f"request_payer, {name}",
            settings={"request_payer": True},
            operation=Operation(operation.call, (asked,)),
        )
    yield Row(name="request_payer=false", settings={"request_payer": False}, operation=_ALL["get"])
    yield Row(
        name="request_payer, abort", settings={"request_payer": True}, headers=agreed, raises=PermissionDeniedError,
        operation=Operation(_ALL["multipart"].call, (BEGIN, PART_1, ABORT)),
        answers=[Said(lambda request: "partNumber" in request.query, 403, _DENIED)],
    )  # fmt: skip


def headers() -> Iterator[Row]:
    """Headers of one's own are sent with every request, and those that AWS knows are signed."""
    own = {"x-team": "data", "x-amz-proof": "1"}
    unsigned = {"obstore": Unlike("it would not sign them", raises=NotSupportedError)}
    for name, operation in _ALL.items():
        yield Row(
            name=f"default_headers, {name}", settings={"default_headers": own, **_MULTIPART}, operation=operation,
            headers=own, unlike=unsigned if name.startswith("list") else {},
        )  # fmt: skip
        yield Row(
            name=f"user_agent, {name}", settings={"user_agent": "proof/1.0", **_MULTIPART}, operation=operation,
            every={"agent": "proof/1.0"},
        )  # fmt: skip
    for name, operation in SIGNED.items():
        yield Row(name=f"default_headers, {name}", settings={"default_headers": own}, operation=operation)
    kind = {"content-type": "text/x-proof"}
    settings = {"default_content_type": "text/x-proof"}
    for name in ("put", "create"):
        yield Row(name=f"default_content_type, {name}", settings=settings, operation=_ALL[name], headers=kind)
    for name in ("get", "delete", "list", "copy", "put of attributes"):
        yield Row(name=f"default_content_type, {name}", settings=settings, operation=_ALL[name])
    yield Row(
        name="default_content_type, multipart", settings=settings, operation=_ALL["multipart"],
        headers=(kind, {}, {}, {}),
    )  # fmt: skip


ROWS = (
    *encryption(), *own_key(), *checksums(), *automatic_checksums(), *payload(), *payer(), *headers(),
)  # fmt: skip
