"""The endpoint stands in a variable that the tool does not read.

## What it does

Reports an endpoint in an environment variable, where the tool reads it from other variables only, or from none, and no
such variable stands beside it.

## Why is this bad

There is no error about it. The tool goes to AWS, with keys that are not AWS's, or to a bucket of the same name there:

    botocore.exceptions.ClientError: An error occurred (InvalidAccessKeyId) when calling the ListObjectsV2 operation:
    The AWS Access Key Id you provided does not exist in our records.

## Example

```dotenv target="boto3"
AWS_ENDPOINT=https://minio.example:9000
AWS_DEFAULT_REGION=us-east-1
AWS_REQUEST_CHECKSUM_CALCULATION=when_required
AWS_RESPONSE_CHECKSUM_VALIDATION=when_required
```

```dotenv target="pyarrow"
AWS_ENDPOINT_URL_S3=https://minio.example:9000
AWS_DEFAULT_REGION=us-east-1
AWS_REQUEST_CHECKSUM_CALCULATION=when_required
AWS_RESPONSE_CHECKSUM_VALIDATION=when_required
```

## Use instead

```dotenv target="boto3"
AWS_ENDPOINT_URL_S3=https://minio.example:9000
AWS_DEFAULT_REGION=us-east-1
AWS_REQUEST_CHECKSUM_CALCULATION=when_required
AWS_RESPONSE_CHECKSUM_VALIDATION=when_required
```

## Fix

The variable that the tool reads first is added, with the same value. The other one stays, for somebody may read it.
There is no fix for tools whose own variable wants another form, or that read none.

## References

- boto/boto3#2099, aws/aws-sdk#229, fsspec/s3fs#432, apache/arrow#44119, pola-rs/polars#18420, OSGeo/gdal#12399
- AWS SDKs and Tools Reference Guide, "Service-specific endpoints"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Add, Finding, Repair
from s3config.spellings import SPELLINGS
from s3config.tools import is_variable, stands_beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe")


def check(subject: Subject) -> Iterator[Finding]:
    """Look for a variable that the tool reads; one that is not ours may stand in the same file."""
    tool, setting = subject.tool, subject.said("endpoint")
    if tool is None or tool.endpoint_variables is None or setting is None or not is_variable(setting):
        return
    wanted = tool.endpoint_variables
    written = (*subject.written("endpoint"), *subject.placeholders.get("endpoint", ()))
    if subject.is_open or any(other.spelling in wanted for other in written) or stands_beside(subject, setting, wanted):
        return
    message = f"{setting.spelling} is not read by {tool.name}, which goes to AWS"
    if not wanted:
        yield Finding((setting,), message, f"pass it to {tool.name} as {tool.word('endpoint')}")
        return
    repair = None
    if wanted[0] in SPELLINGS and subject.address is not None:
        change = Add(setting.origin, wanted[0], subject.text("endpoint") or "")
        repair = Repair(f"set {wanted[0]} as well", True, (change,))
    yield Finding((setting,), message, f"set {wanted[0]} as well", repair)
