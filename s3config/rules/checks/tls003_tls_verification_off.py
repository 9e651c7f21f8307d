"""The certificates of the store are not checked.

## What it does

Reports `allow_invalid_certificates=true`; as an info where the endpoint is on this machine.

## Why is this bad

Anybody between the client and the store can read and change everything, and nobody notices: there is no error text.
It is set because a store has a certificate of its own authority, for which there is a better way:

    [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain
    invalid peer certificate: UnknownIssuer

## Example

```dotenv
AWS_ENDPOINT_URL=https://minio.example:9000
AWS_ALLOW_INVALID_CERTIFICATES=true
```

```dotenv
AWS_ENDPOINT_URL=https://localhost:9000
AWS_ALLOW_INVALID_CERTIFICATES=true
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=https://minio.example:9000
AWS_CA_BUNDLE=/etc/ssl/private-ca.pem
```

## References

- pola-rs/polars#20727, apache/arrow#40754, apache/arrow-rs#5696
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.config.addresses import is_loopback
from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0")


def check(subject: Subject) -> Iterator[Finding]:
    """Look at the switch, and at where requests go."""
    setting = subject.said("allow_invalid_certificates")
    if setting is None or meaning(setting) is not True:
        return
    is_local = subject.address is not None and is_loopback(subject.address.root)
    message = f"{setting.spelling} lets anybody in between read and change what is sent"
    remedy = "name the store's authority as root_certificate, and take this out"
    yield Finding((setting,), message, remedy, severity=Severity.INFO if is_local else None)
