"""What `as_seen_by` says of an environment is what the tool does in it: each tool runs, and the requests tell."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from dotenv import dotenv_values
from s3_answers import ROLE_KEYS
from seen_environments import ATTEMPTS, BARE, CA, CASES, NOWHERE, RUNS, TOOLS, UNSEEN, Case
from tool_bodies import BODIES
from tool_runs import python_of

from s3config.merging import meaning
from s3config.redaction import reveal
from s3config.seeing import as_seen_by

if TYPE_CHECKING:
    from recording import Recorded, Recorder
    from tunnelling import Tunnel

    from s3config.seeing import Seen

pytestmark = pytest.mark.dialects

_RUNNER = Path(__file__).with_name("forked_runs.py")
_PATH = os.environ.get("PATH", "")  # before a test empties the environment
_SECONDS = 180
_TO_AWS = {("amazonaws.com", False)}
HOSTS: dict[str, set[tuple[str, bool]]] = {
    "boto3": {*_TO_AWS, ("amazonaws.com dualstack", True)},
    "obstore": _TO_AWS,
    "polars": _TO_AWS,
    "pyarrow": set(),
    "s3fs": {*_TO_AWS, ("amazonaws.com dualstack", True)},
}
"""Where requests go without an endpoint."""


class Run(NamedTuple):
    """One run of a tool."""

    seen: Seen
    requests: list[Recorded]
    failure: str | None


class Meaning(NamedTuple):
    """What a request says; `None` for what is not foretold."""

    host: str | None
    is_virtual: bool | None
    region: str | None
    key_id: str | None
    is_right: bool | None
    """Whether the signature is made with the secret that was foretold."""
    token: str | None
    payer: str | None
    encryption: str | None
    encryption_key: str | None
    has_checksum: bool | None
    user_agent: str | None


def _run(tool: str, recorder: Recorder, tunnel: Tunnel, folder: Path) -> dict[str, Run]:
    """Run a tool in every environment; every host leads to the recorder."""
    python = python_of(tool)
    seen: dict[str, Seen] = {}
    runs = []
    body, ending = (BODIES["parquet"](), "parquet") if tool == "polars" else (b"x", "bin")
    for number, name in enumerate(name for of, name in RUNS if of == tool):
        home = folder / str(number)
        environment = _environment(tool, CASES[name], recorder, tunnel, home)
        seen[name] = as_seen_by(tool, environment, dotenv=home / "variables")
        for variable, value in dotenv_values(home / "variables").items():
            environment.setdefault(variable, value or "")
        url = f"s3://bkt{_key(name)}{ending}"
        runs.append({"environment": environment, "url": url, "body": base64.b64encode(body).decode()})
    values = {"endpoint_override": recorder.endpoint} if tool == "pyarrow" else {}  # it reads no variable for that
    done = subprocess.run(
        [python, str(_RUNNER)],
        input=json.dumps({"tool": tool, "values": values, "runs": runs}),
        env={"PATH": _PATH},
        capture_output=True,
        timeout=_SECONDS,
        check=True,
        text=True,
    )
    failures = [json.loads(line) for line in done.stdout.splitlines()]
    return {
        name: Run(found, [request for request in recorder.requests if _key(name) in request.decoded_path], failure)
        for (name, found), failure in zip(seen.items(), failures, strict=True)
    }


def _key(name: str) -> str:
    return f"/{name.replace(' ', '-')}~."


def _environment(tool: str, case: Case, recorder: Recorder, tunnel: Tunnel, home: Path) -> dict[str, str]:
    """Write the files of a case, and return its variables behind those that lead requests to us."""
    (home / ".aws").mkdir(parents=True)
    (home / "variables").write_text(case.dotenv)
    for name, text in case.files.items():
        (home / ("" if name in ("keys", "settings", "token") else ".aws") / name).write_text(text)
    around = {
        "HOME": str(home),
        **dict.fromkeys(CA, str(tunnel.ca_file)),
        "HTTPS_PROXY": tunnel.url,
        "HTTP_PROXY": tunnel.url,
        "NO_PROXY": "127.0.0.1",
        "AWS_METADATA_ENDPOINT": recorder.endpoint,
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": recorder.endpoint,
        **BARE.get(tool, {}),
    }
    kept = {name: value for name, value in around.items() if name not in case.without}
    return kept | {name: value.replace("{home}", str(home)) for name, value in case.variables.items()}


def _foretold(tool: str, seen: Seen) -> Meaning | None:
    """Return what requests will say; `None` if there will be none."""
    is_unsigned = _value(seen, "skip_signature") is True
    has_ca = tool == "pyarrow" or seen.said("root_certificate") is not None
    if seen.is_refused or not has_ca or not (is_unsigned or _keys(seen)) or _value(seen, "proxy_url") == NOWHERE:
        return None
    key_id, _, token = _keys(seen) or ("", "", "")
    endpoint, encryption = _value(seen, "endpoint"), _value(seen, "server_side_encryption")
    region = seen.said("region")
    return Meaning(
        host=urlsplit(endpoint).netloc if endpoint else None,
        is_virtual=None if tool == "pyarrow" else _value(seen, "virtual_hosted_style_request"),
        region=None if is_unsigned or region is None else region.value,
        key_id="" if is_unsigned else key_id,
        is_right=None if is_unsigned else True,
        token="" if is_unsigned else token,
        payer="requester" if _value(seen, "request_payer") else "",
        encryption=encryption or "",
        encryption_key=_value(seen, "sse_kms_key_id") or "",
        has_checksum=_has_checksum(tool, seen),
        user_agent=_value(seen, "user_agent"),
    )


def _keys(seen: Seen) -> tuple[str, str, str] | None:
    """Return the keys that the tool will sign with, those of the role if that is what it takes."""
    if seen.said("web_identity_token_file"):
        return ROLE_KEYS
    if seen.said("access_key_id") is None:
        return None
    key_id, secret, token = (_value(seen, key) or "" for key in ("access_key_id", "secret_access_key", "session_token"))
    return key_id, secret, token


def _has_checksum(tool: str, seen: Seen) -> bool | None:
    if tool == "polars":  # always
        return True
    if seen.tool.checksums:
        return bool(_value(seen, "request_checksum_calculation") != "when_required")
    return seen.said("checksum_algorithm") is not None


def _value(seen: Seen, key: str) -> Any:
    """Return what a key means to a tool, laid open; of its own defaults only what it does not find out by itself."""
    setting = seen.said(key)
    return None if setting is None else reveal(meaning(setting) if key != "endpoint" else setting.value)


def _said(request: Recorded, foretold: Meaning, secret: str) -> Meaning:
    """Return what a request says, as far as it is foretold."""
    headers = request.headers
    sse = "x-amz-server-side-encryption"
    creates = request.method == "PUT"
    checksum = any(name.startswith(("x-amz-checksum-", "x-amz-trailer")) for name in headers)
    said = Meaning(
        host=request.host,
        is_virtual=not request.path.startswith("/bkt/"),
        region=request.scope.region if request.is_signed else None,
        key_id=request.key_id if request.is_signed else "",
        is_right=request.verify(secret),
        token=request.session_token or "",
        payer=headers.get("x-amz-request-payer", ""),
        encryption=headers.get(sse, "") if creates else foretold.encryption,
        encryption_key=headers.get(f"{sse}-aws-kms-key-id", "") if creates else foretold.encryption_key,
        has_checksum=checksum if creates else foretold.has_checksum,
        user_agent=headers.get("user-agent", ""),
    )
    if foretold.host is None and said.host is not None and "amazonaws.com" in said.host:
        said = said._replace(host=None)
    return Meaning._make(None if ours is None else theirs for theirs, ours in zip(said, foretold, strict=True))


def _wrong(tool: str, name: str, run: Run) -> str | None:
    """Say what went otherwise than foretold."""
    seen, requests, failure = run
    foretold = _foretold(tool, seen)
    if foretold is None:
        return f"{len(requests)} requests, failure: {failure}" if requests or failure is None else None
    secret = (_keys(seen) or ("", "", ""))[1]
    said = {_said(request, foretold, secret) for request in requests}
    if said != {foretold}:
        return f"{said} instead of {foretold}"
    return failure if name != ATTEMPTS else None


@pytest.mark.parametrize("tool", TOOLS)
def test_the_tool_does_what_was_said(tool: str, recorder: Recorder, tunnel: Tunnel, tmp_path: Path) -> None:
    """Every request says what was foretold, or there is none and the tool says why.

    One test a tool, because one process makes all its runs.
    """
    tunnel.default = recorder.endpoint
    recorder.answer(lambda request: request.path.startswith("/latest/"), 403)  # the metadata service
    recorder.answer(lambda request: f"/{ATTEMPTS}~" in request.path, 500)
    runs = _run(tool, recorder, tunnel, tmp_path / "runs")
    assert {name: wrong for name, run in runs.items() if (wrong := _wrong(tool, name, run))} == {}
    unknown = {item.setting.spelling for run in runs.values() for item in run.seen.unknown}
    assert unknown == (UNSEEN if tool == "pyarrow" else set())
    assert _hosts(runs) == HOSTS[tool]
    assert _ways(runs) >= 10  # the table is no table of one row
    if tool == "boto3":
        assert _value(runs[ATTEMPTS].seen, "max_retries") == 1
        assert len(runs[ATTEMPTS].requests) == 2


def _hosts(runs: dict[str, Run]) -> set[tuple[str, bool]]:
    """Return where requests go without an endpoint, and whether the flag of the dual-stack hosts was said to count."""
    return {
        (".".join(request.host.split(".")[-2:]) + " dualstack" * ("dualstack" in request.host), bool(flag))
        for run in runs.values()
        if run.seen.said("endpoint") is None
        for flag in (_value(run.seen, "use_dualstack_endpoint"),)
        for request in run.requests
        if request.host.rpartition(":")[0] != "127.0.0.1"
    }


def _ways(runs: dict[str, Run]) -> int:
    """Count how many kinds of requests there are."""
    requests = [request for run in runs.values() for request in run.requests]
    return len({(r.host, r.is_signed and (r.key_id, r.scope.region), r.session_token) for r in requests})
