"""How often the program was started and did not get as far as its window.

Kept in a small file of the user's, not in the workspace: what is counted is that the workspace
could not be shown.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Final

FILE_NAME: Final = "starts.json"
#: After so many failed starts the program stops at the rescue screen by itself.
MOST_FAILED: Final = 2


class Starts:
    """The counter of one user; without a writable place it counts nothing."""

    def __init__(self, folder: Path) -> None:
        """Keep it in a folder, which is made."""
        self._file = folder / FILE_NAME

    @property
    def failed(self) -> int:
        """How many starts in a row have not succeeded."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            return max(0, int(kept["begun"]))
        return 0

    def begin(self) -> int:
        """Note a start.

        Returns:
            How many before it failed.
        """
        failed = self.failed
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps({"begun": failed + 1}), encoding="utf-8")
        return failed

    def succeed(self) -> None:
        """Forget what failed: the window is there."""
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)
