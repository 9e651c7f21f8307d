"""The requests of an upload in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.probing.outcomes import need

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from s3config.probing.reply import Reply
    from s3config.probing.trial import Trial


def begin(trial: Trial, name: str) -> str:
    """Begin an upload.

    Raises:
        UnpreparedError: It could not be begun.
    """
    return need(trial.ask("POST", name, query={"uploads": ""}), "beginning an upload").text("UploadId")


def part(  # noqa: PLR0917 (the parameters of UploadPart)
    trial: Trial, name: str, upload: str, number: int, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Reply:
    """Send a part, or copy one."""
    query = {"partNumber": str(number), "uploadId": upload}
    return trial.ask("PUT", name, query=query, body=body, headers=headers)


def complete(
    trial: Trial, name: str, upload: str, etags: Sequence[str], headers: Mapping[str, str] | None = None
) -> Reply:
    """Make an object of the parts; their ETags are in their order."""
    parts = "".join(
        f"<Part><PartNumber>{number}</PartNumber><ETag>{etag.replace('&', '&amp;').replace('<', '&lt;')}</ETag></Part>"
        for number, etag in enumerate(etags, 1)
    )
    body = f'<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{parts}</CompleteMultipartUpload>'
    return trial.ask("POST", name, query={"uploadId": upload}, body=body.encode(), headers=headers)
