"""Posts of one unit go to different people."""

from __future__ import annotations

import pytest

from partydesk.domain.kept_apart import posts_kept_apart
from partydesk.domain.selection import Post, Role, Ruling

POSTS = [
    Post(id=number, enterprise_id=unit, enterprise=f"单位{unit}", role=Role.INSTRUCTOR, seat=seat)
    for number, unit, seat in ((1, 7, 1), (2, 8, 1), (3, 7, 2), (4, 7, 3))
]
LOCK, BAN = Ruling.LOCKED, Ruling.FORBIDDEN


@pytest.mark.parametrize(
    ("rulings", "groups"),
    [
        ({}, [(1, 3, 4)]),
        ({(1, 5): LOCK}, [(1, 3, 4)]),
        ({(1, 5): LOCK, (3, 6): LOCK}, [(1, 3, 4)]),
        ({(1, 5): LOCK, (3, 5): LOCK}, [(1, 4)]),
        ({(1, 5): LOCK, (3, 5): LOCK, (4, 5): LOCK}, []),
        ({(1, 5): BAN, (3, 5): BAN}, [(1, 3, 4)]),
        ({(1, 5): LOCK, (2, 5): LOCK}, [(1, 3, 4)]),
    ],
)
def test_groups(rulings: dict[tuple[int, int], Ruling], groups: list[tuple[int, ...]]) -> None:
    assert posts_kept_apart(POSTS, rulings) == groups


def test_a_unit_with_one_post_links_nothing() -> None:
    assert posts_kept_apart(POSTS[:2], {}) == []
