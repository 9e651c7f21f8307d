"""What a probe found, as text and as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from s3config.probing import capabilities
from s3config.probing.advice import advise
from s3config.probing.comparison import differences, provider_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from s3config.probing.advice import Advice
    from s3config.probing.comparison import Difference
    from s3config.probing.outcomes import Finding
    from s3config.probing.trial import Trial
    from s3config.providers import Provider


class Report(NamedTuple):
    """All that there is to say."""

    endpoint: str
    bucket: str
    prefix: str
    provider: Provider | None
    findings: tuple[Finding, ...]
    differences: tuple[Difference, ...]
    advice: tuple[Advice, ...]
    left: tuple[str, ...]
    """What could not be removed."""
    patch: str = ""
    """The change of the user's file, as a diff."""
    unpatched: str = ""
    """Why there is none, if one is wanted."""

    @classmethod
    def of(cls, trial: Trial, findings: Sequence[Finding]) -> Report:
        """Draw the conclusions."""
        config = trial.config
        provider = provider_named(config, trial.server)
        return cls(
            str(trial.client.meta.endpoint_url),
            str(config.bucket),
            trial.prefix,
            provider,
            tuple(findings),
            () if provider is None else tuple(differences(provider, findings)),
            tuple(advise(findings, config, provider)),
            tuple(trial.left),
        )


def as_text(report: Report) -> Iterator[str]:
    """Yield lines for people."""
    known = "nobody knows whose" if report.provider is None else report.provider.name
    yield f"{report.endpoint} ({known}), bucket {report.bucket}"
    yield ""
    about = {capability.name: capability.about for capability in capabilities()}
    widths = [
        max(map(len, column)) for column in ([f.name for f in report.findings], [f.verdict for f in report.findings])
    ]
    for finding in report.findings:
        yield f"{finding.name:{widths[0]}}  {finding.verdict:{widths[1]}}  {about[finding.name]} ({finding.evidence})"
    if report.provider is not None:
        yield ""
        found = "otherwise" if report.differences else "nothing otherwise"
        yield f"{found} than providers.toml says of {report.provider.name}"
        for item in report.differences:
            instead = f"{item.finding.name} is {item.finding.verdict} ({item.finding.evidence})"
            yield f"  {item.fact} = {item.said}, from {item.source}; but {instead}"
    yield ""
    yield "settings to use" if report.advice else "settings to use: the defaults do"
    for one in report.advice:
        yield f"  {_assignment(one)}  # {one.reason}{'' if one.is_change else '; so it is'}"
    if report.patch:
        yield ""
        yield report.patch.removesuffix("\n")
    elif report.unpatched and any(one.is_change for one in report.advice):
        yield f"  ({report.unpatched})"


def _assignment(one: Advice) -> str:
    return f"{one.key}={one.value}" if one.value is not None else f"without {one.key}"


def as_document(report: Report) -> dict[str, Any]:
    """Return the same for programs."""
    about = {capability.name: capability.about for capability in capabilities()}
    return {
        "endpoint": report.endpoint,
        "bucket": report.bucket,
        "prefix": report.prefix,
        "provider": None if report.provider is None else report.provider.id,
        "capabilities": [
            {"name": name, "about": about[name], "verdict": str(verdict), "evidence": evidence}
            for name, verdict, evidence in report.findings
        ],
        "differences": [
            {"fact": fact, "said": said, "source": source, "capability": found.name, "verdict": str(found.verdict)}
            for fact, said, source, found in report.differences
        ],
        "settings": [
            {"key": key, "value": value, "reason": reason, "change": is_change}
            for key, value, reason, is_change in report.advice
        ],
        "patch": report.patch or None,
        "unpatched": report.unpatched or None,
        "left": list(report.left),
    }
