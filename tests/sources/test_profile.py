from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from s3config import InvalidConfigError, Layer, Origin, Resolution, Severity, resolve

PAIR = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret-of-the-profile\n"
ENV_PAIR = {"AWS_ACCESS_KEY_ID": "AKIAENVENVENVENVENV1", "AWS_SECRET_ACCESS_KEY": "secret-of-the-environment"}
SSO = "sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = reader\n"


def write(config: str = "", credentials: str = "") -> Path:
    """Write the two files below the home folder, which is returned."""
    folder = Path.home() / ".aws"
    folder.mkdir()
    if config:
        (folder / "config").write_text(config, "utf-8")
    if credentials:
        (folder / "credentials").write_text(credentials, "utf-8")
    return folder


def by(severity: Severity, resolution: Resolution) -> list[str]:
    """Return the diagnostics that are this bad, as text."""
    return [str(found) for found in resolution.diagnostics if found.severity is severity]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("region = eu-west-3", {"region": "eu-west-3"}),
        ("region=eu-west-3", {"region": "eu-west-3"}),
        ("# comment\n; comment\n\nregion   =   eu-west-3   ", {"region": "eu-west-3"}),
        ("REGION = eu-west-3", {"region": "eu-west-3"}),
        ("endpoint_url = https://s3.example.com", {"endpoint": "https://s3.example.com"}),
        ("ca_bundle = /ca.pem", {"root_certificate": "/ca.pem"}),
        ("max_attempts = 5", {"max_retries": 4}),
        ("use_fips_endpoint = true", {"use_fips_endpoint": True}),
        ("use_dualstack_endpoint = true", {"use_dualstack_endpoint": True}),
        ("request_checksum_calculation = when_required", {"request_checksum_calculation": "when_required"}),
        ("response_checksum_validation = WHEN_REQUIRED", {"response_checksum_validation": "when_required"}),
        ("ec2_metadata_service_endpoint = http://[fd00::1]", {"metadata_endpoint": "http://[fd00::1]"}),
        ("ec2_metadata_v1_disabled = true", {"imdsv1_fallback": False}),
        ("ignore_configured_endpoint_urls = true", {"ignore_configured_endpoint_urls": True}),
        ("s3 =\n  addressing_style = virtual", {"virtual_hosted_style_request": True}),
        ("s3 =\n  addressing_style = path", {"virtual_hosted_style_request": False}),
        ("s3 =\n  addressing_style = auto", {}),
        ("s3 =\n  use_dualstack_endpoint = true", {"use_dualstack_endpoint": True}),
        ("s3 =\n    endpoint_url = https://s3.example.com", {"endpoint": "https://s3.example.com"}),
        ("s3 =\n  payload_signing_enabled = false", {"unsigned_payload": True}),
        (
            "s3 =\n  addressing_style = path\nregion = eu-west-3",
            {"virtual_hosted_style_request": False, "region": "eu-west-3"},
        ),
        ("output = json\ncli_pager =\nretry_mode = standard\ns3 =\n  max_concurrent_requests = 20", {}),
    ],
)
def test_key_of_a_profile(text: str, expected: dict[str, Any]) -> None:
    """Each setting of the AWS SDKs that means a key is read; the others are AWS's own business."""
    write(f"[profile work]\n{text}\n")
    resolution = resolve(profile="work", env={})

    assert {**expected, "profile": "work"} == resolution.values()
    assert [found for found in resolution.diagnostics if found.severity.is_problem] == []


@pytest.mark.parametrize(
    ("header", "name", "known"),
    [
        ("[profile work]", "work", True),
        ('[profile "work"]', "work", True),
        ('[profile "my work"]', "my work", True),
        ("[profile  work ]", "work", True),
        ("[default]", "default", True),
        ("[profile default]", "default", True),
        ("[work]", "work", False),
        ("[sso-session work]", "work", False),
        ("[services work]", "work", False),
    ],
)
def test_section_of_the_config_file(header: str, name: str, known: bool) -> None:  # noqa: FBT001
    """In the config file a profile's section is `[profile x]`, except for the default one; `[x]` is none."""
    write(f"{header}\nregion = eu-west-3\n")
    resolution = resolve(profile=name, env={})

    assert known == (not by(Severity.ERROR, resolution))
    assert known == ("region" in resolution._draft.winners)


@pytest.mark.parametrize(("header", "known"), [("[work]", True), ("[profile work]", False), ("[other]", False)])
def test_section_of_the_credentials_file(header: str, known: bool) -> None:  # noqa: FBT001
    """In the credentials file a profile's section is `[x]`."""
    write(credentials=f"{header}\n{PAIR}")
    resolution = resolve(profile="work", env={})

    assert known == (not by(Severity.ERROR, resolution))
    assert known == ("access_key_id" in resolution._draft.winners)


def test_both_files_are_one_profile() -> None:
    """Region from the one, keys from the other, which also wins where both have a key."""
    folder = write(
        "[profile work]\nregion = eu-west-3\naws_access_key_id = AKIA1\naws_secret_access_key = s1\n",
        f"[work]\n{PAIR}aws_session_token = token\n",
    )
    resolution = resolve(profile="work", env={})
    values = resolution.values(reveal=True)

    assert (
        values["region"],
        values["access_key_id"],
        values["session_token"],
    ) == ("eu-west-3", "AKIAIOSFODNN7EXAMPLE", "token")
    assert Origin(str(folder / "config"), 2, 1) == resolution["region"].origin
    assert Origin(str(folder / "credentials"), 2, 1) == resolution["access_key_id"].origin


def test_place_of_a_nested_key() -> None:
    """Line and column of a key in the `s3` sub-section."""
    folder = write("\n[profile work]\ns3 =\n    addressing_style = virtual\n")

    assert Origin(str(folder / "config"), 4, 5) == (
        resolve(profile="work", env={})["virtual_hosted_style_request"].origin
    )


@pytest.mark.parametrize(
    ("text", "endpoint", "sts"),
    [
        ("s3 =\n  endpoint_url = https://s3.example.com", "https://s3.example.com", None),
        ("sts =\n  endpoint_url = https://sts.example.com", "https://all.example.com", "https://sts.example.com"),
        ("dynamodb =\n  endpoint_url = https://d.example.com", "https://all.example.com", None),
        (
            "s3 =\n  endpoint_url = https://s3.example.com\nsts =\n  endpoint_url = https://sts.example.com",
            "https://s3.example.com",
            "https://sts.example.com",
        ),
    ],
)
def test_services_section(text: str, endpoint: str, sts: str | None) -> None:
    """The endpoint of a service outranks the profile's common one, and says nothing about it."""
    write(f"[profile work]\nservices = mine\nendpoint_url = https://all.example.com\n[services mine]\n{text}\n")
    resolution = resolve(profile="work", env={})

    assert (endpoint, sts) == (resolution.values()["endpoint"], resolution.values().get("sts_endpoint"))
    assert resolution.diagnostics == ()


@pytest.mark.parametrize("config", ["other/config", "~/elsewhere/config"])
def test_files_of_the_environment(config: str) -> None:
    """`AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` say where the files are."""
    for name, text in ((config, "[profile work]\nregion = eu-west-3\n"), ("keys", f"[work]\n{PAIR}")):
        path = Path(name).expanduser()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    write("[profile work]\nregion = wrong\n", "[work]\naws_access_key_id = wrong\n")
    env = {"AWS_CONFIG_FILE": config, "AWS_SHARED_CREDENTIALS_FILE": "keys"}
    values = resolve(profile="work", env=env).values(reveal=True)

    assert (values["region"], values["access_key_id"]) == ("eu-west-3", "AKIAIOSFODNN7EXAMPLE")


def test_home_is_that_of_the_given_environment() -> None:
    """`HOME` of the environment that was given says where the files are."""
    folder = Path("other-home/.aws")
    folder.mkdir(parents=True)
    (folder / "config").write_text("[profile work]\nregion = eu-west-3\n")

    assert resolve(profile="work", env={"HOME": "other-home"}).values()["region"] == "eu-west-3"


@pytest.mark.parametrize(
    ("arguments", "layer"),
    [
        ({"profile": "work", "env": {}}, Layer.PROFILE),
        ({"config": {"profile": "work"}, "env": {}}, Layer.PROFILE),
        ({"AWS_PROFILE": "work", "env": {}}, Layer.PROFILE),
        ({"env": {"AWS_PROFILE": "work"}}, Layer.AMBIENT_PROFILE),
        ({"env": {}, "dotenv": ".env"}, Layer.AMBIENT_PROFILE),
        ({"env": {}, "file": "s3.toml"}, Layer.FILE_PROFILE),
        ({"env": {}, "file": "s3.toml", "store": "mine"}, Layer.STORE_PROFILE),
    ],
    ids=str,
)
def test_rank_of_a_profile(arguments: dict[str, Any], layer: Layer) -> None:
    """A profile ranks by who named it: above the environment if asked for by name, below if merely around."""
    write("[profile work]\nregion = eu-west-3\n")
    Path(".env").write_text("AWS_PROFILE=work\n")
    Path("s3.toml").write_text('bucket = "my-bucket"\nprofile = "work"\n[stores.mine]\nprofile = "work"\n')

    assert layer is resolve(**arguments)["region"].layer


@pytest.mark.parametrize(
    ("arguments", "region"),
    [
        ({"profile": "work"}, "of-the-profile"),
        ({"env_profile": "work"}, "of-the-environment"),
        ({"profile": "work", "region": "of-the-argument"}, "of-the-argument"),
        ({"profile": "work", "env_profile": "missing"}, "of-the-profile"),
    ],
    ids=str,
)
def test_named_profile_outranks_the_environment_and_an_ambient_one_does_not(
    arguments: dict[str, Any], region: str
) -> None:
    """What was asked for by name outranks the environment; with `profile=`, `AWS_PROFILE` is not consulted."""
    write("[profile work]\nregion = of-the-profile\n")
    ambient = arguments.pop("env_profile", None)
    env = {"AWS_REGION": "of-the-environment", **({"AWS_PROFILE": ambient} if ambient else {})}
    resolution = resolve(**arguments, env=env)

    assert region == resolution.effective("region")
    assert by(Severity.ERROR, resolution) == []


def test_named_profiles_keys_beat_the_environments() -> None:
    """The identity comes from the profile, whole; a stale token of the environment is not mixed in."""
    write(credentials=f"[work]\n{PAIR}")
    env = {**ENV_PAIR, "AWS_SESSION_TOKEN": "stale"}
    config = resolve(bucket="my-bucket", profile="work", env=env).config

    assert (config.access_key_id, config.session_token) == ("AKIAIOSFODNN7EXAMPLE", None)


def test_environments_keys_beat_an_ambient_profiles() -> None:
    """What is merely around lies under the environment."""
    write(credentials=f"[work]\n{PAIR}")
    config = resolve(bucket="my-bucket", env={**ENV_PAIR, "AWS_PROFILE": "work"}).config

    assert ENV_PAIR["AWS_ACCESS_KEY_ID"] == config.access_key_id


def test_no_profile_is_read_without_a_name() -> None:
    """The default profile is no exception: nobody asked for it."""
    write(f"[default]\nregion = eu-west-3\n{PAIR}")

    assert resolve(env={}).values() == {}


@pytest.mark.parametrize("ambient", ["", " "])
def test_empty_aws_profile_is_none(ambient: str) -> None:
    """An empty variable is not set."""
    resolution = resolve(env={"AWS_PROFILE": ambient})

    assert [found.severity for found in resolution.diagnostics] == [Severity.INFO]


def test_missing_named_profile_is_an_error() -> None:
    """It names the profile, and the nearest one that exists."""
    write("[profile production]\nregion = eu-west-3\n", "[staging]\n")
    errors = by(Severity.ERROR, resolve(profile="prodution", env=ENV_PAIR))

    assert len(errors) == 1
    assert "prodution" in errors[0]
    assert "production" in errors[0]


def test_missing_named_profile_lists_the_names() -> None:
    """Where no name is near, all are told, of both files."""
    write("[profile production]\nregion = eu-west-3\n", "[staging]\n")
    errors = by(Severity.ERROR, resolve(profile="xyz", env={}))

    assert all(name in errors[0] for name in ("xyz", "production", "staging"))


@pytest.mark.parametrize(
    ("arguments", "severity"),
    [
        ({}, Severity.ERROR),
        ({"env": ENV_PAIR}, Severity.WARNING),
        ({"skip_signature": True}, Severity.WARNING),
        ({"access_key_id": "AKIA", "secret_access_key": "s"}, Severity.WARNING),
        ({"env": {"AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "arn:aws:iam::1:role/r"}}, Severity.WARNING),
        ({"env": {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"}}, Severity.WARNING),
        ({"region": "eu-west-1"}, Severity.ERROR),
    ],
    ids=str,
)
def test_missing_ambient_profile(arguments: dict[str, Any], severity: Severity) -> None:
    """It is an error only if there is no identity without it, else a warning; either names the variable."""
    env = {"AWS_PROFILE": "missing", **arguments.pop("env", {})}
    resolution = resolve(bucket="my-bucket", env=env, **arguments)
    found = [diagnostic for diagnostic in resolution.diagnostics if "missing" in str(diagnostic)]

    assert [severity] == [diagnostic.severity for diagnostic in found]
    assert "AWS_PROFILE" in str(found[0])


FETCHED = pytest.mark.parametrize(
    "text",
    [
        SSO,
        "sso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 1\n",
        "credential_process = /bin/false\n",
        "role_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base\n",
        "role_arn = arn:aws:iam::111122223333:role/r\ncredential_source = Ec2InstanceMetadata\n",
    ],
    ids=["sso-session", "sso", "process", "source_profile", "credential_source"],
)


@FETCHED
def test_fetched_credentials_are_handed_to_botocore(text: str) -> None:
    """What has to be fetched is a provider, which is not asked while resolving."""
    write(f"[profile work]\nregion = eu-west-3\n{text}[profile base]\n{PAIR}")
    resolution = resolve(bucket="my-bucket", profile="work", env=ENV_PAIR)

    assert callable(resolution.config.credential_provider)
    assert Layer.PROFILE is resolution["credential_provider"].layer
    assert (resolution.config.access_key_id, resolution.config.region) == (None, "eu-west-3")


@FETCHED
@pytest.mark.parametrize("env", [{}, ENV_PAIR], ids=["nothing else", "keys"])
def test_fetched_credentials_without_botocore(text: str, env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile asked for by name is an error then; an ambient one only where there is no other identity."""
    write(f"[profile work]\n{text}")
    monkeypatch.setitem(sys.modules, "botocore", None)
    named = resolve(bucket="my-bucket", profile="work", env=env)
    ambient = resolve(bucket="my-bucket", env={"AWS_PROFILE": "work", **env})

    assert ["botocore" in error for error in by(Severity.ERROR, named)] == [True]
    assert len(by(Severity.ERROR, ambient)) == (0 if env else 1)
    assert len(by(Severity.WARNING, ambient)) == (1 if env else 0)


def test_ambient_profile_that_botocore_fetches_loses_to_keys() -> None:
    """Keys in the environment decide; the profile's provider stays in the history."""
    write(f"[profile work]\n{SSO}")
    resolution = resolve(bucket="my-bucket", env={"AWS_PROFILE": "work", **ENV_PAIR})

    assert ENV_PAIR["AWS_ACCESS_KEY_ID"] == resolution.config.access_key_id
    assert resolution.config.credential_provider is None
    assert Layer.AMBIENT_PROFILE in [setting.layer for setting in resolution.history("credential_provider")]


def test_static_keys_beside_sso_need_no_botocore() -> None:
    """The keys in the files are read by us."""
    write(f"[profile work]\n{SSO}", f"[work]\n{PAIR}")
    config = resolve(bucket="my-bucket", profile="work", env={}).config

    assert (config.access_key_id, config.credential_provider) == ("AKIAIOSFODNN7EXAMPLE", None)


def test_process_is_run_when_the_provider_is_asked() -> None:
    """The provider of `credential_process` gives what the process prints."""
    out = '{"Version": 1, "AccessKeyId": "AKIA1", "SecretAccessKey": "s1", "SessionToken": "t1"}'
    script = Path("process.py").absolute()
    script.write_text(f"print('{out}')\n")
    write(f"[profile work]\ncredential_process = {sys.executable} {script}\n")
    provider = resolve(bucket="my-bucket", profile="work", env={}).config.credential_provider
    assert provider is not None
    credentials = provider()

    assert tuple(credentials[name] for name in ("access_key_id", "secret_access_key", "token")) == ("AKIA1", "s1", "t1")


def test_web_identity_of_a_profile() -> None:
    """A token file with a role is an identity that we know ourselves."""
    write("[profile work]\nweb_identity_token_file = /token\nrole_arn = arn:aws:iam::1:role/r\nrole_session_name = s\n")
    config = resolve(bucket="my-bucket", profile="work", env={}).config

    assert (
        config.web_identity_token_file,
        config.role_arn,
        config.role_session_name,
    ) == ("/token", "arn:aws:iam::1:role/r", "s")


@pytest.mark.parametrize("data", [b"[profile work]\nregion = \xff\n", b"\xff\xfe"])
def test_unreadable_file_is_an_error(data: bytes) -> None:
    """A file that is not UTF-8 is told with its place, and does not crash."""
    (write() / "config").write_bytes(data)

    assert by(Severity.ERROR, resolve(profile="work", env={}))


@pytest.mark.parametrize(
    "text", ["region = eu-west-3\n[profile work]\nregion = a\n", "[profile work\nregion = a\n", "]["]
)
def test_malformed_file_does_not_crash(text: str) -> None:
    """Lines that are nothing are passed over, as the SDKs do."""
    write(text)

    assert isinstance(resolve(profile="work", env={}), Resolution)


def test_secret_of_a_profile_is_sealed() -> None:
    """Nothing that is shown holds it."""
    write(credentials=f"[work]\n{PAIR}")
    resolution = resolve(profile="work", env={})

    assert "secret-of" not in repr((resolution, resolution.values(), resolution.history("secret_access_key")))


def test_wrong_value_in_a_profile_is_told_with_its_place() -> None:
    """File, line and column, in the file's own spelling."""
    folder = write("[profile work]\nmax_attempts = many\n")
    resolution = resolve(profile="work", env={})

    with pytest.raises(InvalidConfigError, match="max_attempts"):
        resolution.values()
    assert f"{folder / 'config'}:2:1" in by(Severity.ERROR, resolution)[0]
