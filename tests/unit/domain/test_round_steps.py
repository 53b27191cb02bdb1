"""The path of a round: how far each step is, what is missing and what comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from partydesk.domain.placements import Party
from partydesk.domain.round_steps import RoundCounts, post_gaps, round_steps, talent_gaps
from partydesk.domain.selection import Post, Role

OPEN = RoundCounts(round_open=True, available=4)
POSTED = replace(OPEN, posts=3, bare_posts=["乙公司"], silent_posts=["甲公司", "乙公司", "丙公司"])
PUBLISHED = replace(POSTED, published_on=dt.date(2026, 3, 4), wishes_due=dt.date(2026, 3, 20))
HALF = replace(
    PUBLISHED, wished_posts=2, wished_talents=1, silent_posts=["丙公司"],
    silent_talents=["苏和", "其木格", "额尔敦"],
)  # fmt: skip
WISHED = replace(HALF, wished_posts=3, wished_talents=4, silent_posts=(), silent_talents=())
MATCHED = replace(WISHED, runs=2, matched=2, unsubmitted=2, unfilled=["丙公司"])
PROPOSED = replace(
    MATCHED, unsubmitted=0, proposed=2,
    awaited={Party.PERSON: ["苏和"], Party.COMMITTEE: ["苏和", "其木格"]},
)  # fmt: skip
CONSENTED = replace(PROPOSED, proposed=0, consented=2, awaited={}, ready_to_sign=["苏和", "其木格"])
DRAFTED = replace(
    CONSENTED, consented=1, drafted=1, ready_to_sign=["苏和"], awaiting_signature=["其木格"]
)
SIGNED = replace(
    CONSENTED, consented=0, signed=2, ready_to_sign=(), ready_to_appoint=["苏和", "其木格"]
)
APPOINTED = replace(SIGNED, signed=0, appointed=1, on_post=1, ready_to_appoint=())

D, C, T = "done", "current", "todo"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (OPEN, [C, T, T, T, T, T, T]),
        (POSTED, [D, C, T, T, T, T, T]),
        (PUBLISHED, [D, D, C, T, T, T, T]),
        (HALF, [D, D, C, T, T, T, T]),
        (WISHED, [D, D, D, C, T, T, T]),
        (MATCHED, [D, D, D, C, T, T, T]),
        (PROPOSED, [D, D, D, D, C, T, T]),
        (CONSENTED, [D, D, D, D, D, C, T]),
        (DRAFTED, [D, D, D, D, D, C, T]),
        (SIGNED, [D, D, D, D, D, D, C]),
        (APPOINTED, [D, D, D, D, D, D, D]),
        # Wishes that came in without a recorded publication do not hold the work up.
        (replace(HALF, published_on=None), [D, T, C, T, T, T, T]),
        # Nor does matching wait for everybody's wishes; the step stays without its tick.
        (replace(HALF, runs=1, matched=1, unsubmitted=1), [D, D, T, C, T, T, T]),
        # A pair sent back to the beginning opens the later steps again.
        (replace(APPOINTED, on_post=0, proposed=1), [D, D, D, D, C, T, T]),
    ],
)
def test_the_first_step_neither_done_nor_passed_is_current(
    counts: RoundCounts, expected: list[str]
) -> None:
    assert [step.state.value for step in round_steps(counts)] == expected


@pytest.mark.parametrize(
    ("counts", "key", "complete", "missing", "act"),
    [
        (OPEN, "posts", "", ("还没有企业提出岗位",), "add_posts"),
        (OPEN, "publish", "", ("还没有登记公布",), "go_posts"),
        (OPEN, "wishes", "", (), "go_posts"),
        (OPEN, "matching", "", (), "go_posts"),
        (POSTED, "posts", "已登记 3 个岗位", (), "go_publish"),
        (POSTED, "publish", "", ("还没有登记公布", "1 个岗位没有写全（乙公司）"), "publish"),
        (PUBLISHED, "publish", "已于 3月4日公布，意愿 3月20日截止",
         ("1 个岗位没有写全（乙公司）",), "go_wishes"),
        (replace(PUBLISHED, wishes_due=None, bare_posts=(), bare_talents=["苏和", "其木格"]),
         "publish", "已于 3月4日公布，没有定意愿截止日", ("2 人没有填专长（苏和、其木格）",),
         "go_wishes"),
        (HALF, "wishes", "已登记 2 个岗位、1 人的意愿",
         ("1 个岗位的企业意愿（丙公司）", "3 人的个人意愿（苏和、其木格、额尔敦）"), "next_form"),
        (WISHED, "wishes", "已登记 3 个岗位、4 人的意愿", (), "go_matching"),
        (WISHED, "matching", "", ("还没有匹配",), "match"),
        (MATCHED, "matching", "匹配 2 次，最近一次配上 2 岗",
         ("2 对还没有提交认可", "1 个岗位没有人选（丙公司）"), "submit"),
        (PROPOSED, "matching", "匹配 2 次，最近一次配上 2 岗", ("1 个岗位没有人选（丙公司）",),
         "go_consents"),
        (PROPOSED, "consents", "",
         ("1 项个人同意（苏和）", "2 项党工委同意（苏和、其木格）"), "go_consents"),
        (CONSENTED, "consents", "2 对各方都已同意", (), "go_agreements"),
        (DRAFTED, "agreements", "", ("1 对可签协议（苏和）", "1 份协议待签字（其木格）"),
         "go_agreements"),
        (SIGNED, "agreements", "已签协议 2 份", (), "go_agreements"),
        (SIGNED, "letters", "", ("2 人可委任（苏和、其木格）",), "go_letters"),
        (APPOINTED, "letters", "已发委任书 2 份", (), "go_letters"),
    ],
)  # fmt: skip
def test_a_step_says_what_is_complete_missing_and_next(
    counts: RoundCounts, key: str, complete: str, missing: tuple[str, ...], act: str
) -> None:
    step = next(step for step in round_steps(counts) if step.key == key)
    assert (step.complete, step.missing) == (complete, missing)
    assert step.act is not None
    assert step.act.key == act


def test_many_are_counted_and_only_the_first_named_once() -> None:
    units = ["甲公司", "甲公司", "乙公司", "丙公司", "丁公司"]
    counts = replace(PUBLISHED, posts=5, silent_posts=units, available=0)
    step = next(step for step in round_steps(counts) if step.key == "wishes")
    assert step.missing == ("5 个岗位的企业意愿（甲公司、乙公司、丙公司等）",)


def test_the_brief_figures_fit_a_chip() -> None:
    assert [step.brief for step in round_steps(replace(DRAFTED, on_post=1))] == [
        "3",
        "03-04",
        "7/7",
        "2",
        "3/3",
        "1/3",
        "1/3",
    ]
    assert [step.brief for step in round_steps(OPEN)] == ["0", "", "", "", "", "", ""]


def test_gaps_are_what_a_reader_of_the_published_papers_misses() -> None:
    post = Post(enterprise="甲公司", role=Role.SECRETARY)
    assert post_gaps(post) == ("所需专长", "苏木乡镇")
    assert post_gaps(replace(post, specialties=("党建",), township="新惠镇")) == ()
    assert talent_gaps(()) == ("专长",)
    assert talent_gaps(("财务",)) == ()
