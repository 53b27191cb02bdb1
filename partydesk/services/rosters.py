"""The pools on paper: rosters with the columns of the screen, and the handbook of people.

Personal numbers are masked on paper unless asked for with a reason; the handbook holds nothing but
what is published.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.fields import Field, Kind, field_of
from partydesk.domain.listing import Query
from partydesk.domain.numbering import paper_date
from partydesk.domain.progress import Progress
from partydesk.domain.query_words import query_in_words
from partydesk.domain.talents import PoolState, Talent
from partydesk.domain.values import show
from partydesk.reports.bands import Fact
from partydesk.reports.fitting import ColumnWish, fit_columns
from partydesk.reports.layout import Align
from partydesk.reports.paint import count_pages
from partydesk.reports.profiles import Profile, preflight_profiles, render_profiles
from partydesk.reports.tables import Table
from partydesk.services.chosen import counter_of
from partydesk.services.policies import get_policy
from partydesk.services.pool_kinds import ENTERPRISES, ORGANIZATIONS, POOLS, TALENTS
from partydesk.services.pools import find_records
from partydesk.services.print_kinds import PrintKind, Printout, Sheet, Wanted, plain_list

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: What a roster shows where nobody chose columns.
_USUAL = {
    TALENTS.kind: (
        "name", "sex", "birth", "ethnicity", "political", "education", "unit_post", "source",
        "specialties", "phone", "state",
    ),
    ENTERPRISES.kind: (
        "name", "credit_code", "kind", "township", "operation", "staff", "legal_person",
        "contact", "phone", "party_organization", "standing",
    ),
    ORGANIZATIONS.kind: (
        "name", "kind", "formation", "superior", "units", "secretary", "phone", "established_on",
        "elected_on", "members", "probationary",
    ),
}  # fmt: skip
_RIGHT = frozenset({Kind.INTEGER, Kind.MONEY})
#: A number or a name broken over two lines is misread.
_UNBROKEN = _RIGHT | {
    Kind.NAME, Kind.CITIZEN_NUMBER, Kind.CREDIT_CODE, Kind.PHONE, Kind.DATE, Kind.PARTIAL_DATE,
    Kind.YES_NO,
}  # fmt: skip


def _roster(kind: str, title: str) -> PrintKind:
    """Make the roster of a pool."""

    def rows_of(workspace: Workspace, wanted: Wanted) -> Sheet:
        fields = _columns(kind, wanted)
        records = _records(workspace, kind, wanted)
        masked = not wanted.choice.full_reason
        rows = [
            (
                str(number),
                *(show(field, getattr(record, field.name), masked=masked) for field in fields),
            )
            for number, record in enumerate(records, 1)
        ]
        wishes = [ColumnWish("序号", Align.CENTRE, rigid=True), *map(_wish, fields)]
        fitted = fit_columns(wishes, rows)
        if fitted is None:
            message = f"选了 {len(fields)} 列，一页纸放不下，请少选几列，或导出为 Excel"
            raise ValidationFailed({"columns": message})
        subtitle = f"共 {len(rows)} {counter_of(kind)}　{paper_date(workspace.today())}"
        if asked := query_in_words(_query(wanted), POOLS[kind].fields):
            subtitle += f"\n条件：{asked}"
        table = Table(fitted.columns, rows, fitted.size_pt)
        return Sheet(title, table, subtitle, fitted.landscape)

    return plain_list(kind, title, rows_of, has_numbers=True)


def _columns(kind: str, wanted: Wanted) -> list[Field]:
    """Pick the fields by name or label, in the order asked for.

    Raises:
        ValidationFailed: There is no such field.
    """
    fields = [field for field in POOLS[kind].fields if field.kind is not Kind.PICTURE]
    known = {word: field for field in fields for word in (field.name, field.label, field.heading)}
    chosen = wanted.shown.columns if wanted.shown else None
    names = _USUAL[kind] if chosen is None else chosen
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        listed = "、".join(field.label for field in fields)
        message = f"没有这些列：{'、'.join(unknown)}" if unknown else "没有选列"
        raise ValidationFailed({"columns": f"{message}；可用的列：{listed}"})
    return [known[name] for name in names]


def _wish(field: Field) -> ColumnWish:
    """Say how a field's column is set."""
    align = Align.RIGHT if field.kind in _RIGHT else Align.LEFT
    return ColumnWish(field.heading, align, field.kind in _UNBROKEN)


def _records(workspace: Workspace, kind: str, wanted: Wanted) -> tuple[Any, ...]:
    """Read the records that are asked for, all of them."""
    return find_records(workspace, kind, replace(_query(wanted), offset=0, limit=None)).rows


def _query(wanted: Wanted) -> Query:
    return wanted.shown.query if wanted.shown else Query(text=wanted.query)


ROSTERS = (
    _roster(TALENTS.kind, "人才名册"),
    _roster(ENTERPRISES.kind, "企业名册"),
    _roster(ORGANIZATIONS.kind, "党组织名册"),
)

#: What enterprises are told of a person: nothing that a stranger could misuse.
_PUBLISHED = (
    "political", "education", "later_education", "source", "engagement", "languages",
    "unit_post", "specialties", "industries", "townships", "ability",
)  # fmt: skip
_WIDE = frozenset({"unit_post", "specialties", "industries", "townships", "ability"})


def _handbook(workspace: Workspace, wanted: Wanted, progress: Progress) -> Printout:
    """人才手册: one profile for each person who may be sent."""
    del progress
    people = [
        person
        for person in _records(workspace, TALENTS.kind, wanted)
        if person.state is PoolState.AVAILABLE
    ]
    if not people:
        raise NotFound("没有可打印的人才手册：没有可选派的人")
    profiles = [_profile(person, workspace.today()) for person in people]
    pdf = render_profiles(
        f"{wanted.year}年党建人才手册",
        profiles,
        subtitle=f"共 {len(people)} 人，供企业选择",
        footer=get_policy(workspace, wanted.year).organ,
        created=wanted.created,
        fonts=wanted.fonts,
    )
    warnings = preflight_profiles(profiles, wanted.fonts)
    return Printout(
        "handbook", "人才手册", "profiles", pdf, count_pages(pdf), len(people), (), warnings
    )


def _profile(person: Talent, today: dt.date) -> Profile:
    """Tell of a person what is published; what is not known is left out."""
    age = "" if person.birth is None else f"{person.birth.age_on(today)} 岁"
    aside = "　".join(word for word in (person.sex or "", person.ethnicity or "", age) if word)
    told = [(field_of(Talent, name), getattr(person, name)) for name in _PUBLISHED]
    facts = [
        Fact(field.label, text, wide=field.name in _WIDE)
        for field, value in told
        if (text := show(field, value))
    ]
    return Profile(person.name, aside, tuple(facts))


HANDBOOK = PrintKind("handbook", "人才手册", _handbook)
