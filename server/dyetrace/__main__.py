"""Lets ``python -m dyetrace`` do what the command does."""

import sys

from dyetrace.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
