"""One place holds two identities, of which one counts before the other.

## What it does

Reports a web identity or the credentials of a container in the same place as something that counts before them:
anonymous requests, then a key pair, then a web identity, then a container.

## Why is this bad

It need not be: the order is that of the AWS SDKs. But where a pod got a role of its own, keys that were left in its
environment keep it from being used, and nothing says so until they are rotated:

    InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.

## Example

```dotenv
AWS_REGION=eu-west-1
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AWS_ROLE_ARN=arn:aws:iam::123456789012:role/logs
AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/eks.amazonaws.com/serviceaccount/token
```

## Use instead

```dotenv
AWS_REGION=eu-west-1
AWS_ROLE_ARN=arn:aws:iam::123456789012:role/logs
AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/eks.amazonaws.com/serviceaccount/token
```

## References

- duckdb/duckdb-aws#16, activeloopai/deeplake#3161, delta-io/delta-rs#854
- AWS SDKs and Tools Reference Guide, "Standardized credential providers"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.INFO, since="0.1.0")
