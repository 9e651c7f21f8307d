"""Make our errors of what boto3 raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ParamValidationError

from s3config.config.secrets import secrets_of
from s3config.errors import AlreadyExistsError, InvalidRequestError, PreconditionError, StoreError, UnauthenticatedError
from s3config.failures import Call, failure, kind_of

if TYPE_CHECKING:
    from s3config.config import StoreConfig
    from s3config.fetching import Refreshing
    from s3config.objects import PutMode


class Mending:
    """Makes our errors of boto3's.

    Attributes:
        caught: What boto3 raises.
    """

    caught = (ClientError, BotoCoreError)

    def __init__(self, config: StoreConfig, provider: Refreshing | None) -> None:
        """Know what must not be shown."""
        self._config = config
        self._provider = provider

    def error(self, error: BaseException, operation: str, path: str | None, mode: PutMode | None = None) -> StoreError:
        """Return our error for boto3's."""
        call = Call("boto3", operation, path)
        if isinstance(error, ClientError):
            return self._refused(error, call, mode)
        kind: type[StoreError] = StoreError
        if isinstance(error, ParamValidationError):
            kind = InvalidRequestError
        elif isinstance(error, NoCredentialsError):
            kind = UnauthenticatedError
        return failure(call, str(error), kind=kind, secrets=self._secrets())

    def _refused(self, error: ClientError, call: Call, mode: PutMode | None) -> StoreError:
        answer = error.response.get("Error", {})
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        code = answer.get("Code")
        code = None if code is None or code.isdigit() else code
        kind = kind_of(status, code)
        if kind is PreconditionError and mode == "create":
            kind = AlreadyExistsError
        text = answer.get("Message") or "the store refuses"
        return failure(call, text, kind=kind, status=status, code=code, secrets=self._secrets())

    def refused_part(self, operation: str, path: str, code: str, message: str) -> StoreError:
        """Return our error for one object of several."""
        return failure(
            Call("boto3", operation, path), message, code=code, kind=kind_of(None, code), secrets=self._secrets()
        )

    def _secrets(self) -> tuple[str, ...]:
        fetched = () if self._provider is None else self._provider.secrets()
        return (*secrets_of(self._config), *fetched)
