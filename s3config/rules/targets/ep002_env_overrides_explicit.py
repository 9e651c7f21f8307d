"""A variable beats the endpoint that was passed by name.

## What it does

Reports an endpoint that was passed as an option while the environment has another one in `AWS_ENDPOINT_URL_S3`, for
tools where that variable is the stronger one.

## Why is this bad

Nothing is said, and requests go to the other store, with the keys of this one:

    InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.

## Example

```python target="obstore"
resolve(
    endpoint="https://s3.fr-par.scw.cloud",
    region="fr-par",
    access_key_id="AKIAIOSFODNN7EXAMPLE",
    secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    env={"AWS_ENDPOINT_URL_S3": "https://minio.example:9000"},
)
```

## Use instead

```python target="obstore"
resolve(
    aws_endpoint_url_s3="https://s3.fr-par.scw.cloud",
    region="fr-par",
    access_key_id="AKIAIOSFODNN7EXAMPLE",
    secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    env={"AWS_ENDPOINT_URL_S3": "https://minio.example:9000"},
)
```

## References

- developmentseed/obstore#753
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.rules import About, Finding
from s3config.tools import is_variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0")
_STRONGEST = "AWS_ENDPOINT_URL_S3"


def check(subject: Subject) -> Iterator[Finding]:
    """Look below an endpoint that won as an option for the variable that beats it in the tool."""
    tool, setting = subject.tool, subject.said("endpoint")
    if tool is None or not tool.environment_wins or setting is None or is_variable(setting):
        return
    if setting.spelling.upper() == _STRONGEST:
        return
    for other in subject.written("endpoint"):
        if is_variable(other) and other.spelling == _STRONGEST and meaning(other) != meaning(setting):
            message = f"{tool.name} takes the endpoint of {_STRONGEST}, not that of {setting.spelling}"
            yield Finding((setting, other), message, f"unset {_STRONGEST}, or pass {_STRONGEST.lower()}")
            return
