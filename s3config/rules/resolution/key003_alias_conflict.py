"""A key is written twice, and not with one and the same value.

## What it does

Reports two spellings of one key that say different things in one place, such as a file or the environment, and one name
that is assigned twice. In the arguments of one call, equal values are reported, too, and it is an error.
`AWS_ENDPOINT_URL_S3` beside `AWS_ENDPOINT_URL` is normal, and silent.

## Why is this bad

Which of the two counts depends on who reads them. Some tools refuse, and others choose without a word:

    obstore   GenericError: Duplicate key aws_region provided
    s3fs      TypeError: create_client() got multiple values for keyword argument 'endpoint_url'

## Example

```dotenv
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
AWS_ENDPOINT=https://s3.nl-ams.scw.cloud
```

```dotenv
AWS_REGION=eu-west-1
AWS_REGION=eu-central-1
```

```python
resolve(region="eu-west-1", aws_region="eu-west-1", skip_signature=True, env=False)
```

## Use instead

```dotenv
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
```

## References

- developmentseed/obstore#211, fsspec/s3fs#308, fsspec/s3fs#418, dask/dask#4405
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.WARNING, since="0.1.0")
