"""What is printed about personal information: the notice, what is held of somebody, and purges.

Source: 个人信息保护法 (2021) §17, §35 (who is told what before), §45 (anybody may read and copy
what is held of them), §47 (deletion).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import AttachmentRow
from partydesk.db.whose_rows import owned_rows, ways_to_people
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.fields import Field, Kind, fields_of
from partydesk.domain.listing import Query
from partydesk.domain.numbering import paper_date
from partydesk.domain.talents import Talent
from partydesk.domain.values import show
from partydesk.reports.bands import Blank, Fact
from partydesk.reports.layout import Align
from partydesk.reports.papers import Facts, Heading, Paper, Paragraphs, Part, Signing
from partydesk.reports.tables import Table, TableColumn
from partydesk.resources import resource_path
from partydesk.services.journal_words import title_of
from partydesk.services.policies import get_policy
from partydesk.services.pool_kinds import TALENTS
from partydesk.services.pools import find_records, get_record
from partydesk.services.postings import postings_of
from partydesk.services.print_kinds import PrintKind, Wanted, paper_kind
from partydesk.services.retention import OLDER_BACKUPS, PurgeEntry, list_purges

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Stands where nobody's name is printed: the slip is filled in by hand.
_NOBODY: Final = ""
_DAY: Final = Blank("日期：　　　　年　　月　　日", ruled=False)
_PLAIN: Final = [field for field in fields_of(Talent) if field.kind is not Kind.PICTURE]


# -- the notice ----------------------------------------------------------------------------


def _notices(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """One for each person asked for; a blank one where nobody is."""
    asked = wanted.shown is not None or wanted.query or wanted.choice.own_ids is not None
    names = [person.name for person in _people(workspace, wanted)] if asked else [_NOBODY]
    text = resource_path("templates", "privacy_notice.txt").read_text(encoding="utf-8")
    policy = get_policy(workspace, wanted.year)
    told = text.format(
        organ=policy.organ,
        keeping="设口令并加密保存" if workspace.protected else "保存在本机",
        years=policy.retention_years,
        kinds="、".join(field.label for field in fields_of(Talent)),
        sensitive="、".join(field.label for field in _PLAIN if field.sensitive),
    )
    paragraphs = tuple(line for line in told.splitlines() if line and not line.startswith("//"))
    return [_notice(name, paragraphs) for name in names]


def _notice(name: str, paragraphs: tuple[str, ...]) -> Paper:
    address = f"{name or '＿＿＿＿＿＿'}同志："
    parts: tuple[Part, ...] = (
        Paragraphs((address, *(f"　　{line}" for line in paragraphs)), size_pt=11, pitch_pt=20),
        Paragraphs(("　　以上内容已阅知。",), size_pt=11, pitch_pt=20),
        Signing((Blank("联系人："), Blank("联系电话："), Blank("本人签名："), _DAY)),
    )
    return Paper("个人信息处理告知书", parts, mark=name)


# -- what is held of somebody ----------------------------------------------------------------


def _held(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """Everything that is held of one person, or of each of those asked for.

    Raises:
        NotFound: Nobody is named, or nobody is there.
        ValidationFailed: Several people fit.
    """
    if not wanted.query and wanted.choice.own_ids is None:
        raise NotFound("请用姓名或号码指明本人信息表是谁的")
    people = _people(workspace, wanted)
    if not people:
        raise NotFound("人才库里没有这个人")
    if wanted.choice.own_ids is None and len(people) > 1:
        message = f"“{wanted.query}”有 {len(people)} 人，请写全姓名或用号码指明一人"
        raise ValidationFailed({"query": message})
    return [_sheet(workspace, person, wanted) for person in people]


def _sheet(workspace: Workspace, person: Talent, wanted: Wanted) -> Paper:
    masked = not wanted.choice.full_reason
    parts: list[Part] = []
    for section in dict.fromkeys(field.section for field in _PLAIN):
        facts = [
            Fact(field.heading, text, wide=_is_wide(field))
            for field in _PLAIN
            if field.section == section
            and (text := show(field, getattr(person, field.name), masked=masked))
        ]
        if facts:
            parts += [Heading(section), Facts(tuple(facts))]
    parts += _postings(workspace, person)
    with workspace.reading() as session:
        parts += _hanging(session, person)
    organ = get_policy(workspace, wanted.year).organ
    day = paper_date(workspace.today())
    closing = f"以上是{organ}截至{day}保存的您的个人信息（个人信息保护法第四十五条）。"
    parts.append(Paragraphs((f"{closing}有误的请指出更正，不再参加选派的可以要求删除。",)))
    parts.append(Signing((Blank("本人签名："), _DAY)))
    subtitle = f"记录号 {person.id}" + ("" if masked else "　含完整号码，请妥善保管")
    return Paper("本人信息表", tuple(parts), subtitle, mark=person.name)


def _is_wide(field: Field) -> bool:
    return field.wide or field.kind is Kind.LONG_TEXT


def _postings(workspace: Workspace, person: Talent) -> list[Part]:
    rows = [
        (each.post, each.span, each.ended_by or each.state.label)
        for each in postings_of(workspace, person.id or 0)
    ]
    if not rows:
        return []
    columns = (TableColumn("单位和岗位", 44), TableColumn("起止", 34), TableColumn("情况", 22))
    return [Heading("选派经历"), Table(columns, rows)]


def _hanging(session: Session, person: Talent) -> list[Part]:
    """Count what hangs on the record, table by table; name its attachments."""
    number = person.id or 0
    rows = []
    for table in ways_to_people():
        if table in (TALENTS.kind, AttachmentRow.__tablename__):
            continue
        count = len(owned_rows(session, [number], table))
        if count:
            rows.append((title_of(table), count))
    counts: Counter[str] = Counter()
    for title, count in rows:
        counts[title] += count
    attachments = session.scalars(
        select(AttachmentRow.title).where(
            AttachmentRow.id.in_(owned_rows(session, [number], AttachmentRow.__tablename__))
        )
    ).all()
    facts = [Fact(title, f"{count} 条") for title, count in counts.items()]
    facts.append(Fact("照片", "有" if person.photo else "无"))
    if attachments:
        facts.append(Fact("附件", "、".join(attachments), wide=True))
    return [Heading("其他有关记录"), Facts(tuple(facts))]


# -- purges --------------------------------------------------------------------------------


def _reports(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """The purges of the year, or the one whose number is asked for; numbers and counts only."""
    found = [
        purge
        for purge in list_purges(workspace)
        if (str(purge.action) == wanted.query)
        or (not wanted.query and purge.happened_at.year == wanted.year)
    ]
    return [_report(workspace, purge, wanted) for purge in reversed(found)]


def _report(workspace: Workspace, purge: PurgeEntry, wanted: Wanted) -> Paper:
    kept = get_policy(workspace, wanted.year)
    columns = (
        TableColumn("序号", 8, Align.CENTRE),
        TableColumn("记录号", 12, Align.CENTRE),
        TableColumn("清除的内容和数量", 80),
    )
    rows = [
        (str(place), str(each.talent_id), "、".join(f"{k} {n}" for k, n in each.counts.items()))
        for place, each in enumerate(purge.people, 1)
    ]
    total: Counter[str] = Counter()
    for each in purge.people:
        total.update(each.counts)
    facts = (
        Fact("填报单位", kept.organ, wide=True),
        Fact("清除时间", f"{purge.happened_at:%Y年%m月%d日 %H:%M}"),
        Fact("经办", purge.who),
        Fact("人数", f"{len(purge.people)} 人"),
        Fact("操作编号", str(purge.action)),
        Fact("事由", purge.label, wide=True),
    )
    parts: tuple[Part, ...] = (
        Facts(facts),
        Heading("一、合计"),
        Facts(
            (
                *(Fact(sort, f"{count}") for sort, count in total.items()),
                Fact("清理的操作历史", f"{purge.emptied_actions} 条"),
            )
        ),
        Heading("二、逐人"),
        Table(columns, rows),
        Heading("三、说明"),
        Paragraphs(
            (
                "本报告只列记录号、类别和数量，不含被清除人员的个人信息。",
                "记录号、文号和统计数字照旧保留；操作历史里有关的内容已清空，防篡改的校验链完整。",
                f"{OLDER_BACKUPS}。",
            )
        ),
        Signing((Blank("经办人："), Blank("负责人："), _DAY), beside=3),
    )
    return Paper("个人信息清除报告", parts, mark=f"清除 {purge.action}")


def _people(workspace: Workspace, wanted: Wanted) -> list[Talent]:
    if wanted.choice.own_ids is not None:
        numbers = sorted(wanted.choice.own_ids)
        found = [get_record(workspace, TALENTS.kind, number) for number in numbers]
    else:
        query = wanted.shown.query if wanted.shown else Query(text=wanted.query)
        found = list(
            find_records(workspace, TALENTS.kind, replace(query, offset=0, limit=None)).rows
        )
    return [person for person in found if isinstance(person, Talent)]


PRIVACY_KINDS: Final[tuple[PrintKind, ...]] = (
    paper_kind("privacy-notices", "个人信息处理告知书", _notices),
    paper_kind("personal-data", "本人信息表", _held, has_numbers=True),
    paper_kind("purge-reports", "个人信息清除报告", _reports),
)
