"""Taking back what was done to many records, beside doing it, and beside a bare floor.

Job: a roster is imported (only the storing is timed, the reading is left out), one field of
everybody is changed, the change and then the import are tried out and taken back. An undo reads
every image of the journal, compares it with what is there now, looks whether others link to the
row, writes, and journals what it did. The floor does in the same run, with plain sqlite3 and the
same settings, what no undo can leave out: it reads so many images and rows, deletes the rows by
number and keeps the images of what it deleted.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from partydesk.domain.action_log import ActionQuery
from partydesk.domain.bulk import BulkChange, ChangeMode
from partydesk.domain.listing import Query
from partydesk.services.action_log import find_actions, get_action
from partydesk.services.bulk import bulk_apply, bulk_preview
from partydesk.services.history import undo, undo_preview
from partydesk.services.imports import ImportPlan, apply_import, plan_import
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace

SIZES = (1_000, 5_000, 20_000)
ROUNDS = 3
#: Columns of the floor's table, and how many of them hold something, as in the roster.
_COLUMNS, _FILLED = 32, 14
CHANGE = BulkChange("source", ChangeMode.SET, "退休")

_HEADS = "姓名,出生日期,民族,政治面貌,学历,单位及职务,职级,手机号码,人员来源,专长,能力与经历,备注"
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
_GIVEN = "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国志海燕晓东雪梅春生"

Timed = dict[str, list[float]]
Result = TypeVar("Result")


def write_roster(path: Path, rows: int) -> None:
    """Write a roster of people that nobody is."""
    lines = [_HEADS]
    for n in range(rows):
        first, second = divmod(n // len(_SURNAMES), len(_GIVEN))
        name = _SURNAMES[n % len(_SURNAMES)] + _GIVEN[first % len(_GIVEN)] + _GIVEN[second]
        lines.append(
            f"{name},19{60 + n % 40}-{1 + n % 12:02d}-{1 + n % 28:02d},蒙古族,中共党员,大学本科,"
            f"旗某局第{n}科,正科,138{n:08d},改非,财务会计、法律事务,从事财务工作{n % 30}年,第{n}份"
        )
    path.write_text("\n".join(lines), encoding="utf-8-sig")


def timed(times: Timed, name: str, work: Callable[[], Result]) -> Result:
    """Note how long some work takes."""
    began = perf_counter()
    result = work()
    times.setdefault(name, []).append(perf_counter() - began)
    return result


def run_floor(folder: Path, rows: int) -> float:
    """Delete rows one image after the other with plain sqlite3, keeping their images.

    Returns:
        Seconds.
    """
    file = sqlite3.connect(folder / "floor.db", isolation_level=None)
    file.execute("PRAGMA synchronous=FULL")
    names = [f"c{number}" for number in range(_COLUMNS)]
    file.execute(f"CREATE TABLE people (id INTEGER PRIMARY KEY, {', '.join(names)})")
    file.execute("CREATE TABLE images (id INTEGER PRIMARY KEY, number INTEGER, image TEXT)")
    values = [
        [n, *(f"旗某局第{n}科{c}" if c < _FILLED else None for c in range(_COLUMNS))]
        for n in range(rows)
    ]
    marks = ", ".join("?" * (_COLUMNS + 1))
    file.execute("BEGIN")
    file.executemany(f"INSERT INTO people VALUES ({marks})", values)  # noqa: S608 - our own marks
    images = [(n, json.dumps(row, ensure_ascii=False)) for n, row in enumerate(values)]
    file.executemany("INSERT INTO images (number, image) VALUES (?, ?)", images)
    file.execute("COMMIT")
    began = perf_counter()
    file.execute("BEGIN")
    kept = []
    for number, image in file.execute("SELECT number, image FROM images").fetchall():
        row = file.execute("SELECT * FROM people WHERE id = ?", (number,)).fetchone()
        if list(row) == json.loads(image):
            file.execute("DELETE FROM people WHERE id = ?", (number,))
            kept.append((number, json.dumps(row, ensure_ascii=False)))
    file.executemany("INSERT INTO images (number, image) VALUES (?, ?)", kept)
    file.execute("COMMIT")
    took = perf_counter() - began
    file.close()
    return took


def one_round(folder: Path, rows: int, times: Timed) -> None:
    """Let everything be done and taken back once."""
    sheet = folder / "roster.csv"
    write_roster(sheet, rows)
    with create_workspace(folder / "w", NewWorkspace(name="敖汉旗", division_code="150430")) as w:
        plan = plan_import(w, "talents", sheet)
        action = apply_and_change(w, plan, times)
        timed(times, "history page", lambda: find_actions(w, ActionQuery(limit=200)))
        timed(times, "what it touched", lambda: get_action(w, action))
        timed(times, "try undo of import", lambda: undo_preview(w, action))
        undo(w)  # the change, so that nothing stands in the way of the import
        done = timed(times, "undo import", lambda: undo(w, action))
        if done.conflicts or done.restored < rows:
            raise SystemExit(f"{done.restored} of {rows} taken back: {done.conflicts[:3]}")
    times.setdefault("floor", []).append(run_floor(folder, rows))


def apply_and_change(workspace: Workspace, plan: ImportPlan, times: Timed) -> int:
    """Store the import and change a field of everybody; take that change back and do it again."""
    stored = timed(times, "import", lambda: apply_import(workspace, plan))
    timed(times, "look at bulk", lambda: bulk_preview(workspace, "talents", Query(), CHANGE))
    timed(times, "bulk edit", lambda: bulk_apply(workspace, "talents", Query(), CHANGE))
    timed(times, "undo bulk", lambda: undo(workspace))
    bulk_apply(workspace, "talents", Query(), CHANGE)
    return stored.action or 0


def main(arguments: list[str] | None = None) -> None:
    """Measure and print medians, ratios and growth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    before: dict[str, float] = {}
    for rows in options.sizes:
        times: Timed = {}
        for _ in range(options.rounds):
            with tempfile.TemporaryDirectory() as folder:
                one_round(Path(folder), rows, times)
        middle = {name: median(each) for name, each in times.items()}
        print(f"{rows:,} people, {options.rounds} rounds")
        for name, each in times.items():
            print(
                f"  {name:<20}{middle[name]:8.2f} s  ({min(each):.2f}-{max(each):.2f})"
                f"   x{middle[name] / middle['import']:.2f} of the import"
                f"   x{middle[name] / middle['floor']:.1f} of the floor"
                + (f"   grew x{middle[name] / before[name]:.1f}" if name in before else "")
            )
        before = middle


if __name__ == "__main__":
    main()
