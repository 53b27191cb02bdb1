"""公平性说明: how a run was made, what it gave to either side, and why everybody got what they got.

It is put together from what was kept of the run, so that it can be printed again at an audit; only
the check for blocking pairs is done anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from partydesk.db.models import RunRow
from partydesk.domain.fairness import (
    CAUSES_OF_PERSON,
    CAUSES_OF_POST,
    FAVOURS,
    GOALS,
    Place,
    Ranking,
    rankings,
)
from partydesk.domain.matching import (
    Cause,
    Figures,
    Problem,
    WishesMet,
    check,
    figures,
    list_lengths,
    parse_problem,
)
from partydesk.domain.numbering import chinese_numeral, paper_date
from partydesk.domain.selection import Ruling, Side, post_key, record_id, talent_key
from partydesk.reports.bands import Blank, Fact
from partydesk.reports.layout import Align
from partydesk.reports.papers import Facts, Heading, Paper, Paragraphs, Part, Signing
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.matching import run_row
from partydesk.services.print_kinds import Wanted, paper_kind
from partydesk.services.rulings import rulings_in
from partydesk.services.runs import names_in, result_of
from partydesk.services.selection import round_row

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_SIZE_PT = 9.0


def _fairness(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """公平性说明 of a run, the newest where none is named."""
    with workspace.reading() as session:
        parent = round_row(session, wanted.year)
        row = run_row(session, parent.id, wanted.choice.run_id)
        earlier = session.scalar(
            select(RunRow)
            .where(RunRow.round_id == parent.id, RunRow.number < row.number)
            .order_by(RunRow.number.desc())
            .limit(1)
        )
        sheet = _Sheet(row, earlier, names_in(session, parent.id, row), parent.title, parent.year)
        return [sheet.paper(rulings_in(session, parent.id))]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One run, ready to be told."""

    row: RunRow
    earlier: RunRow | None
    names: Mapping[str, str]
    round: str
    year: int

    def paper(self, rulings: Mapping[tuple[int, int], Ruling]) -> Paper:
        """Put the sheet together; parts without content say so or are left out."""
        problem = parse_problem(self.row.problem)
        found = rankings(problem, [(post, talent) for post, talent in self.row.result["pairs"]])
        counts = figures(problem, result_of(self.row), self._stood_in_keys())
        parts: list[Part] = [Facts(tuple(self._about()))]
        sections = [
            ("总体情况", self._figures(problem, found, counts)),
            ("配对结果和双方的顺序", self._pairs(found)),
            ("未配上的岗位和原因", self._unfilled(counts)),
            ("未安排的人员和原因", self._unplaced(problem, counts)),
            ("名单长短的影响", _sensitivity(problem, counts, self.row.policy.get("short_list", 0))),
            ("党工委的锁定和不配", self._rulings(problem, rulings)),
            ("与上一次匹配的差别", self._differences()),
        ]
        for number, (title, part) in enumerate(sections, 1):
            parts += [Heading(f"{chinese_numeral(number)}、{title}"), part]
        blanks = (
            Blank("经办人（签字）："),
            Blank("复核（签字）："),
            Blank("日期：　　　　年　　月　　日", ruled=False),
        )
        parts.append(Signing(blanks, beside=3))
        made = self.row.made_at.astimezone()
        when = f"{paper_date(made)} {made:%H:%M}"
        return Paper(
            title=f"{self.year}年双向选择公平性说明",
            parts=tuple(parts),
            subtitle=f"第 {self.row.number} 次匹配　{when} 运行",
            mark=f"第 {self.row.number} 次匹配",
            landscape=True,
        )

    def _about(self) -> Iterator[Fact]:
        """How the run was made."""
        row = self.row
        yield Fact("轮次", self.round)
        yield Fact("匹配次数", f"第 {row.number} 次")
        yield Fact("优先", FAVOURS.get(row.favour, row.favour))
        yield Fact("目标", GOALS.get(row.goal, row.goal))
        yield Fact("政策年度", f"{row.policy.get('year', self.year)} 年")
        matcher = row.options.get("matcher")
        method = f"，匹配方法第 {matcher} 版" if matcher else ""
        yield Fact("程序版本", row.program_version + method)
        yield Fact("输入校验码", row.inputs_sha256, wide=True)
        yield Fact("代为排序", self._stood_in(), wide=True)

    def _stood_in(self) -> str:
        """For whose missing order the fit stood in."""
        sides = self.row.options.get("stand_in", ())
        if not sides:
            return "没有。没有表达意愿的一方按“都可以”办理"
        keys = self._stood_in_keys()
        counts = {
            Side.ENTERPRISE: sum(key == post_key(record_id(key)) for key in keys),
            Side.PERSON: sum(key == talent_key(record_id(key)) for key in keys),
        }
        told = (f"{side} {counts[Side(side)]} 个" for side in sides)
        named = "、".join(self._name(key) for key in keys)
        return f"没有排序的按契合度代排：{'、'.join(told)}" + (f"（{named}）" if named else "")

    def _figures(self, problem: Problem, found: tuple[Ranking, ...], counts: Figures) -> Part:
        """The counts, and what the independent check says of the result as it stands."""
        verdict = check(problem, [(each.post, each.talent) for each in found])
        result = self.row.result
        proven = "已证明不能再多" if result.get("proven") else "是否还能更多没有证明"
        lawful = "" if verdict.lawful else "，且有不合锁定、不配或席位的配对"
        most = result.get("upper_bound", counts.filled)
        filled = (
            f"岗位 {counts.posts} 个，配上 {counts.filled} 个；在稳定的前提下{proven}"
            f"（不论是否稳定，最多能配 {most} 个）。"
        )
        people = (
            f"有席位的人员 {counts.people} 人，安排 {counts.placed} 人；"
            f"其中锁定 {counts.locked} 对。下面两行不计没有意见的，也不计锁定和代排的；"
            "不分先后的都算同一位。"
        )
        checked = (
            f"独立核验：不稳定对 {len(verdict.blocking_pairs)} 个{lawful}。不稳定对是指没有配在"
            "一起、但双方都更想要对方的岗位和人；核验与求解各自读取意愿，互不引用。"
        )
        sides = (_told("企业", counts.post_wishes), _told("个人", counts.talent_wishes))
        legend = "下表中“=”表示与别人并列，“代”表示按契合度代排，“—”表示没有意见。"
        return Paragraphs((filled, people, *sides, checked, legend))

    def _pairs(self, found: tuple[Ranking, ...]) -> Part:
        """Every pair with both places and its sentence."""
        columns = (
            TableColumn("序号", 5, Align.CENTRE),
            TableColumn("岗位", 36),
            TableColumn("人选", 16),
            TableColumn("企业第", 8, Align.CENTRE),
            TableColumn("个人第", 8, Align.CENTRE),
            TableColumn("说明", 62),
        )
        rows = [
            (
                str(number),
                self._name(each.post),
                self._name(each.talent),
                self._place(each.of_talent, each.post),
                self._place(each.of_post, each.talent),
                self._reason(each.post),
            )
            for number, each in enumerate(found, 1)
        ]
        return Table(columns, rows, _SIZE_PT)

    def _unfilled(self, counts: Figures) -> Part:
        causes = {key: CAUSES_OF_POST[cause] for key, cause in counts.empty_posts.items()}
        return self._reasons("岗位", self.row.result["unfilled"], causes, "岗位全部配上。")

    def _unplaced(self, problem: Problem, counts: Figures) -> Part:
        placed = {talent for _, talent in self.row.result["pairs"]}
        keys = [talent.id for talent in problem.talents if talent.id not in placed]
        causes = {key: CAUSES_OF_PERSON[cause] for key, cause in counts.unplaced.items()}
        return self._reasons("人员", keys, causes, "人员全部得到安排。")

    def _reasons(
        self, head: str, keys: Sequence[str], causes: Mapping[str, str], nobody: str
    ) -> Part:
        """Give everybody's reason and what it owes to the lists, or say that there is nobody."""
        if not keys:
            return Paragraphs((nobody,))
        columns = (
            TableColumn("序号", 5, Align.CENTRE),
            TableColumn(head, 36),
            TableColumn("原因", 74),
            TableColumn("名单", 20),
        )
        rows = [
            (str(number), self._name(key), self._reason(key), causes.get(key, "没有席位"))
            for number, key in enumerate(keys, 1)
        ]
        return Table(columns, rows, _SIZE_PT)

    def _rulings(self, problem: Problem, rulings: Mapping[tuple[int, int], Ruling]) -> Part:
        """What the office had fixed or excluded; a lock without a ruling is a settled pair."""
        office = {(post_key(post), talent_key(talent)): r for (post, talent), r in rulings.items()}
        fixed = [
            (*pair, "锁定" if office.get(pair) is Ruling.LOCKED else "各方已同意，保留")
            for pair in problem.locked
        ]
        barred = [
            (*pair, "不配") for pair in sorted(problem.forbidden)
            if office.get(pair) is Ruling.FORBIDDEN
        ]  # fmt: skip
        others = len(problem.forbidden) - len(barred)
        if not fixed and not barred:
            said = f"没有。另有 {others} 对因不具备必备条件等未列入。" if others else "没有。"
            return Paragraphs((said,))
        columns = (TableColumn("岗位", 50), TableColumn("人员", 20), TableColumn("办理", 30))
        rows = [(self._name(post), self._name(who), what) for post, who, what in fixed + barred]
        if others:
            rows.append(("其他", f"{others} 对", "不具备必备条件等，未列入"))
        return Table(columns, rows, _SIZE_PT)

    def _differences(self) -> Part:
        """What changed against the run before."""
        if self.earlier is None:
            return Paragraphs(("这是本轮第一次匹配。",))
        before, now = (dict(row.result["pairs"]) for row in (self.earlier, self.row))
        keys = [key for key in {**now, **before} if now.get(key) != before.get(key)]
        if not keys:
            return Paragraphs((f"与第 {self.earlier.number} 次匹配的结果相同。",))
        columns = (
            TableColumn("岗位", 50),
            TableColumn(f"第 {self.earlier.number} 次", 25),
            TableColumn("本次", 25),
        )
        rows = [
            (self._name(key), *(self._name(w[key]) if key in w else "未配" for w in (before, now)))
            for key in sorted(keys, key=record_id)
        ]
        return Table(columns, rows, _SIZE_PT)

    def _name(self, key: str) -> str:
        """Name a post or person; one that is gone by its number."""
        gone = "岗位" if key == post_key(record_id(key)) else "人员"
        return self.names.get(key, f"已删除的{gone}（编号 {record_id(key)}）")

    def _place(self, place: Place | None, whose: str) -> str:
        if place is None:
            return "—"
        return place.words + ("代" if whose in self._stood_in_keys() else "")

    def _stood_in_keys(self) -> Sequence[str]:
        keys: Sequence[str] = self.row.options.get("stood_in", ())
        return keys

    def _reason(self, key: str) -> str:
        return str(self.row.result["reasons"].get(key, ""))


def _told(side: str, met: WishesMet) -> str:
    """Tell in a sentence how one side fared."""
    if met.average_place is None:
        return f"{side}：配上的都没有意见。"
    return (
        f"{side}：有意见的配上 {met.pairs} 个，其中 {met.first} 个得到首选，"
        f"平均在自己的第 {met.average_place:.2f} 位。"
    )


def _sensitivity(problem: Problem, counts: Figures, least: int) -> Part:
    """What the lengths of the lists had to do with who was left out."""
    lengths = list_lengths(problem)
    posts = [lengths[post.id] for post in problem.posts]
    people = [lengths[talent.id] for talent in problem.talents if talent.capacity]
    own_posts, own_people = counts.count(Cause.OWN_LIST)
    their_posts, their_people = counts.count(Cause.OTHER_LISTS)
    no_posts, no_people = counts.count(Cause.COMPETITION)
    average = (
        f"平均每个岗位接受 {_mean(posts)} 人，每人接受 {_mean(people)} 个岗位；"
        "没有意见的按接受全部计。"
    )
    if least:
        few, fewer = (sum(length < least for length in side) for side in (posts, people))
        average += f"接受不足 {least} 个的岗位 {few} 个、人员 {fewer} 人。"
    empty = (
        f"未配上的岗位 {len(counts.empty_posts)} 个：企业多接受一人就能配上的 {own_posts} 个，"
        f"要有人多选报此岗的 {their_posts} 个，与名单长短无关的 {no_posts} 个。"
    )
    unplaced = (
        f"有席位而未安排的 {len(counts.unplaced)} 人：本人多选报一岗就能配上的 {own_people} 人，"
        f"要有企业多接受此人的 {their_people} 人，与名单长短无关的 {no_people} 人。"
    )
    fillable = (
        f"这样的意愿各补一个，合起来最多可再配上 {counts.fillable} 个岗位，别人的结果都不变。"
    )
    return Paragraphs((average, empty, unplaced, fillable))


def _mean(lengths: Sequence[int]) -> str:
    return f"{sum(lengths) / len(lengths):.1f}" if lengths else "0"


FAIRNESS = paper_kind("fairness", "公平性说明", _fairness)
