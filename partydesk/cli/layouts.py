"""``partydesk layout``: the forms of documents, listed, exported, taken in and put into use."""

from __future__ import annotations

from pathlib import Path

import click

from partydesk.cli.answer import Answer, answering, lines
from partydesk.cli.opening import open_workspace
from partydesk.cli.options import PATH, in_workspace
from partydesk.services.layout_files import export_layout, import_layout
from partydesk.services.layout_list import LayoutEntry, kinds_with_layouts, list_layouts
from partydesk.services.layouts import use_layout

_KIND = click.Choice(list(kinds_with_layouts()))


@click.group(help="版式：列出、导出、导入、选用")
def layout() -> None:
    """Group the commands."""


@layout.command("list", help="列出各类文书的版式和在用的一版")
@click.argument("kind", type=_KIND, required=False)
@in_workspace
@answering
def list_(kind: str | None, folder: Path) -> Answer:
    """List every version."""
    with open_workspace(folder) as workspace:
        entries = list_layouts(workspace, kind)
    value = {"layouts": [_entry(entry) for entry in entries]}
    return Answer(value, lines([_line(entry) for entry in entries]))


def _entry(entry: LayoutEntry) -> dict[str, object]:
    return {
        "name": entry.name,
        "label": entry.label,
        "kind": entry.kind,
        "version": entry.version,
        "width_mm": entry.width_mm,
        "height_mm": entry.height_mm,
        "in_use": entry.in_use,
        "retired": entry.retired,
    }


def _line(entry: LayoutEntry) -> str:
    state = "在用" if entry.in_use else "停用" if entry.retired else ""
    version = f"第 {entry.version} 版" if entry.version else "出厂"
    size = f"{entry.width_mm:g}×{entry.height_mm:g} 毫米"
    return f"{entry.kind_label}  {entry.name}  {version}  {size}  {state}".rstrip()


@layout.command(help="把版式存成文件；带图片的存为 .zip")
@click.argument("name", metavar="NAME")
@click.argument("out", metavar="OUT", type=PATH)
@click.option("--version", "version", type=click.IntRange(1), help="第几版，不填为最新的")
@in_workspace
@answering
def export(name: str, out: Path, version: int | None, folder: Path) -> Answer:
    """Write a layout to a file."""
    with open_workspace(folder) as workspace:
        path = export_layout(workspace, name, out, version)
    return Answer({"name": name, "path": str(path.absolute())}, f"版式“{name}”：{path}")


@layout.command("import", help="从文件读入版式；同名的成为新的一版")
@click.argument("path", metavar="FILE", type=PATH)
@click.option("--use", is_flag=True, help="同时用于打印")
@in_workspace
@answering
def import_(path: Path, folder: Path, use: bool) -> Answer:  # noqa: FBT001 - click's flag
    """Take a layout from a file."""
    with open_workspace(folder) as workspace:
        saved = import_layout(workspace, path, use=use)
    value = {"name": saved.name, "version": saved.version, "action": saved.changes.action}
    return Answer(value, f"版式“{saved.name}”第 {saved.version} 版")


@layout.command(help="选用一个版式打印；不写名称则恢复出厂版式")
@click.argument("kind", type=_KIND)
@click.argument("name", metavar="NAME", required=False)
@click.option("--version", "version", type=click.IntRange(1), help="第几版，不填为最新的")
@in_workspace
@answering
def use(kind: str, name: str | None, version: int | None, folder: Path) -> Answer:
    """Put a layout into use."""
    with open_workspace(folder) as workspace:
        changes = use_layout(workspace, kind, name, version)
        used = next(entry for entry in list_layouts(workspace, kind) if entry.in_use)
    value = {"kind": kind, "name": used.name, "version": used.version, "action": changes.action}
    return Answer(value, changes.label or _line(used))


COMMANDS = (layout,)
