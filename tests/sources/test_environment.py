from __future__ import annotations

from typing import Any

import pytest

from s3config import Layer, Origin, Resolution, Severity, resolve

KEY_ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


def severities(resolution: Resolution) -> list[Severity]:
    """Return how bad each diagnostic is."""
    return [found.severity for found in resolution.diagnostics]


@pytest.mark.parametrize(
    ("name", "value", "key", "expected"),
    [
        ("AWS_REGION", "eu-west-1", "region", "eu-west-1"),
        ("AWS_BUCKET", "my-bucket", "bucket", "my-bucket"),
        ("AWS_ENDPOINT", "https://S3.example.com/", "endpoint", "https://s3.example.com"),
        ("AWS_ENDPOINT_URL", "https://s3.example.com", "endpoint", "https://s3.example.com"),
        ("AWS_ENDPOINT_URL_S3", "https://s3.example.com", "endpoint", "https://s3.example.com"),
        ("AWS_ENDPOINT_URL_STS", "https://sts.example.com", "sts_endpoint", "https://sts.example.com"),
        ("AWS_SKIP_SIGNATURE", "True", "skip_signature", True),
        ("AWS_REQUESTER_PAYS", "requester", "request_payer", True),
        ("AWS_ALLOW_HTTP", "on", "allow_http", True),
        ("AWS_TIMEOUT", "2h 37min", "timeout", "2h 37m"),
        ("AWS_CA_BUNDLE", "/ca.pem", "root_certificate", "/ca.pem"),
        ("AWS_MAX_ATTEMPTS", "3", "max_retries", 2),
        ("AWS_MAX_RETRIES", "3", "max_retries", 3),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://[fd00:ec2::254]", "metadata_endpoint", "http://[fd00:ec2::254]"),
        ("AWS_EC2_METADATA_V1_DISABLED", "true", "imdsv1_fallback", False),
        ("AWS_EC2_METADATA_V1_DISABLED", "false", "imdsv1_fallback", True),
        ("AWS_IMDSV1_FALLBACK", "true", "imdsv1_fallback", True),
        ("AWS_DEFAULT_REGION", "eu-west-1", "default_region", "eu-west-1"),
        ("AWS_DEFAULT_HEADERS", "x-team: data", "default_headers", "x-team: data"),
        ("AWS_REQUEST_CHECKSUM_CALCULATION", "WHEN_REQUIRED", "request_checksum_calculation", "when_required"),
    ],
)
def test_variable_is_read(name: str, value: str, key: str, expected: object) -> None:
    """A variable is one key, in the key's own form, and remembers its name."""
    resolution = resolve(env={name: value})
    setting = resolution[key]

    assert {key: expected} == resolution.values(reveal=True)
    assert (name, Origin(f"environment variable {name}"), Layer.ENVIRONMENT) == (
        setting.spelling,
        setting.origin,
        setting.layer,
    )


def test_credential_expiration_goes_with_its_pair() -> None:
    """`aws configure export-credentials` writes it beside the keys."""
    env = {
        "AWS_ACCESS_KEY_ID": KEY_ID,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_SESSION_TOKEN": "token",
        "AWS_CREDENTIAL_EXPIRATION": "2030-01-31T12:00:00Z",
    }

    assert resolve(env=env).values()["credential_expiration"] == "2030-01-31T12:00:00+00:00"


@pytest.mark.parametrize(
    "name", ["REGION", "region", "ENDPOINT_URL", "BUCKET", "PATH", "MY_AWS_REGION", "GOOGLE_REGION"]
)
def test_other_variables_are_never_read(name: str) -> None:
    """Only what begins with `AWS_` can be a key in the environment."""
    resolution = resolve(env={name: "eu-west-1"})

    assert (resolution.values(), resolution.diagnostics) == ({}, ())


@pytest.mark.parametrize("name", ["aws_region", "AWS_Region", "aws_REGION"])
def test_only_upper_case_is_read(name: str) -> None:
    """A key in lower or mixed case is left alone, and an info names the right spelling."""
    resolution = resolve(env={name: "eu-west-1"})

    assert resolution.values() == {}
    assert severities(resolution) == [Severity.INFO]
    assert name in resolution.diagnostics[0].message
    assert "AWS_REGION" in resolution.diagnostics[0].remedy


@pytest.mark.parametrize(
    "name",
    [
        "AWS_PAGER",
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_SDK_LOAD_CONFIG",
        "AWS_STS_REGIONAL_ENDPOINTS",
        "AWS_RETRY_MODE",
        "AWS_DEFAULT_OUTPUT",
        "AWS_ENDPOINT_URL_DYNAMODB",
        "AWS_METADATA_SERVICE_TIMEOUT",
        "AWS_VAULT",
    ],
)
def test_variable_known_to_aws_is_passed_over_in_silence(name: str) -> None:
    """What other tools read is no business of ours."""
    resolution = resolve(env={name: "x"})

    assert (resolution.values(), resolution.diagnostics) == ({}, ())


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("AWS_REGOIN", Severity.WARNING),
        ("AWS_SECRET_ACCES_KEY", Severity.WARNING),
        ("AWS_ENDPOINT_ULR", Severity.WARNING),
        ("AWS_FLAVOUR_OF_THE_DAY", Severity.INFO),
    ],
)
def test_unknown_variable_is_never_an_error(name: str, severity: Severity) -> None:
    """A near miss of a key is a warning, anything else an info; the value is never shown."""
    resolution = resolve(env={name: "hush-hush"})

    assert ({}, [severity]) == (resolution.values(), severities(resolution))
    assert name in str(resolution.diagnostics[0])
    assert "hush" not in repr((resolution, resolution.diagnostics))


@pytest.mark.parametrize(("value", "severity"), [("", Severity.INFO), ("  ", Severity.INFO)])
def test_empty_variable_is_not_set(value: str, severity: Severity) -> None:
    """Shells and CI systems write empty variables for what is not there."""
    resolution = resolve(env={"AWS_REGION": value, "AWS_DEFAULT_REGION": "eu-west-1"})

    assert resolution.effective("region") == "eu-west-1"
    assert [severity] == severities(resolution)


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])
def test_empty_credential_is_a_warning_and_not_set(name: str) -> None:
    """An empty credential in the environment is most likely a mistake of the one who wrote it there."""
    resolution = resolve(env={name: ""})

    assert (resolution.values(), severities(resolution)) == ({}, [Severity.WARNING])


@pytest.mark.parametrize(
    ("env", "key", "expected"),
    [
        ({"AWS_TOKEN": "b", "AWS_SESSION_TOKEN": "a"}, "session_token", "AWS_SESSION_TOKEN"),
        ({"AWS_SECURITY_TOKEN": "c", "AWS_TOKEN": "b"}, "session_token", "AWS_TOKEN"),
        ({"AWS_BUCKET_NAME": "bbb", "AWS_BUCKET": "aaa"}, "bucket", "AWS_BUCKET"),
        ({"AWS_ENDPOINT": "https://b", "AWS_ENDPOINT_URL": "https://a"}, "endpoint", "AWS_ENDPOINT_URL"),
        ({"AWS_ENDPOINT": "https://b", "AWS_ENDPOINT_URL_S3": "https://a"}, "endpoint", "AWS_ENDPOINT_URL_S3"),
        ({"AWS_MAX_ATTEMPTS": "3", "AWS_MAX_RETRIES": "3"}, "max_retries", "AWS_MAX_RETRIES"),
        ({"AWS_REQUESTER_PAYS": "1", "AWS_REQUEST_PAYER": "0"}, "request_payer", "AWS_REQUEST_PAYER"),
    ],
)
def test_stronger_spelling_wins_with_a_warning(env: dict[str, str], key: str, expected: str) -> None:
    """Two names of one key that differ: the stronger one counts, and the warning names both."""
    pair = {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET}
    resolution = resolve(env={**env, **pair})

    assert expected == resolution[key].spelling
    assert severities(resolution) == [Severity.WARNING]
    assert all(name in str(resolution.diagnostics[0]) for name in env)


@pytest.mark.parametrize(
    "env",
    [
        {"AWS_ENDPOINT_URL": "https://sdk.example.com", "AWS_ENDPOINT_URL_S3": "https://s3.example.com"},
        {"AWS_ENDPOINT": "https://s3.example.com", "AWS_ENDPOINT_URL": "https://S3.example.com/"},
        {"AWS_MAX_ATTEMPTS": "3", "AWS_MAX_RETRIES": "2"},
        {"AWS_EC2_METADATA_V1_DISABLED": "true", "AWS_IMDSV1_FALLBACK": "no"},
        {"AWS_BUCKET": "my-bucket", "AWS_BUCKET_NAME": "my-bucket"},
    ],
)
def test_spellings_that_mean_the_same_are_fine(env: dict[str, str]) -> None:
    """Equal values are no contradiction, and S3's own endpoint over the common one is how AWS means it."""
    resolution = resolve(env=env)

    assert resolution.diagnostics == ()
    assert len(resolution.values()) == 1


def test_s3s_own_endpoint_wins() -> None:
    """`AWS_ENDPOINT_URL_S3` is stronger than `AWS_ENDPOINT_URL`."""
    env = {"AWS_ENDPOINT_URL": "https://sdk.example.com", "AWS_ENDPOINT_URL_S3": "https://s3.example.com"}

    assert resolve(env=env).values() == {"endpoint": "https://s3.example.com"}


def test_white_space_is_trimmed_with_a_warning() -> None:
    """A blank at the end of a line of a script does no harm, but is told."""
    resolution = resolve(env={"AWS_REGION": " eu-west-1\r\n"})

    assert (resolution.values(), severities(resolution)) == ({"region": "eu-west-1"}, [Severity.WARNING])
    assert "AWS_REGION" in resolution.diagnostics[0].message


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])
@pytest.mark.parametrize("wrap", [" {}", "{}\n", "{} ", "a {}"])
def test_white_space_in_a_credential_is_an_error(name: str, wrap: str) -> None:
    """It would break the signature, and the message does not show the credential."""
    env = {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": "some-token"}
    resolution = resolve(env={**env, name: wrap.format(env[name])})

    assert severities(resolution) == [Severity.ERROR]
    assert name in str(resolution.diagnostics[0])
    assert env[name] not in str(resolution.diagnostics[0])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AWS_MAX_ATTEMPTS", "0"),
        ("AWS_MAX_ATTEMPTS", "three"),
        ("AWS_TIMEOUT", "30"),
        ("AWS_SKIP_SIGNATURE", "maybe"),
        ("AWS_EC2_METADATA_V1_DISABLED", "maybe"),
        ("AWS_ENDPOINT_URL", "minio:9000"),
        ("AWS_SERVER_SIDE_ENCRYPTION", "aes256"),
    ],
)
def test_wrong_value_is_an_error_in_the_users_spelling(name: str, value: str) -> None:
    """The message names the variable, and a remedy is given."""
    resolution = resolve(env={name: value})
    errors = [found for found in resolution.diagnostics if found.severity is Severity.ERROR]

    assert len(errors) == 1
    assert f"environment variable {name}: error" in str(errors[0])
    assert errors[0].remedy


@pytest.mark.parametrize(
    ("env", "expected"),
    [(True, {"region": "eu-west-1"}), (False, {}), ({}, {}), ({"AWS_REGION": "eu-west-2"}, {"region": "eu-west-2"})],
)
def test_env_chooses_the_environment(monkeypatch: pytest.MonkeyPatch, env: Any, expected: dict[str, str]) -> None:
    """`True` is that of the process, `False` and an empty mapping are none, a mapping is itself."""
    monkeypatch.setenv("AWS_REGION", "eu-west-1")

    assert expected == resolve(env=env).values()


def test_the_environment_is_read_unless_it_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """`resolve()` reads the environment of the process."""
    monkeypatch.setenv("AWS_REGION", "eu-west-1")

    assert resolve().values() == {"region": "eu-west-1"}


@pytest.mark.parametrize(
    ("arguments", "expected"), [({"region": "eu-west-2"}, "eu-west-2"), ({"default_region": "eu-west-2"}, "eu-west-1")]
)
def test_arguments_outrank_the_environment(arguments: dict[str, Any], expected: str) -> None:
    """Except for `default_region=`, which is a fallback below everything."""
    assert expected == resolve(env={"AWS_REGION": "eu-west-1"}, **arguments).effective("region")
