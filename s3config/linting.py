"""The faults of one configuration: what the resolution found, and what the rules find."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from s3config.diagnostics import Diagnostic
from s3config.placeholders import is_placeholder, may_be_placeholders
from s3config.rules import Finder, Part, rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from s3config.diagnostics import Severity
    from s3config.origin import Setting
    from s3config.rules import About, Finding, Repair
    from s3config.subject import Subject
    from s3config.tools import Tool

_IDENTITY = frozenset({
    "access_key_id", "secret_access_key", "session_token", "profile", "web_identity_token_file", "role_arn",
    "container_credentials_relative_uri", "container_credentials_full_uri", "container_authorization_token",
    "container_authorization_token_file",
})  # fmt: skip
"""The keys of which it matters that they are there; a placeholder does as well."""


class Fault(NamedTuple):
    """A diagnostic with what would mend it."""

    diagnostic: Diagnostic
    repair: Repair | None


def without_placeholders(settings: Iterable[Setting]) -> tuple[list[Setting], dict[str, list[Setting]]]:
    """Part the settings that say something from those that only stand for something; these by key."""
    found = list(settings)
    if not may_be_placeholders([setting.value for setting in found]):
        return found, {}
    said: list[Setting] = []
    unknown: dict[str, list[Setting]] = {}
    for setting in found:
        if is_placeholder(setting.value):
            unknown.setdefault(setting.key, []).append(setting)
            if setting.key not in _IDENTITY:
                continue
        said.append(setting)
    return said, unknown


def faults(subject: Subject, tools: Iterable[Tool] = (), *, is_example: bool = False) -> Iterator[Fault]:
    """Yield everything that is wrong with a configuration, or would be in the hands of certain tools.

    Args:
        subject: The configuration.
        tools: The tools that are to read it.
        is_example: Whether it only shows how one is to be written, so that its values mean nothing.
    """
    tools = tuple(tools)
    everywhere = [*_resolved(subject, tools), *_checked(Finder.CHECK, subject)]
    yield from _spoken(everywhere, everywhere, subject, is_example=is_example)
    for tool in tools:
        own = _checked(Finder.TARGET, subject.for_tool(tool))
        yield from _spoken(own, [*everywhere, *own], subject, is_example=is_example)


def _spoken(faults: list[Fault], beside: list[Fault], subject: Subject, *, is_example: bool) -> Iterator[Fault]:
    """Yield the faults of which something is to be said, in view of all that one tool, or any, meets."""
    codes = {fault.diagnostic.code for fault in beside}
    for fault in faults:
        rule = rules().get(fault.diagnostic.code)
        if rule is None or not _is_silent(rule.about, fault.diagnostic, subject, codes, is_example=is_example):
            yield fault


def _is_silent(about: About, diagnostic: Diagnostic, subject: Subject, codes: set[str], *, is_example: bool) -> bool:
    """Tell whether nothing is to be said: of a consequence, or of a value that only stands for one."""
    if not codes.isdisjoint(about.requires):
        return True
    may_be_there = subject.is_open or any(key in subject.placeholders or key in subject.meant for key in about.cured_by)
    if about.cured_by and may_be_there and len(diagnostic.origins) == 1:  # two places would contradict each other
        return True
    if about.part is Part.KEY:
        return False
    return is_example or any(map(subject.is_unknown, diagnostic.origins))


def _resolved(subject: Subject, tools: tuple[Tool, ...]) -> Iterator[Fault]:
    """Yield what the resolution found, as bad as it is in the hands of these tools."""
    for diagnostic in subject.resolution.diagnostics:
        rule = rules().get(diagnostic.code)
        if rule is None:
            yield Fault(diagnostic, None)
            continue
        weigh, repair = rule.weigh, rule.repair
        severity = diagnostic.severity if weigh is None else weigh(diagnostic, subject, tools)
        if severity is not None:
            found = diagnostic._replace(severity=severity)
            yield Fault(found, None if repair is None else repair(diagnostic, subject))


def preload(*, with_targets: bool) -> None:
    """Import the rules that look at every configuration, so that processes that are forked have them."""
    _checks(Finder.CHECK)
    if with_targets:
        _checks(Finder.TARGET)


class _Check(NamedTuple):
    code: str
    severity: Severity
    find: Callable[[Subject], Iterator[Finding]]


@cache
def _checks(finder: Finder) -> tuple[_Check, ...]:
    return tuple(
        _Check(rule.code, rule.about.severity, rule.check)
        for rule in rules().values()
        if rule.finder is finder and rule.check is not None
    )


def _checked(finder: Finder, subject: Subject) -> list[Fault]:
    """Return what the rules of one kind find."""
    return [fault for check in _checks(finder) for fault in _findings(check, subject)]


def _findings(check: _Check, subject: Subject) -> Iterator[Fault]:
    for finding in check.find(subject):
        severity = finding.severity or check.severity
        diagnostic = Diagnostic(check.code, severity, finding.origins, finding.message, finding.remedy)
        yield Fault(subject.resolution.concealed(diagnostic), finding.repair)
