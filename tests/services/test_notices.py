"""任职通知: drafted from appointed pairs, issued with a number once, kept as it was issued."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.db.models import NoticeRow, PlacementRow
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.genuineness import State as Validity
from partydesk.domain.placements import Action, Cause, Order, State
from partydesk.services.genuineness import verify
from partydesk.services.layouts import use_layout
from partydesk.services.notices import (
    draft_notice,
    issue_notice,
    pairs_to_announce,
    preview_notice,
    with_effective_day,
)
from partydesk.services.number_register import find_entry, find_gaps, list_entries
from partydesk.services.placements import act, list_placements
from partydesk.services.policies import save_policy
from partydesk.services.pools import save_record
from partydesk.services.printing import compose
from partydesk.services.reissuing import Correction, reissue, void_document
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock, consent_all, make_pairs
from tests.reports.printed import text_of
from tests.services.issued import appointed, kept_rows, number_id, require_kept_files_whole

FIRST, SECOND = "旗非公发〔2026〕1号", "旗非公发〔2026〕2号"


def issue(workspace: Workspace, *ids: int, **texts: str) -> str:
    """Issue a notice as it is drafted, but for some texts."""
    chosen = ids or pairs_to_announce(workspace, YEAR)
    number, _ = issue_notice(workspace, chosen, {**draft_notice(workspace, chosen), **texts})
    return number


def test_the_draft_says_who_is_appointed_and_from_when(workspace: Workspace) -> None:
    pairs = appointed(workspace, 3)
    texts = draft_notice(workspace, [pair.id for pair in pairs])
    assert texts["title"] == f"关于{pairs[0].talent}等3名同志任职的通知"
    lines = texts["text"].splitlines()
    assert lines[0].endswith("经双向选择，经党工委研究决定：")
    said = [f"{pair.talent}同志任{pair.enterprise}{pair.role.value}" for pair in pairs]
    assert lines[1:4] == [f"{said[0]}；", f"{said[1]}；", f"{said[2]}。"]
    assert lines[4] == "任职时间自2026年3月2日起计算，任期至2028年3月1日。"
    assert texts["addressee"] == "各苏木乡镇党委，旗直有关单位党组织，各有关企业党组织"
    assert (texts["issued_on"], texts["effective_on"]) == ("2026-03-02", "2026-03-02")
    assert (texts["sealed"], texts["copies_to"]) == ("是", "旗委组织部")
    assert list(texts) == [
        "title", "addressee", "text", "attachments", "issued_on", "effective_on", "sealed",
        "copies_to", "issuer",
    ]  # fmt: skip


def test_who_decides_is_the_policy_s(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    save_policy(workspace, YEAR, {"notice_decision": "党委决定", "notice_issuer": ""})
    texts = draft_notice(workspace, [pair.id])
    assert "经双向选择，党委决定：" in texts["text"]
    assert texts["issuer"] == ""


def test_terms_that_differ_are_told_one_by_one(workspace: Workspace, clock: StandingClock) -> None:
    pairs = make_pairs(workspace, 2)
    consent_all(workspace)
    for pair in pairs:
        for action in (Action.SIGN, Action.APPOINT):
            act(workspace, YEAR, action, Order(workspace.today()), [pair.id])
        clock.advance(days=3)
    texts = draft_notice(workspace, [pair.id for pair in pairs])
    assert "，任期自2026年3月2日至2028年3月1日；" in texts["text"]
    assert "，任期自2026年3月5日至2028年3月4日。" in texts["text"]
    assert texts["text"].endswith("任职时间自2026年3月8日起计算。")


def test_a_person_at_two_posts_is_named_once(workspace: Workspace) -> None:
    pairs = appointed(workspace, 2)
    with workspace.unit_of_work("save_test", "同一人两个岗位") as uow:
        uow.session.get_one(PlacementRow, pairs[1].id).talent_id = pairs[0].talent_id
        uow.commit()
    texts = draft_notice(workspace, [pair.id for pair in pairs])
    assert texts["title"] == f"关于{pairs[0].talent}同志任职的通知"
    one, two = (f"{pair.enterprise}{pair.role.value}" for pair in pairs)
    assert f"{pairs[0].talent}同志任{one}、{two}。" in texts["text"]


def test_the_text_follows_another_effective_day_unless_it_was_reworded(
    workspace: Workspace,
) -> None:
    ids = [pair.id for pair in appointed(workspace, 2)]
    texts = draft_notice(workspace, ids)
    moved = {**texts, "effective_on": "2026-04-01"}
    followed = with_effective_day(workspace, ids, moved, texts["effective_on"])
    assert "任职时间自2026年4月1日起计算，任期至2028年3月1日。" in followed["text"]
    assert "2026年3月2日" not in followed["text"]
    assert followed["text"].splitlines()[:3] == texts["text"].splitlines()[:3]
    assert preview_notice(workspace, ids, followed).warnings == ()
    # Back again, and to a day that is still being typed.
    back = with_effective_day(
        workspace, ids, {**followed, "effective_on": "2026-03-02"}, "2026-04-01"
    )
    assert back == texts
    half = {**texts, "effective_on": "2026-0"}
    assert with_effective_day(workspace, ids, half, "2026-03-02") == half
    # Words of one's own stay, and what they leave out is said.
    own = {**moved, "text": texts["text"].replace("任职时间自", "任职自")}
    assert with_effective_day(workspace, ids, own, "2026-03-02") == own
    (doubt,) = preview_notice(workspace, ids, own).warnings
    assert doubt.message.startswith("生效日期是2026年4月1日，正文里没有写这一天")


def test_a_look_takes_no_number(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    before = list_entries(workspace)
    printout = preview_notice(workspace, [pair.id], draft_notice(workspace, [pair.id]))
    assert "旗非公发〔2026〕号" in text_of(printout)
    assert list_entries(workspace) == before
    assert pairs_to_announce(workspace, YEAR) == (pair.id,)


def test_issuing_takes_a_number_and_keeps_the_pages(workspace: Workspace) -> None:
    pairs = appointed(workspace, 2)
    assert issue(workspace, effective_on="2026-04-01") == FIRST
    entry = find_entry(workspace, FIRST)
    assert entry is not None
    assert (entry.kind, entry.is_kept, entry.state) == ("notices", True, "有效")
    assert entry.who == f"{pairs[0].talent}、{pairs[1].talent}"
    assert verify(workspace, FIRST).state is Validity.IN_FORCE
    for pair in list_placements(workspace, YEAR):
        assert (pair.notice_number, pair.announced_on) == (FIRST, dt.date(2026, 3, 2))
    assert pairs_to_announce(workspace, YEAR) == ()
    assert find_gaps(workspace) == ()
    require_kept_files_whole(workspace)
    assert kept_rows(workspace)[FIRST].layout == "notice"


def test_both_dates_are_kept(workspace: Workspace) -> None:
    appointed(workspace)
    issue(workspace, issued_on="2026-03-05", effective_on="2026-04-01")
    with workspace.reading() as session:
        row = session.query(NoticeRow).one()
        assert row.issued_on == dt.date(2026, 3, 5)
        assert row.content["effective_on"] == "2026-04-01"
        assert row.content["sealed"] is True


def test_a_reprint_is_what_was_issued_whatever_has_changed(
    workspace: Workspace, clock: StandingClock
) -> None:
    (pair,) = appointed(workspace)
    issue(workspace)
    before = compose(workspace, "notices", year=YEAR)
    assert (before.records, before.numbers) == (1, (FIRST,))
    save_record(workspace, "talents", pair.talent_id, {"name": "另一个名字"})
    save_policy(workspace, YEAR, {"organ": "中共塔林旗委社会工作部"})
    use_layout(workspace, "notices", "notice_stock")
    clock.advance(days=730)
    again = compose(workspace, "notices", year=YEAR)
    assert again.pdf == before.pdf


def test_an_office_with_printed_heads_prints_the_rest(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    texts = draft_notice(workspace, [pair.id])
    mark = "社会组织工作委员会文件"
    assert mark in text_of(preview_notice(workspace, [pair.id], texts))
    use_layout(workspace, "notices", "notice_stock")
    on_stock = text_of(preview_notice(workspace, [pair.id], texts))
    assert mark not in on_stock
    assert "旗非公发〔2026〕号" in on_stock
    issue(workspace)
    assert mark not in text_of(compose(workspace, "notices", year=YEAR))


def test_a_notice_is_found_by_the_people_in_it_and_by_its_pairs(workspace: Workspace) -> None:
    one, two = appointed(workspace, 2)
    issue(workspace, one.id)
    issue(workspace, two.id)
    assert compose(workspace, "notices", year=YEAR).numbers == (FIRST, SECOND)
    assert compose(workspace, "notices", year=YEAR, query=two.talent).numbers == (SECOND,)
    assert compose(workspace, "notices", year=YEAR, placement_ids=[one.id]).numbers == (FIRST,)
    for wanted in ({"query": "无此人"}, {"placement_ids": [99]}):
        with pytest.raises(NotFound, match="没有可打印的任职通知"):
            compose(workspace, "notices", year=YEAR, **wanted)


def test_only_those_appointed_and_not_announced(workspace: Workspace) -> None:
    (waiting,) = make_pairs(workspace, 1)
    with pytest.raises(RuleViolation, match="还没有委任"):
        draft_notice(workspace, [waiting.id])
    consent_all(workspace)
    for action in (Action.SIGN, Action.APPOINT):
        act(workspace, YEAR, action, Order(workspace.today()))
    texts = draft_notice(workspace, [waiting.id])
    issue(workspace)
    with pytest.raises(RuleViolation, match=f"{FIRST}已经印发"):
        issue_notice(workspace, [waiting.id], texts)
    for none in ([], [99]):
        with pytest.raises(NotFound):
            draft_notice(workspace, none)
    assert len([each for each in list_entries(workspace) if each.kind == "notices"]) == 1


def test_who_has_left_is_not_announced(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    order = Order(workspace.today(), cause=Cause.HEALTH, outcome=State.ADJUSTED, basis="党工委会议")
    act(workspace, YEAR, Action.END, order, [pair.id])
    assert pairs_to_announce(workspace, YEAR) == ()
    with pytest.raises(RuleViolation, match="已经离任"):
        draft_notice(workspace, [pair.id])


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"title": ""}, "title"),
        ({"text": "  "}, "text"),
        ({"issued_on": "明天"}, "issued_on"),
        ({"effective_on": ""}, "effective_on"),
        ({"sealed": "也许"}, "sealed"),
        ({"issued_on": "2026-03-01"}, "issued_on"),
    ],
)
def test_what_is_missing_is_told_beside_its_field(
    texts: dict[str, str], field: str, workspace: Workspace
) -> None:
    appointed(workspace)
    before = list_entries(workspace)
    with pytest.raises(ValidationFailed) as refused:
        issue(workspace, **texts)
    assert list(refused.value.fields) == [field]
    assert list_entries(workspace) == before


def test_what_does_not_fit_or_cannot_be_printed_takes_no_number(workspace: Workspace) -> None:
    appointed(workspace)
    before = list_entries(workspace)
    with pytest.raises(RuleViolation, match="标题太长"):
        issue(workspace, title="关于塔林旗草原绿色" * 12)
    with pytest.raises(RuleViolation, match=r"U\+32000"):
        issue(workspace, text="王\U00032000同志任职。")
    assert list_entries(workspace) == before
    ids = pairs_to_announce(workspace, YEAR)
    texts = {**draft_notice(workspace, ids), "text": "王\U00032000同志任职。"}
    number, _ = issue_notice(workspace, ids, texts, allow_missing=True)
    assert number == FIRST


def test_a_void_notice_can_be_followed_by_another(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    issue(workspace)
    why = Correction(workspace.today(), "职务有误")
    with pytest.raises(RuleViolation, match="先作废"):
        reissue(workspace, number_id(workspace, FIRST), why)
    void_document(workspace, number_id(workspace, FIRST), why)
    assert list_placements(workspace, YEAR)[0].notice_number is None
    assert pairs_to_announce(workspace, YEAR) == (pair.id,)
    assert issue(workspace) == SECOND
    assert compose(workspace, "notices", year=YEAR).numbers == (SECOND,)
    assert verify(workspace, FIRST).state is Validity.VOID


def test_a_new_term_can_be_announced_anew(workspace: Workspace, clock: StandingClock) -> None:
    (pair,) = appointed(workspace)
    issue(workspace)
    act(workspace, YEAR, Action.START, Order(workspace.today()), [pair.id])
    clock.advance(days=700)
    act(workspace, None, Action.RENEW, Order(workspace.today(), letter=True), [pair.id])
    assert pairs_to_announce(workspace, YEAR) == (pair.id,)
    assert issue(workspace) == "旗非公发〔2028〕1号"
    assert list_placements(workspace, YEAR)[0].notice_number == "旗非公发〔2028〕1号"
