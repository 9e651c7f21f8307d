"""A container's credential service, and who signs what a tool asks that is told of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nasty_values import made
from tool_runs import ToolError, arguments, run

from s3config import translate

if TYPE_CHECKING:
    from pathlib import Path

    from recording import Recorder

KEY_ID = "ASIAOFTHECONTAINER00"
_CREDENTIALS = {
    "AccessKeyId": KEY_ID,
    "SecretAccessKey": "secret",
    "Token": "token",
    "Expiration": "2099-01-01T00:00:00Z",
}


def signers(tool: str, recorder: Recorder, folder: Path) -> set[str]:
    """Return the key ids in the requests of a tool that is told where the container's credentials are, and no more."""
    recorder.answer(lambda request: request.path == "/credentials", body=json.dumps(_CREDENTIALS))
    recorder.shelf.content = b"content"
    (folder / "token").write_text("token", encoding="utf-8")
    config = made(
        endpoint=recorder.endpoint,
        container_credentials_full_uri=f"{recorder.endpoint}/credentials",
        container_authorization_token_file=str(folder / "token"),
    )
    try:
        run(tool, "read", *arguments(translate(config, tool)), "s3://logs/a.tif")
    except ToolError as error:
        raise AssertionError(str(error)) from None
    return {request.key_id for request in recorder.requests if request.path != "/credentials"}
