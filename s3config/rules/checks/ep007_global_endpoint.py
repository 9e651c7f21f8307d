"""An endpoint for S3 is given to all services of AWS.

## What it does

Reports `AWS_ENDPOINT_URL`, or `endpoint_url` of a profile, with the address of an S3 service where another service of
AWS is in use beside it: STS, which a role is assumed with, or DynamoDB, which holds locks. Servers that answer for more
than S3, such as LocalStack, MinIO and Ceph, are left alone, as is a configuration that names S3 alone.

## Why is this bad

The AWS SDKs send the requests of every service there. The store does not know them, and what it answers speaks of the
request, not of the endpoint: no role can be assumed, and no lock can be taken.

## Example

```dotenv
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
AWS_COPY_IF_NOT_EXISTS=dynamo:locks
```

## Use instead

```dotenv
AWS_ENDPOINT_URL_S3=https://s3.fr-par.scw.cloud
AWS_COPY_IF_NOT_EXISTS=dynamo:locks
```

## Fix

The variable is renamed to `AWS_ENDPOINT_URL_S3`, which is safe: for S3 it means the same. A profile is left alone, for
there the endpoint has to move to a section of its own.

## References

- aws/aws-sdk#229, unitycatalog/unitycatalog#1532, delta-io/delta-rs#3021
- AWS SDKs and Tools Reference Guide, "Service-specific endpoints"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.origin import Layer
from s3config.rules import About, Finding, Rename, Repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.origin import Setting
    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0", fix="safe")
_PROFILES = (Layer.PROFILE, Layer.STORE_PROFILE, Layer.AMBIENT_PROFILE, Layer.FILE_PROFILE)


def check(subject: Subject) -> Iterator[Finding]:
    """Look for other services beside an endpoint that is meant for all."""
    setting = subject.said("endpoint")
    if setting is None or subject.host is None:
        return
    is_variable = setting.spelling == "AWS_ENDPOINT_URL" and setting.layer in (Layer.ENVIRONMENT, Layer.DOTENV)
    if not is_variable and not (setting.spelling == "endpoint_url" and setting.layer in _PROFILES):
        return
    other = next(_others(subject), None)
    if other is None:
        return
    service, beside = other
    name = f"{setting.spelling} names {subject.host.provider.name}'s S3"
    message = f"{name}, and holds for {service} as well, which {beside.spelling} needs"
    if is_variable:
        repair = Repair("write AWS_ENDPOINT_URL_S3", True, (Rename(setting.origin, "AWS_ENDPOINT_URL_S3"),))
        yield Finding((setting, beside), message, "write AWS_ENDPOINT_URL_S3", repair)
    else:
        yield Finding((setting, beside), message, "write it below s3 in a [services ...] section")


def _others(subject: Subject) -> Iterator[tuple[str, Setting]]:
    """Yield the other services that are in use, each with the setting that needs it."""
    for key in ("conditional_put", "copy_if_not_exists"):
        setting, text = subject.said(key), subject.text(key)
        if setting is not None and text is not None and text.startswith("dynamo"):
            yield "DynamoDB", setting
    if not subject.says("sts_endpoint"):
        for key in ("web_identity_token_file", "role_arn"):
            setting = subject.said(key)
            if setting is not None:
                yield "STS", setting
