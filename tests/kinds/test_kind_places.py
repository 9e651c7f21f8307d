"""Every setting of every kind of file stands where its origin says, and its value is what the syntax finds there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from s3config.excerpts import assignment_at
from s3config.files import read_text
from s3config.kinds import kind_by_name, kind_by_text, kinds
from s3config.lines import Lines

if TYPE_CHECKING:
    from pathlib import Path

    from s3config.origin import Setting

Place = tuple[str, int, int, str]
"""Key, line, column, and the text of the value without its quotes."""

COMPOSE, WORKFLOW, MANIFEST = "compose.yaml", ".github/workflows/ci.yml", "app.yaml"
CONFIG, CREDENTIALS, RCLONE = ".aws/config", ".aws/credentials", "rclone.conf"
KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
POD = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n"
SERVICE = "services:\n  app:\n"
STEP = "jobs:\n  a:\n    steps:\n"


class Case(NamedTuple):
    """A file, and what is read from it."""

    name: str
    text: str
    places: list[Place]


CASES = {
    # .env
    "dotenv bare": Case(".env", "# é\nAWS_REGION=eu-west-1\n", [("region", 2, 1, "eu-west-1")]),
    "dotenv export": Case(".env", "  export AWS_REGION=eu-west-1 # a\n", [("region", 1, 10, "eu-west-1")]),
    "dotenv quoted": Case(".env", "\n\tAWS_REGION = 'eu-west-1'\n", [("region", 2, 2, "eu-west-1")]),
    # our own
    "toml": Case("s3config.toml", 'region = "x"\n', [("region", 1, 1, "x")]),
    "toml dotted": Case("s3config.toml", 'client_options.timeout = "30s"\n', [("timeout", 1, 16, "30s")]),
    "toml inline": Case(
        "s3config.toml",
        "client_options = { user_agent = 'é', timeout = \"30s\" }\n",
        [("user_agent", 1, 20, "é"), ("timeout", 1, 38, "30s")],
    ),
    "json": Case("s3config.json", '{"bucket": "é", "region":\n "x"}', [("bucket", 1, 2, "é"), ("region", 1, 17, "x")]),
    "yaml": Case(
        "s3config.yaml", "'bucket': logs\nregion:   \"x\"  # c\n", [("bucket", 1, 1, "logs"), ("region", 2, 1, "x")]
    ),
    # compose
    "compose mapping": Case(COMPOSE, SERVICE + "    environment:\n      AWS_REGION: x\n", [("region", 4, 7, "x")]),
    "compose double quotes": Case(
        COMPOSE, SERVICE + '    environment:\n      AWS_REGION: "x y"\n', [("region", 4, 7, "x y")]
    ),
    "compose single quotes": Case(
        COMPOSE, SERVICE + "    environment:\n      AWS_REGION: 'x'\n", [("region", 4, 7, "x")]
    ),
    "compose quoted name": Case(
        COMPOSE, SERVICE + "    environment:\n      'AWS_REGION': x\n", [("region", 4, 7, "x")]
    ),
    "compose comment": Case(COMPOSE, SERVICE + "    environment:\n      AWS_REGION: x # é\n", [("region", 4, 7, "x")]),
    "compose flow": Case(
        COMPOSE,
        SERVICE + '    environment: {Ä: "é", AWS_REGION: x, AWS_BUCKET: logs}\n',
        [("region", 3, 27, "x"), ("bucket", 3, 42, "logs")],
    ),
    "compose list": Case(
        COMPOSE,
        SERVICE + "    environment:\n      - A=1\n      - AWS_REGION=x\n      - AWS_BUCKET=y\n",
        [("region", 5, 9, "x"), ("bucket", 6, 9, "y")],
    ),
    "compose list at the parent's column": Case(
        COMPOSE, SERVICE + "    environment:\n    - AWS_REGION=x\n", [("region", 4, 7, "x")]
    ),
    "compose quoted items": Case(
        COMPOSE,
        SERVICE + "    environment:\n      - \"AWS_REGION=x\"\n      - 'AWS_BUCKET=a b'\n",
        [("region", 4, 10, "x"), ("bucket", 5, 10, "a b")],
    ),
    "compose items in flow": Case(
        COMPOSE,
        SERVICE + '    environment: [é=ü, AWS_REGION=x, "AWS_BUCKET=y"]\n',
        [("region", 3, 24, "x"), ("bucket", 3, 39, "y")],
    ),
    "compose quotes within an item": Case(
        COMPOSE, SERVICE + '    environment:\n      - AWS_REGION="x"\n', [("region", 4, 9, '"x"')]
    ),
    "compose item with equals signs": Case(
        COMPOSE, SERVICE + "    environment:\n      - AWS_TOKEN=a=b==\n", [("session_token", 4, 9, "a=b==")]
    ),
    "compose number": Case(
        COMPOSE, SERVICE + "    environment:\n      AWS_MAX_ATTEMPTS: 3\n", [("max_retries", 4, 7, "3")]
    ),
    "compose default": Case(
        COMPOSE, SERVICE + "    environment:\n      AWS_REGION: ${R:-x}\n", [("region", 4, 7, "${R:-x}")]
    ),
    "compose taken from outside": Case(
        COMPOSE,
        SERVICE + "    environment:\n      - AWS_REGION\n      - AWS_BUCKET=y\n",
        [("region", 4, 9, ""), ("bucket", 5, 9, "y")],
    ),
    "compose null": Case(COMPOSE, SERVICE + "    environment:\n      AWS_REGION:\n", [("region", 4, 7, "")]),
    "compose anchor": Case(
        COMPOSE,
        "x-env: &env\n  AWS_REGION: x\n" + SERVICE + "    environment: *env\n",
        [("region", 2, 3, "x")],
    ),
    "compose merge": Case(
        COMPOSE,
        "x-env: &env\n  AWS_REGION: x\n  AWS_BUCKET: y\n"
        + SERVICE
        + "    environment:\n      <<: *env\n      AWS_REGION: z\n",
        [("region", 8, 7, "z"), ("bucket", 3, 3, "y")],
    ),
    "compose anchored value": Case(
        COMPOSE, SERVICE + "    environment:\n      AWS_REGION: &region x\n", [("region", 4, 7, "x")]
    ),
    "compose aliased value": Case(
        COMPOSE,
        "x-region: &region x\n" + SERVICE + "    environment:\n      AWS_REGION: *region\n",
        [("region", 5, 7, "*region")],
    ),
    "compose tag": Case(COMPOSE, SERVICE + "    environment:\n      AWS_REGION: !!str x\n", [("region", 4, 7, "x")]),
    "compose explicit key": Case(
        COMPOSE, SERVICE + "    environment:\n      ? AWS_REGION\n      : x\n", [("region", 4, 9, "x")]
    ),
    "compose value on the next line": Case(
        COMPOSE, SERVICE + "    environment:\n      AWS_REGION:\n        x\n", [("region", 4, 7, "x")]
    ),
    "compose tabs": Case(COMPOSE, SERVICE + "    environment:\n      AWS_REGION:\tx\t# c\n", [("region", 4, 7, "x")]),
    "compose json": Case(
        COMPOSE, '{"services": {"é": {"environment": {"AWS_REGION": "x"}}}}', [("region", 1, 37, "x")]
    ),
    "compose without a last line break": Case(
        COMPOSE, SERVICE + "    environment:\n      AWS_REGION: x", [("region", 4, 7, "x")]
    ),
    # Kubernetes
    "pod": Case(MANIFEST, POD + "  - env:\n    - name: AWS_REGION\n      value: x\n", [("region", 6, 13, "x")]),
    "pod quotes": Case(
        MANIFEST, POD + '  - env:\n    - name: "AWS_REGION"\n      value: "x"\n', [("region", 6, 13, "x")]
    ),
    "pod value first": Case(
        MANIFEST, POD + "  - env:\n    - value: x\n      name: AWS_REGION\n", [("region", 7, 13, "")]
    ),
    "pod flow": Case(
        MANIFEST,
        POD + "  - env: [{name: é, value: ü}, {name: AWS_REGION, value: 'x'}]\n",
        [("region", 5, 39, "x")],
    ),
    "pod from elsewhere": Case(
        MANIFEST,
        POD + "  - env:\n    - name: AWS_REGION\n      valueFrom: {secretKeyRef: {name: a, key: b}}\n",
        [("region", 6, 13, "{secretKeyRef: {name: a, key: b}}")],
    ),
    "init container": Case(
        MANIFEST,
        "apiVersion: v1\nkind: Pod\nspec:\n  initContainers:\n  - env:\n    - {name: AWS_REGION, value: x}\n",
        [("region", 6, 14, "x")],
    ),
    "cron job": Case(
        MANIFEST,
        "apiVersion: batch/v1\nkind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n"
        "          containers:\n            - name: a\n              env:\n                - name: AWS_REGION\n"
        "                  value: x\n",
        [("region", 11, 25, "x")],
    ),
    "list": Case(
        MANIFEST,
        "apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n  spec:\n    containers:\n    - env:\n"
        "      - name: AWS_REGION\n        value: x\n",
        [("region", 8, 15, "x")],
    ),
    "second document": Case(
        MANIFEST,
        "apiVersion: v1\nkind: Service\n---\n# é\n" + POD + "  - env:\n    - name: AWS_REGION\n      value: x\n",
        [("region", 10, 13, "x")],
    ),
    "config map": Case(
        MANIFEST, 'apiVersion: v1\nkind: ConfigMap\ndata:\n  AWS_REGION: "x"\n', [("region", 4, 3, "x")]
    ),
    "secret as text": Case(
        MANIFEST,
        f"apiVersion: v1\nkind: Secret\nstringData:\n  AWS_ACCESS_KEY_ID: {KEY}\n",
        [("access_key_id", 4, 3, KEY)],
    ),
    "secret in base64": Case(
        MANIFEST, "apiVersion: v1\nkind: Secret\ndata:\n  AWS_REGION: eA==\n", [("region", 4, 3, "eA==")]
    ),
    "env from a config map": Case(
        MANIFEST,
        POD
        + "  - envFrom:\n    - configMapRef: {name: c}\n"
        + "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  AWS_REGION: x\n",
        [("region", 13, 3, "x")],
    ),
    # GitHub
    "workflow": Case(
        WORKFLOW, "env:\n  AWS_REGION: x\njobs:\n  a:\n    steps:\n    - run: a\n", [("region", 2, 3, "x")]
    ),
    "workflow without jobs": Case(WORKFLOW, "'on': push\nenv: {AWS_REGION: x}\n", [("region", 2, 7, "x")]),
    "job": Case(WORKFLOW, "jobs:\n  é:\n    env:\n      AWS_REGION: 'x'\n", [("region", 4, 7, "x")]),
    "step": Case(WORKFLOW, STEP + "    - env:\n        AWS_REGION: x\n      run: a\n", [("region", 5, 9, "x")]),
    "step with an expression": Case(
        WORKFLOW, STEP + "    - env:\n        AWS_REGION: ${{ vars.R }}\n", [("region", 5, 9, "${{ vars.R }}")]
    ),
    "job's container": Case(
        WORKFLOW, "jobs:\n  a:\n    container:\n      env: {AWS_REGION: x}\n", [("region", 4, 13, "x")]
    ),
    "job's service": Case(
        WORKFLOW,
        "jobs:\n  a:\n    services:\n      s:\n        env:\n          AWS_REGION: x\n",
        [("region", 6, 11, "x")],
    ),
    # AWS
    "config default": Case(CONFIG, "# é\n[default]\nregion = x\n", [("region", 3, 1, "x")]),
    "config profile": Case(CONFIG, "[profile a]\nregion=x\n", [("region", 2, 1, "x")]),
    "config indented": Case(CONFIG, "[profile a]\n  region =\tx  \n", [("region", 2, 3, "x")]),
    "config nested": Case(
        CONFIG,
        "[default]\ns3 =\n    addressing_style = virtual\n    é = 1\n",
        [("virtual_hosted_style_request", 3, 5, "virtual")],
    ),
    "config services": Case(
        CONFIG,
        "[default]\nservices = a\n[services a]\ns3 =\n  endpoint_url = https://s3.example.com\n",
        [("endpoint", 5, 3, "https://s3.example.com")],
    ),
    "credentials": Case(
        CREDENTIALS,
        f"\n[a]\naws_access_key_id={KEY}\naws_secret_access_key = {SECRET}\n",
        [("access_key_id", 3, 1, KEY), ("secret_access_key", 4, 1, SECRET)],
    ),
    "config with odd line ends": Case(
        CONFIG, "# a\x0bb\x0cc\x1cd\x85e\u2028f\n[default]\nregion = x\n", [("region", 3, 1, "x")]
    ),
    # rclone
    "rclone": Case(
        RCLONE,
        "[a]\ntype = s3\nregion = x\n[b]\ntype = drive\nregion = y\n",
        [("region", 3, 1, "x")],
    ),
    "rclone endpoint": Case(
        RCLONE, "[é]\ntype = s3\n\tendpoint=s3.example.com\n", [("endpoint", 3, 2, "s3.example.com")]
    ),
    "rclone path style": Case(
        RCLONE, "[a]\ntype = s3\nforce_path_style = false\n", [("virtual_hosted_style_request", 3, 1, "false")]
    ),
    "rclone quotes": Case(RCLONE, '[a]\ntype = "s3"\nregion = "x"\n', [("region", 3, 1, '"x"')]),
    # storage_options
    "options in json": Case("a.json", '{"é": 1, "storage_options": {"aws_region": "x"}}', [("region", 1, 30, "x")]),
    "options in a list": Case(
        "a.json",
        '{"a": [{"storage_options": {"key": "k", "client_kwargs": {"region_name": "x"}}}]}',
        [("access_key_id", 1, 29, "k"), ("region", 1, 59, "x")],
    ),
    "options in a list of json": Case(
        "a.json", '[{"storage_options":\n\t{"aws_region": "x"}}]', [("region", 2, 3, "x")]
    ),
    "options in yaml": Case("a.yml", "- a:\n    storage_options:\n      AWS_REGION: 'x'\n", [("region", 3, 7, "x")]),
    "options in yaml flow": Case(
        "a.yaml",
        'é: {storage_options: {secret: "s", client_kwargs: {endpoint_url: "https://s3.example.com"}}}\n',
        [("secret_access_key", 1, 23, "s"), ("endpoint", 1, 52, "https://s3.example.com")],
    ),
    "options in a second document": Case(
        "a.yaml", "a: 1\n---\nstorage_options:\n  aws_region: x\n", [("region", 4, 3, "x")]
    ),
    "options in toml": Case("a.toml", "[a.storage_options]\naws_region = 'x'\n", [("region", 2, 1, "x")]),
    "options in toml inline": Case(
        "a.toml", 'storage_options = {"é" = 1, aws_region = "x"}\n', [("region", 1, 29, "x")]
    ),
    "style of s3fs": Case(
        "a.yaml",
        "storage_options:\n  key: k\n  config_kwargs:\n    s3:\n      addressing_style: path\n",
        [("access_key_id", 2, 3, "k"), ("virtual_hosted_style_request", 5, 7, "path")],
    ),
}
FORMS = {
    "LF": ("\n", ""),
    "CRLF": ("\r\n", ""),
    "BOM": ("\n", "\ufeff"),
    "CRLF and BOM": ("\r\n", "\ufeff"),
    "CR": ("\r", ""),
}


def settings_of(path: Path) -> list[Setting]:
    """Return the settings of all scopes of a file."""
    text = read_text(path)
    kind = kind_by_name(path) or kind_by_text(path, text)
    assert kind is not None
    found = [setting for scope in kinds()[kind].scopes(str(path), text) for setting in scope.settings]
    return [setting for setting in found if setting.origin.line is not None]


def place_of(setting: Setting, syntax: str, text: str) -> Place:
    """Return where a setting stands, and the text that its syntax finds there as the value."""
    found = assignment_at(text, Lines(text), setting.origin, syntax)
    assert found is not None
    start, end = found.content
    assert setting.origin.line is not None
    assert setting.origin.column is not None
    return setting.key, setting.origin.line, setting.origin.column, text[start:end]


def syntax_of(path: Path) -> str:
    """Return the syntax that a file is read with."""
    by_suffix = {".yml": "yaml", ".yaml": "yaml", ".json": "json", ".toml": "toml"}
    return "dotenv" if path.name == ".env" else by_suffix.get(path.suffix, "ini")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES)
def test_places_are_exact(case: str, form: str, tmp_path: Path) -> None:
    """Line and column count characters; how lines end, and a byte order mark, change nothing."""
    name, text, places = CASES[case]
    line_end, mark = FORMS[form]
    path = tmp_path / name
    if line_end == "\r" and syntax_of(path) == "toml":
        pytest.skip("TOML has no lines that end so")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((mark + text.replace("\n", line_end)).encode())
    text = read_text(path)
    found = [place_of(setting, syntax_of(path), text) for setting in settings_of(path)]
    assert sorted(places) == sorted(found)
