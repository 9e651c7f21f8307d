"""A store is chosen by name, and no file is given that it could stand in.

## What it does

Reports `store=` without `file=`. A config file is read only where a caller names it.

## Why is this bad

The name means nothing by itself. Without the complaint, the settings of the store would be missed one by one:

    GenericError: Generic S3 error: Missing bucket name

## Example

```python
resolve(store="logs", bucket="logs", region="eu-west-1", skip_signature=True, env=False)
```

## Use instead

```python
resolve(bucket="logs", region="eu-west-1", skip_signature=True, env=False)
```

With a file, it is `resolve(file="s3config.toml", store="logs")`.

## References

- s3config documentation, "Config files"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
