"""Commands about the workspace as a whole: demo, init, history, undo, doctor."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from partydesk.cli.accounts import code_said
from partydesk.cli.answer import Answer, Status, answering, lines
from partydesk.cli.examination import examine
from partydesk.cli.opening import PASSWORD, new_password, open_workspace
from partydesk.cli.options import PATH, given_account, in_workspace, with_account
from partydesk.domain.action_log import UndoPreview
from partydesk.domain.errors import EnvironmentProblem
from partydesk.services.demonstration import (
    Document,
    make_demonstration,
    run_demonstration,
    run_year_on_post,
    write_demonstration_documents,
)
from partydesk.services.founding import USUAL_ADMINISTRATOR, FirstAccount, found_workspace
from partydesk.services.history import list_actions, undo_preview
from partydesk.services.history import undo as undo_action
from partydesk.services.recovery_sheet import write_recovery_sheet
from partydesk.services.sign_in import is_protected
from partydesk.services.summary import get_summary
from partydesk.services.workspace import (
    FILE_NAME,
    NewWorkspace,
)

_FIGURES = {
    "talents": "人才",
    "enterprises": "单位",
    "posts": "岗位",
    "matched": "配上",
    "signed": "已签协议",
    "appointed": "已委任",
}


@click.command(help="建立演示用的虚构旗县，走完全年流程并生成全部文书")
@click.argument("folder", metavar="DIR", type=PATH)
@click.option("--no-window", is_flag=True, help="不打开窗口")
@click.option("--year", type=click.IntRange(1990, 2200), help="年度")
@click.option("--seed", type=int, default=1, help="随机种子")
@click.option("--talents", type=click.IntRange(1), default=40, help="人才数")
@click.option("--enterprises", type=click.IntRange(1), default=60, help="企业数")
@answering
def demo(
    folder: Path,
    no_window: bool,  # noqa: FBT001 - click passes flags by name
    year: int | None,
    seed: int,
    talents: int,
    enterprises: int,
) -> Answer:
    """Make the fictional banner, run its year, write its documents."""
    folder = folder.absolute()
    _make_room(folder)
    year = year or dt.datetime.now().astimezone().year
    with make_demonstration(
        folder / "workspace", year=year, seed=seed, talents=talents, enterprises=enterprises
    ) as workspace:
        run_demonstration(workspace, year, seed=seed)
        run_year_on_post(workspace, year, seed=seed)
        documents = write_demonstration_documents(workspace, year, folder / "documents")
        summary = get_summary(workspace, year)
    figures = {name: getattr(summary, name) for name in _FIGURES}
    # However far they have come since: at work, they were appointed and had signed before.
    figures |= {"signed": summary.agreed, "appointed": summary.posted}
    value = {
        "workspace": str(folder / "workspace"),
        "documents": [
            {"kind": d.kind, "path": str(d.path), "pages": d.pages, "records": d.records}
            for d in documents
        ],
        "figures": figures,
    }
    text = lines(
        [
            "演示数据均为虚构，工作区未设口令。",
            f"工作区：{folder / 'workspace'}",
            "、".join(f"{word} {figures[name]}" for name, word in _FIGURES.items()),
            "生成的文书：",
            *(f"  {d.path}（{_size(d)}）" for d in documents),
        ]
    )
    if no_window:
        return Answer(value, text)
    print(text, file=sys.stderr)  # noqa: T201 - before the window takes over
    from partydesk.app import run  # noqa: PLC0415 - Qt is loaded only for the window

    return Answer(value, "", Status(run(folder / "workspace")))


def _size(document: Document) -> str:
    """Say how much a document holds; a sheet has no pages."""
    pages = f"{document.pages} 页，" if document.pages else ""
    return f"{pages}{document.records} 条"


def _make_room(folder: Path) -> None:
    """Clear an earlier demonstration away; anything else in its place is left alone.

    Raises:
        EnvironmentProblem: A real workspace stands there, or the old file cannot be removed.
    """
    place = folder / "workspace"
    if not (place / FILE_NAME).exists():
        return
    real = f"{place} 是正式工作区，演示不会覆盖它；请另选文件夹"
    if is_protected(place):
        raise EnvironmentProblem(real)
    with open_workspace(place) as workspace:
        if not workspace.profile.invented:
            raise EnvironmentProblem(real)
    try:
        (place / FILE_NAME).unlink()
    except OSError as error:
        raise EnvironmentProblem(f"不能覆盖 {place} 里的旧演示：请先关闭正打开它的程序") from error


@click.command(help="建立工作区")
@click.option("-w", "--workspace", "folder", type=PATH, required=True, help="工作区文件夹")
@click.option("--name", required=True, help="旗（县、区）名称")
@click.option("--division", help="六位行政区划代码，如 150430")
@click.option("--year", type=click.IntRange(1990, 2200), help="年度")
@click.option("--no-password", is_flag=True, help="不设口令：工作区不加密，拿到文件的人都能看")
@click.option(
    "--recovery", "sheet", type=PATH, metavar="OUT.pdf", help="恢复码单写到哪里；不写则显示一次"
)
@with_account
@answering
def init(
    folder: Path,
    name: str,
    division: str | None,
    year: int | None,
    no_password: bool,  # noqa: FBT001 - click passes flags by name
    sheet: Path | None,
) -> Answer:
    """Make a new workspace, under a password unless none is wanted."""
    wish = NewWorkspace(name=name, division_code=division, year=year)
    account = None if no_password else _first_account()
    founded = found_workspace(folder.absolute(), wish, account)
    try:
        path = sheet.absolute() if sheet is not None and founded.code else None
        if path is not None:
            write_recovery_sheet(founded.workspace, founded.code, path)
    except BaseException:
        founded.abandon()
        raise
    with founded.workspace as workspace:
        value = {
            "workspace": str(workspace.folder),
            "schema": workspace.schema,
            "protected": workspace.protected,
            "recovery": str(path) if path else None,
        }
    said = [f"已建立工作区：{value['workspace']}"]
    if account is None:
        said.append("没有设口令：工作区不加密，拿到文件的人都能看到全部内容")
    else:
        said.append(f"管理员：{account.name}")
        said.append(f"恢复码单：{path}" if path else code_said(founded.code))
    return Answer(value, lines(said))


def _first_account() -> FirstAccount:
    """Find out who will be the administrator."""
    given = given_account()
    name = given.user or USUAL_ADMINISTRATOR
    return FirstAccount(name, new_password(given.password_file, PASSWORD, name, "--password-file"))


@click.command(help="列出做过的操作，最近的在前")
@in_workspace
@click.option("--limit", type=click.IntRange(1), help="最多列出几项")
@click.option("--offset", type=click.IntRange(0), default=0, help="跳过最近的几项")
@answering
def history(folder: Path, limit: int | None, offset: int) -> Answer:
    """List what was done."""
    with open_workspace(folder) as workspace:
        actions = list_actions(workspace, limit, offset)
    value = [
        {
            "id": a.id,
            "label": a.label,
            "when": a.when,
            "who": a.who,
            "undoable": a.undoable,
            "undone": a.undone,
        }
        for a in actions
    ]
    marks = {True: "（已撤销）", False: ""}
    text = lines([f"{a.id:>5}  {a.when}  {a.label}{marks[a.undone]}" for a in actions])
    return Answer({"actions": value}, text)


@click.command(help="撤销最近一次或指定的操作")
@click.argument("action", type=int, required=False)
@in_workspace
@click.option("--dry-run", is_flag=True, help="只说明会怎样、有哪些冲突，不撤销")
@answering
def undo(action: int | None, folder: Path, dry_run: bool) -> Answer:  # noqa: FBT001 - click passes flags by name
    """Take an action back."""
    with open_workspace(folder) as workspace:
        if dry_run:
            return _tried(undo_preview(workspace, action))
        result = undo_action(workspace, action)
    value = {
        "undone": result.undone,
        "restored": result.restored,
        "conflicts": list(result.conflicts),
    }
    done = f"已撤销：{result.label}（{result.restored} 处）"
    if result.undone is None:
        done = f"没有撤销“{result.label}”，因为："
    status = Status.REFUSED if result.conflicts else Status.DONE
    return Answer(value, lines([done, *result.conflicts]), status)


def _tried(preview: UndoPreview) -> Answer:
    """Tell what an undo would come to; nothing was taken back, so ``undone`` is null."""
    value = {
        "undone": None,
        "action": preview.action,
        "possible": preview.possible,
        "restored": preview.restored,
        "conflicts": list(preview.conflicts),
        "changes": [
            {"title": c.title, "operation": c.operation, "count": c.count} for c in preview.counts
        ],
    }
    said = f"撤销“{preview.label}”会改回 {preview.restored} 处；只是试算，没有撤销"
    if not preview.possible:
        said = f"“{preview.label}”现在不能撤销，因为："
    status = Status.REFUSED if preview.conflicts else Status.DONE
    return Answer(value, lines([said, *preview.conflicts]), status)


@click.command(help="检查程序、字体、打印机和路径")
@answering
def doctor() -> Answer:
    """Look at the installation."""
    checks = examine()
    text = lines([f"{c.state:<8} {c.name}：{c.detail}" for c in checks])
    missing = any(c.state == "missing" for c in checks)
    value = {"checks": [{"name": c.name, "state": c.state, "detail": c.detail} for c in checks]}
    return Answer(value, text, Status.ENVIRONMENT if missing else Status.DONE)


COMMANDS = (demo, init, history, undo, doctor)
