"""Requester pays is asked for in a way that the tool does not understand.

## What it does

Reports a variable for requester pays that the tool does not read, such as `AWS_REQUESTER_PAYS`, and a value of
`AWS_REQUEST_PAYER` other than `requester` for tools that send it as it is.

## Why is this bad

The header is missing, or says `true`, and the bucket refuses:

    An error occurred (403) when calling the HeadObject operation: Forbidden

## Example

```dotenv target="obstore"
AWS_REQUESTER_PAYS=true
AWS_REGION=us-west-2
```

```dotenv target="gdal"
AWS_REQUEST_PAYER=true
AWS_REGION=us-west-2
```

## Use instead

```dotenv target="obstore,gdal"
AWS_REQUEST_PAYER=requester
AWS_REGION=us-west-2
```

## Fix

The name, or the value, is written as the tool wants it. Other tools understand it as well.

## References

- boto/boto3#4138, developmentseed/obstore#660, apache/arrow-rs-object-store#669, rasterio/rasterio#692
- Amazon S3 User Guide, "Using Requester Pays buckets"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.rules import About, Finding, Rename, Repair, Rewrite, said
from s3config.tools import is_variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe")
_VARIABLE = "AWS_REQUEST_PAYER"


def check(subject: Subject) -> Iterator[Finding]:
    """Look at the name, then at the value."""
    tool, setting = subject.tool, subject.said("request_payer")
    if tool is None or setting is None or meaning(setting) is not True:
        return
    if is_variable(setting) and not tool.takes(setting):
        readable = _VARIABLE if tool.reads(_VARIABLE) else None
        message = f"{setting.spelling} is not read by {tool.name}"
        remedy = f"write {readable}" if readable else f"pass it to {tool.name} as {tool.word('request_payer')}"
        repair = None
        if readable and tool.request_payer in (None, setting.value):
            repair = Repair(remedy, True, (Rename(setting.origin, readable),))
        yield Finding((setting,), message, remedy, repair)
    elif tool.request_payer is not None and setting.spelling == _VARIABLE and setting.value != tool.request_payer:
        message = f"{said(setting)} is sent by {tool.name} as it is, and has no effect"
        repair = Repair(f"write {tool.request_payer}", True, (Rewrite(setting.origin, tool.request_payer),))
        yield Finding((setting,), message, f"write {tool.request_payer}", repair)
