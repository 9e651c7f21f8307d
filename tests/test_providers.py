"""The table of providers is whole: every record and every fact has a public source, and every host is found again."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from s3config.providers import Fact, Provider, match_host, providers

PROVIDERS = providers()
FACTS = [(provider.id, word, fact) for provider in PROVIDERS for word, fact in provider.facts.items()]
FACT_IDS = [f"{id_}-{word}" for id_, word, _ in FACTS]
ALLOWED = {
    "region_check": {"checked", "ignored"},
    "addressing": {"path", "virtual", "both"},
    "conditional_put": {"etag", "ignored", "unsupported"},
    "checksums": {"accepted", "refused", "when_required"},
    "payload": {"signed", "unsigned", "any"},
}
BRACES = {
    "aws-region": "eu-west-1",
    "region": "here-1",
    "zone": "use1-az4",
    "account": "0123456789abcdef",
    "namespace": "axaxnpcrorw5",
    "project": "abcdefghijklmnopqrst",
}
THREAD = re.compile(r"[\w.-]+/[\w.-]+#[0-9]+")


def sources_of(text: str) -> list[str]:
    """Part the sources of a record or a fact."""
    return text.split("; ")


def filled(pattern: str) -> str:
    """Write a host as a pattern says."""
    return re.sub(r"\{([a-z-]+)\}", lambda match: BRACES[match[1]], pattern)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.id)
def test_record_is_whole(provider: Provider) -> None:
    """A record has a name, a source, and either hosts or facts about a server that people run themselves."""
    assert provider.name
    assert all(sources_of(provider.source))
    assert provider.hosts or provider.facts
    assert provider.addressing in (None, "path", "virtual")


@pytest.mark.parametrize("id_", ["minio", "ceph-rgw", "garage", "seaweedfs", "localstack", "moto"])
def test_own_servers_have_no_hosts(id_: str) -> None:
    """Nothing follows from the host of a server that people run themselves."""
    assert [provider.hosts for provider in PROVIDERS if provider.id == id_] == [()]


@pytest.mark.parametrize(
    ("id_", "pattern"), [(provider.id, host) for provider in PROVIDERS for host in provider.hosts], ids=str
)
def test_every_host_is_found(id_: str, pattern: str) -> None:
    """A host of each pattern is found with and without a bucket, and says the region that stands in it."""
    host = filled(pattern)
    bare, with_bucket = match_host(host), match_host(f"my-bucket.{host}")

    assert bare is not None
    assert with_bucket is not None
    assert (id_, host, None) == (bare.provider.id, bare.host, bare.bucket)
    assert (id_, host, "my-bucket") == (with_bucket.provider.id, with_bucket.host, with_bucket.bucket)
    if "{region}" in pattern or "{aws-region}" in pattern:
        assert bare.region in ("here-1", "eu-west-1")


@pytest.mark.parametrize(("id_", "word", "fact"), FACTS, ids=FACT_IDS)
def test_fact_has_a_known_value(id_: str, word: str, fact: Fact) -> None:
    """Words that rules compare with are spelt right."""
    assert id_
    match word:
        case "bulk_delete":
            assert fact.value in ("yes", "no", "md5") or isinstance(fact.value, int)
        case "copy_if_not_exists":
            assert re.fullmatch(r"multipart|unsupported|header:[a-z-]+:\S+", str(fact.value))
        case "notes":
            assert isinstance(fact.value, tuple)
            assert all(isinstance(note, str) and not note.endswith(".") for note in fact.value)
        case "regions":
            assert fact.value
        case _:
            assert fact.value in ALLOWED[word]


@pytest.mark.parametrize(
    "source",
    sorted({one for provider in PROVIDERS for one in sources_of(provider.source)})
    + sorted({one for _, _, fact in FACTS for one in sources_of(fact.source)}),
)
def test_source_is_public(source: str) -> None:
    """A source is a thread with its whole name, or the name of documentation."""
    assert source == source.strip()
    assert THREAD.fullmatch(source) or "#" not in source
    assert not re.search(r"://|\.md\b|(?:^|\s)/", source)


@pytest.mark.parametrize("provider", [p for p in PROVIDERS if p.addressing], ids=lambda provider: provider.id)
def test_decision_and_fact_agree(provider: Provider) -> None:
    """What the resolution goes by does not contradict what is known."""
    assert provider.fact("addressing") in (None, provider.addressing)


def test_a_fact_that_is_not_known_is_left_out() -> None:
    """No value stands for it."""
    storj = next(provider for provider in PROVIDERS if provider.id == "storj")

    assert "conditional_put" not in storj.facts
    assert storj.fact("conditional_put") is None


@pytest.mark.parametrize(
    ("host", "parsed"), [("minio.example", False), ("s3.fr-par.scw.cloud", True), ("storage.googleapis.com", True)]
)
def test_table_is_parsed_only_for_a_host_in_it(host: str, *, parsed: bool) -> None:
    """A host that the file does not speak of costs no TOML parser."""
    code = (
        f"import sys; from s3config.providers import match_host; match_host({host!r}); print('tomllib' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert shown.strip() == str(parsed)
