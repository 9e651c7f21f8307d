"""The proxy is named in a variable that the tool does not read.

## What it does

Reports `AWS_PROXY_URL` for tools that do not read it, unless `HTTPS_PROXY`, if the tool obeys that, stands in the same
file.

## Why is this bad

Requests go straight to the store, and end at the firewall:

    Connect timeout on endpoint URL: "https://logs.s3.eu-central-1.amazonaws.com/"

## Example

```dotenv target="boto3"
AWS_PROXY_URL=http://proxy.example.com:3128
AWS_PROFILE=production
AWS_DEFAULT_REGION=eu-central-1
```

## Use instead

```dotenv target="boto3"
HTTPS_PROXY=http://proxy.example.com:3128
NO_PROXY=169.254.169.254
AWS_DEFAULT_REGION=eu-central-1
```

## References

- ibis-project/ibis#11190, apache/iceberg#7951, apache/arrow#9996, boto/boto3#3193
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding
from s3config.tools import is_variable, stands_beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0")
_OTHERS = ("HTTPS_PROXY", "https_proxy")


def check(subject: Subject) -> Iterator[Finding]:
    """Look for a proxy in a variable that has no effect."""
    tool, setting = subject.tool, subject.said("proxy_url")
    if tool is None or setting is None or not is_variable(setting):
        return
    ignores_all = tool.proxy_variables is False
    if not ignores_all and (tool.takes(setting) or stands_beside(subject, setting, _OTHERS)):
        return
    message = f"{setting.spelling} is not read by {tool.name}"
    option = f"pass the proxy to {tool.name} as {tool.word('proxy_url')}"
    yield Finding((setting,), message, f"set {_OTHERS[0]}" if tool.proxy_variables else option)
