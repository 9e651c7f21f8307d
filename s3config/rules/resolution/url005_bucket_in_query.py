"""A URL's query names a bucket.

## What it does

Reports `bucket=`, and its other spellings, behind the `?` of a URL.

## Why is this bad

A URL names its bucket in front of the query, so that there would be two. obstore keeps the first and says nothing of
the second:

    >>> obstore.store.from_url("s3://logs?bucket=archive")
    S3Store(bucket="logs")

## Example

```python
resolve("s3://logs?region=eu-west-1&bucket=archive", skip_signature=True, env=False)
```

## Use instead

```python
resolve("s3://archive?region=eu-west-1", skip_signature=True, env=False)
```

## References

- fsspec/s3fs#273
- RFC 3986, section 3.4
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
