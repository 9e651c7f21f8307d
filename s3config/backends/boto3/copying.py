"""A copy that refuses to overwrite, in each of the ways that `copy_if_not_exists` names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from s3config.backends.boto3.marking import marked
from s3config.backends.boto3.uploading import abort
from s3config.errors import AlreadyExistsError, NotSupportedError

if TYPE_CHECKING:
    from s3config.config import StoreConfig

_CONFLICT = 412


def copy_if_not_exists(
    client: Any,  # noqa: ANN401 (boto3 makes classes at run time)
    config: StoreConfig,
    target: dict[str, Any],
    source: dict[str, Any],
    arguments: dict[str, Any],
) -> None:
    """Copy an object if there is none at the target.

    Raises:
        AlreadyExistsError: There is one.
        NotSupportedError: The configuration names no way.
    """
    kind, _, rest = (config.copy_if_not_exists or "").partition(":")
    match kind:
        case "multipart":
            _in_parts(client, target, source, arguments)
        case "header":
            name, _, value = rest.partition(":")
            _with_header(client, target, source, arguments, header=(name, value), conflict=_CONFLICT)
        case "header-with-status":
            pair, _, status = rest.rpartition(":")
            name, _, value = pair.partition(":")
            _with_header(client, target, source, arguments, header=(name, value), conflict=int(status))
        case _:
            raise NotSupportedError(
                f"copy {source['Key']!r}: S3 copies over what is there; set copy_if_not_exists, such as multipart",
                operation="copy", path=source["Key"], backend="boto3", keys=("copy_if_not_exists",),
            )  # fmt: skip


def _in_parts(client: Any, target: dict[str, Any], source: dict[str, Any], arguments: dict[str, Any]) -> None:  # noqa: ANN401
    """Upload the source as the only part, for the completion of an upload can be conditional where a copy cannot."""
    of_source = {name: value for name, value in arguments.items() if name.startswith("CopySource")}
    payer = {name: value for name, value in arguments.items() if name == "RequestPayer"}
    key = {name: value for name, value in arguments.items() if name.startswith("SSECustomer")}
    create = {name: value for name, value in arguments.items() if name not in of_source}
    begun = {**target, "UploadId": client.create_multipart_upload(**target, **create)["UploadId"]}
    try:
        part = client.upload_part_copy(**begun, PartNumber=1, CopySource=source, **of_source, **payer, **key)
        parts = {"Parts": [{"PartNumber": 1, "ETag": part["CopyPartResult"]["ETag"]}]}
        client.complete_multipart_upload(**begun, MultipartUpload=parts, IfNoneMatch="*", **payer, **key)
    except BaseException as error:
        abort(client, begun, payer, error)
        raise


def _with_header(
    client: Any,  # noqa: ANN401
    target: dict[str, Any],
    source: dict[str, Any],
    arguments: dict[str, Any],
    *,
    header: tuple[str, str],
    conflict: int,
) -> None:
    """Send a header that the store understands, such as Cloudflare's, with this copy and no other."""
    with marked(client, header):
        try:
            client.copy_object(**target, CopySource=source, **arguments)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != conflict:
                raise
            raise AlreadyExistsError(
                f"copy {source['Key']!r}: there is an object at {target['Key']!r} already",
                operation="copy", path=source["Key"], backend="boto3", status=conflict,
            ) from None  # fmt: skip
