"""A URL holds credentials or a signature.

## What it does

Reports a user or password in the URL of a bucket or in an endpoint, secrets, credentials and `X-Amz-*` in a URL's
query, and a proxy whose password ends too early because a character in it is not escaped.

## Why is this bad

URLs are written to logs, shell histories and error texts. They do not even work: a `/` or a `+` in a secret ends the
user part, and most tools drop it without a word or fail on it:

    invalid port ":B.../...A" after host
    The bucket name parameter must be specified

## Example

```dotenv
AWS_ENDPOINT_URL=https://AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI@minio.example:9000
```

```python
resolve("s3://AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI@logs", env=False)
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=https://minio.example:9000
AWS_REGION=us-east-1
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

## References

- google/apt-golang-s3#11, crate/crate#756, fnproject/fn#1124
- RFC 3986, section 3.2.1, which deprecates passwords in URLs
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
