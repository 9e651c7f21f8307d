"""A key id or a secret does not look like those of its provider.

## What it does

Compares the form of the pair with what the store of the endpoint hands out: at AWS an id of 20 characters and a secret
of 40; at Cloudflare R2 an id of 32 hexadecimal digits and a secret of 64; at Backblaze B2 an id of 25 that begins with
00. It is an error, and a warning at Backblaze B2. Other stores may use any words. Without an endpoint, only an AWS pair
that is the wrong way round is reported.

## Why is this bad

The store does not know the key, and says so in its own way:

    R2    Credential access key has length 20, should be 32
    B2    InvalidAccessKeyId: Malformed Access Key Id
    AWS   InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.

At B2 the master key has no access to the S3 interface at all.

## Example

```dotenv
AWS_ACCESS_KEY_ID=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
AWS_SECRET_ACCESS_KEY=AKIAIOSFODNN7EXAMPLE
```

```dotenv
AWS_ENDPOINT_URL=https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

```dotenv
AWS_ENDPOINT_URL=https://s3.us-west-004.backblazeb2.com
AWS_REGION=us-west-004
AWS_ACCESS_KEY_ID=0123456789ab
AWS_SECRET_ACCESS_KEY=0040123456789abcdef0123456789abcdef0123456
```

## Use instead

```dotenv
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
```

```dotenv
AWS_ENDPOINT_URL=https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com
AWS_ACCESS_KEY_ID=0123456789abcdef0123456789abcdef
AWS_SECRET_ACCESS_KEY=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
```

```dotenv
AWS_ENDPOINT_URL=https://s3.us-west-004.backblazeb2.com
AWS_REGION=us-west-004
AWS_ACCESS_KEY_ID=0040123456789ab0000000001
AWS_SECRET_ACCESS_KEY=K004abcdefghijklmnopqrstuvwxyz0
```

## Fix

Of a pair that is the wrong way round, the two names change places. The fix is unsafe, for it is a guess.

## References

- grafana/loki#9224, medusajs/medusa#10497, cvat-ai/cvat#6701, peak/s5cmd#269
- AWS IAM User Guide, "IAM identifiers", unique ID prefixes
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from s3config.diagnostics import Severity
from s3config.rules import About, Finding, Rename, Repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.origin import Setting
    from s3config.subject import Subject

ABOUT = About(Severity.ERROR, since="0.1.0", fix="unsafe")
_WHOLE = re.compile(r"[!-~]+")
_MARKS = re.compile(r"[\"'*]")
_AWS_LIKE = re.compile(r"A[KS]IA[A-Z0-9]{16}")


class _Shape(NamedTuple):
    """What the keys of a provider look like; what is not known matches everything."""

    id: re.Pattern[str]
    id_is: str
    secret: re.Pattern[str]
    secret_is: str
    severity: Severity = Severity.ERROR


_SHAPES = {
    "aws": _Shape(re.compile(r"[A-Z0-9]{20}"), "20 capitals and digits", re.compile(r".{40}"), "40 characters"),
    "cloudflare-r2": _Shape(
        re.compile(r"[0-9A-Fa-f]{32}"), "32 hexadecimal digits",
        re.compile(r"[0-9A-Fa-f]{64}"), "64 hexadecimal digits",
    ),
    "backblaze-b2": _Shape(
        re.compile(r"00[0-9a-f]{23}"), "25 hexadecimal digits, 00 first; its master key is none",
        re.compile(r".*"), "", Severity.WARNING,
    ),
}  # fmt: skip
"""Source: AWS IAM User Guide, IAM identifiers; cvat-ai/cvat#6701; Backblaze B2 documentation, Application Keys."""


def check(subject: Subject) -> Iterator[Finding]:
    """Compare the pair with the forms; one with quotes or white space in it has another fault."""
    key_id, secret = _readable(subject, "access_key_id"), _readable(subject, "secret_access_key")
    if key_id is None and secret is None:
        return
    shape = _SHAPES.get(subject.host.provider.id) if subject.host is not None else None
    if key_id is not None and secret is not None and _are_swapped(key_id[1], secret[1], shape):
        yield _swapped(key_id[0], secret[0])
    elif shape is not None and subject.host is not None:
        whose = subject.host.provider.name
        if key_id is not None and not shape.id.fullmatch(key_id[1]):
            setting, text = key_id
            what = "is an id of AWS's form" if _AWS_LIKE.fullmatch(text) else f"has {len(text)} characters"
            message = f"{setting.spelling} {what}, and a key id of {whose} has {shape.id_is}"
            yield Finding((setting,), message, f"take the key id from {whose}", severity=shape.severity)
        elif secret is not None and not shape.secret.fullmatch(secret[1]):
            setting = secret[0]
            message = f"{setting.spelling} is no secret of {whose}, which has {shape.secret_is}"
            yield Finding((setting,), message, f"take the secret from {whose}", severity=shape.severity)


def _readable(subject: Subject, key: str) -> tuple[Setting, str] | None:
    setting, text = subject.said(key), subject.text(key)
    if setting is None or text is None or not _WHOLE.fullmatch(text) or _MARKS.search(text):
        return None
    return None if subject.is_unknown(setting.origin) else (setting, text)


def _are_swapped(key_id: str, secret: str, shape: _Shape | None) -> bool:
    aws = _SHAPES["aws"]
    if aws.secret.fullmatch(key_id) and _AWS_LIKE.fullmatch(secret):
        return True
    return shape is _SHAPES["cloudflare-r2"] and _is_pair(shape, secret, key_id)


def _is_pair(shape: _Shape, key_id: str, secret: str) -> bool:
    return shape.id.fullmatch(key_id) is not None and shape.secret.fullmatch(secret) is not None


def _swapped(key_id: Setting, secret: Setting) -> Finding:
    names = Rename(key_id.origin, secret.spelling), Rename(secret.origin, key_id.spelling)
    is_one_place = key_id.origin.place == secret.origin.place
    repair = Repair("let the two names change places", False, names) if is_one_place else None
    message = f"{key_id.spelling} looks like a secret, and {secret.spelling} like a key id"
    return Finding((key_id, secret), message, "let the two values change places", repair)
