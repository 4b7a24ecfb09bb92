"""`python -m handprop` is `handprop`."""

import sys

from handprop.cli import main

if __name__ == "__main__":
    sys.exit(main())
