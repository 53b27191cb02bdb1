"""Putting a unit under an organization that is there, and naming records while they are typed."""

from __future__ import annotations

import dataclasses

import pytest

from partydesk.domain.enterprises import Enterprise, PartyOrganization
from partydesk.domain.errors import NotFound, RuleViolation
from partydesk.domain.organization_rules import is_joint
from partydesk.domain.organizations import Organization, OrganizationKind
from partydesk.domain.references import Offer
from partydesk.services import history, pools
from partydesk.services.joining import join_organization, list_joinable
from partydesk.services.offers import offer_record, offer_records
from partydesk.services.workspace import Workspace


def _organization(workspace: Workspace, **cells: str) -> int:
    return pools.save_record(workspace, "organizations", None, cells).id


def _unit(workspace: Workspace, **cells: str) -> int:
    return pools.save_record(workspace, "enterprises", None, cells).id


def _read(workspace: Workspace, number: int) -> Organization:
    found = pools.get_record(workspace, "organizations", number)
    assert isinstance(found, Organization)
    return found


def _party(workspace: Workspace, number: int) -> PartyOrganization | None:
    found = pools.get_record(workspace, "enterprises", number)
    assert isinstance(found, Enterprise)
    return found.party_organization


def test_a_unit_joins_and_its_own_record_follows_and_goes_back(workspace: Workspace) -> None:
    first, second = _unit(workspace, name="甲公司"), _unit(workspace, name="乙公司")
    joint = _organization(workspace, name="甲乙联合党支部", units="甲公司", members="9")
    saved = join_organization(workspace, joint, second)
    assert [unit.id for unit in _read(workspace, joint).units] == [first, second]
    assert _party(workspace, second) is PartyOrganization.JOINT
    assert saved.changes.label == "“乙公司”并入“甲乙联合党支部”"
    assert "committee" in saved.warnings, "a branch of nine without a committee stays remarkable"
    assert saved.changes.action is not None
    history.undo(workspace, saved.changes.action)
    assert [unit.id for unit in _read(workspace, joint).units] == [first]
    assert _party(workspace, second) is not PartyOrganization.JOINT


def test_too_many_units_and_a_form_of_establishment_that_no_longer_fits_are_told(
    workspace: Workspace,
) -> None:
    names = [f"{sign}公司" for sign in "甲乙丙丁戊己"]
    last = [_unit(workspace, name=name) for name in names][-1]
    joint = _organization(workspace, name="联合党支部", units="；".join(names[:5]))
    assert "units" in join_organization(workspace, joint, last).warnings
    own = _organization(workspace, name="己公司党支部", formation="单独组建", units="甲公司")
    assert "formation" in join_organization(workspace, own, last).warnings


def test_joining_is_refused_with_all_reasons(workspace: Workspace) -> None:
    unit = _unit(workspace, name="甲公司")
    gone = _organization(workspace, name="旧党支部", units="甲公司")
    pools.retire_record(workspace, "organizations", gone, "已无党员")
    with pytest.raises(RuleViolation) as refused:
        join_organization(workspace, gone, unit)
    assert [reason.code for reason in refused.value.reasons] == ["dissolved", "joined_already"]
    township = _organization(workspace, name="新惠镇党委", kind="苏木乡镇党委")
    with pytest.raises(RuleViolation) as refused:
        join_organization(workspace, township, unit)
    assert [reason.code for reason in refused.value.reasons] == ["covers_nobody"]
    with pytest.raises(NotFound):
        join_organization(workspace, township, 999)


def test_units_are_offered_by_pinyin_and_tail_of_the_code(workspace: Workspace) -> None:
    _unit(workspace, name="塔林水泥有限公司", township="新惠镇", credit_code="91150430MA0N00008D")
    _unit(workspace, name="十家杂粮农民专业合作社")
    assert offer_records(workspace, "enterprises", "tlsn") == (
        Offer("塔林水泥有限公司", "新惠镇 · …008D"),
    )
    assert [one.label for one in offer_records(workspace, "enterprises", "008d")] == [
        "塔林水泥有限公司"
    ]
    assert len(offer_records(workspace, "enterprises", "", limit=1)) == 1


def test_a_namesake_is_offered_by_its_code_and_found_by_it(workspace: Workspace) -> None:
    code = "91150430MA0N00008D"
    meant = _unit(workspace, name="兴旺商店", credit_code=code, township="新惠镇")
    _unit(workspace, name="兴旺商店", township="长胜镇")
    offered = offer_records(workspace, "enterprises", "兴旺")
    assert Offer(code, "兴旺商店 · 新惠镇") in offered
    assert offer_record(workspace, "enterprises", meant).label == code
    branch = _organization(workspace, name="兴旺商店党支部", units=code)
    assert [unit.id for unit in _read(workspace, branch).units] == [meant]


def test_the_offer_of_an_only_name_is_the_name(workspace: Workspace) -> None:
    number = _unit(workspace, name="塔林水泥有限公司")
    assert offer_record(workspace, "enterprises", number) == Offer("塔林水泥有限公司")
    with pytest.raises(NotFound):
        offer_record(workspace, "enterprises", 999)


def test_what_is_near_and_joint_is_listed_however_long_the_register(workspace: Workspace) -> None:
    """Two hundred branches of one unit each, first by name, must not hide the joint ones."""
    pools.save_records(
        workspace,
        "organizations",
        [{"name": f"阿{n:03d}党支部", "kind": "党支部"} for n in range(210)],
    )
    pools.save_records(
        workspace,
        "organizations",
        [{"name": f"北{n:03d}联合党支部", "kind": "联合党支部"} for n in range(205)],
    )
    far = _organization(workspace, name="卓越联合党支部", kind="联合党支部", superior="园区党委")
    near = _organization(workspace, name="左邻联合党支部", kind="联合党支部", superior="园区党委")
    unit = pools.get_record(workspace, "enterprises", _unit(workspace, name="丙公司"))
    assert isinstance(unit, Enterprise)
    placed = dataclasses.replace(unit, superior="园区党委")
    listed = list_joinable(workspace, placed)
    assert [one.id for one in listed[:2]] == [far, near]
    assert len(listed) == 200
    assert all(one.kind is OrganizationKind.JOINT_BRANCH for one in listed)
    assert list_joinable(workspace, placed, "左邻")[0].id == near
    assert listed[2].name.startswith("北")
    everything = list_joinable(workspace, unit, single=True)
    assert everything[0].name == "阿000党支部"


def test_an_organization_that_several_units_share_is_joint_whatever_its_kind(
    workspace: Workspace,
) -> None:
    first, _second = _unit(workspace, name="甲公司"), _unit(workspace, name="乙公司")
    shared = _organization(workspace, name="甲乙党支部", kind="党支部", units="甲公司；乙公司")
    by_form = _organization(workspace, name="行业党支部", kind="党支部", formation="行业统建")
    _organization(workspace, name="单独党支部", kind="党支部", formation="单独组建")
    unit = pools.get_record(workspace, "enterprises", first)
    assert isinstance(unit, Enterprise)
    listed = list_joinable(workspace, unit)
    assert {one.id for one in listed} == {shared, by_form}
    assert all(is_joint(one) for one in listed)
