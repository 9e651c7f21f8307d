from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from s3config import Layer, Origin, Resolution, Severity, resolve
from s3config.redaction import reveal
from s3config.spellings import SPELLINGS

FILE = Path(".env")
NAMES = ("AWS_REGION", "AWS_ROLE_ARN", "AWS_USER_AGENT", "AWS_SECRET_ACCESS_KEY", "AWS_ROOT_CERTIFICATE", "AWS_TIMEOUT")
OTHER_NAMES = ("HOST", "PASSWORD", "REGION")
ENV = {"HOST": "from-the-environment", "OUTSIDE": "outside"}


def write(text: str, newline: str = "\n", mark: str = "") -> None:
    """Write the file with these line ends and this byte order mark."""
    FILE.write_bytes((mark + text).replace("\n", newline).encode())


def read(text: str, env: dict[str, str] | None = None) -> Resolution:
    """Resolve a file with this text and nothing else."""
    write(text)
    return resolve(env=env or {}, dotenv=FILE)


def errors_of(resolution: Resolution) -> list[str]:
    """Return the errors as text."""
    return [str(found) for found in resolution.diagnostics if found.severity is Severity.ERROR]


PIECES = st.sampled_from(
    (
        "a", "b c", "eu-west-1", "'", '"', "\\n", "\\'", '\\"', "\\\\", "#", " # comment", "=", "é", "☃", "$", "{", "}",
        "${HOST}", "${PASSWORD}", "${AWS_REGION}", "${MISSING}", "${MISSING:-otherwise}", "${OUTSIDE:-x}", "\t", " ",
    )
)  # fmt: skip
RAW = st.lists(PIECES, max_size=4).map("".join)
BALANCED = RAW.map(lambda text: re.sub(r"[\\'\"]", "", text))
VALUES = st.one_of(
    RAW,
    BALANCED,
    BALANCED.map("'{}'".format),
    BALANCED.map('"{}"'.format),
    st.tuples(BALANCED, BALANCED).map(lambda halves: '"{}\n{}"'.format(*halves)),
    st.tuples(BALANCED, BALANCED).map(lambda halves: "'{}\n{}'".format(*halves)),
    BALANCED.map("'{}' # comment".format),
)
INDENTS = st.sampled_from(("", "", "  ", "\t"))
ASSIGNMENTS = st.builds(
    "{}{}{}{}{}{}".format,
    INDENTS,
    st.sampled_from(("", "", "export ", "export\t")),
    st.sampled_from((*NAMES, *OTHER_NAMES, *(f"'{name}'" for name in NAMES[:2]))),
    st.sampled_from(("", " ")),
    st.sampled_from(("=", "= ", "=", "=", "")),
    VALUES,
)
LINES = st.one_of(
    ASSIGNMENTS,
    ASSIGNMENTS,
    ASSIGNMENTS,
    st.sampled_from(("", "   ", "# a comment", "  # AWS_REGION=commented", "no assignment", "HOST")),
)
FILES = st.lists(LINES, max_size=7).map("\n".join)
NEWLINES = st.sampled_from(("\n", "\r\n"))
MARKS = st.sampled_from(("", "\ufeff"))


@given(FILES, NEWLINES, MARKS)
def test_values_are_those_of_python_dotenv(text: str, newline: str, mark: str) -> None:
    """Quoting, `export`, interpolation, comments and line ends mean what they mean to python-dotenv.

    Of a name that is written several times the last one counts, as there; an empty value is not set, and stays in
    the history.
    """
    write(text, newline, mark)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENV.items():
            patch.setenv(name, value)
        values = dotenv_values(FILE, encoding="utf-8-sig")
    expected = {name: value for name, value in values.items() if name in NAMES and value is not None}
    resolution = resolve(env=ENV, dotenv=FILE)
    actual = {}
    for name in NAMES:
        found = [setting for setting in resolution.history(SPELLINGS[name].key) if setting.layer is Layer.DOTENV]
        if found and values.get(name) is not None:
            last = max(found, key=lambda setting: (setting.origin.line or 0, setting.origin.column or 0))
            actual[name] = reveal(last.value)

    assert expected == actual


@given(FILES, NEWLINES, MARKS)
def test_places_are_right_to_the_character(text: str, newline: str, mark: str) -> None:
    """At the line and column of a setting stands its name."""
    write(text, newline, mark)
    lines = (text.replace("\n", newline)).split(newline)
    resolution = resolve(env=ENV, dotenv=FILE)

    for key in {SPELLINGS[name].key for name in NAMES}:
        for setting in resolution.history(key):
            if setting.layer is Layer.DOTENV:
                place, line, column = setting.origin

                assert str(FILE) == place
                assert lines[(line or 0) - 1][(column or 0) - 1 :].startswith(setting.spelling)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("AWS_REGION=a", 1, 1),
        ("\n\n  AWS_REGION=a", 3, 3),
        ("# comment\nexport AWS_REGION=a", 2, 8),
        ("export   AWS_REGION=a", 1, 10),
        ("\texport\tAWS_REGION = a", 1, 9),
        ("'AWS_REGION'=a", 1, 2),
        ('A="1\n2\n3"\nAWS_REGION=a', 4, 1),
        ("A='é☃💥' # é\nAWS_REGION=a", 2, 1),
        ("broken line\nAWS_REGION=a", 2, 1),
        ('A="never closed\nAWS_REGION=a', 2, 1),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_place_of_a_name(text: str, line: int, column: int, newline: str, mark: str) -> None:
    """Blank lines, comments, `export`, quotes, values of several lines and a byte order mark move it as they should."""
    write(text, newline, mark)
    setting = resolve(env={}, dotenv=FILE)["region"]

    assert ("a", Origin(".env", line, column), Layer.DOTENV) == (setting.value, setting.origin, setting.layer)
    assert f".env:{line}:{column}" == str(setting.origin)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AWS_REGION=eu-west-1", "eu-west-1"),
        ("AWS_REGION = eu-west-1  ", "eu-west-1"),
        ("export AWS_REGION=eu-west-1", "eu-west-1"),
        ("AWS_REGION='eu-west-1'", "eu-west-1"),
        ('AWS_REGION="eu-west-1"', "eu-west-1"),
        ("AWS_REGION=eu-west-1 # Ireland", "eu-west-1"),
        ("AWS_REGION=eu-west-1#Ireland", "eu-west-1#Ireland"),
        ("AWS_REGION='eu # west'", "eu # west"),
        ("COUNTRY=eu\nAWS_REGION=${COUNTRY}-west-1", "eu-west-1"),
        ("AWS_REGION=${MISSING:-eu-west-1}", "eu-west-1"),
        ("AWS_REGION=${OUTSIDE}", "outside"),
        ("HOST=inside\nAWS_REGION=${HOST}", "inside"),
        ("AWS_REGION=$OUTSIDE", "$OUTSIDE"),
    ],
)
def test_value_is_read_as_python_dotenv_does(text: str, expected: str) -> None:
    """The rules that people rely on; interpolation sees the environment that was given."""
    assert {"region": expected} == read(text, ENV).values()


def test_interpolation_uses_the_given_environment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of the process has no part in it when another one is given."""
    monkeypatch.setenv("OUTSIDE", "of-the-process")

    assert read("AWS_REGION=${OUTSIDE}").values() == {}


def test_environment_outranks_the_file() -> None:
    """A variable that is set wins over the file; the file's value stays in the history."""
    resolution = read("AWS_REGION=eu-west-2", {"AWS_REGION": "eu-west-1"})

    assert [setting.value for setting in resolution.history("region")] == ["eu-west-1", "eu-west-2"]


def test_variables_of_the_file_are_no_environment() -> None:
    """Reading a file changes nothing outside: the environment that was given is as before."""
    env: dict[str, str] = {}
    write("AWS_REGION=eu-west-1")
    resolve(env=env, dotenv=FILE)

    assert env == {}


@pytest.mark.parametrize("name", ["aws_region", "REGION", "region", "Aws_Region"])
def test_only_upper_case_aws_names_are_read(name: str) -> None:
    """As in the environment."""
    assert read(f"{name}=eu-west-1").values() == {}


def test_typo_is_a_warning_at_its_place() -> None:
    """The near miss of a key is told with line and column, and without its value."""
    resolution = read("\nAWS_SECRET_ACCES_KEY=hush")
    found = resolution.diagnostics[0]

    assert (Severity.WARNING, Origin(".env", 2, 1)) == (found.severity, found.origins[0])
    assert "AWS_SECRET_ACCESS_KEY" in found.remedy
    assert "hush" not in str(found)


def test_line_that_is_no_assignment_is_told() -> None:
    """A line that python-dotenv passes over is a warning, without its text, which may be a secret."""
    resolution = read("AWS_REGION=eu-west-1\nthis is = 'hush\n")
    found = resolution.diagnostics[0]

    assert (found.severity, found.origins[0].line) == (Severity.WARNING, 2)
    assert "hush" not in str(found)


def test_same_name_twice_warns_and_the_later_line_counts() -> None:
    """As python-dotenv has it, but not in silence."""
    resolution = read("AWS_REGION=a\nAWS_REGION=b")

    assert resolution.values() == {"region": "b"}
    assert [found.severity for found in resolution.diagnostics] == [Severity.WARNING]
    assert {1, 2} == {origin.line for origin in resolution.diagnostics[0].origins}


def test_two_spellings_that_differ_warn() -> None:
    """The stronger spelling counts, wherever in the file it stands."""
    resolution = read("AWS_ENDPOINT_URL=https://a.example.com\nAWS_ENDPOINT=https://b.example.com")

    assert resolution.values() == {"endpoint": "https://a.example.com"}
    assert [found.severity for found in resolution.diagnostics] == [Severity.WARNING]


def test_secrets_of_the_file_are_sealed() -> None:
    """Nothing that is shown holds the secret."""
    resolution = read("AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=hush-hush-hush")

    assert resolution.values(reveal=True)["secret_access_key"] == "hush-hush-hush"
    assert "hush" not in repr((resolution, resolution.history("secret_access_key"), resolution.values()))


@pytest.mark.parametrize("path", ["missing.env", "folder/.env", Path("missing.env")])
def test_missing_file_is_an_error(path: str | Path) -> None:
    """A file that the caller named and that is not there is no empty one."""
    resolution = resolve(env={}, dotenv=path)

    assert len(errors_of(resolution)) == 1
    assert str(path) in errors_of(resolution)[0]


def test_folder_is_no_file() -> None:
    """A folder in the place of the file is an error, not a crash."""
    Path("folder").mkdir()

    assert len(errors_of(resolve(env={}, dotenv="folder"))) == 1


def test_file_that_is_not_utf8_is_an_error_at_its_place() -> None:
    """The place of the first wrong byte is told."""
    FILE.write_bytes(b"AWS_REGION=a\nX=\xff\n")
    resolution = resolve(env={}, dotenv=FILE)

    assert Origin(".env", 2, 3) == resolution.diagnostics[0].origins[0]


def test_file_is_read_only_when_asked_for() -> None:
    """A `.env` in the working directory is nobody's business."""
    write("AWS_REGION=eu-west-1")

    assert resolve(env={}).values() == {}


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "\ufeff"])
def test_empty_file_says_nothing(text: str) -> None:
    """A file without an assignment is fine."""
    resolution = read(text)

    assert (resolution.values(), resolution.diagnostics) == ({}, ())


def test_columns_count_characters() -> None:
    """Not bytes, nor what a terminal shows."""
    text = "A=é\n\u3000\u3000AWS_REGION=a"
    line, column = next(
        (number, line.index("AWS") + 1) for number, line in enumerate(io.StringIO(text), 1) if "AWS" in line
    )

    assert Origin(".env", line, column) == read(text)["region"].origin
