"""Bodies go unsigned to a provider that wants them signed.

## What it does

Reports `unsigned_payload=true` at a provider that was seen to refuse such uploads.

## Why is this bad

The error reads as if the secret were wrong, and comes for uploads only:

    SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.

## Example

```dotenv
AWS_ENDPOINT_URL=https://nyc3.digitaloceanspaces.com
AWS_UNSIGNED_PAYLOAD=true
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=https://nyc3.digitaloceanspaces.com
AWS_UNSIGNED_PAYLOAD=false
```

## Fix

`false` is written, which is safe: these providers take signed bodies, which cost one more pass over the data.

## References

- benbjohnson/litestream#894, benbjohnson/litestream#842, benbjohnson/litestream#897
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.rules import About, Finding, Repair, Rewrite, said
from s3config.spellings import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0", fix="safe")


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the signature with what the provider wants."""
    setting = subject.said("unsigned_payload")
    if setting is None or subject.host is None or meaning(setting) is not True:
        return
    provider = subject.host.provider
    if provider.fact("payload") != "signed":
        return
    is_own = find(setting.spelling) is not None  # other tools' words may say the reverse
    repair = Repair("write false", True, (Rewrite(setting.origin, "false"),)) if is_own else None
    name = said(setting) if is_own else setting.spelling
    message = f"{name}: {provider.name} was seen to refuse uploads whose body is not signed"
    yield Finding((setting,), message, "write false" if is_own else "let bodies be signed", repair)
