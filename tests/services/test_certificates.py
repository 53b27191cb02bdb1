"""Certificates: issued all or none, frozen as they were, found again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from partydesk.domain.certificates import CertificateKind, Holder, read_holders
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.genuineness import State
from partydesk.services import pools
from partydesk.services.certificates import (
    Order,
    compose_certificates,
    issue_certificates,
    list_certificates,
    possible_holders,
)
from partydesk.services.genuineness import verify
from partydesk.services.number_register import find_gaps, list_entries
from partydesk.services.print_kinds import Choice, Printout
from partydesk.services.printing import compose
from partydesk.services.reissuing import Correction, reissue
from partydesk.services.workspace import Workspace
from tests.reports.printed import Pdf, pages_of

DAY = dt.date(2026, 3, 1)
HONOUR = Order(
    CertificateKind.HONOUR,
    (Holder("郭𠮷"), Holder("苏和", "组织部")),
    {"merit": "2025年度派驻工作", "title": "优秀党建指导员"},
    DAY,
)
ENGAGEMENT = replace(
    HONOUR,
    kind=CertificateKind.ENGAGEMENT,
    texts={"role": "特约指导员", "term_from": "2026-04-01", "term_to": "2028-03-31"},
)
TRAINING = replace(
    HONOUR,
    kind=CertificateKind.TRAINING,
    texts={"course": "岗前培训班", "held_from": "2026-03-01", "held_to": "2026-03-05",
           "hours": "40", "result": "考核合格"},
)  # fmt: skip


def test_each_kind_counts_its_own_numbers_and_says_what_it_is_for(workspace: Workspace) -> None:
    for order, said in ((HONOUR, "被评为“优秀党建指导员”"), (ENGAGEMENT, "兹聘请你担任特约指导员"),
                        (TRAINING, "共40学时，考核合格，准予结业")):  # fmt: skip
        numbers, _ = issue_certificates(workspace, order)
        assert [number.partition("〔")[2] for number in numbers] == ["2026〕1号", "2026〕2号"]
        again, _ = issue_certificates(workspace, order)
        assert again[0].endswith("〕3号")
        assert len({*numbers, *again}) == 4
        line = list_certificates(workspace, 2026)[0]
        assert (line.kind, line.person, line.unit) == (order.kind, "苏和", "组织部")
        ids = frozenset({line.id})
        (page,) = pages_of(_printed(workspace, ids))
        assert said in page
        assert line.number in page
        if order is TRAINING:
            assert "组织部苏和同志：" in page
    assert find_gaps(workspace) == ()


def _printed(workspace: Workspace, ids: frozenset[int] | None = None) -> Printout:
    return compose(workspace, "certificates", year=2026, choice=Choice(own_ids=ids))


def test_a_look_takes_no_number(workspace: Workspace) -> None:
    printout = compose_certificates(workspace, HONOUR)
    assert "颁发时取号" in pages_of(printout)[0]
    assert list_entries(workspace) == ()


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (replace(HONOUR, texts={"merit": "", "title": "优秀"}), "merit"),
        (replace(HONOUR, holders=()), "holders"),
        (replace(ENGAGEMENT, texts={**ENGAGEMENT.texts, "term_to": "2025-01-01"}), "term_to"),
        (replace(TRAINING, texts={**TRAINING.texts, "hours": "四十"}), "hours"),
    ],
)
def test_what_is_missing_is_told_beside_its_field(
    workspace: Workspace, order: Order, field: str
) -> None:
    with pytest.raises(ValidationFailed) as refused:
        issue_certificates(workspace, order)
    assert list(refused.value.fields) == [field]
    assert list_entries(workspace) == ()


def test_a_character_without_a_font_needs_a_word_and_leaves_nothing_half_done(
    workspace: Workspace,
) -> None:
    order = replace(HONOUR, holders=(Holder("苏和"), Holder("王\U00032000")))
    with pytest.raises(RuleViolation) as refused:
        issue_certificates(workspace, order)
    assert "U+32000" in refused.value.reasons[0].message
    assert list_entries(workspace) == ()
    numbers, _ = issue_certificates(workspace, replace(order, allow_missing=True))
    assert len(numbers) == 2


def test_what_was_issued_stays_when_the_name_changes(workspace: Workspace) -> None:
    person = pools.save_record(workspace, "talents", None, {"name": "苏和"}).id
    holders = read_holders("苏和，组织部", possible_holders(workspace))
    assert holders[0].talent_id == person
    issue_certificates(workspace, replace(HONOUR, holders=holders))
    before = _printed(workspace).pdf
    pools.save_record(workspace, "talents", person, {"name": "苏和尔"})
    assert _printed(workspace).pdf == before
    (old,) = list_certificates(workspace, 2026)
    number, _ = reissue(workspace, old.number_id, Correction(DAY, "姓名有误"))
    new = list_certificates(workspace, 2026)[0]
    assert (new.number, new.person, new.void) == (number, "苏和尔", False)
    assert "苏和尔同志" in pages_of(_printed(workspace))[0]
    assert verify(workspace, old.number).state is State.SUPERSEDED
    assert verify(workspace, new.number).state is State.IN_FORCE


def test_kinds_of_several_sizes_stand_in_one_file(workspace: Workspace) -> None:
    issue_certificates(workspace, HONOUR)
    issue_certificates(workspace, ENGAGEMENT)
    printout = _printed(workspace)
    pdf = Pdf(printout.pdf)
    sizes = [pdf.size_mm(page) for page in range(len(pdf))]
    assert sizes == [(210.0, 297.0)] * 2 + [(297.0, 210.0)] * 2
    assert _printed(workspace).pdf == printout.pdf


def test_there_may_be_nothing_to_print(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        _printed(workspace)
