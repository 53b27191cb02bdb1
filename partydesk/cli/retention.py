"""``partydesk retention``: whose data is to be taken out, and taking it out."""

from __future__ import annotations

from pathlib import Path

import click

from partydesk.cli.answer import Answer, answering, lines
from partydesk.cli.opening import open_workspace
from partydesk.cli.options import in_workspace
from partydesk.domain.retention import Ground
from partydesk.services.backups import keep_before_purge
from partydesk.services.retention import OLDER_BACKUPS, list_due, purge_people
from partydesk.services.workspace import Workspace


@click.command(help="列出保存期限已满的人；--purge 清除其个人信息，不能撤销")
@in_workspace
@click.option("--purge", is_flag=True, help="清除列出的人，或 --person 指明的人")
@click.option("--reason", default="", help="依据，如批准的文件；不要写姓名")
@click.option("--person", "people", type=int, multiple=True, help="本人要求删除的：记录号，可多次")
@answering
def retention(
    folder: Path,
    purge: bool,  # noqa: FBT001 - click passes flags by name
    reason: str,
    people: tuple[int, ...],
) -> Answer:
    """List who is due; take them out where that is asked."""
    with open_workspace(folder) as workspace:
        if purge:
            return _purged(workspace, reason, people)
        due = list_due(workspace)
    value = {
        "due": [
            {
                "id": each.talent_id,
                "label": each.name,
                "ground": each.ground.value,
                "since": each.since,
                "due_on": each.due_on,
            }
            for each in due
        ]
    }
    told = [
        f"{each.talent_id:>6}  {each.name}  {each.ground}（{each.since} 起算，{each.due_on} 期满）"
        for each in due
    ]
    return Answer(value, lines([f"保存期限已满 {len(due)} 人", *told]))


def _purged(workspace: Workspace, reason: str, people: tuple[int, ...]) -> Answer:
    chosen = people or tuple(each.talent_id for each in list_due(workspace))
    if not chosen:
        return Answer({"purged": 0, "action": None}, "没有保存期限已满的人")
    ground = Ground.ASKED if people else None
    done = purge_people(workspace, chosen, reason=reason, ground=ground, backup=keep_before_purge)
    value = {
        "purged": done.people,
        "action": done.changes.action,
        "backup": done.backup,
        "namesakes": done.namesakes,
        "written_anew": done.is_written_anew,
    }
    text = [f"已清除 {done.people} 人的个人信息（操作 {done.changes.action}）", OLDER_BACKUPS]
    if not done.is_written_anew:
        text.append("磁盘空间不足，工作区文件没有重写；请清理磁盘后再清除一次或压缩")
    return Answer(value, lines(text))


COMMANDS = (retention,)
