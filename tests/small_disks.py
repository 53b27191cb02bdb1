"""Disks that a test makes for itself: small ones, and ones that cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[Path]:
    """Mount something for a while; skips where that cannot be done.

    Args:
        place: Is made.
        options: Of ``mount``, before the place.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only the administrator of a Linux machine can mount")
    place.mkdir(exist_ok=True)
    made = subprocess.run(["mount", *options, str(place)], check=False, capture_output=True)
    if made.returncode:
        pytest.skip("this machine does not let anybody mount")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def small_disk(place: Path, size: str) -> Iterator[Path]:
    """Give a disk in memory of a size such as ``2m``."""
    with mounted(place, "-t", "tmpfs", "-o", f"size={size}", "tmpfs") as disk:
        yield disk
