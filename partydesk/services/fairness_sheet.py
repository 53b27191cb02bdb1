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
    first_wishes,
    rankings,
)
from partydesk.domain.matching import (
    Figures,
    Problem,
    Wishes,
    check,
    figures,
    parse_problem,
)
from partydesk.domain.numbering import chinese_numeral, paper_date
from partydesk.domain.selection import Round, Ruling, Side, post_key, record_id, talent_key
from partydesk.reports.bands import Blank, Fact
from partydesk.reports.layout import Align
from partydesk.reports.papers import Facts, Heading, Paper, Paragraphs, Part, Signing
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.fairness_words import fared, published, rules_of, sensitivity
from partydesk.services.matching import run_row
from partydesk.services.print_kinds import Wanted, paper_kind
from partydesk.services.round_decisions import RoundDecision, decisions_in
from partydesk.services.rulings import rulings_in
from partydesk.services.runs import names_in, result_of
from partydesk.services.selection import round_of, round_row

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_SIZE_PT = 9.0
_NAMED = 2  # first wishes named, where several are equally welcome


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
        decided = decisions_in(session, parent.id)
        people = {each.pair[1] for each in decided if each.pair}
        names = names_in(session, parent.id, row, people)
        sheet = _Sheet(row, earlier, names, round_of(parent))
        return [sheet.paper(rulings_in(session, parent.id), decided)]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One run, ready to be told."""

    row: RunRow
    earlier: RunRow | None
    names: Mapping[str, str]
    round: Round

    def paper(
        self, rulings: Mapping[tuple[int, int], Ruling], decided: Sequence[RoundDecision]
    ) -> Paper:
        """Put the sheet together; parts without content say so or are left out."""
        problem = parse_problem(self.row.problem)
        found = rankings(problem, [(post, talent) for post, talent in self.row.result["pairs"]])
        counts = figures(problem, result_of(self.row), self._stood_in_keys())
        parts: list[Part] = [Facts(tuple(self._about(problem)))]
        sections = [
            ("总体情况", self._figures(problem, found, counts)),
            ("配对结果和双方的顺序", self._pairs(problem, found)),
            ("未配上的岗位和原因", self._unfilled(counts)),
            ("未安排的人员和原因", self._unplaced(problem, counts)),
            (
                "名单长短的影响",
                Paragraphs(sensitivity(problem, counts, self.row.policy.get("short_list", 0))),
            ),
            ("匹配前的锁定和不配", self._rulings(problem, rulings)),
            ("与上一次匹配的差别", self._differences()),
            ("本轮人为的决定和以后的变动", self._decided(decided)),
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
            title=f"{self.round.year}年双向选择公平性说明",
            parts=tuple(parts),
            subtitle=f"第 {self.row.number} 次匹配　{when} 运行",
            mark=f"第 {self.row.number} 次匹配",
            landscape=True,
        )

    def _about(self, problem: Problem) -> Iterator[Fact]:
        """How the run was made: from which input and by which rules."""
        row = self.row
        yield Fact("轮次", self.round.title)
        yield Fact("匹配次数", f"第 {row.number} 次")
        yield Fact("优先", FAVOURS.get(row.favour, row.favour))
        yield Fact("目标", GOALS.get(row.goal, row.goal))
        yield Fact("政策年度", f"{row.policy.get('year', self.round.year)} 年")
        matcher = row.options.get("matcher")
        method = f"，匹配方法第 {matcher} 版" if matcher else ""
        yield Fact("程序版本", row.program_version + method)
        yield Fact("公布和截止", published(self.round), wide=True)
        yield Fact("意愿", "；".join(self._heard(problem)), wide=True)
        yield Fact("规则", "；".join(rules_of(row.policy, problem)), wide=True)
        yield Fact("输入校验码", row.inputs_sha256, wide=True)
        yield Fact("代为排序", self._stood_in(), wide=True)

    def _heard(self, problem: Problem) -> Iterator[str]:
        """How many of each side had said something when the run was made."""
        stood_in = set(self._stood_in_keys())
        for side, unit, wishes in (
            ("企业", "个岗位", {post.id: post.wishes for post in problem.posts}),
            ("个人", "人", {talent.id: talent.wishes for talent in problem.talents}),
        ):
            own = sum(said != "any" and key not in stood_in for key, said in wishes.items())
            yield f"{side} {len(wishes)} {unit}中 {own} {unit}登记了意愿"

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
        sides = (fared("企业", counts.post_wishes), fared("个人", counts.talent_wishes))
        legend = (
            "下表中“=”表示与别人并列，“代”表示按契合度代排，“—”表示没有意见，"
            "“未选”表示有意见而没有写到对方。"
        )
        return Paragraphs((filled, people, *sides, checked, legend))

    def _pairs(self, problem: Problem, found: tuple[Ranking, ...]) -> Part:
        """Every pair with whom the enterprise wanted most, both places and the sentence."""
        columns = (
            TableColumn("序号", 5, Align.CENTRE),
            TableColumn("岗位", 32),
            TableColumn("企业首选", 16),
            TableColumn("人选", 14),
            TableColumn("企业第", 8, Align.CENTRE),
            TableColumn("个人第", 8, Align.CENTRE),
            TableColumn("说明", 52),
        )
        of_posts = {post.id: post.wishes for post in problem.posts}
        of_talents = {talent.id: talent.wishes for talent in problem.talents}
        rows = [
            (
                str(number),
                self._name(each.post),
                self._first(each.post, of_posts[each.post]),
                self._name(each.talent),
                self._place(each.of_talent, each.post, of_posts[each.post]),
                self._place(each.of_post, each.talent, of_talents[each.talent]),
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

    def _decided(self, decided: Sequence[RoundDecision]) -> Part:
        """What people decided beside the matcher, by whom it was written down, and why."""
        if not decided:
            return Paragraphs(("没有。",))
        columns = (
            TableColumn("日期", 14),
            TableColumn("办理", 22),
            TableColumn("岗位", 34),
            TableColumn("人员", 14),
            TableColumn("理由和依据", 40),
            TableColumn("经办", 11),
        )
        rows = [
            (
                paper_date(each.day),
                each.act,
                self._name(post_key(each.pair[0])) if each.pair else "",
                self._name(talent_key(each.pair[1])) if each.pair else "",
                each.words,
                each.actor,
            )
            for each in decided
        ]
        return Table(columns, rows, _SIZE_PT)

    def _name(self, key: str) -> str:
        """Name a post or person; one that is gone by its number."""
        gone = "岗位" if key == post_key(record_id(key)) else "人员"
        return self.names.get(key, f"已删除的{gone}（编号 {record_id(key)}）")

    def _first(self, whose: str, wishes: Wishes) -> str:
        """Whom a post wanted most, the fit's choice marked as such."""
        named = first_wishes(wishes)
        if not named:
            return "—"
        more = f" 等 {len(named)} 人" if len(named) > _NAMED else ""
        stood_in = "（代）" if whose in self._stood_in_keys() else ""
        return "、".join(self._name(key) for key in named[:_NAMED]) + more + stood_in

    def _place(self, place: Place | None, whose: str, wishes: Wishes) -> str:
        if place is None:
            return "—" if wishes == "any" else "未选"
        return place.words + ("代" if whose in self._stood_in_keys() else "")

    def _stood_in_keys(self) -> Sequence[str]:
        keys: Sequence[str] = self.row.options.get("stood_in", ())
        return keys

    def _reason(self, key: str) -> str:
        return str(self.row.result["reasons"].get(key, ""))


FAIRNESS = paper_kind("fairness", "公平性说明", _fairness)
