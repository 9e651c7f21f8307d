"""A URL has a host of AWS that does not serve buckets as S3 does.

## What it does

Reports the hosts of websites, Transfer Acceleration, access points, multi-region access points, VPC endpoints and the
control API.

## Why is this bad

They speak another protocol, sign in another way, or name something else than a bucket. Tools do not know them:

    GenericError: Generic S3 error: URL did not match any known pattern for scheme: https://logs.s3-accelerate.amazonaws.com/

## Example

```python
resolve("https://logs.s3-website-us-east-1.amazonaws.com", env=False)
```

```python
resolve("https://logs.s3-accelerate.amazonaws.com", env=False)
```

## Use instead

```python
resolve("s3://logs", region="us-east-1", skip_signature=True, env=False)
```

## References

- developmentseed/obstore#590, apache/arrow-rs-object-store#523
- Amazon S3 User Guide, "Website endpoints" and "Amazon S3 Transfer Acceleration"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
