"""Builds `.venv` from requirements.lock with a fitting Python, and proves that it works."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tooling.process import (
    LOCK,
    PYTHON,
    ROOT,
    STAMP,
    VENV,
    WINDOWS,
    SetUpError,
    offscreen,
    run,
    say,
)
from tooling.system import apt_install, bring_libraries

if TYPE_CHECKING:
    from collections.abc import Sequence

# The bounds of requires-python in pyproject.toml; PySide6 6.9.3 has no wheels for 3.14.
SUPPORTED = ((3, 12), (3, 13), (3, 11))

PROBE = (
    "from PySide6 import QtPdf, QtPdfWidgets, QtPrintSupport, QtSvg, QtWidgets;"
    "import sqlcipher3;"
    "QtWidgets.QApplication([])"
)


def fitting(command: Sequence[str], *modules: str) -> bool:
    """Return whether this command starts a 64-bit Python of a supported version.

    Args:
        command: The program, with arguments if it needs some (``py -3.12``).
        modules: What must be importable there as well.
    """
    wanted = ", ".join(("sys", *modules))
    script = f"import {wanted}; print(*sys.version_info[:2], sys.maxsize > 2**32)"
    try:
        answer = subprocess.run(
            [*command, "-c", script], capture_output=True, text=True, timeout=60, check=False
        )
    except OSError:
        return False
    return answer.stdout.split() in [[str(a), str(b), "True"] for a, b in SUPPORTED]


def find_interpreter() -> list[str]:
    """Return the command that starts a fitting Python: this one, or one found on the machine.

    Raises:
        SetUpError: There is none.
    """
    candidates = [[sys.executable]]
    for major, minor in SUPPORTED:
        if WINDOWS:
            candidates.append(["py", f"-{major}.{minor}"])
        candidates.append([f"python{major}.{minor}"])
    for command in candidates:
        if command[0] and fitting(command):
            return command
    here = ".".join(map(str, sys.version_info[:2]))
    raise SetUpError(
        "PartyDesk needs a 64-bit Python 3.11, 3.12 or 3.13; "
        f"this is {here} and no other was found.\n"
        "Debian, UOS, Kylin: apt-get install python3 python3-venv (a new enough version).\n"
        "Windows: install Python 3.12 from python.org and tick 'py launcher'."
    )


def fingerprint() -> str:
    """Return a digest of everything the environment is made from."""
    # The folder too: an environment moved elsewhere still points to its old place.
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (LOCK, ROOT / "pyproject.toml"):
        # Line ends may differ between two checkouts of the same thing.
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def create_venv() -> None:
    """Make ``.venv`` unless a usable one is there.

    Raises:
        SetUpError: No fitting Python, or Debian's Python without its venv package.
    """
    if PYTHON.exists() and fitting([str(PYTHON)], "pip"):
        return
    base = find_interpreter()
    probe = [*base, "-c", "import ensurepip, venv"]
    if subprocess.run(probe, capture_output=True, check=False).returncode != 0:
        version = subprocess.run(
            [*base, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        apt_install([f"python{version}-venv"])
    say(f"Creating .venv with {' '.join(base)}")
    if run([*base, "-m", "venv", "--clear", VENV]) != 0:
        raise SetUpError("The virtual environment could not be created; see the lines above.")


def fill_venv() -> None:
    """Install exactly what the lock names, then this project in place.

    Raises:
        SetUpError: pip failed.
    """
    say("Installing from requirements.lock (about 300 MB the first time)")
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    for arguments in (
        ["--require-hashes", "-r", LOCK],
        ["--no-deps", "--no-build-isolation", "-e", "."],
    ):
        if run([*pip, *arguments]) != 0:
            raise SetUpError("pip could not install what the lock names; see the lines above.")


def prove_venv() -> None:
    """Import the parts of Qt that the window uses, and the database driver.

    Raises:
        SetUpError: Something cannot be loaded; the message is the loader's own.
    """
    answer = subprocess.run(
        [str(PYTHON), "-c", PROBE],
        env={**os.environ, **offscreen()},
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        reason = answer.stderr.strip().splitlines()[-1:] or [f"exit code {answer.returncode}"]
        raise SetUpError(f"Installed, but Qt or the database driver does not load: {reason[0]}")


def set_up() -> None:
    """Make ``.venv`` fit the lock; does nothing when it already does."""
    wanted = fingerprint()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted:
        return
    bring_libraries()
    create_venv()
    STAMP.unlink(missing_ok=True)
    fill_venv()
    prove_venv()
    STAMP.write_text(wanted, encoding="ascii")
