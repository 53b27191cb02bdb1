"""How a notice names people and which pairs it can be about."""

import pytest

from partydesk.domain.notices import closed_list, people_words, title_for, why_not_announced


@pytest.mark.parametrize(
    ("names", "words", "title"),
    [
        (["苏和"], "苏和", "关于苏和同志任职的通知"),
        (["苏和", "乌云"], "苏和、乌云", "关于苏和、乌云同志任职的通知"),
        (["苏和", "乌云", "白音"], "苏和等3名同志", "关于苏和等3名同志任职的通知"),
        (["苏和"] * 60, "苏和等60名同志", "关于苏和等60名同志任职的通知"),
    ],
)
def test_two_are_named_and_of_more_the_first(names: list[str], words: str, title: str) -> None:
    assert people_words(names) == words
    assert title_for(names) == title


def test_a_notice_about_nobody_has_no_words() -> None:
    with pytest.raises(ValueError, match="somebody"):
        people_words([])


@pytest.mark.parametrize(
    ("items", "closed"),
    [
        ([], ()),
        (["甲；"], ("甲。",)),
        (["甲；", "乙。", "丙"], ("甲；", "乙；", "丙。")),
        (["甲", "甲"], ("甲；", "甲。")),
    ],
)
def test_a_list_ends_with_a_full_stop(items: list[str], closed: tuple[str, ...]) -> None:
    assert closed_list(items) == closed


@pytest.mark.parametrize(
    ("appointed", "notice", "why"),
    [
        (True, None, ""),
        (False, None, "苏和还没有委任（或已经离任），不能发任职通知"),
        (False, "旗发〔2026〕1号", "苏和还没有委任（或已经离任），不能发任职通知"),
        (True, "旗发〔2026〕1号", "苏和的任职通知旗发〔2026〕1号已经印发"),
    ],
)
def test_only_those_appointed_and_not_announced(
    appointed: bool,
    notice: str | None,
    why: str,
) -> None:
    assert why_not_announced("苏和", appointed=appointed, notice=notice) == why
