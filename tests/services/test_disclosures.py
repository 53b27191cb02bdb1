"""Full numbers: masked in whatever leaves the program, but for a reason that is written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.domain.accounts import Account, Role
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.fields import Kind, fields_of
from partydesk.domain.listing import Query
from partydesk.services.disclosures import record_reveal
from partydesk.services.exports import export_records
from partydesk.services.history import list_actions
from partydesk.services.import_kinds import KINDS as IMPORTS
from partydesk.services.pool_kinds import POOLS
from partydesk.services.pools import save_record
from partydesk.services.print_kinds import Choice
from partydesk.services.printing import KINDS, compose
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, make_enterprise, make_talent, number_of
from tests.services.told import told_by_pdf

NUMBER, PHONE = "150430197007071421", "13847612345"
WHY = "报旗委组织部备案"

#: What is printed: kinds that show personal numbers, masked unless asked for with a reason. All
#: others show none, but for the agreements, whose number is always masked (public practice of the
#: form: it tells namesakes apart). No document shows a bank account; none is kept.
SHOW_NUMBERS = {"talents", "enterprises", "organizations", "personal-data"}
#: Files that leave otherwise.
#: - exports of the pools, posts and wishes: masked; in full with a reason (PIPL §28, §51);
#: - a person's form (.lrmx) written back: in full, for it is a copy of the form it came from and
#:   goes back into the cadres' file;
#: - rows that an import refused: as the user's own sheet has them, to be mended there;
#: - backups: the file as it is, encrypted where the workspace is.
EXPORTS = {*POOLS, "posts", "wishes"}


def test_every_kind_that_shows_numbers_is_named() -> None:
    assert {kind.kind for kind in KINDS.values() if kind.has_numbers} == SHOW_NUMBERS


def test_no_field_of_a_record_holds_a_bank_account() -> None:
    """Should one be added, it has to be of a sensitive kind."""
    for pool in POOLS.values():
        for field in fields_of(pool.record):
            assert "账号" not in field.label
            if any(word in field.label for word in ("电话", "手机", "身份")):
                assert field.sensitive, field.label


@pytest.mark.parametrize("kind", sorted(SHOW_NUMBERS))
def test_numbers_are_printed_masked_or_for_a_reason(workspace: Workspace, kind: str) -> None:
    make_talent(workspace, name="苏和", citizen_number=NUMBER, phone=PHONE)
    make_enterprise(workspace, name="塔林水泥有限公司", phone=PHONE)
    if kind == "organizations":
        save_record(workspace, kind, None, {"name": "塔林水泥党支部", "phone": PHONE})
    query = "苏和" if kind == "personal-data" else ""
    before = len(list_actions(workspace))
    masked = told_by_pdf(compose(workspace, kind, year=YEAR, query=query).pdf)
    assert PHONE not in masked
    assert NUMBER not in masked
    assert "138****2345" in masked
    assert len(list_actions(workspace)) == before, "a preview of masked numbers says nothing"
    full = compose(workspace, kind, year=YEAR, query=query, choice=Choice(full_reason=WHY))
    assert PHONE in told_by_pdf(full.pdf)
    newest = list_actions(workspace)[0]
    assert newest.label == f"打印完整号码：{KINDS[kind].title}，用途：{WHY}"


def test_full_numbers_are_refused_of_kinds_without_any(workspace: Workspace) -> None:
    with pytest.raises(ValidationFailed, match="不印个人号码"):
        compose(workspace, "handbook", year=YEAR, choice=Choice(full_reason=WHY))


@pytest.mark.parametrize("kind", sorted(POOLS))
def test_an_export_is_masked_or_for_a_reason(
    workspace: Workspace, tmp_path: Path, kind: str
) -> None:
    save_record(workspace, kind, None, {"name": "苏和", "phone": PHONE})
    out = tmp_path / "名单.csv"
    export_records(workspace, kind, out, Query())
    assert PHONE not in out.read_text(encoding="utf-8-sig")
    with pytest.raises(ValidationFailed, match="用途"):
        export_records(workspace, kind, out, Query(), full_numbers=True, reason="  ")
    export_records(workspace, kind, out, Query(), full_numbers=True, reason=WHY)
    assert PHONE in out.read_text(encoding="utf-8-sig")
    assert list_actions(workspace)[0].label.endswith(f"用途：{WHY}")


def test_what_can_be_exported_is_told_above() -> None:
    kinds = {
        kind
        for kind in IMPORTS
        if any(field.kind in {Kind.PHONE, Kind.CITIZEN_NUMBER} for field in IMPORTS[kind].fields)
    } & EXPORTS
    assert kinds == {*POOLS, "wishes"}


def test_looking_at_a_number_needs_a_reason(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace, name="苏和", phone=PHONE))
    with pytest.raises(ValidationFailed, match="用途"):
        record_reveal(workspace, "talents", person, "phone", "　 ")
    record_reveal(workspace, "talents", person, "phone", "联系\n本人")
    newest = list_actions(workspace)[0]
    assert newest.label == "查看人才“苏和”的完整手机号码，用途：联系 本人"
    assert not newest.undoable


def test_whose_role_lacks_the_right_sees_and_prints_none(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace, phone=PHONE))
    workspace.account = Account("张查阅", Role.READER)
    with pytest.raises(RuleViolation, match="不能查看或导出完整号码"):
        record_reveal(workspace, "talents", person, "phone", WHY)
    with pytest.raises(RuleViolation, match="不能查看或导出完整号码"):
        compose(workspace, "talents", year=YEAR, choice=Choice(full_reason=WHY))


# -- what a person may ask for -------------------------------------------------------------


def test_everything_held_of_somebody_is_on_their_sheet(workspace: Workspace) -> None:
    make_talent(workspace, name="苏和", resume="在旗农牧局工作", note="住新惠镇", phone=PHONE)
    make_talent(workspace, name="苏和平")
    printout = compose(workspace, "personal-data", year=YEAR, query=PHONE)
    told = told_by_pdf(printout.pdf)
    assert all(words in told for words in ("本人信息表", "苏和", "在旗农牧局工作", "住新惠镇"))
    assert printout.records == 1
    with pytest.raises(ValidationFailed, match="有 2 人"):
        compose(workspace, "personal-data", year=YEAR, query="苏和")
    with pytest.raises(NotFound, match="指明"):
        compose(workspace, "personal-data", year=YEAR)


def test_the_notice_names_what_is_kept_and_how_long(workspace: Workspace) -> None:
    make_talent(workspace, name="苏和")
    blank = told_by_pdf(compose(workspace, "privacy-notices", year=YEAR).pdf)
    assert "后5年" in blank
    assert "公民身份号码、手机号码属于敏感个人信息" in blank
    named = compose(workspace, "privacy-notices", year=YEAR, query="苏和")
    assert "苏和同志" in told_by_pdf(named.pdf)
    assert named.pages == 1
