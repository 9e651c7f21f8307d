"""Secrets that people paste into wrong fields: known by their value, they are hidden wherever they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr

from s3config.redaction import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from s3config.diagnostics import Diagnostic
    from s3config.origin import Setting

_SHORTEST = 20
"""What is shorter may be a word that stands in other values by right: MinIO's is `minioadmin`."""


def conceal(settings: Iterable[Setting]) -> tuple[list[Setting], list[str]]:
    """Wrap the values that hold a secret; a key id is hidden already, and may by right be the same word.

    Returns:
        The settings, and the secrets that were found where they do not belong.
    """
    found = list(settings)
    values = [s.value.get_secret_value() for s in found if isinstance(s.value, SecretStr)]
    others = "\n".join([s.value for s in found if isinstance(s.value, str) and s.key != "access_key_id"])
    misplaced = [value for value in values if len(value) >= _SHORTEST and value in others]
    if misplaced:
        found = [_concealed(setting, misplaced) for setting in found]
    return found, misplaced


def _concealed(setting: Setting, secrets: list[str]) -> Setting:
    value = setting.value
    if setting.key == "access_key_id" or not isinstance(value, str) or not any(secret in value for secret in secrets):
        return setting
    return setting._replace(value=SecretStr(value))


def conceal_diagnostic(diagnostic: Diagnostic, secrets: list[str]) -> Diagnostic:
    """Hide the secrets in what is said of a value that holds one."""
    message, remedy = diagnostic.message, diagnostic.remedy
    for secret in secrets:
        message, remedy = message.replace(secret, HIDDEN), remedy.replace(secret, HIDDEN)
    return diagnostic._replace(message=message, remedy=remedy)
