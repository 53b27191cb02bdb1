"""The lists of a round on paper."""

from __future__ import annotations

import datetime as dt

import pypdfium2

from partydesk.db.models import PostRow
from partydesk.domain.selection import Requirement
from partydesk.services.print_kinds import Printout
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, make_enterprise, make_round, number_of


def _text(printout: Printout) -> str:
    document = pypdfium2.PdfDocument(printout.pdf)
    pages = [document[page].get_textpage().get_text_range() for page in range(len(document))]
    return "".join("".join(pages).split())


def _fill(workspace: Workspace, post_id: int, **values: object) -> None:
    with workspace.unit_of_work("save_post", "修改岗位") as uow:
        row = uow.session.get_one(PostRow, post_id)
        for name, value in values.items():
            setattr(row, name, value)
        uow.commit()


def test_the_list_of_posts_says_all_that_is_wanted_and_provided(workspace: Workspace) -> None:
    unit = make_enterprise(workspace, township="新惠镇")
    (post,) = make_round(workspace, [unit])
    _fill(
        workspace, number_of(post), seat=2, specialties=("法律事务", "财务会计"),
        languages=("蒙汉双语",), musts=(Requirement.LANGUAGE.value, Requirement.MEMBER.value),
        attendance_days=6, term_months=18, room="二楼会议室", funds="每年五千元", note="常驻厂区",
        pay="月薪三千",
    )  # fmt: skip
    text = _text(compose(workspace, "posts", year=YEAR))
    for told in (
        unit.name, "新惠镇", "党建指导员（第2席）", "法律事务、财务会计", "★蒙汉双语",
        "★正式党员", "每月6天", "18个月", "二楼会议室", "每年五千元", "常驻厂区",
    ):  # fmt: skip
        assert told in text
    assert "★法律" not in text
    assert "三千" not in text


def test_what_a_post_leaves_open_follows_the_policy(workspace: Workspace) -> None:
    make_round(workspace, [make_enterprise(workspace)])
    text = _text(compose(workspace, "posts", year=YEAR))
    assert "每月3天" in text
    assert "2年" in text
    assert "办公场所" not in text


def test_closed_posts_are_left_out(workspace: Workspace) -> None:
    posts = make_round(workspace, [make_enterprise(workspace), make_enterprise(workspace)])
    _fill(workspace, number_of(posts[0]), closed_on=dt.date(2026, 3, 1), why_closed="已自行配备")
    printout = compose(workspace, "posts", year=YEAR)
    assert printout.records == 1
    assert posts[0].enterprise not in _text(printout)
