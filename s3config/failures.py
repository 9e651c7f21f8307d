"""From what a store or its client says of a failure to one of our errors, with a likely cause and without a secret."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, quote_plus

from s3config.errors import (
    AlreadyExistsError,
    InvalidRequestError,
    NotFoundError,
    NotModifiedError,
    NotSupportedError,
    PermissionDeniedError,
    PreconditionError,
    StoreError,
    UnauthenticatedError,
)
from s3config.redaction import HIDDEN, mask_text
from s3config.symptoms import recognise

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_TEXT = 300
_BY_STATUS: dict[int, type[StoreError]] = {
    304: NotModifiedError,
    401: UnauthenticatedError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: PreconditionError,
    412: PreconditionError,
    416: InvalidRequestError,
    501: NotSupportedError,
}
_BY_CODE: dict[str, type[StoreError]] = {
    "ExpiredToken": UnauthenticatedError,
    "InvalidToken": UnauthenticatedError,
    "NoSuchBucket": NotFoundError,
    "NoSuchKey": NotFoundError,
    "NoSuchUpload": StoreError,
}
_PLAIN = (AlreadyExistsError, NotFoundError, NotModifiedError, PreconditionError, InvalidRequestError)
"""What needs no guess at a setting: the object answered."""


class Call(NamedTuple):
    """What was asked of which backend."""

    backend: str
    operation: str
    path: str | None
    creates: bool = False
    """Whether the call wants that there is no object yet."""
    updates: bool = False
    """Whether the call wants to replace a certain object."""


def kind_of(status: int | None, code: str | None) -> type[StoreError]:
    """Return the class of error that an HTTP status and an error code mean."""
    by_code = _BY_CODE.get(code or "")
    return by_code or _BY_STATUS.get(status or 0, StoreError)


def failure(
    call: Call,
    text: str,
    *,
    kind: type[StoreError] | None = None,
    status: int | None = None,
    code: str | None = None,
    secrets: Iterable[str] = (),
    clue: str | None = None,
) -> StoreError:
    """Make the error of a failed call.

    Args:
        call: What was asked.
        text: What the store or its client says.
        kind: Class of the error; without one, the status and the code decide.
        status: HTTP status of the answer.
        code: Code of the answer.
        secrets: What must not be shown, whoever repeats it.
        clue: All that the client says, which may be too much to show; `None` if it is `text`.
    """
    kind = kind or kind_of(status, code)
    if kind is PreconditionError and call.creates:
        kind = AlreadyExistsError
    if kind is NotFoundError and call.updates and code == "NoSuchKey":
        kind = PreconditionError
    secrets = tuple(secrets)
    said = concealed(text, secrets)
    symptom = recognise(code=code, status=status, text=text if clue is None else clue)
    code = None if code is None else concealed(code, secrets)
    guess = symptom if symptom is not None and (code == "NoSuchBucket" or not issubclass(kind, _PLAIN)) else None
    answer = " ".join(str(part) for part in (status, code) if part is not None)
    what = call.operation if call.path is None else f"{call.operation} {call.path!r}"
    message = f"{what}: {said}" + (f" ({answer})" if answer else "")
    if guess is not None:
        message += f"; likely {guess.cause}: {guess.remedy}"
    return kind(
        message,
        operation=call.operation,
        path=call.path,
        backend=call.backend,
        status=status,
        code=code,
        keys=guess.keys if guess is not None else (),
    )


def completed(error: StoreError, call: Call) -> StoreError:
    """Add to an error what was asked, where it was made without knowing that."""
    if error.operation is None:
        error.operation, error.path = call.operation, call.path
        if isinstance(error, UnauthenticatedError):
            what = call.operation if call.path is None else f"{call.operation} {call.path!r}"
            error.args = (f"{what}: {error.args[0]}", *error.args[1:])
    error.backend = error.backend or call.backend
    return error


def concealed(text: str, secrets: Iterable[str]) -> str:
    """Return what a store said on one line, short, with every secret in it hidden, however it is written."""
    written = {form for secret in secrets if secret for form in _forms(secret)}
    for secret in sorted(written, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    line = re.sub(r"\s+", " ", mask_text(text)).strip()
    return line if len(line) <= _LONGEST_TEXT else f"{line[:_LONGEST_TEXT]}…"


def _forms(secret: str) -> tuple[str, ...]:
    """Return the ways to write a secret: plain, in a URL, in JSON, in XML."""
    url = (quote(secret), quote(secret, safe=""), quote_plus(secret), quote(secret, safe="").lower())
    return (secret, *url, json.dumps(secret)[1:-1], escape(secret), escape(secret, quote=False))
