"""The keys come from the environment, the region or the endpoint from a profile.

## What it does

Reports a key pair of the environment, or of a `.env` file, that is used with the region or the endpoint of the profile
which `AWS_PROFILE` names.

## Why is this bad

The SDKs of AWS weigh each setting by itself. The environment's keys beat those of the profile, but the profile's
endpoint stays, so that the keys of one account are sent to the store of another one:

    InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.

or requests succeed, in the wrong account.

## Example

```environment
AWS_PROFILE=garage
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

```ini beside title=".aws/config"
[profile garage]
region = garage
endpoint_url = https://garage.example:3900
```

## Use instead

```environment
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AWS_REGION=eu-central-1
```

## References

- aws/aws-cli#113, aws/aws-cli#861, aws/aws-cli#3304, boto/botocore#486
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.origin import Layer
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.WARNING, since="0.1.0")


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the layers of the pair and of what says where it goes."""
    pair = subject.said("access_key_id")
    if pair is None or pair.layer not in (Layer.ENVIRONMENT, Layer.DOTENV):
        return
    foreign = [s for s in subject.settings(("endpoint", "region")) if s.layer is Layer.AMBIENT_PROFILE]
    if foreign:
        names = " and ".join(setting.spelling for setting in foreign)
        verb = "comes" if len(foreign) == 1 else "come"
        message = f"{pair.spelling} is of {pair.origin}, but {names} {verb} from a profile, in {foreign[0].origin}"
        remedy = "unset AWS_PROFILE, or take the keys out and let the profile give them"
        yield Finding((pair, *foreign), message, remedy)
