"""A value is the mask that a report shows in the place of a secret.

## What it does

Reports a value such as `**********` or `****MPLE`, which programs write where they hide the true one.

## Why is this bad

The true value is lost on the way through a log or a report, and the store is given asterisks:

    InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.

## Example

```dotenv
AWS_REGION=us-east-1
AWS_ACCESS_KEY_ID=****MPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

## Use instead

```dotenv
AWS_REGION=us-east-1
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

## References

- pydantic/pydantic-settings#906
- Pydantic documentation, "Secret Types", whose `SecretStr` is shown as `**********`
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
