"""The certificate authority is named where the tool does not look.

## What it does

Reports a certificate authority in a variable that the tool does not read, or in an option that it does not have, unless
a variable that it reads stands in the same file.

## Why is this bad

The store's certificate is taken for a false one, and people turn the check off:

    invalid peer certificate: UnknownIssuer

    curlCode: 60, SSL peer certificate or SSH remote key was not OK

## Example

```dotenv target="obstore"
AWS_CA_BUNDLE=/etc/ssl/private-ca.pem
AWS_ENDPOINT_URL=https://minio.example:9000
AWS_REGION=us-east-1
```

## Use instead

```dotenv target="obstore"
SSL_CERT_FILE=/etc/ssl/private-ca.pem
AWS_ENDPOINT_URL=https://minio.example:9000
AWS_REGION=us-east-1
```

## References

- pola-rs/polars#13741, apache/arrow#37001, apache/arrow-rs#5696, duckdb/duckdb#13164
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


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the place of the certificate with where the tool looks."""
    tool, setting = subject.tool, subject.said("root_certificate")
    if tool is None or setting is None:
        return
    wanted = tool.ca_variables or ()
    if is_variable(setting):
        is_read = any(other.spelling in wanted for other in subject.written("root_certificate"))
        is_missed = tool.ca_variables is not None and not is_read
        message = f"{setting.spelling} is not read by {tool.name}"
    else:
        is_missed = tool.ca_option is False and tool.takes(setting)
        message = f"{tool.name} has no option for {setting.spelling}"
    if not is_missed or stands_beside(subject, setting, wanted):
        return
    remedy = f"set {wanted[0]} to the file" if wanted else f"pass it to {tool.name} as {tool.word('root_certificate')}"
    yield Finding((setting,), message, remedy)
