"""A file cannot be read, or is not what its name says.

## What it does

Reports a file that is not there or may not be read, that is not UTF-8, that is no TOML, YAML or JSON although its name
says so, that is nested too deeply, or of no known kind. YAML can be read if `s3config[yaml]` is installed.

## Why is this bad

Nothing of the file is used. What reads it stops with words of its own, or goes on without it:

    tomllib.TOMLDecodeError: Invalid value (at line 1, column 10)
    json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 20 (char 19)
    UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte

## Example

```toml
bucket = logs
region = "eu-west-1"
```

```json
{"bucket": "logs", "region": "eu-west-1",}
```

## Use instead

```toml
bucket = "logs"
region = "eu-west-1"
```

```json
{"bucket": "logs", "region": "eu-west-1"}
```

## References

- TOML v1.0.0, "String"; RFC 8259, "The JavaScript Object Notation (JSON) Data Interchange Format"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.ERROR, since="0.1.0")
