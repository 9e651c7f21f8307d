"""An `s3://` URL has a port.

## What it does

Reports `s3://host:port/...`. What stands behind `s3://` is a bucket, and no host.

## Why is this bad

The host is taken for the name of a bucket at AWS, and the port is dropped. Credentials for a store of your own are then
sent to AWS:

    Error performing HEAD https://s3.us-east-1.amazonaws.com/minio.example/logs/key

## Example

```python
resolve("s3://minio.example:9000/logs", env=False)
```

## Use instead

```python
resolve("s3://logs?endpoint=https://minio.example:9000", region="us-east-1", skip_signature=True, env=False)
```

## References

- fsspec/s3fs#273, earth-mover/icechunk#1435
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
