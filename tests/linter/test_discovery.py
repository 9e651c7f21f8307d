"""Files are found by their names below a directory, those left out that git would ignore."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3config.discovery import Exclusion, PatternError, discover, is_excluded


def tree(*names: str, **texts: str) -> None:
    """Make files in the working directory; those named by keyword have a text."""
    for name, text in {**dict.fromkeys(names, ""), **texts}.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def found(folder: str = ".", exclude: tuple[str, ...] = ()) -> list[str]:
    """Return what is found below the working directory."""
    return [path.as_posix() for path in discover(Path(folder), exclude)]


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        (".env", True),
        (".env.local", True),
        ("production.env", True),
        ("deep/er/.env.example", True),
        ("s3config.toml", True),
        ("s3config.yaml", True),
        (".aws/config", True),
        (".aws/credentials", True),
        ("rclone.conf", True),
        ("compose.yaml", True),
        ("docker-compose.override.yml", True),
        (".github/workflows/test.yml", True),
        ("environment.py", False),
        ("config", False),
        ("notes.yaml", False),
        ("package.json", False),
        ("node_modules/a/.env", False),
        (".git/config", False),
        (".venv/.env", False),
    ],
)
def test_name(name: str, *, is_found: bool) -> None:
    """The name alone tells, for most kinds."""
    tree(name)
    assert found() == ([name] if is_found else [])


@pytest.mark.parametrize(
    ("name", "text", "is_found"),
    [
        ("pyproject.toml", "[tool.s3config]\nregion = 'auto'\n", True),
        ("pyproject.toml", "[tool.ruff]\n", False),
        ("deployment.yaml", "apiVersion: v1\nkind: ConfigMap\n", True),
        ("values.yaml", "replicas: 1\n", False),
        ("catalog.yml", "args:\n  storage_options: {}\n", True),
        ("options.json", '{"storage_options": {}}', True),
        ("other.json", '{"options": {}}', False),
    ],
)
def test_text(name: str, text: str, *, is_found: bool) -> None:
    """Where the name does not tell, a word in the text does."""
    tree(**{name: text})
    assert found() == ([name] if is_found else [])


@pytest.mark.parametrize(
    ("ignored", "expected"),
    [
        ({".gitignore": ".env\n"}, ["a/.env.local", "s3config.toml"]),
        ({".gitignore": "*.env*\n!.env.local\n"}, ["a/.env.local", "s3config.toml"]),
        ({".gitignore": "a/\n"}, [".env", "s3config.toml"]),
        ({"a/.gitignore": "/.env\n"}, [".env", "a/.env.local", "s3config.toml"]),
        ({".gitignore": ".env\n", "a/.gitignore": "!.env\n"}, ["a/.env", "a/.env.local", "s3config.toml"]),
        ({".gitignore": "# nothing\n"}, [".env", "a/.env", "a/.env.local", "s3config.toml"]),
    ],
)
def test_gitignore(ignored: dict[str, str], expected: list[str]) -> None:
    """The nearest `.gitignore` that speaks of a file counts."""
    tree(".env", "a/.env", "a/.env.local", "s3config.toml", **ignored)
    assert sorted(found()) == expected


def test_gitignore_of_the_repository_holds_below() -> None:
    """A directory within a repository is looked at as from the root."""
    tree(".git/HEAD", "a/.env", "a/s3config.toml", **{".gitignore": ".env\n"})
    assert found("a") == ["a/s3config.toml"]


@pytest.mark.parametrize("line", ["\\", "foo\\", "[z-a]", "!"])
def test_bad_lines_of_gitignore(line: str) -> None:
    """A line that is no pattern is passed over, as git does; the others count."""
    tree("a.env", "b.env", **{".gitignore": f"{line}\na.env\n"})
    assert found() == ["b.env"]


@pytest.mark.parametrize(
    ("folder", "exclude", "expected"),
    [
        (".", ("b/",), ["a/.env", "a/c/x.env"]),
        (".", ("a/c",), ["a/.env", "b/.env"]),
        (".", ("c/",), ["a/.env", "b/.env"]),
        (".", ("*.env", "!x.env"), ["a/c/x.env"]),
        (".", ("/b/.env",), ["a/.env", "a/c/x.env"]),
        (".", ("./b/.env",), ["a/.env", "a/c/x.env"]),
        (".", ("**/c/*.env",), ["a/.env", "b/.env"]),
        ("a", ("a/c/x.env",), ["a/.env"]),
        ("a", ("c/x.env",), ["a/.env", "a/c/x.env"]),
        ("a", ("*.env",), []),
        ("a", ("../*/.env",), ["a/.env", "a/c/x.env"]),
    ],
)
def test_exclude(folder: str, exclude: tuple[str, ...], expected: list[str]) -> None:
    """Patterns of the caller count as well, relative to the working directory, wherever is looked."""
    tree("a/.env", "a/c/x.env", "b/.env")
    assert found(folder, exclude) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("b/.env", ["a/.env"]), ("/b/.env", ["a/.env"]), ("a/", ["b/.env"]), ("c/b/.env", ["a/.env", "b/.env"])],
)
@pytest.mark.parametrize("folder", ["[c] d", "c"])
def test_exclude_relative_to_a_folder(
    folder: str, pattern: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Patterns of a file are relative to where that stands, whatever the working directory is."""
    tree(f"{folder}/a/.env", f"{folder}/b/.env")
    exclusion = Exclusion([pattern], Path(folder).absolute())
    monkeypatch.chdir(f"{folder}/a")
    assert [path.relative_to("..").as_posix() for path in discover(Path(".."), [exclusion])] == expected


def test_exclude_by_a_whole_path() -> None:
    """A pattern may be the whole path of a file."""
    tree("a/.env", "b/.env")
    assert found(exclude=(str(Path("b/.env").absolute()),)) == ["a/.env"]


def test_exclude_counts_before_gitignore() -> None:
    """What git is told to keep is left out all the same."""
    tree("a.env", "b.env", **{".gitignore": "!a.env\n"})
    assert found(exclude=("a.env",)) == ["b.env"]


def test_the_last_exclusion_counts() -> None:
    """The command line keeps what a file leaves out."""
    tree("a.env", "b.env")
    assert [path.name for path in discover(Path(), [Exclusion(["*.env"]), "!b.env"])] == ["b.env"]


@pytest.mark.parametrize("pattern", ["\\", "foo\\", "[z-a]", "a/[z-a]/b", "!"])
def test_bad_pattern(pattern: str) -> None:
    """A pattern of the caller that is none is an error that names it, before anything is looked at."""
    with pytest.raises(PatternError) as error:
        discover(Path(), [pattern])
    assert str(error.value) == f"{pattern!r} is no pattern; write it as in .gitignore, such as 'vendor/'"


@pytest.mark.parametrize(
    ("path", "is_out"), [("vendor/a/.env", True), ("./vendor/.env", True), ("a/.env", False), ("b/../vendor/x", True)]
)
def test_is_excluded(path: str, *, is_out: bool) -> None:
    """A file that is named is excluded by its own pattern, or by that of a folder above it."""
    assert is_excluded(Path(path), ["vendor/"]) == is_out


def test_links_to_directories_are_not_followed() -> None:
    """A loop of links ends at once; a link to a file is a file."""
    tree("a/.env")
    Path("a/loop").symlink_to(Path("a").absolute(), target_is_directory=True)
    Path(".env").symlink_to("a/.env")
    Path("b.env").symlink_to("b.env")
    assert found() == [".env", "a/.env"]
