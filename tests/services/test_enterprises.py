"""入库: admitting units by the criteria of the year, and against them with a reason."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.admission import Verdict
from partydesk.domain.enterprises import Enterprise, Standing
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.services.enterprises import admit_enterprises, judge_admission
from partydesk.services.history import undo
from partydesk.services.policies import save_policy
from partydesk.services.pools import get_record
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, make_enterprise, number_of

DAY = dt.date(2026, 2, 27)
LACKING = "年营业收入未填；没有所列的社会影响"


def now(workspace: Workspace, unit: Enterprise) -> Enterprise:
    found = get_record(workspace, "enterprises", number_of(unit))
    assert isinstance(found, Enterprise)
    return found


@pytest.fixture
def fit(workspace: Workspace) -> Enterprise:
    return make_enterprise(workspace, standing="未入库", staff="60", revenue="800")


@pytest.fixture
def unfit(workspace: Workspace) -> Enterprise:
    return make_enterprise(workspace, standing="未入库", staff="12")


def test_a_unit_that_fits_needs_no_reason(workspace: Workspace, fit: Enterprise) -> None:
    changes = admit_enterprises(workspace, [number_of(fit)], on=DAY, proposer="新惠镇党委")
    after = now(workspace, fit)
    assert (after.standing, after.admitted_on, after.proposer) == (
        Standing.IN_POOL,
        DAY,
        "新惠镇党委",
    )
    assert after.standing_reason == "符合入库条件：从业人员 60 人、年营业收入 800 万元"
    assert changes.label == f"列入企业库：“{fit.name}”"


def test_one_that_does_not_fit_enters_with_a_reason_that_keeps_what_it_lacked(
    workspace: Workspace, fit: Enterprise, unfit: Enterprise
) -> None:
    ids = [number_of(fit), number_of(unfit)]
    with pytest.raises(ValidationFailed, match="有 1 家不符合条件或不能判断"):
        admit_enterprises(workspace, ids, on=DAY, reason=" ")
    assert now(workspace, fit).standing is Standing.OUTSIDE
    changes = admit_enterprises(workspace, ids, on=DAY, reason="带动作用强")
    assert changes.label.endswith("（1 家按理由列入）")
    assert now(workspace, fit).standing_reason == (
        "符合入库条件：从业人员 60 人、年营业收入 800 万元；带动作用强"
    )
    assert now(workspace, unfit).standing_reason == (
        f"带动作用强（当时从业人员 12 人，不足 50 人；{LACKING}）"
    )
    assert changes.action is not None
    assert undo(workspace, changes.action).restored == 2
    assert now(workspace, unfit) == unfit


def test_a_proposal_keeps_the_proposer_and_no_day(workspace: Workspace, fit: Enterprise) -> None:
    ids = [number_of(fit)]
    admit_enterprises(workspace, ids, on=DAY, proposer="园区党委", standing=Standing.PROPOSED)
    proposed = now(workspace, fit)
    assert (proposed.standing, proposed.admitted_on, proposed.proposer) == (
        Standing.PROPOSED,
        None,
        "园区党委",
    )
    admit_enterprises(workspace, ids, on=DAY)
    assert now(workspace, fit).proposer == "园区党委"


def test_the_criteria_of_the_year_of_the_day_hold(workspace: Workspace, unfit: Enterprise) -> None:
    ids = [number_of(unfit)]
    save_policy(workspace, YEAR, {"admission_staff": "10", "admission_revenue": "0"})
    assert judge_admission(workspace, ids, DAY)[0].admission.verdict is Verdict.MET
    save_policy(workspace, YEAR + 1, {"admission_staff": "13"})
    later = dt.date(YEAR + 1, 1, 5)
    assert judge_admission(workspace, ids, later)[0].admission.verdict is Verdict.FAILED


def test_influence_is_enough(workspace: Workspace) -> None:
    unit = make_enterprise(workspace, standing="未入库", influence="龙头企业、知名商标")
    (judged,) = judge_admission(workspace, [number_of(unit)], DAY)
    assert judged.admission.summary == "符合入库条件：龙头企业"


def test_what_makes_no_sense_is_refused(workspace: Workspace, fit: Enterprise) -> None:
    gone = make_enterprise(workspace, standing="未入库", operation="注销")
    with pytest.raises(ValidationFailed, match="选中"):
        admit_enterprises(workspace, [], on=DAY)
    with pytest.raises(ValidationFailed, match="在将来"):
        admit_enterprises(workspace, [number_of(fit)], on=dt.date(2026, 3, 3))
    with pytest.raises(NotFound):
        judge_admission(workspace, [number_of(fit), 999], DAY)
    with pytest.raises(RuleViolation, match="不能入库"):
        admit_enterprises(workspace, [number_of(fit), number_of(gone)], on=DAY, reason="x")
    assert now(workspace, fit).standing is Standing.OUTSIDE
