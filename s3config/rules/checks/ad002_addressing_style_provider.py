"""The addressing style is one that the provider does not have.

## What it does

Reports `virtual_hosted_style_request=false` at a provider that knows only the host form, and `true` at one that knows
only the path form.

## Why is this bad

The requests are refused, or look for the bucket where it is not:

    SecondLevelDomainForbidden: Please use virtual hosted style to access.
    NoSuchBucket: The specified bucket does not exist.

## Example

```dotenv
AWS_ENDPOINT_URL=https://oss-cn-hangzhou.aliyuncs.com
AWS_REGION=cn-hangzhou
AWS_VIRTUAL_HOSTED_STYLE_REQUEST=false
```

```dotenv
AWS_ENDPOINT_URL=https://abcdefghijklmnopqrst.storage.supabase.co/storage/v1/s3
AWS_VIRTUAL_HOSTED_STYLE_REQUEST=true
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=https://oss-cn-hangzhou.aliyuncs.com
AWS_REGION=cn-hangzhou
AWS_VIRTUAL_HOSTED_STYLE_REQUEST=true
```

## Fix

The other style is written, which is safe: this one cannot work.

## References

- peak/s5cmd#518, treeverse/lakeFS#3613, getnora-io/nora#795, google/tensorstore#285
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

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe")
_STYLE = "virtual_hosted_style_request"


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the style that was said with the only one that the provider has."""
    setting = subject.said(_STYLE)
    if setting is None or subject.host is None:
        return
    provider = subject.host.provider
    only = {"virtual": True, "path": False}.get(provider.addressing or "")
    is_virtual = meaning(setting)
    if only is None or not isinstance(is_virtual, bool) or is_virtual is only:
        return
    form = "in the host" if only else "in the path"
    word = "true" if only else "false"
    is_own = find(setting.spelling) is not None  # other tools' words may say the reverse
    message = f"{said(setting) if is_own else setting.spelling}: {provider.name} takes the bucket's name only {form}"
    repair = Repair(f"write {word}", True, (Rewrite(setting.origin, word),)) if is_own else None
    yield Finding((setting,), message, f"write {word}" if is_own else f"let the name stand {form}", repair)
