"""Make our errors of what boto3 raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ParamValidationError

from s3config.config.secrets import secrets_of
from s3config.errors import InvalidRequestError, StoreError, UnauthenticatedError
from s3config.failures import Call, failure, kind_of

if TYPE_CHECKING:
    from s3config.config import StoreConfig
    from s3config.fetching import Refreshing


_CONFLICT = 412


class Mending:
    """Makes our errors of boto3's."""

    backend = "boto3"

    def __init__(self, config: StoreConfig, provider: Refreshing | None) -> None:
        """Know what must not be shown."""
        self._config = config
        self._provider = provider

    def error(self, error: BaseException, call: Call) -> BaseException:
        """Return our error for boto3's; one of a caller's own file or iterator, or an interruption, as it is."""
        if isinstance(error, ClientError):
            return self._refused(error, call)
        if not isinstance(error, BotoCoreError):
            return error
        kind: type[StoreError] = StoreError
        if isinstance(error, ParamValidationError):
            kind = InvalidRequestError
        elif isinstance(error, NoCredentialsError):
            kind = UnauthenticatedError
        return failure(call, str(error), kind=kind, secrets=self._secrets())

    def _refused(self, error: ClientError, call: Call) -> StoreError:
        answer = error.response.get("Error", {})
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        code = answer.get("Code")
        code = None if code is None or code.isdigit() else code
        text = answer.get("Message") or "the store refuses"
        if call.creates and status == _CONFLICT and error.response["ResponseMetadata"].get("RetryAttempts"):
            text = "an answer was lost and the request repeated, so that the object may be the one of this call"
            return failure(call, text, kind=StoreError, status=status, code=code, secrets=self._secrets())
        return failure(call, text, status=status, code=code, secrets=self._secrets())

    def refused_part(self, path: str, code: str, message: str) -> StoreError:
        """Return our error for one object of several that were to be deleted."""
        call = Call(self.backend, "delete", path)
        return failure(call, message, code=code, kind=kind_of(None, code), secrets=self._secrets())

    def _secrets(self) -> tuple[str, ...]:
        fetched = () if self._provider is None else self._provider.secrets()
        return (*secrets_of(self._config), *fetched)
