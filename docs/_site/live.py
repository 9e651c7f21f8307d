"""Fetch what the page "What wins?" needs to run Python in the browser: `python docs/_site/live.py DIRECTORY`.

Pyodide comes from npm, the wheels from the package index, and this package's own wheel is built; afterwards
`S3CONFIG_SITE_PYTHON=DIRECTORY mkdocs build --strict` puts them into the site, which then asks no other server.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_PYODIDE = "314.0.7"  # Python 3.14
_SHA256 = "66b7949e5a0cba2250b586d7e368bf12fb482800748d182c4618254b685ffaa0"
_PLATFORM = ["--platform", "pyemscripten_2026_0_wasm32", "--python-version", "3.14", "--only-binary=:all:"]
_FILES = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"]


def fetch(folder: Path) -> None:
    """Fill a directory; one that is filled already is made anew."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch, f"pyodide-{_PYODIDE}.tgz")
        _run(["npm", "pack", "--silent", f"pyodide@{_PYODIDE}"], Path(scratch))
        if hashlib.sha256(archive.read_bytes()).hexdigest() != _SHA256:
            raise SystemExit(f"{archive.name} is not the file that was tried")
        with tarfile.open(archive) as found:
            for name in _FILES:
                member = found.extractfile(f"package/{name}")
                if member is None:
                    raise SystemExit(f"{archive.name} has no {name}")
                (folder / name).write_bytes(member.read())
    pip = [sys.executable, "-m", "pip", "--quiet"]
    _run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(_ROOT)], folder)
    (own,) = folder.glob("s3config-*.whl")
    _run([*pip, "download", *_PLATFORM, "--dest", str(folder), str(own)], folder)
    wheels = sorted(path.name for path in folder.glob("*.whl"))
    (folder / "manifest.json").write_text(json.dumps({"wheels": wheels}) + "\n", encoding="utf-8")


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 (our own commands)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        raise SystemExit(__doc__)
    fetch(Path(sys.argv[1]).resolve())
