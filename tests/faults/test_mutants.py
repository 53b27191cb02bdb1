"""Spoilt files of every sort that is read: no crash, no hang, nothing imported in part."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.mutants import MOST_S, READERS, mutant

ROOT = Path(__file__).parents[2]
#: Mutants tried in every run, and in each of the ten parts of the long one.
FEW, MANY = 150, 1000


def _tried(first: int, count: int, folder: Path) -> dict[str, Any]:
    """Try mutants in a process of their own: some faults would take the tests along."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.mutants", str(first), str(count)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=count * MOST_S,
        env={**os.environ, "XDG_STATE_HOME": str(folder)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _require_sound(report: dict[str, Any], count: int) -> None:
    assert report["faults"] == []
    assert sum(report["read"].values()) + sum(report["refused"].values()) == count
    assert report["sound"] == "ok"
    assert [name for name in report["left"] if name.endswith((".part", "-journal"))] == []


def test_a_few_mutants_of_every_sort(tmp_path: Path) -> None:
    report = _tried(0, FEW, tmp_path)
    _require_sound(report, FEW)
    met = set(report["read"]) | set(report["refused"])
    assert met == set(READERS)
    assert len(report["read"]) > len(READERS) / 2, "most sorts survive some of it and are read"


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_ten_thousand_mutants(tmp_path: Path, part: int) -> None:
    report = _tried(10_000 + part * MANY, MANY, tmp_path)
    print(f"part {part}: read {report['read']}, refused {report['refused']}")
    print(f"slowest {report['slowest']}")
    _require_sound(report, MANY)


def test_a_mutant_is_its_number() -> None:
    seeds = {".csv": b"a,b\n1,2\n" * 9, ".xls": bytes(range(256))}
    assert [mutant(n, seeds) for n in range(50)] == [mutant(n, seeds) for n in range(50)]
    assert len({mutant(n, seeds) for n in range(50)}) > 40
