"""The credentials are a web identity, which the tool does not read.

## What it does

Reports a web identity (EKS, GitHub and other OIDC) that is the only identity, for tools that do not take it from the
environment.

## Why is this bad

The job fails, or works with the rights of the node it runs on:

    AccessDenied: Access Denied

## Example

```dotenv target="duckdb"
AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/eks.amazonaws.com/serviceaccount/token
AWS_ROLE_ARN=arn:aws:iam::111122223333:role/reader
AWS_REGION=eu-central-1
```

## Use instead

```dotenv target="duckdb"
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AWS_REGION=eu-central-1
```

## References

- duckdb/duckdb-aws#16, duckdb/duckdb-aws#31
- DuckDB documentation, "AWS extension", `credential_chain`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", cured_by=("access_key_id",))
_OTHERS = ("access_key_id", "profile", "skip_signature", "credential_provider")


def check(subject: Subject) -> Iterator[Finding]:
    """Look for a web identity with nothing beside it."""
    tool, file = subject.tool, subject.said("web_identity_token_file")
    if tool is None or tool.web_identity is not False or file is None or not subject.lacks(*_OTHERS):
        return
    message = f"{file.spelling} is not read by {tool.name}, and there is no other identity"
    yield Finding((file,), message, f"name the web identity in the configuration of {tool.name}, or give it keys")
