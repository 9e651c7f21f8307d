r"""A config file refers to an environment variable that is not set, or to none at all.

## What it does

Reports `${NAME}` in a config file where the environment has no such variable, and `${...}` that holds no name. The
value is not set then. Where a file is looked at by itself, every variable may be set, and nothing is said.

## Why is this bad

A reference that nobody resolves is taken for the value, or for nothing:

    Invalid bucket name "${LOGS_BUCKET}": Bucket name must match the regex "^[a-zA-Z0-9.\-_]{1,255}$"
    InvalidBucketName: The specified bucket is not valid.

## Example

```pycon
>>> from pathlib import Path
>>> from s3config import resolve
>>> _ = Path("s3config.toml").write_text('bucket = "${LOGS_BUCKET}"\nregion = "eu-west-1"\n')
>>> found = resolve(file="s3config.toml", env={}).diagnostics
>>> [(diagnostic.code, diagnostic.message) for diagnostic in found]
[('FILE004', 'bucket needs the environment variable LOGS_BUCKET, which is not set')]

```

## Use instead

```pycon
>>> resolve(file="s3config.toml", env={"LOGS_BUCKET": "logs"}).diagnostics
()

```

```toml
bucket = "${LOGS_BUCKET:-logs}"
region = "eu-west-1"
```

## References

- datopian/giftless#185, serverless/serverless-client-s3#11
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About, Part

ABOUT = About(Severity.WARNING, since="0.1.0", part=Part.KEY)
