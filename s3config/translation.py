"""From the canonical configuration to another tool's own words, and what those words cannot say."""

from __future__ import annotations

import os
import warnings
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import SecretStr

from s3config import dialects
from s3config.config import StoreConfig
from s3config.config.credentials import ProfileCredentials
from s3config.errors import ConfigError, ConfigWarning, MissingDependencyError
from s3config.redaction import KeyId
from s3config.spellings import KEYS
from s3config.suggestion import nearest
from s3config.vocabulary import Fate, hiding, said
from s3config.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from s3config.resolution import Resolution
    from s3config.vocabulary import Support

SAFETY = frozenset({
    "access_key_id", "secret_access_key", "session_token", "skip_signature", "web_identity_token_file", "role_arn",
    "container_credentials_relative_uri", "container_credentials_full_uri", "unsigned_payload", "request_payer",
    "server_side_encryption", "sse_kms_key_id", "sse_bucket_key_enabled", "sse_customer_key_base64", "allow_http",
    "allow_invalid_certificates", "disable_system_certificates", "root_certificate", "use_fips_endpoint", "endpoint",
})  # fmt: skip
"""Keys without which a request is less safe, or not the same: who signs and pays, what is encrypted, where it goes."""
_FETCHED = {
    "web_identity_token_file", "role_arn", "container_credentials_relative_uri", "container_credentials_full_uri",
}  # fmt: skip
_STYLE = "virtual_hosted_style_request"
_PAIR = ("access_key_id", "secret_access_key", "session_token")
_NEVER_MISSED = frozenset({"credential_expiration"})
_ALSO = {"s3a": "hadoop", "spark": "hadoop", "fsspec": "s3fs", "delta": "deltalake", "delta-rs": "deltalake",
         "lancedb": "lance", "minio": "mc", "compose": "docker_compose", "k8s": "kubernetes", "aws": "aws_config",
         "rasterio": "gdal"}  # fmt: skip
"""Other names of tools."""


class Translation(NamedTuple):
    """A configuration in another tool's words.

    Attributes:
        tool: Name of the tool.
        values: The tool's own arguments in its types, secrets included.
        environment: Environment variables that it needs besides, secrets included.
        calls: Arguments of single operations, by the operation, which the tool takes with each call only.
        emitted: Keys that were said, and that the tool is told.
        dropped: Keys that were said and that the tool cannot be told, each with the reason.
        warnings: What was written though nobody said it, and what surprises.
    """

    tool: str
    values: dict[str, Any]
    environment: dict[str, str]
    calls: dict[str, dict[str, Any]]
    emitted: tuple[str, ...]
    dropped: dict[str, str]
    warnings: tuple[str, ...]

    @property
    def text(self) -> str:
        """The values as text that pastes, in the tool's usual form; secrets included."""
        return self.form(self.forms[0])

    @property
    def forms(self) -> tuple[str, ...]:
        """The names of the forms of text, the usual one first."""
        return tuple(dialect(self.tool).FORMS)

    def form(self, name: str) -> str:
        """Return the values as text that pastes, in one of the tool's forms; secrets included.

        Raises:
            ConfigError: The tool has no such form, or it cannot hold a value.
        """
        forms = dialect(self.tool).FORMS
        if name not in forms:
            raise ConfigError(f"{self.tool} has no form {name!r}; there are {', '.join(forms)}")
        text: str = forms[name]({**self.values, "calls": self.calls} if self.calls else self.values)
        return text

    def __repr__(self) -> str:
        """Name what is there and what is missing; the values hold secrets."""
        return f"<Translation of {', '.join(self.emitted)}; dropped: {', '.join(self.dropped) or 'nothing'}>"


@cache
def tools() -> tuple[str, ...]:
    """Return the tools whose words are known."""
    return tuple(module.name for module in iter_modules(dialects.__path__))


def dialect(tool: str) -> Any:  # noqa: ANN401 (a module)
    """Return the module of a tool.

    Raises:
        ConfigError: The tool is not known.
    """
    return import_module(f"{dialects.__name__}.{known(tool)}")


def known(tool: str) -> str:
    """Return the name under which a tool is known.

    Raises:
        ConfigError: It is not known; the text names the nearest.
    """
    name = str(tool).lower()
    for form in (name, name.replace("-", "_")):
        if form in tools():
            return form
        if form in _ALSO:
            return _ALSO[form]
    close = nearest(name, (*tools(), *_ALSO))
    hint = f"did you mean {close}?" if close else f"there are {', '.join(tools())}"
    raise ConfigError(f"there is no tool {tool!r}; {hint}")


def support(tool: str) -> dict[str, Support]:
    """Return what becomes of each key in a tool's words.

    Raises:
        ConfigError: The tool is not known.
    """
    table: dict[str, Support] = dialect(tool).KEYS
    return table


def translate(config: StoreConfig | Resolution, to: str, *, strict: bool = True) -> Translation:
    """Say a configuration in another tool's words.

    Only what was said is written, and what the tool would otherwise guess wrongly. An object that hands out credentials
    is asked for them once if the tool can be told neither it nor the profile that it is of.

    Args:
        config: A configuration that was resolved, or the resolution, which needs no bucket.
        to: Name of the tool, such as `boto3`.
        strict: Whether it is an error if something about encryption, signing, TLS, payment or the place of requests
            cannot be said. Default true.

    Raises:
        ConfigError: The tool is not known, or it is strict and something about safety cannot be said, or a
            certificate's file cannot be read.
        MissingDependencyError: The tool's arguments are made with a library that is not installed.
        UnauthenticatedError: What hands out credentials has none.
    """
    config = config if isinstance(config, StoreConfig) else config.checked
    tool = known(to)
    module = dialect(tool)
    table: dict[str, Support] = module.KEYS
    keys = tuple(key for key, _ in said(config))
    left: tuple[str, ...] = ()
    if config.credential_provider is not None:
        if table["credential_provider"].fate is not Fate.UNSUPPORTED:
            left = ("profile",)  # which the provider is of
        elif _fetches_profile(config, module):
            left = ("credential_provider",)
        else:
            config = _asked(config)
    writing = Writing(config, table, getattr(module, "GUESSED", {}), left)
    try:
        getattr(module, "write", lambda _writing: None)(writing)
    except ModuleNotFoundError as error:
        message = f"the arguments of {module.TITLE} are made with {error.name}, which is not installed"
        raise MissingDependencyError(f"{message}; pip install {tool}") from None
    _drop_companions(writing)
    unsafe = SAFETY.intersection(writing.dropped)
    if config.client_options.allow_invalid_certificates or (config.endpoint or "").startswith("http://"):
        unsafe -= {"root_certificate", "disable_system_certificates"}  # which nothing is verified with
    if config.access_key_id is not None or config.skip_signature:
        unsafe -= _FETCHED  # which nobody signs with
    if strict and unsafe:
        raise ConfigError(_refusal(module.TITLE, {key: writing.dropped[key] for key in KEYS if key in unsafe}))
    _warn_of_end(config, writing)
    return Translation(
        tool,
        hiding(writing.values),
        hiding(writing.environment),
        hiding(writing.calls),
        tuple(key for key in keys if key not in writing.dropped),
        {key: why for key, why in writing.dropped.items() if key in keys},
        tuple(writing.warnings),
    )


def _drop_companions(writing: Writing) -> None:
    """Drop what means something else, or nothing, without what was dropped."""
    if "endpoint" in writing.dropped and _STYLE in writing.said and writing.table[_STYLE].word is None:
        writing.dropped.setdefault(_STYLE, "it goes with the endpoint")
    if not writing.dropped.keys().isdisjoint(_PAIR[:2]):
        for key in _PAIR:
            if key in writing.said and key not in writing.dropped:
                writing.take_back(key, "it is a part of the pair, whose other half cannot be said")


def _fetches_profile(config: StoreConfig, module: Any) -> bool:  # noqa: ANN401 (a module)
    """Tell whether the tool fetches the credentials of the profile by itself, from its name."""
    provider = config.credential_provider
    if not isinstance(provider, ProfileCredentials) or module.KEYS["profile"].fate is Fate.UNSUPPORTED:
        return False
    fetches: Callable[[StoreConfig, str], bool] = getattr(module, "fetches_profile", lambda _config, _kind: True)
    return fetches(config, provider.kind)


def _asked(config: StoreConfig) -> StoreConfig:
    """Put what a provider hands out now in its place."""
    from s3config.fetching import Refreshing  # wanted where credentials are handed out only

    provider: Any = config.credential_provider
    now = Refreshing(provider)()
    found = {
        "access_key_id": KeyId(now["access_key_id"]),
        "secret_access_key": SecretStr(now["secret_access_key"]),
        "session_token": now["token"] and SecretStr(now["token"]),
        "credential_expiration": now["expires_at"],
        "credential_provider": None,
    }
    return config.model_copy(update=found)


def arguments_of(config: StoreConfig, tool: str, *, strict: bool) -> dict[str, Any]:
    """Return a tool's arguments alone; what goes missing without the rest of the translation is said in a warning."""
    found = translate(config, tool, strict=strict)
    missing = [f"{key} is left out: {why}" for key, why in found.dropped.items() if key not in _NEVER_MISSED]
    missing += [
        f"{name} must be set in the environment"
        for name, value in found.environment.items()
        if os.environ.get(name) != value
    ]
    if found.calls:
        missing.append("some keys go with each call: see translate(...).calls")
    if missing:
        warnings.warn(f"{dialect(tool).TITLE}: {'; '.join(missing)}", ConfigWarning, stacklevel=3)
    return found.values


def _refusal(title: str, dropped: dict[str, str]) -> str:
    reasons = "; ".join(f"{key}: {why}" for key, why in dropped.items())
    remedy = "strict=False leaves it out (--lenient on the command line)"
    return f"{title} cannot be told all that keeps requests safe: {reasons}; {remedy}"


def _warn_of_end(config: StoreConfig, writing: Writing) -> None:
    """Say that credentials end which the tool cannot renew."""
    if config.session_token is not None and "session_token" not in writing.dropped:
        end = f" at {config.credential_expiration.isoformat()}" if config.credential_expiration is not None else ""
        writing.warn(f"the credentials are temporary: they end{end}, and nothing renews them there")


def unsaid(config: StoreConfig, table: dict[str, Support]) -> list[tuple[str, str]]:
    """Return the keys that were said and that a table has no words for, each with the reason."""
    found = []
    for key, value in said(config):
        support_of = table[key]
        if support_of.fate is Fate.UNSUPPORTED:
            if value is not False or KEYS[key].default is not False:
                found.append((key, support_of.how))
        elif any(str(value).startswith(word) for word in support_of.without):
            found.append((key, f"{value} is not known there"))
    return found
