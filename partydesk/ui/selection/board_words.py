"""What the board says of a round: how its run came out, and why an act cannot be done now."""

from __future__ import annotations

from partydesk.ui.selection.reading import RoundPicture


def summary_of(picture: RoundPicture | None) -> str:
    """Say how the run shown came out."""
    if picture is None or picture.run is None:
        return "还没有匹配" if picture is not None and picture.posts else ""
    board = picture.board
    blocking = len(picture.run.result["blocking_pairs"])
    first = f"首选：企业 {board.first_for_posts}、个人 {board.first_for_talents}"
    return (
        f"{len(board.posts)} 岗已配 {board.filled} · 不稳定对 {blocking} · {first}"
        f" · 锁定 {board.locked} 对"
    )


def cannot_run(picture: RoundPicture | None) -> str:
    """Say why nothing can be matched; empty where it can."""
    if picture is None or not picture.posts:
        return "还没有岗位，请先登记岗位需求"
    return "" if picture.people else "没有可选派的人才，请先充实人才库"


def no_run(picture: RoundPicture | None) -> str:
    """Say that there is no run yet; empty where there is one."""
    ready = picture is not None and picture.run is not None
    return "" if ready else "还没有匹配结果，请先运行匹配"


def nothing_to_compare(picture: RoundPicture | None) -> str:
    """Say why no runs can be compared; empty where two can."""
    runs = picture.runs if picture else ()
    return "" if len(runs) > 1 else "匹配两次以后才能比较"


def cannot_accept(picture: RoundPicture | None) -> str:
    """Say why the run shown cannot be handed on; empty where it can."""
    if picture is None or picture.run is None:
        return no_run(picture)
    if not picture.run.pairs:
        return "这次没有配上任何岗位"
    if picture.outdated:
        return picture.outdated
    if picture.exhausted:
        return "这次匹配的结果已全部提交；还有岗位没有人选，可重新匹配"
    return "" if picture.board.pending else "这次匹配的结果已全部提交"
