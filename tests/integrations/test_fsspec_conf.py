"""fsspec's configuration, as fsspec itself and s3fs take it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fsspec import AbstractFileSystem, filesystem, get_fs_token_paths
from fsspec.config import conf, set_conf_env
from fsspec.registry import _registry, register_implementation
from tool_runs import python_of

import s3config
from s3config import ConfigWarning, InvalidConfigError, MissingDependencyError, resolve
from s3config.integrations.fsspec import configure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Server

KEY_ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
PAIR: dict[str, Any] = {"access_key_id": KEY_ID, "secret_access_key": SECRET}
_ENVIRONMENT = dict(os.environ)  # before a test empties it
WITH_S3FS = """
import json, sys
told = json.load(sys.stdin)
sys.path += told["path"]  # behind its own packages, which are older
import fsspec
from s3config import resolve
from s3config.integrations.fsspec import configure
configure(resolve(env=False, **told["arguments"]))
with fsspec.open(told["url"], "wb") as file:
    file.write(b"by s3fs")
with fsspec.open(told["url"].replace("s3://", "s3a://")) as file:
    print(file.read().decode(), type(file.fs).__module__)
"""


class Told(AbstractFileSystem):  # type: ignore[misc]
    """A file system that does nothing with what it is told."""

    protocol = ("s3", "s3a")


@pytest.fixture(autouse=True)
def _fsspec() -> Iterator[None]:
    """Let fsspec know our file system for `s3`, and forget what a test configured."""
    before, known = dict(conf), dict(_registry)
    for protocol in Told.protocol:
        register_implementation(protocol, Told, clobber=True)
    yield
    conf.clear()
    conf.update(before)
    _registry.clear()
    _registry.update(known)


@pytest.mark.parametrize("protocol", ["s3", "s3a"])
def test_every_url_is_opened_with_it(protocol: str) -> None:
    """A call without options of its own takes what was resolved."""
    resolution = resolve(env=False, **PAIR, region="eu-west-1", endpoint="https://s3.example.com")
    configure(resolution)
    expected = resolution.to("s3fs")
    assert expected["key"] == KEY_ID
    assert filesystem(protocol).storage_options == expected
    assert get_fs_token_paths(f"{protocol}://bucket/key")[0].storage_options == expected


def test_options_of_a_call_win() -> None:
    """As always in fsspec."""
    configure(resolve(env=False, **PAIR))
    assert filesystem("s3", key="own").storage_options["key"] == "own"


def test_the_last_one_counts_alone() -> None:
    """Nothing of the one before is left, and nothing is said of it."""
    configure(resolve(env=False, **PAIR))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        configure(resolve(env=False, skip_signature=True))
    told = filesystem("s3").storage_options
    assert told["anon"] is True
    assert {"key", "secret"}.isdisjoint(told)


def test_what_fsspec_found_itself_is_replaced() -> None:
    """No credentials are mixed, and a warning names what goes, without its values."""
    set_conf_env(conf, {"FSSPEC_S3_SECRET": "stale-secret", "FSSPEC_S3_TOKEN": "stale-token"})
    with pytest.warns(ConfigWarning) as caught:
        configure(resolve(env=False, **PAIR))
    assert [str(warning.message) for warning in caught] == [
        "what fsspec was told of s3 in its files or FSSPEC_S3_* is replaced: secret, token"
    ]
    assert filesystem("s3").storage_options["secret"] == SECRET
    assert "token" not in filesystem("s3").storage_options


def test_what_cannot_be_said() -> None:
    """It is named in a warning."""
    with pytest.warns(ConfigWarning, match="copy_if_not_exists is left out"):
        configure(resolve(env=False, copy_if_not_exists="multipart"))


def test_an_invalid_configuration() -> None:
    """It is an error, and nothing is changed."""
    conf.clear()
    with pytest.raises(InvalidConfigError, match="KEY005"):
        configure(resolve(env=False, timeout="30"))
    assert conf == {}


def test_no_secret_is_shown() -> None:
    """Not even by the repr of fsspec's configuration."""
    configure(resolve(env=False, **PAIR, session_token="token-of-the-shop"))
    assert [word for word in (SECRET, "token-of-the-shop") if word in repr(conf)] == []


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, with the command that brings it."""
    monkeypatch.setitem(sys.modules, "fsspec.config", None)
    with pytest.raises(MissingDependencyError, match="pip install s3fs"):
        configure(resolve(env=False))


def test_s3fs(ministack: Server) -> None:
    """The real s3fs writes and reads at a server that checks signatures, and is told nothing else."""
    bucket = ministack.make_bucket()
    told: dict[str, Any] = {
        "path": [str(Path(s3config.__file__).parents[1]), sysconfig.get_path("purelib")],
        "arguments": ministack.settings(),
        "url": f"s3://{bucket}/key.txt",
    }
    done = subprocess.run(
        [python_of("s3fs"), "-c", WITH_S3FS],
        input=json.dumps(told),
        env={"PATH": _ENVIRONMENT["PATH"], "HOME": str(Path.cwd()), "AWS_EC2_METADATA_DISABLED": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "by s3fs s3fs.core\n", done.stderr
