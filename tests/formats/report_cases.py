"""The diagnostics that every format is tested on: each kind of place, of severity, of fix, of character."""

from __future__ import annotations

from s3config.diagnostics import Diagnostic, Edit, Excerpt, Fix, Severity
from s3config.formats import Report
from s3config.origin import Origin

NASTY = "50% of <a href=\"x\">'b' & c</a>::error ,:\r\nnext\tline \x1b[31m\x00 ünïcödé 🪣 ]]>"
NASTY_PLACE = "deploy files/50%,a:b ü.env"

ENDPOINT = Diagnostic(
    "EP004",
    Severity.ERROR,
    (Origin(".env", 3, 1),),
    "AWS_ENDPOINT_URL='minio:9000' is a URL without http:// or https://",
    "write https://minio:9000",
    Excerpt(3, 28, "AWS_ENDPOINT_URL=minio:9000", 0, 27),
    Fix("write http://minio:9000", is_safe=False, edits=(Edit(".env", 58, 58, "http://"),)),
)
CONFLICT = Diagnostic(
    "KEY003",
    Severity.WARNING,
    (Origin("stores/s3config.toml", 7, 5), Origin(".env", 4, 8), Origin("environment variable AWS_REGION")),
    "region is written twice",
    "leave one of them out",
    Excerpt(8, 3, 'region = """', 0, 12),
)
REGION = Diagnostic(
    "RG003",
    Severity.ERROR,
    (Origin(".env", 4, 1),),
    "AWS_REGION='us_east_1' is not the name of a region",
    "write us-east-1",
    Excerpt(4, 21, "AWS_REGION=us_east_1", 0, 20),
    Fix(
        "write us-east-1",
        is_safe=True,
        edits=(Edit(".env", 80, 85, "-east-"), Edit(".env", 90, 92, ""), Edit(".gitignore", 0, 0, ".env\n")),
    ),
)
VARIABLE = Diagnostic("KEY008", Severity.INFO, (Origin("environment variable AWS_FOO"),), "AWS_FOO is not read", "")
NOWHERE = Diagnostic("URL001", Severity.ERROR, (), "there is no place for this", "write s3://bucket")
HOSTILE = Diagnostic("KEY008", Severity.INFO, (Origin(NASTY_PLACE, 1, 1),), NASTY, NASTY)
UNREADABLE = Diagnostic("FILE001", Severity.ERROR, (Origin("missing.env"),), "there is no such file", "check the path")
AGAIN = REGION._replace(origins=(Origin(".env", 9, 1),), excerpt=None, fix=None)

DIAGNOSTICS = (ENDPOINT, CONFLICT, REGION, VARIABLE, NOWHERE, HOSTILE, UNREADABLE, AGAIN)
REPORT = Report(DIAGNOSTICS, files=3)
CLEAN = Report((), files=3)
