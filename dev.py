#!/usr/bin/env python3
"""One word per wish: ``python3 dev.py`` lists them; the first call builds ``.venv`` from the lock.

Plain standard library, Linux and Windows. The file itself also runs on an older Python, so that it
can say in plain words which one is wanted. Exit codes of the tools are passed through; 1 means that
the set-up itself could not be finished.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tooling.environment import find_interpreter, prove_venv, set_up
from tooling.process import (
    BIN,
    LOCK,
    PYTHON,
    ROOT,
    WINDOWS,
    SetUpError,
    offscreen,
    run,
    run_side_by_side,
    say,
)
from tooling.system import bring_libraries, bring_test_programs, has_display

if TYPE_CHECKING:
    from collections.abc import Callable

HELP = """\
python3 dev.py WISH [more arguments]

  Try it
    demo [DIR] [...]   a fictional banner and its whole year in DIR (demo/), then the window;
                       without a display: the documents and pictures of the main pages
    run [...]          the program itself; further words go to its command line

  Work on it
    setup              build .venv from requirements.lock (every other wish does it when needed)
    check              ruff, formatting, mypy, import-linter
    fix                let ruff mend and format what it can
    test [--long] [..] the tests, windowless; --long adds the campaigns; the rest goes to pytest
    bench [NAME] [...] the measurements in bench/

  Hand it out
    screenshots        the pictures in docs/screenshots
    build              a folder that runs without Python, in dist/partydesk, tried out once
    lock               make requirements.lock anew from pyproject.toml (needs the internet)
"""


def wish_setup(_: list[str]) -> int:
    """Build the environment, and look at the system's libraries even when it is there."""
    bring_libraries()
    set_up()
    prove_venv()
    say("Ready.")
    return 0


def wish_run(arguments: list[str]) -> int:
    """Start the program."""
    set_up()
    if not arguments and not has_display():
        say("There is no display to open a window on; 'python3 dev.py demo' works without one.")
        return 1
    return run([PYTHON, "-m", "partydesk", *arguments])


def wish_demo(arguments: list[str]) -> int:
    """Make the fictional banner, then open the window or, without a display, take its pictures."""
    set_up()
    named = bool(arguments) and not arguments[0].startswith("-")
    # The caller's folder counts from where the caller stands, not from the project.
    folder = Path(arguments[0]).absolute() if named else ROOT / "demo"
    rest = arguments[1:] if named else arguments
    command = [PYTHON, "-m", "partydesk", "demo", folder, *rest]
    if has_display() or "--no-window" in rest:
        return run(command)
    say("There is no display, so the demonstration runs without its window.")
    code = run([*command, "--no-window"], offscreen())
    if code != 0:
        return code
    say("Taking pictures of the main pages instead.")
    return take_pictures(folder / "screenshots")


def take_pictures(folder: Path) -> int:
    """Draw the main pages without a display and store them as PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    return run([PYTHON, "-m", "tests.journeys.screenshots", folder], offscreen())


def wish_screenshots(_: list[str]) -> int:
    """Make the pictures of the documentation anew."""
    set_up()
    return take_pictures(ROOT / "docs" / "screenshots")


#: Folders of tests that open windows, each a process of its own.
_OF_THE_WINDOW = ["tests/ui", "tests/journeys"]


def wish_test(arguments: list[str]) -> int:
    """Run the tests."""
    set_up()
    bring_test_programs()
    marks = ["-m", ""] if "--long" in arguments else []
    rest = [word for word in arguments if word != "--long"]
    if any(not word.startswith("-") for word in rest):
        return run([PYTHON, "-m", "pytest", *marks, *rest], offscreen())
    # Those of the window and all others take about the same time: each has a core of its own.
    others = [word for folder in _OF_THE_WINDOW for word in ("--ignore", folder)]
    parts = [*([folder] for folder in _OF_THE_WINDOW), others]
    return run_side_by_side(
        [[PYTHON, "-m", "pytest", *marks, *rest, *part] for part in parts], offscreen()
    )


def wish_check(_: list[str]) -> int:
    """Run all four checks, also after one has failed, and name those that did."""
    set_up()
    checks: dict[str, list[object]] = {
        "ruff check": [PYTHON, "-m", "ruff", "check"],
        "ruff format": [PYTHON, "-m", "ruff", "format", "--check"],
        "mypy": [PYTHON, "-m", "mypy"],
        "import-linter": [BIN / "lint-imports"],
    }
    codes = {}
    for name, command in checks.items():
        say(f"== {name}")
        codes[name] = run(command)
    failed = [name for name, code in codes.items() if code != 0]
    say(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return next((codes[name] for name in failed), 0)


def wish_fix(_: list[str]) -> int:
    """Mend and format what ruff can."""
    set_up()
    code = run([PYTHON, "-m", "ruff", "check", "--fix"])
    return run([PYTHON, "-m", "ruff", "format"]) or code


def wish_bench(arguments: list[str]) -> int:
    """Run the measurements, all or the named one."""
    set_up()
    runners = sorted(path for path in (ROOT / "bench").glob("*.py") if path.name[0] != "_")
    if arguments and not arguments[0].startswith("-"):
        name, *arguments = arguments
        runners = [path for path in runners if path.stem == name]
    if not runners:
        say("There is no such measurement in bench/.")
        return 2
    codes = [run([PYTHON, path, *arguments]) for path in runners]
    return next((code for code in codes if code != 0), 0)


def wish_build(_: list[str]) -> int:
    """Build the folder for people without Python and try out what was built."""
    set_up()
    code = run([PYTHON, "-m", "PyInstaller", "--noconfirm", "--clean", "build.spec"])
    if code != 0:
        return code
    program = ROOT / "dist" / "partydesk" / ("partydesk.exe" if WINDOWS else "partydesk")
    # In the environment of the project, which can draw the page that is then read.
    return run([PYTHON, "-m", "tooling.trial", program])


def wish_lock(_: list[str]) -> int:
    """Resolve pyproject.toml for all platforms and versions, with hashes and without addresses.

    Raises:
        SetUpError: uv could not be brought, or the result names a place.
    """
    with tempfile.TemporaryDirectory() as folder:
        tool = Path(folder) / "venv"
        run([*find_interpreter(), "-m", "venv", tool])
        python = tool / BIN.name / PYTHON.name
        if run([python, "-m", "pip", "install", "-q", "uv"]) != 0:
            raise SetUpError("uv could not be installed; the lock was not changed.")
        fresh = Path(folder) / LOCK.name
        options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--group", "dev"]
        plain = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        command = [python, "-m", "uv", "pip", "compile", "-q", *options, *plain]
        code = run([*command, "-o", fresh, "pyproject.toml"])
        if code != 0:
            return code
        text = fresh.read_text(encoding="utf-8")
        if "://" in text or "file:" in text:
            raise SetUpError("The lock names a place on this machine; it was not changed.")
        LOCK.write_bytes(text.replace("\r\n", "\n").encode())
    say("requirements.lock is new.")
    return 0


WISHES: dict[str, Callable[[list[str]], int]] = {
    "demo": wish_demo,
    "run": wish_run,
    "setup": wish_setup,
    "check": wish_check,
    "fix": wish_fix,
    "test": wish_test,
    "bench": wish_bench,
    "screenshots": wish_screenshots,
    "build": wish_build,
    "lock": wish_lock,
}


def main(words: list[str]) -> int:
    """Grant one wish and return its exit code; 2 for a word that is none."""
    if not words or words[0] in ("-h", "--help", "help"):
        print(HELP)
        return 0
    wish = WISHES.get(words[0])
    if wish is None:
        print(f"dev.py does not know '{words[0]}'.\n\n{HELP}", file=sys.stderr)
        return 2
    try:
        return wish(words[1:])
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
