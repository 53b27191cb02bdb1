"""Commands about the pools: import, template, export, search, show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import click

from partydesk.cli.answer import Answer, Status, answering, existing_file, lines, refusal
from partydesk.cli.opening import open_workspace
from partydesk.cli.options import PATH, in_workspace, of_year, split_columns, with_account
from partydesk.domain.errors import InputRefused, Note
from partydesk.domain.listing import Query
from partydesk.domain.note_groups import grouped
from partydesk.domain.values import show as shown
from partydesk.services.attachments import list_attachments
from partydesk.services.duty.sheets_to_hand_out import hand_out
from partydesk.services.exports import export_records
from partydesk.services.history import record_history
from partydesk.services.import_kinds import KINDS
from partydesk.services.imports import (
    PHOTO_HEADING,
    ImportPlan,
    apply_import,
    plan_import,
    require_columns,
    write_failed,
    write_template,
)
from partydesk.services.pool_kinds import POOLS, pool_of
from partydesk.services.pools import get_record, search_records
from partydesk.services.workspace import Workspace

_POOL = click.Choice(list(POOLS))
_KIND = click.Choice(list(KINDS))
#: Up to so many equal findings are told one by one; of more, so many rows are named.
_EACH, _NAMED_ROWS = 2, 8


@click.command(
    "import", help="导入表格（.xlsx .xls .ods .csv）；人才也可导入 .lrmx .lrm 或其文件夹"
)
@click.argument("kind", type=_KIND, required=False)
@click.argument("file", metavar="FILE|FOLDER", type=PATH, required=False)
@click.option("-w", "--workspace", "folder", type=PATH, help="工作区文件夹")
@with_account
@of_year
@click.option("--sheet", help="工作表名称")
@click.option("--header", type=click.IntRange(1), help="表头所在行")
@click.option("--map", "pairs", multiple=True, metavar="列名=字段", help="指定某列对应的字段")
@click.option("--photos", is_flag=True, help="同时导入任免审批表里的照片")
@click.option("--dry-run", is_flag=True, help="只检查，不保存")
@click.option("--good-rows", is_flag=True, help="只导入正确的行")
@click.option("--failed", type=PATH, metavar="OUT.xlsx", help="把不能导入的行另存")
@click.option("--list", "listing", is_flag=True, help="列出可以导入的种类和列")
@answering
def import_(  # noqa: PLR0913, PLR0917 - the options of the contract
    kind: str | None,
    file: Path | None,
    folder: Path | None,
    year: int | None,
    sheet: str | None,
    header: int | None,
    pairs: Sequence[str],
    photos: bool,  # noqa: FBT001 - click passes flags by name
    dry_run: bool,  # noqa: FBT001 - click passes flags by name
    good_rows: bool,  # noqa: FBT001 - likewise
    failed: Path | None,
    listing: bool,  # noqa: FBT001 - likewise
) -> Answer:
    """Read a sheet, say what would become of every row, store it."""
    if listing:
        return _kinds()
    if kind is None or file is None or folder is None:
        raise click.UsageError("缺少 KIND、FILE 或 -w", click.get_current_context())
    mapping = {**({PHOTO_HEADING: "photo"} if photos else {}), **_mapping(pairs)}
    with open_workspace(folder) as workspace:
        existing_file(file)
        try:
            plan = plan_import(
                workspace, kind, file, sheet=sheet, header_row=header, mapping=mapping, year=year
            )
            require_columns(plan)
        except InputRefused as error:
            return _nothing_read(error)
        if failed is not None and plan.rejected:
            write_failed(plan, failed)
        return _imported(workspace, plan, dry_run=dry_run, good_rows=good_rows)


def _nothing_read(error: InputRefused) -> Answer:
    """Say why a whole file is refused, with the counts that every import gives."""
    answer = refusal(error)
    counts = dict.fromkeys(("rows", "created", "updated", "unchanged", "rejected", "ghost_rows"), 0)
    value: dict[str, object] = {
        **counts, "mapping": {}, "problems": [note.as_json() for note in error.notes],
        "warnings": [], "duplicates": [], "action": None,
    }  # fmt: skip
    return replace(answer, json=value)


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    """Read ``列名=字段`` pairs."""
    mapping = {}
    for pair in pairs:
        header, mark, name = pair.partition("=")
        if not mark or not header.strip():
            raise click.BadParameter(f"“{pair}”应写成 列名=字段", param_hint="--map")
        mapping[header.strip()] = name.strip()
    return mapping


def _imported(workspace: Workspace, plan: ImportPlan, *, dry_run: bool, good_rows: bool) -> Answer:
    """Store the plan where nothing is against it, and tell what became of it."""
    stopped = plan.rejected > 0 and not good_rows
    action = None
    if not dry_run and not stopped:
        action = apply_import(workspace, plan, good_rows=good_rows).action
    stored = not stopped
    value = {
        "rows": len(plan.rows),
        "created": plan.created if stored else 0,
        "updated": plan.updated if stored else 0,
        "unchanged": plan.unchanged,
        "rejected": plan.rejected,
        "ghost_rows": plan.ghost_rows,
        "mapping": {header: name for header, name in plan.mapping.items() if name},
        "problems": [note.as_json() for note in plan.problems],
        "warnings": [note.as_json() for note in plan.warnings],
        "duplicates": [
            {"row": d.row, "existing": d.existing, "reason": d.reason} for d in plan.duplicates
        ],
        "action": action,
    }
    return Answer(
        value, _report(plan, stopped=stopped, dry_run=dry_run),
        Status.REFUSED if plan.rejected else Status.DONE,
    )  # fmt: skip


def _report(plan: ImportPlan, *, stopped: bool, dry_run: bool) -> str:
    """Say what became of an import."""
    head = f"共 {len(plan.rows)} 行：新增 {plan.created}，更新 {plan.updated}，"
    head += f"无变化 {plan.unchanged}，不能导入 {plan.rejected}，空行 {plan.ghost_rows}"
    if stopped:
        head += "\n有不能导入的行，整个文件都没有导入；改正后重试，或加 --good-rows 只导入正确的行"
    elif dry_run:
        head += "\n只作检查，没有保存"
    sources = plan.table.sources
    troubles, hints = (
        _told("不能导入", plan.problems, sources),
        _told("提醒", plan.warnings, sources),
    )
    return lines([head, *troubles, *hints])


def _told(gravity: str, notes: Sequence[Note], sources: Mapping[int, str]) -> list[str]:
    """Say what was found, in one line where many rows say the same."""
    text = []
    for group in grouped(notes):
        if len(group.notes) <= _EACH:
            text += [f"{gravity}：{_line(_place(n, sources), n)}" for n in group.notes]
        else:
            line = _line(f"{group.rows(_NAMED_ROWS, sources)}，如", group.notes[0])
            text.append(f"{gravity} {len(group.notes)} 处：{line}")
    return text


def _place(note: Note, sources: Mapping[int, str]) -> str:
    return sources.get(note.row) or (f"第 {note.row} 行" if note.row else "")


def _line(rows: str, note: Note) -> str:
    where = " ".join(filter(None, [rows, note.column]))
    return f"{where}：{note.message}" if where else note.message


def _kinds() -> Answer:
    """List what can be imported, with the columns."""
    value = {
        kind.kind: {
            "title": kind.title,
            "columns": [
                {"name": f.name, "label": f.heading, "required": f.required} for f in kind.fields
            ],
        }
        for kind in KINDS.values()
    }
    text = [
        f"{kind.kind}  {kind.title}：{'、'.join(f.heading for f in kind.fields)}"
        for kind in KINDS.values()
    ]
    return Answer({"kinds": value}, lines(text))


@click.command(help="写一张填报表；测评票和考核打分已列好本年要填的各行")
@click.argument("kind", type=_KIND)
@click.argument("out", metavar="OUT.xlsx|FOLDER", type=PATH)
@click.option("-w", "--workspace", "folder", type=PATH, help="用这个工作区的词典作下拉选项")
@of_year
@click.option("--month", type=click.IntRange(1, 12), help="月报、台账：应报这个月的人一人一份")
@with_account
@answering
def template(
    kind: str, out: Path, folder: Path | None, year: int | None, month: int | None
) -> Answer:
    """Write a sheet to fill in, or a folder of them with a name in each."""
    if month is not None:
        return _handed_out(kind, out, folder, year, month)
    if folder is None:
        columns = write_template(kind, out)
    else:
        with open_workspace(folder) as workspace:
            columns = write_template(kind, out, workspace, year)
    return Answer({"path": str(out.absolute()), "columns": list(columns)}, f"已写出 {out}")


def _handed_out(kind: str, out: Path, folder: Path | None, year: int | None, month: int) -> Answer:
    """Write a sheet for everybody who owes a month's report."""
    if folder is None:
        raise click.UsageError("--month 需要 -w", click.get_current_context())
    with open_workspace(folder) as workspace:
        paths = hand_out(workspace, kind, out, year or workspace.profile.year, month)
    value = {"path": str(out.absolute()), "files": [path.name for path in paths]}
    return Answer(value, f"已写出 {len(paths)} 份：{out}")


@click.command(help="导出为 .xlsx 或 .csv，一条记录一行")
@click.argument("kind", type=_KIND)
@click.argument("out", metavar="OUT.xlsx|.csv", type=PATH)
@in_workspace
@click.option("--query", default="", help="只导出相符的")
@click.option("--columns", help="字段，用逗号隔开")
@click.option("--full-numbers", is_flag=True, help="写出完整号码")
@click.option("--reason", default="", help="需要完整号码的用途")
@answering
def export(
    kind: str,
    out: Path,
    folder: Path,
    query: str,
    columns: str | None,
    full_numbers: bool,  # noqa: FBT001 - click passes flags by name
    reason: str,
) -> Answer:
    """Write the records of a pool into a file."""
    names = None if columns is None else split_columns(columns)
    with open_workspace(folder) as workspace:
        exported = export_records(
            workspace, kind, out, Query(text=query), columns=names,
            full_numbers=full_numbers, reason=reason,
        )  # fmt: skip
    value = {"path": str(out.absolute()), "rows": exported.rows}
    return Answer(value, f"已导出 {exported.rows} 条：{out}")


@click.command(help="按汉字、拼音、首字母或号码末位查找")
@click.argument("kind", type=_POOL)
@click.argument("text")
@in_workspace
@click.option("--limit", type=click.IntRange(1), default=50, help="最多列出几条")
@answering
def search(kind: str, text: str, folder: Path, limit: int) -> Answer:
    """Search as the search line does."""
    with open_workspace(folder) as workspace:
        began = perf_counter()
        hits, total = search_records(workspace, kind, text, limit)
        ms = round((perf_counter() - began) * 1000, 1)
    value = {
        "hits": [{"id": hit.id, "label": hit.label, "matched": hit.matched} for hit in hits],
        "total": total,
        "ms": ms,
    }
    text_lines = [f"共 {total} 条，用时 {ms} 毫秒", *(f"{hit.id:>6}  {hit.label}" for hit in hits)]
    return Answer(value, lines(text_lines))


@click.command(help="显示一条记录和它的修改记录")
@click.argument("kind", type=_POOL)
@click.argument("record_id", metavar="ID", type=int)
@in_workspace
@answering
def show(kind: str, record_id: int, folder: Path) -> Answer:
    """Show one record with its history, oldest first; personal numbers are masked."""
    with open_workspace(folder) as workspace:
        record = get_record(workspace, kind, record_id)
        entries = record_history(workspace, kind, record_id)
        attachments = list_attachments(workspace, kind, record_id)
    fields = pool_of(kind).fields
    values = {field.name: shown(field, getattr(record, field.name)) for field in fields}
    value = {
        "record": {"id": record_id, **values},
        "history": [
            {
                "action": entry.action,
                "label": entry.label,
                "when": entry.when,
                "who": entry.who,
                "operation": entry.operation,
                "changes": [
                    {"field": c.label, "before": c.before, "after": c.after} for c in entry.changes
                ],
            }
            for entry in entries
        ],
        "attachments": [
            {
                "id": each.id,
                "title": each.title,
                "file": each.file_name,
                "type": each.file_type.words,
                "size": each.size,
                "added": each.added_at.isoformat(timespec="seconds"),
            }
            for each in attachments
        ],
    }
    text = [f"{field.label}：{values[field.name]}" for field in fields if values[field.name]]
    text += [f"附件：{each.title}（{each.about}）" for each in attachments]
    return Answer(value, lines([*text, *(f"{e.when}  {e.label}" for e in entries)]))


COMMANDS = (import_, template, export, search, show)
