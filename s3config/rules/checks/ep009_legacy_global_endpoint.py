"""An endpoint of AWS that is not needed contradicts the region.

## What it does

Reports `https://s3.amazonaws.com`, or the standard endpoint of a region, beside another region.

## Why is this bad

Every client derives the endpoint from the region; one that is written out stays when the region changes. The global one
serves the other regions by redirects at best:

    PermanentRedirect: The bucket you are attempting to access must be addressed using the specified endpoint.
    AuthorizationHeaderMalformed: the region 'eu-west-1' is wrong; expecting 'us-east-1'

## Example

```dotenv
AWS_ENDPOINT_URL_S3=https://s3.amazonaws.com
AWS_REGION=eu-west-1
```

```dotenv
AWS_ENDPOINT_URL_S3=https://s3.us-west-2.amazonaws.com
AWS_REGION=eu-west-1
```

## Use instead

```dotenv
AWS_REGION=eu-west-1
```

## Fix

The endpoint is taken out, so that the region decides. That is safe for the global one, which has no region to lose; of
two regions nobody knows which is meant, and the fix is unsafe.

## References

- kserve/kserve#4157, red-hat-storage/ocs-ci#4010
- AWS General Reference, "Amazon S3 endpoints and quotas"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding, Remove, Repair, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0", fix="safe", requires=("RG003", "RG004", "RG006"))


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the region with that of a host which a client derives by itself."""
    host, region = subject.host, subject.said("region")
    if host is None or region is None or host.kind != "standard" or host.bucket is not None:
        return
    setting, text = subject.said("endpoint"), subject.text("region")
    if setting is None or text is None or text == (host.region or "us-east-1"):
        return
    where = f"the endpoint of {host.region}" if host.region else "the global endpoint, which is that of us-east-1"
    repair = Repair(f"take {setting.spelling} out", host.region is None, (Remove(setting.origin),))
    message = f"{said(setting)} is {where}, and {said(region)}"
    yield Finding((setting, region), message, f"take {setting.spelling} out", repair)
