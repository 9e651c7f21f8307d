"""An `http://` endpoint on this machine is refused by a tool that wants to be told that plain text is allowed.

## What it does

Reports an endpoint on the loopback interface that begins with `http://`, without `allow_http`, for tools that refuse
it. s3config itself allows it on this machine; for other hosts see TLS001.

## Why is this bad

The tool refuses, and does not say why:

    HTTP error: builder error

## Example

```dotenv target="obstore"
AWS_REGION=us-east-1
AWS_ENDPOINT_URL=http://localhost:9000
```

## Use instead

```dotenv target="obstore"
AWS_REGION=us-east-1
AWS_ENDPOINT_URL=http://localhost:9000
AWS_ALLOW_HTTP=true
```

## Fix

`allow_http=true` is written beside the endpoint, which is safe: what is sent does not leave the machine.

## References

- apache/arrow-rs#5273, delta-io/delta-rs#2895, earth-mover/icechunk#2264
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.config.addresses import is_loopback
from s3config.diagnostics import Severity
from s3config.rules import About, Add, Finding, Repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe", requires=("TLS001",), cured_by=("allow_http",))


def check(subject: Subject) -> Iterator[Finding]:
    """Look for plain text to this machine."""
    setting, address = subject.said("endpoint"), subject.address
    if subject.tool is None or not subject.tool.needs_allow_http or setting is None or address is None:
        return
    if address.scheme == "http" and is_loopback(address.root) and not subject.says("allow_http"):
        message = f"{setting.spelling} is http://, which {subject.tool.name} refuses unless it is allowed"
        repair = Repair("set allow_http=true", True, (Add(setting.origin, "allow_http", "true"),))
        yield Finding((setting,), message, "set allow_http=true", repair)
