"""Whether listings begin and end where they are to, and tell odd names as they are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from s3config.probing.outcomes import Capability, Outcome, ignored, need, no, refused, yes

if TYPE_CHECKING:
    from s3config.probing.reply import Reply
    from s3config.probing.trial import Trial

RANK = 110
_NAMES = ["list/a", "list/b", "list/d"]
_ODD = {"space": "odd/a b", "plus": "odd/a+b", "percent": "odd/a%20b%", "unicode": "odd/ä-日本-😀"}


def _start_after(after: str, expected: list[str], trial: Trial) -> Outcome:
    _fill(trial)
    reply = trial.list({"prefix": f"{trial.prefix}list/", "start-after": f"{trial.prefix}list/{after}"})
    if not reply.ok:
        return refused(reply)
    found = _names(trial, reply)
    if found == expected:
        return yes(reply)
    return (
        ignored(reply, "the listing begins with the first")
        if found == _NAMES
        else no(reply, "other objects are listed")
    )


def _pages(trial: Trial) -> Outcome:
    _fill(trial)
    here = {"prefix": f"{trial.prefix}list/", "max-keys": "2"}
    first = trial.list(here)
    if not first.ok:
        return refused(first)
    if _names(trial, first) == _NAMES:
        return ignored(first, "all were listed at once")
    token = first.text("NextContinuationToken")
    if not token:
        return no(first, "there is no token for the next page")
    second = trial.list({**here, "continuation-token": token})
    if not second.ok:
        return refused(second)
    whole = _names(trial, first) + _names(trial, second)
    return yes(first, second) if whole == _NAMES else no(second, "the pages are not the listing")


def _encoding(trial: Trial) -> Outcome:
    trial.stored(_ODD["unicode"])
    reply = trial.list({"encoding-type": "url"})
    if not reply.ok:
        return refused(reply)
    if reply.text("EncodingType") != "url":
        return ignored(reply, "names are listed as they are")
    return yes(reply) if b"%E6%97%A5" in reply.body.upper() else no(reply, "said to be encoded, and is not")


def _odd(kind: str, trial: Trial) -> Outcome:
    name, body = _ODD[kind], kind.encode()
    written = trial.put(name, body)
    if not written.ok:
        return refused(written)
    read = trial.get(name)
    if read.body != body:
        return no(read, "the object cannot be read by its name")
    listed = need(trial.list({"encoding-type": "url", "prefix": f"{trial.prefix}odd/"}), "listing")
    is_listed = name in _names(trial, listed)
    return yes(written, listed) if is_listed else no(listed, "the listing has another name")


def _fill(trial: Trial) -> None:
    for name in _NAMES:
        trial.stored(name)


def _names(trial: Trial, reply: Reply) -> list[str]:
    """Return the names that a listing tells, decoded as clients do it."""
    is_encoded = reply.text("EncodingType") == "url"
    keys = [unquote(key.replace("+", "%20")) if is_encoded else key for key in reply.texts("Key")]
    return [key.removeprefix(trial.prefix) for key in keys]


CAPABILITIES = (
    Capability("list_start_after", "a listing from behind a name", partial(_start_after, "a", _NAMES[1:])),
    Capability(
        "list_start_after_missing", "a listing from behind a name that is not there",
        partial(_start_after, "c", _NAMES[2:]),
    ),
    Capability("list_pages", "a listing in pages", _pages),
    Capability("list_encoding", "names in URL encoding: encoding-type=url", _encoding),
    *(Capability(f"names_{kind}", f"names with {kind}", partial(_odd, kind)) for kind in _ODD),
)  # fmt: skip
