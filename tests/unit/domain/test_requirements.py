"""必备条件: a table of what fails for each requirement, and in which words."""

from __future__ import annotations

import dataclasses

import pytest

from partydesk.domain.person_history import person_of
from partydesk.domain.requirements import failed_musts
from partydesk.domain.selection import Post, Requirement, Role
from partydesk.domain.talents import Engagement, PoliticalStatus, Talent

TALENT = Talent(name="苏和")
POST = Post(enterprise="塔林粮油有限公司", role=Role.INSTRUCTOR, township="贝子府镇")


def _failed(must: Requirement, post: Post = POST, **talent: object) -> str:
    post = dataclasses.replace(post, musts=(must.value,))
    person = person_of(dataclasses.replace(TALENT, **talent))  # type: ignore[arg-type]
    return "；".join(failed_musts(post, person))


@pytest.mark.parametrize(
    ("wanted", "has", "words"),
    [
        ((), (), ""),
        (("财务",), ("财务",), ""),
        (("财务", "法律"), ("法律",), ""),
        (("财务", "法律"), ("党建",), "没有所需专长财务、法律"),
        (("财务",), (), "没有所需专长财务"),
    ],
)
def test_specialty(wanted: tuple[str, ...], has: tuple[str, ...], words: str) -> None:
    post = dataclasses.replace(POST, specialties=wanted)
    assert _failed(Requirement.SPECIALTY, post, specialties=has) == words


@pytest.mark.parametrize(
    ("wanted", "has", "words"),
    [
        ((), (), ""),
        (("蒙古语",), ("蒙汉双语",), ""),
        (("蒙古语", "汉语"), ("汉语",), "不会所需语言蒙古语"),
        (("蒙古语",), (), "不会所需语言蒙古语（语言未填）"),
    ],
)
def test_language(wanted: tuple[str, ...], has: tuple[str, ...], words: str) -> None:
    post = dataclasses.replace(POST, languages=wanted)
    assert _failed(Requirement.LANGUAGE, post, languages=has) == words


@pytest.mark.parametrize(
    ("engagement", "words"),
    [
        (Engagement.FULL_TIME, ""),
        (Engagement.PART_TIME, "是兼职，不是专职"),
        (None, "专职或兼职未填"),
    ],
)
def test_full_time(engagement: Engagement | None, words: str) -> None:
    assert _failed(Requirement.FULL_TIME, engagement=engagement) == words


@pytest.mark.parametrize(
    ("political", "words"),
    [
        (PoliticalStatus.MEMBER, ""),
        (PoliticalStatus.PROBATIONARY, "政治面貌为中共预备党员，不是正式党员"),
        (None, "政治面貌未填"),
    ],
)
def test_member(political: PoliticalStatus | None, words: str) -> None:
    assert _failed(Requirement.MEMBER, political=political) == words


@pytest.mark.parametrize(
    ("goes", "lies", "words"),
    [
        ((), "贝子府镇", ""),
        (("贝子府镇",), "贝子府镇", ""),
        (("四家子镇",), "贝子府镇", "未表示愿去贝子府镇"),
        (("四家子镇",), None, ""),
    ],
)
def test_township(goes: tuple[str, ...], lies: str | None, words: str) -> None:
    post = dataclasses.replace(POST, township=lies)
    assert _failed(Requirement.TOWNSHIP, post, townships=goes) == words


def test_all_in_the_order_of_the_post_and_words_nobody_knows_left_aside() -> None:
    post = dataclasses.replace(POST, musts=("正式党员", "身高", "专职"))
    assert failed_musts(post, person_of(TALENT)) == ("政治面貌未填", "专职或兼职未填")
    assert failed_musts(POST, person_of(TALENT)) == ()
