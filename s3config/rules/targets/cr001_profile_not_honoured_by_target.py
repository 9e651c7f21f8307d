"""The credentials are in a profile that the tool does not read.

## What it does

Reports a profile that is the only identity, for tools that read no profiles, or none beside an endpoint; and a region
or an endpoint that is in the profile, for tools that take only its keys. For the region alone it is a warning.

## Why is this bad

What works with boto3 and the AWS CLI ends at the instance metadata, or with the rights of somebody else:

    Generic S3 error: error sending request for url (http://169.254.169.254/latest/api/token)

## Example

```dotenv target="obstore"
AWS_PROFILE=production
AWS_REGION=eu-central-1
```

```dotenv target="deltalake"
AWS_PROFILE=production
AWS_REGION=us-east-1
AWS_ENDPOINT_URL=https://minio.example:9000
```

```dotenv target="polars"
AWS_PROFILE=production
```

## Use instead

```dotenv target="polars"
AWS_PROFILE=production
AWS_REGION=eu-central-1
```

```dotenv target="obstore"
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AWS_REGION=eu-central-1
```

## References

- delta-io/delta-rs#855, delta-io/delta-rs#3897, apache/arrow-rs#4556, pola-rs/polars#18757, duckdb/duckdb-aws#84
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.origin import Layer
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.origin import Setting
    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", cured_by=("access_key_id", "web_identity_token_file"))
_IDENTITY = (
    "access_key_id", "secret_access_key", "credential_provider", "web_identity_token_file",
    "container_credentials_relative_uri", "container_credentials_full_uri",
)  # fmt: skip
_PROFILES = (Layer.PROFILE, Layer.STORE_PROFILE, Layer.FILE_PROFILE, Layer.AMBIENT_PROFILE)


def check(subject: Subject) -> Iterator[Finding]:
    """See what of a profile the tool takes, and whether anything else says it."""
    tool, profile = subject.tool, subject.said("profile")
    if tool is None or profile is None or subject.is_open:
        return
    endpoint = subject.said("endpoint")
    if all(map(_is_of_profile, subject.settings(_IDENTITY))) and not _is_anonymous(subject):
        if tool.profile_keys is False:
            message = f"{tool.name} reads no profiles, and {profile.spelling} is the only identity"
            yield Finding((profile,), message, f"give {tool.name} the keys, or an object that provides them")
            return
        if tool.profile_beside_endpoint is False and endpoint is not None:
            message = f"{tool.name} reads no profiles beside an endpoint, and {profile.spelling} is the only identity"
            yield Finding((profile, endpoint), message, f"give {tool.name} the keys")
            return
    if tool.profile_endpoint is False and endpoint is not None and _is_of_profile(endpoint):
        message = f"{tool.name} does not read the endpoint of a profile, and goes to AWS"
        yield Finding((endpoint, profile), message, "set the endpoint outside of the profile, too")
    if tool.profile_region is False:
        region = subject.said("region") or subject.said("default_region")
        if region is None and not subject.says("region", "default_region"):
            message = f"{tool.name} does not take the region of {profile.spelling}"
            yield Finding((profile,), message, "set the region beside it", severity=Severity.WARNING)
        elif region is not None and _is_of_profile(region):
            message = f"{tool.name} does not take the region of the profile"
            yield Finding((region, profile), message, "set it outside of the profile", severity=Severity.WARNING)


def _is_anonymous(subject: Subject) -> bool:
    flag = subject.said("skip_signature")
    return flag is not None and meaning(flag) is True


def _is_of_profile(setting: Setting) -> bool:
    return setting.layer in _PROFILES
