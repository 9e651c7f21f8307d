"""One call gives a key pair and a credential provider.

## What it does

Reports arguments that hold a key pair, or half of one, and `credential_provider=`.

## Why is this bad

Each of them says who makes the requests, and they need not agree. obstore takes both without a word; where the wrong
one is used, it reads as if rights were missing:

    InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.
    AccessDenied: Access Denied

## Example

```python
resolve(
    "s3://logs",
    region="eu-west-1",
    access_key_id="AKIAIOSFODNN7EXAMPLE",
    secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    credential_provider=lambda: vault.read("s3/logs"),
    env=False,
)
```

## Use instead

```python
resolve("s3://logs", region="eu-west-1", credential_provider=lambda: vault.read("s3/logs"), env=False)
```

## References

- fsspec/s3fs#632, pola-rs/polars#19933
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
