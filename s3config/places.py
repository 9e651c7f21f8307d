"""Where the requests go: the region, and the host at AWS; the endpoint has a module of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config import endpoints
from s3config.config.addresses import StandardEndpoint
from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.origin import Layer, is_void
from s3config.providers import aws_host
from s3config.redaction import shown
from s3config.spellings import KEYS

if TYPE_CHECKING:
    from s3config.draft import Draft
    from s3config.origin import Setting

_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
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
        endpoints.settle(draft, draft.winners["endpoint"])
    if "endpoint" not in draft.amended and _is_standard(draft):
        _aws(draft)
    if draft.flag("s3_express"):
        draft.imply("virtual_hosted_style_request", True, "s3_express")


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
    draft.imply("endpoint", f"https://{host}", place)
