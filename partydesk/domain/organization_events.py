"""What befalls an organization: 成立、升格、换届、更名、撤销.

Each kind of event asks for its own data (:func:`event_fields`), may be forbidden
(:func:`refusals`) and changes the record (:func:`after_event`); nothing else does these things.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.errors import Reason
from partydesk.domain.fields import Field, Kind, describe, fields_of
from partydesk.domain.organizations import (
    BRANCHES,
    MASS_ORGANIZATIONS,
    Organization,
    OrganizationKind,
    OrganizationState,
)
from partydesk.domain.partial_date import PartialDate


class EventKind(StrEnum):
    """事项."""

    FOUNDED = "成立"
    RAISED = "升格"
    ELECTED = "换届"
    RENAMED = "更名"
    DISSOLVED = "撤销"
    OTHER = "其他"


class Rank(StrEnum):
    """What an organization can be raised to; the words are those of the kinds."""

    GENERAL_BRANCH = "党总支"
    COMMITTEE = "党委"

    @property
    def kind(self) -> OrganizationKind:
        """The kind of this rank."""
        return OrganizationKind(self.value)


#: Kind → the ranks above it; a kind that is not named cannot be raised.
RAISES: Mapping[OrganizationKind, tuple[Rank, ...]] = {
    **dict.fromkeys(BRANCHES, (Rank.GENERAL_BRANCH, Rank.COMMITTEE)),
    OrganizationKind.GENERAL_BRANCH: (Rank.COMMITTEE,),
}
#: What a name ends with, the longer before its own tail → what it ends with in a rank.
_ENDINGS = {
    "总支部委员会": {Rank.COMMITTEE: "委员会"},
    "支部委员会": {Rank.GENERAL_BRANCH: "总支部委员会", Rank.COMMITTEE: "委员会"},
    "联合党支部": {Rank.GENERAL_BRANCH: "党总支", Rank.COMMITTEE: "党委"},
    "临时党支部": {Rank.GENERAL_BRANCH: "党总支", Rank.COMMITTEE: "党委"},
    "党支部": {Rank.GENERAL_BRANCH: "党总支", Rank.COMMITTEE: "党委"},
    "党总支": {Rank.COMMITTEE: "党委"},
}


@dataclass(frozen=True, slots=True)
class OrganizationEvent:
    """One event.

    Attributes:
        id: Number of the event.
        kind: 事项.
        happened_on: The day or month, as the document says.
        document: Number of the document that decided it; empty for none.
        details: What it said or changed.
    """

    id: int
    kind: EventKind
    happened_on: PartialDate
    document: str
    details: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventForm:
    """What every event asks for."""

    happened_on: PartialDate = describe(
        "日期", Kind.PARTIAL_DATE, required=True, hint="以文件或会议日期为准，可只写年月"
    )
    document: str | None = describe("文号", Kind.TEXT)
    details: str | None = describe("说明", Kind.LONG_TEXT, wide=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundedForm(EventForm):
    """成立."""

    document: str | None = describe("批准文号", Kind.TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedForm(EventForm):
    """升格."""

    kind: Rank = describe("升格为", Kind.CHOICE, choices=Rank, required=True)
    name: str | None = describe("新名称", Kind.TEXT, wide=True, hint="空着则名称不变")


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectedForm(EventForm):
    """换届."""

    secretary: str = describe("书记", Kind.NAME, required=True)
    committee: str | None = describe(
        "班子成员", Kind.LONG_TEXT, wide=True, hint="如 副书记：敖日其楞；组织委员：田秀英"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RenamedForm(EventForm):
    """更名."""

    name: str = describe("新名称", Kind.TEXT, required=True, wide=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DissolvedForm(EventForm):
    """撤销."""

    reason: str = describe("撤销原因", Kind.TEXT, required=True, wide=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherForm(EventForm):
    """其他."""

    details: str = describe("说明", Kind.LONG_TEXT, required=True, wide=True)


_FORMS: Mapping[EventKind, type[EventForm]] = {
    EventKind.FOUNDED: FoundedForm,
    EventKind.RAISED: RaisedForm,
    EventKind.ELECTED: ElectedForm,
    EventKind.RENAMED: RenamedForm,
    EventKind.DISSOLVED: DissolvedForm,
    EventKind.OTHER: OtherForm,
}


def event_fields(kind: EventKind) -> tuple[Field, ...]:
    """List what an event asks for, the day first and the free words last."""
    fields = fields_of(_FORMS[kind])
    last = {"document": 1, "details": 2}
    return tuple(sorted(fields, key=lambda field: last.get(field.name, 0)))


def event_of(kind: EventKind, values: Mapping[str, object]) -> EventForm:
    """Put read values into the form of an event.

    Args:
        kind: 事项.
        values: Field name → value, as :func:`partydesk.domain.entry.read_entry` gives them.
    """
    return _FORMS[kind](**values)  # type: ignore[arg-type]  # read by the form's own fields


def refusals(
    organization: Organization, form: EventForm, earlier: Sequence[OrganizationEvent]
) -> tuple[Reason, ...]:
    """Give all the reasons why an event cannot be recorded; none when it can.

    Args:
        organization: As it is now.
        form: What was entered.
        earlier: Its events so far.
    """
    found: list[Reason] = []
    if organization.is_retired and not isinstance(form, OtherForm):
        message = f"“{organization.name}”已撤销，不能再登记这一事项；误撤销的请用撤销操作恢复"
        found.append(Reason("dissolved", message))
    found.extend(_by_date(organization, form, earlier))
    if isinstance(form, RaisedForm):
        found.extend(_by_rank(organization, form))
    if isinstance(form, RenamedForm) and form.name == organization.name:
        found.append(Reason("same_name", f"新名称与现名称“{organization.name}”相同，请核对"))
    return tuple(found)


def _by_date(
    organization: Organization, form: EventForm, earlier: Sequence[OrganizationEvent]
) -> list[Reason]:
    """Hold the day against what is known of the organization; a month only where it is certain."""
    found = []
    day, founded = form.happened_on, organization.established_on
    if isinstance(form, FoundedForm):
        if any(event.kind is EventKind.FOUNDED for event in earlier):
            found.append(Reason("founded_already", "已登记过成立，日期有误请先撤销那次操作"))
        first = min((event.happened_on for event in earlier), default=None)
        if first is not None and first.precedes(day):
            message = f"成立日期晚于已登记的事项（{first}），请核对"
            found.append(Reason("founded_late", message))
    elif founded is not None and day.precedes(founded):
        message = f"日期早于成立日期 {founded}，请核对"
        found.append(Reason("before_founding", message))
    if isinstance(form, ElectedForm):
        last = organization.elected_on
        if last is not None and day.precedes(last):
            message = f"日期早于本届选举日期 {last}；以往的换届请用“其他”登记"
            found.append(Reason("before_election", message))
    if isinstance(form, DissolvedForm):
        latest = max((event.happened_on for event in earlier), default=None)
        if latest is not None and day.precedes(latest):
            message = f"撤销日期早于已登记的事项（{latest}），请核对"
            found.append(Reason("before_last_event", message))
    return found


def _by_rank(organization: Organization, form: RaisedForm) -> list[Reason]:
    """Let an organization only rise: 支部 → 总支 → 党委."""
    kind = organization.kind
    ranks = () if kind is None else RAISES.get(kind, ())
    if form.kind in ranks:
        return []
    if kind is None:
        return [Reason("kind_unknown", "组织类别未填，请先填写组织类别再升格")]
    if kind in MASS_ORGANIZATIONS or not ranks:
        return [Reason("cannot_rise", f"{kind}不能升格")]
    return [Reason("not_upward", f"{kind}不能升格为{form.kind}，只能升格为{'、'.join(ranks)}")]


def after_event(organization: Organization, form: EventForm) -> Organization:
    """Give the organization as the event leaves it."""
    if isinstance(form, FoundedForm):
        return dataclasses.replace(
            organization,
            established_on=form.happened_on,
            approval_number=form.document or organization.approval_number,
        )
    if isinstance(form, RaisedForm):
        name = form.name or organization.name
        return dataclasses.replace(organization, kind=form.kind.kind, name=name)
    if isinstance(form, ElectedForm):
        return dataclasses.replace(
            organization,
            elected_on=form.happened_on,
            secretary=form.secretary,
            committee=form.committee,
        )
    if isinstance(form, RenamedForm):
        return dataclasses.replace(organization, name=form.name)
    if isinstance(form, DissolvedForm):
        return dataclasses.replace(
            organization, state=OrganizationState.DISSOLVED, state_reason=form.reason
        )
    return organization


def told(before: Organization, after: Organization, form: EventForm) -> str:
    """Say in words what an event changed, and what was added to it."""
    said = []
    if after.kind is not before.kind:
        said.append(f"由{before.kind or '未定类别'}升格为{after.kind}")
    if after.name != before.name:
        said.append(f"由“{before.name}”更名为“{after.name}”")
    if isinstance(form, ElectedForm):
        said.append(f"书记：{form.secretary}")
    if isinstance(form, DissolvedForm):
        said.append(f"原因：{form.reason}")
    if form.details:
        said.append(form.details)
    return "；".join(said)


def raised_name(name: str, rank: Rank) -> str:
    """Propose the name after a rise: 甲公司党支部 → 甲公司党总支; as it is where nothing fits."""
    for ending, words in _ENDINGS.items():
        if name.endswith(ending) and rank in words:
            return name.removesuffix(ending) + words[rank]
    return name
