"""保存期限与清除: whose data is to be taken out, and taking it out for good.

Source: 个人信息保护法 (2021) §19, §47. What a purge leaves: the record's number, under which
figures and papers still add up; the numbers of what was issued; the purge itself in the journal.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import String, delete, func, select, type_coerce

from partydesk.db.journal import PURGE, ActionRow, ChangeRow, RowChange
from partydesk.db.models import (
    AgreementRow,
    CertificateRow,
    EvaluatedRow,
    EvaluationRow,
    LetterRow,
    PlacementRow,
    PrintJobRow,
    TalentRow,
)
from partydesk.db.purging import Purge
from partydesk.domain.backups.manifest import Reason as BackupReason
from partydesk.domain.changes import Changes
from partydesk.domain.errors import (
    EnvironmentProblem,
    NotFound,
    Reason,
    RuleViolation,
    ValidationFailed,
)
from partydesk.domain.placements import OVER, State
from partydesk.domain.policy import Policy
from partydesk.domain.progress import Progress, silent
from partydesk.domain.retention import Due, Eraser, Ground, Standing, due_of, name_left
from partydesk.domain.talents import PoolState
from partydesk.services.backups import make_backup
from partydesk.services.issued_removal import remove_pages
from partydesk.services.policies import policy_in
from partydesk.services.rights import demand

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

#: Makes a verified backup before anything is taken out, and says where it lies.
Backup = Callable[["Workspace"], str]
_TABLE: Final = TalentRow.__tablename__
_LEFT: Final = f'"state":"{PoolState.RETIRED}"'
#: What the journal keeps of a purge, by person: how much of what was taken out.
_TOLD: Final = "taken_out"
#: Table → what the report calls its rows.
_COUNTED: Final = {
    "attachments": "附件",
    "consultations": "沟通记录",
    "recusals": "回避关系",
    "participations": "培训记录",
    "leaves": "请假",
    "inspections": "督查意见",
    "scores": "考核评语",
    "evaluated": "述职和考核说明",
}
OLDER_BACKUPS: Final = (
    "清除以前做的备份里仍有这些人的资料：清除前的那份请单独封存，其余的按备份保留规则到期删除；"
    "恢复这些备份以后须再清除一次"
)


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What a purge took out of one person's data.

    Attributes:
        talent_id: 记录号.
        counts: Sort of data → how many.
    """

    talent_id: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PurgeEntry:
    """A purge as the journal tells it.

    Attributes:
        action: Its number.
        label: What was done, and why.
        who: Who did it.
        happened_at: When.
        people: What was taken out, by person.
        emptied_actions: From how many entries of the journal people were taken out.
    """

    action: int
    label: str
    who: str
    happened_at: dt.datetime
    people: tuple[TakenOut, ...]
    emptied_actions: int

    @property
    def reason(self) -> str:
        """What it rests on, as it was written."""
        return self.label.partition("：")[2]


@dataclass(frozen=True, slots=True)
class Purged:
    """What became of a purge.

    Attributes:
        changes: For the pages.
        people: How many people were taken out.
        backup: Where the backup lies that was made before.
        namesakes: How many of them share their name with somebody who stays, so that it stands on
            in words about several people.
        is_written_anew: Whether the file holds nothing of them any more. False where the disk had
            no room to write it anew: the freed pages are still to be overwritten.
    """

    changes: Changes
    people: int
    backup: str
    namesakes: int
    is_written_anew: bool


def back_up(workspace: Workspace) -> str:
    """Make a verified backup before people are taken out, and say where it lies."""
    return str(make_backup(workspace, BackupReason.BEFORE_PURGE).file)


def list_due(workspace: Workspace) -> tuple[Due, ...]:
    """List whose data is to be taken out by today, the longest overdue first."""
    with workspace.reading() as session:
        years = _policy(session, workspace).retention_years
        standings = _standings(session)
    today = workspace.today()
    found = [due for each in standings if (due := due_of(each, years, today)) is not None]
    return tuple(sorted(found, key=lambda due: (due.due_on, due.talent_id)))


def purge_people(
    workspace: Workspace,
    talent_ids: Sequence[int],
    *,
    reason: str,
    ground: Ground | None = None,
    backup: Backup = back_up,
    progress: Progress = silent,
) -> Purged:
    """Take people's data out for good: fields, photo, attachments, drafts, words, and the journal.

    Args:
        workspace: Open workspace.
        talent_ids: 记录号.
        reason: Why, with the document or request it rests on; no names.
        ground: ``Ground.ASKED`` where the person asked; else everybody must be due.
        backup: Makes the backup before; what it raises stops the purge.
        progress: Told how far it is; may cancel.

    Raises:
        ValidationFailed: The reason is missing or names one of them, or nobody is chosen.
        NotFound: There is no such person.
        RuleViolation: Somebody is not due, or still on post or being judged; or no right to it.
        EnvironmentProblem: The disk is full, the backup failed; nothing was taken out.
        Cancelled: The user asked to stop; nothing was taken out.
    """
    chosen = sorted(set(talent_ids))
    with workspace.reading() as session:
        _require(session, workspace, chosen, reason.strip(), asked=ground is Ground.ASKED)
    # Before the backup: whoever may not purge makes none.
    demand(workspace.account, PURGE)
    kept = backup(workspace)
    with workspace.unit_of_work(PURGE, "清除个人信息", undoable=False) as uow:
        progress(0, 4, "查找与这些人有关的记录")
        purge = Purge(uow.session, chosen)
        policy = _policy(uow.session, workspace)
        own = Eraser(purge.traces, _staying(uow.session, chosen))
        shared = own.without_namesakes()
        told = _told(uow.session, purge, papers=policy.purge_papers)
        progress(1, 4, "清除记录")
        removed: list[RowChange] = []
        if policy.purge_papers:
            numbers = _numbers(uow.session, purge)
            files, removed = remove_pages(uow.session, numbers)
            purge.take_in_issued(numbers, files)
        _drop_print_jobs(uow.session, purge)
        purge.empty_rows(own, papers=policy.purge_papers)
        purge.clean_shared(shared)
        purge.empty_people()
        progress(2, 4, "清除修改记录")
        seals = purge.empty_journal(own, shared, papers=policy.purge_papers)
        purge.drop_files()
        by = f"（{ground}）" if ground is not None else ""
        uow.relabel(f"清除 {len(chosen)} 人的个人信息{by}：{reason.strip()}")
        uow.take_over([*seals, *removed, *(_record_of(number, told[number]) for number in chosen)])
        uow.renew_index(_TABLE, chosen)
        uow.session.expire_all()
        changes = uow.commit(progress)
    progress(3, 4, "重写工作区文件")
    return Purged(changes, len(chosen), kept, own.namesakes, _written_anew(workspace))


def list_purges(workspace: Workspace) -> tuple[PurgeEntry, ...]:
    """List the purges, newest first, as the journal tells them."""
    with workspace.reading() as session:
        wanted = select(ActionRow).where(ActionRow.code == PURGE).order_by(ActionRow.id.desc())
        return tuple(_entry(session, action) for action in session.scalars(wanted))


def _entry(session: Session, action: ActionRow) -> PurgeEntry:
    changes = session.scalars(
        select(ChangeRow).where(ChangeRow.action_id == action.id).order_by(ChangeRow.id)
    ).all()
    return PurgeEntry(
        action.id,
        action.label,
        action.actor,
        action.happened_at.astimezone(),
        tuple(
            TakenOut(change.row_id, (change.after or {}).get(_TOLD, {}))
            for change in changes
            if change.table_name == _TABLE
        ),
        sum(change.table_name == ActionRow.__tablename__ for change in changes),
    )


def _policy(session: Session, workspace: Workspace) -> Policy:
    return policy_in(session, workspace.today().year)


# -- who -----------------------------------------------------------------------------------


def _standings(session: Session, only: Sequence[int] | None = None) -> list[Standing]:
    """Say of everybody who was not taken out yet what their time is counted from."""
    wanted = select(TalentRow.id, TalentRow.name, TalentRow.state)
    if only is not None:
        wanted = wanted.where(TalentRow.id.in_(only))
    left, touched = _days_of_leaving(session), _days_of_change(session)
    ended, obstacles = _terms(session)
    for number in _judged(session):
        obstacles[number].append("年末考核还没有办结")
    return [
        Standing(
            number,
            name,
            left.get(number) if state is PoolState.RETIRED else None,
            ended.get(number),
            touched[number],
            tuple(obstacles[number]),
        )
        for number, name, state in session.execute(wanted).all()
        if name != name_left(number) and number in touched
    ]


def _days_of_change(session: Session) -> dict[int, dt.date]:
    newest = (
        select(ChangeRow.row_id, func.max(ActionRow.id))
        .join(ActionRow, ActionRow.id == ChangeRow.action_id)
        .where(ChangeRow.table_name == _TABLE)
        .group_by(ChangeRow.row_id)
    )
    return _days(session, [(number, action) for number, action in session.execute(newest).all()])


def _days_of_leaving(session: Session) -> dict[int, dt.date]:
    after = type_coerce(ChangeRow.__table__.c.after, String)
    newest = (
        select(ChangeRow.row_id, func.max(ChangeRow.action_id))
        .where(ChangeRow.table_name == _TABLE, func.instr(after, _LEFT) > 0)
        .group_by(ChangeRow.row_id)
    )
    return _days(session, [(number, action) for number, action in session.execute(newest).all()])


def _days(session: Session, acts: Sequence[tuple[int, int]]) -> dict[int, dt.date]:
    """Give the day of each act on this PC."""
    moments = session.execute(select(ActionRow.id, ActionRow.happened_at))
    days = {action: moment.astimezone().date() for action, moment in moments}
    return {number: days[action] for number, action in acts}


def _terms(session: Session) -> tuple[dict[int, dt.date], dict[int, list[str]]]:
    """Give the last day of everybody's last term, and what is still under way."""
    ended: dict[int, dt.date] = {}
    obstacles: dict[int, list[str]] = defaultdict(list)
    for row in session.scalars(select(PlacementRow)):
        if row.state not in OVER:
            obstacles[row.talent_id].append(f"还有一项没有结束的选派（{row.state.label}）")
        elif row.state is not State.WITHDRAWN:
            agreement = row.agreement
            last = row.ended_on or (agreement.term_to if agreement else None)
            if last is not None:
                ended[row.talent_id] = max(last, ended.get(row.talent_id, last))
    return ended, obstacles


def _judged(session: Session) -> set[int]:
    """Name the people whose evaluation is still open."""
    wanted = (
        select(EvaluatedRow.talent_id)
        .join(EvaluationRow, EvaluationRow.id == EvaluatedRow.evaluation_id)
        .where(EvaluationRow.closed_on.is_(None), EvaluatedRow.talent_id.is_not(None))
    )
    return {number for number in session.scalars(wanted) if number is not None}


def _staying(session: Session, leaving: Sequence[int]) -> frozenset[str]:
    names = select(TalentRow.name).where(TalentRow.id.not_in(leaving))
    return frozenset(session.scalars(names))


def _require(
    session: Session, workspace: Workspace, chosen: Sequence[int], reason: str, *, asked: bool
) -> None:
    """See that just these people may be taken out.

    Raises:
        ValidationFailed: The reason is missing or names one of them, or nobody is chosen.
        NotFound: There is no such person.
        RuleViolation: Somebody is not due, or still on post or being judged.
    """
    if not chosen:
        raise ValidationFailed({"people": "没有选人"})
    if not reason:
        raise ValidationFailed({"reason": "清除个人信息须写明依据，如批准的文件或本人的申请"})
    standings = {each.talent_id: each for each in _standings(session, chosen)}
    missing = [number for number in chosen if number not in standings]
    if missing:
        raise NotFound(f"人才库里没有记录号为 {missing[0]} 的人，或已经清除过")
    if any(each.name in reason for each in standings.values()):
        raise ValidationFailed({"reason": "依据里不要写姓名：清除以后这句话还留在操作历史里"})
    years, today = _policy(session, workspace).retention_years, workspace.today()
    reasons = []
    if session.scalar(select(PrintJobRow.id).where(PrintJobRow.ended_at.is_(None)).limit(1)):
        message = "有没打完的打印批次，里面可能有这些人的文书；请先打完或放弃"
        reasons.append(Reason("printing", message))
    for each in standings.values():
        said = list(each.obstacles)
        if not said and not asked and due_of(each, years, today) is None:
            said.append(f"保存期限（{years} 年）还没有满；本人要求删除的，请按本人申请办理")
        reasons += [Reason("not_due", f"“{each.name}”{why}") for why in said]
    if reasons:
        raise RuleViolation(reasons)


# -- what ----------------------------------------------------------------------------------


def _told(session: Session, purge: Purge, *, papers: bool) -> dict[int, dict[str, int]]:
    """Count what is taken out of whom, for the report."""
    told: dict[int, Counter[str]] = {number: Counter() for number in purge.traces}
    for row in session.scalars(select(TalentRow).where(TalentRow.id.in_(purge.traces))):
        columns = [c.key for c in TalentRow.__mapper__.column_attrs if c.key not in ("id", "state")]
        told[row.id]["登记的内容（项）"] = sum(bool(getattr(row, key)) for key in columns)
        told[row.id]["照片"] = int(row.photo is not None)
    title = "已发文书" if papers else "已发文书（照旧保存）"
    theirs = select(PlacementRow).where(PlacementRow.talent_id.in_(purge.traces))
    for placement in session.scalars(theirs):
        told[placement.talent_id]["选派、同意和协议的说明"] += 1
        told[placement.talent_id][title] += len(placement.letters) + len(placement.agreements)
    for name, title in _COUNTED.items():
        for person in purge.owners(name).values():
            told[person][title] += 1
    return {
        number: {sort: count for sort, count in counts.items() if count}
        for number, counts in told.items()
    }


def _record_of(number: int, told: Mapping[str, int]) -> RowChange:
    """What the journal says of a person: that they were taken out, and of how much."""
    image: dict[str, Any] = {"name": name_left(number), _TOLD: dict(told)}
    return RowChange(_TABLE, number, "update", {"name": None, _TOLD: None}, image)


def _numbers(session: Session, purge: Purge) -> set[int]:
    """Name the numbers of everything that was issued to them."""
    found: set[int] = set()
    for model in (LetterRow, AgreementRow, CertificateRow):
        wanted = select(model.number_id).where(model.id.in_(purge.rows[model.__tablename__]))
        found.update(session.scalars(wanted))
    return found


def _drop_print_jobs(session: Session, purge: Purge) -> None:
    """Forget what went to the printer: batches that are done are of no use to anybody."""
    purge.digests.update(session.scalars(select(PrintJobRow.pdf_sha256)))
    session.execute(delete(PrintJobRow))


def _written_anew(workspace: Workspace) -> bool:
    try:
        workspace.write_anew()
    except EnvironmentProblem:
        return False
    return True
