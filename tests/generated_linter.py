"""Make the pages of the docs that follow from the rules, the providers and the tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3config.providers import providers
from s3config.rules import Finder, rules
from s3config.tools import tools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from s3config.rules import Rule

_MADE = "Made by `python tests/generated.py`."
_FAMILIES = {
    "AD": "Buckets and addressing",
    "BE": "Backends",
    "CR": "Credentials",
    "ENV": "Environment files",
    "EP": "Endpoints",
    "FILE": "Files",
    "KEY": "Keys and values",
    "OPS": "Options of operations",
    "PR": "Providers",
    "RG": "Regions",
    "SEC": "Secrets",
    "TLS": "Transport",
    "URL": "URLs",
}
_FACTS = {
    "regions": "Regions",
    "addressing": "Addressing",
    "conditional_put": "Conditional put",
    "copy_if_not_exists": "Copy if not exists",
    "region_check": "Region in the signature",
    "checksums": "Checksums",
    "bulk_delete": "Bulk delete",
    "payload": "Payload signing",
    "notes": "Notes",
}


def rule_page(rule: Rule) -> str:
    """Write the page of a rule."""
    about = rule.about
    fix = f"{about.fix} fix" if about.fix else "no fix"
    where = ", with a target only" if rule.finder is Finder.TARGET else ""
    return (
        f"# {rule.code} {rule.name}\n\n{about.severity}{where} · {fix} · since {about.since}\n\n{rule.page.strip()}\n"
    )


def rules_page() -> str:
    """Write the list of all rules."""
    parts = [
        "# Rules\n",
        f"What [`s3config validate`](../linter.md) finds. `s3config rule CODE` prints a rule's page. {_MADE}\n",
        "Fix: *safe* with `--fix`, *unsafe* with `--unsafe-fixes`. Rules marked † speak only with a",
        "[target](targets.md), for they are about what a certain tool does.\n",
    ]
    for family, title in _FAMILIES.items():
        members = [rule for rule in rules().values() if rule.code.rstrip("0123456789") == family]
        parts.append(f"## {title} ({family})\n")
        parts.append("| code | name | severity | fix | what |\n|---|---|---|---|---|")
        parts.extend(map(_row, members))
        parts.append("")
    return "\n".join(parts)


def _row(rule: Rule) -> str:
    first = rule.page.strip().splitlines()[0].replace("|", "\\|")
    mark = " †" if rule.finder is Finder.TARGET else ""
    link = f"[{rule.code}](../rules/{rule.code}.md)"
    return f"| {link} | {rule.name}{mark} | {rule.about.severity} | {rule.about.fix or ''} | {first} |"


def providers_page() -> str:
    """Write what is known of the providers."""
    parts = [
        "# Providers\n",
        "What is known of the services that speak S3, with the source of each fact; what is not known is left out.",
        f"URLs, rules and defaults go by it. {_MADE}\n",
    ]
    for provider in providers():
        parts.append(f"## {provider.name}\n")
        parts.append(f"Source of the hosts: {provider.source}.\n" if provider.source else "")
        parts.extend(_lines(provider))
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _lines(provider: Any) -> Iterator[str]:
    if provider.hosts:
        yield f"- Hosts: {', '.join(f'`{host}`' for host in provider.hosts)}"
    for word, title in _FACTS.items():
        fact = provider.facts.get(word)
        if fact is not None:
            values = fact.value if isinstance(fact.value, tuple | list) else [fact.value]
            shown = "; ".join(map(str, values)) if word == "notes" else ", ".join(f"`{value}`" for value in values)
            yield f"- {title}: {shown} ({fact.source})"


def targets_page() -> str:
    """Write what is known of the tools."""
    parts = [
        "# Targets\n",
        "The tools that `--target` and `targets = [...]` name, and what the rules know of each. An empty cell is not",
        f"known, and no rule guesses. {_MADE}\n",
        "| target | tool | measured with | endpoint from | region from |",
        "|---|---|---|---|---|",
    ]
    for tool in tools().values():
        endpoint, region = _names(tool.endpoint_variables), _names(tool.region_variables)
        parts.append(f"| `{tool.id}` | {tool.name} | {tool.version} | {endpoint} | {region} |")
    return "\n".join(parts) + "\n"


def _names(variables: tuple[str, ...] | None) -> str:
    if variables is None:
        return ""
    return ", ".join(f"`{name}`" for name in variables) or "no variable"


FILES: dict[str, Callable[[], str]] = {
    "docs/reference/rules.md": rules_page,
    "docs/reference/providers.md": providers_page,
    "docs/reference/targets.md": targets_page,
    **{f"docs/rules/{rule.code}.md": lambda rule=rule: rule_page(rule) for rule in rules().values()},  # type: ignore[misc] # bound now
}
"""What is made, and by what."""
