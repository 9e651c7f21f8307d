"""A source for pydantic-settings: S3 fields of a `BaseSettings` are filled with what a store would use."""

from __future__ import annotations

import warnings
from datetime import timedelta
from typing import TYPE_CHECKING, Any, get_args

from pydantic import AliasChoices, SecretStr

from s3config.config import StoreConfig
from s3config.config.plain import plain
from s3config.diagnostics import Severity
from s3config.errors import ConfigError, ConfigWarning, MissingDependencyError
from s3config.resolution import DEFAULT, resolve
from s3config.spellings import KEYS, find

try:
    from pydantic_settings import PydanticBaseSettingsSource
except ImportError:
    message = "S3SettingsSource needs pydantic-settings; pip install pydantic-settings"
    raise MissingDependencyError(message) from None

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo
    from pydantic_settings import BaseSettings

    from s3config.resolution import Resolution


class S3SettingsSource(PydanticBaseSettingsSource):
    """Fills the fields that are S3 keys: by their name (`region`, `aws_region`), or by an alias in any spelling.

    A field of the type `StoreConfig` gets the whole configuration. What nobody wrote is left to the class's own
    default; a field without one gets the default of s3config.

    Attributes:
        resolution: Where each value comes from.
    """

    def __init__(
        self,
        settings_cls: type[BaseSettings],
        resolution: Resolution | None = None,
        **arguments: Any,  # noqa: ANN401 (those of `resolve`)
    ) -> None:
        """Resolve the settings.

        Args:
            settings_cls: The class whose fields are filled.
            resolution: What was resolved before; `None` for `resolve(**arguments)`.
            **arguments: Arguments of `resolve`, such as `dotenv=` and `profile=`.

        Raises:
            ConfigError: Both a resolution and arguments are given.
        """
        super().__init__(settings_cls)
        if resolution is not None and arguments:
            raise ConfigError(f"give a resolution, or the arguments of resolve() ({', '.join(arguments)}), not both")
        self.resolution = resolve(**arguments) if resolution is None else resolution

    def __call__(self) -> dict[str, Any]:
        """Return the values by the names that the class validates them under.

        Raises:
            InvalidConfigError: Something is wrong with the settings; the error lists everything.
            ConfigError: A field would show a secret.
        """
        self.resolution.values()
        for diagnostic in self.resolution.diagnostics:
            if diagnostic.severity is Severity.WARNING:
                warnings.warn(str(diagnostic), ConfigWarning, stacklevel=2)
        found = (self.get_field_value(field, name) for name, field in self.settings_cls.model_fields.items())
        return {word: value for value, word, _ in found if value is not None}

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return the value of a field, the name that the class validates it under, and that it is no JSON text.

        Raises:
            InvalidConfigError: The field is a whole configuration, and that lacks a bucket.
            ConfigError: The field would show a secret.
        """
        types = get_args(field.annotation) or (field.annotation,)
        word = next(iter(self._aliases(field)), field_name)
        if StoreConfig in types:
            is_wanted = field.is_required() or any(True for _ in self.resolution)
            return self.resolution.config if is_wanted else None, word, False
        key = self._key(field, field_name)
        if key is None or not (field.is_required() or self.resolution[key].origin != DEFAULT):
            return None, word, False
        return (
            _fitting(self.resolution.effective(key), types, f"{self.settings_cls.__name__}.{field_name}"),
            word,
            False,
        )

    def _key(self, field: FieldInfo, name: str) -> str | None:
        """Return the key that a field is; a name that is no alias must be the key's own, or begin with `aws_`."""
        words = self._aliases(field)
        by_name = self.config.get("validate_by_name") or self.config.get("populate_by_name")
        if (by_name or field.validation_alias is None) and (name in KEYS or name.lower().startswith("aws_")):
            words.append(name)
        return next((spelling.key for word in words if (spelling := find(word)) is not None), None)

    def _aliases(self, field: FieldInfo) -> list[str]:
        """Return the names that the class validates a field under; the other sources use the first one, too."""
        alias = field.validation_alias if self.config.get("validate_by_alias", True) else None
        choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
        return [choice for choice in choices if isinstance(choice, str)]


def _fitting(value: Any, types: tuple[Any, ...], field: str) -> Any:  # noqa: ANN401
    """Return a value in the form that a field takes."""
    if isinstance(value, SecretStr) and str in types:
        raise ConfigError(f"{field} holds a secret, which a str would show; declare it as pydantic.SecretStr")
    if isinstance(value, timedelta) and timedelta not in types:
        return plain(value) if str in types else value.total_seconds()
    return value
