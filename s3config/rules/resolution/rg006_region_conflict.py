"""Two places that are both meant to be obeyed name different regions.

## What it does

Reports a region that is passed beside a URL of another region, and an `AWS_REGION` that differs from the region of the
session that is passed.

## Why is this bad

One of the two loses. A bucket has one region, so that requests for another one are refused or sent on:

    PermanentRedirect: The bucket you are attempting to access must be addressed using the specified endpoint.
    AuthorizationHeaderMalformed: the region 'us-east-1' is wrong; expecting 'eu-west-1'

## Example

```python
resolve("https://logs.s3.eu-west-1.amazonaws.com", region="us-east-1", skip_signature=True, env=False)
```

## Use instead

```python
resolve("https://logs.s3.eu-west-1.amazonaws.com", skip_signature=True, env=False)
```

## References

- kserve/kserve#4157, minio/minio-java#289, apache/arrow-rs#2795
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.WARNING, since="0.1.0")
