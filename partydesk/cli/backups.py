"""Commands about backups: backup, restore."""

from __future__ import annotations

from pathlib import Path

import click

from partydesk.cli.answer import Answer, Status, answering, existing_file, lines
from partydesk.cli.opening import open_workspace
from partydesk.cli.options import PATH, in_workspace
from partydesk.domain.backups import Manifest
from partydesk.services import backups


@click.command(help="把工作区备份成一个文件，写完读回核对")
@click.argument("out", metavar="OUT", type=PATH)
@in_workspace
@answering
def backup(out: Path, folder: Path) -> Answer:
    """Make a verified backup."""
    with open_workspace(folder) as workspace:
        made = backups.make_backup(workspace, target=out.absolute())
    value = {
        "path": str(made.file),
        "verified": made.verified,
        "counts": made.manifest.in_words(),
        "sha256": made.sha256,
        "bytes": made.size,
        "findings": list(made.manifest.findings),
    }
    done = "已备份并验证" if made.verified else "已备份，但工作区的内容有疑点"
    text = [f"{done}：{made.file}", f"校验值 SHA-256：{made.sha256}", _holds(made.manifest)]
    status = Status.DONE if made.verified else Status.REFUSED
    return Answer(value, lines([*text, *made.manifest.findings]), status)


@click.command(help="把备份恢复到一个新文件夹")
@click.argument("file", metavar="FILE", type=PATH)
@in_workspace
@answering
def restore(file: Path, folder: Path) -> Answer:
    """Restore a backup into a new folder."""
    folder = folder.absolute()
    sealed = backups.restore_backup(existing_file(file), folder)
    manifest = sealed.manifest
    value = {
        "workspace": str(folder),
        "verified": True,
        "counts": manifest.in_words(),
        "sha256": sealed.sha256,
        "made": manifest.made_at.isoformat(),
    }
    needed = ["打开时用备份当时的账号和口令。"] if manifest.encrypted else []
    text = [f"已恢复到 {folder}（{manifest.made_at:%Y-%m-%d %H:%M} 的备份）", _holds(manifest)]
    return Answer(value, lines([*text, *needed]))


def _holds(manifest: Manifest) -> str:
    """Say what a backup holds."""
    held = [f"{title} {rows}" for title, rows in manifest.in_words().items() if rows]
    return f"内容：{'、'.join(held)}"


COMMANDS = (backup, restore)
