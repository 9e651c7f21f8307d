"""The exceptions of s3config.

    S3ConfigError
    ├── ConfigError(ValueError)
    │   └── InvalidConfigError          a configuration with at least one error
    │       ├── UnknownKeyError         all of its errors are unknown keys
    │       └── DuplicateKeyError       all of its errors are keys said twice
    ├── MissingDependencyError(ImportError)
    └── StoreError
        ├── NotFoundError(FileNotFoundError)
        ├── AlreadyExistsError(FileExistsError)
        ├── InvalidPathError(ValueError)
        ├── InvalidRequestError(ValueError)
        ├── NotModifiedError
        ├── NotSupportedError
        ├── PermissionDeniedError(PermissionError)
        ├── PreconditionError
        └── UnauthenticatedError(PermissionError)

`ConfigWarning(UserWarning)` stands beside them.

The names below `StoreError` are those of obspec, so that `obspec.exceptions.map_exception` knows them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from s3config.diagnostics import Diagnostic


class S3ConfigError(Exception):
    """Base class of every exception that s3config raises on purpose."""


class ConfigError(S3ConfigError, ValueError):
    """Something about a configuration, or about the call that asks for one, is wrong."""


class InvalidConfigError(ConfigError):
    """A configuration that cannot be used.

    Attributes:
        diagnostics: Everything that was found, errors first; the text lists the errors and the warnings.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep the diagnostics; they hold no secret, so neither does this exception."""
        self.diagnostics = tuple(sorted(diagnostics, key=lambda d: d.severity.rank, reverse=True))
        super().__init__("\n".join(str(d) for d in self.diagnostics if d.severity.is_problem))

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Pickle by the diagnostics, from which the text follows."""
        return type(self), (self.diagnostics,)


class UnknownKeyError(InvalidConfigError):
    """Every error is a key that nobody knows."""


class DuplicateKeyError(InvalidConfigError):
    """Every error is a key that was said twice in the same call."""


class ConfigWarning(UserWarning):
    """A configuration that will run, and likely not as meant; issued where a store is built from it."""


class MissingDependencyError(S3ConfigError, ImportError):
    """An optional library is needed and not installed; the text names the extra that brings it."""


class StoreError(S3ConfigError):
    """A store operation failed; no secret is in it.

    Attributes:
        operation: What was asked for, such as `get`; `None` where nothing was sent.
        path: The object or the prefix.
        backend: Who talked to the store.
        status: HTTP status of the answer; `None` if there was none.
        code: Code of the answer, such as `SignatureDoesNotMatch`.
        keys: Keys whose values are the likely cause, the likeliest first.
    """

    def __init__(
        self,
        message: str,
        *,
        operation: str | None = None,
        path: str | None = None,
        backend: str | None = None,
        status: int | None = None,
        code: str | None = None,
        keys: tuple[str, ...] = (),
    ) -> None:
        """Keep what is known of the failure."""
        super().__init__(message)
        self.operation = operation
        self.path = path
        self.backend = backend
        self.status = status
        self.code = code
        self.keys = keys


class NotFoundError(StoreError, FileNotFoundError):
    """There is no object at this path, or no such bucket."""


class AlreadyExistsError(StoreError, FileExistsError):
    """There is an object at this path already, and the call asked for a new one."""


class InvalidPathError(StoreError, ValueError):
    """No S3 object can have this path."""


class InvalidRequestError(StoreError, ValueError):
    """No object can answer this: an empty range, one behind the object's end, a chunk size below 1."""


class NotModifiedError(StoreError):
    """The object is the one that the caller has already."""


class NotSupportedError(StoreError):
    """The backend, or the store, cannot do this."""


class PermissionDeniedError(StoreError, PermissionError):
    """The credentials are known, or there are none, and they do not allow this."""


class PreconditionError(StoreError):
    """The object is not the one that the caller expected."""


class UnauthenticatedError(StoreError, PermissionError):
    """There are no credentials, or the store does not know them."""
