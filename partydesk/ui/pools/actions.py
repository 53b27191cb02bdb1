"""What a user can do on a pool's page: one function each, for buttons, menus, keys and Ctrl+K."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from partydesk.domain.changes import Changes
from partydesk.services.imports import write_template
from partydesk.services.pools import Saved, retire_record, save_record
from partydesk.ui.commands import Command
from partydesk.ui.exchange.export_dialog import ExportDialog
from partydesk.ui.exchange.import_dialog import ImportDialog
from partydesk.ui.pools.bulk_actions import has_several, retire_several
from partydesk.ui.pools.face import Record
from partydesk.ui.pools.printing import print_command, print_full_command
from partydesk.ui.pools.reason_dialog import ReasonWords, ask_reason
from partydesk.ui.widgets.dialog import ask
from partydesk.ui.widgets.file_choice import EXCEL, choose_target

if TYPE_CHECKING:
    from partydesk.ui.pools.page import PoolPage


def begin_new(page: PoolPage[Record]) -> None:
    """Show an empty form, or the new record that was begun and not saved."""
    page.show_new()


def save(page: PoolPage[Record], then: Callable[[], None] = lambda: None) -> None:
    """Store what was typed; ``then`` follows when it is stored."""
    sent = page.card.draft()
    kind, workspace = page.face.kind, page.workspace

    def done(saved: Saved) -> None:
        page.show_saved(saved, sent)
        then()

    def failed(error: Exception) -> None:
        page.show_refused(error, sent)

    page.set_saving(saving=True)
    page.desk.tasks.run(
        lambda _progress: save_record(
            workspace, kind, sent.record_id, sent.changed, with_draft=True
        ),
        done,
        failed,
        title=f"正在保存{page.face.noun}",
    )


def save_and_new(page: PoolPage[Record]) -> None:
    """Store what was typed and go on with the next new record."""
    save(page, page.show_new)


def discard(page: PoolPage[Record]) -> None:
    """Give up what was typed and not saved; asks, because there is no way back."""
    what = "这份新增" if page.card.is_new else f"“{page.card.draft().label}”未保存的修改"
    count = len(page.card.changed())
    if ask(page, f"放弃{what}？", f"已填写的 {count} 项会丢失，不能找回。", "放弃修改", "继续填写"):
        page.drop_draft()


def retire(page: PoolPage[Record]) -> None:
    """Take the shown record, or all that are chosen, out of use with a reason; they stay."""
    if has_several(page):
        retire_several(page)
        return
    record = page.card.record
    if record is None or record.id is None:
        return
    number, noun = record.id, page.face.noun
    reason = ask_reason(
        page,
        ReasonWords(
            f"停用{noun}“{record.name}”",
            f"停用后不再出现在名单和匹配中，资料和修改记录保留，可以撤销。状态改为“{page.face.retired_word}”。",
            "停用原因",
            "如 已到限龄、本人申请退出" if page.face.kind == "talents" else "如 已办理注销登记",
            f"停用{noun}",
        ),
    )
    if reason:
        write(
            page,
            lambda: retire_record(page.workspace, page.face.kind, number, reason),
            f"正在停用{noun}",
        )


def write(page: PoolPage[Record], work: Callable[[], Changes], title: str) -> None:
    """Run a short write and tell the pages what it changed."""
    page.desk.tasks.run(lambda _progress: work(), page.desk.bus.tell, title=title)


def open_import(page: PoolPage[Record]) -> None:
    """Open the import of a sheet."""
    ImportDialog(page, page.desk, page.workspace, page.face.kind).present()


def open_export(page: PoolPage[Record]) -> None:
    """Open the export of what the list shows."""
    dialog = ExportDialog(
        page,
        page.desk,
        page.workspace,
        page.face.kind,
        query=page.list.query,
        columns=page.list.table.shown_keys(),
        rows=page.list.model.rowCount(),
    )
    dialog.present()


def save_template(page: PoolPage[Record]) -> None:
    """Write an empty sheet to fill in."""
    path = choose_target(page, "保存模板", EXCEL, f"{page.face.noun}名册模板.xlsx")
    if path is None:
        return
    target = path if path.suffix.lower() == ".xlsx" else path.with_suffix(".xlsx")
    page.desk.tasks.run(
        lambda _progress: write_template(page.face.kind, target, page.workspace),
        lambda headings: page.desk.say(_template_words(target, headings)),
        title="正在写模板",
    )


def _template_words(path: Path, headings: Sequence[str]) -> str:
    return f"模板已保存到 {path.name}（{len(headings)} 列，带下拉选项和填写说明）"


# -- why not --------------------------------------------------------------------------


def _unsaved(page: PoolPage[Record]) -> str:
    if page.saving:
        return "正在保存"
    return "" if page.card.is_open and page.card.changed() else "没有需要保存的修改"


def _stored(page: PoolPage[Record]) -> str:
    if has_several(page):
        return ""
    record = page.card.record
    if record is None:
        return f"请先在名单中选一{page.face.counter}"
    return f"“{record.name}”已经停用" if record.is_retired else ""


def _rows(page: PoolPage[Record]) -> str:
    return "" if page.list.model.rowCount() else "名单是空的"


def commands_of(page: PoolPage[Record]) -> list[Command]:
    """List the commands of a pool's page."""
    kind, noun, group = page.face.kind, page.face.noun, page.face.title
    step, counter = page.step, page.face.counter

    def bound(act: Callable[[PoolPage[Record]], None]) -> Callable[[], None]:
        return partial(act, page)

    def why(refusal: Callable[[PoolPage[Record]], str]) -> Callable[[], str]:
        return partial(refusal, page)

    return [
        Command(f"{kind}.new", f"新增{noun}", group, bound(begin_new), "Ctrl+N",
                button_text="新增"),
        Command(f"{kind}.import", f"导入{noun}名册", group, bound(open_import), "Ctrl+I",
                button_text="导入"),
        Command(f"{kind}.export", f"导出{noun}名单", group, bound(open_export), "Ctrl+E",
                why(_rows), button_text="导出"),
        print_command(page),
        print_full_command(page),
        Command(f"{kind}.template", f"保存{noun}名册模板…", group, bound(save_template),
                button_text="保存模板…"),
        Command(f"{kind}.save", f"保存{noun}", group, bound(save), "Ctrl+S", why(_unsaved),
                button_text="保存"),
        Command(f"{kind}.save_new", "保存并新增下一" + counter, group, bound(save_and_new),
                "Ctrl+Shift+S", why(_unsaved)),
        Command(f"{kind}.discard", "放弃未保存的修改…", group, bound(discard), "", why(_unsaved)),
        Command(f"{kind}.retire", f"停用{noun}…", group, bound(retire), "", why(_stored)),
        Command(f"{kind}.previous", "上一" + counter, group, lambda: step(-1), "Alt+Up",
                why(_rows), listed=False),
        Command(f"{kind}.next", "下一" + counter, group, lambda: step(1), "Alt+Down",
                why(_rows), listed=False),
        Command(f"{kind}.search", f"在{group}中查找", group, page.focus_search, "Ctrl+F"),
        Command(f"{kind}.clear", "清除筛选条件", group, page.filters.clear, ""),
    ]  # fmt: skip
