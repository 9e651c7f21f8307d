"""Fixes keep a file whole where it is written in an unusual way, or are not made there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from s3config.edits import edited, edits
from s3config.excerpts import assignment_at
from s3config.lines import Lines
from s3config.origin import Origin
from s3config.rules import Add, Remove, Rename, Rewrite, Trim

if TYPE_CHECKING:
    from collections.abc import Callable

    from s3config.rules import Change
    from s3config.syntaxes import Assignment


def rename(at: Origin) -> Change:
    """Return a change of the key."""
    return Rename(at, "AWS_BUCKET")


def rewrite(at: Origin) -> Change:
    """Return a change of the value."""
    return Rewrite(at, "new")


def unquote(at: Origin) -> Change:
    """Return a change that takes quotes off a value."""
    return Trim(at, quotes=True)


def allow(at: Origin) -> Change:
    """Return a change that adds a flag."""
    return Add(at, "allow_http", "true")


def changed(syntax: str, text: str, make: Callable[[Origin], Change]) -> str | None:
    """Make a change at the mark `^`, which is taken out; return `None` if it is not made."""
    index = text.index("^")
    text = text.replace("^", "")
    lines = Lines(text)

    def find(origin: Origin) -> tuple[str, str, Assignment] | None:
        found = assignment_at(text, lines, origin, syntax)
        return None if found is None else (text, syntax, found)

    made = edits([make(Origin("a", *lines.place(index)))], find)
    return None if made is None else edited(text, made)


CHANGES = {
    # TOML
    "beside a dotted key": (
        "toml",
        "[stores]\na.^endpoint = 'x'\n",
        allow,
        "[stores]\na.endpoint = 'x'\na.allow_http = true\n",
    ),
    "beside a key of two tables": (
        "toml",
        'stores."a b".^endpoint = "x"\n',
        allow,
        'stores."a b".endpoint = "x"\nstores."a b".allow_http = true\n',
    ),
    "beside an option": (
        "toml",
        "client_options.^timeout = 5\n",
        allow,
        "client_options.timeout = 5\nallow_http = true\n",
    ),
    "beside an option of a store": (
        "toml",
        "stores.a.client_options.^timeout = 5\n",
        allow,
        "stores.a.client_options.timeout = 5\nstores.a.allow_http = true\n",
    ),
    "beside a dotted key in braces": (
        "toml",
        "stores = { a.^endpoint = 'x' }\n",
        allow,
        "stores = { a.endpoint = 'x', a.allow_http = true }\n",
    ),
    "beside a variable": ("toml", "^AWS_REGION = 'x'\n", allow, "AWS_REGION = 'x'\nAWS_ALLOW_HTTP = \"true\"\n"),
    "all of a dotted table": ("toml", "stores.a.^endpoint = ''\n", Remove, None),
    "one of a dotted table": ("toml", "a.^endpoint = ''\na.region = 'x'\n", Remove, "a.region = 'x'\n"),
    "one of a dotted table in braces": ("toml", "s = {a.^b = 1, a.c = 2}\n", Remove, "s = {a.c = 2}\n"),
    # JSON
    "beside a variable in JSON": (
        "json",
        '{^"AWS_REGION": "x"}',
        allow,
        '{"AWS_REGION": "x", "AWS_ALLOW_HTTP": "true"}',
    ),
    "beside a key in JSON": ("json", '{^"region": "x"}', allow, '{"region": "x", "allow_http": true}'),
    # YAML
    "beside a key": ("yaml", "^region: 'x'\n", allow, "region: 'x'\nallow_http: true\n"),
    "beside a variable in YAML": ("yaml", "^AWS_REGION: x\n", allow, 'AWS_REGION: x\nAWS_ALLOW_HTTP: "true"\n'),
    "quotes in quotes of an item": ("yaml", "- '^A=''b'''\n", unquote, "- 'A=b'\n"),
    "quotes in quotes of a value": ("yaml", "^A: '''b'''\n", unquote, "A: 'b'\n"),
    "other quotes in quotes": ("yaml", "^A: '\"b\"'\n", unquote, "A: 'b'\n"),
    "a quote alone": ("yaml", "^A: ''''\n", unquote, None),
    "a key with an anchor": ("yaml", "&k ^AWS_BUKET: a\n", rename, "&k AWS_BUCKET: a\n"),
    "a key with an anchor that is used": ("yaml", "&k ^AWS_BUKET: a\nb: *k\n", rename, None),
    "an item with an anchor": ("yaml", "- &k ^AWS_BUKET=a\n", rename, "- &k AWS_BUCKET=a\n"),
    "an item with an anchor that is used": ("yaml", "- &k ^AWS_BUKET=a\n- *k\n", rename, None),
    "a value with an anchor": ("yaml", "^a: &v old\n", rewrite, "a: &v new\n"),
    "a value with an anchor that is used": ("yaml", "^a: &v old\nb: *v\n", rewrite, None),
    "all with an anchor that is used": ("yaml", "^a: &v old\nb: *v\n", Remove, None),
    "all with an anchor": ("yaml", "^a: &v old\nb: c\n", Remove, "b: c\n"),
    "an alias": ("yaml", "b: &v c\n^a: *v\n", Remove, "b: &v c\n"),
    "the last of a mapping": ("yaml", "a:\n  ^b: c\n", Remove, None),
    "the last of a list": ("yaml", "a:\n- ^B=c\n", Remove, None),
    "the last of a list of mappings": ("yaml", "a:\n- name: ^B\n  value: c\n", Remove, None),
    "the last between braces": ("yaml", "a: {^b: c}\n", Remove, "a: {}\n"),
    "the last between brackets": ("yaml", "a: [^B=c]\n", Remove, "a: []\n"),
    "the last of a file": ("yaml", "^b: c\n", Remove, ""),
    "an item in a folded block": ("yaml", "- >-\n  ^AWS_BUKET=a: b\n- C=d\n", rename, None),
    "an item in a literal block": ("yaml", "- |\n  ^AWS_BUCKET=a\n- C=d\n", Remove, None),
    "a value before its name": ("yaml", "- value: old\n  name: ^A\n- name: B\n  value: c\n", rewrite, None),
    "a name behind its value": (
        "yaml",
        "- value: a\n  name: ^AWS_BUKET\n",
        rename,
        "- value: a\n  name: AWS_BUCKET\n",
    ),
    # INI
    "behind a colon": ("ini", "[a]\n^region: x:y=z\n", rewrite, "[a]\nregion: new\n"),
    "an address behind an equals sign": ("ini", "[a]\n^endpoint_url=http://a:1\n", rewrite, "[a]\nendpoint_url=new\n"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_keeps_the_file_whole(name: str) -> None:
    """The change is made as the file is written; or not at all, if it would change anything else."""
    syntax, text, make, expected = CHANGES[name]
    assert expected == changed(syntax, text, make)
