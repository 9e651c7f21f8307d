"""Whether many objects can be deleted with one request."""

from __future__ import annotations

import base64
import hashlib
import zlib
from functools import partial
from typing import TYPE_CHECKING

from s3config.probing.outcomes import Capability, Outcome, ignored, no, refused, yes

if TYPE_CHECKING:
    from collections.abc import Callable

    from s3config.probing.trial import Trial

RANK = 100
_NOT_FOUND = 404


def _md5(body: bytes) -> dict[str, str]:
    return {"Content-MD5": base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()}


def _crc32(body: bytes) -> dict[str, str]:
    value = base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()
    return {"x-amz-checksum-crc32": value, "x-amz-sdk-checksum-algorithm": "CRC32"}


def _deleted(kind: str, headers: Callable[[bytes], dict[str, str]], trial: Trial) -> Outcome:
    names = [f"bulk-{kind}-1", f"bulk-{kind}-2"]
    for name in names:
        trial.stored(name)
    keys = "".join(f"<Object><Key>{trial.prefix}{name}</Key></Object>" for name in names)
    body = f'<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{keys}</Delete>'.encode()
    reply = trial.ask("POST", None, query={"delete": ""}, headers=headers(body), body=body)
    if not reply.ok:
        return refused(reply)
    there = [name for name in names if trial.ask("HEAD", name).status != _NOT_FOUND]
    if there:
        return ignored(reply, f"{len(there)} of {len(names)} objects are there still")
    return (
        yes(reply) if len(reply.texts("Key")) == len(names) else no(reply, "the answer does not list what was deleted")
    )


CAPABILITIES = (
    Capability(
        "bulk_delete", "DeleteObjects with a CRC32, as newer AWS SDKs send it", partial(_deleted, "crc", _crc32)
    ),
    Capability("bulk_delete_md5", "DeleteObjects with Content-MD5", partial(_deleted, "md5", _md5)),
)
