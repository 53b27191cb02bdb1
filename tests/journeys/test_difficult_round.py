"""Two enterprises want the same person, one person refuses, and one enterprise closes in June.

Everything is done by the clerk's hands in the window; the services are only asked what came of it.
Time alone is not the clerk's.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from partydesk.domain.placements import Party, State
from partydesk.services.matching import list_runs
from partydesk.services.placements import list_placements
from partydesk.services.workspace import Workspace
from tests.journeys.clerk import Clerk
from tests.journeys.hands import choose, click, form, rows, said
from tests.journeys.hands import turn as turn_to
from tests.reports.printed import Pdf
from tests.ui.round_window import AODUN, CEMENT, GRAIN, QIMUGE, SUHE, TRANSPORT, YEAR, new_workspace

CHINA = dt.timezone(dt.timedelta(hours=8))
#: Unit and role as the clerk types them, and the numbers that the posts get.
POSTS = (("tlsn", ""), ("sjzl", ""), ("hyys", ""), ("tlsn", "sj"))
SECRETARY = 4
#: Forms as they come back: number → row → key. Rows are people or posts by their numbers.
FORMS = {
    "q1": {1: "2", 2: "1"},
    "q2": {2: "1", 5: "2"},
    "q3": {5: "1"},
    "q4": {2: "1"},
    "g2": {1: "2", 2: "1", 4: "3"},
}


class _Clock:
    """Stands still until it is set."""

    now = dt.datetime(YEAR, 4, 1, 9, tzinfo=CHINA)

    def __call__(self) -> dt.datetime:
        return self.now


def test_the_office_comes_through(clerk: Clerk, tmp_path: Path) -> None:
    new_workspace(tmp_path / "office").close()
    workspace = clerk.program.first_workspace(tmp_path / "office")
    assert workspace is not None
    clock = _Clock()
    workspace.clock = clock
    clerk.program.show(workspace)
    clerk.window.resize(1366, 768)
    _ask_and_publish(clerk)
    _match(clerk, workspace)
    _refused(clerk)
    _to_work(clerk, workspace)
    clock.now = dt.datetime(YEAR, 6, 10, 9, tzinfo=CHINA)
    _june(clerk, workspace)
    _audit(clerk, workspace, tmp_path / "公平性说明.pdf")


def _ask_and_publish(clerk: Clerk) -> None:
    """Four posts of three units, published with a last day for the wishes."""
    clerk.go("双向选择")
    clerk.press("button_selection.open")
    for unit, role in POSTS:
        clerk.press("button_selection.new_post")
        dialog = clerk.dialog("post_dialog")
        clerk.complete("field_enterprise", unit, dialog)
        if role:
            clerk.complete("field_role", role, dialog)
        clerk.press("post_dialog_save", dialog)
    assert len(rows(clerk, "posts")) == len(POSTS)
    clerk.press("step_next")
    clerk.press("button_selection.publish")
    dialog = clerk.dialog("publish_dialog")
    clerk.type_into("field_wishes_due", "2026-04-20", dialog)
    clerk.press("publish_dialog_save", dialog)
    clerk.press("step_next")
    for number, wishes in FORMS.items():
        form(clerk, number, wishes)
    clerk.picture("forms-typed")


def _match(clerk: Clerk, workspace: Workspace) -> None:
    """Three posts want 苏和 most; the page says who got her, why, and what would help the rest."""
    clerk.press("step_matching")
    clerk.press("button_selection.run")
    (run,) = list_runs(workspace, YEAR)
    assert run.pairs == {CEMENT: AODUN, GRAIN: SUHE, TRANSPORT: QIMUGE}
    assert "不稳定对 0" in said(clerk, "round_summary")
    click(clerk, "board", "水泥 · 书记")
    assert "<b>苏和</b>已由更靠前的" in said(clerk, "pair_reason")
    clerk.press("post_remedies_ask")
    assert "书记也愿意接收李秀兰（1971 年生），" in said(clerk, "post_remedies_answer")
    clerk.picture("matched")
    clerk.press("button_selection.accept")
    assert len(rows(clerk, "placements")) == len(run.pairs)


def _refused(clerk: Clerk) -> None:
    """敖敦其其格 refuses; the enterprise names somebody else and the post is filled anew."""
    click(clerk, "placements", "敖敦其其格")
    choose(clerk, "placements_more", "撤回")
    dialog = clerk.dialog("withdraw_dialog")
    clerk.type_into("field_why", "本人不同意", dialog)
    clerk.picture("refused", dialog)
    clerk.press("act_button", dialog)
    assert "2 个岗位空缺，可补选" in said(clerk, "placements_guidance")
    clerk.go("双向选择")
    clerk.press("step_wishes")
    form(clerk, "q1", {1: "0", 2: "1", 4: "2"})
    clerk.picture("retyped")
    clerk.go("协议与委任")
    _fill(clerk, "塔林水泥有限责任公司 · 党建指导员", "李秀兰（1975 年生）", "企业改选")
    assert any("李秀兰" in row for row in rows(clerk, "placements"))


def _fill(clerk: Clerk, post: str, person: str, why: str) -> None:
    """Give an open post to somebody; whoever was withdrawn from it is named as such."""
    choose(clerk, "placements_more", "补选")
    dialog = clerk.dialog("vacancy_dialog")
    choose(clerk, "vacancy_post", post, dialog)
    click(clerk, "candidates", person, dialog)
    clerk.type_into("field_why", why, dialog)
    clerk.picture("vacancy", dialog)
    clerk.press("vacancy_act", dialog)
    assert clerk.no_dialog_is_open()


def _to_work(clerk: Clerk, workspace: Workspace) -> None:
    """A decision of the committee, everybody's consent, agreements, letters, the first day."""
    click(clerk, "placements", "其木格")
    clerk.press("decide_approval_missing")
    dialog = clerk.dialog("decision_dialog")
    clerk.type_into("field_approval", "敖组通〔2026〕12号", dialog)
    clerk.type_into("field_reason", "企业急需", dialog)
    clerk.press("decision_dialog_save", dialog)
    for _party in Party:
        clerk.press("button_placements.consent")
        _for_all(clerk, "consent_dialog")
    choose(clerk, "placements_more", "拟定协议")
    _for_all(clerk, "draft_dialog")
    for act in ("sign", "appoint", "start"):
        clerk.press(f"button_placements.{act}")
        _for_all(clerk, f"{act}_dialog")
    pairs = list_placements(workspace, YEAR)
    assert {pair.state for pair in pairs} == {State.ON_POST}
    assert [pair.talent for pair in pairs] == ["李秀兰", "苏和", "其木格"]
    clerk.picture("at-work")


def _for_all(clerk: Clerk, name: str) -> None:
    dialog = clerk.dialog(name)
    clerk.press("scope_all", dialog)
    clerk.press("act_button", dialog)
    assert clerk.no_dialog_is_open()


def _june(clerk: Clerk, workspace: Workspace) -> None:
    """杂粮 closes: the workbench says so, 苏和 leaves it and takes the post that stayed empty."""
    clerk.go("企业库")
    click(clerk, "enterprises", "十家杂粮")
    turn_to(clerk, "生产经营")
    clerk.complete("field_operation", "zx", clerk.window)
    clerk.press("button_enterprises.save")
    clerk.go("工作台")
    clerk.picture("closed")
    clerk.press_todo("follow_up")
    click(clerk, "reminders", "苏和", button="离任…")
    dialog = clerk.dialog("end_dialog")
    clerk.picture("leaving", dialog)
    clerk.press("act_button", dialog)
    assert "还有 1 个岗位没有人选" in said(clerk, "placements_guidance")
    _fill(clerk, "塔林水泥有限责任公司 · 党组织书记", "苏和", "原驻单位关停，另行安排")
    new = list_placements(workspace, YEAR)[-1]
    assert (new.talent, new.post_id, new.state) == ("苏和", SECRETARY, State.PROPOSED)
    clerk.picture("posted-anew")


def _audit(clerk: Clerk, workspace: Workspace, file: Path) -> None:
    """The printed sheet alone answers what an auditor asks."""
    clerk.go("双向选择")
    clerk.press("step_matching")
    clerk.picture("board-in-june")
    clerk.answers.choose_file(file)
    choose(clerk, "board_print", "公平性说明")
    preview = clerk.dialog("preview_dialog")
    clerk.picture("sheet", preview)
    clerk.press("preview_save", preview)
    clerk.press("preview_dialog_cancel", preview)
    words = "".join(Pdf(file.read_bytes()).pages())
    (run, *_) = [run for run in list_runs(workspace, YEAR) if len(run.pairs) == 3]
    for asked, told in {
        "which inputs": "企业4个岗位中4个岗位登记了意愿；个人5人中1人登记了意愿",
        "until when": "2026年4月1日公布；意愿2026年4月20日截止",
        "which rules": "同一单位的几个岗位由不同的人担任；不具备必备条件的不配",
        "which version": "匹配方法第",
        "that it is the same input": "输入校验码",
        "how much was filled": "岗位4个，配上3个",
        "that it is stable": "不稳定对0个",
        "who was wanted first": "塔林水泥有限责任公司·党建指导员苏和敖敦其其格2—",
        "why the post is empty": "书记空缺：填报的人选中，苏和已由更靠前的",
        "who refused": "撤回塔林水泥有限责任公司·党建指导员敖敦其其格本人不同意",
        "who came instead": "企业改选",
        "who decided in spite of a warning": "党工委会议2026-04-01；敖组通〔2026〕12号；企业急需",
        "who closed": "离任（已调整）十家杂粮农民专业合作社·党建指导员苏和单位关停（单位注销）",
        "where the person went": "补选塔林水泥有限责任公司·党组织书记苏和原驻单位关停，另行安排",
        "who wrote it down": workspace.actor,
        "who answers for it": "经办人（签字）",
    }.items():
        assert told in words, asked
    assert "".join(run.reasons[f"P{GRAIN}"].split()) in words
