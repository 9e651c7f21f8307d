"""The bucket's name goes in front of a host that has no names below it.

## What it does

Reports `virtual_hosted_style_request=true` with an endpoint whose host is an IP address, `localhost`, or a single word
such as the name of a container.

## Why is this bad

Requests go to `<bucket>.localhost` or `<bucket>.minio`, which nobody knows:

    getaddrinfo ENOTFOUND testbucket.localhost
    Could not resolve host: logs.minio

## Example

```dotenv
AWS_ENDPOINT_URL=http://localhost:9000
AWS_VIRTUAL_HOSTED_STYLE_REQUEST=true
```

```dotenv
AWS_ENDPOINT_URL=https://minio:9000
AWS_VIRTUAL_HOSTED_STYLE_REQUEST=true
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=http://localhost:9000
AWS_VIRTUAL_HOSTED_STYLE_REQUEST=false
```

```dotenv
AWS_ENDPOINT_URL=http://s3.localhost.localstack.cloud:4566
AWS_ALLOW_HTTP=true
AWS_VIRTUAL_HOSTED_STYLE_REQUEST=true
```

## Fix

`false` is written, so that the name stands in the path, which such servers understand; the other form cannot work.

## References

- localstack/localstack#5211, minio/minio#3642, apache/iceberg#10946, localstack/localstack-docs#849
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.rules import About, Finding, Repair, Rewrite, said
from s3config.spellings import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe", requires=("EP003",))
_WITHOUT_NAMES = re.compile(r"[^.]+\.?|[0-9]+(?:\.[0-9]+){3}")
"""One label, an IPv4 address, or an IPv6 address in brackets."""


def check(subject: Subject) -> Iterator[Finding]:
    """Look at the form of the host."""
    setting, address = subject.said("virtual_hosted_style_request"), subject.address
    if setting is None or address is None or not _WITHOUT_NAMES.fullmatch(address.host) or meaning(setting) is not True:
        return
    endpoint = subject.said("endpoint")
    is_own = find(setting.spelling) is not None  # other tools' words may say the reverse
    name = said(setting) if is_own else setting.spelling
    message = f"{name} looks for the bucket at <bucket>.{address.host}, and there are no names below that host"
    repair = Repair("write false", True, (Rewrite(setting.origin, "false"),)) if is_own else None
    where = (setting,) if endpoint is None else (setting, endpoint)
    yield Finding(where, message, "write false" if is_own else "let the name stand in the path", repair)
