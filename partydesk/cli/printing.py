"""``partydesk print``: any document as a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from partydesk.cli.answer import Answer, answering, lines
from partydesk.cli.opening import open_workspace
from partydesk.cli.options import PATH, of_year, split_columns, with_account
from partydesk.domain.ceremonies import read_order
from partydesk.domain.disclosures import checked_reason
from partydesk.domain.listing import Query
from partydesk.domain.selection import Side
from partydesk.services.duty.bulletin import (
    BULLETIN,
    get_bulletin,
    save_bulletin_docx,
    usual_period,
)
from partydesk.services.print_kinds import Choice, Shown
from partydesk.services.printing import KINDS, compose, save_printout
from partydesk.services.separate_files import save_each
from partydesk.services.workspace import Workspace


@click.command("print", help="把文书存为 PDF")
@click.argument("kind", type=click.Choice(list(KINDS)), required=False)
@click.argument("out", metavar="OUT.pdf|文件夹", type=PATH, required=False)
@click.option("-w", "--workspace", "folder", type=PATH, help="工作区文件夹")
@with_account
@of_year
@click.option("--query", default="", help="只印姓名、单位或编号相符的")
@click.option("--columns", help="名册的列，用逗号隔开")
@click.option("--layout", help="版式名称")
@click.option("--side", type=click.Choice([s.value for s in Side]), help="只印这一方的意愿表")
@click.option("--top", type=click.IntRange(1), help="意愿表上只列契合度最高的几个和乡镇相符的")
@click.option("--order", default="", help="委任书、协议书和仪式材料的顺序，如 岗位,苏木乡镇,单位")
@click.option("--guests", default="", help="席卡和签到表上的领导来宾：姓名 职务，用分号隔开")
@click.option("--run", "run_id", type=int, help="公平性说明写哪一次匹配（编号），不填为最近一次")
@click.option(
    "--through",
    type=click.IntRange(6, 12),
    help="通报写到几月：6 为半年，12 为全年；通报的 OUT 也可以是 .docx",
)
@click.option("--each", "rule", help="每份存一个文件，OUT 为文件夹；文件名规则如 {number}-{person}")
@click.option("--allow-missing", is_flag=True, help="有字库里没有的字也照印，留空手写补上")
@click.option("--full-numbers", is_flag=True, help="名册等印完整号码")
@click.option("--reason", default="", help="需要完整号码的用途")
@click.option("--list", "listing", is_flag=True, help="列出可以打印的文书")
@answering
def print_(
    kind: str | None,
    out: Path | None,
    folder: Path | None,
    year: int | None,
    query: str,
    columns: str | None,
    listing: bool,  # noqa: FBT001 - click passes flags by name
    allow_missing: bool,  # noqa: FBT001
    **choices: Any,  # noqa: ANN401 - how files are named, and what only some kinds let one choose
) -> Answer:
    """Compose a document and save it."""
    if listing:
        kinds = [{"kind": k.kind, "title": k.title} for k in KINDS.values()]
        return Answer({"kinds": kinds}, lines([f"{k.kind}  {k.title}" for k in KINDS.values()]))
    if kind is None or out is None or folder is None:
        raise click.UsageError("缺少 KIND、OUT.pdf 或 -w", click.get_current_context())
    rule: str | None = choices.pop("rule")
    full, reason = choices.pop("full_numbers"), choices.pop("reason")
    choices["full_reason"] = checked_reason(reason) if full else ""
    with open_workspace(folder) as workspace:
        year = year or workspace.profile.year
        shown = None if columns is None else Shown(Query(text=query), split_columns(columns))
        choice = _choice(**choices)
        if kind == BULLETIN.kind and out.suffix.lower() == ".docx":
            return _word_file(workspace, year, choice.through, out)
        printout = compose(workspace, kind, year=year, query=query, shown=shown, choice=choice)
        files: tuple[Path, ...] = ()
        if rule is None:
            save_printout(workspace, printout, out, allow_missing=allow_missing)
        else:
            files = save_each(workspace, printout, out, rule, allow_missing=allow_missing)
    value: dict[str, Any] = {
        "path": str(out.absolute()),
        "pages": printout.pages,
        "records": printout.records,
        "numbers": list(printout.numbers),
        "warnings": [
            {"code": w.code, "person": w.person, "field": w.field, "message": w.message}
            for w in printout.warnings
        ],
    }
    head = f"{printout.title} {printout.records} 份，{printout.pages} 页：{out}"
    if rule is not None:
        value["files"] = [str(file.absolute()) for file in files]
        head += f"，共 {len(files)} 个文件"
    return Answer(value, lines([head, *(f"提醒：{w.message}" for w in printout.warnings)]))


def _choice(
    *,
    layout: str | None,
    side: str | None,
    top: int | None,
    order: str,
    guests: str,
    run_id: int | None,
    through: int | None,
    full_reason: str,
) -> Choice:
    """Read the options that only some kinds have."""
    return Choice(
        layout=layout or "",
        side=None if side is None else Side(side),
        top=top,
        order=read_order(order) if order.strip() else (),
        guests="\n".join(guests.replace("；", ";").split(";")),
        run_id=run_id,
        through=through,
        full_reason=full_reason,
    )


def _word_file(workspace: Workspace, year: int, through: int | None, out: Path) -> Answer:
    """Save the bulletin as a Word file that can be edited."""
    bulletin = get_bulletin(workspace, year, through or usual_period(workspace, year))
    save_bulletin_docx(workspace, bulletin, out)
    value = {"path": str(out.absolute()), "title": bulletin.title, "through": bulletin.through}
    return Answer(value, lines([f"{bulletin.title}：{out}"]))


COMMANDS = (print_,)
