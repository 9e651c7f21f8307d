"""Only HTTP/1 and only HTTP/2 are asked for at once.

## What it does

Reports `http1_only=true` beside `http2_only=true`.

## Why is this bad

No connection can be both. object_store takes the two without a word and speaks HTTP/2, so that a store with HTTP/1
alone fails in a way that names neither option:

    GenericError: Generic S3 error: Error performing HEAD http://... - HTTP error: error sending request

## Example

```toml
[client_options]
http1_only = true
http2_only = true
```

## Use instead

```toml
[client_options]
http1_only = true
```

## References

- docs.rs, crate object_store, `ClientConfigKey`
- RFC 9113, section 3
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
