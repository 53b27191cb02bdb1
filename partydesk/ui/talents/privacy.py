"""What a person may ask for: reading what is held of them, and being taken out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from partydesk.domain.retention import Ground
from partydesk.domain.talents import Talent
from partydesk.services.chosen import chosen_numbers
from partydesk.services.print_kinds import Choice
from partydesk.services.retention import OLDER_BACKUPS, Purged, purge_people
from partydesk.ui.commands import Command
from partydesk.ui.documents import preview_document
from partydesk.ui.pools.bulk_choice import choice_of
from partydesk.ui.pools.disclosure import ask_disclosure
from partydesk.ui.pools.page import PoolPage
from partydesk.ui.pools.reason_dialog import ask_reason
from partydesk.ui.talents.face import TALENTS
from partydesk.ui.widgets.dialog import tell
from partydesk.ui.workspace.privacy_tab import purge_words, purged_words


def privacy_commands(page: PoolPage[Talent]) -> Sequence[Command]:
    """List them; they are found in the list of commands."""
    group = TALENTS.title
    return (
        Command("talents.own_data", "打印本人信息表…", group, partial(print_own_data, page), "",
                partial(_nobody_shown, page)),
        Command("talents.privacy_notice", "打印选中的人的个人信息处理告知书", group,
                partial(print_notices, page), "", partial(_nobody_chosen, page)),
        Command("talents.purge", "应本人要求清除个人信息…", group, partial(purge_shown, page), "",
                partial(_nobody_shown, page)),
    )  # fmt: skip


def _nobody_shown(page: PoolPage[Talent]) -> str:
    return "" if page.card.record_id is not None else "请先在名单里选一个人"


def _nobody_chosen(page: PoolPage[Talent]) -> str:
    return "" if choice_of(page).count else "请先在名单里选人"


def print_own_data(page: PoolPage[Talent]) -> None:
    """Preview all that is held of the person shown, with full numbers: it is for them."""
    number = page.card.record_id
    if number is None:
        return
    reason = ask_disclosure(
        page,
        "打印本人信息表",
        "交给本人的信息表印完整号码；谁、何时、为何打印会记入操作历史。",
        "打印本人信息表",
    )
    if reason:
        choice = Choice(own_ids=frozenset({number}), full_reason=reason)
        preview_document(page, page.desk, page.workspace, "personal-data", choice=choice)


def print_notices(page: PoolPage[Talent]) -> None:
    """Preview the notice for each of the chosen people."""
    numbers = chosen_numbers(page.workspace, TALENTS.kind, choice_of(page).records)
    choice = Choice(own_ids=frozenset(numbers))
    preview_document(page, page.desk, page.workspace, "privacy-notices", choice=choice)


def purge_shown(page: PoolPage[Talent]) -> None:
    """Take the person shown out for good, because they asked."""
    number, record = page.card.record_id, page.card.record
    if number is None or record is None:
        return
    reason = ask_reason(page, purge_words(1, f"“{record.name}”"))
    if not reason:
        return

    def done(purged: Purged) -> None:
        page.desk.bus.tell(purged.changes)
        tell(page, "个人信息已清除", purged_words(purged, OLDER_BACKUPS))

    page.desk.tasks.run(
        lambda progress: purge_people(
            page.workspace, [number], reason=reason, ground=Ground.ASKED, progress=progress
        ),
        done,
        title="正在清除个人信息",
    )
