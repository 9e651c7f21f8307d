"""Objects that hand out credentials when a request needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Protocol

from s3config.redaction import Sealed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self


_UNPICKLED = (
    "{} cannot be pickled, for its session holds what it fetched in this process; use profile= instead, which is read "
    "where it is used, or without_secrets() for workers that have credentials of their own"
)


class CredentialProvider(Protocol):
    """A callable that returns `access_key_id`, `secret_access_key`, and `token` and `expires_at` or `None`.

    The form is obstore's, so that its providers fit.
    """

    def __call__(self) -> Mapping[str, Any]:
        """Return the credentials that are valid now."""
        ...


class SessionCredentials(NamedTuple):
    """Credentials that a boto3 or botocore session finds, and refreshes, when it is asked."""

    name: str
    """What finds them, in words."""
    session: Any

    def __call__(self) -> dict[str, Any]:
        """Ask the session, which may read files, start a process or use the network.

        Raises:
            LookupError: The session finds no credentials.
        """
        credentials = self.session.get_credentials()
        if credentials is None:
            raise LookupError(f"{self.name} has no credentials")
        frozen = credentials.get_frozen_credentials()
        return {
            "access_key_id": frozen.access_key,
            "secret_access_key": frozen.secret_key,
            "token": frozen.token,
            "expires_at": getattr(credentials, "_expiry_time", None),
        }

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: what the session fetched stays in this process.

        Raises:
            TypeError: Always.
        """
        raise TypeError(_UNPICKLED.format(f"the credentials of {self.name}"))

    def __copy__(self) -> Self:
        """Return itself, which holds nothing of its own."""
        return self

    def __deepcopy__(self, memo: object) -> Self:
        """Return itself, which holds nothing of its own."""
        return self

    def __repr__(self) -> str:
        """Return the name; the session may hold secrets."""
        return f"<credentials of {self.name}>"


class ProfileCredentials(NamedTuple):
    """Credentials of an AWS profile that botocore has to fetch: SSO, a process, or a role to assume."""

    name: str
    """The profile."""
    kind: str
    """What the profile needs, in words."""
    config_file: str
    credentials_file: str

    def __call__(self) -> dict[str, Any]:
        """Let botocore fetch the credentials, which may start a process or use the network.

        Raises:
            LookupError: botocore finds no credentials.
        """
        from s3config.bare import bare_session

        files = {"config_file": self.config_file, "credentials_file": self.credentials_file}
        session = bare_session(profile=self.name, **files)
        return SessionCredentials(f"profile {self.name}", session)()

    def __repr__(self) -> str:
        """Return what it is."""
        return f"<credentials of profile {self.name} by {self.kind}>"


class OpaqueCredentials:
    """A caller's own provider, which may hold secrets and so is never shown."""

    __slots__ = ("provider",)

    def __init__(self, provider: CredentialProvider) -> None:
        """Keep the provider."""
        self.provider = provider

    def __call__(self) -> Mapping[str, Any]:
        """Ask the provider."""
        return self.provider()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the provider as itself, which is a reference if it is a function of a module.

        Raises:
            TypeError: It holds a session, with what that fetched.
        """
        if _holds_session(self.provider):
            raise TypeError(_UNPICKLED.format(f"a credential_provider of type {type(self.provider).__qualname__}"))
        return OpaqueCredentials, (self.provider,)

    def __repr__(self) -> str:
        """Name the type of the provider."""
        return f"<credentials of a {type(self.provider).__qualname__}>"


def _holds_session(provider: object) -> bool:
    """Tell whether a provider is, or has, a session or credentials of boto3 or botocore."""
    owner = getattr(provider, "__self__", None)
    held = (provider, owner, *getattr(provider, "__dict__", {}).values(), *getattr(owner, "__dict__", {}).values())
    return any(type(part).__module__.partition(".")[0] in ("boto3", "botocore") for part in held)


def seal_provider(value: Any) -> Any:  # noqa: ANN401
    """Wrap a caller's provider the moment it is read."""
    if value is None or isinstance(value, OpaqueCredentials | SessionCredentials | ProfileCredentials):
        return value
    return OpaqueCredentials(value) if callable(value) else Sealed(value)


class MissingCredentials(NamedTuple):
    """What stands in the place of an ambient profile's credentials that cannot be had.

    It is an error only where nothing else gives an identity.
    """

    code: str
    message: str
    remedy: str

    def __repr__(self) -> str:
        """Return the code of what is wrong."""
        return f"<no credentials: {self.code}>"

    def __call__(self) -> Mapping[str, Any]:
        """Refuse.

        Raises:
            LookupError: Always.
        """
        raise LookupError(self.message)
