"""How long fresh processes take, in turn: `python tests/benchmarks/startup.py` prints the medians.

Bytecode is compiled first, and the environment is empty but for the 25 variables.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

from settings25 import VARIABLES

ROUNDS = 31
_FIELDS = "; ".join(f"{name.lower()}: str | None = None" for name in VARIABLES)
SCRIPTS = {
    "bare Python": "pass",
    "import s3config": "import s3config",
    "import obstore.store": "import obstore.store",
    "a pydantic model of 25 fields": f"import os\nfrom pydantic import BaseModel\nclass M(BaseModel): {_FIELDS}\n"
    "M(**{name.lower(): value for name, value in os.environ.items() if name.startswith('AWS_')})",
    "resolve 25 variables": "import s3config\nassert len(s3config.resolve().config.model_fields_set) > 20",
}


def once(script: str) -> float:
    """Return the wall time of one process, in milliseconds."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True, env=dict(VARIABLES))
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Run every script once a round, in an order of its own, and print what came out."""
    package = Path(__file__).parents[2] / "s3config"
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(package)], check=True)
    times: dict[str, list[float]] = {name: [] for name in SCRIPTS}
    for round_ in range(ROUNDS + 1):
        for name, script in random.Random(round_).sample(list(SCRIPTS.items()), len(SCRIPTS)):  # noqa: S311
            elapsed = once(script)
            if round_:  # the first round warms the caches
                times[name].append(elapsed)
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name, median in medians.items():
        print(f"{name:32} {median:7.1f} ms")  # noqa: T201
    pairs = (("import s3config", "import obstore.store"), ("resolve 25 variables", "a pydantic model of 25 fields"))
    for ours, peer in pairs:
        differences = [a - b for a, b in zip(times[ours], times[peer], strict=True)]
        print(  # noqa: T201
            f"{ours} against {peer}: {statistics.median(differences):+.1f} ms, "
            f"ratio {medians[ours] / medians[peer]:.2f}"
        )


if __name__ == "__main__":
    main()
