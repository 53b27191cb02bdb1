"""The commands of the page of the procedure, and why one cannot be given now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from partydesk.domain.notices import why_not_announced
from partydesk.domain.placements import (
    POSTED,
    Action,
    Order,
    Placement,
    State,
    allowed_actions,
    reasons_against,
)
from partydesk.ui.commands import Command

if TYPE_CHECKING:
    from partydesk.ui.placements.page import PlacementsPage

GROUP = "协议与委任"
#: Acts with a button of their own, in the order of the procedure; the others are in a menu.
BUTTONS = (Action.CONSENT, Action.SIGN, Action.APPOINT, Action.START)
#: Acts that may be done to all pairs at once; the others only to those that were picked.
FOR_ALL = frozenset({*BUTTONS, Action.DRAFT})
PAPERS = {
    "agreements": "协议书",
    "amendments": "补充协议",
    "letters": "委任书",
    "notices": "任职通知",
}
_BEFORE = {
    "agreements": "拟定或签订协议", "amendments": "签订补充协议", "letters": "组织委任",
    "notices": "印发任职通知",
}  # fmt: skip
_SHORTCUTS = {Action.CONSENT: "T", Action.SIGN: "Q", Action.APPOINT: "W"}
_MOST_REASONS = 3


def procedure_commands(page: PlacementsPage) -> Iterator[Command]:
    """List what the page offers: the acts, what goes with them, and the papers."""
    for action in Action:
        yield Command(
            f"placements.{action.value}",
            action.label,
            GROUP,
            partial(page.open_dialog, action),
            _SHORTCUTS.get(action, ""),
            partial(cannot, page, action),
            button_text=f"{action.label}…",
        )
    yield Command(
        "placements.notice", "印发任职通知", GROUP, page.open_notice,
        refusal=partial(_nobody_to_announce, page), button_text="任职通知…",
    )  # fmt: skip
    yield Command("placements.reminders", "到期与变动提醒", GROUP, page.show_reminders)
    yield Command(
        "placements.snooze", "下周再提醒", GROUP, page.put_off,
        refusal=partial(_nothing_to_put_off, page),
    )  # fmt: skip
    yield Command(
        "placements.agreement_text", "修改协议书正文", GROUP, page.edit_text,
        button_text="协议书正文…",
    )  # fmt: skip
    yield Command(
        "placements.papers", "查看和添加材料", GROUP, page.open_papers,
        refusal=lambda: "" if page.selected() else "请先选择一对", button_text="材料…",
    )  # fmt: skip
    yield Command(
        "placements.fill", "补选", GROUP, page.open_vacancies,
        refusal=partial(_no_vacancy, page), button_text="补选…",
    )  # fmt: skip
    yield Command(
        "placements.ceremony", "准备签约仪式", GROUP, page.open_ceremony, button_text="签约仪式…"
    )
    for kind, title in PAPERS.items():
        for words, everybody in (("选中的", False), ("全部", True)):
            yield Command(
                f"placements.print_{'all_' if everybody else ''}{kind}",
                f"打印{words}{title}",
                GROUP,
                partial(page.print_papers, kind, everybody=everybody),
                refusal=partial(_no_papers, page, kind, everybody=everybody),
            )


def more_keys() -> list[str]:
    """Keys of the rarer commands, in the order of their menu; an empty one draws a line."""
    acts = [f"placements.{action.value}" for action in Action if action not in BUTTONS]
    others = ("", "notice", "", "fill", "papers", "", "reminders", "snooze")
    return [*acts, *(f"placements.{key}" if key else "" for key in others)]


def print_keys() -> list[str]:
    """Keys of the papers, in the order of their menu, of their wording and of the ceremony."""
    keys: list[str] = []
    for kind in PAPERS:
        keys += [f"placements.print_{kind}", f"placements.print_all_{kind}", ""]
    return [*keys, "placements.agreement_text", "placements.ceremony"]


def cannot(page: PlacementsPage, action: Action) -> str:
    """Say why an act cannot be done to any pair; the selected ones speak first."""
    picture, chosen = page.picture, page.selected()
    if picture is None or not (picture.shown or chosen):
        return "还没有提交认可的拟配"
    able = picture.shown if action in FOR_ALL and not page.reminding else chosen
    if any(action in allowed_actions(placement) for placement in able):
        return ""
    reasons = [
        reason.message
        for placement in chosen or picture.shown
        for reason in reasons_against(placement, action, Order(picture.today), picture.today)
    ]
    return "\n".join(reasons[:_MOST_REASONS])


def has_paper(placement: Placement, kind: str) -> bool:
    """Whether a pair has a document of this kind that is in force."""
    if placement.state is State.WITHDRAWN:
        return False
    papers = {
        "agreements": placement.agreement_number,
        "amendments": placement.amendments,
        "letters": placement.letter_number,
        "notices": placement.notice_number,
    }
    return bool(papers[kind])


def with_papers(page: PlacementsPage, kind: str, *, everybody: bool) -> list[Placement]:
    """List the pairs, the selected ones or all, that have a document of this kind."""
    if page.picture is None:
        return []
    rows = page.picture.shown if everybody else page.selected()
    return [placement for placement in rows if has_paper(placement, kind)]


def _no_papers(page: PlacementsPage, kind: str, *, everybody: bool) -> str:
    if with_papers(page, kind, everybody=everybody):
        return ""
    return f"{'还' if everybody else '选中的'}没有{PAPERS[kind]}，{_BEFORE[kind]}后才能打印"


def to_announce(placements: Sequence[Placement]) -> list[int]:
    """Pick the pairs that a notice can be issued about."""
    return [
        placement.id
        for placement in placements
        if not why_not_announced(
            placement.talent,
            appointed=placement.state in POSTED,
            notice=placement.notice_number,
        )
    ]


def _nobody_to_announce(page: PlacementsPage) -> str:
    if page.picture is None or not to_announce([*page.picture.shown, *page.selected()]):
        return "没有已委任而未发任职通知的人"
    return ""


def _nothing_to_put_off(page: PlacementsPage) -> str:
    rows = page.reminders.selected_rows() if page.reminding else []
    return "" if any(row.due is None for row in rows) else "请先在“到期与变动”里选择任期将满的人"


def _no_vacancy(page: PlacementsPage) -> str:
    if page.picture is None or not page.picture.labels:
        return "还没有岗位，请先在“双向选择”登记岗位需求"
    if page.picture.vacant:
        return ""
    taken = {placement.post_id for placement in page.picture.live}
    if set(page.picture.labels) - taken:
        return "空缺的岗位已关闭，或单位已不在库、已注销"
    return "岗位都有人选；有人离任或撤回后才能补选"
