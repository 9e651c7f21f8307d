"""A flag chooses the host at AWS, and an endpoint is set beside.

## What it does

Reports `use_fips_endpoint` or `use_dualstack_endpoint` together with an endpoint. Both say which host is meant; the
endpoint wins, and the flag has no effect.

## Why is this bad

boto3 passes the flag over, so that requests do not go through FIPS or IPv6 although somebody asked for it. Other SDKs
of AWS refuse the two together:

    Host override cannot be combined with Dualstack, FIPS, or S3 Accelerate
    cannot set dual stack in combination with a custom endpoint

## Example

```dotenv
AWS_REGION=fr-par
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
AWS_USE_DUALSTACK_ENDPOINT=true
```

## Use instead

```dotenv
AWS_REGION=fr-par
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
```

At AWS:

```dotenv
AWS_REGION=eu-west-1
AWS_USE_DUALSTACK_ENDPOINT=true
```

## References

- aws/aws-sdk-php#2614, discourse/discourse#29654, hashicorp/terraform-provider-aws#37876, aws/aws-sdk-ruby#2610
- AWS SDKs and Tools Reference Guide, "Dual-stack and FIPS endpoints"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.WARNING, since="0.1.0")
