"""The ceremony of a round and what is printed for it."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest

from partydesk.domain.ceremonies import CallKey
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.placements import Action, Order
from partydesk.services.ceremonies import get_ceremony, list_participants, save_ceremony
from partydesk.services.history import undo
from partydesk.services.placements import act
from partydesk.services.print_kinds import Choice, Printout
from partydesk.services.printing import compose
from partydesk.services.selection import open_round
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, consent_all, make_pairs

TYPED = {
    "title": "塔林旗签约仪式", "held_on": "2026-04-15", "held_at": "09:30", "place": "旗会议中心",
    "chair": "王明 工委副书记", "agenda": "介绍来宾\n\n签订协议\n合影",
}  # fmt: skip


def _pages(printout: Printout) -> list[str]:
    document = pypdfium2.PdfDocument(printout.pdf)
    return [
        "".join(document[page].get_textpage().get_text_range().split())
        for page in range(len(document))
    ]


def _text(workspace: Workspace, kind: str, choice: Choice | None = None) -> str:
    return "".join(_pages(compose(workspace, kind, year=YEAR, choice=choice)))


def test_before_it_is_stored_the_ceremony_is_the_usual_one(workspace: Workspace) -> None:
    usual = get_ceremony(workspace, YEAR)
    assert usual.id is None
    assert "签约仪式" in usual.title
    assert len(usual.items) > 4


def test_a_ceremony_is_stored_changed_and_taken_back(workspace: Workspace) -> None:
    open_round(workspace, YEAR)
    save_ceremony(workspace, YEAR, TYPED)
    stored = get_ceremony(workspace, YEAR)
    assert (stored.held_on, stored.place) == (dt.date(2026, 4, 15), "旗会议中心")
    assert stored.items == ("介绍来宾", "签订协议", "合影")
    changes = save_ceremony(workspace, YEAR, {"place": "党校礼堂"})
    assert get_ceremony(workspace, YEAR).place == "党校礼堂"
    assert get_ceremony(workspace, YEAR).items == stored.items
    assert changes.kinds == {"ceremonies"}
    assert changes.action is not None
    undo(workspace, changes.action)
    assert get_ceremony(workspace, YEAR) == stored


def test_what_cannot_be_read_is_said_by_field(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="还没有开启"):
        save_ceremony(workspace, YEAR, TYPED)
    open_round(workspace, YEAR)
    with pytest.raises(ValidationFailed) as refused:
        save_ceremony(workspace, YEAR, {"title": "", "held_on": "十五日"})
    assert set(refused.value.fields) == {"title", "held_on"}
    assert get_ceremony(workspace, YEAR).id is None


def test_those_whose_consents_are_complete_take_part(workspace: Workspace) -> None:
    pairs = make_pairs(workspace, 3)
    consent_all(workspace, [pair.id for pair in pairs[:2]])
    act(workspace, YEAR, Action.SIGN, Order(workspace.today()), [pairs[0].id])
    found = list_participants(workspace, YEAR)
    assert {each.placement_id for each in found} == {pair.id for pair in pairs[:2]}
    assert {bool(each.agreement_number) for each in found} == {True, False}
    assert list_participants(workspace, YEAR + 1) == ()


def test_every_sheet_comes_from_the_round(workspace: Workspace) -> None:
    pairs = make_pairs(workspace, 2, unit_post="原农牧局局长")
    consent_all(workspace)
    save_ceremony(workspace, YEAR, TYPED)
    for kind in ("signing-list", "sign-in"):
        text = _text(workspace, kind)
        assert "塔林旗签约仪式" in text
        assert "2026年4月15日09:30旗会议中心" in text
        for pair in pairs:
            assert pair.talent in text
            assert pair.enterprise in text
    agenda = _text(workspace, "agenda")
    for told in ("旗会议中心", "王明工委副书记", "1.介绍来宾", "2.签订协议", "3.合影"):
        assert told in agenda


def test_guests_sit_and_sign_too(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace)
    consent_all(workspace)
    choice = Choice(guests="宝音 旗委常委\n王明")
    printout = compose(workspace, "seat-cards", year=YEAR, choice=choice)
    assert printout.records == printout.pages == 4
    pages = _pages(printout)
    assert pages[0].count("旗委常委") == 2
    assert sum(pair.talent in page for page in pages) == 1
    assert "宝音领导来宾旗委常委" in _text(workspace, "sign-in", choice)
    only = Choice(guests="宝音", guests_only=True)
    assert compose(workspace, "seat-cards", year=YEAR, choice=only).records == 1


def test_letters_stand_in_calling_order(workspace: Workspace) -> None:
    make_pairs(workspace, 4)
    consent_all(workspace)
    for action in (Action.SIGN, Action.APPOINT):
        act(workspace, YEAR, action, Order(workspace.today()))
    order = (CallKey.NAME,)
    called = [each.person for each in list_participants(workspace, YEAR, order)]
    pages = _pages(compose(workspace, "letters", year=YEAR, choice=Choice(order=order)))
    assert [next(name for name in called if name in page) for page in pages] == called
    usual = compose(workspace, "letters", year=YEAR).numbers
    assert list(usual) == sorted(usual)


def test_nothing_to_print_is_said(workspace: Workspace) -> None:
    open_round(workspace, YEAR)
    for kind in ("signing-list", "sign-in", "seat-cards"):
        with pytest.raises(NotFound, match="没有可打印的"):
            compose(workspace, kind, year=YEAR)
    save_ceremony(workspace, YEAR, {"agenda": ""})
    with pytest.raises(NotFound, match="没有可打印的议程"):
        compose(workspace, "agenda", year=YEAR)
