"""Whose keys a tool takes: those of the environment, of a profile, of a web identity, or nobody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.origin import Layer, Origin

if TYPE_CHECKING:
    from s3config.origin import Setting
    from s3config.seeing.looking import Look

_PAIR = ("access_key_id", "secret_access_key")
KEYS = (*_PAIR, "session_token")
"""The keys of which a key pair consists, with its token."""
_WEB = ("web_identity_token_file", "role_arn", "role_session_name")
_WHOSE = {
    "environment": "the key pair of the environment",
    "profile": "the key pair of the profile",
    "web": "the web identity",
}
_Group = dict[str, "Setting"]


def take_identity(look: Look) -> None:
    """Take the keys, all from one place, and leave the others aside."""
    skip = look.strongest("skip_signature", look.found.pop("skip_signature", ()))
    if skip is not None:
        look.taken["skip_signature"] = skip
        skip = skip if meaning(skip) is True else None
    for name, group in _in_order(look, _groups(look)):
        if look.identity in ("", "fetched"):
            _consider(look, name, group, skip)
        else:
            _leave(look, group)
    if look.identity in _WHOSE:
        for key in [key for key in look.found if key.startswith("container_")]:
            _leave(look, {setting.spelling: setting for setting in look.found.pop(key)})
    if not look.identity and skip is None:
        _without_keys(look)


def _in_order(look: Look, groups: dict[str, _Group]) -> list[tuple[str, _Group]]:
    """Return the places in the order in which the tool looks for keys, as far as that is known."""
    above = look.tool.web_identity_above
    if above is None and groups["web"] and groups["profile"] and not groups["environment"]:
        for setting in (*groups["web"].values(), *groups["profile"].values()):
            look.wonder(setting, f"not known which of two identities {look.tool.name} takes")
        look.identity = "unknown"
        return []
    return [(name, groups[name]) for name in ("environment", *(("web", "profile") if above else ("profile", "web")))]


def _leave(look: Look, group: _Group) -> None:
    whose = _WHOSE.get(look.identity, "half a key pair")
    for setting in group.values():
        is_alone = setting.key == "session_token" and len(group) == 1
        look.ignore(setting, f"it is no part of {whose}" if is_alone else f"{whose} counts before it")


def _groups(look: Look) -> dict[str, _Group]:
    """Return the keys that each place has."""
    groups: dict[str, _Group] = {"environment": {}, "profile": {}, "web": {}}
    for key in (*KEYS, *_WEB):
        settings = look.found.pop(key, [])
        for name in ("environment", "profile"):
            own = [s for s in settings if (s.layer is Layer.AMBIENT_PROFILE) == (name == "profile")]
            winner = look.strongest(key, own)
            if winner is not None:
                groups["web" if key in _WEB else name].setdefault(key, winner)
    return groups


def _consider(look: Look, name: str, group: _Group, skip: Setting | None) -> None:
    """Take what one place has if it is an identity."""
    tool, needed = look.tool, _WEB[:2] if name == "web" else _PAIR
    there = [key for key in needed if key in group]
    if name == "web" and len(there) < len(needed):
        for setting in group.values():
            look.ignore(setting, "AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN count only together")
    elif name == "web" and not tool.web_identity:
        for setting in group.values():
            look.wonder(setting, f"not known whether {tool.name} takes web identities")
    elif len(there) == len(needed) or (there and tool.half_pair == "taken"):
        look.identity = name
        for setting in group.values():
            if skip is None:
                look.taken[setting.key] = setting
            else:
                look.ignore(setting, f"{skip.spelling} is true")
    elif there:
        _half(look, group, there[0])
    elif group:
        look.ignore(group["session_token"], "there is no key pair with it")


def _half(look: Look, group: _Group, key: str) -> None:
    tool = look.tool
    how = "fails" if tool.strict_values and look.endpoint_beside() else tool.half_pair
    if how == "fails" or how == ("id-fails" if key == _PAIR[0] else "secret-fails"):
        look.identity = "half"
        look.taken.update(group)
        message = f"{tool.name} fails with half a key pair: there is {group[key].spelling} alone"
        look.complain("CR020", Severity.ERROR, group[key].origin, message, "set both halves, or none")
        return
    for setting in group.values():
        if how is None:
            look.wonder(setting, f"not known what {tool.name} makes of half a key pair")
        else:
            look.ignore(setting, f"{tool.name} passes over half a key pair")


def _without_keys(look: Look) -> None:
    tool = look.tool
    if any(key.startswith("container_") for key in look.found):
        return
    origin = Origin("environment")
    match tool.without_keys:
        case "unsigned":
            look.hold("skip_signature", value=True)
            message = f"{tool.name} finds no keys here, and sends its requests unsigned"
            look.complain("CR002", Severity.WARNING, origin, message, "set a key pair, if the bucket is not public")
        case "metadata":
            message = f"{tool.name} finds no keys here; it asks the metadata service, and fails where there is none"
            look.complain("CR002", Severity.WARNING, origin, message, "set a key pair")
        case _:
            if not any(item.setting.key == "access_key_id" for item in look.unknown):
                look.wonder_at("access_key_id", f"not known what {tool.name} does without keys")
