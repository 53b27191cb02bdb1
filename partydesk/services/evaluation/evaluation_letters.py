"""公示 of the results and the letters that follow from them, set as official documents (公文).

They are drafts: no number is taken, the clerk files them with the office's own number. In the 公示
only those whose grade is an honour stand with their full names; others can recognize themselves and
their units, the public cannot read who did poorly. Points and personal numbers stand in neither.
Source: 公务员考核规定（中组部 2020）: of the grades, those of 优秀 are made public by name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from partydesk.domain.errors import NotFound
from partydesk.domain.evaluation.kinds import Judged, Measure
from partydesk.domain.notices import Notice
from partydesk.domain.numbering import chinese_numeral, paper_date
from partydesk.domain.pinyin import matches
from partydesk.domain.print_plan import in_order
from partydesk.domain.progress import Progress
from partydesk.reports.render import render_batch
from partydesk.services.evaluation.closing import MeasureLine, list_measures
from partydesk.services.evaluation.evaluation_papers import (
    NOT_JUDGED,
    results_wanted,
    units_words,
)
from partydesk.services.evaluation.results import Result, Results, get_results
from partydesk.services.issuing import USUAL
from partydesk.services.layouts import layout_in_use
from partydesk.services.policies import get_policy
from partydesk.services.print_kinds import PrintKind, Printout, Wanted

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_LAYOUT: Final = "notices"
_SUBJECT: Final = {
    Judged.PEOPLE: "驻企党组织书记、党建指导员",
    Judged.COMMITTEES: "基层党委非公党建工作",
}
_TITLES: Final = {
    Measure.REMINDER: "关于对{who}进行提醒的函",
    Measure.ENQUIRY: "关于对{who}进行函询的通知",
    Measure.ADMONITION: "关于对{who}予以诫勉的通知",
    Measure.ADJUSTMENT: "关于调整{who}派驻岗位的通知",
    Measure.DISMISSAL: "关于解聘{who}的通知",
}
_MOST_HIDDEN: Final = 2


def masked_name(name: str) -> str:
    """Hide a name but for its first character: ``苏＊``, ``阿＊＊``."""
    return name[:1] + "＊" * min(len(name) - 1, _MOST_HIDDEN)


def _draft(
    workspace: Workspace,
    wanted: Wanted,
    progress: Progress,
    kind: PrintKind,
    drafts: Sequence[Notice],
) -> Printout:
    """Set drafts as official documents, each on pages of its own."""
    with workspace.reading() as session:
        layout = layout_in_use(session, _LAYOUT, USUAL[_LAYOUT]).layout
    done = render_batch(
        layout, drafts, created=wanted.created, progress=progress, fonts=wanted.fonts
    )
    documents = in_order(((each.person, "") for each in drafts), done.pages)
    return Printout(
        kind.kind,
        kind.title,
        layout.name,
        done.pdf,
        sum(done.pages),
        len(drafts),
        (),
        done.warnings,
        documents=documents,
    )


def _notice(
    organ: str, title: str, who: str, day: dt.date, paragraphs: Sequence[str], addressee: str = ""
) -> Notice:
    return Notice(
        number="",
        title=title,
        addressee=addressee,
        paragraphs=tuple(paragraphs),
        attachments=(),
        person=who,
        people=(who,),
        organ=organ,
        issued_on=day,
        effective_on=day,
        sealed=True,
        copies_to="",
        issuer="",
    )


# -- 公示 --------------------------------------------------------------------------------------


def public_paragraphs(results: Results, organ: str) -> Iterator[str]:
    """Write what the public reads: grade by grade, the days, and to whom to speak."""
    subject = _SUBJECT[results.judged]
    yield (
        f"按照{results.scheme.name}方案，经考核并研究，{results.year}年度{subject}考核结果"
        "已经提出。现将有关情况公示如下："
    )
    number = 0
    for grade in results.scheme.grades:
        rows = [row for row in results.rows if row.grade == grade.word]
        if rows:
            number += 1
            unit = "名" if results.judged is Judged.PEOPLE else "个"
            yield f"{chinese_numeral(number)}、{grade.word}（{len(rows)}{unit}）"
            full = grade.commended or results.judged is Judged.COMMITTEES
            yield "；".join(_named(row, full=full) for row in rows) + "。"
    rest = sum(row.grade is None for row in results.rows)
    if rest:
        yield f"另有{rest}{'名' if results.judged is Judged.PEOPLE else '个'}{NOT_JUDGED}。"
    yield f"公示时间：{_days(results)}。"
    yield (
        f"公示期间，对考核结果有异议的，可以来信、来电、来访等方式向{organ}反映。反映情况应当"
        "实事求是，并签署真实姓名和联系方式。"
    )
    yield "受理电话：\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000"


def _named(row: Result, *, full: bool) -> str:
    name = row.evaluated.name if full else masked_name(row.evaluated.name)
    units = units_words(row)
    return f"{name}（{units}{row.placed.group}）" if units else name


def _days(results: Results) -> str:
    first, last = results.public_from, results.public_to
    if first is None or last is None:
        return "\u3000\u3000\u3000年\u3000月\u3000日至\u3000月\u3000日"
    length = results.policy.public_length(first, last)
    return f"{paper_date(first)}至{paper_date(last)}，共{length}"


def _public(
    judged: Judged, kind: PrintKind, workspace: Workspace, wanted: Wanted, progress: Progress
) -> Printout:
    results = results_wanted(workspace, wanted.year, judged)
    if not results.rows:
        raise NotFound("没有考核对象，不能公示")
    organ = get_policy(workspace, wanted.year).organ
    title = f"关于{results.year}年度{_SUBJECT[judged]}考核结果的公示"
    day = results.public_from or workspace.today()
    draft = _notice(organ, title, "考核结果公示", day, list(public_paragraphs(results, organ)))
    return _draft(workspace, wanted, progress, kind, [draft])


# -- 提醒、函询、诫勉、调整、解聘 ----------------------------------------------------------------


def _measures(workspace: Workspace, wanted: Wanted, progress: Progress) -> Printout:
    organ = get_policy(workspace, wanted.year).organ
    chosen = wanted.choice.own_ids
    drafts: list[Notice] = []
    for judged in Judged:
        results = get_results(workspace, wanted.year, judged)
        if results is None:
            continue
        drafts += [
            _letter(results, line, organ)
            for line in list_measures(workspace, wanted.year, judged)
            if (chosen is None or line.evaluated_id in chosen) and matches(wanted.query, line.name)
        ]
    if not drafts:
        raise NotFound(f"{wanted.year} 年没有因考核结果发出的函件")
    return _draft(workspace, wanted, progress, MEASURES, drafts)


def _letter(results: Results, line: MeasureLine, organ: str) -> Notice:
    person = results.judged is Judged.PEOPLE
    who, you = (f"{line.name}同志", "你") if person else (line.name, "你党委")
    result = results.of(line.evaluated_id)
    lead = f"{results.year}年度考核中，{you}的考核等次为{result.grade or NOT_JUDGED}。"
    paragraphs = (lead, *(text for text in line.text.splitlines() if text.strip()))
    title = _TITLES[line.measure].format(who=who)
    return _notice(organ, title, line.name, line.given_on, paragraphs, who)


EVALUATION_PUBLIC: Final[PrintKind] = PrintKind(
    "evaluation-public",
    "考核结果公示",
    lambda w, wanted, progress: _public(Judged.PEOPLE, EVALUATION_PUBLIC, w, wanted, progress),
)
COMMITTEE_PUBLIC: Final[PrintKind] = PrintKind(
    "committee-public",
    "基层党委考核结果公示",
    lambda w, wanted, progress: _public(Judged.COMMITTEES, COMMITTEE_PUBLIC, w, wanted, progress),
)
MEASURES: Final = PrintKind("measures", "考核结果运用函件", _measures)
