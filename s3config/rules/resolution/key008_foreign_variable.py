"""A variable begins with `AWS_`, and neither s3config nor an AWS SDK reads it.

## What it does

Reports variables that look as if they configured S3 and do not. A near miss of a key is `KEY001` instead. Nothing is
wrong where a program of your own reads the variable.

## Why is this bad

There is no error. What the variable was meant to change stays as it is, and another tool, or a later version of this
one, may give the name a meaning.

## Example

```dotenv
AWS_CDN_HOST=cdn.example.com
```

## Use instead

```dotenv
CDN_HOST=cdn.example.com
```

## References

- AWS SDKs and Tools Reference Guide, "Supported environment variables"
- ekristen/aws-nuke#765, pola-rs/polars#20727
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About, Part

ABOUT = About(Severity.INFO, since="0.1.0", part=Part.KEY)
