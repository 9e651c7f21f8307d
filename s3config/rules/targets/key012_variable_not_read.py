"""A variable has no effect on the tool.

## What it does

Reports an `AWS_*` variable that means something to other tools and is not read by this one. It is a warning where that
changes who makes the requests, how objects are encrypted, or which hosts are asked, else an info. Endpoint, region,
profile, certificates and proxies have rules of their own.

## Why is this bad

Mostly there is no error: objects lie there unencrypted, or a time-out is not the one that was set. Where
`AWS_SKIP_SIGNATURE` is not read, anonymous requests end with:

    botocore.exceptions.NoCredentialsError: Unable to locate credentials

## Example

```dotenv target="boto3"
AWS_SKIP_SIGNATURE=true
AWS_DEFAULT_REGION=eu-central-1
```

```dotenv target="boto3"
AWS_TIMEOUT=60s
AWS_DEFAULT_REGION=eu-central-1
```

## Use instead

```dotenv target="obstore"
AWS_SKIP_SIGNATURE=true
AWS_REGION=eu-central-1
```

## References

- developmentseed/obstore#575, boto/botocore#3190
- object_store documentation, `AmazonS3ConfigKey`; AWS SDKs and Tools Reference Guide, "Environment variables support"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.rules import About, Finding
from s3config.tools import is_variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.INFO, since="0.1.0")
_ELSEWHERE = frozenset({
    "endpoint", "region", "default_region", "profile", "root_certificate", "proxy_url", "web_identity_token_file",
    "role_arn", "role_session_name", "ec2_metadata_disabled", "request_payer",
    "bucket", "credential_expiration",  # which programs read by themselves
})  # fmt: skip
"""The keys of which other rules speak, or nobody need."""
_GRAVE = frozenset({
    "access_key_id", "secret_access_key", "session_token", "skip_signature", "server_side_encryption", "sse_kms_key_id",
    "sse_customer_key_base64", "disable_system_certificates", "use_fips_endpoint", "ignore_configured_endpoint_urls",
})  # fmt: skip
"""The keys that change identity, encryption, or the host."""


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the variables that count with those that the tool reads."""
    tool = subject.tool
    if tool is None or tool.variables is None:
        return
    for key in subject.resolution:
        setting = subject.said(key)
        if key in _ELSEWHERE or setting is None or not is_variable(setting) or tool.takes(setting):
            continue
        if any(is_variable(other) and tool.takes(other) for other in subject.written(key)):
            continue
        if meaning(setting) is False:  # as it is without
            continue
        severity = Severity.WARNING if key in _GRAVE else Severity.INFO
        message = f"{setting.spelling} is not read by {tool.name}"
        yield Finding((setting,), message, f"remove it, or configure {tool.name} in its own way", severity=severity)
