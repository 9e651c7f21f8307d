"""What obstore does not send rightly, and what is done or refused instead.

Source: obstore 0.12.1, run against a recording server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.errors import NotSupportedError

if TYPE_CHECKING:
    from s3config.config import StoreConfig
    from s3config.objects import PutOptions


class Limits:
    """The limits that a configuration runs into."""

    def __init__(self, config: StoreConfig) -> None:
        """Find them once."""
        customer_key = config.server_side_encryption == "sse-c"
        self._whole_only = customer_key and config.checksum_algorithm is not None
        self._no_copy = customer_key and config.copy_if_not_exists == "multipart"
        headers = config.client_options.default_headers or {}
        self._no_list = any(name.lower().startswith("x-amz-") for name in headers)

    def of_put(self, path: str, options: PutOptions) -> PutOptions:
        """Send an object whole where the end of an upload in parts would lack the customer's key.

        Raises:
            NotSupportedError: Parts are asked for.
        """
        if not self._whole_only:
            return options
        if options["use_multipart"]:
            raise self._refusal("put", path, "ends an upload in parts without the key that checksums need with sse-c")
        return {**options, "use_multipart": False}

    def check_copy(self, path: str, *, overwrite: bool) -> None:
        """Refuse a copy whose source could not be read.

        Raises:
            NotSupportedError: It is in parts, and the source is encrypted with the customer's key.
        """
        if self._no_copy and not overwrite:
            raise self._refusal("copy", path, "sends no key for the source of copy_if_not_exists=multipart with sse-c")

    def check_list(self, prefix: str | None) -> None:
        """Refuse a listing that a store would refuse.

        Raises:
            NotSupportedError: Its default headers have to be signed.
        """
        if self._no_list:
            raise self._refusal("list", prefix, "does not sign the x-amz- headers of default_headers when it lists")

    def _refusal(self, operation: str, path: str | None, why: str) -> NotSupportedError:
        what = operation if path is None else f"{operation} {path!r}"
        text = f"{what}: obstore {why}; use backend='boto3'"
        return NotSupportedError(text, operation=operation, path=path, backend="obstore")
