"""Where the requests go: region, endpoint and addressing style, and what follows from each for the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.config.addresses import Address, StandardEndpoint, address_of, is_loopback
from s3config.config.refusal import Refusal
from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.origin import Layer, Origin, Setting, is_void
from s3config.providers import aws_host, match_host
from s3config.redaction import shown
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from s3config.draft import Draft
    from s3config.providers import HostMatch

_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_SLASHES_WITHOUT_PATH = 2
_CONFIGURED = frozenset({
    Layer.ENVIRONMENT, Layer.DOTENV, Layer.PROFILE, Layer.STORE_PROFILE, Layer.AMBIENT_PROFILE, Layer.FILE_PROFILE,
})  # fmt: skip
"""The layers whose endpoints `ignore_configured_endpoint_urls` leaves aside."""


def settle(draft: Draft) -> None:
    """Decide region, endpoint and style."""
    if draft.flag("ignore_configured_endpoint_urls"):
        _ignore_configured(draft)
    if "default_region" in draft.winners:
        _default_region(draft)
    _compare_with_environment(draft)
    if "endpoint" in draft.winners:
        _endpoint(draft, draft.winners["endpoint"])
    if "endpoint" not in draft.amended and _is_standard(draft):
        _aws(draft)
    if draft.flag("s3_express") and "virtual_hosted_style_request" not in draft.winners:
        draft.implied["virtual_hosted_style_request"] = _implied("virtual_hosted_style_request", True, "s3_express")


def _implied(key: str, value: object, place: str) -> Setting:
    return Setting(key, value, key, Origin(place), Layer.DEFAULT)


def _ignore_configured(draft: Draft) -> None:
    flag = draft.winners["ignore_configured_endpoint_urls"]
    for key in ("endpoint", "sts_endpoint"):
        ignored = [s for s in draft.history.get(key, ()) if s.layer in _CONFIGURED and not is_void(s.value)]
        if ignored:
            draft.elect(key, without=ignored)
        for setting in ignored:
            draft.say(
                "EP011",
                Severity.INFO,
                [setting.origin, flag.origin],
                f"{setting.spelling} is left aside because of {flag.spelling}",
                "",
            )


def _default_region(draft: Draft) -> None:
    """Let `default_region` stand for the region of a layer that says none; as an argument it is below everything."""
    own = [s for s in draft.history["default_region"] if s.layer is not Layer.ARGUMENT and not is_void(s.value)]
    region = draft.winners.get("region")
    if own and (region is None or own[0].layer > region.layer):
        draft.winners["region"] = own[0]
    elif region is None:
        draft.winners["region"] = draft.winners["default_region"]._replace(layer=Layer.FALLBACK)


def _compare_with_environment(draft: Draft) -> None:
    """Warn where a value that was asked for by name contradicts one that was meant to be obeyed as well."""
    region = draft.winners.get("region")
    if region is not None and region.layer in (Layer.SESSION, Layer.ARGUMENT):
        weaker = Layer.ENVIRONMENT if region.layer is Layer.SESSION else Layer.URL
        _compare(draft, region, weaker, "RG006")
    bucket = draft.winners.get("bucket")
    if bucket is not None and bucket.layer is Layer.ARGUMENT:
        _compare(draft, bucket, Layer.URL, "AD007")


def _compare(draft: Draft, winner: Setting, weaker: Layer, code: str) -> None:
    for other in draft.history.get(winner.key, ()):
        if other.layer is weaker and not is_void(other.value) and meaning(other) != meaning(winner):
            origins = [winner.origin, other.origin]
            message = f"the {winner.key} of {winner.origin} differs from that of {other.origin}, and wins"
            draft.say(code, Severity.WARNING, origins, message, "leave one of them out")


def _is_standard(draft: Draft) -> bool:
    endpoint = draft.winners.get("endpoint")
    return endpoint is None or endpoint.value is StandardEndpoint.AWS


def _endpoint(draft: Draft, setting: Setting) -> None:
    style = draft.winners.get("virtual_hosted_style_request")
    by_url = next((s for s in draft.history["endpoint"] if s.layer is Layer.URL), None)
    another = by_url is not None and meaning(by_url) != meaning(setting)
    if style is not None and style.layer is Layer.URL and setting.layer > Layer.URL and another:
        draft.elect(
            "virtual_hosted_style_request", without=[s for s in draft.history[style.key] if s.layer is Layer.URL]
        )
    if setting.value is StandardEndpoint.AWS:
        return
    try:
        endpoint: str = KEYS["endpoint"].parse(setting.value)
    except Refusal:
        return
    endpoint = _without_bucket(draft, setting, endpoint)
    address = address_of(endpoint)
    match = match_host(address.host) if address.port is None else None
    if match is not None:
        _provider(draft, match)
    if address.scheme == "http" and "allow_http" not in draft.winners and is_loopback(endpoint):
        draft.implied["allow_http"] = _implied("allow_http", True, f"{setting.spelling} is on this machine")
    for flag in ("use_fips_endpoint", "use_dualstack_endpoint"):
        if draft.flag(flag):
            draft.say(
                "EP008",
                Severity.WARNING,
                [draft.winners[flag].origin, setting.origin],
                f"{draft.winners[flag].spelling} has no effect beside {setting.spelling}",
                "leave one of them out",
            )


def _without_bucket(draft: Draft, setting: Setting, endpoint: str) -> str:
    """Take the bucket off an endpoint that holds it, or say that it does."""
    bucket = meaning(draft.winners["bucket"]) if "bucket" in draft.winners else None
    if not isinstance(bucket, str):
        return endpoint
    scheme, _, rest = endpoint.partition("://")
    if bucket.lower() not in rest.lower() or _is_whole(
        address_of(endpoint)
    ):  # the first is quick, and nearly always so
        return endpoint
    if rest.startswith(f"{bucket.lower()}.") and rest.strip("/") != f"{bucket.lower()}.":
        root = f"{scheme}://{rest[len(bucket) + 1 :]}"
        if draft.flag("virtual_hosted_style_request"):
            draft.amended["endpoint"] = root
            draft.say(
                "EP003",
                Severity.INFO,
                [setting.origin],
                f"{setting.spelling} holds the bucket, which was taken off; the endpoint is {root}",
                "",
            )
            return root
    elif rest.endswith(f"/{bucket}"):
        root = endpoint.removesuffix(f"/{bucket}")
    else:
        return endpoint
    try:
        known = match_host(address_of(root).host)
    except Refusal:  # what is left is no host
        return endpoint
    severity = Severity.ERROR if known is not None and known.bucket is None else Severity.WARNING
    draft.say(
        "EP003",
        severity,
        [setting.origin],
        f"{setting.spelling} holds the bucket, which requests will name again",
        f"write {root}" + (", or set virtual_hosted_style_request=true" if rest.startswith(bucket) else ""),
    )
    return endpoint


def _is_whole(address: Address) -> bool:
    """Tell whether a host cannot hold a bucket: it is a provider's own, or an IP address."""
    match = match_host(address.host)
    in_path = address.root.count("/") > _SLASHES_WITHOUT_PATH
    is_number = address.host.startswith("[") or address.host.replace(".", "").isdigit()
    return not in_path and (is_number or (match is not None and match.bucket is None))


def _provider(draft: Draft, match: HostMatch) -> None:
    """Take over what the provider of the endpoint always has."""
    place = f"providers.toml ({match.provider.name})"
    if match.region is not None and "region" not in draft.winners:
        draft.implied["region"] = _implied("region", match.region, place)
    if match.provider.addressing == "virtual" and "virtual_hosted_style_request" not in draft.winners:
        draft.implied["virtual_hosted_style_request"] = _implied("virtual_hosted_style_request", True, place)


def _aws(draft: Draft) -> None:
    """Choose the host at AWS where it does not follow from the region in the way that every client knows."""
    fips, dualstack = draft.flag("use_fips_endpoint"), draft.flag("use_dualstack_endpoint")
    region = meaning(draft.winners["region"]) if "region" in draft.winners else KEYS["region"].default
    in_china = isinstance(region, str) and region.startswith("cn-")
    if not isinstance(region, str) or not (fips or dualstack or in_china):
        return
    if not re.fullmatch(_LABEL, region):
        setting = draft.winners["region"]
        message = f"{setting.spelling}={shown(setting.value)!r} cannot stand in the name of a host at AWS"
        draft.say("RG003", Severity.ERROR, [setting.origin], message, "write it as AWS does, such as us-east-1")
        return
    because = [draft.winners[flag] for flag in ("use_fips_endpoint", "use_dualstack_endpoint") if draft.flag(flag)]
    place = str(because[0].origin) if because else "providers.toml (Amazon S3)"
    host = aws_host(region, fips=fips, dualstack=dualstack)
    draft.implied["endpoint"] = _implied("endpoint", f"https://{host}", place)
