"""``python -m partydesk``: the command line, and without a command the window."""

import sys

from partydesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
