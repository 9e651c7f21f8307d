"""A field that is no secret holds the value of one.

## What it does

Reports a region, an endpoint, a bucket or another open field whose value holds the secret key, the token or another
secret of the same configuration.

## Why is this bad

Open fields are shown in logs, and become part of requests that anybody on the way can read. This one asks every name
server for the secret:

    Could not connect to the endpoint URL: "https://logs.s3.<the secret>.amazonaws.com/"

Change the secret if the configuration was used or shown.

## Example

```dotenv
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AWS_REGION=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

## Use instead

```dotenv
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AWS_REGION=us-east-1
```

## References

- BerriAI/litellm#14839
- AWS Identity and Access Management User Guide, "Manage access keys for IAM users"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
