"""Values as JSON can hold them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr

from s3config.config.times import duration_text
from s3config.redaction import shown


def plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as JSON can hold it and its key can read it again; a secret is laid open."""
    match value:
        case timedelta():
            return duration_text(value)
        case datetime():
            return value.isoformat()
        case SecretStr():
            return value.get_secret_value()
        case dict():
            return "\n".join(f"{name}: {plain(item)}" for name, item in value.items())
        case str():
            return str(value)
        case _:
            return value


def hidden(value: Any) -> Any:  # noqa: ANN401
    """Return a value as JSON can hold it, with what is secret in it hidden."""
    return shown(value) if isinstance(value, str | SecretStr | dict) else plain(value)
