"""What is passed as a session is no session of boto3 or botocore.

## What it does

Reports a `session=` that has no `get_credentials()` to call: the name of a profile, a client, a class in the place of
its object, or a session of aiobotocore, which must be awaited.

## Why is this bad

What is no session fails where it is used first, and the text does not say what was expected:

    AttributeError: 'str' object has no attribute 'get_credentials'

## Example

```python
resolve("s3://logs", region="eu-west-1", session="prod", env=False)
```

## Use instead

```python
resolve(
    "s3://logs",
    session=__import__("boto3").Session(
        "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region_name="eu-west-1"
    ),
    env=False,
)
```

For the name of a profile there is `profile=`.

## References

- boto/boto3#590, boto/boto3#2387
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
