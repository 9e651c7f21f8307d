r"""The section of a profile in the AWS files is not named as such a section is.

## What it does

Reports `[prod]` in `~/.aws/config`, where it must be `[profile prod]`, and `[profile prod]` in `~/.aws/credentials`,
where it must be `[prod]`. `[default]` needs the word in neither. In a file it is a warning; where a caller names such a
profile, an error.

## Why is this bad

The section is passed over. The profile seems to be missing although everybody can see it in the file:

    botocore.exceptions.ProfileNotFound: The config profile (prod) could not be found

Some tools take either form, so that it works with one and not with the other.

## Example

```ini
[prod]
region = eu-west-1
```

```pycon
>>> from pathlib import Path
>>> from s3config import resolve
>>> _ = Path("config").write_text("[prod]\nregion = eu-west-1\n")
>>> found = resolve("s3://logs", profile="prod", env={"AWS_CONFIG_FILE": "config"}).diagnostics
>>> [(diagnostic.code, diagnostic.remedy) for diagnostic in found]
[('CR014', 'write [profile prod] in config')]

```

## Use instead

```ini
[profile prod]
region = eu-west-1
```

```pycon
>>> _ = Path("config").write_text("[profile prod]\nregion = eu-west-1\n")
>>> resolve("s3://logs", profile="prod", env={"AWS_CONFIG_FILE": "config"}).diagnostics
()

```

## References

- aws/aws-cli#370, duckdb/duckdb-aws#122, aws/aws-sdk-php#2591, ohmyzsh/ohmyzsh#8511
- AWS SDKs and Tools Reference Guide, "Shared config and credentials files"
"""

from __future__ import annotations

from s3config.diagnostics import Severity
from s3config.rules import About, Part

ABOUT = About(Severity.ERROR, since="0.1.0", part=Part.KEY)
