"""测评票 and 计票表: the questions of a class, anonymous, and the sheet to count them on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TypeAlias

from partydesk.domain.evaluation.scheme import Question
from partydesk.domain.pinyin import matches
from partydesk.reports.bands import Blank, Fact
from partydesk.reports.layout import Align
from partydesk.reports.papers import Facts, Paper, Paragraphs, Part, Signing
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.evaluation.ballots import Stack, list_stacks
from partydesk.services.print_kinds import Wanted, paper_kind

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Height of a line; with more questions than a page has room for at that height, the lower one.
_ROW_PT, _LOW_ROW_PT = 24.0, 19.0
_MANY: Final = 15
_SMALL_PT, _SMALL_PITCH_PT = 9.0, 13.5
_QUESTION_SHARE, _OPTION_SHARE = 8.0, 2.0
_TICK: Final = "□"
_HOW_TO: Final = (
    "说明：请在每一行您认为合适的一格内打“√”，每行只打一个；一行都不打或打了两个以上的，"
    "这一行视为弃权。本票不记名，填好后请折起投入票箱。"
)


def _stacks_wanted(workspace: Workspace, wanted: Wanted) -> list[Stack]:
    chosen = wanted.choice.own_ids
    return [
        stack
        for stack in list_stacks(workspace, wanted.year)
        if (chosen is None or stack.slot.evaluated_id in chosen)
        and (matches(wanted.query, stack.person) or matches(wanted.query, stack.unit))
    ]


def _ballots(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """One ballot for each stack; the printer makes as many copies as are given out."""
    return [_ballot(stack, wanted.year) for stack in _stacks_wanted(workspace, wanted)]


def _ballot(stack: Stack, year: int) -> Paper:
    parts: list[Part] = [
        Facts(_about(stack)),
        Paragraphs(
            (_HOW_TO,),
            _SMALL_PT,
            _SMALL_PITCH_PT,
        ),
    ]
    height = _height(stack)
    parts += [_grid(group, _TICK, height) for group in _groups(stack.component.questions)]
    parts.append(Paragraphs(("您的意见和建议：",)))
    parts.append(Signing((Blank(""), Blank("")), beside=1))
    return Paper(
        title=f"{year}年度驻企人员{stack.component.name}票",
        subtitle=f"（{stack.voters.name}用）",
        parts=tuple(parts),
        mark=f"{stack.person}　{stack.voters.name}",
    )


def _tally_sheets(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """One sheet for each stack; with the counts where they are known, else to be filled in."""
    return [_tally_sheet(stack, wanted.year) for stack in _stacks_wanted(workspace, wanted)]


def _tally_sheet(stack: Stack, year: int) -> Paper:
    parts: list[Part] = [Facts((*_about(stack), *_sums(stack)))]
    parts += [_counted(group, stack) for group in _groups(stack.component.questions)]
    if stack.error_rate is not None:
        parts.append(
            Paragraphs((f"逐票双录，两遍不一致的占 {stack.error_rate:.2%}，均已核对原票。",))
        )
    parts.append(Signing((Blank("监票人："), Blank("计票人："))))
    return Paper(
        title=f"{year}年度驻企人员{stack.component.name}计票表",
        subtitle=f"（{stack.voters.name}）",
        parts=tuple(parts),
        mark=f"{stack.person}　{stack.voters.name}",
    )


def _about(stack: Stack) -> tuple[Fact, ...]:
    return (
        Fact("测评对象", stack.person),
        Fact("职务", stack.group),
        Fact("所在单位", stack.unit, wide=True),
    )


def _sums(stack: Stack) -> tuple[Fact, ...]:
    tally = stack.tally
    known = tally is not None
    figures = (
        ("发出", stack.issued if known else None),
        ("收回", stack.returned if known else None),
        ("有效", tally.valid if tally else None),
        ("无效", tally.invalid if tally else None),
    )
    return tuple(Fact(words, "" if n is None else f"{n} 张") for words, n in figures)


def _height(stack: Stack) -> float:
    """Height of a line, so that one page holds all the questions of an office that asks many."""
    return _ROW_PT if len(stack.component.questions) < _MANY else _LOW_ROW_PT


#: Questions with the same answers, each with its number on the ballot.
_Group: TypeAlias = tuple[tuple[int, Question], ...]


def _groups(questions: Iterable[Question]) -> list[_Group]:
    """Put questions with the same answers together, in the order of the ballot."""
    groups: list[list[tuple[int, Question]]] = []
    for numbered in enumerate(questions, 1):
        words = [option.word for option in numbered[1].options]
        if groups and words == [option.word for option in groups[-1][0][1].options]:
            groups[-1].append(numbered)
        else:
            groups.append([numbered])
    return [tuple(group) for group in groups]


def _columns(group: _Group, *more: str) -> tuple[TableColumn, ...]:
    heads = [option.word for option in group[0][1].options] + list(more)
    return (
        TableColumn("测评内容", _QUESTION_SHARE),
        *(TableColumn(head, _OPTION_SHARE, Align.CENTRE) for head in heads),
    )


def _grid(group: _Group, mark: str, height: float) -> Table:
    rows = [(f"{n}．{question.text}", *(mark for _ in question.options)) for n, question in group]
    return Table(_columns(group), rows, ruled=True, least_pt=height)


def _counted(group: _Group, stack: Stack) -> Table:
    rows = []
    for number, question in group:
        counts: list[str] = ["" for _ in question.options]
        rest = ""
        if stack.tally is not None:
            known = stack.tally.counts.get(question.key, {})
            counts = [str(known.get(option.key, 0)) for option in question.options]
            rest = str(stack.tally.abstained(question.key))
        rows.append((f"{number}．{question.text}", *counts, rest))
    return Table(_columns(group, "弃权"), rows, ruled=True, least_pt=_height(stack))


BALLOTS = paper_kind("ballots", "测评票", _ballots)
BALLOT_TALLY = paper_kind("ballot-tally", "计票表", _tally_sheets)
