"""Importing a register side by side with a bare floor.

Job: a sheet of 30 columns is read, mapped, checked, held against what is stored, and committed
with its journal and search index. The floor does in the same run what no program can leave out:
python-calamine reads the same file into lists, and plain sqlite3 inserts them as text into one
table and commits with the same settings. In each round every contestant runs once, so that a slow
moment of the machine hits all of them alike.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from python_calamine import load_workbook
from stdnum.cn import uscc

from partydesk.domain.enterprises import Enterprise
from partydesk.domain.fields import fields_of
from partydesk.exchange.preview import preview_table
from partydesk.exchange.workbook import write_table
from partydesk.services.imports import ImportPlan, apply_import, plan_import
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace

SIZES = (1_000, 10_000, 20_000, 100_000)
ROUNDS = 3
COLUMNS = (
    "name", "credit_code", "kind", "registered_type", "ownership", "industry", "registered_on",
    "capital", "township", "village", "address", "scope", "operation", "staff", "revenue",
    "legal_person", "owner_political", "contact", "phone", "party_organization", "none_reason",
    "members", "probationary", "activists", "applicants", "superior", "mass_organizations",
    "standing", "admitted_on", "note",
)  # fmt: skip
"""The fields of the sheet, in its order."""

_FIRST = "敖汉塔林惠丰牧原巴彦哈达锡林乌兰查干红山老哈通达兴隆盛泰金源绿野沃土天骄鸿雁草原"
_TRADES = ("种禽", "牧业", "粮食", "商贸", "建筑", "运输", "农机", "文旅", "药材", "食品")
_ENDS = ("有限责任公司", "有限公司", "农民专业合作社", "家庭农场")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁"
_GIVEN = "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国志海燕晓东雪梅春生"
_TOWNSHIPS = ("新惠镇", "四家子镇", "长胜镇", "贝子府镇", "四道湾子镇", "下洼镇", "金厂沟梁镇")
_BASE = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def draw(rows: int, seed: int = 1) -> list[list[object]]:
    """Draw the rows of a register that nobody keeps; names and codes are invented."""
    random = Random(seed)
    return [_row(random, number) for number in range(rows)]


def _row(random: Random, number: int) -> list[object]:
    pick = random.choice
    stem = "".join(pick(_FIRST) for _ in range(4))
    name = f"敖汉旗{stem}{pick(_TRADES)}{pick(_ENDS)}"
    body = "91150430" + "".join(pick(_BASE[:31]) for _ in range(9))
    township = pick(_TOWNSHIPS)
    person = pick(_SURNAMES) + "".join(pick(_GIVEN) for _ in range(2))
    owned = number % 5 == 0
    return [
        name, body + uscc.calc_check_digit(body), "企业", "有限责任公司（自然人独资）", "私营",
        pick(("农、林、牧、渔业", "批发和零售业", "制造业", "建筑业")),
        f"{random.randint(1995, 2024)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}",
        random.randint(10, 5000), township, f"{_FIRST[number % 9]}{_FIRST[10 + number % 25]}村",
        f"内蒙古自治区赤峰市敖汉旗{township}{number % 400}号",
        f"{pick(_TRADES)}的生产、加工和销售；{pick(_TRADES)}服务；第{number % 50}类项目。",
        "正常", random.randint(1, 300), random.randint(1, 9000), person, "群众",
        person, f"1{random.randint(3, 9)}{random.randint(0, 999_999_999):09d}",
        "单独组建" if owned else "未组建", None if owned else "党员不足三人",
        random.randint(3, 20) if owned else random.randint(0, 2), random.randint(0, 2),
        random.randint(0, 3), random.randint(0, 5), f"中共{township}委员会",
        "工会、共青团" if owned else "工会", "未入库", None,
        "，".join(pick(_TRADES) for _ in range(3)),
    ]  # fmt: skip


def write_sheet(path: Path, rows: int) -> Path:
    """Write the sheet with the program's own headings."""
    headings = {field.name: field.heading for field in fields_of(Enterprise)}
    write_table(path, [headings[name] for name in COLUMNS], draw(rows))  # type: ignore[arg-type]
    return path


def clock(work: Callable[[], object]) -> float:
    """Measure one run in seconds."""
    began = perf_counter()
    work()
    return perf_counter() - began


def read_bare(path: Path) -> list[list[object]]:
    """Read the sheet into lists, as the library's manual does."""
    return load_workbook(str(path)).get_sheet_by_index(0).to_python()  # type: ignore[return-value]


def insert_bare(rows: list[list[object]], file: Path) -> None:
    """Insert the rows into one table without keys, and commit."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(f"CREATE TABLE t ({', '.join(f'c{i}' for i in range(len(COLUMNS)))})")
    marks = ", ".join("?" * len(COLUMNS))
    texts = ([None if c == "" else str(c) for c in row] for row in rows[1:])
    with connection:
        connection.executemany(f"INSERT INTO t VALUES ({marks})", texts)  # noqa: S608 - own words
    connection.close()


def plan_and_apply(workspace: Workspace, path: Path) -> tuple[float, float]:
    """Import the sheet; gives the seconds of checking and of storing.

    Raises:
        SystemExit: The drawn sheet is not as it should be.
    """
    plans: list[ImportPlan] = []
    checking = clock(lambda: plans.append(plan_import(workspace, "enterprises", path)))
    if plans[0].rejected:
        raise SystemExit(f"rejected: {plans[0].problems[:3]}")
    return checking, clock(lambda: apply_import(workspace, plans[0]))


def run_once(path: Path, folder: Path) -> dict[str, float]:
    """Run every contestant once; gives the seconds of each."""
    rows: list[list[object]] = []
    times = {"floor: calamine read": clock(lambda: rows.extend(read_bare(path)))}
    inserting = clock(lambda: insert_bare(rows, folder / "floor.db"))
    times["floor: sqlite3 insert, commit"] = inserting
    times["floor, sum"] = sum(times.values())
    rows.clear()
    times["partydesk: preview"] = clock(lambda: preview_table(path))
    wish = NewWorkspace(name="敖汉旗", division_code="150430", year=2026, invented=True)
    with create_workspace(folder / "desk", wish) as workspace:
        checking, storing = plan_and_apply(workspace, path)
        times["partydesk: read, check"] = checking
        times["partydesk: store, journal, index, commit"] = storing
        times["partydesk, sum"] = checking + storing
        times["partydesk: the same sheet again"] = sum(plan_and_apply(workspace, path))
    return times


def measure(size: int, rounds: int, folder: Path) -> None:
    """Measure one size and print its lines."""
    path = write_sheet(folder / f"{size}.xlsx", size)
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as place:
            for name, seconds in run_once(path, Path(place)).items():
                times.setdefault(name, []).append(seconds)
    floor = median(times["floor, sum"])
    print(f"\n{size} rows x {len(COLUMNS)} columns ({path.stat().st_size / 1e6:.1f} MB)")
    for name, each in times.items():
        middle = median(each)
        span = f"({min(each):.2f} to {max(each):.2f})"
        print(f"  {name:44} {middle:8.2f} s {span:18} x{middle / floor:6.2f}")


def main() -> None:
    """Measure all sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    wish = parser.parse_args()
    for size in wish.sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, wish.rounds, Path(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of all of it {peak:.0f} MB")


if __name__ == "__main__":
    main()
