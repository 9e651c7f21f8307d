"""A report for a browser: one page that needs nothing else, with the layers as columns and the keys as rows."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from s3config import __version__
from s3config.diagnostics import Severity
from s3config.redaction import shown
from s3config.reports import place_of, rows, written
from s3config.resolution import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from s3config.diagnostics import Diagnostic
    from s3config.origin import Layer, Setting
    from s3config.reports import Row
    from s3config.resolution import Resolution
    from s3config.urls import StoreUrl

MARK = "<!doctype html>\n<!-- made by s3config explain -->\n"
"""What every page begins with, and no other file."""


def explain(resolution: Resolution, *, defaults: bool = False) -> str:
    """Write every effective value, what each layer says of it, and what is wrong, as a page; secrets are hidden.

    Args:
        resolution: What to explain.
        defaults: Whether keys that nobody wrote are listed at first; the page has a switch for them.
    """
    found = list(rows(resolution, defaults=True))
    diagnostics = sorted(resolution.diagnostics, key=lambda diagnostic: -diagnostic.severity.rank)
    style, script = _part("explain.css"), _part("explain.js")
    bucket = next((_shown(row) for row in found if row.key == "bucket"), "")
    sections = {"diagnostics": f"Diagnostics ({len(diagnostics)})", "url": "URL", "values": "Values"}
    if resolution.url is None:
        del sections["url"]
    return Template(_part("explain.html.in")).substitute(
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        version=_text(__version__),
        title=_text(bucket or "no bucket"),
        status=_status(diagnostics),
        sections=_list((f'<a href="#{name}">{title}</a>' for name, title in sections.items()), "ul"),
        diagnostics=_diagnostics(diagnostics, found),
        url=_url(resolution.url) if resolution.url is not None else "",
        checked=" checked" if defaults else "",
        table=_table(found, diagnostics),
        style=style,
        script=script,
    )


def _part(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _text(text: str) -> str:
    """Write text for HTML; what cannot be seen, or would turn other text around, is written out."""
    if not text.isprintable():
        text = "".join(_character(character) for character in text)
    return escape(text)


def _own(text: str) -> str:
    """Write text for HTML that turns nothing around beside it, and is not turned around by how it begins."""
    return f'<bdi dir="ltr">{_text(text)}</bdi>'


def _character(character: str) -> str:
    if character == "\n":
        return "↵\n"
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")


def _list(items: Iterator[str], tag: str) -> str:
    return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"


def _status(diagnostics: Sequence[Diagnostic]) -> str:
    counts = {severity: sum(d.severity is severity for d in diagnostics) for severity in reversed(Severity)}
    said = ", ".join(_counted(count, severity) for severity, count in counts.items() if count)
    usable = "A store refuses this configuration" if counts[Severity.ERROR] else "Nothing is invalid"
    return f"{usable}{': ' if said else ''}{said}."


def _counted(count: int, severity: Severity) -> str:
    plural = "s" if count > 1 and severity is not Severity.INFO else ""
    return f"{count} {severity}{plural}"


def _diagnostics(diagnostics: Sequence[Diagnostic], found: Sequence[Row]) -> str:
    items = "".join(
        f'<li class="{d.severity}" id="diagnostic-{number}" tabindex="-1">{_diagnostic(d, found)}</li>'
        for number, d in enumerate(diagnostics, 1)
    )
    about = "<code>s3config rule CODE</code> explains a code." if items else "Nothing to complain about."
    return (
        '<section aria-labelledby="diagnostics"><h2 id="diagnostics" tabindex="-1">Diagnostics</h2>'
        f'<p class="hint">{about}</p><ol class="found">{items}</ol></section>'
    )


def _diagnostic(diagnostic: Diagnostic, found: Sequence[Row]) -> str:
    keys = [row.key for row in found if _concerns(diagnostic, row)]
    places = " and ".join(_own(str(origin)) for origin in diagnostic.origins)
    links = ", ".join(f'<a href="#key-{key}">{key}</a>' for key in keys)
    badge = f'<span class="badge {diagnostic.severity}">{diagnostic.severity}</span>'
    lines = (
        f"{badge} <code>{_text(diagnostic.code)}</code> {_own(diagnostic.message)}",
        f"Place: {places}" if places else "",
        f'<span class="remedy">To do: {_own(diagnostic.remedy)}</span>' if diagnostic.remedy else "",
        f"See {links}" if links else "",
    )
    return "".join(f"<p>{line}</p>" for line in lines if line)


def _concerns(diagnostic: Diagnostic, row: Row) -> bool:
    """Tell whether a diagnostic is about a place where a key was written."""
    return any(s.origin in diagnostic.origins and s.origin != DEFAULT for s in (row.setting, *row.losers))


def _url(url: StoreUrl) -> str:
    said = "".join(
        f"<dt>{name}</dt><dd><code>{_own(shown(value))}</code></dd>"
        for name, value in _parts(url)
        if value not in (None, "")
    )
    return f'<section aria-labelledby="url"><h2 id="url" tabindex="-1">URL</h2><dl>{said}</dl></section>'


def _parts(url: StoreUrl) -> Iterator[tuple[str, str | None]]:
    yield "bucket", url.bucket
    yield "path (no prefix of the store)", url.path
    yield "endpoint", None if url.endpoint is None else str(url.endpoint)
    yield "region", url.region
    yield "bucket stands in", "the host" if url.virtual_hosted else "the path" if url.endpoint else None
    yield "S3 Express", "yes" if url.s3_express else None


def _table(found: Sequence[Row], diagnostics: Sequence[Diagnostic]) -> str:
    layers = sorted({setting.layer for row in found for setting in (row.setting, *row.losers)}, reverse=True)
    needed = {setting.layer for row in found if not _is_default(row) for setting in (row.setting, *row.losers)}
    head = "".join(
        f'<th role="columnheader" scope="col"{_only_default(layer not in needed)}>{layer}</th>' for layer in layers
    )
    body = "\n".join(_row(row, layers, needed, diagnostics) for row in found)
    return (
        '<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">key</th>'
        f'<th role="columnheader" scope="col">effective value</th>{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{body}\n</tbody>'
    )


def _is_default(row: Row) -> bool:
    return row.setting.origin == DEFAULT and not row.losers


def _only_default(is_default: bool) -> str:  # noqa: FBT001 (what is written says which)
    return ' class="only-default"' if is_default else ""


def _row(row: Row, layers: Sequence[Layer], needed: set[Layer], diagnostics: Sequence[Diagnostic]) -> str:
    links = "".join(
        f'<a class="badge {d.severity}" href="#diagnostic-{number}">{d.severity} {_text(d.code)}</a> '
        for number, d in enumerate(diagnostics, 1)
        if _concerns(d, row)
    )
    badges = f'<span class="badges">{links}</span>' if links else ""
    cells = "".join(_cell(row, layer, is_needed=layer in needed) for layer in layers)
    return (
        f'<tr role="row"{_only_default(_is_default(row))}><th role="rowheader" scope="row" id="key-{row.key}" '
        f'tabindex="-1"><span class="key">{row.key}</span>{badges}</th>'
        f'<td role="cell" class="effective">{_label("effective value")}{_value(_shown(row))}</td>{cells}</tr>'
    )


def _cell(row: Row, layer: Layer, *, is_needed: bool) -> str:
    said = "".join(
        _said(setting, wins=number == 0)
        for number, setting in enumerate((row.setting, *row.losers))
        if setting.layer is layer
    )
    return f'<td role="cell"{_only_default(not is_needed)}>{_label(str(layer)) + said if said else ""}</td>'


def _label(text: str) -> str:
    """Name the column beside a cell, where a narrow window has no columns; a screen reader has them there, too."""
    return f'<span class="label" aria-hidden="true">{text}</span>'


def _said(setting: Setting, *, wins: bool) -> str:
    name, mark = ("wins", "✓ wins") if wins else ("loses", "✗ overridden")
    value = "" if setting.value is None else _plain(setting.value) or written(setting)
    place = f'<span class="place">{_own(place_of(setting))}</span>'
    return f'<div class="said {name}"><span class="mark">{mark}</span> {_value(value)} {place}</div>'


def _value(text: str) -> str:
    if not text:
        return '<span class="value unset">(not set)</span>'
    return f'<code class="value">{_own(text)}</code>'


def _shown(row: Row) -> str:
    return "" if row.value is None else _plain(row.value) or str(row.value)


def _plain(value: object) -> str:
    """Write a boolean as files and variables have it."""
    return str(value).lower() if isinstance(value, bool) else ""
