"""An http(s) URL has a host of which nobody knows where the bucket stands.

## What it does

Reports a URL whose host is that of no known provider, nor that of the endpoint that is configured elsewhere.

## Why is this bad

Whether the bucket is in the host or in the path cannot be seen. A tool that guesses reads from a bucket of another
name, or treats the URL as that of a plain file:

    BaseError: HTTPStore does not accept any configuration

## Example

```python
resolve("https://minio.example:9000/logs", env=False)
```

## Use instead

```python
resolve("s3://logs?endpoint=https://minio.example:9000", region="us-east-1", skip_signature=True, env=False)
```

```python
resolve(
    "https://minio.example:9000/logs",
    endpoint="https://minio.example:9000",
    region="us-east-1",
    skip_signature=True,
    env=False,
)
```

## References

- apache/arrow-rs-object-store#779, ClickHouse/ClickHouse#67519, benbjohnson/litestream#842
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
