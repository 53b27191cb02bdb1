"""Organizations: what befalls them, what follows for their units, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from partydesk.db.models import CoverageRow
from partydesk.domain.enterprises import Enterprise, PartyOrganization
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.organization_events import EventKind, Rank, event_fields, raised_name
from partydesk.domain.organization_rules import Stage
from partydesk.domain.organizations import Organization, OrganizationKind, OrganizationState
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.values import Cell
from partydesk.services.dictionaries import list_words
from partydesk.services.history import record_history, undo
from partydesk.services.organizations import (
    findings_of,
    ladder_of,
    list_events,
    record_event,
)
from partydesk.services.pools import (
    get_record,
    retire_record,
    save_record,
    save_records,
    search_records,
)
from partydesk.services.workspace import Workspace
from tests.factories import dump, make_enterprise, number_of

OWN, JOINT, NONE = PartyOrganization.OWN, PartyOrganization.JOINT, PartyOrganization.NONE


def found(workspace: Workspace, **cells: Cell) -> int:
    """Store an organization and give its number."""
    given: dict[str, Cell] = {"name": "甲公司党支部", **cells}
    return save_record(workspace, "organizations", None, given).id


def organization(workspace: Workspace, number: int) -> Organization:
    """Read an organization."""
    record = get_record(workspace, "organizations", number)
    assert isinstance(record, Organization)
    return record


def unit(workspace: Workspace, number: int) -> Enterprise:
    """Read a unit."""
    record = get_record(workspace, "enterprises", number)
    assert isinstance(record, Enterprise)
    return record


def party(workspace: Workspace, *numbers: int) -> list[PartyOrganization | None]:
    """党组织情况 of some units."""
    return [unit(workspace, number).party_organization for number in numbers]


def committees(workspace: Workspace) -> dict[str, bool]:
    """Words of the dictionary of committees → whether they are still offered."""
    return {word.word: not word.retired for word in list_words(workspace, "committee")}


def everything(workspace: Workspace) -> Mapping[str, list[str]]:
    """All tables but the journal."""
    with workspace.reading() as session:
        tables = dump(session)
    journal = ("actions", "changes", "sqlite_sequence")
    return {name: rows for name, rows in tables.items() if name not in journal}


def test_a_link_is_entered_once_and_the_units_follow(workspace: Workspace) -> None:
    one, two = (number_of(make_enterprise(workspace, members="4")) for _ in range(2))
    names = [unit(workspace, number).name for number in (one, two)]
    before = everything(workspace)
    number = found(workspace, units=names[0], formation="单独组建")
    assert party(workspace, one, two) == [OWN, None]
    save_record(
        workspace, "organizations", number, {"units": "；".join(names), "formation": "区域联建"}
    )
    assert party(workspace, one, two) == [JOINT, JOINT]
    save_record(workspace, "organizations", number, {"units": names[1]})
    assert party(workspace, one, two) == [NONE, JOINT]
    save_record(workspace, "organizations", number, {"units": ""})
    assert party(workspace, one, two) == [NONE, NONE]
    for _ in range(4):
        assert undo(workspace).conflicts == ()
    assert everything(workspace) == before


def test_only_the_last_organization_takes_the_coverage_with_it(workspace: Workspace) -> None:
    here = number_of(make_enterprise(workspace))
    name = unit(workspace, here).name
    own = found(workspace, units=name)
    shared = found(workspace, name="片区联合党支部", units=name)
    assert party(workspace, here) == [OWN]
    retire_record(workspace, "organizations", own, "并入片区联合党支部")
    assert party(workspace, here) == [JOINT]
    retire_record(workspace, "organizations", shared, "撤销")
    assert party(workspace, here) == [NONE]
    undo(workspace)
    assert party(workspace, here) == [JOINT]
    save_record(workspace, "organizations", own, {"state": "正常"})
    assert party(workspace, here) == [OWN]


def test_what_was_typed_stays_while_no_link_moves(workspace: Workspace) -> None:
    here = number_of(make_enterprise(workspace, party_organization="单独组建"))
    number = found(workspace, units=unit(workspace, here).name)
    save_record(workspace, "enterprises", here, {"party_organization": "未组建"})
    save_record(workspace, "organizations", number, {"members": "5"})
    assert party(workspace, here) == [NONE]
    # A dissolved organization never covered anything here.
    there = number_of(make_enterprise(workspace, party_organization="单独组建"))
    found(workspace, name="旧党支部", units=unit(workspace, there).name, state="已撤销")
    assert party(workspace, there) == [OWN]


def test_mass_organizations_come_and_go_with_their_links(workspace: Workspace) -> None:
    here = number_of(make_enterprise(workspace, mass_organizations="妇联"))
    name = unit(workspace, here).name
    union = found(workspace, name="甲公司工会", units=name)
    found(workspace, name="甲公司团支部", units=name)
    assert unit(workspace, here).mass_organizations == ("妇联", "工会", "共青团")
    assert party(workspace, here) == [None]
    save_record(workspace, "organizations", union, {"units": ""})
    assert unit(workspace, here).mass_organizations == ("妇联", "共青团")


def test_many_organizations_at_once_do_the_same(workspace: Workspace) -> None:
    units = [make_enterprise(workspace) for _ in range(3)]
    entries: list[dict[str, Cell]] = [
        {"name": f"{one.name}党支部", "units": one.name} for one in units
    ]
    save_records(workspace, "organizations", entries)
    assert party(workspace, *(number_of(one) for one in units)) == [OWN, OWN, OWN]


def test_a_link_turned_to_another_unit_takes_the_coverage_along(workspace: Workspace) -> None:
    one, two = (make_enterprise(workspace) for _ in range(2))
    number = found(workspace, units=one.name)
    before = everything(workspace)
    with workspace.unit_of_work("save_merge", "合并单位") as uow:
        link = uow.session.scalars(select(CoverageRow)).one()
        assert link.enterprise.name == one.name
        link.enterprise_id = number_of(two)
        uow.commit()
    assert party(workspace, number_of(one), number_of(two)) == [NONE, OWN]
    hits, _ = search_records(workspace, "organizations", two.name)
    assert [hit.id for hit in hits] == [number]
    last = record_history(workspace, "organizations", number)[-1]
    assert [(c.label, c.before, c.after) for c in last.changes] == [
        ("覆盖单位", one.name, two.name)
    ]
    assert undo(workspace).conflicts == ()
    assert everything(workspace) == before


def test_an_organization_is_found_by_its_units_whatever_they_are_called(
    workspace: Workspace,
) -> None:
    here = number_of(make_enterprise(workspace, name="惠丰种禽有限责任公司"))
    number = found(workspace, units="惠丰种禽有限责任公司")

    def hits(text: str) -> list[int]:
        return [hit.id for hit in search_records(workspace, "organizations", text)[0]]

    assert hits("惠丰") == [number]
    save_record(workspace, "enterprises", here, {"name": "金穗种禽有限责任公司"})
    assert (hits("惠丰"), hits("金穗")) == ([], [number])
    undo(workspace)
    assert (hits("惠丰"), hits("金穗")) == ([number], [])
    save_record(workspace, "organizations", number, {"units": ""})
    assert hits("惠丰") == []


EVENTS: list[tuple[EventKind, dict[str, Cell], dict[str, object], str]] = [
    (
        EventKind.FOUNDED,
        {"happened_on": "2024-05-06", "document": "旗非公发〔2024〕3号"},
        {"established_on": PartialDate(2024, 5, 6), "approval_number": "旗非公发〔2024〕3号"},
        "",
    ),
    (
        EventKind.RAISED,
        {"happened_on": "2026-01-05", "kind": "党总支", "name": "甲公司党总支"},
        {"kind": OrganizationKind.GENERAL_BRANCH, "name": "甲公司党总支"},
        "由党支部升格为党总支；由“甲公司党支部”更名为“甲公司党总支”",
    ),
    (
        EventKind.ELECTED,
        {"happened_on": "2026-01-05", "secretary": "田秀英", "committee": "组织委员：李四"},
        {
            "elected_on": PartialDate(2026, 1, 5),
            "secretary": "田秀英",
            "committee": "组织委员：李四",
        },
        "书记：田秀英",
    ),
    (
        EventKind.FOUNDED,
        {"happened_on": "2024-05"},
        {"established_on": PartialDate(2024, 5)},
        "",
    ),
    (
        EventKind.ELECTED,
        {"happened_on": "2026-01", "secretary": "田秀英"},
        {"elected_on": PartialDate(2026, 1), "committee": "旧班子"},
        "书记：田秀英",
    ),
    (
        EventKind.RENAMED,
        {"happened_on": "2026-01-05", "name": "甲集团党支部", "details": "随企业更名"},
        {"name": "甲集团党支部", "kind": OrganizationKind.BRANCH},
        "由“甲公司党支部”更名为“甲集团党支部”；随企业更名",
    ),
    (
        EventKind.DISSOLVED,
        {"happened_on": "2026-01-05", "reason": "企业注销"},
        {"state": OrganizationState.DISSOLVED, "state_reason": "企业注销"},
        "原因：企业注销",
    ),
    (
        EventKind.OTHER,
        {"happened_on": "2026-01-05", "details": "被评为先进"},
        {"name": "甲公司党支部", "state": OrganizationState.ACTIVE},
        "被评为先进",
    ),
]


@pytest.mark.parametrize(("kind", "texts", "after", "told"), EVENTS)
def test_an_event_changes_the_record_and_can_be_taken_back(
    workspace: Workspace,
    kind: EventKind,
    texts: dict[str, Cell],
    after: dict[str, object],
    told: str,
) -> None:
    here = make_enterprise(workspace)
    number = found(workspace, units=here.name, members="3", committee="旧班子")
    before = everything(workspace)
    saved = record_event(workspace, number, kind, texts)
    assert saved.id == number
    record = organization(workspace, number)
    assert {name: getattr(record, name) for name in after} == after
    (event,) = list_events(workspace, number)
    assert (event.kind, str(event.happened_on)) == (kind, texts["happened_on"])
    assert (event.document, event.details) == (texts.get("document", ""), told)
    last = record_history(workspace, "organizations", number)[-1]
    assert "组织事项" in [change.label for change in last.changes]
    assert undo(workspace).conflicts == ()
    assert everything(workspace) == before
    assert list_events(workspace, number) == ()


def test_dissolving_leaves_its_units_without_one(workspace: Workspace) -> None:
    one, two = (make_enterprise(workspace) for _ in range(2))
    number = found(workspace, name="片区联合党支部", units=f"{one.name}；{two.name}")
    texts: dict[str, Cell] = {"happened_on": "2026-02-02", "reason": "撤并"}
    record_event(workspace, number, EventKind.DISSOLVED, texts)
    numbers = number_of(one), number_of(two)
    assert party(workspace, *numbers) == [NONE, NONE]
    assert [ref.label for ref in organization(workspace, number).units] == [one.name, two.name]
    undo(workspace)
    assert party(workspace, *numbers) == [JOINT, JOINT]


def test_an_election_keeps_the_committee_unless_it_is_entered(workspace: Workspace) -> None:
    number = found(workspace, committee="组织委员：李四")
    elect: dict[str, Cell] = {"happened_on": "2026-01-05", "secretary": "田秀英"}
    record_event(workspace, number, EventKind.ELECTED, elect)
    assert organization(workspace, number).committee == "组织委员：李四"
    record_event(workspace, number, EventKind.ELECTED, {**elect, "committee": ""})
    assert organization(workspace, number).committee is None


DISSOLVE: dict[str, Cell] = {"happened_on": "2026-02-02", "reason": "撤并"}


@pytest.mark.parametrize(
    ("cells", "kind", "texts", "codes"),
    [
        ({"kind": "党委"}, EventKind.RAISED, {"kind": "党总支"}, ["cannot_rise"]),
        ({"kind": "党总支"}, EventKind.RAISED, {"kind": "党总支"}, ["not_upward"]),
        ({"kind": "工会"}, EventKind.RAISED, {"kind": "党委"}, ["cannot_rise"]),
        ({"kind": "苏木乡镇党委"}, EventKind.RAISED, {"kind": "党委"}, ["cannot_rise"]),
        ({"name": "无名"}, EventKind.RAISED, {"kind": "党委"}, ["kind_unknown"]),
        ({}, EventKind.RENAMED, {"name": "甲公司党支部"}, ["same_name"]),
        (
            {"established_on": "2026-02-03"},
            EventKind.RENAMED,
            {"name": "乙"},
            ["before_founding"],
        ),
        (
            {"established_on": "2026-02-03", "elected_on": "2026-02-04"},
            EventKind.ELECTED,
            {"secretary": "李四"},
            ["before_founding", "before_election"],
        ),
        ({"state": "已撤销"}, EventKind.RENAMED, {"name": "乙"}, ["dissolved"]),
        ({"state": "已撤销"}, EventKind.DISSOLVED, {"reason": "x"}, ["dissolved"]),
        ({"state": "已撤销"}, EventKind.ELECTED, {"secretary": "李四"}, ["dissolved"]),
        (
            {"state": "已撤销", "kind": "党总支"},
            EventKind.RAISED,
            {"kind": "党总支"},
            ["dissolved", "not_upward"],
        ),
    ],
)
def test_what_cannot_have_happened_is_refused_with_all_reasons(
    workspace: Workspace,
    cells: dict[str, Cell],
    kind: EventKind,
    texts: dict[str, Cell],
    codes: list[str],
) -> None:
    number = found(workspace, **cells)
    before = everything(workspace)
    with pytest.raises(RuleViolation) as refused:
        record_event(workspace, number, kind, {"happened_on": "2026-02-02", **texts})
    assert [reason.code for reason in refused.value.reasons] == codes
    assert everything(workspace) == before


def test_days_of_events_agree_with_each_other(workspace: Workspace) -> None:
    number = found(workspace)

    def refused(kind: EventKind, **texts: Cell) -> list[str]:
        with pytest.raises(RuleViolation) as violation:
            record_event(workspace, number, kind, texts)
        return [reason.code for reason in violation.value.reasons]

    record_event(workspace, number, EventKind.RENAMED, {"happened_on": "2025-03-01", "name": "乙"})
    assert refused(EventKind.FOUNDED, happened_on="2025-03-02") == ["founded_late"]
    record_event(workspace, number, EventKind.FOUNDED, {"happened_on": "2024-03-01"})
    assert refused(EventKind.FOUNDED, happened_on="2024-02-01") == ["founded_already"]
    late = refused(EventKind.DISSOLVED, happened_on="2025-02-28", reason="x")
    assert late == ["before_last_event"]
    days = [event.happened_on.year for event in list_events(workspace, number)]
    assert days == [2024, 2025], "not oldest first"
    record_event(workspace, number, EventKind.DISSOLVED, DISSOLVE)
    other: dict[str, Cell] = {"happened_on": "2026-02-20", "details": "档案移交"}
    record_event(workspace, number, EventKind.OTHER, other)
    assert len(list_events(workspace, number)) == 4


def test_what_is_missing_or_unreadable_is_named(workspace: Workspace) -> None:
    number = found(workspace)
    with pytest.raises(ValidationFailed) as failed:
        record_event(workspace, number, EventKind.ELECTED, {"happened_on": "去年"})
    assert set(failed.value.fields) == {"happened_on", "secretary"}
    with pytest.raises(ValidationFailed) as failed:
        record_event(workspace, number, EventKind.RAISED, {"happened_on": "2026-1-5", "kind": "团"})
    assert set(failed.value.fields) == {"kind"}
    with pytest.raises(NotFound):
        record_event(workspace, 99, EventKind.DISSOLVED, DISSOLVE)
    for kind in EventKind:
        assert event_fields(kind)[0].name == "happened_on"


def test_a_superior_teaches_its_name_and_its_new_one_goes_everywhere(workspace: Workspace) -> None:
    number = found(workspace, name="塔林镇党委", kind="苏木乡镇党委")
    assert committees(workspace) == {"塔林镇党委": True}
    here = number_of(make_enterprise(workspace, superior="塔林镇党委"))
    below = found(workspace, superior="塔林镇党委")
    before = everything(workspace)
    record_event(
        workspace, number, EventKind.RENAMED, {"happened_on": "2026-02-02", "name": "塔林街道党委"}
    )
    assert committees(workspace) == {"塔林街道党委": True}
    assert unit(workspace, here).superior == "塔林街道党委"
    assert organization(workspace, below).superior == "塔林街道党委"
    undo(workspace)
    assert everything(workspace) == before
    # An edit of the name does the same; where the word is there already, both become one.
    found(workspace, name="新城党委", kind="党委")
    save_record(workspace, "organizations", number, {"name": "新城党委"})
    assert committees(workspace) == {"塔林镇党委": False, "新城党委": True}
    assert unit(workspace, here).superior == "新城党委"


def test_a_name_that_another_superior_has_stays_with_it(workspace: Workspace) -> None:
    number = found(workspace, name="塔林党委", kind="党委")
    found(workspace, name="塔林党委", kind="苏木乡镇党委")
    here = number_of(make_enterprise(workspace, superior="塔林党委"))
    save_record(workspace, "organizations", number, {"name": "塔林集团党委"})
    assert committees(workspace) == {"塔林党委": True, "塔林集团党委": True}
    assert unit(workspace, here).superior == "塔林党委"


def test_a_branch_teaches_no_name_until_it_is_raised(workspace: Workspace) -> None:
    number = found(workspace)
    assert committees(workspace) == {}
    texts: dict[str, Cell] = {"happened_on": "2026-02-02", "kind": "党总支", "name": "甲公司党总支"}
    record_event(workspace, number, EventKind.RAISED, texts)
    assert committees(workspace) == {"甲公司党总支": True}


@pytest.mark.parametrize(
    ("name", "rank", "after"),
    [
        ("甲公司党支部", Rank.GENERAL_BRANCH, "甲公司党总支"),
        ("甲公司党支部", Rank.COMMITTEE, "甲公司党委"),
        ("片区联合党支部", Rank.GENERAL_BRANCH, "片区党总支"),
        ("甲公司党总支", Rank.COMMITTEE, "甲公司党委"),
        ("中共甲公司支部委员会", Rank.GENERAL_BRANCH, "中共甲公司总支部委员会"),
        ("中共甲公司总支部委员会", Rank.COMMITTEE, "中共甲公司委员会"),
        ("先锋队", Rank.COMMITTEE, "先锋队"),
    ],
)
def test_the_name_after_a_rise(name: str, rank: Rank, after: str) -> None:
    assert raised_name(name, rank) == after


def test_saving_tells_what_deserves_attention(workspace: Workspace) -> None:
    cells: dict[str, Cell] = {
        "name": "甲公司党支部", "members": "2", "elected_on": "2020-01-01",
    }  # fmt: skip
    saved = save_record(workspace, "organizations", None, cells)
    assert {field: reason.code for field, (reason,) in saved.warnings.items()} == {
        "members": "too_few_members", "elected_on": "term_long_over",
    }  # fmt: skip
    assert "应并入" in saved.warnings["members"][0].message
    assert [one.code for one in findings_of(workspace, saved.id)] == [
        "too_few_members", "term_long_over",
    ]  # fmt: skip


def test_the_ladder_reads_the_local_checklist(workspace: Workspace) -> None:
    number = found(workspace, standards="班子健全、按期换届")
    ladder = ladder_of(workspace, number)
    assert (ladder.stage, ladder.met) == (Stage.STANDARDIZE, ("班子健全", "按期换届"))
    assert len(ladder.met) + len(ladder.missing) == len(list_words(workspace, "standard"))
    every = "、".join((*ladder.met, *ladder.missing))
    save_record(workspace, "organizations", number, {"standards": every})
    assert ladder_of(workspace, number).stage is Stage.INNOVATE
    record_event(workspace, number, EventKind.DISSOLVED, DISSOLVE)
    assert ladder_of(workspace, number).stage is Stage.BUILD


def test_history_names_the_units_gained_and_lost(workspace: Workspace) -> None:
    one, two = (make_enterprise(workspace) for _ in range(2))
    number = found(workspace, units=one.name)
    save_record(workspace, "organizations", number, {"units": two.name})
    entries = record_history(workspace, "organizations", number)
    assert [entry.operation for entry in entries] == ["insert", "update"]
    said = [(c.label, c.before, c.after) for c in entries[1].changes]
    assert sorted(said) == [("覆盖单位", "", two.name), ("覆盖单位", one.name, "")]
    undo(workspace)
    back = record_history(workspace, "organizations", number)[-1]
    assert sorted((c.before, c.after) for c in back.changes) == [("", one.name), (two.name, "")]
    mine = record_history(workspace, "enterprises", number_of(one))
    links = [(c.before, c.after) for entry in mine for c in entry.changes if c.label == "所属组织"]
    assert links == [("", "甲公司党支部"), ("甲公司党支部", ""), ("", "甲公司党支部")]
