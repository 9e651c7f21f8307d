"""Whether checksums of uploads are verified and kept, and whether the defaults of the AWS SDKs work."""

from __future__ import annotations

import base64
import hashlib
import zlib
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from s3config.probing.outcomes import Capability, Outcome, Verdict, ignored, no, refused, yes
from s3config.probing.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from s3config.probing.trial import Trial

RANK = 70
_BODY = b"checksum of this"
_CASTAGNOLI, _NVME = 0x82F63B78, 0x9A6C9329AC4BC9B5
_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"


def _crc(polynomial: int, width: int, data: bytes) -> bytes:
    """Return a reflected cyclic redundancy check, bit by bit, for there are few bytes."""
    ones = (1 << width) - 1
    register = ones
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ (polynomial if register & 1 else 0)
    return (register ^ ones).to_bytes(width // 8, "big")


_ALGORITHMS: dict[str, Callable[[bytes], bytes]] = {
    "CRC32": lambda data: zlib.crc32(data).to_bytes(4, "big"),
    "CRC32C": partial(_crc, _CASTAGNOLI, 32),
    "CRC64NVME": partial(_crc, _NVME, 64),
    "SHA1": lambda data: hashlib.sha1(data, usedforsecurity=False).digest(),
    "SHA256": lambda data: hashlib.sha256(data).digest(),
}


def _headers(algorithm: str, data: bytes) -> dict[str, str]:
    value = base64.b64encode(_ALGORITHMS[algorithm](data)).decode()
    return {f"x-amz-checksum-{algorithm.lower()}": value, "x-amz-sdk-checksum-algorithm": algorithm}


def _verified(algorithm: str, trial: Trial) -> Outcome:
    right = trial.put(f"right-{algorithm}", _BODY, _headers(algorithm, _BODY))
    if not right.ok:
        return refused(right)
    wrong = trial.put(f"wrong-{algorithm}", _BODY, _headers(algorithm, b"another"))
    return ignored(wrong, "a wrong checksum was accepted") if wrong.ok else yes(right, wrong)


def _returned(algorithm: str, trial: Trial) -> Outcome:
    sent = _headers(algorithm, _BODY)
    right = trial.put(f"right-{algorithm}", _BODY, sent)
    if not right.ok:
        return refused(right)
    name = f"x-amz-checksum-{algorithm.lower()}"
    reply = trial.get(f"right-{algorithm}", {"x-amz-checksum-mode": "ENABLED"})
    if not reply.ok:
        return refused(reply)
    if name not in reply.headers:
        return ignored(reply, "no checksum came back")
    return yes(reply) if reply.headers[name] == sent[name] else no(reply, "another checksum came back")


def _trailer(trial: Trial) -> Outcome:
    """Send what the AWS SDKs send over https: the length of the body is only told of its content."""
    name = "x-amz-checksum-crc32"
    value = base64.b64encode(_ALGORITHMS["CRC32"](_BODY)).decode()
    headers = {
        "Content-Encoding": "aws-chunked",
        "Transfer-Encoding": "chunked",
        "x-amz-decoded-content-length": str(len(_BODY)),
        "x-amz-sdk-checksum-algorithm": "CRC32",
        "x-amz-trailer": name,
    }
    framed = f"{len(_BODY):x}\r\n{_BODY.decode()}\r\n0\r\n{name}:{value}\r\n\r\n".encode()
    reply = trial.put("trailer", framed, headers, payload=_TRAILER)
    if not reply.ok:
        return refused(reply)
    back = trial.get("trailer")
    return yes(reply) if back.body == _BODY else no(back, "something else was stored")


def _defaults(trial: Trial) -> Outcome:
    """Upload and download as an AWS SDK does that nobody has told otherwise."""
    client = _sdk(trial)
    key = _key(trial, "defaults")

    def both() -> Any:  # noqa: ANN401 (boto3 has no types)
        client.put_object(Bucket=trial.config.bucket, Key=key, Body=_BODY)
        return client.get_object(Bucket=trial.config.bucket, Key=key)["Body"].read()

    return _called(both, _BODY)


def _ranged(trial: Trial) -> Outcome:
    trial.stored("ranged", _BODY, _headers("CRC32", _BODY))
    client = _sdk(trial)

    def part() -> Any:  # noqa: ANN401 (boto3 has no types)
        answer = client.get_object(Bucket=trial.config.bucket, Key=_key(trial, "ranged"), Range="bytes=0-3")
        return answer["Body"].read()

    return _called(part, _BODY[:4])


def _sdk(trial: Trial) -> Any:  # noqa: ANN401 (boto3 makes classes at run time)
    always = "when_supported"
    return trial.sdk(request_checksum_calculation=always, response_checksum_validation=always, checksum_algorithm=None)


def _key(trial: Trial, name: str) -> str:
    trial.remover.note(name)
    return trial.prefix + name


def _called(call: Callable[[], bytes], expected: bytes) -> Outcome:
    try:
        read = call()
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        code = "".join(filter(str.isalpha, str(error.response["Error"].get("Code", ""))))[:60]
        return refused(Reply(status, {}, f"<Error><Code>{code}</Code></Error>".encode()))
    except (BotoCoreError, HTTPClientError) as error:
        return Outcome(Verdict.NO, type(error).__name__)
    return Outcome(Verdict.YES, "200") if read == expected else Outcome(Verdict.NO, "200: other bytes came back")


CAPABILITIES = (
    *(
        Capability(f"checksum_{algorithm.lower()}", f"a wrong {algorithm} of an upload is refused",
                   partial(_verified, algorithm))
        for algorithm in _ALGORITHMS
    ),
    *(
        Capability(f"checksum_{algorithm.lower()}_returned", f"the {algorithm} of an upload comes back",
                   partial(_returned, algorithm))
        for algorithm in _ALGORITHMS
    ),
    Capability("checksum_trailer", "a checksum behind the body, as AWS SDKs send it over https", _trailer),
    Capability("sdk_default_checksums", "an upload as AWS SDKs do it by default", _defaults),
    Capability("sdk_range_checksum", "a range as AWS SDKs check it by default", _ranged),
)  # fmt: skip
