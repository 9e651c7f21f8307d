"""What each kind of file gives a process: which assignments count, which are hidden, and what stays unknown."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from s3config.diagnostics import Severity
from s3config.files import UnreadableFileError, read_text
from s3config.inspection import inspect
from s3config.kinds import Scope, kind_by_name, kind_by_text, kinds
from s3config.origin import Layer
from s3config.redaction import reveal

if TYPE_CHECKING:
    from pathlib import Path

COMPOSE, WORKFLOW, MANIFEST = "compose.yaml", ".github/workflows/ci.yml", "app.yaml"
CONFIG, CREDENTIALS, RCLONE, OPTIONS = ".aws/config", ".aws/credentials", "rclone.conf", "a.yaml"
KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SERVICE = "services:\n  app:\n"
POD = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n"
CONFIG_MAP = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  AWS_REGION: map\n"
REMOTE = "[a]\ntype = s3\n"


def written(folder: Path, files: dict[str, str]) -> Path:
    """Write files, and return the path of the first."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / next(iter(files))


def scopes_of(folder: Path, files: dict[str, str]) -> list[Scope]:
    """Return the scopes of the first of some files."""
    path = written(folder, files)
    text = read_text(path)
    return list(kinds()[kind_by_name(path) or kind_by_text(path, text) or ""].scopes(str(path), text))


def values(scope: Scope) -> dict[str, object]:
    """Return the value that counts for each key, and the keys of lower layers behind a mark."""
    found: dict[str, object] = {}
    for setting in sorted(scope.settings, key=lambda setting: setting.layer):
        is_low = setting.layer < max(Layer.FILE, *(s.layer for s in scope.settings))
        found[f"{'(' * is_low}{setting.key}{')' * is_low}"] = reveal(setting.value)
    return found


MEANINGS = {
    # compose
    "a service without AWS": (
        {COMPOSE: "services:\n  a: {environment: {X: 1}}\n  b: {environment: {AWS_REGION: x}}\n"},
        [{"region": "x"}],
    ),
    "a default": ({COMPOSE: SERVICE + "    environment: ['AWS_REGION=${R:-a}']\n"}, [{"region": "a"}]),
    "a default without a colon": ({COMPOSE: SERVICE + "    environment: ['AWS_REGION=${R-a}']\n"}, [{"region": "a"}]),
    "a default in a default": (
        {COMPOSE: SERVICE + "    environment: ['AWS_REGION=${R:-${S:-a}}b']\n"},
        [{"region": "ab"}],
    ),
    "an empty default": (
        {COMPOSE: SERVICE + "    environment: ['AWS_REGION=${R:-}']\n"},
        [{"region": "${R}"}],
    ),
    "references": (
        {COMPOSE: SERVICE + "    environment: ['AWS_REGION=$R', 'AWS_BUCKET=${B:?none}-$$c']\n"},
        [{"region": "$R", "bucket": "${B:?none}-$c"}],
    ),
    "an env file": (
        {COMPOSE: SERVICE + "    env_file: a.env\n", "a.env": "AWS_REGION=x\n"},
        [{"region": "x"}],
    ),
    "env files in order": (
        {
            COMPOSE: SERVICE + "    env_file: [a.env, {path: ./b.env}]\n    environment: {AWS_BUCKET: c}\n",
            "a.env": "AWS_REGION=a\nAWS_BUCKET=a\nAWS_ENDPOINT=https://a.example\n",
            "b.env": "export AWS_REGION='b'\n",
        },
        [{"region": "b", "(region)": "a", "bucket": "c", "(bucket)": "a", "endpoint": "https://a.example"}],
    ),
    "a reference in an env file": (
        {COMPOSE: SERVICE + "    env_file: a.env\n", "a.env": "R=x\nAWS_REGION=${R}\nAWS_BUCKET=${B:-y}\n"},
        [{"region": "x", "bucket": "${B}"}],
    ),
    "extends": (
        {
            COMPOSE: "services:\n  base:\n    environment: {AWS_REGION: a, AWS_BUCKET: b}\n"
            "  app:\n    extends: {service: base}\n    environment: [AWS_REGION=c]\n"
        },
        [{"region": "a", "bucket": "b"}, {"region": "c", "(region)": "a", "bucket": "b"}],
    ),
    "extends without end": (
        {COMPOSE: "services:\n  a:\n    extends: b\n    environment: {AWS_REGION: a}\n  b:\n    extends: a\n"},
        [{"region": "a"}, {"region": "a"}],
    ),
    "what another file takes out": (
        {COMPOSE: SERVICE + "    environment: {AWS_REGION: !reset null, AWS_BUCKET: b}\n"},
        [{"bucket": "b"}],
    ),
    "a value that a program makes": (
        {COMPOSE: SERVICE + "    environment: {AWS_REGION: !env R}\n"},
        [{"region": "${AWS_REGION}"}],
    ),
    "items in blocks": (
        {COMPOSE: SERVICE + "    environment:\n    - >-\n      AWS_REGION=x\n    - |-\n      AWS_BUCKET=y\n"},
        [{"region": "x", "bucket": "y"}],
    ),
    # Kubernetes
    "what Helm is to fill in": (
        {MANIFEST: POD + "    env: [{name: AWS_REGION, value: {{ .Values.r }}}]\n"},
        [{"region": "${AWS_REGION}"}],
    ),
    "env over envFrom": (
        {
            MANIFEST: POD
            + "    env: [{name: AWS_REGION, value: own}]\n    envFrom: [{configMapRef: {name: c}}]\n"
            + CONFIG_MAP
        },
        [{"region": "own", "(region)": "map"}],
    ),
    "a prefix": (
        {
            MANIFEST: POD
            + "    envFrom: [{configMapRef: {name: c}, prefix: AWS_}]\n"
            + CONFIG_MAP.replace("AWS_REGION", "REGION")
        },
        [{"region": "map"}],
    ),
    "the last envFrom": (
        {
            MANIFEST: POD
            + "    envFrom: [{configMapRef: {name: d}}, {configMapRef: {name: c}}]\n"
            + CONFIG_MAP
            + CONFIG_MAP.replace("name: c", "name: d").replace("map", "other")
        },
        [{"region": "map", "(region)": "other"}],
    ),
    "another namespace": (
        {
            MANIFEST: POD.replace("spec:", "metadata: {namespace: n}\nspec:", 1)
            + "    envFrom: [{configMapRef: {name: c}}]\n    env: [{name: AWS_BUCKET, value: b}]\n"
            + CONFIG_MAP.replace("{name: c}", "{name: c, namespace: m}")
        },
        [{"bucket": "b"}, {"region": "map"}],
    ),
    "data that nobody takes": ({MANIFEST: CONFIG_MAP.removeprefix("---\n")}, [{"region": "map"}]),
    "a value that is said elsewhere": (
        {MANIFEST: POD + "    env: [{name: AWS_REGION, valueFrom: {fieldRef: {fieldPath: a}}}]\n"},
        [{"region": "${AWS_REGION}"}],
    ),
    "text before base64": (
        {MANIFEST: "apiVersion: v1\nkind: Secret\ndata: {AWS_REGION: eA==}\nstringData: {AWS_REGION: y}\n"},
        [{"region": "y"}],
    ),
    "a line break in base64": (
        {MANIFEST: "apiVersion: v1\nkind: Secret\ndata: {AWS_REGION: eAo=}\n"},
        [{"region": "x\n"}],
    ),
    "no base64": (
        {MANIFEST: "apiVersion: v1\nkind: Secret\ndata: {AWS_REGION: '***'}\n"},
        [{"region": "${AWS_REGION}"}],
    ),
    "a template of Helm": (
        {MANIFEST: "apiVersion: v1\nkind: Pod\n{{- if .Values.a }}\nAWS_REGION: {{ .Values.b }}\n{{- end }}\n"},
        [],
    ),
    "no manifest": ({MANIFEST: "apiVersion: v1\nAWS_REGION: [\n"}, []),
    # GitHub
    "step over job over workflow": (
        {
            WORKFLOW: "env: {AWS_REGION: w, AWS_BUCKET: w}\njobs:\n  a:\n    env: {AWS_REGION: j}\n    steps:\n"
            "    - run: a\n    - run: b\n    - env: {AWS_REGION: s}\n"
        },
        [{"region": "j", "bucket": "w"}, {"region": "s", "bucket": "w"}],
    ),
    "a step that takes a variable back": (
        {
            WORKFLOW: "jobs:\n  a:\n    env: {AWS_PROFILE: p, AWS_REGION: j}\n    steps:\n"
            "    - env: {AWS_PROFILE: ''}\n    - env: {AWS_BUCKET: ''}\n"
        },
        [{"region": "j"}, {"profile": "p", "region": "j", "bucket": ""}],
    ),
    "a service of a job": (
        {WORKFLOW: "env: {AWS_REGION: w}\njobs:\n  a:\n    services:\n      s: {env: {AWS_BUCKET: b}}\n"},
        [{"region": "w"}, {"bucket": "b"}],
    ),
    # AWS
    "two halves of a profile": (
        {
            CONFIG: "[profile a]\nregion = x\n",
            CREDENTIALS: f"[a]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n[b]\nregion = y\n",
        },
        [{"region": "x", "access_key_id": KEY, "secret_access_key": SECRET}],
    ),
    "the credentials file names its own": (
        {CREDENTIALS: "[a]\nregion = y\n", CONFIG: "[profile a]\nregion = x\n[profile b]\nregion = z\n"},
        [{"region": "y"}],
    ),
    "colons": (
        {
            CREDENTIALS: f"[a]\nregion: x\naws_access_key_id: {KEY}\naws_secret_access_key : a=b\nendpoint_url=http://a:1\n"
        },
        [{"region": "x", "access_key_id": KEY, "secret_access_key": "a=b", "endpoint": "http://a:1"}],
    ),
    "a colon below a key": (
        {CONFIG: "[default]\nregion: x\ns3 =\n  addressing_style: path\n"},
        [{"region": "x"}],
    ),
    # rclone
    "flags of rclone": (
        {RCLONE: REMOTE + "force_path_style = true\nrequester_pays = True\nuse_unsigned_payload = unset\n"},
        [{"virtual_hosted_style_request": False, "request_payer": True}],
    ),
    "an endpoint without a scheme": (
        {RCLONE: REMOTE + "endpoint = s3.example.com\n"},
        [{"endpoint": "https://s3.example.com"}],
    ),
    "the customer's key": (
        {RCLONE: REMOTE + "sse_customer_algorithm = AES256\nsse_customer_key_base64 = a\n"},
        [{"server_side_encryption": "sse-c", "sse_customer_key_base64": "a"}],
    ),
    "signatures of version 2": ({RCLONE: REMOTE + "region = other-v2-signature\n"}, [{}]),
    # storage_options
    "words of s3fs": (
        {
            OPTIONS: "storage_options:\n  key: k\n  secret: s\n  anon: false\n"
            "  client_kwargs: {region_name: r, verify: false}\n  config_kwargs: {s3: {addressing_style: virtual}}\n"
        },
        [
            {
                "access_key_id": "k",
                "secret_access_key": "s",
                "skip_signature": False,
                "region": "r",
                "allow_invalid_certificates": True,
                "virtual_hosted_style_request": True,
            }
        ],
    ),
    "words of object_store": (
        {OPTIONS: "storage_options: {AWS_REGION: r, allow_http: 'true', retry_timeout_ms: 1500}\n"},
        [{"region": "r", "allow_http": "true", "retry_timeout": 1.5}],
    ),
    "words of pyarrow": (
        {OPTIONS: "storage_options: {access_key: k, secret_key: s, region: r}\n"},
        [{"access_key_id": "k", "secret_access_key": "s", "region": "r"}],
    ),
    "a protocol": ({OPTIONS: "storage_options: {s3: {key: k}, simplecache: {a: b}}\n"}, [{"access_key_id": "k"}]),
    "an array of tables": (
        {"a.toml": "[[a]]\n[a.storage_options]\nkey = 'k'\n[[a]]\n[a.storage_options]\nkey = 'l'\n"},
        [{"access_key_id": "k"}, {"access_key_id": "l"}],
    ),
    "a word that a program makes": (
        {OPTIONS: "storage_options: {aws_region: r, aws_bucket: !ENV b, headers: !x [a]}\n"},
        [{"region": "r", "bucket": "${tag}"}],
    ),
    "another cloud": ({OPTIONS: "storage_options: {account_name: a, timeout: 5, token: b}\n"}, []),
    "another protocol": ({OPTIONS: "storage_options: {host: a, username: b, password: c}\n"}, []),
    "options that are no mapping": ({OPTIONS: "storage_options: [a]\n"}, []),
}


@pytest.mark.parametrize("name", MEANINGS)
def test_what_a_process_is_given(name: str, tmp_path: Path) -> None:
    """Each scope has the values that count; what they hide is in a layer below."""
    files, expected = MEANINGS[name]
    assert expected == [values(scope) for scope in scopes_of(tmp_path, files)]


OPEN = {
    "all is known": (COMPOSE, SERVICE + "    environment: {AWS_REGION: a}\n", False),
    "a name alone": (COMPOSE, SERVICE + "    environment: [AWS_REGION]\n", True),
    "an env file that is not there": (COMPOSE, SERVICE + "    env_file: a\n    environment: {AWS_REGION: a}\n", True),
    "a base in another file": (
        COMPOSE,
        SERVICE + "    extends: {file: b.yml, service: b}\n    environment: {AWS_REGION: a}\n",
        True,
    ),
    "a container": (MANIFEST, POD + "    env: [{name: AWS_REGION, value: a}]\n", False),
    "a secret elsewhere": (
        MANIFEST,
        POD + "    env: [{name: AWS_REGION, value: a}]\n    envFrom: [{secretRef: {name: s}}]\n",
        True,
    ),
    "valueFrom": (MANIFEST, POD + "    env: [{name: AWS_REGION, valueFrom: {}}]\n", True),
    "data alone": (MANIFEST, CONFIG_MAP, True),
    "a workflow": (WORKFLOW, "env: {AWS_REGION: a}\n", True),
    "a profile": (CONFIG, "[default]\nregion = a\n", False),
    "a profile without a region": (CREDENTIALS, f"[default]\naws_access_key_id = {KEY}\n", False),
    "a profile with SSO": (CONFIG, "[default]\nregion = a\nsso_start_url = b\n", True),
    "a remote": (RCLONE, REMOTE + "region = a\n", False),
    "a remote with the environment": (RCLONE, REMOTE + "env_auth = true\n", True),
}


@pytest.mark.parametrize("name", OPEN)
def test_what_may_come_from_elsewhere(name: str, tmp_path: Path) -> None:
    """A scope is open if more settings may come from where nobody can look."""
    file, text, is_open = OPEN[name]
    assert [is_open] == [scope.is_open for scope in scopes_of(tmp_path, {file: text})]


FROZEN = {
    "a plain value": (COMPOSE, SERVICE + "    environment: {AWS_REGION: a}\n", []),
    "a default": (COMPOSE, SERVICE + "    environment: {AWS_REGION: '${R:-a}'}\n", [3]),
    "a name alone": (COMPOSE, SERVICE + "    environment: [AWS_REGION]\n", [3]),
    "base64": (MANIFEST, "apiVersion: v1\nkind: Secret\ndata:\n  AWS_REGION: eA==\n", [4]),
    "text": (MANIFEST, "apiVersion: v1\nkind: Secret\nstringData:\n  AWS_REGION: eA==\n", []),
    "a style": (CONFIG, "[default]\nregion = a\ns3 =\n  addressing_style = path\n", [4]),
    "the opposite": (RCLONE, REMOTE + "region = a\nforce_path_style = true\n", [4]),
    "an endpoint without a scheme": (RCLONE, REMOTE + "endpoint = a\n", [3]),
    "an endpoint with a scheme": (RCLONE, REMOTE + "endpoint = https://a\n", []),
    "another unit": (OPTIONS, "storage_options:\n  aws_region: a\n  retry_timeout_ms: 5\n", [3]),
}


@pytest.mark.parametrize("name", FROZEN)
def test_no_fix_touches_what_is_not_the_value_itself(name: str, tmp_path: Path) -> None:
    """Where something else is written than what it means, the place is frozen."""
    file, text, lines = FROZEN[name]
    [scope] = scopes_of(tmp_path, {file: text})
    assert lines == [origin.line for origin in scope.frozen]


COMPLAINTS = {
    "a missing env file": (
        {COMPOSE: SERVICE + "    env_file:\n      - a.env\n    environment: {AWS_REGION: a}\n"},
        ["4:9 info FILE001"],
    ),
    "an env file that may be missing": (
        {COMPOSE: SERVICE + "    env_file: [{path: a, required: false}]\n    environment: {AWS_REGION: a}\n"},
        [],
    ),
    "a line that is no assignment": (
        {COMPOSE: SERVICE + "    env_file: a.env\n", "a.env": "AWS_REGION=a\n= b\n"},
        ["2:1 warning ENV001"],
    ),
    "a typo": ({COMPOSE: SERVICE + "    environment: [AWS_REGON=a]\n"}, ["3:19 warning KEY001"]),
    "a typo in a block": (
        {COMPOSE: SERVICE + "    environment:\n    - >-\n      AWS_REGON=a: b\n"},
        ["5:7 warning KEY001"],
    ),
    "a section of the config file": ({CONFIG: "[dev]\nregion = a\n"}, ["1:1 warning CR014"]),
    "a section of nobody's": ({CONFIG: "[plugins]\na = b\n[other]\nc = d\n"}, []),
    "a section of the credentials file": ({CREDENTIALS: "[a]\n[profile b]\n"}, ["2:1 warning CR014"]),
    "a session that is not there": (
        {CONFIG: "[profile a]\nsso_session = x\n[sso-session y]\n"},
        ["2:1 error CR007"],
    ),
    "services that are not there": ({CONFIG: "[default]\nservices = x\n"}, ["2:1 error CR007"]),
    "a source profile that is not there": (
        {CONFIG: "[default]\nsource_profile = x\n", CREDENTIALS: "[y]\n"},
        ["2:1 error CR007"],
    ),
    "a source profile that may be in the other file": ({CONFIG: "[default]\nsource_profile = x\n"}, []),
    "a source profile in the other file": (
        {CONFIG: "[default]\nsource_profile = x\n", CREDENTIALS: "[x]\n"},
        [],
    ),
    "a typo in a profile": ({CREDENTIALS: f"[a]\naws_access_key = {KEY}\n"}, ["2:1 warning KEY001"]),
    "a typo in a remote": ({RCLONE: REMOTE + f"access_key = {KEY}\n"}, ["3:1 warning KEY001"]),
    "a word that rclone has": ({RCLONE: REMOTE + "sse_customer_key = a\nchunk_size = 5M\n"}, []),
    "a customer's key that is not used": ({RCLONE: REMOTE + "sse_customer_key_base64 = a\n"}, ["3:1 error OPS009"]),
    "a word of s3fs": (
        {OPTIONS: "storage_options:\n  aws_access_key_id: a\n  aws_region: b\n  secret: c\n"},
        ["4:3 error KEY002"],
    ),
    "a word of object_store": (
        {OPTIONS: "storage_options:\n  key: a\n  secret: b\n  aws_region: c\n"},
        ["4:3 error KEY002"],
    ),
    "words of both": ({OPTIONS: "storage_options: {key: a, token: b, endpoint_url: c, profile: d}\n"}, []),
    "a typo in options": ({OPTIONS: "storage_options:\n  aws_region: a\n  aws_endpont: b\n"}, ["3:3 error KEY001"]),
    "a typo below": (
        {OPTIONS: "storage_options:\n  key: a\n  client_kwargs:\n    endpont_url: b\n"},
        ["4:5 error KEY001"],
    ),
    "a word of the tools": (
        {OPTIONS: "storage_options: {aws_region: a, AWS_S3_ALLOW_UNSAFE_RENAME: 'true', default_block_size: 5}\n"},
        ["1:34 warning OPS001"],
    ),
    "a typo in an array of tables": (
        {"a.toml": "[[a]]\n[[a]]\n[a.storage_options]\naws_region = 'r'\naws_endpont = 'b'\n"},
        ["5:1 error KEY001"],
    ),
    "a typo in an array of an array": (
        {"a.toml": "a = [1, [{ storage_options = { aws_region = 'r', aws_endpont = 'b' } }]]\n"},
        ["1:50 error KEY001"],
    ),
    "a word of nobody's": ({OPTIONS: "storage_options:\n  aws_region: a\n  colour: red\n"}, ["3:3 info KEY001"]),
}


@pytest.mark.parametrize("name", COMPLAINTS)
def test_what_is_wrong_about_the_file_itself(name: str, tmp_path: Path) -> None:
    """Complaints have the place of what they are about."""
    files, expected = COMPLAINTS[name]
    found = [complaint for scope in scopes_of(tmp_path, files) for complaint in scope.complaints]
    assert expected == [f"{c.origins[0].line}:{c.origins[0].column} {c.severity} {c.code}" for c in found]


def test_a_secret_in_base64_is_mended_by_nobody(tmp_path: Path) -> None:
    """The line break at the end is reported at the key, and no fix writes into the base64."""
    encoded = "d0phbHJYVXRuRkVNSS9LN01ERU5HL2JQeFJmaUNZRVhBTVBMRUtFWQo="
    text = f"apiVersion: v1\nkind: Secret\ndata:\n  AWS_SECRET_ACCESS_KEY: {encoded}\n"
    found = inspect(written(tmp_path, {MANIFEST: text}))
    assert [(d.code, d.fix) for d in found if d.severity is Severity.ERROR] == [("SEC001", None)]
    assert (found[0].origins[0].line, found[0].origins[0].column) == (4, 3)


WRONG = {
    "an env file that is a directory": {COMPOSE: SERVICE + "    env_file: .\n    environment: {AWS_REGION: a}\n"},
    "an env file with a long name": {
        COMPOSE: SERVICE + f"    env_file: {'a' * 5000}\n    environment: {{AWS_REGION: a}}\n"
    },
    "an env file with a NUL": {COMPOSE: SERVICE + '    env_file: "a\\0"\n    environment: {AWS_REGION: a}\n'},
    "a list of services": {COMPOSE: "services: [AWS_]\n"},
    "a mapping of a scalar": {COMPOSE: "AWS_\n"},
    "containers that are none": {MANIFEST: "apiVersion: v1\nkind: Pod\ncontainers: AWS_\n"},
    "env that is none": {MANIFEST: POD + "    env: AWS_\n"},
    "env of lists": {MANIFEST: POD + "    env: [[AWS_], {name: [AWS_]}, {name: AWS_REGION, value: [a]}, AWS_]\n"},
    "envFrom of nothing": {MANIFEST: POD + "    env: [AWS_]\n    envFrom: [{configMapRef:}, a, {secretRef: {}}]\n"},
    "a cycle": {MANIFEST: "apiVersion: v1\nkind: Pod\nAWS_: &a\n  containers: [*a]\n  env: *a\n  <<: *a\n"},
    "a cycle of services": {COMPOSE: "services: &a\n  a: *a\n  environment: *a\n  AWS_: *a\n"},
    "a cycle of options": {OPTIONS: "storage_options: &a\n  aws_region: a\n  b: [*a]\n"},
    "steps that are none": {WORKFLOW: "env: AWS_\njobs:\n  a: {steps: AWS_, services: [a], container: b}\n"},
    "options of lists": {OPTIONS: "storage_options:\n  [a]: b\n  1: 2\n  aws_region: [c]\n"},
    "an empty section": {CONFIG: "[]\n[ ]\n[profile]\n[profile ]\na = b\n"},
    "a remote of nothing": {RCLONE: "[]\ntype = s3\n=\n= a\nb\n"},
}


@pytest.mark.parametrize("name", WRONG)
def test_odd_files_are_read_all_the_same(name: str, tmp_path: Path) -> None:
    """What a file should not hold is passed over, or complained of; nothing else is raised."""
    path = written(tmp_path, WRONG[name])
    assert all(diagnostic.origins for diagnostic in inspect(path))


def bomb(levels: int) -> str:
    """Return anchors of which each holds the one before nine times."""
    lines = ["x0: &x0 {AWS_REGION: a}"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


def merge_bomb(levels: int) -> str:
    """Return mappings of which each merges the one before nine times."""
    lines = ["x0: &x0 {AWS_REGION: a}"]
    lines += [f"x{n}: &x{n}\n  <<: [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


BOMBS = {
    COMPOSE: merge_bomb(30) + SERVICE + "    environment: *x29\n",
    WORKFLOW: bomb(30) + "env: *x29\njobs: {a: {steps: *x29}}\n",
    MANIFEST: bomb(30) + "apiVersion: v1\nkind: Pod\ncontainers: *x29\n",
    OPTIONS: bomb(30) + "storage_options: *x0\n",
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.flaky(reruns=2)
def test_aliases_cost_no_time(name: str, tmp_path: Path) -> None:
    """Each node is visited once, however many aliases lead to it."""
    path = written(tmp_path, {name: BOMBS[name]})
    begin = time.process_time()
    inspect(path)
    assert time.process_time() - begin < 2


def test_too_many_aliases_are_refused(tmp_path: Path) -> None:
    """Many services that share one large environment are refused rather than read for minutes."""
    large = "x: &x\n" + "".join(f"  AWS_X{n}: a\n" for n in range(1000))
    services = "services:\n" + "".join(f"  s{n}: {{environment: *x}}\n" for n in range(1000))
    path = written(tmp_path, {COMPOSE: large + services})
    with pytest.raises(UnreadableFileError, match="too many keys"):
        list(kinds()["compose"].scopes(str(path), read_text(path)))


PASSWORD = "Zq7SECRET"
MISREAD = {
    "a tag in compose": (
        {COMPOSE: SERVICE + f"    environment:\n      AWS_SECRET_ACCESS_KEY: !{PASSWORD}\n"},
        "4:7: error KEY005: AWS_SECRET_ACCESS_KEY is read by YAML as a tag, not as a value; write it in quotes",
    ),
    "an anchor in compose": (
        {COMPOSE: SERVICE + f"    environment:\n      AWS_SECRET_ACCESS_KEY: &{PASSWORD} # a\n"},
        "4:7: error KEY005: AWS_SECRET_ACCESS_KEY is read by YAML as an anchor, not as a value; write it in quotes",
    ),
    "a mapping in compose": (
        {COMPOSE: SERVICE + f"    environment:\n      AWS_REGION: {{{{ {PASSWORD} }}}}\n"},
        "4:7: error KEY005: AWS_REGION is no text; write it in quotes",
    ),
    "a tag in a container": (
        {MANIFEST: POD + f"    env:\n    - name: AWS_REGION\n      value: !{PASSWORD}\n"},
        "7:13: error KEY005: AWS_REGION is read by YAML as a tag, not as a value; write it in quotes",
    ),
    "a list in a Secret": (
        {MANIFEST: f"apiVersion: v1\nkind: Secret\nstringData:\n  AWS_REGION: [{PASSWORD}]\n"},
        "4:3: error KEY005: AWS_REGION is no text; write it in quotes",
    ),
    "an anchor in a workflow": (
        {WORKFLOW: f"env: {{AWS_REGION: &{PASSWORD} }}\n"},
        "1:7: error KEY005: AWS_REGION is read by YAML as an anchor, not as a value; write it in quotes",
    ),
    "a tag in options": (
        {OPTIONS: f"storage_options:\n  aws_region: !{PASSWORD}\n"},
        "2:3: error KEY005: aws_region is read by YAML as a tag, not as a value; write it in quotes",
    ),
    "a tag in our own": (
        {"s3config.yaml": f"secret_access_key: !{PASSWORD}\n"},
        "1:1: error KEY005: secret_access_key is read by YAML as a tag, not as a value; write it in quotes",
    ),
    "an anchor in our own": (
        {"s3config.yaml": f"secret_access_key: &{PASSWORD}\n"},
        "1:1: error KEY005: secret_access_key is read by YAML as an anchor, not as a value; write it in quotes",
    ),
    "a tag before text in our own": (
        {"s3config.yaml": f"bucket: !{PASSWORD} a\n"},
        "1:1: error KEY005: bucket has a tag that nobody knows; write it in quotes",
    ),
    "an alias": (
        {"s3config.yaml": f"secret_access_key: *{PASSWORD}\n"},
        (
            "1:20: error FILE001: this is not YAML: there is no anchor of this name; "
            "a value that begins with * needs quotes; mend it"
        ),
    ),
    "an unknown tag in a list": (
        {"s3config.yaml": f"bucket: [!{PASSWORD} a]\n"},
        "1:10: error FILE001: this is not YAML: a tag stands here that nobody knows; mend it",
    ),
    "a key twice in TOML": (
        {"s3config.toml": f"a = {{{PASSWORD} = 1, {PASSWORD} = 2}}\n"},
        "1:34: error FILE001: this is not TOML: Duplicate inline table key; mend it",
    ),
}


@pytest.mark.parametrize("name", MISREAD)
def test_what_is_read_as_no_value_is_not_shown(name: str, tmp_path: Path) -> None:
    """The one complaint is about the key; nothing mends it, and what stands there is nowhere in it."""
    files, expected = MISREAD[name]
    [found] = inspect(written(tmp_path, files))
    assert str(found).endswith(f":{expected}")
    assert found.fix is None
    assert PASSWORD not in repr(found)


CONSTRUCTED = [
    "!!timestamp x", "!!bool x", '!!int ""', '!!float ""', "2001-99-99", "0x_", "2001-01-01T00:00:00+99:99",
    "[!!int x]",
]  # fmt: skip


@pytest.mark.parametrize("value", CONSTRUCTED)
@pytest.mark.parametrize(("file", "above"), [("s3config.yaml", ""), (OPTIONS, "storage_options:\n  ")])
def test_values_that_yaml_cannot_make_are_complained_of(file: str, above: str, value: str, tmp_path: Path) -> None:
    """A value that is not what its tag or its form says makes the file unreadable, and nothing else is raised."""
    [found] = inspect(written(tmp_path, {file: f"{above}timeout: {value}\n"}))
    assert (found.code, found.origins[0].line) == ("FILE001", 1 + above.count("\n"))


LARGE = {
    "JSON": {"s3config.json": "{" + ",".join(f'"x{n}": 1' for n in range(60_000)) + "}"},
    "nested JSON": {"s3config.json": "{" + ",".join(f'"x{n}": {{"a": 1}}' for n in range(40_000)) + "}"},
    "TOML": {"s3config.toml": "".join(f"x{n} = 1\n" for n in range(60_000))},
    "tables of TOML": {"s3config.toml": "".join(f"[x{n}]\n" for n in range(60_000))},
    "YAML": {"s3config.yaml": "".join(f"x{n}: 1\n" for n in range(60_000))},
    "compose": {COMPOSE: SERVICE + "    environment:\n" + "".join(f"      AWS_X{n}: 1\n" for n in range(30_000))},
    "Kubernetes": {MANIFEST: CONFIG_MAP + "".join(f"  AWS_X{n}: a\n" for n in range(30_000))},
}


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.flaky(reruns=2)
def test_files_with_more_keys_than_anybody_writes_are_refused(name: str, tmp_path: Path) -> None:
    """It takes no longer than to see that there are too many."""
    path = written(tmp_path, LARGE[name])
    begin = time.process_time()
    found = inspect(path)
    assert [(d.code, d.message) for d in found] == [("FILE001", "the file has more keys than configuration ever has")]
    assert time.process_time() - begin < 2


def test_arrays_of_toml_cost_no_keys(tmp_path: Path) -> None:
    """What stands at the beginning of a line in an array is no table."""
    text = "bucket = 'logs'\nregion = 'eu-west-1'\nx = [\n" + "[1],\n" * 6000 + "]\n"
    assert [d.code for d in inspect(written(tmp_path, {"s3config.toml": text}))] == ["KEY001"]
