"""A region is not written as regions are.

## What it does

Reports the name of an AWS region that is written with underscores, capitals or blanks, or without a hyphen, and that of
an availability zone. Where the endpoint of another provider is set, only underscores are reported, for such a store may
call its region anything.

A word that is no region of AWS at all is a warning where no endpoint is set; in files of other tools, which may have
the endpoint elsewhere, it is an info.

## Why is this bad

The region is part of the signature, and at AWS of the host:

    AuthorizationHeaderMalformed: the region 'us_east_1' is wrong; expecting 'us-east-1'
    Could not connect to the endpoint URL: "https://logs.s3.us-west-2b.amazonaws.com/"

## Example

```dotenv
AWS_REGION=us_east_1
```

## Use instead

```dotenv
AWS_REGION=us-east-1
```

## Fix

Underscores and blanks become hyphens, capitals small letters, and the letter of a zone is taken off.

## References

- aws/aws-cli#2954, aws/aws-cli#2112
- AWS General Reference, "Service endpoints"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Finding, Repair, Rewrite, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="safe", requires=("SEC002", "SEC007"))
_REGION = re.compile(r"(?:[a-z]{2}|eusc)(?:-[a-z]+)+-[0-9]+")
_OTHERS = ("auto", "aws-global")
_WRONG_FORM = re.compile(r"(?i)(?:[a-z]{2}|eusc)(?:[-_ ][a-z]+)+[-_ ]?[0-9]+[a-f]?")


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the regions with the form that AWS gives them."""
    for key in ("region", "default_region"):
        setting, text = subject.said(key), subject.text(key)
        if setting is None or text is None or _REGION.fullmatch(text):
            continue
        region = _mended(text) if _WRONG_FORM.fullmatch(text) else None
        if region is None and subject.is_aws and text not in _OTHERS:
            message = f"{said(setting)} is no region of AWS, where requests go without an endpoint"
            remedy = "write a region such as eu-west-1, or the endpoint of the provider"
            severity = Severity.INFO if subject.is_foreign else Severity.WARNING
            yield Finding((setting,), message, remedy, severity=severity)
        elif region is not None and (subject.is_aws or not subject.says("endpoint") or "_" in text):
            message = f"{said(setting)} is not the name of a region"
            repair = Repair(f"write {region}", True, (Rewrite(setting.origin, region),))
            yield Finding((setting,), message, f"write {region}", repair)


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Write a region that the resolution refused as AWS writes it."""
    setting = subject.at(diagnostic.origins[0])
    region = _mended(str(setting.value)) if setting is not None else None
    return None if region is None else Repair(f"write {region}", True, (Rewrite(diagnostic.origins[0], region),))


def _mended(text: str) -> str | None:
    """Return the region that is meant."""
    region = re.sub(r"[_ ]", "-", text.strip().lower())
    region = re.sub(r"(?<=[a-z])(?=[0-9])", "-", region) if re.search(r"[a-z][0-9]+[a-f]?\Z", region) else region
    region = re.sub(r"(?<=[0-9])[a-f]\Z", "", region)
    return region if _REGION.fullmatch(region) else None
