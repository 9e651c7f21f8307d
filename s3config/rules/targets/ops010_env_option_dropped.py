"""A client option in the call takes the effect from those in the environment.

## What it does

Reports client options that are environment variables while others are passed in the call, for tools that then forget
the variables.

## Why is this bad

What was set is not in force, and nobody says so:

    URL scheme is not allowed

    HTTP error: operation timed out

## Example

```python target="obstore"
resolve(
    bucket="logs",
    region="eu-central-1",
    skip_signature=True,
    client_options={"connect_timeout": "5s"},
    env={"AWS_TIMEOUT": "10min"},
)
```

## Use instead

```python target="obstore"
resolve(
    bucket="logs",
    region="eu-central-1",
    skip_signature=True,
    client_options={"connect_timeout": "5s", "timeout": "10min"},
    env={},
)
```

## References

- earth-mover/icechunk#2264
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.origin import Layer
from s3config.rules import About, Finding
from s3config.spellings import names_in
from s3config.tools import is_variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0")


def check(subject: Subject) -> Iterator[Finding]:
    """Part the client options by where they were said."""
    tool = subject.tool
    if tool is None or not tool.options_replace_variables:
        return
    options = subject.settings(tuple(names_in(("client_options",)).values()))
    passed = next((setting for setting in options if setting.layer is Layer.ARGUMENT), None)
    if passed is None:
        return
    for setting in options:
        if is_variable(setting) and tool.takes(setting):
            message = f"{tool.name} forgets {setting.spelling} because of {passed.spelling}"
            yield Finding((setting, passed), message, f"say it in the call, beside {passed.spelling}")
