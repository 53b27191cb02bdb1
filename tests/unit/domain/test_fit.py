"""契合度: a truth table for each part, and the score."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.enterprises import Industry
from partydesk.domain.fit import Fit, FitPart, FitTable, fit
from partydesk.domain.person_history import Stint, person_of
from partydesk.domain.policy import policy_from
from partydesk.domain.selection import Post, Role
from partydesk.domain.talents import Engagement, Talent
from partydesk.services.policies import default_rules

POLICY = policy_from(default_rules("塔林旗"), 2026)
SPECIALTY, INDUSTRY, TOWNSHIP, LANGUAGE, GRADE, SERVED, ENGAGEMENT, WORKLOAD = range(8)
TALENT = Talent(name="苏和")
POST = Post(
    enterprise="塔林粮油有限公司", enterprise_id=7, role=Role.INSTRUCTOR, township="贝子府镇"
)


def _part(place: int, talent: Talent, post: Post = POST, running: int = 0) -> FitPart:
    return fit(post, person_of(talent, running), POLICY).parts[place]


@pytest.mark.parametrize(
    ("wanted", "has", "points"),
    [
        ((), (), 50),
        ((), ("甲",), 50),
        (("甲",), (), 0),
        (("甲",), ("乙",), 0),
        (("甲",), ("甲",), 50),
        (("甲", "乙"), ("乙", "丙"), 25),
        (("甲", "乙", "丙"), ("甲",), 16),
        (("甲", "乙", "丙"), ("丙", "乙", "甲"), 50),
    ],
)
def test_specialties(wanted: tuple[str, ...], has: tuple[str, ...], points: int) -> None:
    talent = dataclasses.replace(TALENT, specialties=has)
    part = _part(SPECIALTY, talent, dataclasses.replace(POST, specialties=wanted))
    assert (part.points, part.of) == (points, 50)


@pytest.mark.parametrize(
    ("goes", "lies", "points"),
    [
        ((), "贝子府镇", 25),
        ((), None, 25),
        (("贝子府镇",), "贝子府镇", 25),
        (("四家子镇", "贝子府镇"), "贝子府镇", 25),
        (("四家子镇",), "贝子府镇", 0),
        (("四家子镇",), None, 0),
    ],
)
def test_townships(goes: tuple[str, ...], lies: str | None, points: int) -> None:
    talent = dataclasses.replace(TALENT, townships=goes)
    part = _part(TOWNSHIP, talent, dataclasses.replace(POST, township=lies))
    assert (part.points, part.of) == (points, 25)


@pytest.mark.parametrize(
    ("engagement", "points"),
    [(Engagement.FULL_TIME, 10), (Engagement.PART_TIME, 5), (None, 0)],
)
def test_engagement(engagement: Engagement | None, points: int) -> None:
    part = _part(ENGAGEMENT, dataclasses.replace(TALENT, engagement=engagement))
    assert (part.points, part.of) == (points, 10)


@pytest.mark.parametrize(
    ("capacity", "running", "points"),
    [(None, 0, 15), (None, 1, 0), (1, 0, 15), (3, 0, 15), (3, 1, 10), (3, 2, 5), (3, 3, 0),
     (2, 5, 0), (0, 0, 0)],
)  # fmt: skip
def test_workload(capacity: int | None, running: int, points: int) -> None:
    part = _part(WORKLOAD, dataclasses.replace(TALENT, capacity=capacity), running=running)
    assert (part.points, part.of) == (points, 15)


@pytest.mark.parametrize(
    ("industry", "known", "story", "points", "words"),
    [
        (None, (), None, 15, "行业：单位未填行业，不作比较"),
        (Industry.G, (Industry.G.value,), None, 15, "行业：熟悉交通运输、仓储和邮政业"),
        (Industry.G, (), "旗交通运输局副局长", 7,
         "行业：经历中有“交通”，与交通运输、仓储和邮政业有关"),
        (Industry.G, (Industry.A.value,), "旗教育局", 0, "行业：没有交通运输、仓储和邮政业的经历"),
        (Industry.T, (), "国际组织", 0, "行业：没有国际组织的经历"),
    ],
)  # fmt: skip
def test_industries(
    industry: Industry | None, known: tuple[str, ...], story: str | None, points: int, words: str
) -> None:
    post = dataclasses.replace(POST, industry=industry)
    for field in ("unit_post", "ability", "resume"):
        talent = dataclasses.replace(TALENT, industries=known, **{field: story})  # type: ignore[arg-type]
        assert _part(INDUSTRY, talent, post) == FitPart(words, points, 15)


@pytest.mark.parametrize(
    ("wanted", "speaks", "points", "words"),
    [
        ((), (), 10, "语言：岗位未作要求"),
        (("蒙古语",), (), 0, "语言：岗位需蒙古语，本人未填"),
        (("蒙古语",), ("汉语",), 0, "语言：不会蒙古语"),
        (("蒙古语",), ("蒙汉双语",), 10, "语言：会蒙古语"),
        (("蒙汉双语",), ("汉语", "蒙古语"), 10, "语言：会蒙汉双语"),
        (("蒙汉双语",), ("蒙古语",), 0, "语言：不会蒙汉双语"),
        (("汉语", "蒙古语"), ("汉语",), 5, "语言：会汉语，不会蒙古语"),
    ],
)
def test_languages(
    wanted: tuple[str, ...], speaks: tuple[str, ...], points: int, words: str
) -> None:
    talent = dataclasses.replace(TALENT, languages=speaks)
    part = _part(LANGUAGE, talent, dataclasses.replace(POST, languages=wanted))
    assert part == FitPart(words, points, 10)


@pytest.mark.parametrize(
    ("grade", "year", "points", "words"),
    [
        ("优秀", 2025, 10, "考核：2025 年优秀"),
        ("称职", 2024, 6, "考核：2024 年称职"),
        ("基本称职", None, 3, "考核：年度未填，基本称职"),
        ("不称职", 2025, 0, "考核：2025 年不称职"),
        (None, None, 5, "考核：还没有等次"),
        ("甲等", 2025, 5, "考核：2025 年甲等（不在等次之列）"),
    ],
)
def test_grades(grade: str | None, year: int | None, points: int, words: str) -> None:
    talent = dataclasses.replace(TALENT, grade=grade, grade_year=year)
    assert _part(GRADE, talent) == FitPart(words, points, 10)


@pytest.mark.parametrize(
    ("ladder", "points"), [(("优秀",), 10), ((), 5), (("甲", "优秀"), 0), (("优秀", "乙"), 10)]
)
def test_short_ladders_of_grades(ladder: tuple[str, ...], points: int) -> None:
    policy = dataclasses.replace(POLICY, grade_ladder=ladder)
    person = person_of(dataclasses.replace(TALENT, grade="优秀"))
    assert fit(POST, person, policy).parts[GRADE].points == points


@pytest.mark.parametrize(
    ("where", "stint", "points", "words"),
    [
        (7, Stint(2023, 2025), 5, "2023–2025 年在该单位任职"),
        (7, Stint(2024, 2024), 5, "2024 年在该单位任职"),
        (7, Stint(2023, 2024, "考核较差"), 0, "2023–2024 年在该单位任职，因考核较差调整"),
        (8, Stint(2023, 2025), 0, "没有在该单位任过职"),
    ],
)
def test_having_served_there(where: int, stint: Stint, points: int, words: str) -> None:
    person = person_of(TALENT, served={where: stint})
    assert fit(POST, person, POLICY).parts[SERVED] == FitPart(words, points, 5)


def test_a_part_without_weight_is_not_shown() -> None:
    policy = dataclasses.replace(POLICY, weight_served=0, weight_grade=0)
    found = fit(POST, person_of(TALENT), policy)
    assert len(found.parts) == 6
    assert not any("考核" in part.label or "任过职" in part.label for part in found.parts)


@pytest.mark.parametrize(
    ("parts", "score"),
    [
        ([], 0),
        ([(0, 0)], 0),
        ([(0, 10)], 0),
        ([(10, 10)], 100),
        ([(1, 3)], 33),
        ([(2, 3)], 67),
        ([(1, 8)], 13),  # 12.5, half up
        ([(1, 200)], 1),  # 0.5, half up
        ([(50, 50), (0, 25), (5, 10), (15, 15)], 70),
    ],
)
def test_the_score_is_a_rounded_share(parts: list[tuple[int, int]], score: int) -> None:
    assert Fit(tuple(FitPart("", points, of) for points, of in parts)).score == score


WORDS = st.lists(st.sampled_from("甲乙丙丁"), unique=True).map(tuple)


@given(WORDS, WORDS, st.integers(0, 4), st.integers(0, 6), st.sampled_from([*Engagement, None]))
def test_no_part_gives_more_than_its_weight(
    has: tuple[str, ...],
    wanted: tuple[str, ...],
    capacity: int,
    running: int,
    engagement: Engagement | None,
) -> None:
    talent = dataclasses.replace(
        TALENT, id=3, specialties=has, townships=has, languages=wanted, capacity=capacity,
        engagement=engagement,
    )  # fmt: skip
    post = dataclasses.replace(POST, id=5, specialties=wanted, languages=has, township="甲")
    person = person_of(talent, running)
    found = fit(post, person, POLICY)
    assert all(0 <= part.points <= part.of and part.label for part in found.parts)
    assert 0 <= found.score <= 100
    assert sum(part.of for part in found.parts) == 140
    # The quick way and the way in words say the same.
    table = FitTable([post], [person], POLICY)
    assert table.score(5, 3) == found.score
    assert table.fit(5, 3) == found


def test_one_specialty_more_never_harms() -> None:
    post = dataclasses.replace(POST, specialties=("甲", "乙", "丙"))
    scores = [
        fit(post, person_of(dataclasses.replace(TALENT, specialties=has)), POLICY).score
        for has in ((), ("甲",), ("甲", "乙"), ("甲", "乙", "丙"))
    ]
    assert scores == sorted(scores)
    assert scores[0] < scores[-1]


def test_a_table_holds_every_post_against_everybody() -> None:
    people = [
        person_of(dataclasses.replace(TALENT, id=number, specialties=(word,)))
        for number, word in enumerate("甲乙", 1)
    ]
    posts = [
        dataclasses.replace(POST, id=number, specialties=(word,), musts=musts)
        for number, word, musts in ((10, "甲", ("专长",)), (11, "乙", ()))
    ]
    table = FitTable(posts, people, POLICY)
    assert [table.scores(post) for post in (10, 11)] == [
        [fit(post, person, POLICY).score for person in people] for post in posts
    ]
    assert table.score(10, 1) > table.score(10, 2)
    assert (table.failed(10, 1), table.failed(10, 2)) == ((), ("没有所需专长甲",))
    assert table.failed(11, 1) == ()
    assert (10, 2) in table
    assert (10, 3) not in table
    assert (9, 1) not in table


def test_a_table_without_any_weight() -> None:
    weights = {f.name: 0 for f in dataclasses.fields(POLICY) if f.name.startswith("weight_")}
    person = person_of(dataclasses.replace(TALENT, id=1))
    policy = dataclasses.replace(POLICY, **weights)  # type: ignore[arg-type]
    table = FitTable([dataclasses.replace(POST, id=1)], [person], policy)
    assert table.scores(1) == [0]
    assert table.fit(1, 1).parts == ()
