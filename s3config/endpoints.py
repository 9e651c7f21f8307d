"""An endpoint that was chosen: whether it holds the bucket, what its provider always has, and whose style counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from s3config.config.addresses import StandardEndpoint, address_of, is_loopback
from s3config.config.refusal import Refusal
from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.origin import Layer
from s3config.providers import match_host

if TYPE_CHECKING:
    from s3config.config.addresses import Address
    from s3config.draft import Draft
    from s3config.origin import Setting

_STYLE = "virtual_hosted_style_request"
_AWS_FLAGS = ("use_fips_endpoint", "use_dualstack_endpoint")


class _Held(NamedTuple):
    """A bucket that stands in an endpoint."""

    root: Address
    """The endpoint without it."""
    in_host: bool


def settle(draft: Draft, setting: Setting) -> None:
    """Decide what follows from the endpoint that won."""
    _drop_style_of_url(draft, setting)
    if setting.value is StandardEndpoint.AWS:
        return
    address = _address(meaning(setting))
    if address is None:  # validation will say why
        return
    address = _without_bucket(draft, setting, address)
    _take_from_provider(draft, address)
    if address.scheme == "http" and is_loopback(address.root):
        draft.imply("allow_http", True, f"{setting.spelling} is on this machine")
    for flag in filter(draft.flag, _AWS_FLAGS):
        origins = [draft.winners[flag].origin, setting.origin]
        message = f"{draft.winners[flag].spelling} has no effect beside {setting.spelling}"
        draft.say("EP008", Severity.WARNING, origins, message, "leave one of them out")


def _address(text: object) -> Address | None:
    try:
        return address_of(text) if isinstance(text, str) else None
    except Refusal:
        return None


def _drop_style_of_url(draft: Draft, setting: Setting) -> None:
    """Let the style that a URL has fall where an argument sets another endpoint than the URL's."""
    style = draft.winners.get(_STYLE)
    by_url = next((s for s in draft.history["endpoint"] if s.layer is Layer.URL), None)
    if style is None or style.layer is not Layer.URL or setting.layer <= Layer.URL:
        return
    if by_url is not None and meaning(by_url) != meaning(setting):
        draft.elect(_STYLE, without=[s for s in draft.history[_STYLE] if s.layer is Layer.URL])


def _without_bucket(draft: Draft, setting: Setting, address: Address) -> Address:
    """Take the bucket off an endpoint that holds it, or say that it does."""
    bucket = meaning(draft.winners["bucket"]) if "bucket" in draft.winners else None
    held = _held(address, bucket) if isinstance(bucket, str) else None
    if held is None:
        return address
    root = held.root.root
    if held.in_host and draft.flag(_STYLE):
        draft.amended["endpoint"] = root
        message = f"{setting.spelling} holds the bucket, which was taken off; the endpoint is {root}"
        draft.say("EP003", Severity.INFO, [setting.origin], message, "")
        return held.root
    known = match_host(held.root.host)
    severity = Severity.ERROR if known is not None and known.bucket is None else Severity.WARNING
    message = f"{setting.spelling} holds the bucket, which requests will name again"
    also = f", or set {_STYLE}=true" if held.in_host else ""
    draft.say("EP003", severity, [setting.origin], message, f"write {root}{also}")
    return address


def _held(address: Address, bucket: str) -> _Held | None:
    """Find a bucket in front of the host or at the end of the path."""
    in_host = f"://{bucket.lower()}."
    if in_host in address.root and not _is_whole(address):
        root = _address(address.root.replace(in_host, "://", 1))
        return None if root is None else _Held(root, in_host=True)
    if address.root.endswith(f"/{bucket}"):
        root = _address(address.root.removesuffix(f"/{bucket}"))
        return None if root is None else _Held(root, in_host=False)
    return None


def _is_whole(address: Address) -> bool:
    """Tell whether a host cannot have a bucket in front: it is a provider's own, or an IP address."""
    match = match_host(address.host)
    return address.host.replace(".", "").isdigit() or (match is not None and match.bucket is None)


def _take_from_provider(draft: Draft, address: Address) -> None:
    """Take over what the provider of the endpoint always has."""
    match = match_host(address.host) if address.port is None else None
    if match is None:
        return
    place = f"providers.toml ({match.provider.name})"
    if match.region is not None:
        draft.imply("region", match.region, place)
    if match.provider.addressing == "virtual":
        draft.imply(_STYLE, True, place)
