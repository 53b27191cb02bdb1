"""What is printed for the ceremony: who signs, who sits where, who came, and what comes when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partydesk.domain.ceremonies import (
    Ceremony,
    Guest,
    Participant,
    people_sent,
    read_guests,
    representatives,
)
from partydesk.domain.errors import NotFound
from partydesk.domain.pinyin import matches
from partydesk.domain.progress import Progress
from partydesk.domain.selection import role_and_seat
from partydesk.reports.bands import Fact
from partydesk.reports.layout import Align
from partydesk.reports.paint import count_pages
from partydesk.reports.papers import Facts, Paper, Paragraphs
from partydesk.reports.seat_cards import Card, preflight_cards, render_cards
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.ceremonies import ceremony_in, participants_in
from partydesk.services.print_kinds import (
    PrintKind,
    Printout,
    Sheet,
    Wanted,
    paper_kind,
    plain_list,
)
from partydesk.services.selection import round_row

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Room for a signature.
_ROW_PT = 28.0
#: Lines for those who come without having been expected.
_SPARE_LINES = 5
_AGENDA_PT, _AGENDA_PITCH_PT = 16.0, 32.0


def _asked(workspace: Workspace, wanted: Wanted) -> tuple[Ceremony, tuple[Participant, ...]]:
    """Read the ceremony and who takes part.

    Raises:
        NotFound: The round has not been opened.
    """
    with workspace.reading() as session:
        parent = round_row(session, wanted.year)
        everybody = participants_in(session, parent.id, wanted.choice.order)
        found = tuple(
            each
            for each in everybody
            if (wanted.placement_ids is None or each.placement_id in wanted.placement_ids)
            and (matches(wanted.query, each.person) or matches(wanted.query, each.enterprise))
        )
        return ceremony_in(session, wanted.year), found


def _signing_list(workspace: Workspace, wanted: Wanted) -> Sheet:
    """签约名单: the pairs in the order in which they are called up."""
    ceremony, participants = _asked(workspace, wanted)
    columns = (
        TableColumn("序号", 5, Align.CENTRE),
        TableColumn("姓名", 13),
        TableColumn("单位及职务", 24),
        TableColumn("派驻单位", 34),
        TableColumn("岗位", 16),
        TableColumn("苏木乡镇", 14),
        TableColumn("单位代表", 13),
        TableColumn("协议编号", 22),
    )
    rows = [
        (
            str(number),
            each.person,
            each.person_unit,
            each.enterprise,
            role_and_seat(each.role, each.seat),
            each.township,
            each.representative,
            each.agreement_number,
        )
        for number, each in enumerate(participants, 1)
    ]
    subtitle = _when_and_where(ceremony, f"共 {len(rows)} 对")
    return Sheet(f"{ceremony.title}签约名单", Table(columns, rows), subtitle, landscape=True)


def _sign_in(workspace: Workspace, wanted: Wanted) -> Sheet:
    """签到表: leaders, people and enterprises, with room to sign."""
    ceremony, participants = _asked(workspace, wanted)
    columns = (
        TableColumn("序号", 6, Align.CENTRE),
        TableColumn("姓名", 18),
        TableColumn("身份", 12),
        TableColumn("单位和职务", 44),
        TableColumn("签到", 26),
    )
    guests = [(guest, "领导来宾") for guest in read_guests(wanted.choice.guests)]
    guests += [(guest, "选派人员") for guest in people_sent(participants)]
    guests += [(_unnamed(guest), "企业代表") for guest in representatives(participants)]
    rows = [
        (str(number), guest.name, kind, guest.office, "")
        for number, (guest, kind) in enumerate(guests, 1)
    ]
    if rows:
        rows += [(str(len(rows) + extra), "", "", "", "") for extra in range(1, _SPARE_LINES + 1)]
    table = Table(columns, rows, ruled=True, least_pt=_ROW_PT)
    return Sheet(f"{ceremony.title}签到表", table, _when_and_where(ceremony))


def _unnamed(guest: Guest) -> Guest:
    """Leave the name open where a unit's representative is not known."""
    return guest if guest.office else Guest("", guest.name)


def _agenda(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """议程: when, where, who leads, and what comes when."""
    with workspace.reading() as session:
        round_row(session, wanted.year)
        ceremony = ceremony_in(session, wanted.year)
    told = (("时间", ceremony.moment), ("地点", ceremony.place), ("主持人", ceremony.chair))
    facts = tuple(Fact(label, text, wide=True) for label, text in told if text)
    items = tuple(f"{number}. {item}" for number, item in enumerate(ceremony.items, 1))
    if not items:
        raise NotFound("没有可打印的议程：请先在“签约仪式”里填写议程")
    return [
        Paper(
            f"{ceremony.title}议程", (Facts(facts), Paragraphs(items, _AGENDA_PT, _AGENDA_PITCH_PT))
        )
    ]


def _when_and_where(ceremony: Ceremony, *more: str) -> str:
    return "　".join(filter(None, (ceremony.moment, ceremony.place or "", *more)))


def _seat_cards(workspace: Workspace, wanted: Wanted, progress: Progress) -> Printout:
    """席卡: of the leaders typed in, the people, and the enterprises' representatives."""
    _, participants = _asked(workspace, wanted)
    guests = read_guests(wanted.choice.guests)
    if not wanted.choice.guests_only:
        guests += people_sent(participants) + representatives(participants)
    if not guests:
        raise NotFound("没有可打印的席卡：还没有各方都同意的拟配，也没有填写领导来宾")
    cards = [Card(guest.name, guest.office) for guest in guests]
    title = "席卡"
    pdf = render_cards(
        cards, title=title, created=wanted.created, progress=progress, fonts=wanted.fonts
    )
    pages, warnings = count_pages(pdf), preflight_cards(cards, wanted.fonts)
    return Printout("seat-cards", title, "seat-card", pdf, pages, len(cards), (), warnings)


CEREMONY_KINDS = (
    plain_list("signing-list", "签约名单", _signing_list),
    PrintKind("seat-cards", "席卡", _seat_cards),
    paper_kind("agenda", "议程", _agenda),
    plain_list("sign-in", "签到表", _sign_in),
)
