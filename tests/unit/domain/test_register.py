"""A real register, row by row; only where PARTYDESK_REGISTER names its CSV file."""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections import Counter
from pathlib import Path

import pytest

from partydesk.domain.classification import (
    kind_of,
    ownership_of,
    short_division_name,
    township_of,
    village_of,
)
from partydesk.domain.enterprises import Enterprise, UnitKind
from partydesk.domain.fields import field_of
from partydesk.domain.values import Parsed, parse
from partydesk.resources import resource_path

TODAY = dt.date(2025, 6, 15)
BANNER = "敖汉旗"
REGISTER = os.environ.get("PARTYDESK_REGISTER", "")

pytestmark = pytest.mark.skipif(not REGISTER, reason="PARTYDESK_REGISTER is not set")


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return _read(Path(REGISTER))


@pytest.fixture(scope="module")
def divisions() -> dict[str, list[str]]:
    """Township → its villages."""
    entries = _read(resource_path("dictionaries/divisions-150000.csv"))
    names = {entry["code"]: short_division_name(entry["name"], BANNER) for entry in entries}
    townships = {entry["code"] for entry in entries if entry["parent"] == "150430"}
    found: dict[str, list[str]] = {names[code]: [] for code in townships}
    for entry in entries:
        if entry["parent"] in townships:
            found[names[entry["parent"]]].append(names[entry["code"]])
    return found


def _cell(row: dict[str, str], field: str, column: str) -> Parsed:
    return parse(field_of(Enterprise, field), row[column], today=TODAY)


def test_kinds_of_the_register(rows: list[dict[str, str]]) -> None:
    by_code = Counter(kind_of(row["统一社会信用代码"], row["企业名称"], None) for row in rows)
    assert by_code == {
        UnitKind.ENTERPRISE: 466,
        UnitKind.COOPERATIVE: 99,
        UnitKind.INDIVIDUAL: 16,
    }
    for row in rows:
        known = kind_of(row["统一社会信用代码"], None, None)
        assert kind_of(None, row["企业名称"], row["企业类型"]) in (known, None), row["企业名称"]


def test_ownership_of_the_register(rows: list[dict[str, str]]) -> None:
    said = {row["企业类型"]: ownership_of(row["企业类型"]) for row in rows}
    assert {text: owner.value if owner else None for text, owner in said.items()} == {
        "N/A": None,
        "有限责任公司": None,
        "集体所有制": "公有制",
        "个体工商户": "非公有制",
        "个体户": "非公有制",
        "个人独资企业": "非公有制",
        "农民专业合作社": "非公有制",
    }


def test_capital_of_the_register(rows: list[dict[str, str]]) -> None:
    cells = [_cell(row, "capital", "注册资金") for row in rows]
    assert sum(cell.value is not None for cell in cells) == 344
    assert sorted(cell.warnings[0].code for cell in cells if cell.warnings) == [
        "foreign_currency",
        "unit_unknown",
    ]
    assert sum(cell == Parsed(None) for cell in cells) == 235


def test_codes_dates_and_types_of_the_register(rows: list[dict[str, str]]) -> None:
    codes = {_cell(row, "credit_code", "统一社会信用代码") for row in rows}
    assert len(codes) == 581
    assert not any(code.warnings for code in codes)
    dates = [_cell(row, "registered_on", "注册日期").value for row in rows]
    assert all(isinstance(day, dt.date) for day in dates)
    types = [_cell(row, "registered_type", "企业类型").value for row in rows]
    assert types.count(None) == 548


def test_townships_of_the_register(
    rows: list[dict[str, str]], divisions: dict[str, list[str]]
) -> None:
    resolved: Counter[str] = Counter()
    villages = vanished = 0
    for row in rows:
        address = row["注册地址"]
        found = township_of(address, divisions, BANNER, ("内蒙古自治区", "赤峰市"))
        if found.township is None:
            vanished += found.vanished is not None
            continue
        assert found.vanished is None
        stem = found.township.removesuffix("镇").removesuffix("乡").removesuffix("苏木")
        _, _, behind = address.rpartition("赤峰市")
        assert behind.removeprefix(BANNER).startswith(stem), address
        resolved[found.township] += 1
        village = village_of(address, found.township, divisions[found.township])
        if village:
            assert village.removesuffix("村").removesuffix("嘎查") in address
            villages += 1
    assert (resolved.total(), vanished, villages) == (526, 33, 192)
    assert not {"新州街道", "惠州街道", "工业园区"} & set(resolved)
