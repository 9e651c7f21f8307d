"""An endpoint has a path.

## What it does

Reports an endpoint with a path, unless it is that of the provider, as `/storage/v1/s3` is at Supabase.

## Why is this bad

An endpoint is the root of a service, and few services have theirs below a path. Often the path is a bucket or a prefix
that was copied along with the address; requests then name it before the bucket, and some tools refuse it:

    Endpoint url cannot have fully qualified paths.
    NoSuchBucket: The specified bucket does not exist

## Example

```dotenv
AWS_ENDPOINT_URL=https://minio.example:9000/backups
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=https://minio.example:9000
AWS_BUCKET=backups
```

```dotenv
AWS_ENDPOINT_URL=https://abcdefghijklmnopqrst.storage.supabase.co/storage/v1/s3
```

## References

- Eventual-Inc/Daft#5575, soto-project/soto-core#285, apache/arrow-rs#6641
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.INFO, since="0.1.0", requires=("EP003", "EP012"))


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the path with the one that the provider has."""
    setting, address = subject.said("endpoint"), subject.address
    if setting is None or address is None:
        return
    _, slash, path = address.root.partition("://")[2].partition("/")
    if not slash or (subject.host is not None and subject.host.provider.path == f"/{path}"):
        return
    message = f"{said(setting)} has a path, below which the buckets are looked for"
    yield Finding((setting,), message, "take it off if it is a bucket or a prefix")
