"""A probe of AWS's own hosts, over https and through a proxy, with an emulator behind the names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from s3config.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from servers import Server
    from tunnelling import Tunnel


def test_a_known_provider_is_compared(
    ministack: Server, tunnel: Tunnel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The configuration's proxy and certificate are used, both forms of address are real, and differences are named."""
    bucket = ministack.make_bucket()
    tunnel.default = ministack.endpoint
    settings = {
        "bucket": bucket,
        "region": ministack.region,
        "access_key_id": ministack.access_key_id,
        "secret_access_key": ministack.secret_access_key,
        "proxy_url": tunnel.url,
        "root_certificate": str(tunnel.ca_file),
    }
    file = tmp_path / ".env"
    file.write_text("".join(f"AWS_{key.upper()}={value}\n" for key, value in settings.items()), encoding="utf-8")

    assert main(["probe", "--write", "--format", "json", str(file)]) == 1

    document = json.loads(capsys.readouterr().out)
    found = {one["name"]: (one["verdict"], one["evidence"]) for one in document["capabilities"]}
    assert (document["provider"], document["differences"], document["left"]) == ("aws", [], [])
    assert found["path_style"] == found["virtual_hosted_style"] == ("yes", "200")
    assert {found[name][0] for name in ("signed_payload", "unsigned_payload", "checksum_trailer", "presigned_put")} == {
        "yes"
    }
    assert f"{bucket}.s3.{ministack.region}.amazonaws.com:443" in tunnel.hosts
    assert "AWS_COPY_IF_NOT_EXISTS=multipart" in document["patch"]


def test_the_form_of_the_configuration_is_used(ministack: Server, tunnel: Tunnel, tmp_path: Path) -> None:
    """With the bucket in the host's name, all requests but the one that tries the path go there."""
    bucket = ministack.make_bucket()
    tunnel.default = ministack.endpoint
    file = tmp_path / ".env"
    file.write_text(
        f"AWS_BUCKET={bucket}\nAWS_REGION={ministack.region}\nAWS_ACCESS_KEY_ID={ministack.access_key_id}\n"
        f"AWS_SECRET_ACCESS_KEY={ministack.secret_access_key}\nAWS_VIRTUAL_HOSTED_STYLE_REQUEST=true\n"
        f"AWS_PROXY_URL={tunnel.url}\nAWS_ROOT_CERTIFICATE={tunnel.ca_file}\n",
        encoding="utf-8",
    )
    assert main(["probe", "--write", "--apply", str(file)]) == 0
    root = f"s3.{ministack.region}.amazonaws.com:443"
    assert set(tunnel.hosts) == {root, f"{bucket}.{root}"}
    assert tunnel.hosts.count(root) == 1
    assert "Contents" not in ministack.client().list_objects_v2(Bucket=bucket)
