"""An endpoint holds the bucket, which every request names again.

## What it does

Reports an endpoint whose host begins, or whose path ends, with the name of the bucket. It is an error at a known
provider and a warning elsewhere. With `virtual_hosted_style_request` the bucket is taken off its host, and that is an
info. Where no bucket is written, whatever stands in front of a known provider's host is taken for one: a warning.

## Why is this bad

The consoles of many providers show the address of the bucket, and not of the service. Libraries add the bucket to it
once more, in the host or in the path, and say:

    tls: failed to verify certificate: x509: certificate is valid for *.s3.fr-par.scw.cloud, not
    logs.logs.s3.fr-par.scw.cloud
    NoSuchBucket: The specified bucket does not exist

Or they say nothing, and the objects land below `/logs/logs/`.

## Example

```dotenv
AWS_BUCKET=logs
AWS_REGION=fr-par
AWS_ENDPOINT_URL=https://logs.s3.fr-par.scw.cloud
```

```dotenv
AWS_BUCKET=logs
AWS_REGION=auto
AWS_ENDPOINT_URL=https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/logs
```

## Use instead

```dotenv
AWS_BUCKET=logs
AWS_REGION=fr-par
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
```

## Fix

The endpoint is written without the bucket. That is safe where the provider is known and the bucket is written beside
it, and where the bucket is taken off anyway. Elsewhere, a path that only looks like the bucket may be needed, and the
fix is unsafe; a host that begins like the bucket, such as `backup.example.com`, is left alone.

## References

- medusajs/medusa#10145, Dokploy/dokploy#1717, aws/aws-sdk-js-v3#4570, duplicati/duplicati#6498, aws/aws-sdk-php#2575
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding, Repair, Rewrite, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject
    from s3config.tools import Tool

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe")


def check(subject: Subject) -> Iterator[Finding]:
    """Look for a bucket in the host of a known provider, where no bucket is written that would explain it."""
    setting, host, address = subject.said("endpoint"), subject.host, subject.address
    if setting is None or host is None or host.bucket is None or address is None or subject.says("bucket"):
        return
    if subject.value("virtual_hosted_style_request") is not True:
        root = address.root.replace(f"{host.bucket}.{host.host}", host.host, 1)
        repair = Repair(f"write {root}", False, (Rewrite(setting.origin, root),))
        message = f"{said(setting)} holds the bucket {host.bucket!r}, which requests will name again"
        yield Finding((setting,), message, f"write {root}", repair, severity=Severity.WARNING)


def weigh(diagnostic: Diagnostic, subject: Subject, tools: tuple[Tool, ...]) -> Severity | None:  # noqa: ARG001 (every rule is called alike)
    """Leave a host that nobody knows to other tools: it may begin like the bucket by right."""
    is_guess = diagnostic.severity is Severity.WARNING and subject.is_foreign and subject.host is None
    return Severity.INFO if is_guess else diagnostic.severity


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Write the endpoint without the bucket."""
    address, bucket = subject.address, subject.text("bucket")
    if address is None or bucket is None:
        return None
    is_safe = diagnostic.severity is not Severity.WARNING
    front = f"://{bucket.lower()}."
    if front in address.root and (subject.host is None or subject.host.bucket is not None):
        root = address.root.replace(front, "://", 1) if is_safe else address.root
    else:
        root = address.root.removesuffix(f"/{bucket}")
    if root == address.root:
        return None
    return Repair(f"write {root}", is_safe, (Rewrite(diagnostic.origins[0], root),))
