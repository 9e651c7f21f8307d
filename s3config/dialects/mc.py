"""mc, the MinIO Client: an alias, in its `config.json` or in the environment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from s3config.config.addresses import address_of
from s3config.documents import formats
from s3config.errors import ConfigError
from s3config.files import unreadable
from s3config.notations import literal, shell
from s3config.providers import match_host
from s3config.reading import Reading
from s3config.tables import Entry, Table
from s3config.vocabulary import COMMON, by, joint, no, variable, word
from s3config.words import FLAG, PATH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.reading import Entries
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "mc"
VERSION = "RELEASE.2025-08-13 (read, not run)"
SOURCE = "https://docs.min.io/community/minio-object-store/reference/minio-mc.html"
EXAMPLE = """
from s3config import resolve, translate

print(translate(resolve("s3://logs").config, "mc").form("environment"))
# then: mc ls s3config/logs
"""
TRAPS = (
    "An alias without keys is anonymous; mc reads no AWS_* keys and no profile.",
    "Nothing in the URL of MC_HOST_<alias> is percent-decoded, and the second colon begins a session token.",
    "The URL must have no path, and MC_HOST_<alias> cannot say the addressing style.",
    "Encryption and checksums are options of each command: --enc-s3, --enc-kms, --enc-c, --checksum.",
    "Certificates of one's own belong into ~/.mc/certs/CAs.",
)
ALIAS = "s3config"
"""What the alias is called in what is written."""
_STANDARD = "https://s3.amazonaws.com"
_PER_COMMAND = "it is an option of each command"
_STYLES = {True: "off", False: "on"}
KEYS: dict[str, Support] = {
    **COMMON,
    "access_key_id": word("accessKey"),
    "secret_access_key": word("secretKey"),
    "session_token": word("sessionToken"),
    "region": variable("MC_REGION"),
    "endpoint": joint("url", "url"),
    "virtual_hosted_style_request": joint("path, inverted", "path"),
    "skip_signature": joint("empty keys", "accessKey", "secretKey"),
    "checksum_algorithm": no(_PER_COMMAND),
    "disable_tagging": by("it tags only what it is told to tag"),
    "server_side_encryption": no(_PER_COMMAND),
    "sse_kms_key_id": no(_PER_COMMAND),
    "sse_customer_key_base64": no(_PER_COMMAND),
    "default_headers": no(_PER_COMMAND),
    "web_identity_token_file": variable(f"MC_WEB_IDENTITY_TOKEN_FILE_{ALIAS}"),
    "role_arn": variable(f"MC_ROLE_ARN_{ALIAS}"),
    "role_session_name": variable(f"MC_ROLE_SESSION_NAME_{ALIAS}"),
    "sts_endpoint": variable(f"MC_STS_ENDPOINT_{ALIAS}"),
    "allow_http": by("the scheme of the URL"),
    "allow_invalid_certificates": variable("MC_INSECURE", FLAG),
    "root_certificate": variable("SSL_CERT_FILE", PATH),
    "proxy_url": by("environment variables HTTP_PROXY and HTTPS_PROXY"),
    "proxy_excludes": variable("NO_PROXY"),
}
GUESSED: dict[str, str] = {}
OTHERS = r"api|src|license|apiKey|token"


def write(writing: Writing) -> None:
    """Write the URL, the style, and that there are no keys where that is said."""
    config = writing.config
    keys = dict(writing.values)
    writing.values.clear()
    if config.endpoint is not None and address_of(config.endpoint).root.count("/") > len("//"):
        writing.drop("endpoint", "it takes no path behind the host")
    else:
        writing.put(config.endpoint or _STANDARD, "url")
    if config.skip_signature:
        keys = {"accessKey": "", "secretKey": ""}
    for name, value in keys.items():
        writing.put(value, name)
    writing.put("S3v4", "api")
    style = "virtual_hosted_style_request"
    writing.put(_STYLES[config.virtual_hosted_style_request] if style in writing.said else "auto", "path")
    if "proxy_url" in writing.said:
        writing.environment |= dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), str(writing.said["proxy_url"]))
    if config.web_identity_token_file is not None and config.sts_endpoint is None:
        writing.environment[f"MC_STS_ENDPOINT_{ALIAS}"] = f"https://sts.{config.region}.amazonaws.com"
        writing.warn("the address of STS is written, too: without it mc leaves the web identity aside")
    elif not keys and config.web_identity_token_file is None:
        writing.warn("mc knows no keys but those of the alias: without them its requests are anonymous")


def write_alias(values: Mapping[str, Any]) -> str:
    """Write `config.json`."""
    return literal.write_json({"version": "10", "aliases": {ALIAS: dict(values)}})


def write_environment(values: Mapping[str, str]) -> str:
    """Write the variable.

    Raises:
        ConfigError: A value cannot stand in its URL.
    """
    name = f"MC_HOST_{ALIAS}"
    for word_there in ("accessKey", "secretKey"):
        if ":" in values.get(word_there, ""):
            raise _unfit(word_there, f"with a colon cannot stand in {name}, where it would end")
    scheme, _, host = values.get("url", _STANDARD).partition("://")
    if values["path"] != "auto" and (values["path"] == "off" or _is_virtual_by_itself(host)):
        raise _unfit("path", f"cannot be said in {name}, where mc chooses by the host")
    user = ""
    if "accessKey" in values:
        token = f":{values['sessionToken']}" if "sessionToken" in values else ""
        user = f"{values['accessKey']}:{values['secretKey']}{token}@"
    return shell.write({name: f"{scheme}://{user}{host}"})


def _unfit(name: str, why: str) -> ConfigError:
    return ConfigError(f"{name} {why}; use the form 'alias'")


def _is_virtual_by_itself(host: str) -> bool:
    """Tell whether mc puts the bucket into the host's name of its own accord: at Amazon, Google and Alibaba."""
    return re.search(r"amazonaws\.com|\bstorage\.googleapis\.com|aliyuncs\.com", host) is not None


FORMS = {"alias": write_alias, "environment": write_environment}
_MADE_BY_MC = frozenset({"gcs", "local", "play", "s3", "dl"})
"""Aliases that stand in every file."""
_VARIABLE = re.compile(r"MC_HOSTS?_(\w+)")
_WITH_TOKEN = re.compile(r"(https?://)(.*?):(.*?):(.*)@(.*?)", re.DOTALL)
_WITH_KEYS = re.compile(r"(https?://)(.*?):(.*)@(.*?)", re.DOTALL)


PART = ("alias", "aliases")


def parts(text: str, place: str) -> dict[str, Table]:
    """Read the aliases, those aside that mc itself writes, in any form.

    Raises:
        UnreadableFileError: It is none of the forms.
    """
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return _aliases(formats()[".json"].entries(text, place))
    written = [(_VARIABLE.fullmatch(str(entry.word)), entry) for entry in shell.read(text, place)]
    return {name[1]: Table(_of_url(entry, place)) for name, entry in written if name is not None}


def _aliases(table: Table) -> dict[str, Table]:
    below = {entry.word: entry.value for entry in table}
    if "url" in below:
        return {ALIAS: table}
    found = below.get("aliases", below.get("hosts"))
    aliases = {entry.word: entry.value for entry in found} if isinstance(found, Table) else {}
    tables = {name: value for name, value in aliases.items() if isinstance(value, Table)}
    own = {name: value for name, value in tables.items() if name not in _MADE_BY_MC}
    return own or tables


_BARE = r"https?://(?:\[[0-9A-Fa-f:.]+\]|[^/@?#:\[\]]+)(?::[0-9]{1,5})?/?"


def _of_url(entry: Entry, place: str) -> Iterator[Entry]:
    """Take the URL apart as mc does: the first colons count, and the last at sign."""
    for pattern, names in (
        (_WITH_TOKEN, ("accessKey", "secretKey", "sessionToken")),
        (_WITH_KEYS, ("accessKey", "secretKey")),
    ):
        found = pattern.fullmatch(str(entry.value))
        if found:
            yield Entry("url", f"{found[1]}{found[len(names) + 2]}", entry.origin)
            yield from (Entry(name, found[index], entry.origin) for index, name in enumerate(names, 2))
            return
    if not re.fullmatch(_BARE, str(entry.value)):
        remedy = "write https://KEY:SECRET@host"
        raise unreadable(place, "this is no URL of an alias", remedy, entry.origin.line, entry.origin.column)
    yield Entry("url", entry.value, entry.origin)


def read(entries: Entries) -> Iterator[Reading]:
    """Read the URL, the style, and that there are no keys."""
    url = entries.get("url")
    if url is not None:
        address = str(url.value).rstrip("/")
        known = match_host(address.partition("://")[2])
        if known is None or known.kind != "standard" or not address.startswith("https://"):
            yield Reading("endpoint", url.value, url)
        elif known.region is not None:
            yield Reading("region", known.region, url)
        if address.startswith("http://"):
            yield Reading("allow_http", True, url)
    style = entries.get("path", entries.get("lookup"))
    if style is not None and str(style.value) in _OFF:
        yield Reading("virtual_hosted_style_request", _OFF[str(style.value)], style)
    key = entries.get("accessKey")
    if key is not None and key.value == "" and not entries.value("secretKey"):
        yield Reading("skip_signature", True, key)
        if "secretKey" in entries:
            yield Reading("skip_signature", True, entries["secretKey"])


_OFF = {"off": True, "dns": True, "on": False, "path": False}
