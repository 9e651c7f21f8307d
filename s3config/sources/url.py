"""Settings from a URL: bucket, endpoint, region and style, and the keys of its query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3config.config.refusal import Refusal
from s3config.diagnostics import Diagnostic, Severity
from s3config.origin import URL_ORIGIN, Layer, Origin, Setting
from s3config.spellings import KEYS, find
from s3config.tables import Entry, read_table
from s3config.urls import own_endpoints, parse_url, query_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from s3config.sources import Request
    from s3config.urls import StoreUrl

_NOT_IN_A_QUERY = {
    name
    for name, key in KEYS.items()
    if key.about.secret or name.startswith(("container_", "credential_", "proxy_", "metadata", "ec2_", "imds", "role_"))
} | {
    "access_key_id", "web_identity_token_file", "sts_endpoint", "profile", "root_certificate",
    "allow_invalid_certificates", "disable_system_certificates",
}  # fmt: skip


def read(request: Request) -> Iterator[Setting | Diagnostic]:
    """Yield what the URL says."""
    address = request.url.strip() if isinstance(request.url, str) else request.url
    if address != request.url:
        message = "the URL has white space around it, which was taken off"
        yield Diagnostic("KEY010", Severity.WARNING, (URL_ORIGIN,), message, "remove it")
    try:
        url = parse_url("" if address is None else address, own_endpoints(request.written("endpoint")))
    except Refusal as refusal:
        # A URL that may hold credentials stays out of the message: nobody knows where they begin and end.
        whole = str(address)
        shown = "the URL" if "@" in whole else f"the URL {whole.partition('?')[0]!r}"
        yield Diagnostic(refusal.code, Severity.ERROR, (URL_ORIGIN,), f"{shown} {refusal.message}", refusal.remedy)
        return
    yield from _settings(url)
    yield from _query(query_of(str(address)))


def _settings(url: StoreUrl) -> Iterator[Setting]:
    said: dict[str, object] = {"bucket": url.bucket, "endpoint": url.endpoint, "region": url.region}
    if url.virtual_hosted:
        said["virtual_hosted_style_request"] = True
    if url.s3_express:
        said["s3_express"] = True
    for key, value in said.items():
        if value is not None:
            yield Setting(key, value, "url", URL_ORIGIN, Layer.URL)


def _query(query: list[tuple[str, str]]) -> Iterator[Setting | Diagnostic]:
    seen: set[str] = set()
    for name, value in query:
        origin = Origin(f"url query {name}")
        spelling = find(name)
        if name in seen:
            message = f"{name} stands twice in the URL's query"
            yield Diagnostic("KEY003", Severity.ERROR, (origin,), message, "leave one of them out")
            continue
        seen.add(name)
        if name.lower().startswith("x-amz-"):
            yield Diagnostic(
                "SEC006",
                Severity.ERROR,
                (origin,),
                f"{name} in a URL's query is a credential or part of a signature",
                "pass the plain URL and give credentials by themselves; a presigned URL is for an HTTP client",
            )
        elif spelling is not None and spelling.key == "bucket":
            message = f"{name} stands in the URL's query, and the URL names its bucket before it"
            yield Diagnostic("URL005", Severity.ERROR, (origin,), message, "write s3://bucket")
        elif spelling is not None and spelling.key in _NOT_IN_A_QUERY:
            yield Diagnostic(
                "SEC006",
                Severity.ERROR,
                (origin,),
                f"{name} cannot stand in a URL's query, which others may write or log",
                "give it as an argument or in the environment",
            )
        else:
            yield from read_table([Entry(name, value, origin)], Layer.URL)
