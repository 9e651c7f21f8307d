"""The bucket is an S3 Express bucket, and the tool is not told so.

## What it does

Reports a bucket at AWS whose name ends in `--<zone>--x-s3`, or `--xa-s3` as that of an access point does, without
`s3_express=true`, for tools that do not know it by the name.

## Why is this bad

The request goes to the host of ordinary buckets, where this one does not exist:

    NoSuchBucket: The specified bucket does not exist

## Example

```dotenv target="obstore"
AWS_BUCKET=logs--usw2-az1--x-s3
AWS_REGION=us-west-2
```

## Use instead

```dotenv target="obstore"
AWS_BUCKET=logs--usw2-az1--x-s3
AWS_REGION=us-west-2
AWS_S3_EXPRESS=true
```

## Fix

`s3_express=true` is added.

## References

- delta-io/delta-rs#4136, qdrant/qdrant#9757, apache/arrow-rs-object-store#106
- Amazon S3 User Guide, "Directory bucket naming rules"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Add, Finding, Repair, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe", cured_by=("s3_express",))
_EXPRESS = re.compile(r".+--[a-z0-9-]+--x[as]?-s3")


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the name with the form that only such buckets have; another endpoint makes it an ordinary name."""
    tool, setting, text = subject.tool, subject.said("bucket"), subject.text("bucket")
    if tool is None or tool.infers_express is not False or setting is None or text is None:
        return
    if _EXPRESS.fullmatch(text) and subject.lacks("s3_express") and subject.is_aws:
        repair = Repair("set s3_express=true", True, (Add(setting.origin, "s3_express", "true"),))
        message = f"{said(setting)} is an S3 Express bucket, which {tool.name} does not see by the name"
        yield Finding((setting,), message, "set s3_express=true", repair)
