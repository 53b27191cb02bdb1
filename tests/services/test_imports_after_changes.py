"""What an import does when somebody worked on between the check and the storing."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.domain.errors import Cancelled, RuleViolation
from partydesk.domain.listing import Query
from partydesk.domain.talents import Talent
from partydesk.services.disclosures import record_reveal
from partydesk.services.history import undo
from partydesk.services.imports import apply_import, plan_import
from partydesk.services.pools import find_records, get_record, save_record
from partydesk.services.selection import list_posts, open_round, remove_post
from partydesk.services.wishes import list_wishes
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, dump, make_enterprise, make_talent

NUMBERED = "姓名,公民身份号码\n王乙,11010519491231002X\n"
NAMED = "姓名,出生日期\n王甲,1980-01\n"
ONE_POST = "单位名称,岗位\n塔林甲厂,党建指导员\n"
ONE_WISH = "一方,单位名称,岗位,姓名,意愿,顺序\n企业,塔林甲厂,党建指导员,王戊,愿意,1\n"


def sheet(tmp_path: Path, text: str) -> Path:
    """Write a sheet."""
    path = tmp_path / "sheet.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def people(workspace: Workspace) -> tuple[Talent, ...]:
    """Everybody in the pool."""
    return find_records(workspace, "talents", Query()).rows


@pytest.mark.parametrize("text", [NAMED, NUMBERED], ids=["by name", "by number"])
def test_two_checks_of_one_sheet_make_no_twins(
    workspace: Workspace, tmp_path: Path, text: str
) -> None:
    path = sheet(tmp_path, text)
    first, second = (plan_import(workspace, "talents", path) for _ in range(2))
    apply_import(workspace, first)

    with pytest.raises(RuleViolation, match="重新检查"):
        apply_import(workspace, second)

    assert len(people(workspace)) == 1
    assert plan_import(workspace, "talents", path).unchanged == 1


def test_two_checks_of_a_sheet_of_posts_make_no_twins(workspace: Workspace, tmp_path: Path) -> None:
    open_round(workspace, YEAR)
    make_enterprise(workspace, name="塔林甲厂", standing="在库", standing_reason="规上")
    path = sheet(tmp_path, ONE_POST)
    first, second = (plan_import(workspace, "posts", path) for _ in range(2))
    apply_import(workspace, first)

    with pytest.raises(RuleViolation, match="重新检查"):
        apply_import(workspace, second)

    assert len(list_posts(workspace, YEAR)) == 1


def test_what_was_typed_after_the_check_is_not_overwritten(
    workspace: Workspace, tmp_path: Path
) -> None:
    person = make_talent(workspace, name="王丙", unit_post="原单位")
    plan = plan_import(workspace, "talents", sheet(tmp_path, "姓名,单位及职务\n王丙,表中单位\n"))
    save_record(workspace, "talents", person.id, {"unit_post": "新单位"})

    with pytest.raises(RuleViolation, match="重新检查"):
        apply_import(workspace, plan)

    assert get_record(workspace, "talents", person.id or 0).unit_post == "新单位"


def test_a_record_taken_back_after_the_check_stops_the_import(
    workspace: Workspace, tmp_path: Path
) -> None:
    saved = save_record(workspace, "talents", None, {"name": "王丁"})
    plan = plan_import(workspace, "talents", sheet(tmp_path, "姓名,单位及职务\n王丁,某局\n"))
    undo(workspace, saved.changes.action)

    with pytest.raises(RuleViolation, match="重新检查"):
        apply_import(workspace, plan)

    assert people(workspace) == ()


def test_a_post_taken_out_after_the_check_stops_the_import_of_its_wishes(
    workspace: Workspace, tmp_path: Path
) -> None:
    open_round(workspace, YEAR)
    make_enterprise(workspace, name="塔林甲厂", standing="在库", standing_reason="规上")
    make_talent(workspace, name="王戊")
    apply_import(workspace, plan_import(workspace, "posts", sheet(tmp_path, ONE_POST)))
    plan = plan_import(workspace, "wishes", sheet(tmp_path, ONE_WISH))
    remove_post(workspace, list_posts(workspace, YEAR)[0].id or 0)

    with pytest.raises(RuleViolation, match="重新检查"):
        apply_import(workspace, plan)

    assert list_wishes(workspace, YEAR) == ()


def test_other_work_after_the_check_does_not_stop_the_import(
    workspace: Workspace, tmp_path: Path
) -> None:
    other = make_talent(workspace, name="别人")
    plan = plan_import(workspace, "talents", sheet(tmp_path, NAMED))
    make_enterprise(workspace, name="塔林甲厂")
    record_reveal(workspace, "talents", other.id or 0, "citizen_number", "与证件核对身份")

    apply_import(workspace, plan)

    assert {person.name for person in people(workspace)} == {"别人", "王甲"}


@pytest.mark.parametrize("phase", ["保存", "写修改记录"])
def test_stopping_an_import_leaves_nothing_up_to_the_last_moment(
    workspace: Workspace, tmp_path: Path, phase: str
) -> None:
    """The user can stop while rows are stored, and while the journal is written before the end."""
    rows = "".join(f"王{chr(0x4E00 + n)},专长{n}\n" for n in range(1200))
    plan = plan_import(workspace, "talents", sheet(tmp_path, "姓名,专长\n" + rows))
    with workspace.reading() as session:
        before = dump(session)
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int, what: str) -> None:
        if what == phase:
            seen.append((done, total))
        if len(seen) > 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        apply_import(workspace, plan, progress=stop)

    assert 0 < seen[-1][0] <= seen[-1][1]
    with workspace.reading() as session:
        assert dump(session) == before
