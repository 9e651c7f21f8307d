"""Keep the environment away from obstore while it makes a store, for it reads what it was not told from there."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from s3config.locks import ProcessLock

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONE_AT_A_TIME = ProcessLock()
_OTHERS = frozenset(
    {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "request_method", "ssl_cert_file", "ssl_cert_dir"}
)
"""What its HTTP client reads, besides `AWS_*`: proxies, and where certificates lie."""


@contextmanager
def without_environment() -> Iterator[None]:
    """Hide variables from native code, and from it alone: `os.environ` keeps them, for the threads that read it.

    Source: obstore builds on `AmazonS3Builder::from_env`, reqwest's system proxies and rustls-native-certs.
    """
    with _ONE_AT_A_TIME:
        hidden = [name for name in os.environ if _is_read(name)]
        for name in hidden:
            os.unsetenv(name)
        try:
            yield
        finally:
            for name in hidden:  # as they are now, for another thread may have changed them
                value = os.environ.get(name)
                if value is not None:
                    os.putenv(name, value)


def _is_read(name: str) -> bool:
    lower = name.lower()
    return lower.startswith("aws_") or lower in _OTHERS
