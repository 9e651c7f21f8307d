"""A line of a `.env` file is no assignment.

## What it does

Reports a line that python-dotenv cannot read: a name with a blank in it, text behind a closing quote, or a quote that
is never closed.

## Why is this bad

The line is passed over, and the variable is not set. With some loaders all that follows an open quote is lost as well:

    python-dotenv could not parse statement starting at line 2

That is a line in a log, if logging is set up at all; others say nothing, and the program takes a default.

## Example

```dotenv
AWS_BUCKET=logs
AWS REGION=eu-west-1
```

```dotenv
AWS_REGION=eu-west-1
AWS_BUCKET="logs
```

## Use instead

```dotenv
AWS_BUCKET="logs"
AWS_REGION=eu-west-1
```

## References

- theskumar/python-dotenv#467, theskumar/python-dotenv#520, expectedparrot/edsl#2406
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.WARNING, since="0.1.0")
