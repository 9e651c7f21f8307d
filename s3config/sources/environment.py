"""Settings from environment variables: upper-case `AWS_*`, and nothing else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from s3config.origin import Layer, Origin
from s3config.variables import PREFIXES, read_variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.diagnostics import Diagnostic
    from s3config.origin import Setting
    from s3config.sources import Request

STAGE = 0


def read(request: Request) -> Iterator[Setting | Diagnostic]:
    """Yield every variable that is a key, and what is to be said of the others."""
    env = request.env
    for name in env:
        if name.startswith(PREFIXES):
            found = read_variable(name, env[name], _origin(name), Layer.ENVIRONMENT)
            if found is not None:
                yield found


@cache
def _origin(name: str) -> Origin:
    return Origin(f"environment variable {name}")
