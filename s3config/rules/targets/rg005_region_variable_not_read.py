"""The region stands in a variable that the tool does not read, or reads last.

## What it does

Reports `AWS_REGION` and `AWS_DEFAULT_REGION` where the tool does not read the one that is set, or where they differ and
the tool takes `AWS_DEFAULT_REGION`. It is an info for tools that read neither.

## Why is this bad

The default region of the tool goes into the signature, or there is none at all:

    botocore.exceptions.NoRegionError: You must specify a region.

    AuthorizationHeaderMalformed: the region 'us-east-1' is wrong; expecting 'eu-central-1'

## Example

```dotenv target="boto3"
AWS_REGION=eu-central-1
```

```dotenv target="pyarrow"
AWS_REGION=eu-central-1
AWS_DEFAULT_REGION=us-west-2
```

## Use instead

```dotenv target="boto3,pyarrow"
AWS_REGION=eu-central-1
AWS_DEFAULT_REGION=eu-central-1
```

## Fix

The variable that the tool reads is added, with the same value. Of two that differ nobody knows which is right.

## References

- boto/boto3#2119, aws/aws-cli#735, OSGeo/gdal#9449, delta-io/delta-rs#224
- AWS SDKs and Tools Reference Guide, "AWS Region"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Add, Finding, Repair
from s3config.tools import is_variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0", fix="safe", requires=("RG003",), cured_by=("default_region",))
_REGION = re.compile(r"[a-z0-9-]{1,32}")


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the region that counts here with the one that the tool takes."""
    tool, counts = subject.tool, subject.said("region") or subject.said("default_region")
    if tool is None or tool.region_variables is None or counts is None or not is_variable(counts) or subject.is_open:
        return
    written = (*subject.written("region"), *subject.written("default_region"))
    by_name = {setting.spelling: setting for setting in reversed(written) if is_variable(setting)}
    read = next((by_name[name] for name in tool.region_variables if name in by_name), None)
    if read is None:
        message = f"{counts.spelling} is not read by {tool.name}"
        if not tool.region_variables:
            remedy = f"write {tool.word('region')} in the configuration of {tool.name}"
            yield Finding((counts,), message, remedy, severity=Severity.INFO)
            return
        name = tool.region_variables[0]
        value = str(counts.value).strip()
        change = Add(counts.origin, name, value)
        repair = Repair(f"set {name} as well", True, (change,)) if _REGION.fullmatch(value) else None
        yield Finding((counts,), message, f"set {name} as well", repair)
    elif str(read.value).strip() != str(counts.value).strip():
        message = f"{counts.spelling} and {read.spelling} differ, and {tool.name} takes {read.spelling}"
        yield Finding((counts, read), message, "set both to the same region")
