"""A credential holds white space, or a character that cannot be part of it.

## What it does

Reports a key id, secret, token or encryption key with a blank, a line break, a control character or a character that is
not ASCII. The value itself is never shown.

## Why is this bad

`echo`, a Kubernetes secret and copying leave a line break behind, which becomes part of the signature:

    SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.
    Credential access key has length 33, should be 32
    net/http: invalid header field value "AWS ..." for key Authorization
    pyo3_runtime.PanicException: ... InvalidHeaderValue

The last one is not even caught by `except Exception`.

## Example

```dotenv
AWS_REGION=us-east-1
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY "
```

```dotenv
AWS_REGION=us-east-1
AWS_ACCESS_KEY_ID="AKIAIOSF ODNN7EXAMPLE"
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

## Use instead

```dotenv
AWS_REGION=us-east-1
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
```

## Fix

White space at the ends is taken off, which is safe, for no credential has any. Within a value, nobody knows whether
something is too much or missing, and there is no fix.

## References

- argoproj/argo-workflows#981, offen/docker-volume-backup#291, RhinoSecurityLabs/pacu#137, aws/aws-sdk-js#86
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.config.refusal import Refusal
from s3config.diagnostics import Severity
from s3config.redaction import reveal
from s3config.rules import About, Repair, Trim
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe")


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Take white space off the ends, if that is all."""
    setting = subject.at(diagnostic.origins[0])
    value = None if setting is None else reveal(setting.value)
    if setting is None or not isinstance(value, str) or not _is_clean(setting.key, value.strip()):
        return None
    return Repair("remove the white space around the value", True, (Trim(setting.origin),))


def _is_clean(key: str, text: str) -> bool:
    try:
        KEYS[key].parse(text)
    except Refusal as refusal:
        return refusal.code != "SEC001"
    return True
