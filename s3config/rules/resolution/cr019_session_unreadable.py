"""A session of boto3 or botocore cannot tell its own settings.

## What it does

Reports a session that raises when it is asked for its region, its endpoint or its credentials: its profile is in none
of the AWS files, or one of the files cannot be parsed.

## Why is this bad

botocore looks into the files late, so that the session is made, handed on, and fails far from where it was made:

    botocore.exceptions.ProfileNotFound: The config profile (prod) could not be found
    botocore.exceptions.ConfigParseError: Unable to parse config file: ~/.aws/config

## Example

```python
resolve(
    "s3://logs",
    region="eu-west-1",
    env=False,
    session=__import__("botocore.session").session.Session(profile="no-such-profile"),
)
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

## References

- boto/boto3#4121, aws/aws-cli#4879
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
