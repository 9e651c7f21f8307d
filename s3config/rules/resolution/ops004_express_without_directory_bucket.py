"""S3 Express is switched on for a bucket that is no directory bucket.

## What it does

Reports `s3_express=true` beside a bucket whose name does not end in `--<zone>--x-s3`.

## Why is this bad

Only directory buckets have S3 Express, and their zone is taken from the name:

    GenericError: Generic S3 error: Invalid Zone suffix for bucket 'logs'

## Example

```dotenv
AWS_REGION=us-east-1
AWS_BUCKET=logs
AWS_S3_EXPRESS=true
```

## Use instead

```dotenv
AWS_REGION=us-east-1
AWS_BUCKET=logs--use1-az4--x-s3
AWS_S3_EXPRESS=true
```

## References

- delta-io/delta-rs#4136, apache/arrow-rs-object-store#106
- Amazon S3 User Guide, "Directory bucket naming rules"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
