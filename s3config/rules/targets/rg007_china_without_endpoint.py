"""A tool derives the host of a region in China, and derives it wrongly.

## What it does

Reports a region `cn-...` without an endpoint, for tools that know no other ending than `.amazonaws.com`.

## Why is this bad

The hosts of AWS in China end in `.com.cn`; the one that the tool asks does not exist:

    Error performing HEAD https://s3.cn-north-1.amazonaws.com/logs: error sending request

## Example

```dotenv target="obstore"
AWS_REGION=cn-north-1
```

## Use instead

```dotenv target="obstore"
AWS_REGION=cn-north-1
AWS_ENDPOINT_URL_S3=https://s3.cn-north-1.amazonaws.com.cn
```

## Fix

The endpoint of the region is added, which every tool takes for what it is.

## References

- pola-rs/polars#27801, duckdb/duckdb-web#6448, Automattic/knox#292
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.providers import aws_host
from s3config.rules import About, Add, Finding, Repair, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe", requires=("RG003",), cured_by=("endpoint",))


def check(subject: Subject) -> Iterator[Finding]:
    """Look for an endpoint beside a region in China."""
    tool, setting, text = subject.tool, subject.said("region"), subject.text("region")
    if tool is None or tool.china is not False or setting is None or text is None:
        return
    if not re.fullmatch(r"cn-[a-z]+-[0-9]+", text) or not subject.lacks("endpoint"):
        return
    url = f"https://{aws_host(text, fips=False, dualstack=False)}"
    message = f"{said(setting)}, and {tool.name} looks for it at s3.{text}.amazonaws.com, which does not exist"
    key = "AWS_ENDPOINT_URL_S3" if setting.spelling.startswith("AWS_") else "endpoint"
    remedy = f"set {key}={url}"
    yield Finding((setting,), message, remedy, Repair(remedy, True, (Add(setting.origin, key, url),)))
