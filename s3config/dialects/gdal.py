"""GDAL: the options of `/vsis3/`, as variables, in a configuration file, or one by one; rasterio has them, too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from s3config.config.addresses import address_of
from s3config.errors import ConfigError
from s3config.files import unreadable
from s3config.notations import ini, shell
from s3config.reading import Reading
from s3config.tables import Entry, Table
from s3config.vocabulary import COMMON, by, joint, no, variable, word
from s3config.words import NO, PATH, SAME, SECONDS, TEXT, WHOLE_SECONDS, YES, Codec, UnsayableError, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.reading import Entries
    from s3config.vocabulary import Support
    from s3config.writing import Writing

TITLE = "GDAL"
VERSION = "3.10.3 (rasterio 1.4.4)"
SOURCE = "https://gdal.org/en/stable/user/virtual_file_systems.html#vsis3-aws-s3-files"
EXAMPLE = """
import os
import rasterio
from s3config import resolve

os.environ.update(resolve("s3://logs").to("gdal"))
raster = rasterio.open("s3://logs/a.tif")
"""
TRAPS = (
    "rasterio takes no AWS_* in Env(); GDAL reads them in the environment.",
    "AWS_S3_ENDPOINT takes no scheme, and AWS_ENDPOINT_URL is not read.",
    "The bucket is put into the host's name, at an endpoint of one's own, too, unless AWS_VIRTUAL_HOSTING is FALSE.",
    "AWS_DEFAULT_REGION wins over AWS_REGION.",
    "AWS_REQUEST_PAYER is copied into the header: only the word requester works.",
    "GDAL_HTTP_HEADERS goes with reads, too; S3 refuses reads that speak of encryption.",
)
_HEADERS = "GDAL_HTTP_HEADERS"
_VERSION = "GDAL_HTTP_VERSION"
_SLOW = ("GDAL_HTTP_LOW_SPEED_TIME", "GDAL_HTTP_LOW_SPEED_LIMIT")
_REGIONS = ("AWS_DEFAULT_REGION", "AWS_REGION")
_NO_ENCRYPTION = no("its headers go with every request, and S3 refuses reads that speak of encryption")


def _with_scheme(address: Any) -> Any:  # noqa: ANN401 (any value)
    return f"http://{address}" if isinstance(address, str) and address and "://" not in address else address


KEYS: dict[str, Support] = {
    **COMMON,
    "access_key_id": word("AWS_ACCESS_KEY_ID"),
    "secret_access_key": word("AWS_SECRET_ACCESS_KEY"),
    "session_token": word("AWS_SESSION_TOKEN"),
    "region": joint("AWS_REGION, and AWS_DEFAULT_REGION, which would win", *_REGIONS),
    "endpoint": joint("AWS_S3_ENDPOINT and AWS_HTTPS", "AWS_S3_ENDPOINT", "AWS_HTTPS"),
    "virtual_hosted_style_request": word("AWS_VIRTUAL_HOSTING", codec=YES),
    "skip_signature": word("AWS_NO_SIGN_REQUEST", codec=YES),
    "request_payer": joint("AWS_REQUEST_PAYER=requester", "AWS_REQUEST_PAYER"),
    "request_checksum_calculation": by("it never adds one", without=("when_supported",)),
    "response_checksum_validation": by("it never checks one", without=("when_supported",)),
    "disable_tagging": by("it never tags"),
    "server_side_encryption": _NO_ENCRYPTION,
    "sse_kms_key_id": _NO_ENCRYPTION,
    "sse_bucket_key_enabled": _NO_ENCRYPTION,
    "sse_customer_key_base64": _NO_ENCRYPTION,
    "web_identity_token_file": word("AWS_WEB_IDENTITY_TOKEN_FILE"),
    "role_arn": word("AWS_ROLE_ARN"),
    "role_session_name": no("it calls every session gdal"),
    "sts_endpoint": word("CPL_AWS_STS_ROOT_URL"),
    "container_credentials_relative_uri": word("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
    "container_credentials_full_uri": word("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
    "container_authorization_token_file": word("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
    "container_authorization_token": word("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
    "metadata_endpoint": word("CPL_AWS_EC2_API_ROOT_URL"),
    "imdsv1_fallback": by("it falls back by itself", without=("False",)),
    "profile": word("AWS_PROFILE", also=("AWS_DEFAULT_PROFILE",)),
    "allow_http": by("AWS_HTTPS"),
    "allow_invalid_certificates": word("GDAL_HTTP_UNSAFESSL", codec=YES),
    "root_certificate": word("GDAL_CURL_CA_BUNDLE", codec=PATH),
    "connect_timeout": word("GDAL_HTTP_CONNECTTIMEOUT", codec=text_of(SECONDS)),
    "timeout": word("GDAL_HTTP_TIMEOUT", codec=text_of(SECONDS)),
    "read_timeout": joint(" and ".join(_SLOW), *_SLOW),
    "default_headers": joint(_HEADERS, _HEADERS),
    "http1_only": joint(f"{_VERSION}=1.1", _VERSION),
    "http2_only": joint(f"{_VERSION}=2PRIOR_KNOWLEDGE", _VERSION),
    "proxy_url": word("GDAL_HTTP_PROXY", codec=Codec(TEXT.write, _with_scheme)),
    "proxy_excludes": variable("NO_PROXY"),
    "user_agent": word("GDAL_HTTP_USERAGENT"),
    "max_retries": word("GDAL_HTTP_MAX_RETRY", codec=text_of(SAME)),
    "init_backoff": word("GDAL_HTTP_RETRY_DELAY", codec=text_of(SECONDS)),
}
GUESSED = {"virtual_hosted_style_request": "GDAL puts the bucket into the host's name, at every endpoint"}
OTHERS = (
    r"path|AWS_(MAX_KEYS|TIMESTAMP|CONFIG_FILE|STS_REGION|STS_REGIONAL_ENDPOINTS)|CPL_(?!AWS_(EC2|STS)_).*|VSI.*"
    r"|GDAL_(?!HTTPS?_|PROXY).*|GDAL_HTTP_(TCP_\w+|MULTI\w+|MERGE_\w+|ENABLE_\w+|COOKIE\w*|RETRY_CODES|NETRC\w*)|OGR_.*"
)
_VERSIONS = {"1.0": "http1_only", "1.1": "http1_only", "2PRIOR_KNOWLEDGE": "http2_only"}


def write(writing: Writing) -> None:
    """Write what words say together."""
    config, said = writing.config, writing.said
    if "region" in said:
        for name in _REGIONS:
            writing.put(config.region, name)
    if config.endpoint is not None:
        scheme, _, host = address_of(config.endpoint).root.partition("://")
        if "/" in host:
            writing.drop("endpoint", "it takes no path behind the host")
        else:
            writing.put(host, "AWS_S3_ENDPOINT")
            writing.put(NO.write(scheme == "http"), "AWS_HTTPS")
    if config.request_payer:
        writing.put("requester", "AWS_REQUEST_PAYER")
    _write_transport(writing)


def _write_transport(writing: Writing) -> None:
    said = writing.said
    try:
        if "read_timeout" in said:
            writing.put(str(WHOLE_SECONDS.write(said["read_timeout"])), _SLOW[0])
            writing.put("1", _SLOW[1])
    except UnsayableError as error:
        writing.drop("read_timeout", str(error))
    try:
        if "default_headers" in said:
            writing.put(_headers(said["default_headers"]), _HEADERS)
    except UnsayableError as error:
        writing.drop("default_headers", str(error))
    if said.get("http1_only"):
        writing.put("1.1", _VERSION)
    if said.get("http2_only"):
        writing.put("2PRIOR_KNOWLEDGE", _VERSION)
    if "NO_PROXY" in writing.environment:
        writing.warn("NO_PROXY holds for all programs that the environment reaches")


def _headers(headers: Mapping[str, str]) -> str:
    """Write headers with commas between.

    A comma behind which no colon follows belongs to the one header that is there, and then quotes are no quotes.
    """
    if not all(value and value.isascii() for value in headers.values()):
        raise UnsayableError("it sends no header without a value, and text that is not ASCII in UTF-8")
    lines = [f"{name}: {value}" for name, value in headers.items()]
    _, comma, rest = lines[0].partition(",")
    if len(lines) == 1 and comma and ":" not in rest:
        return lines[0]
    return ",".join(_quoted(line) for line in lines)


def _quoted(line: str) -> str:
    if not set(line) & set(',"'):
        return line
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


_HEADER = re.compile(r'(?:"((?:[^"\\]|\\.)*)"|((?:[^,"]|"(?:[^"\\]|\\.)*")*))(?:,|\Z)', re.DOTALL)


def _lines(text: str) -> Iterator[str]:
    """Take headers apart as GDAL does."""
    _, comma, rest = text.partition(",")
    if "\r\n" in text:
        yield from text.split("\r\n")
    elif comma and ":" not in rest:
        yield text
    else:
        for found in _HEADER.finditer(text):
            whole = found[1] is not None
            yield re.sub(r'\\([\\"])', r"\1", found[1]) if whole else re.sub(r'"((?:[^"\\]|\\.)*)"', r"\1", found[2])


def write_config(values: Mapping[str, str]) -> str:
    """Write a configuration file.

    Raises:
        ConfigError: A value begins with white space, which GDAL would take off.
    """
    for name, value in values.items():
        if value != value.lstrip():
            raise ConfigError(f"{name} begins with white space, which GDAL takes off there; use the form 'environment'")
    return "[configoptions]\n" + "".join(f"{name}={value}\n" for name, value in values.items())


FORMS = {"environment": shell.write, "config": write_config}


def parse(text: str, place: str) -> Table:
    """Read a configuration file, in which credentials may stand for one path, or variables.

    Raises:
        UnreadableFileError: It is neither, or there are credentials for several paths.
    """
    if not ini.has_section(text):
        return shell.read(text, place)
    found = [line for line in ini.read(text, place, separators="=:", comments="#") if _counts(line.section)]
    paths = list(dict.fromkeys(line.section for line in found if line.section.startswith(".")))
    if len(paths) > 1 or not (found or "[configoptions]" in text):
        what = f"are credentials of several paths: {', '.join(paths)}" if found else "is no section [configoptions]"
        raise unreadable(place, f"there {what}", "give a text with the one you mean", 1, 1)
    return Table({line.word: Entry(line.word, line.value.lstrip(" \t"), line.origin) for line in found}.values())


def _counts(section: str) -> bool:
    return section in ("configoptions", "credentials") or section.startswith(".")


def read(entries: Entries) -> Iterator[Reading]:
    """Read what words say together."""
    region = next((entries[name] for name in _REGIONS if entries.value(name)), None)
    if region is not None:
        yield Reading("region", region.value, region)
    endpoint = entries.get("AWS_S3_ENDPOINT")
    if endpoint is not None and endpoint.value:
        secure = NO.read(entries.value("AWS_HTTPS") or "YES") is False
        yield Reading("endpoint", f"{'https' if secure else 'http'}://{endpoint.value}", endpoint)
        if not secure:
            yield Reading("allow_http", True, endpoint)
        if "AWS_VIRTUAL_HOSTING" not in entries:
            yield Reading("virtual_hosted_style_request", True, endpoint)
    payer = entries.get("AWS_REQUEST_PAYER")
    if payer is not None and payer.value:
        yield Reading("request_payer", payer.value, payer)
    slow = entries.get(_SLOW[0])
    if slow is not None:
        yield Reading("read_timeout", WHOLE_SECONDS.read(slow.value), slow)
    headers = entries.get(_HEADERS)
    if headers is not None and headers.value:
        yield Reading("default_headers", "\n".join(_lines(str(headers.value))), headers)
    version = entries.get(_VERSION)
    if version is not None and version.value in _VERSIONS:
        yield Reading(_VERSIONS[version.value], True, version)
