"""Configurations for the page of `explain`: one that has everything, and text that would like to be more than text."""

from __future__ import annotations

from pathlib import Path

from s3config import Resolution, resolve

HOSTILE = (
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "\"'><svg onload=window.pwned=1>",
    "' onfocus=window.pwned=1 autofocus x='",
    "</style><style>*{display:none}",
    "</title><h1>title</h1>",
    "<!--",
    "-->",
    "]]>",
    "&lt;b&gt;&amp;&#x41;",
    "javascript:window.pwned=1",
    "${window.pwned=1}$style$$",
    "\u202egnp.exe",
    "\u2066isolated",
    "\u200b\u00ad\ufeff",
    "\x1b[31mred",
    "\x00\x07",
    "two\nlines\r\n",
    "\ud800",
    "\u05d0\u05d1\u05d2",
)


def rich() -> Resolution:
    """Resolve a configuration with many layers, faults of each severity, a URL and a secret."""
    Path("s3.toml").write_text(
        'region = "us-east-2"\ntimeout = "10s"\nallow_http = true\n[stores.a]\nregion = "eu-west-3"\n', "utf-8"
    )
    Path(".env").write_text("AWS_REGION=eu-central-1\nAWS_REGON=x\n", "utf-8")
    return resolve(
        "s3://my-bucket/path/x?region=eu-north-1",
        env={
            "AWS_REGION": "eu-west-1",
            "AWS_ENDPOINT_URL": "http://minio.example.com",
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "AWS_TIMEOUT": "30",
            "AWS_DEFAULT_HEADERS": "x-a: b\nx-c: d",
            "aws_Request_Payer": "true",
        },
        dotenv=".env",
        file="s3.toml",
        store="a",
    )


def hostile(text: str) -> Resolution:
    """Resolve a configuration with a text in every place that a user can write in."""
    folder = Path(text.translate({ord("/"): "_", 0: "0", 0xD800: "d"}))
    folder.mkdir(exist_ok=True)
    (folder / ".env").write_text("AWS_REGION=eu-west-1\nAWS_REGON=x\n", "utf-8")
    return resolve(
        f"s3://my-bucket/{text}",
        endpoint=f"https://{text}",
        config={text: text, "region": text, "server_side_encryption": text, "timeout": text},
        env={"AWS_REGION": text, f"AWS_{text}": text, "AWS_DEFAULT_HEADERS": f"x: {text}", "AWS_BUCKET": text},
        dotenv=folder / ".env",
        file=folder / "missing.toml",
    )
