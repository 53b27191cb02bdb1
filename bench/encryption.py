"""What encryption costs: the same pool in a plain and in a protected workspace, side by side.

Job: open the workspace, read the first page of a list in the order of pinyin and one from its
middle, search, read records, and store single changes. The plain workspace is the floor; both are
asked in turns in one run. Opening the protected one derives a key from the password on purpose.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.undo import write_roster
from partydesk.domain.listing import Query
from partydesk.services.imports import ImportPlan, apply_import, plan_import
from partydesk.services.pools import find_records, get_record, save_record, search_records
from partydesk.services.protection import protect_workspace
from partydesk.services.sign_in import DATABASE, Credentials
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace, open_workspace

SIZES = (1_000, 10_000)
ROUNDS = 7
PASSWORD = "shanxia-baima"  # noqa: S105 - of workspaces that last as long as the run
_WORDS = ("王伟", "zhangf", "lj", "1380000", "旗某局第77科", "梅")


def make_pair(folder: Path, rows: int) -> tuple[Path, Path]:
    """Make a plain workspace with a roster, and a protected copy of it."""
    plain, protected = folder / "plain", folder / "protected"
    with create_workspace(plain, NewWorkspace(name="塔林旗")) as workspace:
        roster = folder / "roster.csv"
        write_roster(roster, rows)
        plan = plan_import(workspace, "talents", roster)
        if not isinstance(plan, ImportPlan):
            raise SystemExit("the roster was not understood")
        apply_import(workspace, plan)
    protected.mkdir()
    shutil.copyfile(plain / DATABASE, protected / DATABASE)
    with open_workspace(protected) as workspace:
        protect_workspace(workspace, "乌云", PASSWORD)
    return plain, protected


def jobs(rows: int) -> dict[str, Callable[[Workspace], object]]:
    """Name what is timed."""
    return {
        "first page": lambda w: find_records(w, "talents", Query(limit=100)),
        "first page again": lambda w: find_records(w, "talents", Query(limit=100)),
        "page in the middle": lambda w: find_records(
            w, "talents", Query(offset=rows // 2, limit=100)
        ),
        "6 searches": lambda w: [search_records(w, "talents", word) for word in _WORDS],
        "20 records": lambda w: [get_record(w, "talents", 1 + n * rows // 20) for n in range(20)],
        "a change stored": lambda w: save_record(w, "talents", 1, {"notes": str(perf_counter())}),
    }


def measure(plain: Path, protected: Path, rows: int) -> dict[str, dict[str, float]]:
    """Time every job in turns; gives milliseconds and the ratio."""
    times: dict[str, dict[str, list[float]]] = {}
    for _ in range(ROUNDS):
        for name, folder in (("plain", plain), ("protected", protected)):
            began = perf_counter()
            workspace = open_workspace(folder, credentials=Credentials(PASSWORD))
            times.setdefault("opening", {}).setdefault(name, []).append(perf_counter() - began)
            with workspace:
                for job, work in jobs(rows).items():
                    began = perf_counter()
                    work(workspace)
                    spent = perf_counter() - began
                    times.setdefault(job, {}).setdefault(name, []).append(spent)
    found = {}
    for job, by_name in times.items():
        ms = {name: 1000 * median(spent) for name, spent in by_name.items()}
        found[job] = {**ms, "ratio": ms["protected"] / ms["plain"]}
    return found


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--json", action="store_true")
    wishes = parser.parse_args()
    results = {}
    for rows in wishes.rows:
        with tempfile.TemporaryDirectory() as folder:
            results[rows] = measure(*make_pair(Path(folder), rows), rows)
    if wishes.json:
        print(json.dumps(results))
        return
    for rows, found in results.items():
        print(f"{rows:,} people")
        for job, figures in found.items():
            print(
                f"  {job:20} plain {figures['plain']:8.1f} ms   protected"
                f" {figures['protected']:8.1f} ms   {figures['ratio']:.2f}x"
            )


if __name__ == "__main__":
    main()
