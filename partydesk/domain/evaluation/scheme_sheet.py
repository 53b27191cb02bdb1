"""A scheme as flat tables, as somebody who knows spreadsheets changes it.

Each table holds texts; what stands below a component (who gives points, who votes, the questions)
names the component in its first column. Reading them names every text that is no figure or word of
a scheme with its table and row; whether a scheme can be judged by is
:func:`partydesk.domain.evaluation.scheme_values.faults_of_scheme`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, TypeVar

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.evaluation.kinds import Datum, Judged, Measure, Rounding, RuleKind, ScoredBy
from partydesk.domain.evaluation.scheme import (
    Component,
    Grade,
    Option,
    Question,
    Scheme,
    Scorer,
    SpecialRule,
    VoterClass,
)

YES: Final = "是"
#: Written for an option that is out of the base.
NOT_COUNTED: Final = "不计"
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a table.

    Attributes:
        label: Its head.
        words: What can stand there; empty where anything can be typed.
        figures: Whether figures stand there.
        hint: What is to be typed.
    """

    label: str
    words: tuple[str, ...] = ()
    figures: bool = False
    hint: str = ""


_YES_NO: Final = (YES, "否")
#: Name of a table → its title and its columns.
TABLES: Final[Mapping[str, tuple[str, tuple[SheetColumn, ...]]]] = {
    "components": (
        "项目与权重",
        (
            SheetColumn("考核项目"),
            SheetColumn("权重", figures=True),
            SheetColumn("计分方式", tuple(ScoredBy)),
            SheetColumn("数据", ("", *Datum)),
        ),
    ),
    "scorers": (
        "打分人",
        (
            SheetColumn("考核项目"),
            SheetColumn("打分人"),
            SheetColumn("权重", figures=True),
            SheetColumn("每个单位一人", _YES_NO),
        ),
    ),
    "voters": (
        "投票人",
        (SheetColumn("考核项目"), SheetColumn("投票人"), SheetColumn("权重", figures=True)),
    ),
    "questions": (
        "测评题目",
        (
            SheetColumn("考核项目"),
            SheetColumn("题目"),
            SheetColumn("计分", _YES_NO),
            SheetColumn("选项和分值", hint="如：满意 100；基本满意 75；不满意 30；不了解 不计"),
        ),
    ),
    "grades": (
        "等次与比例",
        (
            SheetColumn("等次"),
            SheetColumn("起分", figures=True),
            SheetColumn("比例上限（%）", figures=True, hint="不限的空着"),
            SheetColumn("表彰", _YES_NO),
            SheetColumn("结果运用", ("", *Measure)),
        ),
    ),
    "rules": (
        "附加规则",
        (
            SheetColumn("情形"),
            SheetColumn("规则", tuple(RuleKind)),
            SheetColumn("最高等次"),
            SheetColumn("最多几分", figures=True),
        ),
    ),
    "general": ("一般规定", (SheetColumn("规定"), SheetColumn("内容"))),
}
_GENERAL: Final = {
    "name": "方案名称",
    "quota_rounding": "名额取整（四舍五入、舍去尾数、进一）",
    "ties_share": "名额边上同分的都给（是、否）",
    "digits": "保留几位小数",
    "rounding": "分数取整（四舍五入、舍去尾数、进一）",
    "least_weight": "有分的各项权重不足多少时不予评定",
    "least_months": "在岗不足几个月不予评定",
    "least_valid": "有效票不足几张的不计",
}

Rows = tuple[tuple[str, ...], ...]


def sheet_of(scheme: Scheme) -> dict[str, Rows]:
    """Write a scheme as tables of texts."""
    parts = scheme.components
    return {
        "components": tuple(
            (c.name, f"{c.weight:f}", c.scored_by.value, c.datum.value if c.datum else "")
            for c in parts
        ),
        "scorers": tuple(
            (c.name, each.name, f"{each.weight:f}", _yes(flag=each.of_unit))
            for c in parts
            for each in c.scorers
        ),
        "voters": tuple(
            (c.name, each.name, f"{each.weight:f}") for c in parts for each in c.voters
        ),
        "questions": tuple(
            (c.name, each.text, _yes(flag=each.counted), _options_text(each))
            for c in parts
            for each in c.questions
        ),
        "grades": tuple(
            (
                each.word,
                f"{each.at_least:f}",
                "" if each.percent is None else f"{each.percent:f}",
                _yes(flag=each.commended),
                each.measure.value if each.measure else "",
            )
            for each in scheme.grades
        ),
        "rules": tuple(
            (
                each.name,
                each.kind.value,
                each.at_most or "",
                "" if each.limit is None else f"{each.limit:f}",
            )
            for each in scheme.rules
        ),
        "general": tuple((label, _general_text(scheme, name)) for name, label in _GENERAL.items()),
    }


def _yes(*, flag: bool) -> str:
    return YES if flag else "否"


def _options_text(question: Question) -> str:
    return "；".join(
        f"{option.word} {NOT_COUNTED if option.points is None else f'{option.points:f}'}"
        for option in question.options
    )


def _general_text(scheme: Scheme, name: str) -> str:
    value = getattr(scheme, name)
    if isinstance(value, bool):
        return _yes(flag=value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def scheme_of(sheet: Mapping[str, Rows], before: Scheme) -> Scheme:
    """Read tables of texts; what keeps its name keeps its key, and so what was entered under it.

    Args:
        sheet: Name of a table → its rows; rows without any text are left aside.
        before: The scheme that was changed.

    Raises:
        ValidationFailed: Texts that are no figure or word of a scheme; every one is named.
    """
    return _Reading(sheet, before).scheme()


class _Reading:
    """Tables on their way to a scheme; faults are collected."""

    def __init__(self, sheet: Mapping[str, Rows], before: Scheme) -> None:
        self.sheet, self.before, self.faults = sheet, before, list[str]()
        self._where = ""

    def rows(self, table: str) -> list[tuple[str, ...]]:
        """The rows of a table that say anything, without spaces around the texts."""
        width = len(TABLES[table][1])
        found = []
        for row in self.sheet.get(table, ()):
            texts = tuple(text.strip() for text in row)
            if any(texts):
                found.append((*texts, *[""] * (width - len(texts)))[:width])
        return found

    def each(self, table: str, read: Callable[[tuple[str, ...]], _Row | None]) -> tuple[_Row, ...]:
        """Read every row, knowing where it stands."""
        made = []
        for number, row in enumerate(self.rows(table), 1):
            self._where = f"“{TABLES[table][0]}”第 {number} 行"
            value = read(row)
            if value is not None:
                made.append(value)
        return tuple(made)

    def figure(self, text: str, what: str) -> Decimal:
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_finite():
            return value
        self.faults.append(f"{self._where}的{what}“{text}”不是数字")
        return Decimal(0)

    def word(self, words: type[_Word], text: str, what: str) -> _Word:
        if text in list(words):
            return words(text)
        known = "、".join(words)
        self.faults.append(f"{self._where}的{what}“{text}”应为：{known}")
        return next(iter(words))

    def scheme(self) -> Scheme:
        names = [row[0] for row in self.rows("components")]
        for table in ("scorers", "voters", "questions"):
            for number, row in enumerate(self.rows(table), 1):
                if row[0] not in names:
                    title = TABLES[table][0]
                    self.faults.append(f"“{title}”第 {number} 行的考核项目“{row[0]}”不在项目表里")
        made = Scheme(
            judged=self.before.judged,
            components=self.each("components", self._component),
            grades=self.each("grades", self._grade),
            rules=self.each("rules", self._rule),
            **self._general(),  # type: ignore[arg-type]  # read by name
        )
        if self.faults:
            raise ValidationFailed({"scheme": "；".join(self.faults)})
        return made

    def _component(self, row: tuple[str, ...]) -> Component:
        name, weight, scored_by, datum = row
        known = {each.name: each for each in self.before.components}
        before = known.get(name)
        where = self._where
        made = Component(
            key=before.key if before else _new_key("part", {c.key for c in known.values()}, name),
            name=name,
            weight=self.figure(weight, "权重"),
            scored_by=self.word(ScoredBy, scored_by, "计分方式"),
            scorers=self.each("scorers", lambda each: self._scorer(name, each)),
            voters=self.each("voters", lambda each: self._voter(name, before, each)),
            questions=self.each("questions", lambda each: self._question(name, before, each)),
        )
        self._where = where
        if not datum:
            return made
        found = self.word(Datum, datum, "数据")
        return Component(
            made.key, made.name, made.weight, made.scored_by, made.scorers, made.voters,
            made.questions, found,
        )  # fmt: skip

    def _scorer(self, owner: str, row: tuple[str, ...]) -> Scorer | None:
        if row[0] != owner:
            return None
        return Scorer(row[1], self.figure(row[2], "权重"), of_unit=row[3] == YES)

    def _voter(
        self, owner: str, before: Component | None, row: tuple[str, ...]
    ) -> VoterClass | None:
        if row[0] != owner:
            return None
        known = {each.name: each.key for each in before.voters} if before else {}
        key = known.get(row[1]) or _new_key("voters", set(known.values()), row[1])
        return VoterClass(key, row[1], self.figure(row[2], "权重"))

    def _question(
        self, owner: str, before: Component | None, row: tuple[str, ...]
    ) -> Question | None:
        if row[0] != owner:
            return None
        known = {each.text: each for each in before.questions} if before else {}
        old = known.get(row[1])
        key = old.key if old else _new_key("q", {each.key for each in known.values()}, row[1])
        options = {each.word: each.key for each in old.options} if old else {}
        return Question(key, row[1], self._options(row[3], options), counted=row[2] == YES)

    def _options(self, text: str, known: Mapping[str, str]) -> tuple[Option, ...]:
        found = []
        for part in text.replace(";", "；").split("；"):
            word, _, points = part.strip().rpartition(" ")
            if not word:
                self.faults.append(
                    f"{self._where}的选项“{part.strip()}”应写成“满意 100”，不计的写“不了解 不计”"
                )
                continue
            value = None if points == NOT_COUNTED else self.figure(points, f"选项“{word}”的分值")
            key = known.get(word.strip()) or _new_key("option", set(known.values()), word.strip())
            found.append(Option(key, word.strip(), value))
        return tuple(found)

    def _grade(self, row: tuple[str, ...]) -> Grade:
        word, at_least, percent, commended, measure = row
        return Grade(
            word,
            self.figure(at_least, "起分"),
            self.figure(percent, "比例") if percent else None,
            commended == YES,
            self.word(Measure, measure, "结果运用") if measure else None,
        )

    def _rule(self, row: tuple[str, ...]) -> SpecialRule:
        name, kind, at_most, limit = row
        known = {each.name: each.key for each in self.before.rules}
        return SpecialRule(
            known.get(name) or _new_key("rule", set(known.values()), name),
            name,
            self.word(RuleKind, kind, "规则"),
            at_most or None,
            self.figure(limit, "分数") if limit else None,
        )

    def _general(self) -> dict[str, object]:
        texts = {row[0]: row[1] for row in self.rows("general")}
        said = {name: texts.get(label, "") for name, label in _GENERAL.items()}
        self._where = "“一般规定”"
        return {
            "name": said["name"],
            "quota_rounding": self.word(Rounding, said["quota_rounding"], "名额取整"),
            "ties_share": said["ties_share"] == YES,
            "digits": int(self.figure(said["digits"], "小数位")),
            "rounding": self.word(Rounding, said["rounding"], "分数取整"),
            "least_weight": self.figure(said["least_weight"], "最低有分权重"),
            "least_months": int(self.figure(said["least_months"], "最少月数")),
            "least_valid": int(self.figure(said["least_valid"], "最少票数")),
        }


_Row = TypeVar("_Row")


def _new_key(stem: str, taken: set[str], name: str) -> str:
    """Make a key that nothing else of the table has; the same name gives the same key again."""
    spelled = "".join(f"{ord(char):x}" for char in name)[:40]
    key = f"{stem}_{spelled}"
    while key in taken:
        key += "_"
    return key


__all__ = ["TABLES", "Judged", "SheetColumn", "scheme_of", "sheet_of"]
