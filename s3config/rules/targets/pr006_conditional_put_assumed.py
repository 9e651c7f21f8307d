"""A tool takes conditions for granted that the provider does not keep.

## What it does

Reports an endpoint of a provider that refuses or ignores conditions of uploads, for tools whose commits rest on them,
unless `conditional_put` says what to do.

## Why is this bad

Such a tool commits by creating a file that must not be there yet. Where the condition is refused, no commit succeeds;
where it is ignored, two writers overwrite each other's commits and the table is broken without a word:

    NotImplemented: A header you provided implies functionality that is not implemented

## Example

```dotenv target="deltalake"
AWS_ENDPOINT_URL=https://storage.googleapis.com
```

## Use instead

```dotenv target="deltalake"
AWS_ENDPOINT_URL=https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com
```

## References

- delta-io/delta-rs#2895, aws/aws-sdk-java-v2#6055, sathinduga/obsidian-s3-sync-and-backup#84, tobi/walgit#67
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", cured_by=("conditional_put",))
_ANSWERS = {
    "ignored": (
        "ignores, so that commits overwrite each other",
        "let one writer commit at a time, or take another provider",
    ),
    "unsupported": ("refuses", "take another provider"),
}
"""What a provider does with a condition, and what to do about that."""


def check(subject: Subject) -> Iterator[Finding]:
    """Compare what the tool rests on with what the provider keeps."""
    tool, host, endpoint = subject.tool, subject.host, subject.said("endpoint")
    if tool is None or not tool.creates_conditionally or host is None or endpoint is None:
        return
    answer = _ANSWERS.get(str(host.provider.fact("conditional_put")))
    if answer is None or not subject.lacks("conditional_put"):
        return
    does, remedy = answer
    message = f"{tool.name} commits with conditional uploads, which {host.provider.name} {does}"
    yield Finding((endpoint,), message, remedy)
