r"""A config file has no such store, or several and none was chosen.

## What it does

Reports a store that is asked for and is not in the file, a file of several stores without a bucket of its own where
none is asked for, and an entry of `stores` that is no table. `validate` looks at every store of a file by itself.

## Why is this bad

There is no telling which settings are meant. Without the complaint, the top of the file would be used alone, and what
follows reads as if something else were missing:

    GenericError: Generic S3 error: Missing bucket name

## Example

```toml
[stores]
logs = "s3://logs"
```

```pycon
>>> from pathlib import Path
>>> from s3config import resolve
>>> _ = Path("s3config.toml").write_text('region = "eu-west-1"\n[stores.logs]\nbucket = "logs"\n')
>>> found = resolve(file="s3config.toml", store="log", env=False).diagnostics
>>> [(diagnostic.code, diagnostic.remedy) for diagnostic in found]
[('FILE002', 'its stores are: logs')]

```

## Use instead

```toml
region = "eu-west-1"

[stores.logs]
bucket = "logs"
```

## References

- s3config documentation, "Config files"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About, Part

ABOUT = About(Severity.ERROR, since="0.1.0", part=Part.KEY)
