"""What the two tables of the matching board show."""

from __future__ import annotations

from collections.abc import Callable

from partydesk.domain.chances import Candidate, Chance
from partydesk.domain.compliance import concerns
from partydesk.domain.conflicts import Conflict, conflicts_of
from partydesk.domain.errors import Reason
from partydesk.domain.selection import Ruling, Side
from partydesk.services.board import BoardPost
from partydesk.ui.colours import Tone
from partydesk.ui.selection.reading import RoundPicture, is_settled
from partydesk.ui.short_names import short_unit
from partydesk.ui.table import Align, Column, Shape

NONE = "—"
_NAMED = 2  # conflicts that are named on a row; the others are in the tip
_REFUSALS = frozenset({"forbidden", "post_refuses", "person_refuses"})
Look = Callable[[], RoundPicture | None]


def concerns_of(picture: RoundPicture, talent_id: int) -> tuple[Reason, ...]:
    """List what deserves attention should this person be sent for a term that began today."""
    talent = picture.person(talent_id)
    if talent is None:
        return ()
    policy = picture.policy
    term_to = policy.term_to(policy.term_from(picture.today))
    return concerns(talent, policy, approval=None, term_to=term_to)


def _doubts(line: BoardPost, picture: RoundPicture | None) -> tuple[Conflict, ...]:
    """What stands against a pair that the office locked."""
    standing = picture.board.standing if picture is not None else None
    if standing is None or line.talent_id is None or not line.locked:
        return ()
    found = conflicts_of(standing, line.post.id or 0, line.talent_id)
    return tuple(each for each in found if not each.forbids)


def mark_of(line: BoardPost, picture: RoundPicture | None) -> tuple[str, Tone]:
    """Give the tag at the end of a post's row: conflicts, changes, else what needs doing."""
    doubts = _doubts(line, picture)
    if doubts:
        return doubts[0].word, Tone.TROUBLE
    if line.by_hand:
        return ("空出", Tone.TROUBLE) if line.talent_id is None else ("手工", Tone.ATTENTION)
    if line.changed:
        return line.changed, Tone.ATTENTION
    if line.talent_id is None or picture is None:
        return "", Tone.PLAIN
    codes = {reason.code for reason in concerns_of(picture, line.talent_id)}
    if "approval_missing" in codes:
        return "需批准文号", Tone.TROUBLE
    return ("有提醒", Tone.ATTENTION) if codes else ("", Tone.PLAIN)


def _mark_tip(line: BoardPost, picture: RoundPicture | None) -> str:
    parts = [conflict.message for conflict in _doubts(line, picture)]
    parts += [line.reason] if line.by_hand else []
    parts += [line.changed] if line.changed else []
    if picture is not None and line.talent_id is not None:
        parts += [reason.message for reason in concerns_of(picture, line.talent_id)]
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
        return Tone.TROUBLE if matched and line.talent_id is None else None

    def called(line: BoardPost) -> str:
        picture = look()
        return picture.label_of(line.post) if picture else line.post.label

    def proposed(line: BoardPost) -> str:
        picture = look()
        if line.talent_id is not None:
            return picture.names.get(line.talent_id, line.talent) if picture else line.talent
        return "未配" if picture is not None and picture.run is not None else ""

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
    """Whether a pair is out of the question unless the office overrules a refusal or itself."""
    return not candidate.here and any(
        each.forbids or each.code in _REFUSALS for each in candidate.conflicts
    )


def now_word(candidate: Candidate, banner: str = "") -> str:
    """Say what stands against a candidate, else where the person is; units by their short name."""
    if candidate.here:
        locked = "，锁定" if candidate.ruling is Ruling.LOCKED else ""
        return candidate.now.replace("）", f"{locked}）")
    if candidate.conflicts:
        words = dict.fromkeys(each.word for each in candidate.conflicts)
        return "、".join([*words][:_NAMED])
    return "、".join(short_unit(name, banner) for name in candidate.now.split("、"))


def _now_tip(candidate: Candidate) -> str:
    return "\n".join([*(each.message for each in candidate.conflicts), f"现在：{candidate.now}"])


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
        if candidate.here or not candidate.conflicts:
            return None
        return Tone.TROUBLE if is_out(candidate) else Tone.ATTENTION

    return [
        Column("name", "候选", name, width=118, strong=True, tone=tone, sortable=False),
        Column("post_rank", "企选", lambda c: c.post_rank or NONE, align=Align.RIGHT, width=64,
               tone=tone, sortable=False),
        Column("talent_rank", "人选", lambda c: c.talent_rank or NONE, align=Align.RIGHT, width=64,
               tone=tone, sortable=False),
        Column("fit", "契合", lambda c: str(c.fit), align=Align.RIGHT, width=50, tone=tone,
               sortable=False),
        Column("now", "现在", lambda c: now_word(c, banner()), width=132, tone=now_tone,
               sortable=False, tip=_now_tip),
    ]  # fmt: skip


def chance_columns(look: Look) -> list[Column[Chance]]:
    """Declare the columns of the posts that would take a person.

    Args:
        look: Gives the round as it is shown now.
    """

    def called(chance: Chance) -> str:
        picture = look()
        return picture.label_of(chance.post) if picture else chance.post.label

    def holder(chance: Chance) -> str:
        picture = look()
        if chance.here:
            return "此人"
        if chance.holder is None:
            return "空岗"
        standing = picture.board.standing if picture else None
        known = standing.names if standing else {}
        return picture.names.get(chance.holder, known.get(chance.holder, "")) if picture else ""

    def tone(chance: Chance) -> Tone | None:
        return Tone.GOOD if chance.holder is None else None

    return [
        Column("post", "愿意接收的岗位", called, width=170, sortable=False,
               tip=lambda c: c.post.label),
        Column("talent_rank", "人选", lambda c: c.talent_rank or NONE, align=Align.RIGHT, width=60,
               sortable=False),
        Column("post_rank", "企选", lambda c: c.post_rank or NONE, align=Align.RIGHT, width=60,
               sortable=False),
        Column("fit", "契合", lambda c: str(c.fit), align=Align.RIGHT, width=50, sortable=False),
        Column("holder", "现配", holder, width=88, tone=tone, sortable=False),
    ]  # fmt: skip
