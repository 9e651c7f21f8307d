"""Run the command line: `python -m s3config`, and the command `s3config`."""

from __future__ import annotations

import gc
import os
import sys

_MANY_OBJECTS = 50_000


def run() -> None:
    """Prepare this process, which is ours alone, and run the command."""
    gc.set_threshold(_MANY_OBJECTS)  # what is imported stays, and need not be looked through again and again
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to look for some reads all installed packages
    from s3config.cli import main

    sys.exit(main())


if __name__ == "__main__":
    run()
