r"""A store names a `.env` file, and the caller names another one.

## What it does

Reports the `dotenv` of a store that is not read because a caller passed `dotenv=`.

## Why is this bad

It need not be: what the caller asks for wins. But whoever reads the config file will look for the credentials in a file
that was not read. Loaders of such files are a common source of that surprise, for most of them keep what another loader
has set before:

    InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.

## Example

```pycon
>>> from pathlib import Path
>>> from s3config import resolve
>>> text = '[stores.logs]\nbucket = "logs"\nregion = "eu-west-1"\ndotenv = ".env"\n'
>>> _ = Path("s3config.toml").write_text(text)
>>> _ = Path("production.env").write_text("AWS_ALLOW_HTTP=false\n")
>>> found = resolve(file="s3config.toml", store="logs", dotenv="production.env", env=False).diagnostics
>>> [(diagnostic.code, diagnostic.message) for diagnostic in found]
[('FILE005', 'the .env file .env is left aside because of dotenv=')]

```

## Use instead

```pycon
>>> _ = Path("s3config.toml").write_text(text.replace('dotenv = ".env"', ""))
>>> resolve(file="s3config.toml", store="logs", dotenv="production.env", env=False).diagnostics
()

```

## References

- theskumar/python-dotenv#357, motdotla/dotenv#506
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About

ABOUT = About(Severity.INFO, since="0.1.0")
