"""Records meant by what somebody writes: names, codes, numbers, and namesakes told apart."""

from __future__ import annotations

import pytest

from partydesk.domain.errors import ValidationFailed
from partydesk.services.offers import offer_records
from partydesk.services.pools import get_record, save_record
from partydesk.services.workspace import Workspace

CODE = "91150430MA0N000014"


def _unit(workspace: Workspace, name: str, **cells: str) -> int:
    return save_record(workspace, "enterprises", None, {"name": name, **cells}).id


def _branch(workspace: Workspace, units: str, record_id: int | None = None) -> int:
    cells = {"name": "塔林联合党支部", "units": units}
    return save_record(workspace, "organizations", record_id, cells).id


def _linked(workspace: Workspace, branch: int) -> list[int | None]:
    return [unit.id for unit in get_record(workspace, "organizations", branch).units]


@pytest.mark.parametrize(
    "written", ["甲公司；乙公司", "甲公司\n乙公司", "甲公司、乙公司", f"甲公司;{CODE}"]
)
def test_several_are_meant_by_names_and_codes(workspace: Workspace, written: str) -> None:
    numbers = [_unit(workspace, "甲公司"), _unit(workspace, "乙公司", credit_code=CODE)]
    assert _linked(workspace, _branch(workspace, written)) == numbers


def test_a_name_may_hold_the_mark_that_parts_names(workspace: Workspace) -> None:
    number = _unit(workspace, "粮油、肉食公司")
    _unit(workspace, "粮油")
    assert _linked(workspace, _branch(workspace, "粮油、肉食公司")) == [number]


def test_nobody_is_guessed(workspace: Workspace) -> None:
    with pytest.raises(ValidationFailed, match="企业库里没有“丙公司”，请先登记"):
        _branch(workspace, "丙公司")


def test_the_banner_in_front_of_a_name_may_be_left_out(workspace: Workspace) -> None:
    banner = workspace.profile.name
    long, short = (
        _unit(workspace, f"{banner}天润酒业有限公司"),
        _unit(workspace, "瑞丰农机有限公司"),
    )
    written = f"天润酒业有限公司；{banner}瑞丰农机有限公司"
    assert _linked(workspace, _branch(workspace, written)) == [long, short]


def test_of_two_that_differ_by_the_banner_none_is_guessed(workspace: Workspace) -> None:
    banner = workspace.profile.name
    plain = _unit(workspace, "天润酒业有限公司")
    _unit(workspace, f"{banner}天润酒业有限公司")
    assert _linked(workspace, _branch(workspace, "天润酒业有限公司")) == [plain]
    with pytest.raises(ValidationFailed, match="企业库里没有"):
        _branch(workspace, "内蒙古天润酒业有限公司")


def test_a_short_name_is_answered_with_the_whole_one(workspace: Workspace) -> None:
    _unit(workspace, "瑞丰农机有限公司")
    with pytest.raises(ValidationFailed, match="相近的有“瑞丰农机有限公司”"):
        _branch(workspace, "瑞丰农机")


def test_a_namesake_without_a_code_can_be_meant(workspace: Workspace) -> None:
    first, second = (
        _unit(workspace, "东村合作社"),
        _unit(workspace, "东村合作社", township="新惠镇"),
    )
    with pytest.raises(ValidationFailed, match="有 2 家叫“东村合作社”") as refused:
        _branch(workspace, "东村合作社")
    assert f"东村合作社（记录号 {first}）" in refused.value.fields["units"]
    offers = offer_records(workspace, "enterprises", "dchzs")
    assert {offer.label for offer in offers} == {
        f"东村合作社（记录号 {number}）" for number in (first, second)
    }
    branch = _branch(workspace, f"东村合作社（记录号 {second}）")
    assert _linked(workspace, branch) == [second]
    _branch(workspace, "东村合作社", branch)
    assert _linked(workspace, branch) == [second]
