"""`python -m s3config`."""

import sys

from s3config.cli import main

if __name__ == "__main__":
    sys.exit(main())
