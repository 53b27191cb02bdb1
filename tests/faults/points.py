"""Points at which a program is killed in the middle of its work."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TypeAlias

from partydesk.services.workspace import FILE_NAME

ROOT = Path(__file__).parents[2]
#: ``("statement", n)``: before the n-th statement; ``("after", ms)``: so long after it began.
Point: TypeAlias = tuple[str, int]


def killed_at(
    template: Path, place: Path, points: list[Point], program: str, *words: str
) -> list[Path]:
    """Let somebody die at each point on a copy of its own.

    Args:
        template: The workspace's file.
        place: Where the copies go.
        points: When.
        program: The module that kills (see ``victims``).
        words: More for its command line.

    Returns:
        The folders, in the order of the points.
    """
    folders = []
    for number, (kind, figure) in enumerate(points):
        folder = place / f"{number}-{kind}-{figure}"
        folder.mkdir()
        shutil.copyfile(template, folder / FILE_NAME)
        folders.append(folder)
    victims = [[str(f), list(point)] for f, point in zip(folders, points, strict=True)]
    done = subprocess.run(
        [sys.executable, "-m", program, *words],
        input=json.dumps(victims),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert int(done.stdout) == len(points), done.stderr
    return folders
