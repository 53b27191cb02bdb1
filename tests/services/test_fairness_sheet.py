"""The fairness sheet of a run: everything that was kept of it, in words."""

from __future__ import annotations

import pypdfium2
import pytest

from partydesk.domain.errors import NotFound
from partydesk.domain.selection import Ruling, Side, post_key, talent_key
from partydesk.services.matching import list_runs, run_matching
from partydesk.services.print_kinds import Choice
from partydesk.services.printing import compose
from partydesk.services.rulings import rule_pair
from partydesk.services.selection import open_round, remove_post
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, make_enterprise, make_round, make_talent, number_of, willing


def _text(workspace: Workspace, choice: Choice | None = None) -> str:
    printout = compose(workspace, "fairness", year=YEAR, choice=choice)
    assert printout.records == 1
    document = pypdfium2.PdfDocument(printout.pdf)
    pages = [document[page].get_textpage().get_text_range() for page in range(len(document))]
    return "".join("".join(pages).split())


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
        "第1次匹配", "企业优先", "稳定为先", "2026年", "岗位2个，配上2个",
        "有席位的人员3人，安排2人；其中锁定0对",
        "企业：排过先后的配上1个，其中0个得到首选，平均在自己的第2.00位",
        "个人：排过先后的配上1个，其中1个得到首选，平均在自己的第1.00位",
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
    assert f"没有排序的按契合度代排：个人1个（{person.name}）" in _text(workspace)


def test_without_a_run_there_is_nothing_to_tell(workspace: Workspace) -> None:
    open_round(workspace, YEAR)
    with pytest.raises(NotFound, match="还没有匹配结果"):
        compose(workspace, "fairness", year=YEAR)
    with pytest.raises(NotFound, match="没有第 9 号匹配"):
        compose(workspace, "fairness", year=YEAR, choice=Choice(run_id=9))
