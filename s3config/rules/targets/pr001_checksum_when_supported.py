"""A tool adds checksums to its requests by itself, and the provider does not take them.

## What it does

Reports an endpoint of a provider that refuses the newer checksums, or was seen to, for tools that add them unless told
otherwise, if `request_checksum_calculation` is not `when_required`. It is an error where the provider refuses them, and
a warning where only some requests fail.

## Why is this bad

Since the start of 2025 the AWS SDKs add a CRC32 to uploads and wrap their bodies in `aws-chunked`. The error names all
sorts of things, the credentials among them:

    XAmzContentSHA256Mismatch: The provided 'x-amz-content-sha256' header does not match what was computed.
    NotImplemented: Header 'x-amz-checksum-crc32' with value 'AAAAAA==' not implemented
    InvalidArgument: aws-chunked encoding is not supported
    SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.

## Example

```dotenv target="boto3"
AWS_ENDPOINT_URL=https://us-sea-1.linodeobjects.com
AWS_DEFAULT_REGION=us-sea-1
```

```dotenv target="boto3"
AWS_ENDPOINT_URL=https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com
AWS_DEFAULT_REGION=auto
AWS_REQUEST_CHECKSUM_CALCULATION=when_supported
```

## Use instead

```dotenv target="boto3"
AWS_ENDPOINT_URL=https://us-sea-1.linodeobjects.com
AWS_DEFAULT_REGION=us-sea-1
AWS_REQUEST_CHECKSUM_CALCULATION=when_required
AWS_RESPONSE_CHECKSUM_VALIDATION=when_required
```

## Fix

Both settings are written, which is safe: uploads are what they were before 2025, and still signed.

## References

- boto/boto3#4392, boto/boto3#4398, aws/aws-cli#9214, google/go-cloud#3634, amd/gaia#3029, zenml-io/zenml#4286
- AWS SDKs and Tools Reference Guide, "Data Integrity Protections for Amazon S3"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.rules import About, Add, Finding, Repair, Rewrite, said
from s3config.spellings import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.origin import Setting
    from s3config.rules import Change
    from s3config.subject import Subject

_KEYS = ("request_checksum_calculation", "response_checksum_validation")
_MODE = "when_required"
_SEVERITIES = {"refused": Severity.ERROR, _MODE: Severity.WARNING}
ABOUT = About(Severity.WARNING, since="0.1.0", fix="safe", cured_by=(_KEYS[0],))


def check(subject: Subject) -> Iterator[Finding]:
    """Compare what the tool sends with what the provider takes."""
    tool, host, endpoint = subject.tool, subject.host, subject.said("endpoint")
    if tool is None or not tool.checksums or host is None or endpoint is None:
        return
    mode, takes = subject.said(_KEYS[0]), host.provider.fact("checksums")
    if takes not in _SEVERITIES or (subject.is_open if mode is None else meaning(mode) == _MODE):
        return
    remedy = f"set {_KEYS[0]} and {_KEYS[1]} to {_MODE}"
    verb = "refuses" if takes == "refused" else "does not always take"
    repair = None
    if find(endpoint.spelling) is not None and tool.reads(f"AWS_{_KEYS[0].upper()}") is not False:
        repair = Repair(remedy, True, tuple(_changes(subject, endpoint)))
    message = f"{tool.name} adds checksums to uploads, which {host.provider.name} {verb}"
    if mode is not None:
        message = f"{said(mode)}: {message}"
    where = (endpoint,) if mode is None else (mode, endpoint)
    yield Finding(where, message, remedy, repair, _SEVERITIES[str(takes)])


def _changes(subject: Subject, endpoint: Setting) -> Iterator[Change]:
    for key in _KEYS:
        setting = subject.said(key)
        if setting is not None:
            yield Rewrite(setting.origin, _MODE)
        elif not subject.says(key):
            yield Add(endpoint.origin, key, _MODE)
