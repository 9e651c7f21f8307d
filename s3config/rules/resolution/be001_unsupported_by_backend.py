"""A setting asks for what the chosen backend cannot do.

## What it does

Reports each setting that the library behind a store has no means for. It is a warning where requests only become slower
or less patient, and an error where they would mean something else, or be less safe. It is said when a store is made:
`validate` knows no backend, and `--target` is what asks about other tools.

## Why is this bad

Libraries drop what they do not know, so that nobody notices, or they refuse it in words of their own:

    TypeError: Got unexpected keyword argument 'http2_only'

## Example

```pycon
>>> import warnings
>>> from s3config import S3Store
>>> with warnings.catch_warnings(record=True) as caught:
...     warnings.simplefilter("always")
...     store = S3Store("logs", region="eu-west-1", skip_signature=True, backend="boto3", http2_only=True)
>>> print(str(caught[0].message).partition(";")[0])
argument http2_only: warning BE001: http2_only cannot be done by the backend boto3: it speaks HTTP/1 only

```

## Use instead

```pycon
>>> with warnings.catch_warnings(record=True) as caught:
...     warnings.simplefilter("always")
...     store = S3Store("logs", region="eu-west-1", skip_signature=True, backend="boto3")
>>> caught
[]

```

## References

- earth-mover/icechunk#2264, pola-rs/polars#20727
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.WARNING, since="0.1.0")
