"""The endpoint is that of another region.

## What it does

Reports a region that differs from the one in the endpoint's host. It is an error where the provider is known to check
the region, and an info where that is not known, unless the region is `us-east-1` or `auto`, which many take for any, or
a longer or shorter name of the same one. Standard endpoints of AWS are left to `EP009`.

## Why is this bad

The region is part of the signature. A service that checks it refuses every request:

    AuthorizationHeaderMalformed: the region 'us-east-1' is wrong; expecting 'nl-ams'

## Example

```dotenv
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
AWS_REGION=us-east-1
```

```dotenv
AWS_ENDPOINT_URL=https://s3.eu-central-003.backblazeb2.com
AWS_REGION=us-west-004
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
AWS_REGION=fr-par
```

## Fix

The region of the host is written, which is safe where the provider checks it: with the other one nothing works.
Elsewhere the fix is unsafe.

## References

- minio/minio-js#1038, minio/minio-java#289, apache/libcloud#1539, dagster-io/dagster#28633
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding, Repair, Rewrite, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe", requires=("RG003", "RG004", "RG006"))
_FOR_ANY = ("us-east-1", "auto")


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the region with that of the host."""
    host, setting, text = subject.host, subject.said("region"), subject.text("region")
    if host is None or setting is None or text is None or host.region is None or text == host.region:
        return
    endpoint, provider = subject.said("endpoint"), host.provider
    if endpoint is None or provider.region is not None or host.kind == "standard":
        return
    checks = provider.fact("region_check")
    if checks == "ignored" or (checks is None and (text in _FOR_ANY or _is_alias(text, host.region))):
        return
    message = f"{said(setting)}, and {said(endpoint)} is the endpoint of {host.region}"
    repair = Repair(f"write {host.region}", checks == "checked", (Rewrite(setting.origin, host.region),))
    severity = None if checks == "checked" else Severity.INFO
    yield Finding((setting, endpoint), message, f"write {host.region}", repair, severity)


def _is_alias(region: str, of_host: str) -> bool:
    """Tell whether one of the names is the other with something before or behind it: `oss-cn-beijing`, `gra9`."""
    return region.lower() in of_host or of_host in region.lower()
