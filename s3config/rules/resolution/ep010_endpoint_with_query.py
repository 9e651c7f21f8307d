"""An endpoint has a query or a fragment.

## What it does

Reports `?` or `#` in an endpoint. An endpoint is the root of a service: scheme, host, port and path.

## Why is this bad

Requests put the bucket and the key behind the endpoint. boto3 refuses it:

    EndpointResolutionError: Custom endpoint `https://minio.example?region=eu` was not a valid URI

obstore does not, and asks for `/?region=eu/logs/key`; behind a fragment, bucket and key are lost altogether. Settings
in a query, such as a region, are never used.

## Example

```dotenv
AWS_REGION=fr-par
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud?region=fr-par
```

```toml
endpoint = "https://s3.fr-par.scw.cloud/#console"
region = "fr-par"
```

## Use instead

```dotenv
AWS_REGION=fr-par
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
```

## Fix

Everything from `?` or `#` on is taken off. What it was to do is not known, so the fix is unsafe.

## References

- RFC 3986, "3.4. Query" and "3.5. Fragment"
- AWS SDKs and Tools Reference Guide, "Service-specific endpoints"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.config.addresses import address_of
from s3config.config.refusal import Refusal
from s3config.diagnostics import Severity
from s3config.rules import About, Repair, Rewrite

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="unsafe")


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Take query and fragment off."""
    setting = subject.at(diagnostic.origins[0])
    text = setting.value.strip() if setting is not None and isinstance(setting.value, str) else ""
    url = re.split(r"[?#]", text, maxsplit=1)[0]
    try:
        address_of(url)
    except Refusal:
        return None
    return Repair("take the query off", False, (Rewrite(diagnostic.origins[0], url),))
