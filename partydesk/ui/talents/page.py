"""人才库."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from partydesk.domain.talents import Talent
from partydesk.services.certificates import holders_of
from partydesk.services.print_kinds import Shown
from partydesk.services.workspace import Workspace
from partydesk.ui.commands import Command
from partydesk.ui.desk import Desk
from partydesk.ui.documents import preview_certificates, preview_document
from partydesk.ui.paper.certificates_dialog import CertificatesDialog
from partydesk.ui.pools.bulk_choice import choice_of
from partydesk.ui.pools.page import PoolPage
from partydesk.ui.pools.printing import nothing_to_print
from partydesk.ui.talents.face import TALENTS
from partydesk.ui.talents.forms import form_command
from partydesk.ui.talents.postings import PostingsBlock
from partydesk.ui.talents.privacy import privacy_commands


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
    certificates = Command(
        "talents.certificates", "给选中的人颁发证书…", TALENTS.title,
        partial(issue_certificates, page), "", partial(_nobody, page),
        button_text="颁发证书…",
    )  # fmt: skip
    return (handbook, form_command(page), certificates, *privacy_commands(page))


def issue_certificates(page: PoolPage[Talent]) -> None:
    """Ask what certificates the chosen people are to have."""
    people = holders_of(page.workspace, choice_of(page).records)
    show = partial(preview_certificates, page, page.desk, page.workspace)
    CertificatesDialog(page, page.desk, page.workspace, show, holders=people).present()


def _nobody(page: PoolPage[Talent]) -> str:
    return "" if choice_of(page).count else "请先在名单里选人"


def print_handbook(page: PoolPage[Talent]) -> None:
    """Preview the handbook of the people in the list."""
    shown = Shown(page.list.query)
    preview_document(page, page.desk, page.workspace, "handbook", shown=shown)
