"""Who makes the requests: credentials are taken whole, from the highest place that has any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.config.credentials import MissingCredentials
from s3config.diagnostics import Severity
from s3config.merging import meaning
from s3config.origin import Layer, is_void

if TYPE_CHECKING:
    from s3config.draft import Draft
    from s3config.origin import Setting

_PAIR = ("access_key_id", "secret_access_key")
_TOKEN = ("session_token", "credential_expiration")
_WEB = ("web_identity_token_file", "role_arn", "role_session_name")
_CONTAINER = (
    "container_credentials_relative_uri", "container_credentials_full_uri", "container_authorization_token_file",
    "container_authorization_token",
)  # fmt: skip
KEYS_OF = {
    "anonymous": ("skip_signature",),
    "provider": ("credential_provider",),
    "pair": (*_PAIR, *_TOKEN),
    "web identity": _WEB,
    "container": _CONTAINER,
}
"""The keys of each kind of identity, the kind that counts first in one place standing first."""
GROUP = tuple(key for keys in KEYS_OF.values() for key in keys)

_Place = dict[str, "Setting"]
"""What one layer says of the group."""


def decide(draft: Draft) -> None:
    """Let one place decide the identity; what the others say stays in the history.

    A place is a layer: the call with its keywords and mappings, the session, the environment, one file. Half a pair is
    completed by the next lower place only if that has just the missing half; a store and the top of its file are one.
    """
    _consult_profile(draft)
    places = _places(draft)
    if not places:
        return
    decision: tuple[str, _Place] | None = None
    for number, (layer, place) in enumerate(places):
        half = _half(place)
        if half is not None and not _is_anonymous(draft, place):
            decision = _join(draft, place, half, places[number + 1 :])
        else:
            kind = _kind(draft, place)
            decision = (kind, place) if kind else None
        if decision is not None:
            if layer is Layer.ARGUMENT:
                _contradiction(draft, place)
            if half is None or decision[0] == "anonymous":
                _say_unused(draft, *decision)
            break
    _say_lone(draft, places, decision)
    _missing_profile(draft, places, decision)
    _elect(draft, decision)


def _consult_profile(draft: Draft) -> None:
    """Leave `AWS_PROFILE` aside where a session was given, which has its own profile or none."""
    profile = draft.winners.get("profile")
    if profile is not None and profile.layer in (Layer.ENVIRONMENT, Layer.DOTENV) and draft.has_session():
        draft.elect("profile", without=[s for s in draft.history["profile"] if s.layer <= Layer.ENVIRONMENT])


def _places(draft: Draft) -> list[tuple[Layer, _Place]]:
    """Return what each layer says of the group, the highest first; an empty value says nothing."""
    found: dict[Layer, _Place] = {}
    for key in GROUP:
        for setting in draft.history.get(key, ()):
            if not is_void(setting.value):
                found.setdefault(setting.layer, {}).setdefault(key, setting)
    if Layer.STORE in found and Layer.FILE in found:
        found[Layer.STORE] = _one_file(found.pop(Layer.FILE), found[Layer.STORE])
    return sorted(found.items(), reverse=True, key=lambda item: item[0])


def _one_file(top: _Place, store: _Place) -> _Place:
    """Add what the top of a file says to what its store says; their pairs are never mixed."""
    if any(key in store for key in _PAIR) and all(key in store or key in top for key in _PAIR):
        halves = [key for key in _PAIR if key in store]
        if len(halves) == len(_PAIR) or halves[0] in top:
            top = {key: setting for key, setting in top.items() if key not in KEYS_OF["pair"]}
    return {**top, **store}


def _kind(draft: Draft, place: _Place) -> str | None:
    if _is_anonymous(draft, place):
        return "anonymous"
    if "credential_provider" in place and not isinstance(place["credential_provider"].value, MissingCredentials):
        return "provider"
    if all(key in place for key in _PAIR):
        return "pair"
    if "web_identity_token_file" in place and "role_arn" in place:
        return "web identity"
    return "container" if any(key in place for key in _CONTAINER[:2]) else None


def _is_anonymous(draft: Draft, place: _Place) -> bool:
    """Tell whether this place asks for anonymous requests, and no higher one says otherwise."""
    flag = place.get("skip_signature")
    return flag is not None and flag is draft.winners.get("skip_signature") and meaning(flag) is True


def _half(place: _Place) -> Setting | None:
    halves = [place[key] for key in _PAIR if key in place]
    return halves[0] if len(halves) == 1 and "credential_provider" not in place else None


def _join(draft: Draft, place: _Place, half: Setting, below: list[tuple[Layer, _Place]]) -> tuple[str, _Place]:
    """Complete half a pair from the next lower place that has anything of an identity."""
    missing = _PAIR[1 - _PAIR.index(half.key)]
    lower = next((low for _, low in below if _half(low) is not None or _kind(draft, low)), {})
    other = _half(lower)
    if other is None or other.key != missing or _kind(draft, lower) is not None:
        draft.say(
            "CR020",
            Severity.ERROR,
            [half.origin],
            f"{half.spelling} is half of a pair, and {missing} is missing",
            f"give {missing} in the same place",
        )
        return "pair", place
    draft.say(
        "CR021",
        Severity.WARNING,
        [half.origin, other.origin],
        f"{half.spelling} and {other.spelling} come from different places and were joined",
        "write both in one place",
    )
    tokens = {key: (place.get(key) or lower[key]) for key in _TOKEN if key in place or key in lower}
    return "pair", {half.key: half, other.key: other, **tokens}


def _contradiction(draft: Draft, place: _Place) -> None:
    if "credential_provider" in place and any(key in place for key in _PAIR):
        settings = [place["credential_provider"], *(place[key] for key in _PAIR if key in place)]
        names = " and ".join(setting.spelling for setting in settings)
        draft.say(
            "CR018",
            Severity.ERROR,
            [setting.origin for setting in settings],
            f"{names} are two identities in one call",
            "leave one of them out",
        )


def _say_unused(draft: Draft, kind: str, place: _Place) -> None:
    """Report what the place that decides says of weaker kinds; a profile's keys beside its provider are normal."""
    counts = next(place[key] for key in KEYS_OF[kind] if key in place)
    unused = [place[key] for key in (*_PAIR, _WEB[0], *_CONTAINER[:2]) if key in place and key not in KEYS_OF[kind]]
    if not unused or kind == "provider":
        return
    names = " and ".join(setting.spelling for setting in unused)
    origins = [counts.origin, *(setting.origin for setting in unused)]
    if kind == "anonymous" and any(key in place for key in _PAIR):
        message = f"{counts.spelling} makes requests anonymous; {names} will not be used"
        draft.say("CR011", Severity.WARNING, origins, message, "leave one of them out")
    else:
        draft.say(
            "CR013", Severity.INFO, origins, f"{counts.spelling} counts before {names}, which will not be used", ""
        )


def _say_lone(draft: Draft, places: list[tuple[Layer, _Place]], decision: tuple[str, _Place] | None) -> None:
    """Report what is no identity by itself: a token without its pair, a role without its token."""
    used = decision[1] if decision is not None and decision[0] == "pair" else {}
    for layer, place in places:
        strict = Severity.ERROR if layer is Layer.ARGUMENT else Severity.WARNING
        token = place.get("session_token")
        part = any(place.get(key) is used.get(key) for key in _PAIR if key in place)
        lone = part or not any(key in place for key in _PAIR)
        if token is not None and used.get("session_token") is not token and lone:
            draft.say(
                "CR003",
                strict,
                [token.origin],
                f"{token.spelling} is a token without its key pair and is not used",
                "give access_key_id and secret_access_key in the same place, or remove it",
            )
        file, role = place.get("web_identity_token_file"), place.get("role_arn") or place.get("role_session_name")
        if file is not None and "role_arn" not in place:
            draft.say(
                "CR012",
                strict,
                [file.origin],
                f"{file.spelling} has no effect without role_arn",
                "give role_arn in the same place",
            )
        elif role is not None and file is None:
            draft.say(
                "CR012",
                Severity.INFO,
                [role.origin],
                f"{role.spelling} is no identity by itself; it goes with web_identity_token_file",
                "",
            )


def _missing_profile(draft: Draft, places: list[tuple[Layer, _Place]], decision: tuple[str, _Place] | None) -> None:
    for _, place in places:
        setting = place.get("credential_provider")
        if setting is not None and isinstance(setting.value, MissingCredentials):
            missing = setting.value
            severity = Severity.ERROR if decision is None else Severity.WARNING
            draft.say(missing.code, severity, [setting.origin], missing.message, missing.remedy)


def _elect(draft: Draft, decision: tuple[str, _Place] | None) -> None:
    """Take the keys of the group from the place that decides, and from nowhere else."""
    lone = (*_TOKEN, "web_identity_token_file") if decision is None else GROUP
    refusal, provider = draft.winners.get("skip_signature"), draft.winners.get("credential_provider")
    if provider is not None and isinstance(provider.value, MissingCredentials):
        del draft.winners["credential_provider"]
        draft.winners.pop("profile", None)  # it is the one that is missing
    for key in lone:
        draft.winners.pop(key, None)
    if decision is None:
        return
    kind, place = decision
    draft.winners.update((key, place[key]) for key in KEYS_OF[kind] if key in place)
    if kind != "anonymous" and refusal is not None and meaning(refusal) is not True:
        draft.winners["skip_signature"] = refusal
