"""A call names one bucket as an argument and another one in its URL.

## What it does

Reports `bucket=` beside a URL of another bucket. The argument wins; equal names are fine.

## Why is this bad

Two buckets are named and one is used. Which one differs from library to library, and most say nothing; obstore says:

    GenericError: Duplicate key aws_bucket provided

What follows is `NoSuchBucket`, `AccessDenied`, or objects in a place where nobody looks for them.

## Example

```python
resolve("s3://logs", bucket="archive", region="eu-west-1", skip_signature=True, env=False)
```

## Use instead

```python
resolve("s3://archive", region="eu-west-1", skip_signature=True, env=False)
```

## References

- developmentseed/obstore#211, developmentseed/obstore#218
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.WARNING, since="0.1.0")
