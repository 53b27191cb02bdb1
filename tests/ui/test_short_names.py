"""Names for narrow columns: what every unit begins or ends with is left out, never too much."""

from __future__ import annotations

import pytest

from partydesk.domain.selection import Post, Role
from partydesk.ui.short_names import short_labels, short_unit


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("敖汉旗北原肉业有限公司", "北原肉业"),
        ("敖汉旗十家杂粮农民专业合作社", "十家杂粮合作社"),
        ("敖汉旗商会", "敖汉旗商会"),
        ("新惠敖汉旗路超市有限公司", "新惠敖汉旗路超市"),
        ("敖汉旗", "敖汉旗"),
    ],
)
def test_the_banner_is_left_out_where_enough_remains(name: str, short: str) -> None:
    assert short_unit(name, "敖汉旗") == short


def test_without_a_banner_nothing_is_taken_from_the_front() -> None:
    assert short_unit("敖汉旗北原肉业有限公司") == "敖汉旗北原肉业"


def test_units_that_differ_in_the_banner_alone_keep_their_whole_names() -> None:
    posts = [
        Post(id=1, enterprise_id=1, enterprise="敖汉旗北原肉业有限公司", role=Role.SECRETARY),
        Post(id=2, enterprise_id=2, enterprise="北原肉业有限公司", role=Role.SECRETARY),
        Post(id=3, enterprise_id=3, enterprise="敖汉旗宏远运输有限公司", role=Role.INSTRUCTOR),
    ]
    assert short_labels(posts, "敖汉旗") == {
        1: "敖汉旗北原肉业有限公司 · 书记",
        2: "北原肉业有限公司 · 书记",
        3: "宏远运输 · 指导员",
    }
