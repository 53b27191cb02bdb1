"""人才库."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from partydesk.domain.talents import Talent
from partydesk.services.print_kinds import Shown
from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_document
from partydesk.ui.pools.page import PoolPage
from partydesk.ui.pools.printing import nothing_to_print
from partydesk.ui.talents.face import TALENTS
from partydesk.ui.talents.forms import form_command
from partydesk.ui.talents.postings import PostingsBlock


class TalentsPage(PoolPage[Talent]):
    """The people who may be sent.

    Attributes:
        postings: Where the person shown has been sent, under the head.
    """

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        """Show the pool of ``workspace``."""
        self.postings = PostingsBlock(desk, workspace)
        super().__init__(desk, workspace, TALENTS, own_commands)
        self.card.put_below_head(self.postings)
        self.card.shown.connect(self.postings.show_person)
        self.postings.show_person(self.card.record)


def own_commands(page: PoolPage[Talent]) -> Sequence[Command]:
    """List what only the people's page offers."""
    handbook = Command(
        "talents.handbook", "打印人才手册", TALENTS.title, partial(print_handbook, page), "",
        partial(nothing_to_print, page),
    )  # fmt: skip
    return (handbook, form_command(page))


def print_handbook(page: PoolPage[Talent]) -> None:
    """Preview the handbook of the people in the list."""
    shown = Shown(page.list.query)
    preview_document(page, page.desk, page.workspace, "handbook", shown=shown)
