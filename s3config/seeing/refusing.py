"""What a tool refuses, or does otherwise than meant, of what it takes from its environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.config.refusal import Refusal
from s3config.diagnostics import Diagnostic, Severity
from s3config.merging import converted, meaning
from s3config.origin import is_void
from s3config.redaction import reveal, shown
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.origin import Setting
    from s3config.tools import Tool

_TIMES = frozenset({
    "connect_timeout", "timeout", "read_timeout", "pool_idle_timeout", "http2_keep_alive_interval",
    "http2_keep_alive_timeout",
})  # fmt: skip


def refusals(tool: Tool, taken: Mapping[str, Setting]) -> Iterator[Diagnostic]:
    """Yield what is to be said of the settings that a tool takes, by their keys."""
    yield from _endpoint(tool, taken)
    yield from _region(tool, taken)
    yield from _values(tool, taken)
    yield from _payer(tool, taken)


def is_strict(tool: Tool, key: str) -> bool:
    """Tell whether a tool takes no value for a key but those that it can read."""
    return tool.strict_values is True and (key in _TIMES or is_switch(key))


def is_switch(key: str) -> bool:
    """Tell whether a key is a boolean."""
    return any(choice.get("type") == "boolean" for choice in KEYS[key].json_schema.get("anyOf", ()))


def _endpoint(tool: Tool, taken: Mapping[str, Setting]) -> Iterator[Diagnostic]:
    setting = taken.get("endpoint")
    if setting is None:
        return
    text = str(reveal(setting.value)).strip()
    if not text:
        message = f"{tool.name} fails where {setting.spelling} is empty"
        yield _complaint("KEY004", setting, message, f"unset {setting.spelling}")
    elif tool.endpoint_form == "url" and "://" not in text:
        message = f"{tool.name} wants a URL, and {setting.spelling} has no scheme"
        yield _complaint("EP004", setting, message, "begin it with https://")
    elif tool.endpoint_form == "host" and "://" in text:
        message = f"{tool.name} wants a host, and {setting.spelling} has a scheme"
        yield _complaint("EP004", setting, message, "write the host alone")
    elif tool.needs_allow_http and text.lower().startswith("http://") and not _is_on(taken, "allow_http"):
        message = f"{tool.name} refuses http:// in {setting.spelling} unless AWS_ALLOW_HTTP is true"
        yield _complaint("TLS001", setting, message, "set AWS_ALLOW_HTTP=true, or use https://")
    elif tool.virtual_endpoint == "with-bucket" and _is_on(taken, "virtual_hosted_style_request"):
        message = f"{tool.name} puts no bucket into {setting.spelling}, and none into the path"
        yield _complaint("AD001", setting, message, "begin the host with the bucket", Severity.WARNING)


def _region(tool: Tool, taken: Mapping[str, Setting]) -> Iterator[Diagnostic]:
    setting = taken.get("region")
    if setting is None or not is_void(setting.value):
        return
    message = f"{tool.name} takes the empty {setting.spelling} for the region"
    severity = Severity.WARNING if "endpoint" in taken else Severity.ERROR
    yield _complaint("KEY004", setting, message, f"unset {setting.spelling}", severity)


def _values(tool: Tool, taken: Mapping[str, Setting]) -> Iterator[Diagnostic]:
    for key, setting in taken.items():
        if is_strict(tool, key) and not isinstance(setting.value, bool):
            try:
                value = None if is_void(setting.value) else KEYS[key].parse(converted(setting))
            except Refusal:
                value = None
            if value is None:
                message = f"{tool.name} cannot read {setting.spelling}={shown(setting.value)!r}"
                wanted = "true or false" if is_switch(key) else "a time with a unit, such as 30s"
                yield _complaint("KEY005", setting, message, f"write {wanted}")


def _payer(tool: Tool, taken: Mapping[str, Setting]) -> Iterator[Diagnostic]:
    setting = taken.get("request_payer")
    if setting is None or setting.spelling != "AWS_REQUEST_PAYER":
        return
    if tool.requester_fails and str(setting.value).strip().lower() == "requester":
        message = f"{tool.name} cannot read {setting.spelling}={shown(setting.value)!r}"
        yield _complaint("KEY005", setting, message, "write true")
    elif tool.request_payer not in (None, setting.value):
        message = f"{tool.name} sends {setting.spelling}={shown(setting.value)!r} as it is"
        yield _complaint("OPS003", setting, message, f"write {tool.request_payer}", Severity.WARNING)


def _is_on(taken: Mapping[str, Setting], key: str) -> bool:
    return key in taken and meaning(taken[key]) is True


def _complaint(
    code: str, setting: Setting, message: str, remedy: str, severity: Severity = Severity.ERROR
) -> Diagnostic:
    return Diagnostic(code, severity, (setting.origin,), message, remedy)
