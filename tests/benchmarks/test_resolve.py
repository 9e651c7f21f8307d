"""How long a resolution takes beside its peers: `python -m pytest tests/benchmarks --benchmark-enable`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dotenv.parser import parse_stream
from settings25 import VARIABLES, PydanticSettings, floor

from s3config import resolve

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture


@pytest.fixture
def _variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def dotenv() -> Path:
    """Return a `.env` file with the 25 variables."""
    path = Path(".env")
    path.write_text("".join(f'{name}="{value}"\n' for name, value in VARIABLES.items()))
    return path


@pytest.mark.usefixtures("_variables")
@pytest.mark.benchmark(group="25 variables")
class TestVariables:
    """Reading 25 variables of the environment."""

    def test_s3config(self, benchmark: BenchmarkFixture) -> None:
        """With provenance and full validation."""
        resolution = benchmark(resolve)
        assert len(resolution.values()) == len(VARIABLES)
        assert resolution.diagnostics == ()

    def test_pydantic_settings(self, benchmark: BenchmarkFixture) -> None:
        """The peer."""
        assert benchmark(PydanticSettings).region == "eu-west-1"

    def test_floor(self, benchmark: BenchmarkFixture) -> None:
        """What any implementation must do."""
        assert benchmark(floor).region == "eu-west-1"


@pytest.mark.benchmark(group="25 lines of .env")
class TestDotenv:
    """Reading 25 variables of a `.env` file."""

    def test_s3config(self, benchmark: BenchmarkFixture, dotenv: Path) -> None:
        """With provenance, lines and columns, and full validation."""
        assert len(benchmark(lambda: resolve(dotenv=dotenv)).values()) == len(VARIABLES)

    def test_python_dotenv(self, benchmark: BenchmarkFixture, dotenv: Path) -> None:
        """The parser alone."""
        assert len(benchmark(lambda: list(parse_stream(io.StringIO(dotenv.read_text()))))) == len(VARIABLES)

    def test_pydantic_settings(self, benchmark: BenchmarkFixture, dotenv: Path) -> None:
        """The peer."""
        assert benchmark(lambda: PydanticSettings(_env_file=dotenv)).region == "eu-west-1"  # type: ignore[call-arg]
