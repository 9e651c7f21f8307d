"""The first wait between two attempts is longer than the longest one may be.

## What it does

Reports an `init_backoff` that is longer than `max_backoff`.

## Why is this bad

The two contradict each other, and nobody says so until a request fails for the second time. The crash is not even
caught by `except Exception`:

    pyo3_runtime.PanicException: cannot sample empty range

## Example

```toml
[retry_config.backoff]
init_backoff = "10s"
max_backoff = "1s"
```

## Use instead

```toml
[retry_config.backoff]
init_backoff = "1s"
max_backoff = "10s"
```

## References

- docs.rs, crate object_store, `BackoffConfig`
- AWS Architecture Blog, "Exponential Backoff And Jitter"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
