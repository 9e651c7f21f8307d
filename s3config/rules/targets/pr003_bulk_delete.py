"""A tool deletes many objects with one request, and the provider does not take that.

## What it does

Reports an endpoint of a provider that has no `DeleteObjects`, or has it only for requests with `Content-MD5`, for tools
that ask so. It is a warning for tools that know `disable_bulk_delete`, and an info for others.

## Why is this bad

Nothing is deleted, and where nobody reads the log, nobody notices:

    MissingContentMD5: Missing required header for this request: Content-MD5
    An error occurred (InvalidArgument) when calling the DeleteObjects operation: Invalid argument.

## Example

```dotenv target="obstore"
AWS_ENDPOINT_URL=https://storage.googleapis.com
```

```dotenv target="boto3"
AWS_ENDPOINT_URL=https://axaxnpcrorw5.compat.objectstorage.us-ashburn-1.oci.customer-oci.com
AWS_DEFAULT_REGION=us-ashburn-1
AWS_REQUEST_CHECKSUM_CALCULATION=when_required
AWS_RESPONSE_CHECKSUM_VALIDATION=when_required
```

## Use instead

```dotenv target="obstore"
AWS_ENDPOINT_URL=https://storage.googleapis.com
AWS_DISABLE_BULK_DELETE=true
```

## Fix

`disable_bulk_delete=true` is added for tools that know it, which is safe: the objects are deleted one by one.

## References

- boto/boto3#2293, aws/aws-sdk-java-v2#5805, benbjohnson/litestream#802, CERT-Polska/karton#269
- apache/arrow-rs-object-store#734
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.rules import About, Add, Finding, Repair, Rewrite
from s3config.spellings import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.rules import Change
    from s3config.subject import Subject

_KEY = "disable_bulk_delete"
ABOUT = About(Severity.WARNING, since="0.1.0", fix="safe", cured_by=(_KEY,))


def check(subject: Subject) -> Iterator[Finding]:
    """Compare what the tool asks with what the provider takes."""
    tool, host, endpoint = subject.tool, subject.host, subject.said("endpoint")
    if tool is None or tool.unsafe_bulk_delete is None or host is None or endpoint is None:
        return
    takes = host.provider.fact("bulk_delete")
    if takes != "no" and not (takes == "md5" and tool.unsafe_bulk_delete):
        return
    what = "has no such request" if takes == "no" else "takes that only with Content-MD5"
    message = f"{tool.name} deletes many objects with one request, and {host.provider.name} {what}"
    if not tool.reads(f"AWS_{_KEY.upper()}"):
        yield Finding((endpoint,), message, "delete the objects one by one", severity=Severity.INFO)
        return
    setting = subject.said(_KEY)
    if setting is not None and meaning(setting) is False:
        change: Change = Rewrite(setting.origin, "true")
    elif subject.lacks(_KEY):
        change = Add(endpoint.origin, _KEY, "true")
    else:
        return
    repair = Repair(f"set {_KEY}=true", True, (change,)) if find(endpoint.spelling) is not None else None
    yield Finding((endpoint,), message, f"set {_KEY}=true", repair)
