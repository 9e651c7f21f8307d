"""A key is written with nothing behind it.

## What it does

Reports empty values, and such of white space alone. They count as not set; in the arguments of a call, an empty
bucket or credential is an error. Elsewhere an empty credential is a warning, or an info where the whole pair is empty
in a file that other tools read, as in templates. An empty endpoint is an error for tools that fail with one, and any
other empty value an info.

## Why is this bad

Templates leave such lines behind, and tools differ in what they make of them. An empty token is sent as a token, and an
empty endpoint ends a program in a way that `except Exception` does not catch:

    boto3     ValueError: Invalid endpoint:
    obstore   pyo3_runtime.PanicException: called `Result::unwrap()` on an `Err` value: RelativeUrlWithoutBase

## Example

```dotenv
AWS_SESSION_TOKEN=
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
```

```toml
bucket = "logs"
endpoint = ""
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
```

## Fix

The line is taken out, which is safe, for it says nothing. Where the key is written elsewhere, too, the fix is unsafe:
in a process, an empty variable hides the one that it replaces. It is unsafe as well where the name is used elsewhere in
the file, as in `${AWS_SESSION_TOKEN}`: without the line, that means what the variable is outside.

## References

- onaio/onadata#2551, Netflix/metaflow#1991, PostHog/posthog#26427, boto/botocore#3603
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Remove, Repair
from s3config.variables import is_used

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject
    from s3config.tools import Tool

ABOUT = About(Severity.WARNING, since="0.1.0", fix="safe")
_PAIR = ("access_key_id", "secret_access_key")
_MOST = 100
"""Empty values in one file up to which it is looked for other values of their keys, which takes time for each."""


def weigh(diagnostic: Diagnostic, subject: Subject, tools: tuple[Tool, ...]) -> Severity | None:
    """Take an empty pair for the template that it often is, and an empty endpoint for what a tool makes of it."""
    setting = subject.at(diagnostic.origins[0])
    if setting is not None and setting.key == "endpoint" and any(tool.empty_endpoint_fails for tool in tools):
        return Severity.ERROR
    is_template = subject.is_foreign and setting is not None and setting.key in _PAIR
    return Severity.INFO if is_template and not subject.says(*_PAIR) else diagnostic.severity


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Take the assignment out."""
    origin = diagnostic.origins[0]
    setting = subject.at(origin)
    if setting is None:
        return None
    are_few = subject.complaints[diagnostic.code, diagnostic.remedy] <= _MOST
    is_alone = are_few and not subject.says(setting.key) and not subject.written(setting.key)
    found = subject.find(origin) if is_alone else None
    is_safe = found is not None and not is_used(found[0], *found[2][:2])
    return Repair(f"remove {setting.spelling}", is_safe, (Remove(origin),))
