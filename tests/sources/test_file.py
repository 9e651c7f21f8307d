from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from s3config import Layer, Origin, Resolution, Severity, resolve

PAIR = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "hush-hush"}

TOML = """\
# our stores
bucket = "my-bucket"
  "region" = "eu-west-1"
timeout = "30s"

[retry_config]
max_retries = 3
backoff = { init_backoff = "1s", base = 2 }

[client_options]
allow_http = true
default_headers = { x-team = "data", "x-job" = "nightly" }
"""
YAML = """\
# our stores
bucket: my-bucket
"region": eu-west-1
timeout: 30s

retry_config:
  max_retries: 3
  backoff: {init_backoff: 1s, base: 2}

client_options:
  allow_http: true
  default_headers:
    x-team: data
    x-job: nightly
"""
JSON = """\
{
  "bucket": "my-bucket",
  "region": "eu-west-1", "timeout": "30s",
  "retry_config": {"max_retries": 3,
    "backoff": {"init_backoff": "1s", "base": 2}},
  "client_options": {
    "allow_http": true,
    "default_headers": {"x-team": "data", "x-job": "nightly"}
  }
}
"""
PYPROJECT = """\
[project]
name = "mine"
bucket = "not this one"

[tool.s3config]
bucket = "my-bucket"
region = "eu-west-1"
timeout = "30s"

[tool.s3config.retry_config]
max_retries = 3
[tool.s3config.retry_config.backoff]
init_backoff = "1s"
base = 2
[tool.s3config.client_options]
allow_http = true
default_headers.x-team = "data"
default_headers.x-job = "nightly"

[tool.other]
bucket = "nor this"
"""
SAID = {
    "bucket": "my-bucket",
    "region": "eu-west-1",
    "allow_http": True,
    "timeout": "30s",
    "default_headers": "x-team: data\nx-job: nightly",
    "max_retries": 3,
    "init_backoff": "1s",
    "backoff_base": 2.0,
}
FORMATS = {"s3config.toml": TOML, "s3.yaml": YAML, "s3.yml": YAML, "s3.json": JSON, "pyproject.toml": PYPROJECT}
PLACES = {
    "s3config.toml": {"bucket": (2, 1), "region": (3, 3), "max_retries": (7, 1), "init_backoff": (8, 13),
                      "backoff_base": (8, 34), "allow_http": (11, 1), "default_headers": (12, 1)},
    "s3.yaml": {"bucket": (2, 1), "region": (3, 1), "max_retries": (7, 3), "init_backoff": (8, 13),
                "backoff_base": (8, 31), "allow_http": (11, 3), "default_headers": (12, 3)},
    "s3.json": {"bucket": (2, 3), "region": (3, 3), "timeout": (3, 26), "max_retries": (4, 20),
                "init_backoff": (5, 17), "backoff_base": (5, 39), "allow_http": (7, 5), "default_headers": (8, 5)},
    "pyproject.toml": {"bucket": (6, 1), "timeout": (8, 1), "max_retries": (11, 1), "init_backoff": (13, 1),
                       "allow_http": (16, 1), "default_headers": (17, 1)},
}  # fmt: skip


def write(text: str, name: str = "s3.toml") -> Path:
    """Write a file."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def read(text: str, name: str = "s3.toml", **arguments: Any) -> Resolution:
    """Resolve a file with this text and nothing else."""
    return resolve(file=write(text, name), **{"env": {}, **arguments})


def errors_of(resolution: Resolution) -> list[str]:
    """Return the errors as text."""
    return [str(found) for found in resolution.diagnostics if found.severity is Severity.ERROR]


@pytest.mark.parametrize(("name", "text"), FORMATS.items())
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_format(name: str, text: str, newline: str, mark: str) -> None:
    """The same settings in every format are the same configuration."""
    resolution = read(mark + text.replace("\n", newline), name)

    assert resolution.values(reveal=True) == SAID
    assert resolution.diagnostics == ()
    assert {Layer.FILE} == {resolution[key].layer for key in SAID}


@pytest.mark.parametrize(
    ("name", "key", "place"), [(name, key, place) for name, places in PLACES.items() for key, place in places.items()]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_place(name: str, key: str, place: tuple[int, int], newline: str) -> None:
    """Line and column of each key, nested ones too."""
    resolution = read(FORMATS[name].replace("\n", newline), name)

    assert Origin(name, *place) == resolution[key].origin


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('user_agent = """\nregion = 1\n"""\nregion = "a"', 4, 1),
        ("user_agent = '''x'''\n\tregion = 'a'", 2, 2),
        ('user_agent = "é☃💥"; '.replace("; ", "\n") + 'region = "a"', 2, 1),
        ('bucket = "a#b" # region = 3\nregion = "a"', 2, 1),
        ('client_options = {user_agent = "☃", timeout = "3s"}\nregion = "a"', 2, 1),
        ('client_options.user_agent = "x"\n"region" = "a"', 2, 1),
        ('x.y = [\n  "region = 1", # ]\n  [{region = 2}],\n]\nregion = "a"', 5, 1),
        ('[stores.a]\nregion = "b"\n', 2, 1),
    ],
)
def test_place_in_toml(text: str, line: int, column: int) -> None:
    """Strings, comments, arrays and tables that look like the key are not the key."""
    resolution = read(text, store="a" if "stores" in text else None)

    assert (line, column) == (resolution["region"].origin.line, resolution["region"].origin.column)


@given(
    st.dictionaries(
        st.sampled_from(["region", "user_agent", "role_arn", "proxy_excludes", "profile_"]),
        st.text(st.characters(codec="utf-8", exclude_characters="$"), max_size=8),
    ),
    st.sampled_from([None, 1, 4]),
)
def test_place_in_json(document: dict[str, str], indent: int | None) -> None:
    """At the place of every setting stands its name, whatever the values hold."""
    text = json.dumps(document, indent=indent, ensure_ascii=False)
    resolution = read(text, "s3.json")

    for key in document:
        for setting in resolution.history(key) if key != "profile_" else ():
            if setting.layer is Layer.FILE:
                place, line, column = setting.origin

                assert place == "s3.json"
                assert text.split("\n")[(line or 0) - 1][(column or 0) - 1 :].startswith(f'"{key}"')


@given(st.dictionaries(st.sampled_from(["region", "user_agent", "role_arn"]), st.text(max_size=8), min_size=1))
def test_yaml_is_read_as_pyyaml_reads_it(document: dict[str, str]) -> None:
    """What PyYAML writes comes back."""
    document = {key: value.replace("$", "") for key, value in document.items()}
    resolution = read(yaml.safe_dump(document), "s3.yaml")

    assert document == {key: resolution.history(key)[-1].value for key in document}


STORES = """\
region = "eu-west-1"
allow_http = true
[stores.raw]
bucket = "raw-bucket"
[stores.clean]
bucket = "clean-bucket"
region = "eu-west-2"
client_options = { timeout = "3s" }
"""


@pytest.mark.parametrize(
    ("store", "expected"),
    [
        ("raw", {"bucket": "raw-bucket", "region": "eu-west-1", "allow_http": True}),
        ("clean", {"bucket": "clean-bucket", "region": "eu-west-2", "allow_http": True, "timeout": "3s"}),
    ],
)
@pytest.mark.parametrize("name", ["s3.toml", "s3.json", "s3.yaml", "pyproject.toml"])
def test_store_adds_to_the_top(store: str, expected: dict[str, Any], name: str) -> None:
    """The top of the file holds defaults, the store its own values, which win."""
    document = {
        "region": "eu-west-1",
        "allow_http": True,
        "stores": {
            "raw": {"bucket": "raw-bucket"},
            "clean": {"bucket": "clean-bucket", "region": "eu-west-2", "client_options": {"timeout": "3s"}},
        },
    }
    tool = STORES.replace("region", "[tool.s3config]\nregion", 1).replace("[stores", "[tool.s3config.stores")
    texts = {
        "s3.toml": STORES,
        "s3.json": json.dumps(document),
        "s3.yaml": yaml.safe_dump(document),
        "pyproject.toml": tool,
    }

    assert expected == read(texts[name], name, store=store).values()


def test_store_outranks_the_environment_and_the_top_does_not() -> None:
    """A store was asked for by name; the top of a file is below everything that is written elsewhere."""
    env = {"AWS_REGION": "of-the-environment", "AWS_BUCKET": "of-the-environment"}
    resolution = read('region = "a"\n[stores.raw]\nbucket = "raw-bucket"\n', store="raw", env=env)

    assert (resolution["bucket"].value, resolution["bucket"].layer) == ("raw-bucket", Layer.STORE)
    assert resolution["region"].value == "of-the-environment"
    assert [setting.layer for setting in resolution.history("region")] == [Layer.ENVIRONMENT, Layer.FILE]


@pytest.mark.parametrize("store", ["rwa", "", "RAW", "region"])
def test_unknown_store_lists_the_names(store: str) -> None:
    """The error names what was asked for, and what there is."""
    errors = errors_of(read(STORES, store=store))

    assert len(errors) == 1
    assert all(word in errors[0] for word in (repr(store), "raw", "clean", "s3.toml"))


def test_missing_store_lists_the_names() -> None:
    """A file of several stores without `store=` is an error."""
    errors = errors_of(read(STORES))

    assert len(errors) == 1
    assert all(word in errors[0] for word in ("raw", "clean", "store="))


def test_store_of_a_file_without_stores() -> None:
    """The error says that there are none."""
    assert len(errors_of(read('bucket = "my-bucket"', store="raw"))) == 1


def test_store_without_a_file_is_an_error() -> None:
    """`store=` names a store of a file."""
    assert len(errors_of(resolve(store="raw", env={}))) == 1


def test_store_that_is_no_table_is_an_error() -> None:
    """`stores.raw = 3` is no store."""
    assert len(errors_of(read("[stores]\nraw = 3\n", store="raw"))) == 1


@pytest.mark.parametrize("text", ["stores = 3", 'stores = ["a"]'])
def test_stores_that_are_no_table_are_an_error(text: str) -> None:
    """Nothing is passed over in silence."""
    assert errors_of(read(f'{text}\nbucket = "my-bucket"\n'))


@pytest.mark.parametrize(
    ("text", "env", "expected"),
    [
        ('region = "${NAME}"', {"NAME": "eu-west-1"}, {"region": "eu-west-1"}),
        ('region = "eu-${NAME}-${NUMBER}"', {"NAME": "west", "NUMBER": "1"}, {"region": "eu-west-1"}),
        ('region = "${NAME:-eu-west-1}"', {}, {"region": "eu-west-1"}),
        ('region = "${NAME:-eu-west-1}"', {"NAME": "a"}, {"region": "a"}),
        ('allow_http = "${NAME}"', {"NAME": "true"}, {"allow_http": True}),
        ('client_options = {timeout = "${NAME}s"}', {"NAME": "3"}, {"timeout": "3s"}),
        ('region = "$NAME"', {"NAME": "a"}, {"region": "$NAME"}),
        ('region = "${NAME}"', {"NAME": "${OTHER}"}, {"region": "${OTHER}"}),
    ],
)
def test_variable(text: str, env: dict[str, str], expected: dict[str, Any]) -> None:
    """`${NAME}` is read from the environment that was given, once, at any depth."""
    assert expected == read(text, env=env).values()


def test_variable_is_not_read_from_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another environment that was given is the only one."""
    monkeypatch.setenv("NAME", "of-the-process")

    assert read('region = "${NAME}"').values() == {}
    assert read('region = "${NAME}"', env=True).values() == {"region": "of-the-process"}


def test_missing_variable_is_told_and_not_set() -> None:
    """The complaint names key, place and variable; the value is not half filled in."""
    resolution = read('\nregion = "eu-${NAME}"')
    found = resolution.diagnostics[0]

    assert resolution.values() == {}
    assert Origin("s3.toml", 2, 1) == found.origins[0]
    assert all(word in str(found) for word in ("region", "NAME"))
    assert found.severity.is_problem


def test_secret_of_a_variable_is_sealed() -> None:
    """What comes from the environment is as secret as if it stood there."""
    text = 'access_key_id = "AKIA"\nsecret_access_key = "${NAME}"\n'
    resolution = read(text, env={"NAME": "hush-hush"})

    assert resolution.values(reveal=True)["secret_access_key"] == "hush-hush"
    assert "hush" not in repr((resolution, resolution.history("secret_access_key"), resolution.values()))


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ('root_certificate = "ca.pem"', "root_certificate", "conf/ca.pem"),
        ('root_certificate = "../ca.pem"', "root_certificate", "ca.pem"),
        ('root_certificate = "/etc/ca.pem"', "root_certificate", "/etc/ca.pem"),
        ('client_options = {proxy_ca_certificate = "ca.pem"}', "proxy_ca_certificate", "conf/ca.pem"),
        ('web_identity_token_file = "token"\nrole_arn = "r"', "web_identity_token_file", "conf/token"),
        ('ca_bundle = "${NAME}/ca.pem"', "root_certificate", "conf/certificates/ca.pem"),
    ],
)
def test_path_is_relative_to_the_file(text: str, key: str, expected: str) -> None:
    """Wherever the process stands."""
    assert expected == read(text, "conf/s3.toml", env={"NAME": "certificates"}).values()[key]


def test_home_in_a_path_is_expanded() -> None:
    """`~` is the home folder, not a folder beside the file."""
    values = read('root_certificate = "~/ca.pem"', "conf/s3.toml").values()

    assert str(Path.home() / "ca.pem") == values["root_certificate"]


def test_certificate_as_text_is_no_path() -> None:
    """PEM text stays as it is."""
    pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

    assert (
        pem.strip()
        == str(read(f'root_certificate = """\n{pem}"""', "conf/s3.toml").values()["root_certificate"]).strip()
    )


def test_dotenv_of_a_store() -> None:
    """A store may name a `.env` beside the file, whose values rank as those of a `.env`."""
    write("AWS_ACCESS_KEY_ID=AKIA\nAWS_SECRET_ACCESS_KEY=hush\nAWS_REGION=eu-west-1\n", "conf/raw.env")
    resolution = read('[stores.raw]\nbucket = "raw-bucket"\ndotenv = "raw.env"\n', "conf/s3.toml", store="raw")

    assert resolution.config.access_key_id == "AKIA"
    assert (Layer.DOTENV, Origin("conf/raw.env", 3, 1)) == (resolution["region"].layer, resolution["region"].origin)
    assert "dotenv" not in resolution.values()


def test_missing_dotenv_of_a_store_is_an_error() -> None:
    """A file that is named must be there."""
    errors = errors_of(read('[stores.raw]\ndotenv = "raw.env"\n', "conf/s3.toml", store="raw"))

    assert len(errors) == 1
    assert "conf/raw.env" in errors[0]


def test_dotenv_argument_beats_that_of_a_store() -> None:
    """The call says which file."""
    write("AWS_REGION=of-the-store\n", "store.env")
    write("AWS_REGION=of-the-call\n", "call.env")
    resolution = read('[stores.raw]\ndotenv = "store.env"\n', store="raw", dotenv="call.env")

    assert resolution.effective("region") == "of-the-call"


def test_dotenv_at_the_top_is_unknown() -> None:
    """Only a store may name one: a file's top is defaults, not sources."""
    assert errors_of(read('dotenv = ".env"\nbucket = "my-bucket"\n'))


def test_profile_of_a_store() -> None:
    """A store may name a profile, which is above the environment and below the store's own values."""
    folder = Path.home() / ".aws"
    folder.mkdir()
    (folder / "config").write_text("[profile work]\nregion = of-the-profile\nendpoint_url = https://p.example.com\n")
    text = '[stores.raw]\nprofile = "work"\nendpoint = "https://s.example.com"\n'
    resolution = read(text, store="raw", env={"AWS_REGION": "of-the-environment"})

    assert (
        resolution.effective("region"),
        resolution.effective("endpoint"),
    ) == ("of-the-profile", "https://s.example.com")


def test_missing_profile_of_a_store_is_an_error() -> None:
    """It was asked for by name."""
    assert len(errors_of(read('[stores.raw]\nprofile = "work"\n', store="raw", env=PAIR))) == 1


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("s3.toml", 'region = "a"\nregion =', "s3.toml:2:"),
        ("s3.toml", 'region = "a', "s3.toml:1:"),
        ("s3.toml", 'region = "a"\nregion = "b"\n', "s3.toml:2:"),
        ("s3.json", '{"region": }', "s3.json:1:12"),
        ("s3.json", "[]", "s3.json:1:1"),
        ("s3.yaml", "region: [", "s3.yaml:"),
        ("s3.yaml", "- region", "s3.yaml:1:1"),
        ("s3.yaml", "region: a\n\tb: c", "s3.yaml:2:"),
        ("s3.ini", "[region]", "s3.ini"),
        ("s3", "region", "s3"),
    ],
)
def test_file_that_cannot_be_understood(name: str, text: str, place: str) -> None:
    """One error with the place, no crash."""
    errors = errors_of(read(text, name))

    assert len(errors) == 1
    assert errors[0].startswith(place)


@pytest.mark.parametrize("name", ["missing.toml", "folder/missing.yaml", "missing/pyproject.toml"])
def test_missing_file_is_an_error(name: str) -> None:
    """A file that the caller named and that is not there is no empty one."""
    errors = errors_of(resolve(file=name, env={}))

    assert len(errors) == 1
    assert name in errors[0]


def test_file_is_read_only_when_asked_for() -> None:
    """A config file in the working directory is nobody's business."""
    write('region = "a"', "s3config.toml")

    assert resolve(env={}).values() == {}


@pytest.mark.parametrize(
    ("name", "text"), [("s3.toml", ""), ("s3.yaml", ""), ("s3.json", "{}"), ("pyproject.toml", "[project]\n")]
)
def test_empty_file_says_nothing(name: str, text: str) -> None:
    """A file without a key is fine."""
    resolution = read(text, name)

    assert (resolution.values(), resolution.diagnostics) == ({}, ())


@pytest.mark.parametrize(
    ("name", "text"),
    [("s3.toml", 'regoin = "hush"'), ("s3.json", '{"regoin": "hush"}'), ("s3.yaml", "regoin: hush")],
)
def test_unknown_key_is_an_error_at_its_place(name: str, text: str) -> None:
    """With the nearest key, and without the value."""
    resolution = read(text, name)
    found = resolution.diagnostics[0]

    assert (Severity.ERROR, name, 1) == (found.severity, found.origins[0].place, found.origins[0].line)
    assert ("region" in found.remedy, "hush" in str(found)) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "region = 3",
        'region = ["a"]',
        "region = {a = 1}",
        "bucket = true",
        "client_options = 3",
        'client_options = {region = "a"}',
        "timeout = true",
        'timeout = "30"',
        "max_retries = -1",
        "retry_config = {retries = 3}",
        "backoff = {base = 0}",
        "region = 2026-01-01",
        'default_headers = "x"',
        "default_headers = {x-team = 3}",
    ],
)
def test_wrong_type_is_an_error_at_its_place(text: str) -> None:
    """Whatever a file can hold, nothing crashes and nothing passes."""
    errors = errors_of(read(text))

    assert len(errors) == 1
    assert errors[0].startswith("s3.toml:1:")


def test_same_key_twice_in_a_file_warns() -> None:
    """Two spellings that differ: the stronger one counts."""
    resolution = read('endpoint = "https://b.example.com"\nendpoint_url = "https://a.example.com"\n')

    assert resolution.values() == {"endpoint": "https://a.example.com"}
    assert [found.severity for found in resolution.diagnostics] == [Severity.WARNING]
