"""Starts work on copies of a workspace and kills it in the middle; run as a program by the tests.

``python -m tests.faults.victims`` reads a JSON list of [folder, point] from standard input. For
each it forks a child that opens the workspace and stores one batch of people after the other,
until it is killed: at ``["statement", n]`` by itself before its n-th statement, at ``["after",
ms]`` by the parent so many milliseconds after it began, which also hits the writing of a commit.
It prints how many children died by the signal.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path

from sqlalchemy import event

from partydesk.services.pools import save_records
from partydesk.services.workspace import Workspace, open_workspace
from tests.factories import StandingClock

#: People in one batch: enough for a commit of many pages.
BATCH = 40
_MANY = 200


def kill_all(work: Callable[[Workspace], None], *, from_opening: bool = False) -> None:
    """Kill one child for each point; ``work`` must not come to an end before.

    Args:
        work: What the child does.
        from_opening: Whether the time runs from before the workspace is opened, not from after.
    """
    victims = json.load(sys.stdin)
    killed = sum(
        _killed(work, Path(folder), kind, figure, from_opening)
        for folder, (kind, figure) in victims
    )
    print(killed)


def _killed(
    work: Callable[[Workspace], None], folder: Path, kind: str, figure: int, from_opening: bool
) -> bool:
    """Let one child die and say whether it died by the signal."""
    begun_read, begun_write = os.pipe()
    child = os.fork()
    if child == 0:
        if from_opening:
            os.write(begun_write, b"x")
        _work(work, folder, kind, figure, begun_write)
    os.close(begun_write)
    os.read(begun_read, 1)
    if kind == "after":
        time.sleep(figure / 1000)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(begun_read)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _work(
    work: Callable[[Workspace], None], folder: Path, kind: str, figure: int, begun: int
) -> None:
    """Work until killed."""
    workspace = open_workspace(folder, clock=StandingClock())
    if kind == "statement":
        statements = count(1)

        def die(*_: object) -> None:
            if next(statements) == figure:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(workspace._file(), "before_cursor_execute", die)
        event.listen(workspace._file(), "commit", die)
    os.write(begun, b"x")
    try:
        work(workspace)
    except BaseException:  # noqa: BLE001 - the child must not run on as the parent
        traceback.print_exc()
    finally:
        os._exit(3)  # not killed: the parent counts on it


def store(workspace: Workspace) -> None:
    """Store one batch of people after the other."""
    for batch in range(_MANY):
        save_records(workspace, "talents", entries(batch))


def entries(batch: int) -> list[dict[str, str | None]]:
    """One batch of people with much to say."""
    return [
        {"name": f"第{batch}批", "ability": f"经历{number}。" * 200, "specialties": f"专长{batch}"}
        for number in range(BATCH)
    ]


if __name__ == "__main__":
    kill_all(store)
