"""考核表 and 考核结果汇总表: a year's results on paper, with every step of the reckoning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Final

from partydesk.domain.errors import NotFound
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.numbering import chinese_numeral, paper_date
from partydesk.domain.pinyin import matches
from partydesk.reports.bands import Blank, Fact
from partydesk.reports.fitting import ColumnWish, fit_columns
from partydesk.reports.layout import Align
from partydesk.reports.papers import Facts, Heading, Paper, Paragraphs, Part, Signing
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.evaluation.charts import chart_of
from partydesk.services.evaluation.results import Result, Results, get_results
from partydesk.services.print_kinds import Wanted, paper_kind

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_SMALL_PT, _SMALL_PITCH_PT = 9.0, 13.5
_NONE: Final = "—"
NOT_JUDGED: Final = "不予评定"
#: What the sheet calls whoever is judged and what a group of them is counted in.
_WHO: Final = {Judged.PEOPLE: ("姓名", "人"), Judged.COMMITTEES: ("基层党委", "个")}
_SUBJECT: Final = {Judged.PEOPLE: "驻企人员", Judged.COMMITTEES: "基层党委"}


def results_wanted(workspace: Workspace, year: int, judged: Judged) -> Results:
    """Give a year's results; those of a closed evaluation as they were frozen.

    Raises:
        NotFound: The evaluation was not begun.
    """
    results = get_results(workspace, year, judged)
    if results is None:
        raise NotFound(f"{year} 年{judged.value}考核还没有开始")
    return results


def rows_wanted(results: Results, wanted: Wanted) -> list[Result]:
    """Give those that are to be printed, in the order of the results."""
    chosen = wanted.choice.own_ids
    return [
        row
        for row in results.rows
        if (chosen is None or row.evaluated.id in chosen)
        and any(matches(wanted.query, words) for words in (row.evaluated.name, units_words(row)))
    ]


def units_words(row: Result) -> str:
    """Name the units of a person; a committee has none."""
    return "、".join(unit.name for unit in row.evaluated.units)


def grade_words(row: Result) -> str:
    """The grade as decided; not yet is said so."""
    if row.evaluated.grade is not None:
        return row.evaluated.grade
    return NOT_JUDGED if row.placed.suggested is None else "（未确定）"


def points_words(points: Decimal | None) -> str:
    """Write points; a dash where there are none."""
    return _NONE if points is None else f"{points:f}"


# -- 考核表 ------------------------------------------------------------------------------------


def _sheets(judged: Judged, workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """One sheet each."""
    results = results_wanted(workspace, wanted.year, judged)
    return [_sheet(results, row) for row in rows_wanted(results, wanted)]


def _sheet(results: Results, row: Result) -> Paper:
    state = "" if results.closed_on else "（结果尚未办结）"
    sections: list[tuple[str, list[Part]]] = [
        ("各项得分", [_parts(results, row)]),
        ("与本组比较", [chart_of(results, row.evaluated.id)]),
        ("计算过程", [Paragraphs(tuple(_steps(results, row)), _SMALL_PT, _SMALL_PITCH_PT)]),
        ("述职和点评", list(_words(results, row))),
    ]
    parts: list[Part] = [Facts(tuple(_about(results, row)))]
    shown = [(title, found) for title, found in sections if found]
    for number, (title, found) in enumerate(shown, 1):
        parts += [Heading(f"{chinese_numeral(number)}、{title}"), *found]
    parts.append(Signing(_blanks(results.judged), beside=2))
    return Paper(
        title=f"{results.year}年度{_SUBJECT[results.judged]}考核表",
        parts=tuple(parts),
        subtitle=f"{results.scheme.name}{state}",
        mark=row.evaluated.name,
    )


def _about(results: Results, row: Result) -> Iterator[Fact]:
    who, unit = _WHO[results.judged]
    yield Fact(who, row.evaluated.name, wide=results.judged is Judged.COMMITTEES)
    if results.judged is Judged.PEOPLE:
        yield Fact("职务", row.evaluated.group)
        yield Fact("所在单位", units_words(row), wide=True)
        yield Fact("本年在岗", f"{row.evaluated.months or 0} 个月")
    judged = [
        each
        for each in results.rows
        if each.placed.group == row.placed.group and each.placed.rank is not None
    ]
    yield Fact("总分", points_words(row.placed.score.total))
    rank = row.placed.rank
    yield Fact("名次", NOT_JUDGED if rank is None else f"本组 {len(judged)} {unit}中第 {rank} 名")
    yield Fact("建议等次", row.placed.suggested or NOT_JUDGED)
    yield Fact("确定等次", grade_words(row))
    if row.evaluated.decided_on is not None:
        yield Fact("确定日期", paper_date(row.evaluated.decided_on))
    yield Fact("等次理由", "；".join(row.placed.reasons), wide=True)
    if row.evaluated.why:
        yield Fact("与建议不同", row.evaluated.why, wide=True)


def _parts(results: Results, row: Result) -> Table:
    """The components with their weights; what is missing has a dash and no weight."""
    columns = (
        TableColumn("考核项目", 30),
        TableColumn("得分来源", 14),
        TableColumn("方案权重", 12, Align.RIGHT),
        TableColumn("折算权重", 12, Align.RIGHT),
        TableColumn("得分", 12, Align.RIGHT),
        TableColumn("依据数", 10, Align.RIGHT),
    )
    rows = []
    for part in row.placed.score.parts:
        component = results.scheme.component(part.component)
        counted = f"{part.counted:f}" if part.points is not None else _NONE
        rows.append(
            (
                component.name,
                component.scored_by.value,
                f"{part.weight:f}",
                counted,
                points_words(part.points),
                str(part.n),
            )
        )
    return Table(columns, rows)


def _steps(results: Results, row: Result) -> Iterator[str]:
    """Every step, component by component, then the total."""
    for part in row.placed.score.parts:
        name = results.scheme.component(part.component).name
        head, *rest = _lines(part.steps)
        yield f"【{name}】{head}"
        yield from rest
    yield f"【总分】{'；'.join(row.placed.score.steps)}"


def _lines(steps: Sequence[str]) -> list[str]:
    """Put the steps into lines; each class of voters begins one."""
    lines: list[list[str]] = [[]]
    for step in steps:
        if "：发出 " in step and lines[-1]:
            lines.append([])
        lines[-1].append(step)
    return ["；".join(line) for line in lines]


def _words(results: Results, row: Result) -> Iterator[Part]:
    """The report and what was said of the person."""
    if row.evaluated.report:
        day = row.evaluated.reported_on
        when = f"（{paper_date(day)}）" if day else ""
        yield Paragraphs((f"述职{when}：", *row.evaluated.report.splitlines()))
    said = [
        (results.scheme.component(key).name, given.unit or given.scorer, given.comment)
        for key, several in row.inputs.points.items()
        for given in several
        if given.comment
    ]
    if said:
        columns = (TableColumn("项目", 14), TableColumn("点评人", 26), TableColumn("点评", 50))
        yield Table(columns, said)


def _blanks(judged: Judged) -> tuple[Blank, ...]:
    day = Blank("日期：　　　　年　　月　　日", ruled=False)
    own = "本人（签字）：" if judged is Judged.PEOPLE else "党委负责人（签字）："
    return (Blank(own), day, Blank("考核组（签字）："), day, Blank("审定（盖章）："), day)


# -- 汇总表 ------------------------------------------------------------------------------------


def _summary(judged: Judged, workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """All results of a year, group by group."""
    results = results_wanted(workspace, wanted.year, judged)
    rows = rows_wanted(results, wanted)
    if not rows:
        return []
    wishes = _columns(results)
    cells = {row.evaluated.id: _cells(row) for row in rows}
    kept = _kept(wishes, list(cells.values()))
    fitted = fit_columns(
        [wishes[i] for i in kept], [[each[i] for i in kept] for each in cells.values()]
    )
    if fitted is None:
        raise NotFound("考核项目太多，一张纸上排不下汇总表；请逐人打印考核表")
    parts: list[Part] = []
    groups = [(name, list(own)) for name, own in groupby(rows, key=lambda row: row.placed.group)]
    for name, own in groups:
        if len(groups) > 1:
            parts.append(Heading(f"{name}（{len(own)} {_WHO[judged][1]}）"))
        lines = [[cells[row.evaluated.id][i] for i in kept] for row in own]
        parts.append(Table(fitted.columns, lines, fitted.size_pt))
    parts.append(Paragraphs(tuple(_notes(results, rows)), _SMALL_PT, _SMALL_PITCH_PT))
    blanks = (Blank("制表："), Blank("审核："), Blank("审定："))
    parts.append(Signing(blanks, beside=3))
    state = f"{paper_date(results.closed_on)}办结" if results.closed_on else "结果尚未办结"
    return [
        Paper(
            title=f"{results.year}年度{_SUBJECT[judged]}考核结果汇总表",
            parts=tuple(parts),
            subtitle=f"{results.scheme.name}（{state}）",
            landscape=fitted.landscape,
        )
    ]


def _columns(results: Results) -> list[ColumnWish]:
    who, _ = _WHO[results.judged]
    return [
        ColumnWish("名次", Align.CENTRE, rigid=True),
        ColumnWish(who, rigid=results.judged is Judged.PEOPLE),
        ColumnWish("所在单位"),
        *(ColumnWish(each.name, Align.RIGHT) for each in results.scheme.components),
        ColumnWish("加减分", Align.RIGHT, rigid=True),
        ColumnWish("总分", Align.RIGHT, rigid=True),
        ColumnWish("建议等次", Align.CENTRE),
        ColumnWish("确定等次", Align.CENTRE),
        ColumnWish("说明"),
    ]


def _cells(row: Result) -> list[str]:
    score = row.placed.score
    return [
        _NONE if row.placed.rank is None else str(row.placed.rank),
        row.evaluated.name,
        units_words(row),
        *(points_words(part.points) for part in score.parts),
        f"{score.added:+f}" if score.added else "",
        points_words(score.total),
        row.placed.suggested or NOT_JUDGED,
        grade_words(row),
        score.not_judged or row.evaluated.why or "；".join(row.placed.reasons[:-1]),
    ]


def _kept(wishes: Sequence[ColumnWish], rows: Sequence[Sequence[str]]) -> list[int]:
    """Leave out columns in which nothing stands."""
    return [i for i in range(len(wishes)) if any(row[i] for row in rows)]


def _notes(results: Results, rows: Iterable[Result]) -> Iterator[str]:
    weights = "、".join(f"{each.name} {each.weight:f}" for each in results.scheme.components)
    yield f"权重：{weights}。没有分的项不按 0 分计，权重由其余各项按比例分担。"
    counted: dict[str, int] = {}
    for row in rows:
        counted[grade_words(row)] = counted.get(grade_words(row), 0) + 1
    unit = _WHO[results.judged][1]
    yield "合计：" + "，".join(f"{word} {count} {unit}" for word, count in counted.items()) + "。"


EVALUATION_SHEETS = paper_kind(
    "evaluation-sheets", "考核表", lambda w, wanted: _sheets(Judged.PEOPLE, w, wanted)
)
EVALUATION_SUMMARY = paper_kind(
    "evaluation-summary", "考核结果汇总表", lambda w, wanted: _summary(Judged.PEOPLE, w, wanted)
)
COMMITTEE_SHEETS = paper_kind(
    "committee-sheets", "基层党委考核表", lambda w, wanted: _sheets(Judged.COMMITTEES, w, wanted)
)
COMMITTEE_SUMMARY = paper_kind(
    "committee-summary",
    "基层党委考核结果汇总表",
    lambda w, wanted: _summary(Judged.COMMITTEES, w, wanted),
)
