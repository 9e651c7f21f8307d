"""One validated S3 configuration from everywhere, in which every value remembers where it came from."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from s3config.config import StoreConfig
    from s3config.diagnostics import Diagnostic, Severity
    from s3config.errors import (
        AlreadyExistsError,
        ConfigError,
        ConfigWarning,
        DuplicateKeyError,
        InvalidConfigError,
        InvalidPathError,
        InvalidRequestError,
        MissingDependencyError,
        NotFoundError,
        NotModifiedError,
        NotSupportedError,
        PermissionDeniedError,
        PreconditionError,
        S3ConfigError,
        StoreError,
        UnauthenticatedError,
        UnknownKeyError,
    )
    from s3config.foreign import from_dialect
    from s3config.origin import Layer, Origin, Setting
    from s3config.prefix import PrefixStore
    from s3config.reports.text import explain
    from s3config.resolution import Resolution, resolve
    from s3config.schema import json_schema
    from s3config.store import S3Store
    from s3config.translation import Translation, translate
    from s3config.typed import BackoffConfig, ClientConfig, RetryConfig, S3Config
    from s3config.validation import validate

_MODULES = {
    "config": ("StoreConfig",),
    "diagnostics": ("Diagnostic", "Severity"),
    "errors": (
        "AlreadyExistsError", "ConfigError", "ConfigWarning", "DuplicateKeyError", "InvalidConfigError",
        "InvalidPathError", "InvalidRequestError", "MissingDependencyError", "NotFoundError", "NotModifiedError",
        "NotSupportedError", "PermissionDeniedError", "PreconditionError", "S3ConfigError", "StoreError",
        "UnauthenticatedError", "UnknownKeyError",
    ),
    "origin": ("Layer", "Origin", "Setting"),
    "reports.text": ("explain",),
    "resolution": ("Resolution", "resolve"),
    "schema": ("json_schema",),
    "prefix": ("PrefixStore",),
    "store": ("S3Store",),
    "foreign": ("from_dialect",),
    "translation": ("Translation", "translate"),
    "typed": ("BackoffConfig", "ClientConfig", "RetryConfig", "S3Config"),
    "validation": ("validate",),
}  # fmt: skip
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__version__ = "0.1.0"
__all__ = [
    "AlreadyExistsError",
    "BackoffConfig",
    "ClientConfig",
    "ConfigError",
    "ConfigWarning",
    "Diagnostic",
    "DuplicateKeyError",
    "InvalidConfigError",
    "InvalidPathError",
    "InvalidRequestError",
    "Layer",
    "MissingDependencyError",
    "NotFoundError",
    "NotModifiedError",
    "NotSupportedError",
    "Origin",
    "PermissionDeniedError",
    "PreconditionError",
    "PrefixStore",
    "Resolution",
    "RetryConfig",
    "S3Config",
    "S3ConfigError",
    "S3Store",
    "Setting",
    "Severity",
    "StoreConfig",
    "StoreError",
    "Translation",
    "UnauthenticatedError",
    "UnknownKeyError",
    "__version__",
    "explain",
    "from_dialect",
    "json_schema",
    "resolve",
    "translate",
    "validate",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that importing the package costs nothing."""
    module = _HOMES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, those that are not imported yet included."""
    return sorted({*globals(), *__all__})
