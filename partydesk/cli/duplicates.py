"""Commands about records that may be one: duplicates, merge, distinct."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import click

from partydesk.cli.answer import Answer, Status, answering, lines, reason_json
from partydesk.cli.opening import open_workspace
from partydesk.cli.options import in_workspace
from partydesk.domain.duplicates import Group
from partydesk.domain.errors import RuleViolation, ValidationFailed
from partydesk.domain.merging import JOINED
from partydesk.services.duplicates import find_duplicates, keep_apart
from partydesk.services.merging import BatchMerged, merge_exact_groups, merge_records
from partydesk.services.pool_kinds import POOLS, pool_of

_POOL = click.Choice(list(POOLS))
_TOGETHER = "合并"


@click.command(help="找出可能重复的记录")
@click.argument("kind", type=_POOL)
@in_workspace
@answering
def duplicates(kind: str, folder: Path) -> Answer:
    """List the groups of records that may be one, the most certain first."""
    with open_workspace(folder) as workspace:
        began = perf_counter()
        groups = find_duplicates(workspace, kind)
        ms = round((perf_counter() - began) * 1000, 1)
    value = {"groups": [_group(group) for group in groups], "total": len(groups), "ms": ms}
    text = [
        f"{group.certainty.word}  {'、'.join(map(str, group.ids))}  {group.reason}"
        for group in groups
    ]
    return Answer(value, lines([f"共 {len(groups)} 组，用时 {ms} 毫秒", *text]))


def _group(group: Group) -> dict[str, object]:
    """Give a group as the contract shapes it."""
    return {
        "ids": list(group.ids),
        "certainty": group.certainty.value,
        "reason": group.reason,
        "kind": group.rule.value,
        "pairs": [
            {
                "ids": [pair.first, pair.second],
                "certainty": pair.likeness.certainty.value,
                "reason": pair.likeness.reason,
                "kind": pair.likeness.rule.value,
            }
            for pair in group.pairs
        ],
    }


@click.command(help="把几条记录合并为一条；--exact 合并全部确定相同的")
@click.argument("kind", type=_POOL)
@click.argument("keep", metavar="KEEP", type=int, required=False)
@click.argument("lose", metavar="LOSE...", type=int, nargs=-1)
@in_workspace
@click.option(
    "--take", "taken", multiple=True, metavar="字段=ID",
    help="某一项取哪条记录的值；写 字段=合并 则合在一起",
)  # fmt: skip
@click.option("--exact", is_flag=True, help="合并全部确定相同、各项不矛盾的组")
@answering
def merge(
    kind: str,
    keep: int | None,
    lose: Sequence[int],
    folder: Path,
    taken: Sequence[str],
    exact: bool,  # noqa: FBT001 - click passes flags by name
) -> Answer:
    """Merge records; what stays is the first one named."""
    context = click.get_current_context()
    if exact and (keep is not None or taken):
        raise click.UsageError("--exact 不用写记录号，也不用 --take", context)
    if not exact and (keep is None or not lose):
        raise click.UsageError("缺少 KEEP 或 LOSE", context)
    with open_workspace(folder) as workspace:
        if exact:
            return _batch(merge_exact_groups(workspace, kind))
        kept = keep or 0
        try:
            changes = merge_records(workspace, kind, kept, lose, _choices(kind, taken))
        except RuleViolation as refused:
            return _refused(kept, refused)
    value = {"kept": kept, "merged": list(lose), "action": changes.action, "conflicts": []}
    return Answer(value, f"{changes.label}；撤销：undo {changes.action}")


def _refused(kept: int, refused: RuleViolation) -> Answer:
    """Tell what stands in the way of a merge."""
    value = {
        "kept": kept,
        "merged": [],
        "action": None,
        "conflicts": [reason.message for reason in refused.reasons],
        "problems": [reason_json(reason) for reason in refused.reasons],
    }
    return Answer(value, f"没有合并：{refused.message}", Status.REFUSED)


def _batch(done: BatchMerged) -> Answer:
    """Tell what merging all exact groups came to."""
    value = {
        "groups": [list(ids) for ids in done.merged],
        "queued": [
            {"ids": list(one.group.ids), "reasons": [reason_json(r) for r in one.reasons]}
            for one in done.queued
        ],
        "action": done.changes.action,
    }
    text = [f"合并了 {len(done.merged)} 组，另有 {len(done.queued)} 组需要逐条核对"]
    text += [
        f"{'、'.join(map(str, one.group.ids))}：{'；'.join(r.message for r in one.reasons)}"
        for one in done.queued
    ]
    return Answer(value, lines(text), Status.REFUSED if done.queued else Status.DONE)


def _choices(kind: str, taken: Sequence[str]) -> dict[str, int]:
    """Read ``字段=ID`` pairs; a field is named by its label or its name.

    Raises:
        ValidationFailed: There is no such field.
    """
    names = {
        label: field.name for field in pool_of(kind).fields for label in (field.label, field.name)
    }
    choices = {}
    for pair in taken:
        label, mark, number = pair.partition("=")
        if not mark or not (number == _TOGETHER or number.isdecimal()):
            raise click.BadParameter(f"“{pair}”应写成 字段=记录号", param_hint="--take")
        if label not in names:
            raise ValidationFailed({label: f"没有“{label}”这一项，请写表头上的名称"})
        choices[names[label]] = JOINED if number == _TOGETHER else int(number)
    return choices


@click.command(help="记住两条记录不是同一条，以后不再提示")
@click.argument("kind", type=_POOL)
@click.argument("first", metavar="A", type=int)
@click.argument("second", metavar="B", type=int)
@in_workspace
@answering
def distinct(kind: str, first: int, second: int, folder: Path) -> Answer:
    """Mark two records as not the same."""
    with open_workspace(folder) as workspace:
        changes = keep_apart(workspace, kind, first, second)
    text = changes.label or "这两条记录早已标记为不是同一条"
    return Answer({"ids": sorted((first, second)), "action": changes.action}, text)


COMMANDS = (duplicates, merge, distinct)
