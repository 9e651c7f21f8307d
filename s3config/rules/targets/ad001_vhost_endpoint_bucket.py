"""The endpoint of virtual-hosted requests is not what the tool wants.

## What it does

Reports an endpoint beside `virtual_hosted_style_request=true` that lacks the bucket, for tools that send requests to
the endpoint as it is; and one that holds the bucket, for tools that put the bucket in front by themselves.

## Why is this bad

The bucket is nowhere in the request, which then lists the buckets of the account; or it is there twice:

    getaddrinfo ENOTFOUND logs.logs.s3.fr-par.scw.cloud

## Example

```toml target="obstore"
bucket = "logs"
endpoint = "https://s3.fr-par.scw.cloud"
region = "fr-par"
virtual_hosted_style_request = true
```

```toml target="polars"
endpoint = "https://s3.fr-par.scw.cloud"
region = "fr-par"
virtual_hosted_style_request = true
```

## Use instead

```toml target="obstore,boto3"
bucket = "logs"
endpoint = "https://s3.fr-par.scw.cloud"
region = "fr-par"
request_checksum_calculation = "when_required"
response_checksum_validation = "when_required"
```

## Fix

The style is taken out where the bucket is lacking: the bucket then stands in the path, which the tool can write. Not
every store takes that, so the fix is unsafe.

## References

- developmentseed/obstore#754, Eventual-Inc/Daft#4740, google/tensorstore#285, flyteorg/flyte-sdk#703
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.providers import match_host
from s3config.rules import About, Finding, Remove, Repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.config.addresses import Address
    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="unsafe", requires=("AD003",))


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the host with the bucket, as far as the tool reads the style at all."""
    tool, style, setting = subject.tool, subject.said("virtual_hosted_style_request"), subject.said("endpoint")
    if tool is None or tool.virtual_endpoint is None or style is None or setting is None or meaning(style) is not True:
        return
    address, bucket = subject.address, subject.text("bucket")
    if address is None or not (tool.takes(style) and tool.takes(setting)):
        return
    has_bucket = _has_bucket(address, bucket)
    if has_bucket is None or has_bucket is (tool.virtual_endpoint == "with-bucket"):
        return
    if has_bucket:
        message = f"{setting.spelling} holds the bucket, which {tool.name} puts in front once more"
        yield Finding((setting, style), message, "take the bucket off the endpoint")
        return
    url = f"{address.scheme}://{bucket or '<bucket>'}.{address.root.partition('://')[2]}"
    message = f"{setting.spelling} lacks the bucket, which {tool.name} does not put in front"
    repair = Repair(f"take {style.spelling} out", False, (Remove(style.origin),))
    yield Finding((setting, style), message, f"write {url}, or take {style.spelling} out", repair)


def _has_bucket(address: Address, bucket: str | None) -> bool | None:
    """Tell whether the host begins with the bucket; `None` if that cannot be known."""
    if bucket is not None and not bucket.startswith("arn:"):
        return address.host.startswith(f"{bucket.lower()}.")
    match = match_host(address.host)
    return None if match is None else match.bucket is not None
