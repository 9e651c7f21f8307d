"""A translation while it is being written: first what single words say, then what the dialect's own functions do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3config.redaction import MaskedStr, reveal
from s3config.spellings import KEYS, value_of
from s3config.vocabulary import COMMON, Arguments, Fate, said
from s3config.words import UnsayableError, Word

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from s3config.config import StoreConfig
    from s3config.vocabulary import Support


class Writing:
    """What has been written so far, and what a dialect's function `write` works on.

    Attributes:
        config: The configuration.
        said: What is to be said: values by key, secrets laid open.
        values: The tool's own arguments.
        environment: Environment variables that it needs besides.
        calls: Arguments of single operations, by the operation, where the tool takes some keys with each call only.
        dropped: Keys that cannot be said, each with the reason.
        warnings: What the user should know.
    """

    def __init__(
        self,
        config: StoreConfig,
        table: Mapping[str, Support],
        guessed: Mapping[str, str],
        left: Container[str] = (),
    ) -> None:
        """Say what single words say.

        Args:
            config: The configuration.
            table: What becomes of each key.
            guessed: Keys that are said in any case, and what the tool would do otherwise: the region always, the
                others beside an endpoint.
            left: Keys that another one says, too.
        """
        self.config = config
        self.table = table
        self.said = Arguments({key: value for key, value in _sayable(config).items() if key not in left})
        self.values: dict[str, Any] = Arguments()
        self.environment: dict[str, str] = Arguments()
        self.calls: dict[str, dict[str, Any]] = Arguments()
        self.dropped: dict[str, str] = {}
        self.warnings: list[str] = []
        for key, value in self.said.items():
            self._say(key, value, table[key])
        for key in self.dropped:
            if self.said.get(key) == {}:
                del self.said[key]
        for key, otherwise in guessed.items():
            if key not in self.said and (key == "region" or config.endpoint is not None):
                value = _open(value_of(config, key))
                self._say(key, value, table[key])
                self.warnings.append(f"{key}={_shown(value)} is written, too: {otherwise}")

    def _say(self, key: str, value: Any, support: Support) -> None:  # noqa: ANN401 (any key's value)
        if support.fate is Fate.UNSUPPORTED:
            if value is not False or KEYS[key].default is not False:
                self.drop(key, support.how)
        elif value == {}:
            self.drop(key, "it is empty")
        elif key == "ignore_configured_endpoint_urls" and support is COMMON[key]:
            if value and self.config.endpoint is None:
                self.drop(key, "there is no endpoint to write out; unset AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_S3")
        elif any(str(value).startswith(word) for word in support.without):
            self.drop(key, f"{value} is not known there")
        elif support.word is not None:
            try:
                self._put(support.word, support.word.codec.write(value))
            except UnsayableError as error:
                self.drop(key, str(error))

    def _put(self, word: Word, value: Any) -> None:  # noqa: ANN401
        if word.is_variable:
            self.environment[word.path[0]] = str(value)
        else:
            self.put(value, *word.path)

    def put(self, value: Any, *path: str) -> None:  # noqa: ANN401
        """Write a value at a place, below the tables that lead there."""
        table = self.values
        for name in path[:-1]:
            table = table.setdefault(name, Arguments())
        table[path[-1]] = value

    def drop(self, key: str, why: str) -> None:
        """Say that a key cannot be said; the reason must not hold its value."""
        self.dropped[key] = why

    def take_back(self, key: str, why: str) -> None:
        """Drop a key that was written with a word of its own."""
        self.drop(key, why)
        word = self.table[key].word
        table: dict[str, Any] = self.values
        for name in word.path[:-1] if word is not None else ():
            table = table.get(name, {})
        if word is not None:
            table.pop(word.path[-1], None)

    def warn(self, text: str) -> None:
        """Say something that the user should know; it must not hold a secret."""
        self.warnings.append(text)


def _sayable(config: StoreConfig) -> dict[str, Any]:
    """Return what is to be said; a profile is not, where the identity that it gives is written out."""
    found = {key: _open(value) for key, value in said(config)}
    if config.access_key_id is not None or config.skip_signature or config.web_identity_token_file is not None:
        found.pop("profile", None)
    return found


def _open(value: Any) -> Any:  # noqa: ANN401
    value = reveal(value)
    return str.__str__(value) if isinstance(value, MaskedStr) else value


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
