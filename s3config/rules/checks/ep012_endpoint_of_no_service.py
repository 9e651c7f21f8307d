"""An endpoint is a host that is known to take no S3 requests, or has its scheme twice.

## What it does

Reports an endpoint that is a website of a bucket, a page of a console, a public development URL or another host that
takes no S3 requests; and an endpoint such as `https://https://minio.example`.

## Why is this bad

Such hosts answer with web pages, redirects or errors that name something else. Where the scheme stands twice, `https`
is taken for the name of a host, which does not exist.

## Example

```dotenv
AWS_REGION=eu-central-1
AWS_ENDPOINT_URL=https://s3-website.eu-central-1.amazonaws.com
```

```dotenv
AWS_ENDPOINT_URL=https://https://minio.example:9000
```

## Use instead

```dotenv
AWS_REGION=eu-west-1
```

```dotenv
AWS_ENDPOINT_URL=https://minio.example:9000
```

## Fix

A scheme that stands twice is taken off once.

## References

- Amazon S3 User Guide, "Website endpoints"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.providers import refused_host
from s3config.rules import About, Finding, Repair, Rewrite, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe")


def check(subject: Subject) -> Iterator[Finding]:
    """Look the host up among those that are known to be something else."""
    setting, address = subject.said("endpoint"), subject.address
    if setting is None or address is None:
        return
    if address.host in ("http", "https") and isinstance(setting.value, str):
        url = setting.value.strip().partition(":")[2].lstrip("/")
        repair = Repair(f"write {url}", True, (Rewrite(setting.origin, url),)) if "://" in url else None
        yield Finding((setting,), f"{said(setting)} has its scheme twice", "write it once", repair)
        return
    refused = refused_host(address.host)
    if refused is not None and refused.no_s3:
        yield Finding((setting,), f"{said(setting)} is {refused.what}", "write the endpoint of the service itself")
