"""工作进度安排 on paper: a sheet for everybody on post, and a summary before several of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from partydesk.domain.duty.plans import Target, TargetState, progress_of
from partydesk.domain.numbering import paper_date
from partydesk.domain.pinyin import matches
from partydesk.reports.bands import Blank, Fact
from partydesk.reports.charts import Bar, Bars
from partydesk.reports.layout import Align
from partydesk.reports.papers import Facts, Heading, Paper, Paragraphs, Part, Signing
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.duty.plans import Plan, Plans, get_plans
from partydesk.services.print_kinds import Wanted, paper_kind

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_TASKS: Final = (
    TableColumn("职责", 15),
    TableColumn("工作任务", 42),
    TableColumn("目标", 9, Align.CENTRE),
    TableColumn("完成时限", 13, Align.CENTRE),
    TableColumn("完成情况", 21),
)
_PEOPLE: Final = (
    TableColumn("序号", 7, Align.CENTRE),
    TableColumn("姓名", 14),
    TableColumn("单位", 40),
    TableColumn("任务", 9, Align.RIGHT),
    TableColumn("完成", 9, Align.RIGHT),
    TableColumn("逾期", 9, Align.RIGHT),
)
_LEAST_PT: Final = 24.0


def _papers(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """Make the sheets of those who have a plan; a summary comes first where there are several."""
    plans = get_plans(workspace, wanted.year)
    chosen = [
        plan
        for plan in plans.plans
        if plan.targets
        and (wanted.placement_ids is None or plan.placement_id in wanted.placement_ids)
        and matches(wanted.query, plan.who)
    ]
    sheets = [_sheet(plans, plan) for plan in chosen]
    return [_summary(plans, chosen), *sheets] if len(sheets) > 1 else sheets


def _summary(plans: Plans, chosen: Sequence[Plan]) -> Paper:
    rows = [
        (
            str(number),
            plan.person,
            plan.posting.enterprise,
            str(plan.progress.total),
            str(plan.progress.reached),
            str(plan.progress.overdue),
        )
        for number, plan in enumerate(chosen, 1)
    ]
    targets = [target for plan in chosen for target in plan.targets]
    parts: tuple[Part, ...] = (
        Table(_PEOPLE, rows),
        Heading("各项职责完成的任务"),
        _by_duty(plans, targets),
    )
    return Paper(
        f"{plans.year}年工作进度汇总",
        parts,
        f"统计日期：{paper_date(plans.today)}　共 {len(chosen)} 人",
        mark="汇总",
    )


def _by_duty(plans: Plans, targets: Sequence[Target]) -> Bars:
    """Draw for each duty how many of everybody's targets are reached."""
    bars = []
    for duty in dict.fromkeys((*plans.duties, *(target.item.duty for target in targets))):
        own = progress_of([each for each in targets if each.item.duty == duty], plans.today)
        if own.total:
            bars.append(Bar(duty, float(own.share), f"{own.words} 项"))
    return Bars(tuple(bars))


def _sheet(plans: Plans, plan: Plan) -> Paper:
    posting, counted = plan.posting, [t for t in plan.targets if t.item.goal]
    until = paper_date(posting.ended_on) if posting.ended_on else "今"
    facts = (
        Fact("姓名", plan.person),
        Fact("职务", posting.role),
        Fact("单位", posting.enterprise, wide=True),
        Fact("在岗", f"{paper_date(posting.started_on)}至{until}", wide=True),
        Fact("进度", _progress(plan), wide=True),
    )
    parts: list[Part] = [Facts(facts), _tasks(plans, plan)]
    if counted:
        bars = [Bar(t.item.task, float(t.share), t.words) for t in counted]
        parts += [Heading("按台账计数的任务"), Bars(tuple(bars))]
        parts.append(Paragraphs((f"截至{paper_date(plans.today)}，按工作台账计数。",)))
    blanks = ("本人签字：", "企业负责人签字：", "党工委办公室：")
    signing = Signing(
        (*(Blank(each) for each in blanks), Blank("　　　　年　　月　　日", ruled=False))
    )
    parts.append(signing)
    return Paper(f"{plans.year}年工作进度安排", tuple(parts), mark=plan.who)


def _progress(plan: Plan) -> str:
    late = f"，逾期 {plan.progress.overdue} 项" if plan.progress.overdue else ""
    return f"任务 {plan.progress.total} 项，完成 {plan.progress.reached} 项{late}"


def _tasks(plans: Plans, plan: Plan) -> Table:
    rows, last = [], ""
    for target in plan.targets:
        item = target.item
        duty = "" if item.duty == last else item.duty
        due = item.due_on.isoformat() if item.due_on else ""
        rows.append((duty, item.task, item.goal, due, _stand(plans, target)))
        last = item.duty
    return Table(_TASKS, rows, ruled=True, least_pt=_LEAST_PT)


def _stand(plans: Plans, target: Target) -> str:
    """Say how a target stands; what is open and not counted is left to be written by hand."""
    item = target.item
    said = [target.words] if item.goal else []
    if item.done_on is not None:
        said.append(f"{item.done_on} 完成")
    if item.done_note:
        said.append(item.done_note)
    if target.state(plans.today) is TargetState.OVERDUE:
        said.append("逾期")
    return "，".join(said)


WORK_PLANS = paper_kind("work-plans", "工作进度安排", _papers)
