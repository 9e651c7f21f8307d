"""The object that a user holds: a bucket, its configuration, and operations on it."""

from __future__ import annotations

import os
import sys
import warnings
from threading import Lock
from typing import TYPE_CHECKING, Any

from s3config import backends
from s3config.diagnostics import Severity
from s3config.errors import ConfigError, ConfigWarning
from s3config.objects import check_path, read_content
from s3config.resolution import Resolution, gather
from s3config.sources import Request

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self, Unpack

    from s3config.backends import Backend
    from s3config.config import ClientOptions, RetryOptions, StoreConfig
    from s3config.objects import Attributes, Content, GetResult, ListStream, ObjectMeta, PutMode, PutResult
    from s3config.typed import ClientConfig, RetryConfig, S3Config

_CONNECTING = Lock()
"""Held while a store connects, so that it has one backend in however many threads it is first used."""


class S3Store:
    """A bucket with its configuration.

    Every constructor reads the environment, under what it is given; building a store uses no network. Keys are taken
    in any spelling: `region=`, `aws_region=`, `AWS_REGION=`.
    """

    def __init__(
        self,
        bucket: str,
        *,
        config: S3Config | StoreConfig | None = None,
        client_options: ClientConfig | None = None,
        retry_config: RetryConfig | None = None,
        backend: str | None = None,
        **kwargs: Unpack[S3Config],
    ) -> None:
        """Make a store for a bucket.

        Args:
            bucket: Name of the bucket.
            config: Further keys; one that is also among the keywords is an error.
            client_options: Options of the HTTP client.
            retry_config: How failed requests are tried again.
            backend: `memory`, `obstore` or `boto3`; `None` for the first of the last two that is installed.
            **kwargs: Keys in any spelling.

        Raises:
            InvalidConfigError: Something is wrong; the error lists everything.
            ConfigError: There is no backend of this name.
        """
        self._use(_resolved({"bucket": bucket, **kwargs}, config, client_options, retry_config), backend)

    @classmethod
    def from_env(
        cls,
        bucket: str | None = None,
        *,
        config: S3Config | StoreConfig | None = None,
        client_options: ClientConfig | None = None,
        retry_config: RetryConfig | None = None,
        backend: str | None = None,
        **kwargs: Unpack[S3Config],
    ) -> Self:
        """Make a store from the variables `AWS_*`, which may name the bucket, too (`AWS_BUCKET`).

        Args:
            bucket: Name of the bucket; it outranks the variable.
            config: Further keys.
            client_options: Options of the HTTP client.
            retry_config: How failed requests are tried again.
            backend: Name of the backend.
            **kwargs: Keys in any spelling.

        Raises:
            InvalidConfigError: Something is wrong; the error lists everything.
        """
        resolution = _resolved({"bucket": bucket, **kwargs}, config, client_options, retry_config)
        return cls.from_resolution(resolution, backend=backend)

    @classmethod
    def from_session(
        cls,
        session: Any,  # noqa: ANN401 (of boto3 or botocore, neither of which is imported here)
        bucket: str,
        *,
        config: S3Config | StoreConfig | None = None,
        client_options: ClientConfig | None = None,
        retry_config: RetryConfig | None = None,
        backend: str | None = None,
        **kwargs: Unpack[S3Config],
    ) -> Self:
        """Make a store with region, endpoint and credentials of a boto3 or botocore session.

        Args:
            session: The session.
            bucket: Name of the bucket.
            config: Further keys; they outrank the session.
            client_options: Options of the HTTP client.
            retry_config: How failed requests are tried again.
            backend: Name of the backend.
            **kwargs: Keys in any spelling.

        Raises:
            InvalidConfigError: Something is wrong; the error lists everything.
        """
        if session is None:
            raise ConfigError("from_session needs a session; pass boto3.Session(), or use from_env")
        resolution = _resolved({"bucket": bucket, **kwargs}, config, client_options, retry_config, session=session)
        return cls.from_resolution(resolution, backend=backend)

    @classmethod
    def from_url(
        cls,
        url: str,
        *,
        config: S3Config | StoreConfig | None = None,
        client_options: ClientConfig | None = None,
        retry_config: RetryConfig | None = None,
        backend: str | None = None,
        **kwargs: Unpack[S3Config],
    ) -> Self:
        """Make a store for the bucket of a URL; the rest of its path is no prefix (wrap with `PrefixStore`).

        Args:
            url: `s3://bucket/path`, or the http(s) URL of a bucket at AWS or another known provider.
            config: Further keys; they outrank the URL.
            client_options: Options of the HTTP client.
            retry_config: How failed requests are tried again.
            backend: Name of the backend.
            **kwargs: Keys in any spelling.

        Raises:
            InvalidConfigError: Something is wrong; the error lists everything.
        """
        resolution = _resolved(kwargs, config, client_options, retry_config, url=url)
        return cls.from_resolution(resolution, backend=backend)

    @classmethod
    def from_resolution(cls, resolution: Resolution, *, backend: str | None = None) -> Self:
        """Make a store from what was resolved before.

        Args:
            resolution: What `resolve` returned.
            backend: Name of the backend.

        Raises:
            InvalidConfigError: Something is wrong; the error lists everything.
            ConfigError: There is no backend of this name.
        """
        store = cls.__new__(cls)
        store._use(resolution, backend)  # noqa: SLF001 (its own)
        return store

    def _use(self, resolution: Resolution, backend: str | None) -> None:
        self.resolution = resolution
        self.config = resolution.config
        self._backend_name = backend if backend is None else backends.choose(backend)
        self._connected: Backend | None = None
        for diagnostic in resolution.diagnostics:
            if diagnostic.severity is Severity.WARNING:
                warnings.warn(str(diagnostic), ConfigWarning, stacklevel=_depth_of_caller())

    @property
    def client_options(self) -> ClientOptions:
        """Options of the HTTP client."""
        return self.config.client_options

    @property
    def retry_config(self) -> RetryOptions:
        """How failed requests are tried again."""
        return self.config.retry_config

    @property
    def native(self) -> Backend:
        """The backend's own object.

        Raises:
            MissingDependencyError: No backend was named, and none is installed.
        """
        with _CONNECTING:
            if self._connected is None:
                self._connected = backends.connect(self._backend_name, self.config)
            return self._connected

    def put(
        self, path: str, file: Content, *, attributes: Attributes | None = None, mode: PutMode = "overwrite"
    ) -> PutResult:
        """Write an object.

        Args:
            path: Where.
            file: Bytes, a buffer, an open file, the path of one, or an iterable of bytes.
            attributes: Headers to store with it, such as `Content-Type`.
            mode: `overwrite`; `create`, which fails if there is one; or the version to replace.

        Raises:
            AlreadyExistsError: There is one, and `mode` is `create`.
            PreconditionError: There is another than the one to replace.
            InvalidPathError: No object can have this path.
        """
        return self.native.put(check_path(path), read_content(file), attributes=attributes, mode=mode)

    def get(self, path: str) -> GetResult:
        """Fetch an object.

        Raises:
            NotFoundError: There is none.
            InvalidPathError: No object can have this path.
        """
        return self.native.get(check_path(path))

    def head(self, path: str) -> ObjectMeta:
        """Return what is known of an object.

        Raises:
            NotFoundError: There is none.
            InvalidPathError: No object can have this path.
        """
        return self.native.head(check_path(path))

    def list(self, prefix: str | None = None, *, offset: str | None = None, chunk_size: int = 50) -> ListStream:
        """List objects in the order of their paths.

        Args:
            prefix: Only those below it: `a` has `a/b`, and not `ab`.
            offset: Only those behind it.
            chunk_size: Most objects in a chunk.

        Raises:
            InvalidPathError: No object can have this prefix.
        """
        checked = check_path(prefix.rstrip("/")) if prefix else None
        return self.native.list(checked, offset=offset, chunk_size=chunk_size)

    def delete(self, paths: str | Sequence[str]) -> None:
        """Delete one object or several; one that does not exist is no error.

        Raises:
            InvalidPathError: No object can have one of these paths; none is deleted.
        """
        self.native.delete([check_path(path) for path in ([paths] if isinstance(paths, str) else paths)])

    def copy(self, from_: str, to: str, *, overwrite: bool = True) -> None:
        """Copy an object within the bucket.

        Args:
            from_: The object.
            to: Where the copy goes.
            overwrite: Whether one that is there may be overwritten.

        Raises:
            NotFoundError: There is no object at `from_`.
            AlreadyExistsError: There is one at `to`, and it must not be overwritten.
        """
        self.native.copy(check_path(from_), check_path(to), overwrite=overwrite)

    def __repr__(self) -> str:
        """Name the bucket and the place."""
        where = f", endpoint={self.config.endpoint!r}" if self.config.endpoint else f", region={self.config.region!r}"
        return f"{type(self).__name__}({self.config.bucket!r}{where})"


def _resolved(
    arguments: Mapping[str, Any],
    config: S3Config | StoreConfig | None,
    client_options: ClientConfig | None,
    retry_config: RetryConfig | None,
    **places: Any,  # noqa: ANN401 (a URL or a session)
) -> Resolution:
    """Resolve the keywords of a constructor, all of which are keys, over the environment of this process."""
    return gather(
        Request(
            arguments=arguments, config=config, client_options=client_options, retry_config=retry_config,
            environment=os.environ, variables=os.environ, **places,
        )
    )  # fmt: skip


def _depth_of_caller() -> int:
    """Return how many frames up the first one is that is not of this module, for a warning to point at."""
    depth, frame = 1, sys._getframe(1)  # noqa: SLF001 (the documented way to it)
    while frame.f_back is not None and frame.f_globals.get("__name__") == __name__:
        depth, frame = depth + 1, frame.f_back
    return depth
