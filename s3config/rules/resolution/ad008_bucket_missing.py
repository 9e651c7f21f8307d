"""Nothing names a bucket.

## What it does

Reports that a store is to be made and neither an argument, a URL, a variable nor a file names the bucket. It is said by
`Resolution.config` and by the stores. `validate` does not say it, for a configuration may serve many buckets.

## Why is this bad

There is nothing to make requests to, and libraries say so late or in words of their own:

    boto3      ParamValidationError: Missing required parameter in input: "Bucket"
    boto3      TypeError: expected string or bytes-like object, got 'NoneType'
    obstore    GenericError: Generic S3 error: Missing bucket name

The second is what a variable that is not set turns into.

## Example

```pycon
>>> from s3config import resolve
>>> resolve(region="eu-west-1", env=False).config
Traceback (most recent call last):
    ...
s3config.errors.InvalidConfigError: error AD008: no bucket is given; give bucket=, or a URL such as s3://bucket

```

## Use instead

```python
resolve("s3://logs", region="eu-west-1", skip_signature=True, env=False)
```

## References

- andrewrk/node-s3-client#167, amazon-archives/aws-service-operator#172
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
