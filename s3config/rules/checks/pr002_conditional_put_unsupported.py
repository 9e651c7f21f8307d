"""A condition is asked for that the provider does not keep.

## What it does

Reports `conditional_put=etag`, and `copy_if_not_exists=multipart`, which rests on conditions, at a provider that is
known to refuse or to ignore them; and Cloudflare's header in `copy_if_not_exists` at any other provider that is known.

## Why is this bad

Two writers rely on it that only one of them can create an object. Where the condition is refused, nothing can be
written; where it is ignored, the second overwrites the first without a word:

    NotImplemented: A header you provided implies functionality that is not implemented

## Example

```dotenv
AWS_ENDPOINT_URL=https://storage.googleapis.com
AWS_CONDITIONAL_PUT=etag
```

```dotenv
AWS_ENDPOINT_URL=https://s3.eu-central-003.backblazeb2.com
AWS_COPY_IF_NOT_EXISTS=header:cf-copy-destination-if-none-match:*
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=https://storage.googleapis.com
AWS_CONDITIONAL_PUT=disabled
```

```dotenv
AWS_ENDPOINT_URL=https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com
AWS_CONDITIONAL_PUT=etag
AWS_COPY_IF_NOT_EXISTS=header:cf-copy-destination-if-none-match:*
```

## Fix

`conditional_put=disabled` is written, so that a condition is refused on this side. The fix is unsafe, for a program
that needs conditions then does without them or not at all; a lock, `dynamo:<table>`, may be what it needs.

## References

- aws/aws-sdk-java-v2#6055, apache/arrow-rs-object-store#325, sathinduga/obsidian-s3-sync-and-backup#84, tobi/walgit#67
- object_store, `S3ConditionalPut` and `S3CopyIfNotExists`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding, Repair, Rewrite, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="unsafe")
_DOES = {"ignored": "ignores it, and overwrites", "unsupported": "refuses it"}
_OF_R2 = "header:cf-copy-destination-if-none-match"


def check(subject: Subject) -> Iterator[Finding]:
    """Compare what was asked for with what the provider does."""
    if not subject.says("conditional_put", "copy_if_not_exists") or subject.host is None:
        return
    provider = subject.host.provider
    does = _DOES.get(str(provider.fact("conditional_put")))
    put = subject.said("conditional_put")
    if put is not None and subject.text("conditional_put") == "etag" and does is not None:
        repair = Repair("write disabled", False, (Rewrite(put.origin, "disabled"),))
        message = f"{said(put)}: {provider.name} does not keep the condition of an upload; it {does}"
        yield Finding((put,), message, "write disabled, or dynamo:<table> for a lock", repair)
    copy, how = subject.said("copy_if_not_exists"), subject.text("copy_if_not_exists") or ""
    by_parts = how == "multipart" and (does is not None or provider.fact("copy_if_not_exists") == "unsupported")
    if copy is not None and (by_parts or (how.startswith(_OF_R2) and provider.id != "cloudflare-r2")):
        whose = "does not keep the condition of an upload in parts" if by_parts else "does not know Cloudflare's header"
        yield Finding((copy,), f"{said(copy)}: {provider.name} {whose}", "take it out, or write dynamo:<table>")
