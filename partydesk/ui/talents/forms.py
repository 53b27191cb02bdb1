"""Writing a person's record back into a copy of the form it came from."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from partydesk.domain.errors import InputRefused, ValidationFailed
from partydesk.domain.talents import Talent
from partydesk.services.person_forms import write_person_form
from partydesk.ui.commands import Command
from partydesk.ui.errors import words_for
from partydesk.ui.pools.bulk_actions import has_several
from partydesk.ui.pools.page import PoolPage
from partydesk.ui.widgets.dialog import tell
from partydesk.ui.widgets.file_choice import FORMS, choose_file, choose_target


def form_command(page: PoolPage[Talent]) -> Command:
    """Make the command that writes the shown person into a copy of a form."""
    return Command(
        "talents.write_form", "写回任免审批表…", page.face.title, partial(write_back, page), "",
        partial(_why_not, page), button_text="写回任免审批表…",
    )  # fmt: skip


def write_back(page: PoolPage[Talent]) -> None:
    """Ask for the form and for the copy, write it, and say so."""
    person = page.card.record
    if person is None or person.id is None:
        return
    number = person.id
    source = choose_file(page, f"选择“{person.name}”的任免审批表", FORMS)
    if source is None:
        return
    copy = source.with_name(f"{source.stem}（更新）{source.suffix}")
    out = choose_target(page, "另存为副本，原表不动", FORMS, copy)
    if out is None:
        return

    def failed(error: Exception) -> None:
        if isinstance(error, InputRefused | ValidationFailed):
            tell(page, "没有写回", words_for(error)[1])
        else:
            page.desk.errors.show(error)

    page.desk.tasks.run(
        lambda _progress: write_person_form(page.workspace, number, source, out),
        lambda _nothing: page.desk.say(_words(person.name, out)),
        failed,
        title="正在写回任免审批表",
    )


def _words(name: str, out: Path) -> str:
    return f"已把“{name}”的资料写进副本 {out.name}；库中空着的项目照原表保留，原表没有改动"


def _why_not(page: PoolPage[Talent]) -> str:
    if has_several(page):
        return "一次只能写回一人"
    return "" if page.card.record is not None else f"请先在名单中选一{page.face.counter}"
