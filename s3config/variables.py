"""Environment variables, wherever they are written: which are keys, and what is to be said of the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import Setting
from s3config.spellings import SPELLINGS, find, nearest_spelling
from s3config.tables import misspelt_key

if TYPE_CHECKING:
    from s3config.origin import Layer, Origin

PREFIXES = ("AWS_", "aws_")
"""How a variable begins that may be a key, or was meant as one."""

KNOWN_TO_AWS = (
    r"AWS_(?:"
    r"ACCOUNT_ID|ACCOUNT_ID_ENDPOINT_MODE|AUTH_SCHEME_PREFERENCE|BEARER_TOKEN_.+|CBOR_DISABLE|CLI_.+"
    r"|CONFIG_FILE|CSM_.+|CRT_.+|DATA_PATH|DEFAULTS_MODE|DEFAULT_OUTPUT|DEFAULT_PROFILE|DISABLE_HOST_PREFIX_INJECTION"
    r"|DISABLE_REQUEST_COMPRESSION|DISABLE_S3_EXPRESS_CREATE_SESSION_TOKEN|DUALSTACK_ENDPOINT"
    r"|EC2_METADATA_SERVICE_ENDPOINT_MODE|EC2_INSTANCE_PROFILE_NAME|ENABLE_ENDPOINT_DISCOVERY"
    r"|ENDPOINT_URL_(?!S3$|STS$).+|EXECUTION_ENV|LAMBDA_.+|LOGIN_.+|LOG_LEVEL|METADATA_SERVICE_.+"
    r"|NODEJS_.+|OUTPUT|PAGER|REQUEST_MIN_COMPRESSION_SIZE_BYTES|RETRY_MODE|ROLE_DURATION_SECONDS"
    r"|S3_DISABLE_EXPRESS_SESSION_AUTH|S3_DISABLE_MULTIREGION_ACCESS_POINTS|S3_US_EAST_1_REGIONAL_ENDPOINT"
    r"|S3_USE_ARN_REGION|SDK_.+|SHARED_CREDENTIALS_FILE|SIGV4A_SIGNING_REGION_SET|SSO_.+|STS_REGIONAL_ENDPOINTS"
    r"|USER_AGENT_.+|VAULT.*|XRAY_.+|_X_AMZN_TRACE_ID"
    r")"
)
"""Source: AWS SDKs and Tools Reference Guide, environment variables; AWS CLI, AWS Lambda, aws-vault."""

KNOWN_TO_TOOLS = (
    r"AWS_(?:"
    r"FORCE_CREDENTIAL_LOAD|IAM_ROLE_ARN|IAM_ROLE_SESSION_NAME|S3_ALLOW_UNSAFE_RENAME|S3_ASSUME_ROLE_ARN"
    r"|S3_GET_INTERNAL_SERVER_ERROR_RETRIES|S3_LOCKING_PROVIDER|S3_POOL_IDLE_TIMEOUT_SECONDS|S3_ROLE_SESSION_NAME"
    r"|STS_POOL_IDLE_TIMEOUT_SECONDS"
    r"|HTTPS|MAX_KEYS|VIRTUAL_HOSTING"
    r")"
)
"""Source: delta-rs, constants of its AWS crate; GDAL documentation, /vsis3/."""
_UNSAFE = "AWS_S3_ALLOW_UNSAFE_RENAME"
_MOST_LETTERS = 2
"""Letters that are too many in one of two names or in both: one may be left out or doubled, or two change places."""
_TRUE = ("1", "true", "on", "yes", "y")

_OF_ONE_TOOL = {
    "AWS_NO_SIGN_REQUEST": ("GDAL", "AWS_SKIP_SIGNATURE"),
    "AWS_S3_ENDPOINT": ("GDAL", "AWS_ENDPOINT_URL_S3"),
    "AWS_S3_ENDPOINT_URL": ("django-storages", "AWS_ENDPOINT_URL_S3"),
    "AWS_S3_REGION_NAME": ("django-storages", "AWS_REGION"),
    "AWS_STORAGE_BUCKET_NAME": ("django-storages", "AWS_BUCKET"),
}
"""What one tool reads under a name of its own, and how the others write it."""


_BEFORE_KEY = re.compile(r"""(?:\A|[\r\n]|[,{](?<!\$\{))[ \t]*(?:-[ \t]+)?(?:export[ \t]+)?["']?\Z""")
_BEHIND_KEY = re.compile(r"""["']?[ \t]*[=:]""")
_WIDEST_BEFORE = 200
_MOST_LOOKED_AT = 20
"""How often a name is looked for; what is written more often is taken to be used."""


def is_used(text: str, start: int, end: int) -> bool:
    """Tell whether the name that stands at a place is used elsewhere in its text, as in `${NAME}`, `env.NAME` or words.

    Where the name is assigned once more, as `NAME=` at the beginning of a line, that is no use of it.
    """
    name, index = text[start:end].strip("\"'"), -1
    if not name:
        return False
    for _ in range(_MOST_LOOKED_AT):
        index = text.find(name, index + 1)
        if index < 0:
            return False
        behind = index + len(name)
        is_whole = not (_is_word(text[max(0, index - 1) : index]) or _is_word(text[behind : behind + 1]))
        if is_whole and not start <= index < end and not _is_assigned(text, index, behind):
            return True
    return True


def _is_word(letter: str) -> bool:
    return letter == "_" or letter.isalnum()


def _is_assigned(text: str, index: int, behind: int) -> bool:
    """Tell whether a name in a text is that of an assignment."""
    before = text[max(0, index - _WIDEST_BEFORE) : index]
    return _BEHIND_KEY.match(text, behind) is not None and _BEFORE_KEY.search(before) is not None


def read_variable(name: str, value: str, origin: Origin, layer: Layer) -> Setting | Diagnostic | None:
    """Return what a variable that begins with one of the prefixes means, or what is to be said of it.

    Only upper case is read, as everywhere in the field. A variable that is no key is never an error: nothing is said if
    AWS or a well-known tool knows it, a warning if it is nearly a key, else an info.
    """
    spelling = SPELLINGS.get(name)
    if spelling is not None and name.startswith("AWS_"):
        return Setting(spelling.key, spelling.seal(value), name, origin, layer)
    if not name.isupper():
        message = f"{name} is not read: it is not in upper case"
        known = find(name) is not None
        return Diagnostic("KEY009", Severity.INFO, (origin,), message, f"write {name.upper()}") if known else None
    return None if re.fullmatch(KNOWN_TO_AWS, name) else _of_others(name, value, origin)


def unsafe_rename(name: str, value: object, origin: Origin) -> Diagnostic | None:
    """Complain of the setting that lets delta-rs write without a lock, if it is on; names are in upper case."""
    if name != _UNSAFE or str(value).strip().lower() not in _TRUE:
        return None
    message = f"{name} lets delta-rs write without a lock: of two writers at a time, one loses what it wrote"
    return Diagnostic("OPS001", Severity.WARNING, (origin,), message, "take it out, and let conditional_put be etag")


def _of_others(name: str, value: str, origin: Origin) -> Diagnostic | None:
    if re.fullmatch(KNOWN_TO_TOOLS, name):
        return unsafe_rename(name, value, origin)
    if name in _OF_ONE_TOOL:
        tool, word = _OF_ONE_TOOL[name]
        message = f"{name} is read by {tool} alone"
        return Diagnostic("KEY002", Severity.INFO, (origin,), message, f"write {word} for other tools")
    close = nearest_spelling(name)
    if close is not None and _is_slip(name, close):
        return misspelt_key(name, close, origin, Severity.WARNING)
    remedy = f"write {close} if tools of S3 are to read it" if close else ""
    return Diagnostic("KEY008", Severity.INFO, (origin,), f"{name} is not read: no key has this name", remedy)


def _is_slip(name: str, close: str) -> bool:
    """Tell whether a name was meant to be another one; programs have names of their own, as `AWS_S3_BUCKET_NAME`."""
    from difflib import SequenceMatcher

    if re.findall(r"[0-9]+", name) != re.findall(r"[0-9]+", close):
        return False
    same = sum(block.size for block in SequenceMatcher(None, name, close, autojunk=False).get_matching_blocks())
    return len(name) + len(close) - 2 * same <= _MOST_LETTERS
