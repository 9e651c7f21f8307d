"""Settings from environment variables: upper-case `AWS_*`, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import Layer, Origin, Setting
from s3config.spellings import SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.sources import Request


def read(request: Request) -> Iterator[Setting | Diagnostic]:
    """Yield every variable that is a key, and what is to be said of the others."""
    env = request.environment
    if not isinstance(env, Mapping):
        message = f"env= is neither a boolean nor a mapping but of type {type(env).__name__}"
        remedy = "pass True, False, or a mapping such as os.environ"
        yield Diagnostic("KEY005", Severity.ERROR, (Origin("argument env"),), message, remedy)
        return
    for name in env:
        known = _KEYS.get(name)
        if known is not None:
            key, seal, origin = known
            yield Setting(key, seal(env[name]), name, origin, Layer.ENVIRONMENT)
        elif not isinstance(name, str):
            message = f"env= has a name that is not text but of type {type(name).__name__}"
            yield Diagnostic("KEY005", Severity.ERROR, (Origin("argument env"),), message, "pass names as strings")
        elif name.startswith(("AWS_", "aws_")):
            from s3config.variables import read_variable  # wanted for a name that is no key

            found = read_variable(name, env[name], _origin(name), Layer.ENVIRONMENT)
            if found is not None:
                yield found


def _origin(name: str) -> Origin:
    return Origin(f"environment variable {name}")


_KEYS = {
    word: (spelling.key, spelling.seal, _origin(word))
    for word, spelling in SPELLINGS.items()
    if word.startswith("AWS_")
}
"""What a variable means, for those that are keys: most of a resolution's time goes into reading the environment."""
