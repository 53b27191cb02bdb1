"""A verified backup side by side with restic.

Job: a workspace with some 10 MB of records and 200 MB of attachments is backed up and proven. Ours
is one call: a copy of the database, its pages, content, journal and attachments looked at, one
file written, read again from the device and opened. Theirs is ``restic backup`` of the same folder
into a new repository plus ``restic check --read-data``. In each round every contestant runs once.
Restic's second backup, which finds most of it there already, and its restore are told beside it.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from partydesk.services import backups
from partydesk.services.attachments import add_attachments
from partydesk.services.demonstration import make_demonstration, run_demonstration
from partydesk.services.protection import protect_workspace
from partydesk.services.workspace import Workspace

ATTACHMENTS, MEGABYTES = 40, 5
ROUNDS = 5
_PASSWORD = "caodi.paodekuai"  # noqa: S105 - of a workspace that lives for a minute


def make(folder: Path, records: int) -> Workspace:
    """Make the workspace: a demonstration and files that nothing can compress."""
    workspace = make_demonstration(
        folder / "desk", year=2026, talents=records // 2, enterprises=records
    )
    run_demonstration(workspace, 2026)
    random = Random(1)
    scans = []
    for number in range(ATTACHMENTS):
        scan = folder / f"扫描{number}.pdf"
        scan.write_bytes(b"%PDF-1.4\n" + random.randbytes(MEGABYTES * 1_000_000))
        scans.append(scan)
    for talent in range(1, 11):
        add_attachments(workspace, "talents", talent, scans[talent * 4 - 4 : talent * 4])
    for scan in scans:
        scan.unlink()
    return workspace


def clock(work: Callable[[], object]) -> float:
    """Measure one run in seconds."""
    began = perf_counter()
    work()
    return perf_counter() - began


def restic(repository: Path, *words: str) -> None:
    """Run restic on a repository."""
    environment = {
        **os.environ,
        "RESTIC_PASSWORD": "x",
        "RESTIC_CACHE_DIR": str(repository.parent / "cache"),
    }
    command = ["restic", "-q", "-r", str(repository), *words]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def run_ours(workspace: Workspace, place: Path) -> dict[str, float]:
    """Back up, drill and restore once."""
    place.mkdir()
    name = "partydesk, protected" if workspace.protected else "partydesk, plain"
    made: list[backups.Made] = []
    times = {
        name: clock(lambda: made.append(backups.make_backup(workspace, target=place))),
        f"{name}: verify again": clock(lambda: backups.verify_backup(workspace, made[0].file)),
        f"{name}: restore": clock(lambda: backups.restore_backup(made[0].file, place / "new")),
    }
    if not made[0].verified:
        raise SystemExit(f"not verified: {made[0].manifest.findings}")
    return times


def run_theirs(workspace: Workspace, place: Path) -> dict[str, float]:
    """Back up, check and restore once, in a new repository."""
    repository, desk = place / "repository", str(workspace.folder)
    restic(repository, "init")
    first = clock(lambda: restic(repository, "backup", desk))
    check = clock(lambda: restic(repository, "check", "--read-data"))
    second = clock(lambda: restic(repository, "backup", desk))
    again = clock(lambda: restic(repository, "check", "--read-data"))
    target = str(place / "restored")
    restored = clock(lambda: restic(repository, "restore", "latest", "--target", target))
    return {
        "restic backup + check --read-data": first + check,
        "restic backup": first,
        "restic check --read-data": check,
        "restic second backup + check": second + again,
        "restic restore": restored,
    }


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--records", type=int, default=600)
    wish = parser.parse_args()
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with make(folder, wish.records) as workspace:
            size = (workspace.folder / "workspace.pdk").stat().st_size / 1e6
            has_restic = shutil.which("restic") is not None
            for number in range(2 * wish.rounds):
                if number == wish.rounds:
                    protect_workspace(workspace, "乌云", _PASSWORD)
                place = folder / "round"
                found = run_ours(workspace, place)
                if has_restic:
                    found |= run_theirs(workspace, place)
                shutil.rmtree(place)
                for what, seconds in found.items():
                    times.setdefault(what, []).append(seconds)
    print(f"a workspace of {size:.0f} MB, {wish.rounds} rounds plain and as many protected")
    theirs = times.get("restic backup + check --read-data")
    for what, each in times.items():
        ratio = f"x{median(each) / median(theirs):5.2f}" if theirs else "restic is not installed"
        span = f"({min(each):.2f} to {max(each):.2f})"
        print(f"  {what:36} {median(each):7.2f} s {span:18} {ratio}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of all of it {peak:.0f} MB")


if __name__ == "__main__":
    main()
