"""Hadoop and Spark: the options `fs.s3a.*` of the file system s3a."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3config.config.numbers import parse_flag
from s3config.families.java_words import CONDITION, DURATION, NUMBER, PLAIN, VARIABLES, without_references
from s3config.families.proxy_words import proxy_at, proxy_of
from s3config.notations import hadoop_xml, properties
from s3config.reading import Reading
from s3config.vocabulary import COMMON, by, joint, no, word
from s3config.words import FLAG, NOT_FLAG, TEXT, UnsayableError, among, read_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from s3config.reading import Entries
    from s3config.tables import Entry, Table
    from s3config.vocabulary import Support
    from s3config.words import Codec
    from s3config.writing import Writing

TITLE = "Hadoop s3a"
VERSION = "3.5.0, as documented; not run"
SOURCE = "https://hadoop.apache.org/docs/stable/hadoop-aws/tools/hadoop-aws/index.html"
EXAMPLE = """
from pyspark.sql import SparkSession
from s3config import resolve

session = SparkSession.builder
for name, value in resolve("s3://logs").to("hadoop").items():
    session = session.config(f"spark.hadoop.{name}", value)
frame = session.getOrCreate().read.parquet("s3a://logs/2026/")
"""
TRAPS = (
    "Unknown options are ignored without a word.",
    "The regions auto, ec2 and sdk mean something else: us-east-1 is written for R2's auto, where it means the same.",
    "A bare number as a time is milliseconds; limits of the network below 15 s are raised to that.",
    "s3a tries again by itself what the SDK gave up: fs.s3a.retry.limit (7) times fs.s3a.attempts.maximum.",
    "${...} in a value is a reference to another option, or to a variable.",
    "Options of a bucket, fs.s3a.bucket.<name>.*, outrank these; so do keys in a credential file of Hadoop.",
)
_SPARK = "spark.hadoop."
_SDK = "software.amazon.awssdk.auth.credentials."
_ANONYMOUS = "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider"
_PROVIDER, _ENDPOINT, _SSL = "fs.s3a.aws.credentials.provider", "fs.s3a.endpoint", "fs.s3a.connection.ssl.enabled"
_ALGORITHM, _KEY, _REGION = "fs.s3a.encryption.algorithm", "fs.s3a.encryption.key", "fs.s3a.endpoint.region"
_PROXY = "fs.s3a.proxy."
_RESERVED_REGIONS = ("auto", "ec2", "sdk")
_CHECKSUMS = among({"when_supported": "true", "when_required": "false"})
_KINDS = {"AES256": "AES256", "aws:kms": "SSE-KMS", "aws:kms:dsse": "DSSE-KMS", "sse-c": "SSE-C"}


def _both(*names: str) -> tuple[str, ...]:
    """Return names as Hadoop has them, and as Spark does."""
    return (*names, *(f"{_SPARK}{name}" for name in names))


def _word(name: str, codec: Codec = PLAIN, *, also: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Support:
    return word(name, codec=codec, also=_both(name, *also)[1:], without=without)


def _joint(*names: str) -> Support:
    return joint(" and ".join(names), *_both(*names))


KEYS: dict[str, Support] = {
    **COMMON,
    **VARIABLES,
    "access_key_id": _word("fs.s3a.access.key"),
    "secret_access_key": _word("fs.s3a.secret.key"),
    "session_token": _word("fs.s3a.session.token"),
    "region": _word(_REGION, without=_RESERVED_REGIONS),
    "endpoint": _joint(_ENDPOINT, _SSL),
    "virtual_hosted_style_request": _word("fs.s3a.path.style.access", NOT_FLAG),
    "skip_signature": joint(f"{_PROVIDER}=...AnonymousAWSCredentialsProvider", *_both(_PROVIDER)),
    "request_payer": _word("fs.s3a.requester.pays.enabled", FLAG),
    "checksum_algorithm": _word("fs.s3a.create.checksum.algorithm", TEXT),
    "request_checksum_calculation": _word("fs.s3a.checksum.generation", _CHECKSUMS),
    "response_checksum_validation": _word("fs.s3a.checksum.validation", _CHECKSUMS),
    "conditional_put": _word("fs.s3a.create.conditional.enabled", CONDITION, without=("dynamo",)),
    "disable_tagging": by("it never tags"),
    "disable_bulk_delete": _word("fs.s3a.multiobjectdelete.enable", NOT_FLAG),
    "server_side_encryption": _word(_ALGORITHM, among(_KINDS), also=("fs.s3a.server-side-encryption-algorithm",)),
    "sse_kms_key_id": _joint(_KEY, "fs.s3a.server-side-encryption.key"),
    "sse_customer_key_base64": _joint(_KEY, "fs.s3a.server-side-encryption.key"),
    "allow_http": by("the scheme of fs.s3a.endpoint"),
    "connect_timeout": _word("fs.s3a.connection.establish.timeout", DURATION),
    "timeout": _word("fs.s3a.connection.request.timeout", DURATION),
    "read_timeout": _word("fs.s3a.connection.timeout", DURATION),
    "pool_idle_timeout": _word("fs.s3a.connection.idle.time", DURATION),
    "pool_max_idle_per_host": no("fs.s3a.connection.maximum counts those at work, too"),
    "http1_only": by("it speaks nothing else"),
    "proxy_url": _joint(*(f"{_PROXY}{name}" for name in ("host", "port", "username", "password", "ssl.enabled"))),
    "user_agent": _word("fs.s3a.user.agent.prefix"),
    "max_retries": _word("fs.s3a.attempts.maximum", NUMBER),
    "init_backoff": _word("fs.s3a.retry.interval", DURATION),
}
GUESSED = {
    "region": "s3a signs for us-east-2 first, and asks AWS",
    "virtual_hosted_style_request": "s3a puts the bucket into the host's name",
}
OTHERS = (
    rf"(?!(?:{_SPARK.replace('.', '[.]')})?fs\.s3a\.).*"
    rf"|(?:{_SPARK.replace('.', '[.]')})?fs\.s3a\.(bucket|assumed\.role|threads|multipart|fast|committer|block|buffer"
    r"|change\.detection|directory|experimental|input|metadatastore|s3guard|select|security|signing-algorithm"
    r"|custom\.signers|socket|readahead|list|impl|accesspoint|audit|vectored|retry|paging|max\.total\.tasks|executor"
    r"|connection\.(maximum|ttl|keepalive|acquisition\.timeout|expect\.continue|part\.upload\.timeout)|etag"
    r"|create\.(performance|storage\.class|header)|cross\.region\.access\.enabled|performance|optimized|proxy\.(domain"
    r"|workstation)|encryption\.(cse|context)|aws\.credentials\.provider\.mapping|client|endpoint\.fips|delegation"
    r"|downgrade|failure|cleaner|acl|attempts|http|ssl|rename|copy|bulk|prefetch|analytics|classloader|ext|tests?"
    r"|scheme|root|canned|access\.grants|s3-express|encryption-context).*"
)


def write(writing: Writing) -> None:
    """Write who asks, the endpoint, the key of the encryption and the proxy."""
    config, said = writing.config, writing.said
    if config.region in _RESERVED_REGIONS:
        writing.put("us-east-1", _REGION)
        writing.warn("the region auto means something else in s3a: us-east-1 is written, which R2 takes for the same")
    if config.endpoint is not None:
        _put_plain(writing, "endpoint", _ENDPOINT)
        writing.put("true" if config.endpoint.startswith("https://") else "false", _SSL)
    if said.get("skip_signature"):
        writing.put(_ANONYMOUS, _PROVIDER)
    elif "access_key_id" not in said and "web_identity_token_file" in said:
        writing.put(f"{_SDK}WebIdentityTokenFileCredentialsProvider", _PROVIDER)
    elif "profile" in said:
        writing.put(f"{_SDK}ProfileCredentialsProvider", _PROVIDER)
    key = "sse_customer_key_base64" if said.get("server_side_encryption") == "sse-c" else "sse_kms_key_id"
    if key in said:
        _put_plain(writing, key, _KEY)
    if "proxy_url" in said:
        _write_proxy(writing, said["proxy_url"])


def _put_plain(writing: Writing, key: str, name: str) -> None:
    try:
        writing.put(PLAIN.write(writing.said[key]), name)
    except UnsayableError as error:
        writing.drop(key, str(error))


def _write_proxy(writing: Writing, url: str) -> None:
    proxy = proxy_of(url)
    parts = {"host": proxy.host, "port": proxy.port, "username": proxy.user, "password": proxy.password}
    if proxy.scheme not in ("http", "https"):
        writing.drop("proxy_url", "it knows proxies that are asked over HTTP only")
    elif any("${" in str(part) for part in parts.values()):
        writing.drop("proxy_url", "it would take ${...} in it for a reference to another value")
    else:
        for name, part in parts.items():
            if part is not None:
                writing.put(str(part), f"{_PROXY}{name}")
        if proxy.scheme == "https":
            writing.put("true", f"{_PROXY}ssl.enabled")


def write_spark(values: Mapping[str, Any]) -> str:
    """Write lines for `spark-defaults.conf`."""
    return properties.write({f"{_SPARK}{name}": value for name, value in values.items()})


FORMS = {"core-site.xml": hadoop_xml.write, "spark": write_spark}


def parse(text: str, place: str) -> Table:
    """Read a file of Hadoop, or the properties of Spark."""
    is_xml = text.lstrip("\ufeff \t\r\n").startswith("<")
    return without_references((hadoop_xml if is_xml else properties).read(text, place))


def _either(entries: Entries, name: str) -> Entry | None:
    """Return what Hadoop is told, or Spark for it."""
    return entries.get(name) or entries.get(f"{_SPARK}{name}")


def _text(entries: Entries, name: str) -> str | None:
    entry = _either(entries, name)
    return None if entry is None else str(entry.value)


def read(entries: Entries) -> Iterator[Reading]:
    """Read who asks, the endpoint, the key of the encryption and the proxy."""
    provider = _either(entries, _PROVIDER)
    if provider is not None and str(provider.value).strip() == _ANONYMOUS:
        yield Reading("skip_signature", True, provider)
    endpoint = _either(entries, _ENDPOINT)
    if endpoint is not None:
        text = str(endpoint.value)
        scheme = "http" if read_by(parse_flag)(_text(entries, _SSL)) is False else "https"
        yield Reading("endpoint", text if "://" in text else f"{scheme}://{text}", endpoint)
    key = _either(entries, _KEY) or _either(entries, "fs.s3a.server-side-encryption.key")
    if key is not None:
        kind = _text(entries, _ALGORITHM) or _text(entries, "fs.s3a.server-side-encryption-algorithm")
        is_kms = "KMS" in (kind or "").upper()  # without it, the key may be the customer's, which is secret
        yield Reading("sse_kms_key_id" if is_kms else "sse_customer_key_base64", key.value, key)
    host = _either(entries, f"{_PROXY}host")
    if host is not None:
        secure = read_by(parse_flag)(_text(entries, f"{_PROXY}ssl.enabled")) is True
        port, user, password = (_text(entries, f"{_PROXY}{name}") for name in ("port", "username", "password"))
        name = str(host.value)
        address = f"[{name}]" if ":" in name else name
        url = proxy_at(f"{address}:{port}" if port else address, scheme="https" if secure else "http", user=user,
                       password=password)  # fmt: skip
        yield Reading("proxy_url", url, host)
