"""协议书正文: the words of agreements, the shipped ones or those of the year's policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from partydesk.db.models import PolicyRow
from partydesk.domain.agreements import Agreement
from partydesk.domain.changes import Changes
from partydesk.domain.errors import InputRefused, Note
from partydesk.domain.policy import Policy
from partydesk.domain.selection import Role
from partydesk.reports.fields import KINDS
from partydesk.reports.layout import Layout
from partydesk.reports.paint import count_pages
from partydesk.reports.render import preflight, render
from partydesk.reports.wording import faults_of_wording, fields_of_kind, worded
from partydesk.resources import resource_path
from partydesk.services.fonts import fonts_of
from partydesk.services.layouts import layout_in_use
from partydesk.services.policies import get_policy, plain_rules, policy_in
from partydesk.services.print_kinds import Printout

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

TITLE = "协议书正文"
_KIND, _LAYOUT = "agreements", "agreement"
#: What an agreement must say, whatever else it says: the parties, the post and the term.
_NEEDED: Mapping[str, str] = {
    "organ": "甲方（派出方）",
    "enterprise": "乙方（接收企业）",
    "person": "丙方（派驻人员）",
    "person_unit": "丁方（派驻人员所在单位，需要时才印）",
    "role": "派驻职务",
    "term_from": "期限起",
    "term_to": "期限止",
}


@cache
def shipped_text() -> str:
    """The wording that comes with the program."""
    return resource_path("templates", "agreement.txt").read_text(encoding="utf-8")


def text_in_use(policy: Policy) -> str:
    """The wording by which a year's agreements are drawn up."""
    return policy.agreement_text or shipped_text()


def get_agreement_text(workspace: Workspace, year: int) -> str:
    """Give the wording of a year."""
    return text_in_use(get_policy(workspace, year))


def fields_to_insert() -> Mapping[str, str]:
    """Field → label, of all that may stand in the wording."""
    return fields_of_kind(_KIND)


def check_agreement_text(text: str) -> tuple[Note, ...]:
    """Name what is wrong with a wording: unknown fields by their line, parties that are missing."""
    return faults_of_wording(_KIND, text, TITLE, _NEEDED)


def save_agreement_text(workspace: Workspace, year: int, text: str) -> Changes:
    """Store the wording of a year; agreements drafted before keep theirs.

    Args:
        workspace: Open workspace.
        year: The year of the policy.
        text: The wording; the shipped one is stored as none of one's own.

    Raises:
        InputRefused: The wording is faulty; nothing is stored.
    """
    faults = check_agreement_text(text)
    if faults:
        raise InputRefused(faults)
    own = None if text.strip() == shipped_text().strip() else text.strip() + "\n"
    with workspace.unit_of_work("save_policy", f"修改 {year} 年{TITLE}") as uow:
        rules = {**plain_rules(policy_in(uow.session, year)), "agreement_text": own}
        row = uow.session.scalar(select(PolicyRow).where(PolicyRow.year == year))
        if row is None:
            uow.session.add(PolicyRow(year=year, rules=rules))
        elif row.rules != rules:
            row.rules = rules
        return uow.commit()


def preview_agreement_text(workspace: Workspace, year: int, text: str) -> Printout:
    """Put a specimen together from the year's policy and invented parties.

    Raises:
        InputRefused: The wording is faulty.
        RuleViolation: It does not fit.
    """
    policy, samples = get_policy(workspace, year), KINDS[_KIND].samples
    first = policy.term_from(dt.date(year, 4, 1))
    specimen = Agreement(
        number=samples["number"],
        organ=policy.organ,
        enterprise=samples["enterprise"],
        enterprise_code=samples["enterprise_code"],
        representative=samples["representative"],
        person=samples["person"],
        person_number_masked=samples["person_number"],
        person_unit=samples["person_unit"],
        role=Role.INSTRUCTOR.value,
        term_from=first,
        term_to=policy.term_to(first),
        attendance_days=policy.attendance_days,
        duties=policy.duties,
        support=policy.support,
        signed_on=dt.date(year, 4, 1),
        copies=policy.copies,
        text=text,
    )
    with workspace.reading() as session:
        layout = layout_in_use(session, _KIND, _LAYOUT).layout
    form_of = forms_by_text(layout)
    created = workspace.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    fonts = fonts_of(workspace)
    pdf = render(layout, [specimen], created=created, form_of=form_of, fonts=fonts)
    warnings = preflight(layout, [specimen], form_of, fonts)
    return Printout(_KIND, f"{TITLE}样张", layout.name, pdf, count_pages(pdf), 1, (), warnings)


def forms_by_text(layout: Layout) -> Callable[[object], Layout]:
    """Give for each document the layout with the words that were frozen with it.

    Documents that carry no words, and agreements older than the editor, use the layout's own.
    """
    read = cache(lambda text: worded(layout, text, TITLE))

    def form_of(document: object) -> Layout:
        text = getattr(document, "text", None)
        return read(text) if text else layout

    return form_of
