"""Settings from a boto3 or botocore session: region, endpoint, profile and credentials; neither library is imported."""

from __future__ import annotations

from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from s3config.config.credentials import SessionCredentials
from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import Layer, Origin, Setting
from s3config.spellings import SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.sources import Request


def read(request: Request) -> Iterator[Setting | Diagnostic]:
    """Yield what the session knows without using the network."""
    session = request.session
    problem = _wrong_type(session)
    if problem is not None:
        yield problem
        return
    try:
        found = list(_settings(session))
    except Exception as error:  # noqa: BLE001 (botocore's own: an unknown profile, a file that cannot be parsed)
        kind = type(error).__name__
        message = f"the session cannot tell its settings: {kind}"
        remedy = "check the session's profile and the AWS config files"
        yield Diagnostic("CR019", Severity.ERROR, (Origin("argument session"),), message, remedy)
        return
    yield from found


def _settings(session: Any) -> Iterator[Setting]:  # noqa: ANN401
    core = getattr(session, "_session", session)  # boto3 wraps botocore
    profile = getattr(core, "profile", None)
    origin = Origin(f"session (profile {profile})" if profile else "session")
    scoped = _scoped_config(core)
    values = {
        "profile": profile,
        "region": getattr(session, "region_name", None) or _variable(core, "region"),
        "endpoint_url_s3": _service_endpoint(core, scoped),
        "endpoint_url": scoped.get("endpoint_url"),
    }
    for word, value in values.items():
        if value:
            yield Setting(SPELLINGS[word].key, SPELLINGS[word].seal(value), word, origin, Layer.SESSION)
    yield from _credentials(session, core, origin)


def _wrong_type(session: object) -> Diagnostic | None:
    get_credentials = getattr(session, "get_credentials", None)
    if callable(get_credentials) and not iscoroutinefunction(get_credentials) and not isinstance(session, type):
        return None
    kind = f"{type(session).__module__}.{type(session).__qualname__}"
    message = f"session= is no boto3 or botocore session but of type {kind}"
    remedy = "pass boto3.Session(...) or botocore.session.get_session()"
    return Diagnostic("CR017", Severity.ERROR, (Origin("argument session"),), message, remedy)


def _credentials(session: Any, core: Any, origin: Origin) -> Iterator[Setting]:  # noqa: ANN401
    """Yield the keys of a session that was made with them; what it would have to look for stays with it."""
    known = getattr(core, "_credentials", None)
    if known is None or hasattr(known, "refresh_needed"):
        yield Setting("credential_provider", SessionCredentials(str(origin), session), "session", origin, Layer.SESSION)
        return
    values = {"access_key_id": known.access_key, "secret_access_key": known.secret_key, "session_token": known.token}
    for key, value in values.items():
        if value:
            yield Setting(key, SPELLINGS[key].seal(value), key, origin, Layer.SESSION)


def _variable(core: Any, name: str) -> Any:  # noqa: ANN401
    get = getattr(core, "get_config_variable", None)
    return get(name) if callable(get) else None


def _scoped_config(core: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the session's profile, which botocore reads from the files."""
    get = getattr(core, "get_scoped_config", None)
    scoped = get() if callable(get) else None
    return scoped if isinstance(scoped, dict) else {}


def _service_endpoint(core: Any, scoped: dict[str, Any]) -> str | None:  # noqa: ANN401
    """Return the S3 endpoint of the profile's `services` section."""
    name = scoped.get("services")
    services = getattr(core, "full_config", {}).get("services", {}).get(name, {}) if name else {}
    section = services.get("s3")
    return section.get("endpoint_url") if isinstance(section, dict) else None
