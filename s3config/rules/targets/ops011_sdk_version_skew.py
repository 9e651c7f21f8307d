"""The installed parts of the AWS SDK do not fit together.

## What it does

Compares the installed versions of boto3, botocore, s3transfer, aiobotocore and s3fs with what each of them asks for.
It looks at this process only, and so speaks only of the live environment.

## Why is this bad

aiobotocore, and with it s3fs, takes a narrow range of versions of botocore, and installing one of them moves the other.
pip says so once and goes on; what follows are odd errors of checksums and arguments:

    boto3 1.44.5 requires botocore<1.45.0,>=1.44.5, but you have botocore 1.43.117

## Example

    pip install s3fs
    pip install --upgrade boto3

## Use instead

    pip install "s3fs[boto3]"

## References

- boto/boto3#4392, boto/boto3#4400
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from typing import TYPE_CHECKING, NamedTuple

from s3config.diagnostics import Severity
from s3config.origin import Origin
from s3config.rules import About, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.subject import Subject

ABOUT = About(Severity.INFO, since="0.1.0")
_TOOLS = {"boto3": ("boto3", "s3transfer"), "s3fs": ("s3fs", "aiobotocore")}
"""The packages whose demands are looked at, by the tool."""
_SDK = frozenset({"boto3", "botocore", "s3transfer", "aiobotocore", "s3fs"})


class _Skew(NamedTuple):
    """A package that another one wants in another version."""

    who: str
    wants: str
    has: str


def check(subject: Subject) -> Iterator[Finding]:
    """Ask the packages that the tool is made of."""
    if subject.path is not None or subject.tool is None:
        return
    for name in _TOOLS.get(subject.tool.id, ()):
        for skew in _skews(name):
            message = f"{skew.who} requires {skew.wants}, and {skew.has} is installed"
            yield Finding((Origin(f"package {name}"),), message, f"install {skew.wants}")


@cache
def _skews(name: str) -> tuple[_Skew, ...]:
    """Compare what an installed package requires with what is installed; reading that takes a while."""
    try:
        from packaging.requirements import InvalidRequirement, Requirement
    except ImportError:  # it is nearly always there, and not worth a dependency
        return ()
    found = []
    version = _version(name)
    for line in _requires(name) if version is not None else ():
        try:
            wanted = Requirement(line)
        except InvalidRequirement:
            continue
        has = _version(wanted.name) if wanted.name in _SDK else None
        is_asked = wanted.marker is None or wanted.marker.evaluate({"extra": ""})
        if has is not None and is_asked and not wanted.specifier.contains(has, prereleases=True):
            found.append(_Skew(f"{name} {version}", f"{wanted.name}{wanted.specifier}", f"{wanted.name} {has}"))
    return tuple(found)


def _version(name: str) -> str | None:
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return None


def _requires(name: str) -> list[str]:
    return distribution(name).requires or []
