"""A tool uploads in parts of uneven sizes, and the provider wants them even.

## What it does

Reports an endpoint of Cloudflare R2 for s3fs, which puts the rest of a file into its last two parts. It cannot see an
option that is passed in code, and is an info.

## Why is this bad

Small files go well. A large one fails at its very end, when the parts are put together:

    InvalidPart: All non-trailing parts must have the same length.

## Example

```dotenv target="s3fs"
AWS_ENDPOINT_URL=https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com
AWS_DEFAULT_REGION=auto
AWS_REQUEST_CHECKSUM_CALCULATION=when_required
AWS_RESPONSE_CHECKSUM_VALIDATION=when_required
```

## Use instead

Pass `fixed_upload_size=True` to `S3FileSystem`, or take a tool with even parts:

```dotenv target="boto3"
AWS_ENDPOINT_URL=https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com
AWS_DEFAULT_REGION=auto
AWS_REQUEST_CHECKSUM_CALCULATION=when_required
AWS_RESPONSE_CHECKSUM_VALIDATION=when_required
```

## References

- fsspec/s3fs#888, risingwavelabs/risingwave#21637, apache/opendal#2904, cloudflare/cloudflare-docs#9549
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.INFO, since="0.1.0")


def check(subject: Subject) -> Iterator[Finding]:
    """Look for the one provider that minds, and the one tool whose parts are known to be uneven."""
    tool, host, endpoint = subject.tool, subject.host, subject.said("endpoint")
    if tool is None or tool.id != "s3fs" or endpoint is None or host is None or host.provider.id != "cloudflare-r2":
        return
    message = f"{tool.name} uploads large files in parts of uneven sizes, which {host.provider.name} refuses"
    yield Finding((endpoint,), message, "pass fixed_upload_size=True")
