"""A profile's credentials must be fetched by botocore, and botocore is not installed.

## What it does

Reports a profile with SSO, a console login, a role to assume or `credential_process` where botocore is missing. If
`AWS_PROFILE` names the profile and there are credentials without it, it is a warning.

## Why is this bad

Only AWS's own libraries know all the ways of a profile. Others read some of them, or none, and say:

    Generic S3 error: Error performing PUT http://169.254.169.254/latest/api/token
    This behavior requires following cargo feature(s) enabled: sso

The first is object_store, which looks for the credentials of an EC2 instance instead.

## Example

```text
$ pip install "s3config[obstore]"
$ AWS_PROFILE=prod s3config validate
environment variable AWS_PROFILE: error CR016: the profile 'prod' needs SSO, which is botocore's to fetch, and botocore
is not installed; install s3config[boto3]
```

## Use instead

```text
$ pip install "s3config[obstore,boto3]"
$ AWS_PROFILE=prod s3config validate
```

## References

- delta-io/delta-rs#855, apache/arrow-rs#4556, pola-rs/polars#18757, duckdb/duckdb-aws#84
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
