"""A URL is not one of a bucket, or has parts that such a URL cannot have.

## What it does

Reports text without a scheme, a scheme of another kind of store, a fragment (`#`), and a path that does not begin as
the provider's URLs do.

## Why is this bad

Tools answer in their own ways, and some take the whole text for a name:

    ValueError: relative URL without a base
    Parameter validation failed: Invalid bucket name "gs://logs": Bucket name must match the regex ...

## Example

```python
resolve("gs://logs/2026", env=False)
```

```python
resolve("logs/2026", env=False)
```

## Use instead

```python
resolve("s3://logs/2026", region="eu-west-1", skip_signature=True, env=False)
```

## References

- developmentseed/obstore#589, datachain-ai/datachain#1189
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
