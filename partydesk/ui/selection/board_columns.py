"""What the two tables of the matching board show."""

from __future__ import annotations

from collections.abc import Callable

from partydesk.domain.cautions import Caution
from partydesk.domain.selection import Attitude, Ruling, Side
from partydesk.services.board import BoardPost, Candidate
from partydesk.ui.colours import Tone
from partydesk.ui.selection.posts_view import state_word
from partydesk.ui.selection.reading import RoundPicture, is_settled
from partydesk.ui.short_names import short_unit
from partydesk.ui.table import Align, Column, Shape

NONE = "—"
Look = Callable[[], RoundPicture | None]


def mark_of(line: BoardPost, picture: RoundPicture | None) -> tuple[str, Tone]:
    """Give the tag at the end of a post's row: what changed, else what needs doing."""
    if not line.takes_part:
        return state_word(line.post), Tone.QUIET
    if line.changed:
        return line.changed, Tone.ATTENTION
    if line.talent_id is None or picture is None:
        return "", Tone.PLAIN
    waiting = [each for each in picture.concerns(line.post, line.talent_id) if each.is_open]
    if any(each.bars for each in waiting):
        return "须党工委决定", Tone.TROUBLE
    if Caution.APPROVAL in {each.caution for each in waiting}:
        return "需批准文号", Tone.TROUBLE
    return (f"提醒 {len(waiting)} 条", Tone.ATTENTION) if waiting else ("", Tone.PLAIN)


def _mark_tip(line: BoardPost, picture: RoundPicture | None) -> str:
    parts = [line.changed] if line.changed else []
    if picture is not None and line.talent_id is not None:
        parts += [
            f"{each.caution.word}：{each.message}"
            for each in picture.concerns(line.post, line.talent_id)
        ]
    return "\n".join(parts)


def lock_word(line: BoardPost, picture: RoundPicture | None) -> str:
    """Write 定 for a pair past consent, 锁 for one the office locked."""
    if picture is not None and is_settled(picture.placement_at(line.post.id or 0)):
        return "定"
    return "锁" if line.locked else ""


def _lock_tip(line: BoardPost, picture: RoundPicture | None) -> str:
    return {
        "定": "各方已同意，重新匹配不会改动",
        "锁": "已锁定，重新匹配时保持不变",
    }.get(lock_word(line, picture), "")


def board_columns(look: Look) -> list[Column[BoardPost]]:
    """Declare the columns of the posts.

    Args:
        look: Gives the round as it is shown now.
    """

    def unfilled(line: BoardPost) -> Tone | None:
        picture = look()
        matched = picture is not None and picture.run is not None
        if not line.takes_part:
            return Tone.QUIET
        return Tone.TROUBLE if matched and line.talent_id is None else None

    def called(line: BoardPost) -> str:
        picture = look()
        return picture.label_of(line.post) if picture else line.post.label

    def proposed(line: BoardPost) -> str:
        picture = look()
        if line.talent_id is not None:
            return picture.names.get(line.talent_id, line.talent) if picture else line.talent
        matched = picture is not None and picture.run is not None and line.takes_part
        return "未配" if matched else ""

    def rank(side: Side) -> Callable[[BoardPost], str]:
        return lambda line: (line.place(side) or NONE) if line.talent_id is not None else ""

    def by_fit(line: BoardPost) -> str:
        who = "、".join(f"{side}" for side in line.by_fit)
        return f"{who}没有排序，按契合度代排" if who else ""

    return [
        Column("lock", "", lambda line: lock_word(line, look()), width=44, shape=Shape.TAG,
               sortable=False, tip=lambda line: _lock_tip(line, look())),
        Column("post", "岗位", called, width=214, tone=unfilled, sortable=False,
               tip=lambda line: line.post.label),
        Column("talent", "拟配", proposed, width=122, strong=True, tone=unfilled, sortable=False),
        Column("post_rank", "企业第", rank(Side.ENTERPRISE),
               align=Align.RIGHT, width=62, sortable=False, tip=by_fit),
        Column("talent_rank", "个人第", rank(Side.PERSON),
               align=Align.RIGHT, width=62, sortable=False, tip=by_fit),
        Column("fit", "契合", lambda line: "" if line.fit is None else str(line.fit),
               align=Align.RIGHT, width=52, sortable=False),
        Column("mark", "", lambda line: mark_of(line, look())[0], width=110, shape=Shape.TAG,
               tone=lambda line: mark_of(line, look())[1], sortable=False,
               tip=lambda line: _mark_tip(line, look())),
    ]  # fmt: skip


def is_out(candidate: Candidate) -> bool:
    """Whether a pair is impossible: a side refuses it, the office does, or a must-have fails."""
    refused = Attitude.REFUSED in (candidate.post_rank, candidate.talent_rank)
    return refused or candidate.ruling is Ruling.FORBIDDEN or lacks_a_must(candidate)


def lacks_a_must(candidate: Candidate) -> bool:
    """Whether a must-have keeps a pair out that neither the enterprise nor the office asked for."""
    asked = bool(candidate.post_rank) or candidate.ruling is Ruling.LOCKED
    return bool(candidate.failed) and not asked and not candidate.here


def now_word(candidate: Candidate, banner: str = "") -> str:
    """Say where a candidate is, or why not here; units without the banner's own name."""
    if candidate.here and candidate.ruling is not Ruling.FORBIDDEN:
        locked = "，锁定" if candidate.ruling is Ruling.LOCKED else ""
        return candidate.now.replace("）", f"{locked}）")
    reasons = {
        "已定不配": candidate.ruling is Ruling.FORBIDDEN,
        "已锁定在此岗": candidate.ruling is Ruling.LOCKED,
        "企业不愿意": candidate.post_rank == Attitude.REFUSED,
        "本人不愿意": candidate.talent_rank == Attitude.REFUSED,
        "缺必备条件": lacks_a_must(candidate),
    }
    why_not = next((words for words, holds in reasons.items() if holds), "")
    return why_not or "、".join(short_unit(name, banner) for name in candidate.now.split("、"))


def candidate_columns(
    name: Callable[[Candidate], str], banner: Callable[[], str] = str
) -> list[Column[Candidate]]:
    """Declare the columns of the candidates.

    Args:
        name: Gives a name that tells namesakes apart.
        banner: Gives the banner's own name, which is left out of units' names.
    """

    def tone(candidate: Candidate) -> Tone | None:
        return Tone.QUIET if is_out(candidate) else None

    def now_tone(candidate: Candidate) -> Tone | None:
        return Tone.TROUBLE if candidate.ruling is Ruling.FORBIDDEN else tone(candidate)

    return [
        Column("name", "候选", name, width=118, strong=True, tone=tone, sortable=False),
        Column("post_rank", "企选", lambda c: c.post_rank or NONE, align=Align.RIGHT, width=64,
               tone=tone, sortable=False),
        Column("talent_rank", "人选", lambda c: c.talent_rank or NONE, align=Align.RIGHT, width=64,
               tone=tone, sortable=False),
        Column("fit", "契合", lambda c: str(c.fit), align=Align.RIGHT, width=50, tone=tone,
               sortable=False),
        Column("now", "现在", lambda c: now_word(c, banner()), width=132, tone=now_tone,
               sortable=False, tip=lambda c: "；".join(c.failed) or c.now),
    ]  # fmt: skip
