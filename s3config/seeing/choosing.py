"""What a tool takes of what it reads: a profile, keys, an endpoint, a region, and the rest, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.origin import Layer, Origin, is_void
from s3config.redaction import reveal
from s3config.seeing.identifying import KEYS, take_identity
from s3config.seeing.looking import SERVICE
from s3config.seeing.surroundings import MOVED, PROXIES, profile_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from s3config.origin import Setting
    from s3config.seeing.looking import Look
    from s3config.seeing.surroundings import Profile

_FLAG = "ignore_configured_endpoint_urls"


def choose(look: Look) -> None:
    """Decide every key, those first on which others depend."""
    _take_profile(look)
    take_identity(look)
    _take_endpoint(look)
    _take_region(look)
    _take_the_rest(look)
    _add_style(look)


def _take_profile(look: Look) -> None:
    """Read the profile, and put what the tool takes of it to the variables."""
    tool, named = look.tool, look.found.pop("profile", [])
    beside = look.endpoint_beside()
    if beside is not None or not (tool.profile_keys or tool.profile_endpoint or _takes_region(look)):
        why = f"{tool.name} takes no profile beside {beside.spelling}" if beside else None
        for setting in named:
            look.ignore(setting, why) if why else look.wonder(setting, f"not known what {tool.name} takes of a profile")
        return
    names = tool.profile_variables or ("AWS_PROFILE",)
    naming = look.strongest("profile", [s for s in named if s.spelling.upper() in names])
    others = [s for s in named if s.spelling.upper() not in names]
    regional = look.strongest("region", others) if others else None
    profile = _profile(look, naming)
    if naming is not None:
        look.taken["profile"] = naming
    if profile is not None:
        _tell(look, profile, naming)
        _put(look, (s for s in profile.settings if s.key != "region" or regional is None))
    if regional is not None:
        look.ignore(regional, f"{tool.name} takes the region alone of the profile that it names")
        other = _profile(look, regional)
        _put(look, (s for s in (other.settings if other else ()) if s.key == "region"))


def _takes_region(look: Look) -> bool | None:
    """Tell whether the tool takes the region of a profile where no option is passed."""
    bare = look.tool.bare_profile_region
    return look.tool.profile_region if bare is None else bare


def _profile(look: Look, naming: Setting | None) -> Profile | None:
    """Read the profile that a variable names, or the one that is taken where none is named."""
    tool = look.tool
    moved = [name for name in MOVED if name in look.places]
    if naming is None and not tool.default_profile:
        if tool.default_profile is None and not look.found.get("access_key_id"):
            look.wonder_at("profile", f"not known whether {tool.name} takes the profile 'default'")
        return None
    if moved and not tool.moved_files:
        look.wonder_at("profile", f"not known whether {tool.name} reads {' and '.join(moved)}")
        return None
    return profile_named("default" if naming is None else str(naming.value), look.places)


def _tell(look: Look, profile: Profile, naming: Setting | None) -> None:
    """Complain of what is wrong with a profile."""
    tool = look.tool
    origin = profile.settings[0].origin if naming is None and profile.settings else Origin(f"profile {profile.name}")
    origin = origin if naming is None else naming.origin
    if profile.problem is not None:
        look.diagnostics.append(profile.problem)
    elif not profile.exists and naming is not None:
        severity = Severity.ERROR if tool.missing_profile_fails else Severity.WARNING
        message = f"{naming.spelling} names the profile {profile.name!r}, which does not exist"
        look.complain("CR007", severity, origin, message, f"write it to the files, or unset {naming.spelling}")
    if profile.fetched is not None:
        look.identity = "fetched"
        does = "fetches" if tool.family == "botocore" else "may fetch"
        message = f"{tool.name} {does} the identity of the profile {profile.name!r}: {profile.fetched}"
        look.complain("CR016", Severity.INFO, origin, message, "")
    if profile.exists and tool.profile_needs is not None:
        message = f"{tool.name} takes profiles through {tool.profile_needs}; without it, it finds other keys or none"
        look.complain("CR016", Severity.INFO, origin, message, f"install {tool.profile_needs}")


def _put(look: Look, settings: Iterable[Setting]) -> None:
    tool = look.tool
    for setting in settings:
        takes: bool | None = True if tool.family == "botocore" else None
        if setting.key in KEYS:
            takes = tool.profile_keys
        elif setting.key == "region":
            takes = _takes_region(look)
        elif setting.key == "endpoint":
            takes = (
                tool.profile_services
                if setting.spelling == SERVICE and tool.profile_endpoint
                else tool.profile_endpoint
            )
        if takes:
            look.found.setdefault(setting.key, []).append(setting)
        elif takes is None:
            look.wonder(setting, f"not known whether {tool.name} takes it from a profile")
        else:
            look.ignore(setting, f"{tool.name} does not take it from a profile")


def _take_endpoint(look: Look) -> None:
    tool = look.tool
    settings = look.found.pop("endpoint", [])
    flag = look.strongest(_FLAG, look.found.pop(_FLAG, ()))
    says = "" if flag is None else str(reveal(flag.value)).lower()
    if flag is not None and says not in ("true", "false") and tool.family != "botocore":
        look.wonder(flag, f"not known what {tool.name} makes of what is neither true nor false")
    elif flag is not None:
        look.taken[_FLAG] = flag
    if flag is not None and says == "true" and tool.ignores is not None:
        is_ignored = (lambda _: True) if tool.ignores == "all" else (lambda s: s.layer is Layer.AMBIENT_PROFILE)
        settings = _without(look, settings, is_ignored, f"{flag.spelling} is true")
    winner = look.strongest("endpoint", settings)
    if winner is not None:
        look.taken["endpoint"] = winner


def _take_region(look: Look) -> None:
    tool, settings = look.tool, look.found.pop("region", [])
    has_endpoint = "endpoint" in look.taken
    asks = tool.asks_region if not has_endpoint else None
    if tool.profile_with_keys and look.identity != "profile":
        settings = _without(look, settings, lambda s: s.layer is Layer.AMBIENT_PROFILE, "the profile has not the keys")
    if asks == "early":
        first = (tool.region_variables or ("",))[0]
        why = f"{tool.name} asks AWS for the region where there is no endpoint, unless {first} says it"
        settings = _without(look, settings, lambda s: s.spelling.upper() != first, why)
    if tool.empty_region == "last" and not all(is_void(s.value) for s in settings):
        settings = _without(look, settings, lambda s: is_void(s.value), "it is empty")
    wondered = len(look.unknown)
    winner = look.strongest("region", settings)
    if winner is not None and is_void(winner.value) and tool.empty_region == "default":
        look.ignore(winner, "it is empty, and lets the default hold")
    elif winner is not None:
        look.taken["region"] = winner
        return
    if len(look.unknown) > wondered:
        return
    default = tool.default_region if tool.endpoint_region is None or not has_endpoint else tool.endpoint_region
    if asks is not None:
        otherwise = f", which is {default} if it does not say" if default else ""
        look.hold("region", None, f"{tool.name} asks AWS for that of the bucket{otherwise}")
    elif default is not None:
        look.hold("region", default)
    else:
        look.wonder_at("region", f"not known which region {tool.name} takes where nobody says one")


def _without(look: Look, settings: list[Setting], goes: Callable[[Setting], bool], why: str) -> list[Setting]:
    """Leave some settings aside."""
    for setting in filter(goes, settings):
        look.ignore(setting, why)
    return [setting for setting in settings if not goes(setting)]


def _take_the_rest(look: Look) -> None:
    tool = look.tool
    endpoint = look.taken.get("endpoint")
    scheme = "HTTP_" if endpoint and str(reveal(endpoint.value)).startswith("http://") else "HTTPS_"
    others = [name for name in PROXIES if not name.upper().startswith(scheme)]
    proxies = look.found.get("proxy_url", [])
    why = f"the endpoint is {scheme.removesuffix('_').lower()}://"
    look.found["proxy_url"] = _without(look, proxies, lambda s: s.spelling in others, why)
    for key, settings in look.found.items():
        winner = look.strongest(key, settings)
        if winner is not None:
            look.taken[key] = winner
    if tool.family == "object_store" and "server_side_encryption" not in look.taken:
        key_id = look.taken.pop("sse_kms_key_id", None)
        if key_id is not None:
            look.ignore(key_id, "it counts only beside AWS_SERVER_SIDE_ENCRYPTION")


def _add_style(look: Look) -> None:
    key, tool = "virtual_hosted_style_request", look.tool
    if key in look.taken:
        return
    style = tool.endpoint_style if "endpoint" in look.taken else tool.default_style
    if style is None:
        look.wonder_at(key, f"not known how {tool.name} names the bucket in a request")
    else:
        look.hold(key, style == "virtual")
