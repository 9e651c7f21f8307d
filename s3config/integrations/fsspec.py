"""fsspec's configuration from a resolution, so that every `s3://` URL in a process is opened with it by s3fs."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from s3config.errors import ConfigWarning, MissingDependencyError
from s3config.vocabulary import Arguments

if TYPE_CHECKING:
    from s3config.resolution import Resolution

_PROTOCOLS = ("s3", "s3a")


def configure(resolution: Resolution, *, strict: bool = True) -> None:
    """Let fsspec open `s3://` and `s3a://` with a configuration, in this process, unless a call has its own options.

    It takes the place of all that fsspec found for these in its files and in `FSSPEC_S3_*`, so that no credentials are
    mixed; a warning names what is replaced. A file system that is open already stays as it is. Nothing is written to a
    file.

    Args:
        resolution: What to use; it needs no bucket.
        strict: Whether it is an error if something about encryption, signing, TLS, payment or the place of requests
            cannot be said to s3fs. What else cannot be said is named in a `ConfigWarning`.

    Raises:
        ConfigError: s3fs cannot be told something about safety.
        InvalidConfigError: Something is wrong with the configuration.
        MissingDependencyError: fsspec is not installed.
    """
    try:
        from fsspec.config import conf
    except ImportError:
        raise MissingDependencyError("configure() needs fsspec; pip install s3fs, which brings it") from None
    arguments = resolution.to("s3fs", strict=strict)
    for protocol in _PROTOCOLS:
        replaced = conf.get(protocol)
        if replaced and not isinstance(replaced, Arguments):
            message = f"what fsspec was told of {protocol} in its files or FSSPEC_{protocol.upper()}_* is replaced"
            warnings.warn(f"{message}: {', '.join(replaced)}", ConfigWarning, stacklevel=2)
        conf[protocol] = Arguments(arguments)
