"""The region is in China and the endpoint is not, or the reverse.

## What it does

Reports a region `cn-...` with an endpoint of AWS outside of China, and another region with an endpoint in China.

## Why is this bad

AWS in China is a world of its own, with accounts, keys and hosts of its own: those end in `.com.cn`. Elsewhere the host
does not exist, or does not know the key:

    Error performing HEAD https://s3.cn-north-1.amazonaws.com/logs: error sending request
    InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.

## Example

```dotenv
AWS_ENDPOINT_URL=https://s3.cn-north-1.amazonaws.com
AWS_REGION=cn-north-1
```

```dotenv
AWS_ENDPOINT_URL=https://s3.cn-north-1.amazonaws.com.cn
AWS_REGION=eu-west-1
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=https://s3.cn-north-1.amazonaws.com.cn
AWS_REGION=cn-north-1
```

## Fix

The endpoint of the region is written where host and region agree but for the ending; else nobody knows which is meant.

## References

- pola-rs/polars#27801, duckdb/duckdb-web#6448, BerriAI/litellm#38747
- Amazon Web Services in China, "Endpoints and ARNs"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding, Repair, Rewrite, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe", requires=("RG003",))


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the ending of the host with the beginning of the region."""
    host, setting, text = subject.host, subject.said("region"), subject.text("region")
    if host is None or host.provider.id != "aws" or setting is None or text is None:
        return
    endpoint, in_china = subject.said("endpoint"), host.host.endswith(".cn")
    if endpoint is None or text.startswith("cn-") is in_china:
        return
    where = "in China" if in_china else "outside of China"
    message = f"{said(setting)}, and {said(endpoint)} is {where}, where other accounts and keys hold"
    url = (subject.text("endpoint") or "").rstrip("/")
    if text == host.region and url.endswith(".amazonaws.com"):
        repair = Repair(f"write {url}.cn", True, (Rewrite(endpoint.origin, f"{url}.cn"),))
        yield Finding((endpoint, setting), message, f"write {url}.cn", repair)
    else:
        yield Finding((endpoint, setting), message, "write the endpoint of the region, or take it out")
