"""Which posts go to different people: those of one unit, where the year's policy wants it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from partydesk.domain.selection import Post, Ruling


def posts_kept_apart(
    posts: Iterable[Post], rulings: Mapping[tuple[int, int], Ruling]
) -> list[tuple[int, ...]]:
    """Group the posts of each unit that asks for several.

    Two posts of a unit that people have fixed for one person stay fixed: only the first of them
    counts for the group, because the matcher refuses to keep apart what is locked together.

    Args:
        posts: The posts that are matched.
        rulings: (post, person) → what the office decided; consents that are complete are locks.

    Returns:
        记录号 of the posts of each group, two or more, in the order given.
    """
    locked = {post: person for (post, person), word in rulings.items() if word is Ruling.LOCKED}
    groups: dict[int, list[int]] = defaultdict(list)
    fixed: set[tuple[int, int]] = set()
    for post in posts:
        number = post.id or 0
        person = locked.get(number)
        if person is not None:
            if (post.enterprise_id, person) in fixed:
                continue
            fixed.add((post.enterprise_id, person))
        groups[post.enterprise_id].append(number)
    return [tuple(group) for group in groups.values() if len(group) > 1]
