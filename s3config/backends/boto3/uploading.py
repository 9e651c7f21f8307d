"""An upload in parts with boto3: several at a time, and nothing left behind if it fails."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHECKSUMS = ("ChecksumCRC32", "ChecksumCRC32C", "ChecksumCRC64NVME", "ChecksumSHA1", "ChecksumSHA256")
_ABANDONED = "the parts of the upload could not be removed; list_multipart_uploads shows them"


def upload(
    client: Any,  # noqa: ANN401 (boto3 makes classes at run time)
    target: dict[str, Any],
    parts: Iterable[bytes],
    *,
    create: dict[str, Any],
    part: dict[str, Any],
    complete: dict[str, Any],
    max_concurrency: int,
) -> dict[str, Any]:
    """Send parts, and make an object of them.

    Args:
        client: A client of boto3's.
        target: Bucket and key.
        parts: The content.
        create: Further arguments of `create_multipart_upload`.
        part: Further arguments of `upload_part`.
        complete: Further arguments of `complete_multipart_upload`.
        max_concurrency: Most parts that are sent at the same time.

    Returns:
        The answer to `complete_multipart_upload`.
    """
    begun = {**target, "UploadId": client.create_multipart_upload(**target, **create)["UploadId"]}
    try:
        sent = _send(client, {**begun, **part}, parts, max_concurrency)
        answer: dict[str, Any] = client.complete_multipart_upload(**begun, **complete, MultipartUpload={"Parts": sent})
    except BaseException as error:
        abort(client, begun, complete, error)
        raise
    return answer


def abort(client: Any, begun: dict[str, Any], complete: dict[str, Any], error: BaseException) -> None:  # noqa: ANN401
    """Remove the parts that were sent; if that fails, too, say so with the error."""
    payer = {name: value for name, value in complete.items() if name == "RequestPayer"}
    try:
        client.abort_multipart_upload(**begun, **payer)
    except Exception:  # noqa: BLE001 (the first error is the one to report)
        error.add_note(_ABANDONED)


def _send(client: Any, arguments: dict[str, Any], parts: Iterable[bytes], most: int) -> list[dict[str, Any]]:  # noqa: ANN401
    def send(number: int, body: bytes) -> dict[str, Any]:
        answer = client.upload_part(**arguments, PartNumber=number, Body=body)
        checksums = {name: answer[name] for name in _CHECKSUMS if name in answer}
        return {"PartNumber": number, "ETag": answer["ETag"], **checksums}

    done: list[dict[str, Any]] = []
    running: set[Future[dict[str, Any]]] = set()
    with ThreadPoolExecutor(most, thread_name_prefix="s3config-upload") as pool:
        try:
            for number, body in enumerate(parts, 1):
                if len(running) >= most:
                    finished, running = wait(running, return_when=FIRST_COMPLETED)
                    done.extend(future.result() for future in finished)
                running.add(pool.submit(send, number, body))
            done.extend(future.result() for future in running)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return sorted(done, key=lambda sent: int(sent["PartNumber"]))
