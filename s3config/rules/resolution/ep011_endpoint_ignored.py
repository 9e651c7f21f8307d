"""An endpoint is left aside because another setting says so.

## What it does

Reports an endpoint in the environment, in a `.env` file or in a profile that `ignore_configured_endpoint_urls` puts out
of force.

## Why is this bad

It need not be: it is what the setting is for. But it is easily forgotten, and then requests go to AWS although an
endpoint stands in plain sight:

    InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.
    NoSuchBucket: The specified bucket does not exist

Some tools do not know the setting, or obey it by halves, and use the endpoint.

## Example

```dotenv
AWS_REGION=eu-west-1
AWS_ENDPOINT_URL=http://localhost:4566
AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true
```

## Use instead

```dotenv
AWS_REGION=eu-west-1
AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true
```

## References

- awslabs/aws-sdk-rust#1194, smithy-lang/smithy-rs#4730
- AWS SDKs and Tools Reference Guide, "Service-specific endpoints"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.INFO, since="0.1.0")
