"""The command line: parse, call a service, print.

The window is the product; this lets a successor, a support person and the tests do the same jobs
in a batch. It calls the same services.
"""

from partydesk.cli.entry import main

__all__ = ["main"]
