"""What the operating system must have: Qt's shared libraries, and programs the tests ask."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from typing import TYPE_CHECKING

from tooling.process import WINDOWS, SetUpError, run, say

if TYPE_CHECKING:
    from collections.abc import Sequence

# What the wheels of Qt 6.9.3 leave to the system (read off with ldd: Core, Gui, Widgets, Pdf,
# PrintSupport, Svg and the platforms xcb, wayland and offscreen), and the Debian package of each.
SYSTEM_LIBRARIES = {
    "libatomic.so.1": "libatomic1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libcups.so.2": "libcups2",
}

# Asks the programs of poppler what is really inside a printed page, and another spreadsheet what a
# sheet of formulas comes to.
TEST_PROGRAMS = {
    "pdffonts": "poppler-utils",
    "pdftotext": "poppler-utils",
    "soffice": "libreoffice-calc-nogui",
}


def has_display() -> bool:
    """Return whether a window could be seen."""
    return WINDOWS or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def may_install() -> bool:
    """Return whether this is a Debian-like system and we are root."""
    if sys.platform == "win32":
        return False
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def apt_install(packages: Sequence[str]) -> None:
    """Bring Debian packages.

    Raises:
        SetUpError: apt-get refused, or we may not install; the message is the line to run.
    """
    names = " ".join(sorted(set(packages)))
    line = f"apt-get update && apt-get install -y --no-install-recommends {names}"
    if not may_install():
        raise SetUpError(f"These system packages are missing; please run as root:\n  {line}")
    say(f"Installing system packages: {names}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    # An update that fails half-way (a mirror off line) need not keep the install from working.
    run(["apt-get", "update", "-qq"], quiet)
    command = [
        "apt-get",
        "-o",
        "Dpkg::Use-Pty=0",
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        *names.split(),
    ]
    if run(command, quiet) != 0:
        raise SetUpError(f"The system packages could not be installed; please try:\n  {line}")


def missing_libraries() -> list[str]:
    """Return the names of the shared libraries that Qt will look for in vain."""
    missing: list[str] = []
    if not sys.platform.startswith("linux"):
        return missing
    for name in SYSTEM_LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def bring_libraries() -> None:
    """Bring what Qt needs from the system, or say what is missing and how to get it."""
    missing = missing_libraries()
    if not missing:
        return
    packages = [SYSTEM_LIBRARIES[name] for name in missing]
    if may_install():
        apt_install(packages)
    elif shutil.which("apt-get"):
        say("Some system libraries of the window are missing. To bring them, run:")
        say(f"  sudo apt-get install -y --no-install-recommends {' '.join(sorted(set(packages)))}")
    else:
        say("Some system libraries of the window are missing; install the packages that hold:")
        say(f"  {' '.join(missing)}")


def bring_test_programs() -> None:
    """Bring the programs that some tests ask; those tests are skipped where they lack."""
    missing = [name for name in TEST_PROGRAMS if shutil.which(name) is None]
    if missing and may_install():
        try:
            apt_install([TEST_PROGRAMS[name] for name in missing])
        except SetUpError as error:
            say(str(error))
    missing = [name for name in missing if shutil.which(name) is None]
    if missing:
        say(f"Not found: {', '.join(missing)}; the tests that need them are skipped.")
