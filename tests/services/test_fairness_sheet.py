"""The fairness sheet of a run: everything that was kept of it, in words."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.cautions import Caution
from partydesk.domain.errors import NotFound
from partydesk.domain.matching import MATCHER
from partydesk.domain.placements import Action, Order
from partydesk.domain.selection import Ruling, Side, post_key, talent_key
from partydesk.services.compliance import record_decision
from partydesk.services.history import undo
from partydesk.services.matching import list_runs, run_matching
from partydesk.services.placements import accept_run, act
from partydesk.services.print_kinds import Choice
from partydesk.services.printing import compose
from partydesk.services.rounds import publish_round
from partydesk.services.rulings import rule_pair
from partydesk.services.selection import open_round, remove_post
from partydesk.services.vacancies import fill_vacancy
from partydesk.services.workspace import Workspace
from tests.factories import (
    YEAR,
    StandingClock,
    make_enterprise,
    make_round,
    make_talent,
    number_of,
    willing,
)
from tests.reports.printed import Pdf


def _text(workspace: Workspace, choice: Choice | None = None) -> str:
    printout = compose(workspace, "fairness", year=YEAR, choice=choice)
    assert printout.records == 1
    return "".join(Pdf(printout.pdf).pages())


def test_the_sheet_tells_the_run_and_both_sides(workspace: Workspace) -> None:
    people = [make_talent(workspace) for _ in range(3)]
    one, two, three = map(number_of, people)
    posts = make_round(
        workspace,
        [make_enterprise(workspace), make_enterprise(workspace)],
        posts={0: willing(one, two), 1: willing(one)},
        talents={one: willing(1, 0), two: willing(0)},
    )
    run, _ = run_matching(workspace, YEAR)
    text = _text(workspace)
    for told in (
        "第1次匹配", f"匹配方法第{MATCHER}版", "企业优先", "稳定为先", "2026年", "岗位2个，配上2个",
        "有席位的人员3人，安排2人；其中锁定0对",
        "企业：有意见的配上2个，其中1个得到首选，平均在自己的第1.50位",
        "个人：有意见的配上2个，其中2个得到首选，平均在自己的第1.00位",
        "平均每个岗位接受1.5人，每人接受1.7个岗位", "有席位而未安排的1人：本人多选报一岗",
        "不稳定对0个", "岗位全部配上", "这是本轮第一次匹配", "经办人（签字）", "复核（签字）",
        people[2].name,
    ):  # fmt: skip
        assert told in text
    told_keys = [*(post_key(number_of(post)) for post in posts), talent_key(three)]
    for each in (*(run.reasons[key] for key in told_keys), *(post.label for post in posts)):
        assert "".join(each.split()) in text
    assert three not in run.pairs.values()


def test_rulings_and_differences_are_listed(workspace: Workspace) -> None:
    people = [make_talent(workspace) for _ in range(2)]
    one, two = map(number_of, people)
    units = [make_enterprise(workspace), make_enterprise(workspace)]
    posts = make_round(workspace, units, posts={0: willing(one), 1: willing(two)})
    first, _ = run_matching(workspace, YEAR)
    rule_pair(workspace, number_of(posts[0]), two, Ruling.LOCKED)
    rule_pair(workspace, number_of(posts[1]), two, Ruling.FORBIDDEN)
    run_matching(workspace, YEAR, favour="talents", goal="most")
    text = _text(workspace)
    label = "".join(posts[0].label.split())
    for told in (
        "第2次匹配", "个人优先", "尽量配满", f"{label}{people[1].name}锁定", "不配", "其中锁定1对",
        f"{label}{people[0].name}{people[1].name}",
    ):  # fmt: skip
        assert told in text
    assert "这是本轮第一次匹配" in _text(workspace, Choice(run_id=first.id))
    assert len(list_runs(workspace, YEAR)) == 2


def test_a_run_whose_post_is_gone_can_still_be_told(workspace: Workspace) -> None:
    one = number_of(make_talent(workspace))
    posts = make_round(workspace, [make_enterprise(workspace)], posts={0: willing(one)})
    run_matching(workspace, YEAR)
    remove_post(workspace, number_of(posts[0]))
    assert "已删除的岗位" in _text(workspace)


def test_those_for_whom_the_fit_stood_in_are_named(workspace: Workspace) -> None:
    person = make_talent(workspace)
    make_round(workspace, [make_enterprise(workspace), make_enterprise(workspace)])
    run_matching(workspace, YEAR)
    assert "代为排序没有" in _text(workspace)
    run_matching(workspace, YEAR, stand_in=(Side.PERSON,))
    text = _text(workspace)
    assert f"没有排序的按契合度代排：个人1个（{person.name}）" in text
    assert "个人：配上的都没有意见" in text
    assert "1代" in text


def test_an_auditor_reads_rules_first_wishes_and_what_people_decided(
    workspace: Workspace, clock: StandingClock
) -> None:
    people = [make_talent(workspace, source="在职科级") for _ in range(3)]
    one, two, three = map(number_of, people)
    units = [make_enterprise(workspace), make_enterprise(workspace)]
    posts = make_round(
        workspace, units, posts={0: willing(one, two), 1: willing(one)}, talents={one: willing(0)}
    )
    publish_round(workspace, YEAR, workspace.today(), workspace.today() + dt.timedelta(days=18))
    rule_pair(workspace, number_of(posts[0]), two, Ruling.FORBIDDEN)
    undo(workspace)
    rule_pair(workspace, number_of(posts[1]), three, Ruling.LOCKED)
    run_matching(workspace, YEAR)
    pairs, _ = accept_run(workspace, YEAR)
    (first,) = (pair for pair in pairs if pair.talent_id == one)
    decision = {"decided_by": "党工委会议", "decided_on": "2026-03-02", "reason": "急需",
                "approval": "敖组通〔2026〕12号"}  # fmt: skip
    record_decision(workspace, first.id, Caution.APPROVAL, decision)
    clock.advance(days=1)
    act(workspace, YEAR, Action.WITHDRAW, Order(workspace.today(), why="本人不同意"), [first.id])
    fill_vacancy(workspace, YEAR, number_of(posts[0]), two, "企业改选")
    text = _text(workspace)
    at = ["".join(post.label.split()) for post in posts]
    for told in (
        "2026年3月2日公布；意愿2026年3月20日截止", "企业2个岗位中2个岗位登记了意愿；个人3人中1人",
        "同一单位的几个岗位由不同的人担任", "契合度权重：专长",
        f"{at[1]}{people[0].name}{people[2].name}未选—",
        f"2026年3月2日锁定{at[1]}{people[2].name}",
        "提交认可第1次匹配2对",
        f"党工委决定：缺批准文号{at[0]}{people[0].name}党工委会议2026-03-02；敖组通〔2026〕12号；急需",
        f"2026年3月3日撤回{at[0]}{people[0].name}本人不同意{workspace.actor}",
        f"2026年3月3日补选{at[0]}{people[1].name}企业改选",
    ):  # fmt: skip
        assert told in text
    assert "不配" not in text.partition("本轮人为的决定")[2]


def test_without_a_run_there_is_nothing_to_tell(workspace: Workspace) -> None:
    open_round(workspace, YEAR)
    with pytest.raises(NotFound, match="还没有匹配结果"):
        compose(workspace, "fairness", year=YEAR)
    with pytest.raises(NotFound, match="没有第 9 号匹配"):
        compose(workspace, "fairness", year=YEAR, choice=Choice(run_id=9))
