"""An option is a number or a boolean where the tool takes text only.

## What it does

Reports values in `storage_options` that are not text, for tools that take nothing else.

## Why is this bad

The tools in Rust that take a mapping of options want text for each, and do not say which one is not:

    TypeError: 'bool' object is not an instance of 'str'

## Example

```yaml title="catalog.yaml" target="deltalake"
storage_options:
  aws_bucket: logs
  aws_region: eu-west-1
  aws_skip_signature: true
```

## Use instead

```yaml title="catalog.yaml" target="deltalake"
storage_options:
  aws_bucket: logs
  aws_region: eu-west-1
  aws_skip_signature: "true"
```

## References

- aws/aws-sdk-pandas#2378, delta-io/delta-rs#1096, dagster-io/dagster#19911, apache/iceberg-python#919
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.config.times import parse_duration
from s3config.diagnostics import Severity
from s3config.origin import Layer
from s3config.rules import About, Finding
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0")


def check(subject: Subject) -> Iterator[Finding]:
    """Look for options of other types."""
    if subject.tool is None or not subject.tool.options_text or not subject.is_foreign:
        return
    for key in subject.resolution:
        setting = subject.said(key)
        if setting is None or setting.layer is not Layer.FILE or not isinstance(setting.value, bool | int | float):
            continue
        if KEYS[key].parse is parse_duration:  # which is a matter of its unit, too
            continue
        found = subject.find(setting.origin)
        if found is not None and not found[2].quote:
            kind = type(setting.value).__name__
            message = f"{setting.spelling} is of type {kind}, and {subject.tool.name} takes text only"
            yield Finding((setting,), message, "write it in quotes")
