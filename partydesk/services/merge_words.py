"""Why two records cannot be merged: what hangs on them contradicts each other, and what to do."""

from __future__ import annotations

from partydesk.db.base import Base
from partydesk.db.models import ParticipationRow, PlacementRow, PostRow, RulingRow, WishRow
from partydesk.db.relinking import Clash
from partydesk.services.journal_words import title_of


def clash_words(clash: Clash) -> str:
    """Say which two things contradict each other and how to mend it."""
    one, other = clash.standing, clash.other
    if isinstance(one, WishRow) and isinstance(other, WishRow):
        said = f"{_wish(one)}／{_wish(other)}"
        return (
            f"{_about(one)}的两份意愿不一致（{said}），请先在“双向选择”里改为一致，或删去其中一份"
        )
    if isinstance(one, RulingRow) and isinstance(other, RulingRow):
        return (
            f"同一岗位与同一个人既有“{one.ruling}”又有“{other.ruling}”，"
            "请先在“双向选择”里取消其中一个"
        )
    if isinstance(one, PostRow) and isinstance(other, PostRow):
        return (
            f"“{one.enterprise.name}”与“{other.enterprise.name}”在同一轮里都有“{one.role}”岗位，"
            "要求不同，请先在“双向选择”里把两个岗位改为一致、把其中一个换一个席位，或删去其中一个"
        )
    if isinstance(one, PlacementRow) and isinstance(other, PlacementRow):
        return (
            f"两个岗位各有人选（{one.talent.name}、{other.talent.name}），合并后只剩一个岗位，"
            "请先撤回其中一对"
        )
    if isinstance(one, ParticipationRow) and isinstance(other, ParticipationRow):
        return (
            f"两人都参加了“{one.session.course.name}”（{one.session.held_from}），所记不同，"
            "请先在“驻企工作 → 培训”里改为一致，或移出其中一人"
        )
    return _plainly(clash.table, one, other)


def _plainly(table: str, one: Base, other: Base) -> str:
    numbers = (getattr(one, "id", 0), getattr(other, "id", 0))
    return (
        f"两条记录各有一个{title_of(table)}（编号 {numbers[0]} 与 {numbers[1]}），内容不同，"
        "请先改为一致，或删去其中一个"
    )


def _wish(wish: WishRow) -> str:
    return f"{wish.attitude} 第 {wish.rank}" if wish.rank else str(wish.attitude)


def _about(wish: WishRow) -> str:
    """Name whom a wish is about."""
    talent = wish.talent.name if wish.talent else "其他人"
    unit = wish.post.enterprise.name if wish.post else "其他岗位"
    return f"“{talent}”与“{unit}”（{wish.side}方）"
