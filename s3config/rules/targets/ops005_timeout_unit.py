"""A time is passed in a form that the tool does not take.

## What it does

Reports a time-out that is a number, in a call or in `storage_options`, for tools that want text with a unit; and the
reverse in a call.

## Why is this bad

The tool refuses it, mostly without a word of which option it is:

    TypeError: 'int' object is not an instance of 'str'

    failed to parse "30" as Duration

    ValueError: Timeout value connect was 30s, but it must be an int, float or None.

## Example

```yaml title="job.yaml" target="deltalake"
storage_options:
  aws_region: eu-central-1
  timeout: 30
```

```python target="obstore"
resolve(
    bucket="logs",
    region="eu-central-1",
    skip_signature=True,
    client_options={"timeout": 30},
    env={},
)
```

```python target="boto3"
resolve(
    bucket="logs",
    region="eu-central-1",
    skip_signature=True,
    client_options={"read_timeout": "30s"},
    env={},
)
```

## Use instead

```yaml title="job.yaml" target="deltalake"
storage_options:
  aws_region: eu-central-1
  timeout: 30s
```

```python target="obstore"
resolve(
    bucket="logs",
    region="eu-central-1",
    skip_signature=True,
    client_options={"timeout": "30s"},
    env={},
)
```

## Fix

Seconds are written as text.

## References

- delta-io/delta-rs#3128, pola-rs/polars#18966, lancedb/lancedb#750, apache/arrow-rs#5580
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.origin import Layer
from s3config.rules import About, Finding, Repair, Rewrite, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe", requires=("KEY005",))
_TIMES = ("connect_timeout", "timeout", "read_timeout", "pool_idle_timeout")


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the types of the times with the one that the tool takes."""
    tool = subject.tool
    if tool is None or tool.duration is None:
        return
    for setting in subject.settings(_TIMES):
        value, is_passed = setting.value, setting.layer is Layer.ARGUMENT
        if not tool.takes(setting) or not isinstance(meaning(setting), timedelta):
            continue
        if tool.duration == "text" and isinstance(value, int | float) and (is_passed or subject.is_foreign):
            text = f"{str(value).removesuffix('.0')}s"
            repair = Repair(f"write {text}", True, (Rewrite(setting.origin, text),))
            message = f"{said(setting)} is a number, and {tool.name} takes times as text"
            yield Finding((setting,), message, f"write '{text}'", repair)
        elif tool.duration == "seconds" and isinstance(value, str) and is_passed:
            message = f"{said(setting)} is text, and {tool.name} takes times as numbers of seconds"
            yield Finding((setting,), message, "write the number")
