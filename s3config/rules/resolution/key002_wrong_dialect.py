"""A key is another tool's word.

## What it does

Reports a key that means something to another tool and nothing where it stands: `anon` is s3fs's word, `region_name` is
boto3's. A variable such as `AWS_S3_ENDPOINT`, which its own tool may read by right, is an info.

## Why is this bad

Some tools refuse such a key, many ignore it without a word, and requests then go to AWS or are signed:

    TypeError: AioSession.__init__() got an unexpected keyword argument 'aws_access_key_id'
    UnknownConfigurationKeyError: Configuration key: 'region_name' is not valid for store 'S3'.

## Example

```toml
bucket = "logs"
region = "eu-central-1"
anon = true
```

```dotenv
AWS_S3_ENDPOINT=s3.fr-par.scw.cloud
```

## Use instead

```toml
bucket = "logs"
region = "eu-central-1"
skip_signature = true
```

```dotenv
AWS_ENDPOINT_URL=https://s3.fr-par.scw.cloud
```

## Fix

The word is replaced by the one that means the same here. Of a variable nothing is changed, for its own tool may
need it.

## References

- pola-rs/polars#17815, pola-rs/polars#24574, dagster-io/dagster#28633, apache/iceberg-python#2251
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.rules import About, Part, Rename, Repair
from s3config.spellings import find

if TYPE_CHECKING:
    from s3config.diagnostics import Diagnostic
    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", part=Part.KEY, fix="safe")

_MEANT = re.compile(r"write (?!\w*kwargs\.|config\.)([\w.-]+)")
"""What is in a table of s3fs or of boto3 is no name to put in the place of another one."""


def repair(diagnostic: Diagnostic, subject: Subject) -> Repair | None:
    """Write the word that means the same; one in a table of its own would have to be moved, too."""
    meant = _MEANT.fullmatch(diagnostic.remedy)
    found = subject.find(diagnostic.origins[0]) if diagnostic.severity.is_problem and diagnostic.origins else None
    if meant is None or found is None:
        return None
    text, _, assignment = found
    word = text[assignment.key_start : assignment.key_end].strip("\"'")
    spelling = find(meant[1])
    if not diagnostic.message.startswith(f"{word!r} ") or (spelling is not None and subject.says(spelling.key)):
        return None
    return Repair(diagnostic.remedy, True, (Rename(diagnostic.origins[0], meant[1]),))
