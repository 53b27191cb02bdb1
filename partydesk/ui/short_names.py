"""Posts by the names people use in talk, where a column is too narrow for the registered name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from partydesk.domain.selection import Post

#: What a registered name ends in, longest first, and what stays of it.
_ENDINGS = (
    ("股份有限公司", ""),
    ("有限责任公司", ""),
    ("农牧民专业合作社", "合作社"),
    ("农民专业合作社", "合作社"),
    ("专业合作社", "合作社"),
    ("有限公司", ""),
    ("总公司", ""),
)
_SHORTEST = 2
_SHORTEST_AFTER_BANNER = 4  # 某某旗商会 does not become 商会


def short_unit(name: str, banner: str = "") -> str:
    """Leave out the legal form at the end of a unit's name and the banner it begins with.

    Args:
        name: The registered name.
        banner: The banner's own name, which nearly every unit begins with; empty to keep it.
    """
    rest = name.removeprefix(banner)
    if len(rest) >= _SHORTEST_AFTER_BANNER:
        name = rest
    for ending, kept in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= _SHORTEST:
            return name.removesuffix(ending) + kept
    return name


def short_labels(posts: Iterable[Post], banner: str = "") -> dict[int, str]:
    """Name every post shortly; units that would look the same keep their registered names.

    Args:
        posts: The posts.
        banner: The banner's own name, left out where a unit's name begins with it.

    Returns:
        记录号 of the post → label such as 塔林水泥 · 指导员.
    """
    posts = tuple(posts)
    units: defaultdict[str, set[int]] = defaultdict(set)
    for post in posts:
        units[short_unit(post.enterprise, banner)].add(post.enterprise_id)
    labels = {}
    for post in posts:
        short = short_unit(post.enterprise, banner)
        unit = short if len(units[short]) == 1 else post.enterprise
        role = post.role.value.removeprefix("党组织").removeprefix("党建")
        seat = f"（第 {post.seat} 席）" if post.seat > 1 else ""
        labels[post.id or 0] = f"{unit} · {role}{seat}"
    return labels
