"""入库 and 出库: choosing units of the register for the 企业库, one or many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from partydesk.domain.enterprises import Enterprise, Standing
from partydesk.services.enterprises import admit_enterprises, judge_admission, set_standing
from partydesk.services.pools import choices_of
from partydesk.ui.commands import Command
from partydesk.ui.enterprises.admission_dialog import AdmissionDialog, AdmissionWords
from partydesk.ui.pools.actions import write
from partydesk.ui.pools.page import PoolPage
from partydesk.ui.pools.reason_dialog import ReasonWords, ask_reason

_NAMED = 6
#: More at once is hardly meant; the rows would have to be read one page after the other.
_MOST = 500
#: The acts that have a button of their own.
HEAD_KEYS = ("enterprises.admit", "enterprises.release")


@dataclass(frozen=True, slots=True)
class StandingAct:
    """One way to change the 入库状态.

    Attributes:
        key: Key of the command.
        title: Act and object.
        button: Words on the button.
        standing: What the units become.
        meaning: What that means.
        example: An example of a reason.
        shortcut: Keys, empty for none.
    """

    key: str
    title: str
    button: str
    standing: Standing
    meaning: str
    example: str
    shortcut: str = ""


_ACTS = (
    StandingAct(
        "enterprises.admit", "列入企业库", "入库…", Standing.IN_POOL,
        "列入后可以提出岗位需求、参加双向选择。", "如 带动作用强、党工委研究同意", "Ctrl+Shift+I",
    ),
    StandingAct(
        "enterprises.propose", "列为拟入库", "列为拟入库…", Standing.PROPOSED,
        "列为拟入库，待党工委研究。", "如 苏木乡镇党委推荐",
    ),
    StandingAct(
        "enterprises.release", "移出企业库", "出库", Standing.LEFT,
        "出库后不能再提出岗位需求，资料和修改记录保留。", "如 停产停业", "Ctrl+Shift+O",
    ),
)  # fmt: skip


def chosen_units(page: PoolPage[Enterprise], standing: Standing) -> list[Enterprise]:
    """List the selected units that do not have this standing yet; else the one shown."""
    units = page.list.table.selected_rows()
    if not units and page.card.record is not None:
        units = [page.card.record]
    return [unit for unit in units if unit.standing is not standing]


def give_standing(page: PoolPage[Enterprise], act: StandingAct) -> None:
    """Ask what is needed and change the selected units in one action."""
    if act.standing is Standing.LEFT:
        release(page, act)
    else:
        admit(page, act)


def admit(page: PoolPage[Enterprise], act: StandingAct) -> None:
    """Show the units beside the criteria, and admit or propose them."""
    ids = [unit.id for unit in chosen_units(page, act.standing) if unit.id is not None]
    words = AdmissionWords(
        f"{act.title}（{len(ids)} 家）",
        act.meaning,
        act.example,
        f"{act.title} {len(ids)} 家",
        act.standing,
    )
    dialog = AdmissionDialog(
        page,
        words,
        lambda day: judge_admission(page.workspace, ids, day),
        page.workspace.today(),
        choices_of(page.workspace, "enterprises")["superior"],
        page.desk.settings,
    )
    try:
        order = dialog.order if dialog.run() else None
    finally:
        dialog.deleteLater()
    if order is not None:
        write(
            page,
            lambda: admit_enterprises(
                page.workspace,
                ids,
                on=order.on,
                proposer=order.proposer,
                reason=order.reason,
                standing=act.standing,
            ),
            f"正在{act.title}",
        )


def release(page: PoolPage[Enterprise], act: StandingAct) -> None:
    """Ask for the reason and take the selected units out of the pool."""
    units = chosen_units(page, act.standing)
    names = "、".join(unit.name for unit in units[:_NAMED])
    if len(units) > _NAMED:
        names += f"等 {len(units)} 家"
    reason = ask_reason(
        page,
        ReasonWords(
            f"{act.title}（{len(units)} 家）",
            f"{names}。\n{act.meaning}",
            "理由",
            act.example,
            f"{act.title} {len(units)} 家",
        ),
    )
    if reason:
        ids = [unit.id for unit in units if unit.id is not None]
        write(
            page,
            lambda: set_standing(page.workspace, ids, act.standing, reason),
            f"正在{act.title}",
        )


def standing_commands(page: PoolPage[Enterprise]) -> Sequence[Command]:
    """List the commands for the 入库状态."""

    def refusal(act: StandingAct) -> str:
        if page.list.selected_count() > _MOST:
            return f"一次最多处理 {_MOST} 家，请少选一些"
        units = chosen_units(page, act.standing)
        if not units and page.card.record is None:
            return "请先在名单中选一家或几家单位"
        if not units:
            return f"选中的单位已经是“{act.standing}”"
        if act.standing is not Standing.LEFT and any(unit.is_retired for unit in units):
            return "选中的单位中有已注销或吊销的，不能入库"
        in_pool = (Standing.IN_POOL, Standing.PROPOSED)
        if act.standing is Standing.LEFT and not any(unit.standing in in_pool for unit in units):
            return "选中的单位都不在库"
        return ""

    return [
        Command(
            act.key,
            act.title,
            page.face.title,
            lambda chosen=act: give_standing(page, chosen),  # type: ignore[misc]
            act.shortcut,
            lambda chosen=act: refusal(chosen),  # type: ignore[misc]
            act.button,
        )
        for act in _ACTS
    ]
