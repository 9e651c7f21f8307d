"""What is passed as a credential provider cannot be called.

## What it does

Reports a `credential_provider` that is no callable: the name of a profile, credentials that were fetched before, or the
result of a function in the place of the function.

## Why is this bad

A provider is asked again whenever its credentials are about to expire. What cannot be asked fails at the start, or when
the first credentials have run out:

    TypeError: Expected callable object for credential_provider.

## Example

```python
resolve("s3://logs", region="eu-west-1", credential_provider="prod", env=False)
```

## Use instead

```python
resolve("s3://logs", region="eu-west-1", credential_provider=lambda: vault.read("s3/logs"), env=False)
```

## References

- obstore documentation, "Authentication"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
