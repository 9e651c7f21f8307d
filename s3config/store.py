"""The object that a user holds: a bucket with its configuration, made in each of the ways to say one."""

from __future__ import annotations

import os
import sys
import warnings
from typing import TYPE_CHECKING, Any

from s3config import backends
from s3config.bucket import Bucket
from s3config.diagnostics import Severity
from s3config.errors import ConfigError, ConfigWarning, InvalidConfigError, StoreError
from s3config.locks import ProcessLock
from s3config.resolution import Resolution, gather
from s3config.sources import Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self, Unpack

    from s3config.backends import Backend
    from s3config.config import ClientOptions, RetryOptions, StoreConfig
    from s3config.operations import Connection
    from s3config.typed import ClientConfig, RetryConfig, S3Config

_CONNECTING = ProcessLock()
"""Held while a store connects, so that it has one client in however many threads it is first used."""
_FORKED = (
    "this store was used before the process was forked, and its connections did not come along; start workers with "
    "spawn or forkserver, or use it first in the worker"
)


class S3Store(Bucket):
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
        backend: str | Backend | None = None,
        **kwargs: Unpack[S3Config],
    ) -> None:
        """Make a store for a bucket.

        Args:
            bucket: Name of the bucket.
            config: Further keys; one that is also among the keywords is an error.
            client_options: Options of the HTTP client.
            retry_config: How failed requests are tried again.
            backend: `obstore`, `boto3`, `memory`, or an object like them; `None` for the first installed of the
                first two.
            **kwargs: Keys in any spelling.

        Raises:
            InvalidConfigError: Something is wrong; the error lists everything.
            ConfigError: There is no backend of this name.
            MissingDependencyError: The backend's library is not installed.
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
        backend: str | Backend | None = None,
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
        backend: str | Backend | None = None,
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
        backend: str | Backend | None = None,
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
    def from_resolution(cls, resolution: Resolution, *, backend: str | Backend | None = None) -> Self:
        """Make a store from what was resolved before.

        Args:
            resolution: What `resolve` returned.
            backend: Name of the backend.

        Raises:
            InvalidConfigError: Something is wrong; the error lists everything.
            ConfigError: There is no backend of this name.
            MissingDependencyError: The backend's library is not installed.
        """
        store = cls.__new__(cls)
        store._use(resolution, backend)  # noqa: SLF001 (its own)
        return store

    def _use(self, resolution: Resolution, backend: str | Backend | None) -> None:
        self.resolution = resolution
        self.config = resolution.config
        self._chosen = backends.choose(backend)
        self._connection: Connection | None = None
        self._process = 0
        complaints = tuple(backends.complaints(self._chosen, self.config, resolution))
        if any(diagnostic.severity is Severity.ERROR for diagnostic in complaints):
            raise InvalidConfigError((*resolution.diagnostics, *complaints))
        for diagnostic in (*resolution.diagnostics, *complaints):
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
    def backend(self) -> str:
        """Name of the backend."""
        return self._chosen.name

    @property
    def native(self) -> Any:  # noqa: ANN401 (each backend has its own)
        """The backend's own object, for libraries that take one: an obstore store, or a boto3 client."""
        return self._connected().native

    def _connected(self) -> Connection:
        """Return the client, which is made when it is first wanted, once in however many threads.

        Raises:
            StoreError: The store was used before the process was forked.
        """
        connection = self._connection
        if connection is not None and self._process == os.getpid():
            return connection
        with _CONNECTING:
            if self._connection is None:
                from s3config.commit import connected  # wanted with the first request only

                connection = connected(self._chosen, self.config)
                self._process = os.getpid()
                self._connection = connection
            elif self._process != os.getpid():
                raise StoreError(_FORKED, backend=self._chosen.name)
            return self._connection

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was resolved, and the backend's name; the client is made anew where it is used.

        Raises:
            TypeError: The objects of the store are in this process, or the backend is no name.
        """
        if self._chosen.name == "memory":
            raise TypeError("a store in memory is one object in one process, and cannot be pickled or copied")
        if self._chosen.name not in backends.names():
            raise TypeError("a store whose backend is an object cannot be pickled; add the backend by its entry point")
        return _restored, (type(self), self.resolution, self._chosen.name)

    def __repr__(self) -> str:
        """Name the bucket and the place."""
        where = f", endpoint={self.config.endpoint!r}" if self.config.endpoint else f", region={self.config.region!r}"
        return f"{type(self).__name__}({self.config.bucket!r}{where})"


def _restored(cls: type[S3Store], resolution: Resolution, backend: str) -> S3Store:
    """Make a store that was pickled; its warnings were given where it was first made."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConfigWarning)
        return cls.from_resolution(resolution, backend=backend)


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
