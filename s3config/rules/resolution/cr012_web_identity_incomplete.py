"""A web identity lacks its role, or its token file.

## What it does

Reports `web_identity_token_file` without `role_arn` in the same place: an error in an argument, else a warning. A role
without a token file is no identity either, but stands in many places for other reasons, and is an info.

## Why is this bad

Neither half is an identity. boto3 refuses the one:

    InvalidConfigError: The provided profile or the current environment is configured to assume role with web identity
    but has no role ARN configured.

Others, such as object_store, pass it over in silence and take what comes next: in a pod, the rights of the whole node.

## Example

```dotenv
AWS_REGION=eu-west-1
AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/eks.amazonaws.com/serviceaccount/token
```

```dotenv
AWS_REGION=eu-west-1
AWS_ROLE_ARN=arn:aws:iam::123456789012:role/logs
```

## Use instead

```dotenv
AWS_REGION=eu-west-1
AWS_ROLE_ARN=arn:aws:iam::123456789012:role/logs
AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/eks.amazonaws.com/serviceaccount/token
```

## References

- apache/arrow-rs-object-store#282, apache/arrow-rs#2802, duckdb/duckdb-aws#31, dagster-io/dagster#26312
- Amazon EKS User Guide, "IAM roles for service accounts"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.WARNING, since="0.1.0", cured_by=("role_arn", "web_identity_token_file"))
