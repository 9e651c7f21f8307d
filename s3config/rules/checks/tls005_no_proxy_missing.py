"""Credentials of the machine would be asked for through a proxy.

## What it does

Reports a `proxy_url` without `proxy_excludes` for the address that credentials come from: that of the container's
credential service where one is named, else the instance metadata service where there are no credentials at all. The
latter is an info.

## Why is this bad

The proxy is a different machine: it answers with its own identity or not at all. The environment's `NO_PROXY` does not
help where `proxy_url` is set.

    error sending request for url (http://169.254.169.254/latest/api/token): operation timed out

## Example

```dotenv
AWS_BUCKET=logs
AWS_REGION=eu-central-1
AWS_PROXY_URL=http://proxy.example.com:3128
AWS_PROXY_EXCLUDES=localhost
```

```dotenv
AWS_BUCKET=logs
AWS_REGION=eu-central-1
AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/credentials/2f7b1e9c
AWS_PROXY_URL=http://proxy.example.com:3128
```

## Use instead

```dotenv
AWS_BUCKET=logs
AWS_REGION=eu-central-1
AWS_PROXY_URL=http://proxy.example.com:3128
AWS_PROXY_EXCLUDES=localhost,169.254.169.254
```

## Fix

The address is added to `proxy_excludes`, if that is there.

## References

- boto/boto3#3193, awslabs/mountpoint-s3#322, awslabs/mountpoint-s3#1454, apache/iceberg#7951
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.proxies import is_excluded
from s3config.rules import About, Finding, Repair, Rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.INFO, since="0.1.0", fix="safe", cured_by=("proxy_excludes",))
_METADATA, _CONTAINER = "169.254.169.254", "169.254.170.2"
_OTHERS = (
    "access_key_id", "secret_access_key", "session_token", "credential_provider", "profile", "web_identity_token_file",
    "skip_signature", "metadata_endpoint", "ec2_metadata_disabled",
)  # fmt: skip


def check(subject: Subject) -> Iterator[Finding]:
    """Look for the address from which the credentials come among those that need no proxy."""
    proxy = subject.said("proxy_url")
    if proxy is None:
        return
    host, severity = _source(subject)
    excludes, text = subject.said("proxy_excludes"), subject.text("proxy_excludes")
    if host is None or (excludes is None and subject.is_open) or is_excluded(host, text or ""):
        return
    repair = None
    if excludes is not None and text:
        repair = Repair(f"add {host}", True, (Rewrite(excludes.origin, f"{text.rstrip(', ')},{host}"),))
    message = f"{proxy.spelling} holds for {host}, too, from where credentials come"
    where = (proxy,) if excludes is None else (proxy, excludes)
    yield Finding(where, message, f"add {host} to proxy_excludes", repair, severity)


def _source(subject: Subject) -> tuple[str | None, Severity]:
    """Return the address that credentials are asked for at, and how sure that is."""
    if subject.said("container_credentials_relative_uri") is not None:
        return _CONTAINER, Severity.WARNING
    full = subject.said("container_credentials_full_uri")
    if full is not None:
        return _host(meaning(full)), Severity.WARNING
    is_bare = subject.lacks(*_OTHERS) and not any(subject.written(key) for key in _OTHERS)
    return (_METADATA if is_bare else None), Severity.INFO


def _host(url: object) -> str | None:
    try:
        return urlsplit(url).hostname if isinstance(url, str) else None
    except ValueError:
        return None
