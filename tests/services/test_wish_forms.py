"""Wish forms on paper: what is offered, in which order, and what a hand fills in."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from partydesk.db.models import PostRow, RoundRow
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.form_numbers import form_number
from partydesk.domain.selection import Role, Side
from partydesk.services.print_kinds import Choice
from partydesk.services.printing import compose
from partydesk.services.selection import save_post
from partydesk.services.wish_forms import Offer, lines_of_form
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, make_enterprise, make_round, make_talent, number_of
from tests.reports.printed import pages_of, text_of

NUMBER, PHONE = "150430197007071421", "13847612345"


@pytest.mark.parametrize(
    ("top", "expected"),
    [(None, (1, 2, 3, 4)), (1, (2, 4)), (2, (2, 3, 4)), (9, (1, 2, 3, 4))],
)
def test_lines_stand_by_number_and_keep_the_best_and_the_near(
    top: int | None, expected: tuple[int, ...]
) -> None:
    offers = [Offer(4, 10, near=True), Offer(2, 90), Offer(3, 80), Offer(1, 70)]
    assert lines_of_form(offers, top) == expected


def test_of_equals_at_the_edge_the_smaller_number_stays() -> None:
    assert lines_of_form([Offer(3, 50), Offer(1, 50), Offer(2, 50)], 2) == (1, 2)


def test_each_side_has_its_forms_with_blanks(workspace: Workspace) -> None:
    people = [make_talent(workspace, specialties="农牧技术"), make_talent(workspace)]
    unit = make_enterprise(workspace, township="新惠镇")
    (post,) = make_round(workspace, [unit])
    printout = compose(workspace, "wish-forms", year=YEAR)
    assert printout.records == printout.pages == 3
    ours, first, _second = pages_of(printout)
    assert unit.name in ours
    assert form_number(YEAR, Side.ENTERPRISE, number_of(post)) in ours
    assert "党建指导员" in ours
    assert "顺序愿意无所谓不愿意" in ours
    assert ours.index(people[0].name) < ours.index(people[1].name)
    assert "农牧技术" in ours
    assert "负责人（签字并盖章）" in ours
    assert people[0].name in first
    assert people[1].name not in first
    assert unit.name in first
    assert "新惠镇" in first
    assert "本人（签字）" in first


def test_a_form_holds_nothing_but_what_is_published(workspace: Workspace) -> None:
    make_talent(workspace, citizen_number=NUMBER, phone=PHONE, note="家在东村", rank="正科级")
    make_round(workspace, [make_enterprise(workspace, phone="0476-4321000")])
    text = text_of(compose(workspace, "wish-forms", year=YEAR))
    for kept in (NUMBER, NUMBER[-4:], PHONE, PHONE[-4:], "东村", "正科级", "4321000"):
        assert kept not in text


def test_one_side_or_one_party_can_be_chosen(workspace: Workspace) -> None:
    people = [make_talent(workspace), make_talent(workspace)]
    posts = make_round(workspace, [make_enterprise(workspace), make_enterprise(workspace)])
    only = compose(workspace, "wish-forms", year=YEAR, choice=Choice(side=Side.PERSON))
    assert only.records == len(people)
    chosen = Choice(side=Side.ENTERPRISE, own_ids=frozenset({number_of(posts[1])}))
    (page,) = pages_of(compose(workspace, "wish-forms", year=YEAR, choice=chosen))
    assert posts[1].enterprise in page
    one = compose(workspace, "wish-forms", year=YEAR, query=people[0].name)
    assert one.records == 1
    with pytest.raises(NotFound, match="没有可打印的意愿表"):
        compose(workspace, "wish-forms", year=YEAR, query="查无此人")


def test_a_short_list_keeps_the_best_by_fit_and_those_of_the_township(workspace: Workspace) -> None:
    best = make_talent(workspace, specialties="法律事务", townships="长胜镇")
    near = make_talent(workspace, townships="新惠镇", engagement="兼职")
    far = make_talent(workspace, townships="长胜镇", engagement="兼职")
    make_round(workspace, [])
    unit = make_enterprise(workspace, township="新惠镇")
    save_post(
        workspace, YEAR, None, enterprise_id=number_of(unit), role=Role.SECRETARY,
        specialties=("法律事务",),
    )  # fmt: skip
    choice = Choice(side=Side.ENTERPRISE, top=1)
    text = text_of(compose(workspace, "wish-forms", year=YEAR, choice=choice))
    assert best.name in text
    assert near.name in text
    assert far.name not in text
    with pytest.raises(ValidationFailed, match="至少列 1 个"):
        compose(workspace, "wish-forms", year=YEAR, choice=Choice(top=0))


def test_the_lines_stand_by_record_number(workspace: Workspace) -> None:
    people = [make_talent(workspace) for _ in range(5)]
    make_round(workspace, [make_enterprise(workspace)])
    away = make_talent(workspace, state="暂缓")
    page = text_of(compose(workspace, "wish-forms", year=YEAR, choice=Choice(side=Side.ENTERPRISE)))
    places = [page.index(person.name) for person in people]
    assert places == sorted(places)
    assert away.name not in page


def test_closed_posts_and_units_out_of_the_pool_are_not_offered(workspace: Workspace) -> None:
    make_talent(workspace)
    posts = make_round(workspace, [make_enterprise(workspace) for _ in range(3)])
    with workspace.unit_of_work("save_close", "关闭岗位") as uow:
        row = uow.session.get_one(PostRow, number_of(posts[1]))
        row.closed_on = dt.date(2026, 3, 1)
        uow.commit()
    text = text_of(compose(workspace, "wish-forms", year=YEAR, choice=Choice(side=Side.PERSON)))
    assert posts[0].enterprise in text
    assert posts[1].enterprise not in text


def test_the_last_day_is_said_where_it_is_set(workspace: Workspace) -> None:
    make_talent(workspace)
    make_round(workspace, [make_enterprise(workspace)])
    assert "前交回" not in text_of(compose(workspace, "wish-forms", year=YEAR))
    with workspace.unit_of_work("save_due", "截止") as uow:
        uow.session.get_one(RoundRow, 1).wishes_due = dt.date(2026, 3, 20)
        uow.commit()
    pages = pages_of(compose(workspace, "wish-forms", year=YEAR))
    assert all("2026年3月20日前交回" in page for page in pages)


def test_a_long_form_repeats_heads_and_its_number_and_never_signs_alone(
    workspace: Workspace,
) -> None:
    people = [make_talent(workspace) for _ in range(31)]
    make_round(workspace, [make_enterprise(workspace)])
    choice = Choice(side=Side.ENTERPRISE)
    for _ in range(6):
        people.append(make_talent(workspace))
        pages = pages_of(compose(workspace, "wish-forms", year=YEAR, choice=choice))
        for number, page in enumerate(pages, 1):
            assert "顺序愿意无所谓不愿意" in page
            assert form_number(YEAR, Side.ENTERPRISE, 1) in page
            assert f"第{number}页共{len(pages)}页" in page
        assert "负责人（签字并盖章）" in pages[-1]
        assert "苏和" in pages[-1]
        assert sum(page.count("苏和") for page in pages) == len(people)


def test_long_names_are_not_cut(workspace: Workspace) -> None:
    name = "乌珠穆沁·巴图孟克达延汗·" + "敖敦其其格" * 7
    unit = "塔林旗" + "上十家村红柳肉牛养殖农牧民专业合作社" * 3 + "联合社"
    make_talent(workspace, name=name)
    make_round(workspace, [make_enterprise(workspace, name=unit)])
    text = text_of(compose(workspace, "wish-forms", year=YEAR))
    assert text.count(name) >= 2
    assert text.count(unit) >= 2


def test_a_rare_character_is_named_once(workspace: Workspace) -> None:
    make_talent(workspace, name="苏\U0002fa1d")
    make_round(workspace, [make_enterprise(workspace), make_enterprise(workspace)])
    choice = Choice(side=Side.ENTERPRISE)
    warnings = compose(workspace, "wish-forms", year=YEAR, choice=choice).warnings
    assert len(warnings) == 1
    assert "U+2FA1D" in warnings[0].message


def test_many_forms_are_set_within_seconds(workspace: Workspace) -> None:
    """Forms that list the same people share their pages; each would take a tenth of a second."""
    for _ in range(60):
        make_talent(workspace, specialties="农牧技术、法律事务", townships="新惠镇、长胜镇")
    make_round(workspace, [make_enterprise(workspace) for _ in range(30)])
    began = time.process_time()
    printout = compose(workspace, "wish-forms", year=YEAR)
    took = time.process_time() - began
    assert printout.records == 90
    assert took < 4
    assert len(printout.pdf) < 2_000_000


def test_the_same_forms_give_the_same_bytes(workspace: Workspace) -> None:
    make_talent(workspace)
    make_round(workspace, [make_enterprise(workspace)])
    first = compose(workspace, "wish-forms", year=YEAR)
    assert first.pdf == compose(workspace, "wish-forms", year=YEAR).pdf
