"""What every translation tells beside its values: what is missing, what is needed, and when it is refused."""

from __future__ import annotations

import json
import pickle
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import boto3
import botocore.session
import pytest
from botocore.credentials import RefreshableCredentials

from s3config import explain, from_dialect, resolve, translate, validate
from s3config.errors import ConfigError, ConfigWarning
from s3config.masks import masked
from s3config.translation import tools

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAIR = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
END = datetime(2031, 1, 31, 12, tzinfo=UTC)
REMOTE = """[logs]
type = s3
provider = Other
access_key_id = AKIAIOSFODNN7EXAMPLE
secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
endpoint = minio:9000/
regoin = eu-west-1
"""
WORDS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "polars",
        {"region": "eu-west-1", "skip_signature": True},
        {"aws_region": "eu-west-1", "aws_skip_signature": "true"},
    ),
    ("polars", {"region": "x", "retry_timeout": "30s"}, {"aws_region": "x", "retry_timeout_ms": 30000}),
    (
        "s3fs",
        {"region": "x", "endpoint": "https://s3.example.com"},
        {
            "endpoint_url": "https://s3.example.com",
            "client_kwargs": {"region_name": "x"},
            "config_kwargs": {
                "s3": {"addressing_style": "path"},
                "request_checksum_calculation": "when_required",
                "response_checksum_validation": "when_required",
            },
        },
    ),
    ("polars", {"region": "x", "max_retries": 3}, {"aws_region": "x", "max_retries": 3}),
    (
        "polars",
        {"region": "x", "endpoint": "https://s3.example.com", "virtual_hosted_style_request": True},
        {
            "aws_region": "x",
            "aws_virtual_hosted_style_request": "true",
            "aws_endpoint_url": "https://logs.s3.example.com",
        },
    ),
    (
        "obstore",
        {"region": "x", "timeout": "30s", "retry_timeout": "1m"},
        {
            "bucket": "logs",
            "config": {"region": "x"},
            "client_options": {"timeout": timedelta(seconds=30)},
            "retry_config": {"retry_timeout": timedelta(minutes=1)},
        },
    ),
    (
        "s3fs",
        {"region": "x", "skip_signature": True, "read_timeout": "5s", "server_side_encryption": "AES256"},
        {
            "anon": True,
            "client_kwargs": {"region_name": "x"},
            "config_kwargs": {
                "read_timeout": 5.0,
            },
            "s3_additional_kwargs": {"ServerSideEncryption": "AES256"},
        },
    ),
]


def resolved(**settings: Any) -> Any:
    """Resolve settings alone."""
    return resolve(bucket="logs", env=False, **settings)


@pytest.mark.parametrize(("tool", "settings", "values"), WORDS)
def test_words(tool: str, settings: dict[str, Any], values: dict[str, Any]) -> None:
    """The values are the tool's own, in its types, and no more than what was said or would be guessed wrongly."""
    assert resolved(**settings).to(tool) == values


def test_boto3() -> None:
    """The arguments make a client, and what goes with each call is told apart."""
    translation = translate(
        resolved(
            **PAIR,
            region="eu-west-1",
            server_side_encryption="aws:kms",
            sse_kms_key_id="k",
            request_payer=True,
            max_retries=2,
        ).config,
        "boto3",
    )
    client: Any = boto3.client("s3", **translation.values)
    assert client.meta.region_name == "eu-west-1"
    assert client.meta.config.retries["total_max_attempts"] == 3
    assert client.meta.config.s3 is None  # AWS takes what boto3 does by default
    assert translation.calls["get_object"] == {"RequestPayer": "requester"}
    assert translation.calls["put_object"] == {
        "RequestPayer": "requester",
        "ServerSideEncryption": "aws:kms",
        "SSEKMSKeyId": "k",
    }


class TestWhatIsMissing:
    """Nothing goes missing in silence."""

    @pytest.mark.parametrize(
        ("tool", "settings", "message"),
        [
            ("boto3", {"timeout": "5s"}, "timeout is left out: it has no limit for a whole request"),
            ("boto3", {"request_payer": True}, r"translate\(...\).calls"),
            ("polars", {"root_certificate": "/ca.pem"}, "SSL_CERT_FILE must be set in the environment"),
        ],
    )
    def test_to_warns(self, tool: str, settings: dict[str, Any], message: str) -> None:
        """Whoever takes the values alone is warned of what is not in them."""
        with pytest.warns(ConfigWarning, match=message):
            resolved(**settings).to(tool)

    def test_a_guess_is_said(self) -> None:
        """What is written though nobody said it is in the warnings."""
        assert any("region=us-east-1" in warning for warning in translate(resolved().config, "polars").warnings)

    @pytest.mark.parametrize(
        ("tool", "settings"),
        [
            ("rclone", {"sse_bucket_key_enabled": True, "server_side_encryption": "aws:kms"}),
            ("gdal", {"server_side_encryption": "sse-c", "sse_customer_key_base64": "A" * 43 + "="}),
            ("trino", {**PAIR, "session_token": "token"}),
            ("trino", {"allow_invalid_certificates": True}),
            ("s3cmd", {"skip_signature": True}),
            ("mc", {"request_payer": True}),
        ],
    )
    def test_safety_is_refused(self, tool: str, settings: dict[str, Any]) -> None:
        """A key without which a request is less safe is an error, which names it; and left out on demand."""
        config = resolved(**settings).config
        with pytest.raises(ConfigError, match="strict=False leaves it out") as caught:
            translate(config, tool)
        dropped = translate(config, tool, strict=False).dropped
        assert any(key in str(caught.value) for key in dropped)
        assert PAIR["secret_access_key"] not in str(caught.value)

    def test_no_bucket_is_needed(self) -> None:
        """Tools that name the bucket in each call need none."""
        assert resolve(env=False, region="x").to("polars") == {"aws_region": "x"}


class TestIdentity:
    """Whose requests they are is never left to chance."""

    @staticmethod
    def provider() -> dict[str, Any]:
        """Hand out credentials."""
        return {**PAIR, "token": "token", "expires_at": END}

    def test_a_provider_is_handed_on(self) -> None:
        """A tool that renews credentials is given what hands them out."""
        assert resolved(credential_provider=self.provider).to("obstore")["credential_provider"]() == self.provider()

    @pytest.mark.parametrize("tool", ["polars", "deltalake", "duckdb", "rclone", "env"])
    def test_a_provider_is_asked_once(self, tool: str) -> None:
        """Another tool is told what is valid now, and that it ends."""
        translation = translate(resolved(credential_provider=self.provider).config, tool)
        assert PAIR["secret_access_key"] in str({**translation.values})
        assert any("end at 2031-01-31T12:00:00" in warning for warning in translation.warnings)
        assert "credential_provider" in translation.emitted

    def test_masks_ask_nobody(self) -> None:
        """What is shown is made without asking for credentials."""
        asked = []
        config = masked(resolved(credential_provider=lambda: asked.append(1)).config)
        assert "**********" in translate(config, "polars").text
        assert not asked

    def test_a_session(self) -> None:
        """The credentials of a session are written, too."""
        session = boto3.Session(PAIR["access_key_id"], PAIR["secret_access_key"], region_name="eu-west-1")
        values = resolve(bucket="logs", env=False, session=session).to("polars")
        assert values["aws_secret_access_key"] == PAIR["secret_access_key"]

    def test_a_web_identity_that_cannot_be_said(self) -> None:
        """A tool that does not know web identities is refused, for it would sign with something else, or not at all."""
        config = resolved(web_identity_token_file="/token", role_arn="arn:aws:iam::123456789012:role/r").config
        with pytest.raises(ConfigError, match="web_identity_token_file"):
            translate(config, "pyarrow")


class TestProfiles:
    """A profile whose credentials must be fetched is handed on where the tool fetches them, else they are asked for."""

    @pytest.fixture
    def resolution(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
        """Resolve a profile of a kind, with settings beside it."""
        answer = json.dumps({"Version": 1, "AccessKeyId": PAIR["access_key_id"], "SecretAccessKey": "from-process"})
        program = tmp_path / "credentials.sh"
        program.write_text(f"#!/bin/sh\necho '{answer}'\n", encoding="utf-8")
        program.chmod(0o700)
        config = tmp_path / "config"
        config.write_text(
            f"[profile process]\ncredential_process = {program}\n[profile sso]\nsso_session = s\n"
            "[profile web]\nweb_identity_token_file = /token\nrole_arn = arn:aws:iam::123456789012:role/r\n",
            encoding="utf-8",
        )
        monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
        return lambda profile, **settings: resolve(bucket="logs", profile=profile, region="eu-west-1", **settings)

    @pytest.mark.parametrize(
        ("tool", "path"),
        [("s3fs", ("profile",)), ("polars", ("aws_profile",)), ("duckdb", ("PROFILE",)), ("rclone", ("profile",))],
    )
    def test_it_is_handed_on(self, resolution: Callable[..., Any], tool: str, path: tuple[str, ...]) -> None:
        """A tool that fetches credentials itself is told the profile, and no keys."""
        translation = translate(resolution("process"), tool)
        assert translation.values[path[0]] == "process"
        assert "from-process" not in str({**translation.values})
        assert not translation.dropped

    @pytest.mark.parametrize(
        ("tool", "settings"),
        [("polars", {"server_side_encryption": "AES256"}), ("clickhouse", {}), ("aws_config", {}), ("mc", {})],
    )
    def test_its_credentials_are_asked_for(
        self, resolution: Callable[..., Any], tool: str, settings: dict[str, Any]
    ) -> None:
        """A tool that would sign with something else, or not at all, is told what the profile gives now."""
        assert "from-process" in translate(resolution("process", **settings), tool).text

    def test_the_chain_of_duckdb(self, resolution: Callable[..., Any]) -> None:
        """DuckDB is told how to fetch it, for by itself it would not."""
        assert translate(resolution("sso"), "duckdb").values["CHAIN"] == "sso"

    def test_a_web_identity_is_said_once(self, resolution: Callable[..., Any]) -> None:
        """What a profile says is written out; its name, which is of this machine, is not."""
        values = translate(resolution("web"), "env").values
        assert values["AWS_WEB_IDENTITY_TOKEN_FILE"] == "/token"
        assert "AWS_PROFILE" not in values

    def test_polars_is_not_misled(self, resolution: Callable[..., Any]) -> None:
        """Beside a word that polars takes for credentials it would look for no web identity."""
        assert translate(resolution("web"), "polars").environment["AWS_WEB_IDENTITY_TOKEN_FILE"] == "/token"
        with pytest.raises(ConfigError, match="aws_server_side_encryption"):
            translate(resolution("web", server_side_encryption="AES256"), "polars")

    @pytest.mark.parametrize("tool", ["s3fs", "polars", "rclone", "env"])
    def test_a_session_counts_more_than_its_profile(
        self, resolution: Callable[..., Any], tool: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What a session hands out may be another identity than that of the profile that it names."""
        del resolution
        monkeypatch.setenv("AWS_PROFILE", "process")
        inner = botocore.session.get_session()
        inner._credentials = RefreshableCredentials.create_from_metadata(  # type: ignore[attr-defined]
            self.metadata(), self.metadata, "sts-assume-role"
        )
        session = boto3.Session(botocore_session=inner)
        translation = translate(resolve(bucket="logs", session=session), tool)
        assert "of-the-session" in str({**translation.values})
        assert any("end at 2031" in warning for warning in translation.warnings)

    @staticmethod
    def metadata() -> dict[str, str]:
        """Hand out what a role gave."""
        end = END.isoformat()
        return {"access_key": "ASIAIOSFODNN7EXAMPLE", "secret_key": "of-the-session", "token": "t", "expiry_time": end}


class TestBack:
    """What another tool is configured with is a source like any other."""

    def test_places_and_complaints(self) -> None:
        """Values and faults have the place in the tool's text, in its words."""
        resolution = resolve(bucket="logs", env=False, sources=[from_dialect(REMOTE, "rclone", place="rclone.conf")])
        assert str(resolution["access_key_id"].origin) == "rclone.conf:4:1"
        found = {diagnostic.code: str(diagnostic) for diagnostic in validate(resolution)}
        assert "rclone.conf:7:1" in found["KEY001"]
        assert "did you mean region?" in found["KEY001"]
        assert "rclone.conf:6:1" in explain(resolution)

    def test_it_outranks_the_environment(self) -> None:
        """What was asked for by name wins over what is around."""
        source = from_dialect({"aws_region": "eu-west-1"}, "polars")
        assert resolve(env={"AWS_REGION": "x"}, sources=[source])["region"].value == "eu-west-1"

    @pytest.mark.parametrize("tool", ["s3fs", "boto3", "polars", "clickhouse", "hadoop", "trino", "gdal"])
    def test_plain_http_is_read_back(self, tool: str) -> None:
        """An endpoint without TLS means that it is allowed, for tools that are told nothing more."""
        written = resolved(endpoint="http://minio:9000", allow_http=True)
        source = from_dialect(translate(written, tool, strict=False).values, tool)
        assert resolve(bucket="logs", env=False, sources=[source]).config.endpoint == "http://minio:9000"

    def test_what_decides_who_may_read_is_reported(self) -> None:
        """A word that s3config has no key for is left out aloud."""
        source = from_dialect(REMOTE + "acl = public-read\nstorage_class = GLACIER\n", "rclone")
        found = [str(diagnostic) for diagnostic in resolve(env=False, sources=[source]).diagnostics]
        assert any("'acl'" in text for text in found)
        assert any("'storage_class'" in text for text in found)

    @pytest.mark.parametrize("text", ["rclone.conf", "~/.s3cfg", "conf/options.json"])
    def test_a_path_is_no_text(self, text: str) -> None:
        """A path that is passed as text is recognised, and the remedy named."""
        with pytest.raises(ConfigError, match="pass Path"):
            from_dialect(text, "rclone")

    def test_an_expression_has_no_value(self) -> None:
        """What only running the program would tell is complained of."""
        source = from_dialect('storage_options = {"key": "AKIAIOSFODNN7EXAMPLE", "secret": os.environ["X"]}', "s3fs")
        codes = {diagnostic.code for diagnostic in resolve(env=False, sources=[source]).diagnostics}
        assert "CR020" not in codes
        assert codes

    def test_a_mapping_is_no_source(self) -> None:
        """Something that has no method `read` is one clear complaint."""
        (found,) = resolve(env=False, sources=[{"region": "x"}]).diagnostics  # type: ignore[list-item]
        assert "no method read" in str(found)

    @pytest.mark.parametrize("tool", sorted({*tools()} - {"hadoop", "trino"}))  # whose properties can be any text
    def test_text_that_is_nothing(self, tool: str) -> None:
        """Text of no form is one clear error with a place."""
        with pytest.raises(ConfigError, match=r"text:\d+:\d+"):
            from_dialect("\x00 {{{ '''", tool)


SECRET = "TkNq9Zr5Xc2Vw8Bm4Lp7Jh3Gf6"
CUSTOMER_KEY = "yMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5uc="


class TestDamage:
    """Configurations that were broken by hand give one clear answer, and show no secret."""

    @pytest.mark.parametrize(
        ("tool", "values"),
        [
            pytest.param("mc", f"MC_HOST_a=https://AKIA:{SECRET}", id="a host is missing"),
            pytest.param("rclone", f"[r]\ntype = s3\nsession_token = IQoJ\n{SECRET}==\n", id="a line was wrapped"),
            pytest.param("s3cmd", f"[default]\nsecret_key {SECRET}==\n", id="an equals sign is missing"),
            pytest.param("polars", {SECRET: "secret_access_key"}, id="word and value are swapped"),
            pytest.param("polars", {"proxy_url": f"http://user:{SECRET}"}, id="an at sign is missing"),
            pytest.param("hadoop", {"fs.s3a.encryption.key": CUSTOMER_KEY}, id="whose key it is stands nowhere"),
            pytest.param(
                "hadoop",
                {"fs.s3a.encryption.algorithm": "sse-c", "fs.s3a.encryption.key": CUSTOMER_KEY},
                id="an algorithm in lower case",
            ),
        ],
    )
    def test_no_secret_is_shown(self, tool: str, values: Any) -> None:
        """What should be a word, a host or another key may be a secret."""
        try:
            resolution = resolve(bucket="logs", env=False, sources=[from_dialect(values, tool)])
        except ConfigError as error:
            shown = str(error)
        else:
            shown = f"{resolution!r}{[str(diagnostic) for diagnostic in resolution.diagnostics]}{explain(resolution)}"
        assert SECRET not in shown
        assert CUSTOMER_KEY not in shown

    @pytest.mark.parametrize(
        ("tool", "values"),
        [
            ("duckdb", "CREATE SECRET (TYPE s3, URL_STYLE 1)"),
            ("duckdb", {"URL_STYLE": None}),
            ("mc", {"url": "https://s3.example.com", "path": ["on"]}),
            ("gdal", {"GDAL_HTTP_VERSION": ["1.1"]}),
            ("rclone", {"type": "s3", "override.ca_cert": "a\nb"}),
            ("s3cmd", {"proxy_host": 1}),
            ("duckdb", {"HTTP_PROXY": "http://h", "HTTP_PROXY_USERNAME": "\ud800"}),
            ("polars", "[" * 5000),
            ("auto", '{"a":' * 5000),
            ("docker_compose", 'services: {a: {environment: {AWS_REGION: "' + "${a:-" * 3000 + '"}}}'),
        ],
    )
    def test_nothing_crashes(self, tool: str, values: Any) -> None:
        """Values of any kind and depth are read, or refused with one error."""
        try:
            resolve(bucket="logs", env=False, sources=[from_dialect(values, tool)])
        except ConfigError as error:
            assert str(error)  # noqa: PT017 (either is right)

    @pytest.mark.flaky(reruns=2)
    @pytest.mark.parametrize(
        ("tool", "text"),
        [
            ("rclone", "a" * 100_000),
            ("rclone", "\n" * 60_000),
            ("trino", "s3.region=" + "${" * 60_000),
            ("polars", str({f"word{number}x": 1 for number in range(5_000)})),
        ],
    )
    def test_nothing_takes_long(self, tool: str, text: str) -> None:
        """Time grows with the length, and not with its square."""
        begin = time.process_time()
        with suppress(ConfigError):
            from_dialect(text, tool)
        assert time.process_time() - begin < 2

    def test_a_deep_mapping(self) -> None:
        """A mapping that holds itself is refused."""
        values: dict[str, Any] = {}
        values["config"] = values
        with pytest.raises(ConfigError, match="nested too deeply"):
            from_dialect(values, "obstore")

    def test_several_parts_are_told_apart(self) -> None:
        """A file that is recognised, but of which nobody knows which part is meant, says so."""
        with pytest.raises(ConfigError, match="several"):
            from_dialect("[a]\ntype = s3\nregion = x\n[b]\ntype = s3\nregion = y\n")


class TestFalseIsSaid:
    """A flag that is false on purpose is told, or named as lost."""

    def test_no_bucket_key(self) -> None:
        """Without a word for it, the bucket's own default would count."""
        settings = {"server_side_encryption": "aws:kms", "sse_kms_key_id": "k", "sse_bucket_key_enabled": False}
        assert "sse_bucket_key_enabled" in translate(resolved(**settings), "trino", strict=False).dropped

    def test_signed_payloads(self) -> None:
        """A tool that signs no payload cannot be told to."""
        assert "unsigned_payload" in translate(resolved(unsigned_payload=False), "polars", strict=False).dropped

    def test_endpoints_of_the_environment(self) -> None:
        """What keeps the environment's endpoints away is told where there is a word, else it is missing."""
        ignoring = resolved(ignore_configured_endpoint_urls=True)
        given: Any = translate(ignoring, "boto3").values["config"]
        assert given.ignore_configured_endpoint_urls is True
        assert "ignore_configured_endpoint_urls" in translate(ignoring, "polars").dropped


def test_an_argument_beside_others_is_read() -> None:
    """The mapping within a call of pandas or polars is what counts."""
    text = 'pd.read_parquet("s3://logs/a", storage_options={"key": "AKIAIOSFODNN7EXAMPLE", "secret": "x"})'
    assert "access_key_id" in resolve(env=False, sources=[from_dialect(text, "s3fs")])


def test_nothing_shows_secrets() -> None:
    """A translation, its values and a source can be printed."""
    translation = translate(resolved(**PAIR).config, "polars")
    source = from_dialect(translation.values, "polars")
    shown = f"{translation!r}{translation}{translation.values!r}{source!r}"
    assert PAIR["secret_access_key"] not in shown


def test_a_translation_can_be_pickled() -> None:
    """It goes to workers as it is."""
    translation = translate(resolved(**PAIR).config, "polars")
    assert pickle.loads(pickle.dumps(translation)) == translation  # noqa: S301 (made here)
