"""Reads the element of an official document; what it leaves out is as GB/T 9704-2012 says."""

from __future__ import annotations

from collections.abc import Collection

from partydesk.reports.checking import Place
from partydesk.reports.fonts import FontRole
from partydesk.reports.layout import Imprint, OfficialElement, RedHead
from partydesk.reports.layout_values import INK, LARGEST_MM, box_of, mm_of, pieces_of, pt_of


def read_official(place: Place, fields: Collection[str]) -> OfficialElement:
    """Read an official document; sizes and fonts left out are those of GB/T 9704-2012."""
    sealed = place.text("sealed")
    if sealed and sealed not in fields:
        place.fault("sealed", f"没有名为“{sealed}”的字段")
    content = {
        key: pieces_of(place, key, fields, rules=False)
        for key in ("title", "addressee", "text", "attachments", "organ", "date")
    }
    return OfficialElement(
        name=place.text("name"),
        box=box_of(place),
        rows=int(place.number("rows", least=10, most=60, default=22)),
        characters=int(place.number("characters", least=10, most=80, default=28)),
        head=_red_head(place.inner("head"), fields),
        **content,
        sealed=sealed,
        seal_mm=place.number("seal_mm", least=10, most=100, default=45),
        imprint=_imprint(place.inner("imprint"), fields),
        size_pt=pt_of(place, "size_pt", default=16),
        title_pt=pt_of(place, "title_pt", default=22),
        page_pt=pt_of(place, "page_pt", default=14),
        font=place.choice("font", FontRole, FontRole.FANGSONG),
        title_font=place.choice("title_font", FontRole, FontRole.TITLE),
        first_font=place.choice("first_font", FontRole, FontRole.HEI),
        second_font=place.choice("second_font", FontRole, FontRole.KAI),
        page_font=place.choice("page_font", FontRole, FontRole.SONG),
        colour=place.colour("colour", INK),
    )


def _red_head(place: Place, fields: Collection[str]) -> RedHead:
    size = pt_of(place, "mark_pt")
    head = RedHead(
        mark=pieces_of(place, "mark", fields, rules=False),
        number=pieces_of(place, "number", fields, rules=False),
        mark_pt=size,
        mark_floor_pt=pt_of(place, "mark_floor_pt", most=size, default=size),
        on_stock=place.flag("on_stock"),
        stock_mm=place.number("stock_mm", least=5, most=LARGEST_MM, default=10),
        rule_mm=mm_of(place, "rule_mm", least=0.05),
        colour=place.colour("colour"),
    )
    place.done()
    return head


def _imprint(place: Place, fields: Collection[str]) -> Imprint:
    imprint = Imprint(
        copies_to=pieces_of(place, "copies_to", fields, rules=False),
        issuer=pieces_of(place, "issuer", fields, rules=False),
        issued_on=pieces_of(place, "issued_on", fields, rules=False),
        size_pt=pt_of(place, "size_pt", default=14),
    )
    place.done()
    return imprint
