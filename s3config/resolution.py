"""From everything that was written to one configuration, in which every value knows where it came from."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import SecretStr

from s3config import identity, places
from s3config.concealment import conceal, conceal_diagnostic
from s3config.config.plain import hidden, plain
from s3config.diagnostics import Diagnostic, Severity
from s3config.draft import Draft
from s3config.gathering import collect, url_of
from s3config.merging import duplicates, merge
from s3config.modelling import model_of
from s3config.origin import URL_ORIGIN, Layer, Origin, Setting
from s3config.redaction import MaskedStr, Sealed, shown
from s3config.sources import Request
from s3config.spellings import KEYS, find, nearest_spelling, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from s3config.config import StoreConfig
    from s3config.errors import InvalidConfigError
    from s3config.sources import Source
    from s3config.urls import StoreUrl

DEFAULT = Origin("default")
"""Where a value comes from that nobody wrote and nothing implies."""
_NO_BUCKET = Diagnostic("AD008", Severity.ERROR, (), "no bucket is given", "give bucket=, or a URL such as s3://bucket")
_SECRETS = {name for name, key in KEYS.items() if key.about.secret} | set(identity.GROUP) - {"skip_signature"}
_IDENTITY = {
    *identity.GROUP, "profile", "metadata_endpoint", "imdsv1_fallback", "ec2_metadata_disabled", "sts_endpoint",
}  # fmt: skip
"""Who makes the requests, and where the credentials are fetched."""


def resolve(
    url: str | None = None,
    *,
    bucket: str | None = None,
    config: Mapping[str, Any] | StoreConfig | None = None,
    client_options: Mapping[str, Any] | None = None,
    retry_config: Mapping[str, Any] | None = None,
    session: Any = None,  # noqa: ANN401 (of boto3 or botocore, neither of which is imported here)
    profile: str | None = None,
    env: bool | Mapping[str, str] = True,
    dotenv: str | PathLike[str] | None = None,
    file: str | PathLike[str] | None = None,
    store: str | None = None,
    sources: Iterable[Source] = (),
    **kwargs: Any,  # noqa: ANN401 (any spelling of any key)
) -> Resolution:
    """Gather settings from everywhere and decide each key.

    Nothing is raised about what the settings say: it is in `Resolution.diagnostics`, and `Resolution.config` raises it.
    No network is used, and no credentials are fetched.

    Args:
        url: URL of the bucket, such as `s3://bucket/path`.
        bucket: Name of the bucket.
        config: S3 keys and client options in any spelling, or a configuration that was resolved before.
        client_options: Options of the HTTP client.
        retry_config: How failed requests are tried again.
        session: A boto3 or botocore session to take region, endpoint and credentials from.
        profile: Name of a profile in `~/.aws/config` and `~/.aws/credentials`.
        env: The environment: `True` for that of this process, `False` for none, or a mapping.
        dotenv: Path of a `.env` file.
        file: Path of a config file: TOML, YAML, JSON, or `pyproject.toml`.
        store: Name of a store in the config file.
        sources: Further sources, each an object with `read(request)`.
        **kwargs: Keys in any spelling, such as `region=` or `AWS_REGION=`.

    Returns:
        All settings, winners and losers, with what is wrong about them.
    """
    environment = os.environ if env is True else None if env is False else env
    variables: Mapping[str, str] = os.environ if environment is os.environ else _texts(environment)
    given = (bucket, profile, config, client_options, retry_config, store)
    arguments = {"bucket": bucket, **kwargs} if kwargs or any(value is not None for value in given) else None
    return gather(
        Request(
            file, arguments, environment, session, tuple(sources), dotenv, profile, url, config, client_options,
            retry_config, store, variables,
        )
    )  # fmt: skip


def _texts(environment: object) -> dict[str, str]:
    """Return the variables of a caller's mapping that are text; the others are complained of where they are read."""
    items = environment.items() if isinstance(environment, Mapping) else ()
    return {name: value for name, value in items if isinstance(name, str) and isinstance(value, str)}


def gather(request: Request) -> Resolution:
    """Read every source and decide."""
    settings, diagnostics = collect(request)
    return Resolution(settings, diagnostics, url_of(request, settings))


class Resolution:
    """All settings that were found, the winner of each key, and what is wrong.

    Attributes:
        diagnostics: Everything that is to be said, in the order in which it was found.
        url: The parts of the URL; its `path` is no prefix of the store. `None` without a URL, or if it cannot be read.
    """

    def __init__(
        self, settings: Iterable[Setting], diagnostics: Iterable[Diagnostic] = (), url: StoreUrl | None = None
    ) -> None:
        """Decide each key; use `resolve` to gather settings first."""
        self.url = url
        settings, misplaced = conceal(settings)
        self._found = tuple(conceal_diagnostic(diagnostic, misplaced) for diagnostic in diagnostics)
        draft = Draft(merge(settings), self._found)
        draft.diagnostics.extend(duplicates(draft.history))
        identity.decide(draft)
        places.settle(draft)
        self._draft = draft
        self._model = model_of(draft)
        self._misplaced = misplaced
        draft.diagnostics = [self.concealed(diagnostic) for diagnostic in draft.diagnostics]
        self.diagnostics = tuple(draft.diagnostics)
        self._bare: _Bare | None = None

    @property
    def config(self) -> StoreConfig:
        """The validated configuration.

        Raises:
            InvalidConfigError: Something is wrong, or there is no bucket; the error lists everything.
        """
        if self._model is None or self._model.bucket is None:
            raise _error((*self.diagnostics, *self._missing_bucket()))
        return self._model

    @property
    def checked(self) -> StoreConfig:
        """The validated configuration, which may lack a bucket.

        Raises:
            InvalidConfigError: Something is wrong; the error lists everything.
        """
        if self._model is None:
            raise _error(self.diagnostics)
        return self._model

    def _missing_bucket(self) -> Iterator[Diagnostic]:
        """Complain of a missing bucket, unless what should have named it was refused already."""
        refused = any(URL_ORIGIN in d.origins and d.severity is Severity.ERROR for d in self.diagnostics)
        if (
            "bucket" not in self._draft.winners
            and not refused
            and not any(setting.layer is Layer.ARGUMENT for setting in self._draft.history.get("bucket", ()))
        ):
            yield _NO_BUCKET

    def __getitem__(self, key: str) -> Setting:
        """Return the setting that decides a key; of a key that nobody wrote, its default.

        Raises:
            KeyError: There is no such key.
        """
        key = _canonical(key)
        setting = self._draft.winners.get(key) or self._draft.implied.get(key)
        if setting is not None:
            return setting
        return Setting(key, KEYS[key].default, key, DEFAULT, Layer.DEFAULT)

    def __iter__(self) -> Iterator[str]:
        """Return the keys that somebody wrote, in the order of the models."""
        return (key for key in KEYS if key in self._draft.winners)

    def __contains__(self, key: object) -> bool:
        """Tell whether somebody wrote a key, in whatever spelling it is asked for."""
        spelling = find(key) if isinstance(key, str) else None
        return spelling is not None and spelling.key in self._draft.winners

    def history(self, key: str) -> tuple[Setting, ...]:
        """Return the setting that decides a key, then all that lost, the strongest first.

        Raises:
            KeyError: There is no such key.
        """
        key = _canonical(key)
        winner = self[key]
        written = (
            *self._draft.history.get(key, ()),
            *(self._draft.history.get("default_region", ()) if key == "region" else ()),
        )
        decides = winner._replace(layer=Layer.ARGUMENT) if winner.layer is Layer.FALLBACK else winner
        return (winner, *(setting for setting in written if setting not in (winner, decides)))

    def values(self, *, reveal: bool = False) -> dict[str, bool | int | float | str]:
        """Return what was said as plain JSON values by canonical key; what is default or implied is left out.

        Args:
            reveal: Whether secrets are shown. A mapping with hidden secrets cannot be resolved again.

        Raises:
            InvalidConfigError: Something is wrong; a missing bucket is not.
        """
        model = self.checked
        said = {key: value_of(model, key) for key in KEYS if self._draft.is_said(key)}
        return {key: plain(value) if reveal else hidden(value) for key, value in said.items() if not callable(value)}

    def effective(self, key: str) -> Any:  # noqa: ANN401 (any key's value)
        """Return the value of a key that a store would use, defaults included; `None` if it is invalid."""
        return None if self._model is None else value_of(self._model, key)

    def to(self, tool: str, *, strict: bool = True) -> dict[str, Any]:
        """Return the arguments of another tool: `pl.read_parquet(url, storage_options=resolution.to("polars"))`.

        What the tool cannot be told, and environment variables that it needs besides, are said in a warning;
        `translate` returns them. A bucket is not needed.

        Args:
            tool: Name of the tool, such as `polars`, `s3fs`, `boto3`, `deltalake`.
            strict: Whether it is an error if something about encryption, signing, TLS, payment or the place of
                requests cannot be said. Default true.

        Raises:
            ConfigError: The tool is not known, or cannot be told something about safety.
            InvalidConfigError: Something is wrong with the configuration.
        """
        from s3config.translation import arguments_of  # wanted for a translation only

        return arguments_of(self.checked, tool, strict=strict)

    @property
    def winners(self) -> Mapping[str, Setting]:
        """The settings that decide, by key, of the keys that somebody wrote."""
        return self._draft.winners

    def concealed(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return a diagnostic about this configuration without the secrets that stand in wrong fields."""
        return conceal_diagnostic(diagnostic, self._misplaced)

    def without_secrets(self) -> Resolution:
        """Return the same resolution without credentials and other secrets, for a worker that has its own.

        Neither it nor its pickle holds any. Loading the pickle takes what was left out from the environment of the
        process that loads it: the credentials as a whole, unless requests are anonymous, with the profile that
        `AWS_PROFILE` names there, and the other secrets by their variables. All else stays as it is here, and outranks
        that environment; encryption with the customer's key (`sse-c`) is refused until the key is there. What was found
        there goes into no pickle either, and a copy within a process reads nothing.
        """
        winners, written = self._draft.winners, self.written()
        left = {key for key, setting in winners.items() if _is_secret(setting)}
        if "skip_signature" not in winners:  # where it lost to credentials, it must not win without them
            left.add("skip_signature")
        kept = tuple(s for s in written if s.key not in left and not _is_secret(s))
        wanted = left | (set() if self._draft.flag("skip_signature") else _IDENTITY)
        wanted -= {setting.key for setting in kept}
        bare = Resolution(kept, self._found, self.url)
        bare._bare = _Bare(kept, self._found, self.url, tuple(sorted(wanted)))
        return bare

    def written(self) -> tuple[Setting, ...]:
        """Return every setting that was found, winners and losers."""
        return tuple(setting for group in self._draft.history.values() for setting in group)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was written, static secrets included; it is decided anew where the pickle is loaded.

        Raises:
            TypeError: A session, whose credentials are of this process, is among it.
        """
        if self._bare is not None:
            return _loaded, tuple(self._bare)
        return Resolution, (self.written(), self._found, self.url)

    def __copy__(self) -> Resolution:
        """Return itself: a resolution never changes."""
        return self

    def __deepcopy__(self, memo: object) -> Resolution:
        """Return itself: a resolution never changes."""
        return self

    def __repr__(self) -> str:
        """Show what was said, with secrets hidden."""
        said = ", ".join(f"{key}={shown(s.value)!r}" for key, s in self._draft.winners.items() if s.key == key)
        errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)
        return f"<Resolution {said}{f'; {errors} errors' if errors else ''}>"


class _Bare(NamedTuple):
    """What is pickled of a resolution without secrets."""

    settings: tuple[Setting, ...]
    diagnostics: tuple[Diagnostic, ...]
    url: StoreUrl | None
    wanted: tuple[str, ...]
    """The keys that the environment of another process decides."""


def _loaded(
    settings: tuple[Setting, ...], diagnostics: tuple[Diagnostic, ...], url: StoreUrl | None, wanted: tuple[str, ...]
) -> Resolution:
    """Load a resolution that was pickled without secrets, and take those of this process."""
    around = gather(Request(environment=os.environ, variables=os.environ))
    own = (setting for setting in around.written() if setting.key in wanted)
    news = (diagnostic for diagnostic in around._found if diagnostic not in diagnostics)  # noqa: SLF001
    resolution = Resolution((*settings, *own), (*diagnostics, *news), url)
    resolution._bare = _Bare(settings, diagnostics, url, wanted)  # noqa: SLF001
    return resolution


def _is_secret(setting: Setting) -> bool:
    """Tell whether a setting is secret, or holds a secret by mistake."""
    value = setting.value
    hidden_part = isinstance(value, MaskedStr) and value.masked() != value
    return setting.key in _SECRETS or hidden_part or isinstance(value, Sealed | SecretStr)


def _canonical(word: str) -> str:
    """Return the key that a spelling means.

    Raises:
        KeyError: It means none; the text names the nearest.
    """
    spelling = find(word) if isinstance(word, str) else None
    if spelling is None:
        close = nearest_spelling(str(word))
        raise KeyError(f"unknown key {word!r}" + (f"; did you mean {close}?" if close else ""))
    return spelling.key


def _error(diagnostics: Iterable[Diagnostic]) -> InvalidConfigError:
    """Make the error of the narrowest class that fits all errors."""
    from s3config.errors import DuplicateKeyError, InvalidConfigError, UnknownKeyError

    found = tuple(diagnostics)
    codes = {diagnostic.code for diagnostic in found if diagnostic.severity is Severity.ERROR}
    if codes and codes <= {"KEY001", "KEY002"}:
        return UnknownKeyError(found)
    if codes == {"KEY003"}:
        return DuplicateKeyError(found)
    return InvalidConfigError(found)
