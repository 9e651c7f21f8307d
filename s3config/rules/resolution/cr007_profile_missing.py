"""A profile is named that stands in neither of the AWS files.

## What it does

Reports a profile that stands neither in `~/.aws/config` nor in `~/.aws/credentials`, or where `AWS_CONFIG_FILE` and
`AWS_SHARED_CREDENTIALS_FILE` say. A profile that a caller names must exist. One that `AWS_PROFILE` names is a warning
where there are credentials without it. Files are looked at without this: they may be for another machine.

## Why is this bad

botocore gives up even if the credentials are given in full beside it:

    botocore.exceptions.ProfileNotFound: The config profile (prod) could not be found

Others, such as object_store, read no profiles at all, and look for credentials elsewhere.

## Example

```python
resolve("s3://logs", profile="prod", region="eu-west-1", env=False)
```

## Use instead

```python
resolve(
    "s3://logs",
    region="eu-west-1",
    env={
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    },
)
```

## References

- boto/boto3#4121, cevoaustralia/aws-google-auth#95
- AWS SDKs and Tools Reference Guide, "Shared config and credentials files"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
